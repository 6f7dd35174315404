//! The files that expressions read, in a commit. What git ignores is there whatever the commit.

use std::sync::Arc;

use super::Commit;
use super::links::Leads;
use crate::git::{Blob, Kind, is_of, is_pointed_at, pointer};
use crate::load::disk::{MAX_BYTES, MAX_FILES};
use crate::model::{Absent, Files};

impl Files for Commit {
    fn read(&self, path: &str) -> Result<Arc<[u8]>, Absent> {
        let Some(here) = self.rooted(path) else { return self.disk.read(path) };
        match self.lead(&here) {
            Leads::File(id) => self.bytes(path, &id),
            Leads::Directory(_) | Leads::Below => Err(Absent::NoFile),
            Leads::Out => Err(outside(path)),
            Leads::Nowhere if self.is_beside(&here) => self.disk.read(path),
            Leads::Round | Leads::Nowhere => Err(Absent::Missing),
            Leads::Submodule if self.is_beside_disk => self.disk.read(path),
            Leads::Submodule => Err(Absent::Closed(format!("{path} is in a submodule"))),
        }
    }

    fn exists(&self, path: &str) -> Result<bool, Absent> {
        let Some(here) = self.rooted(path) else { return self.disk.exists(path) };
        match self.lead(&here) {
            Leads::File(_) => Ok(true),
            Leads::Directory(_) | Leads::Below => Err(Absent::NoFile),
            Leads::Out => Err(outside(path)),
            Leads::Nowhere if self.is_beside(&here) => self.disk.exists(path),
            Leads::Round | Leads::Nowhere => Ok(false),
            Leads::Submodule if self.is_beside_disk => self.disk.exists(path),
            Leads::Submodule => Err(Absent::Closed(format!("{path} is in a submodule"))),
        }
    }

    fn list(&self, directory: &str) -> Result<Vec<String>, Absent> {
        let Some(here) = self.rooted(directory) else { return self.disk.list(directory) };
        let beside = self.list_beside(directory, &here)?;
        let mut files = match self.lead(&here) {
            Leads::Directory(real) => self.files_below(&real),
            Leads::Submodule if self.is_beside_disk => return self.disk.list(directory),
            Leads::File(_) | Leads::Below => return Err(Absent::NoFile),
            Leads::Out => return Err(outside(directory)),
            _ if beside.as_ref().is_some_and(|it| !it.is_empty()) => Vec::new(),
            // Git knows no empty directories.
            _ if beside.is_some() && self.disk.list(directory).is_ok_and(|it| it.is_empty()) => {
                Vec::new()
            }
            _ => return Err(Absent::Missing),
        };
        files.extend(beside.into_iter().flatten());
        files.sort();
        files.dedup();
        if files.len() > MAX_FILES {
            return Err(Absent::Closed(format!("{directory} holds more than {MAX_FILES} files")));
        }
        Ok(files)
    }
}

fn outside(path: &str) -> Absent {
    Absent::Closed(format!("{path} is outside of the repository and is not read"))
}

impl Commit {
    fn bytes(&self, path: &str, id: &str) -> Result<Arc<[u8]>, Absent> {
        let closed = |reason: String| Absent::Closed(format!("{path} {reason}"));
        let on_disk = self.disk.read(path);
        if let Ok(bytes) = &on_disk
            && is_of(bytes, id)
        {
            return on_disk;
        }
        match self.blob(id, MAX_BYTES) {
            Blob::Here(bytes) => match (pointer(&bytes), &on_disk) {
                (None, _) => Ok(bytes.into()),
                (Some(oid), Ok(whole)) if is_pointed_at(whole, oid) => on_disk,
                (Some(_), _) => Err(closed("is kept by Git LFS and is not read".to_owned())),
            },
            Blob::TooLarge(_) => {
                Err(closed(format!("is larger than {} MiB and is not read", MAX_BYTES >> 20)))
            }
            Blob::Missing => Err(closed("is not in this clone".to_owned())),
        }
    }

    /// The files below a directory, as paths from there; a link counts where it leads to a file.
    fn files_below(&self, real: &str) -> Vec<String> {
        let is_file = |path: &str, kind: Kind| match kind {
            Kind::File => true,
            Kind::Link => matches!(self.lead(path), Leads::File(_)),
            Kind::Submodule => false,
        };
        let inside = self.inside(real).filter(|(path, _, kind)| is_file(path, *kind));
        inside.take(MAX_FILES + 1).map(|(_, below, _)| below.to_owned()).collect()
    }

    /// The files below a directory that no commit holds. `None`: the disk has no say.
    fn list_beside(&self, directory: &str, here: &str) -> Result<Option<Vec<String>>, Absent> {
        if !self.is_beside_disk {
            return Ok(None);
        }
        let slash = if here.is_empty() { "" } else { "/" };
        match self.disk.list(directory) {
            Ok(mut all) => {
                all.retain(|it| self.is_beside(&format!("{here}{slash}{it}")));
                Ok(Some(all))
            }
            Err(Absent::Closed(reason)) => Err(Absent::Closed(reason)),
            Err(_) => Ok(Some(Vec::new())),
        }
    }
}
