//! A directory that was listed and stays open, for what it holds is found faster from there: by a whole path the system
//! goes from directory to directory anew for each name, which in a large repository takes as long as reading it.

#[cfg(not(unix))]
mod elsewhere;
#[cfg(unix)]
mod unix;

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

#[cfg(not(unix))]
use self::elsewhere::Handle;
#[cfg(unix)]
use self::unix::Handle;

#[derive(Debug)]
pub(super) struct Directory {
    path: PathBuf,
    /// `None`: what it holds is found by whole paths.
    handle: Option<Handle>,
}

/// A name in a directory.
#[derive(Debug)]
pub(super) struct Entry {
    name: OsString,
    pub(super) kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    File,
    Directory,
    Link,
    /// A pipe, a socket, a device.
    Other,
}

impl Directory {
    /// One that is not open.
    pub(super) fn closed(path: PathBuf) -> Directory {
        Directory { path, handle: None }
    }

    /// Opens a directory, from the one that holds it if that is known, and lists it in no order.
    pub(super) fn list(
        path: PathBuf,
        above: Option<&Directory>,
    ) -> (Directory, Vec<io::Result<Entry>>) {
        let above = above.and_then(|it| it.handle.as_ref()).zip(path.file_name());
        let listed = match above {
            Some((above, name)) => above.list(name),
            None => Handle::list_path(&path),
        };
        match listed {
            Ok((handle, entries)) => (Directory { path, handle }, entries),
            Err(error) => (Directory::closed(path), vec![Err(error)]),
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Opens a file that lies in it.
    pub(super) fn open(&self, name: &OsStr) -> io::Result<File> {
        match &self.handle {
            Some(handle) => handle.open(name),
            None => File::open(self.path.join(name)),
        }
    }
}

impl Entry {
    /// What is no UTF-8 is replaced in it.
    pub(super) fn name(&self) -> Cow<'_, str> {
        self.name.to_string_lossy()
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.name == *name
    }

    pub(super) fn path(&self, directory: &Path) -> PathBuf {
        directory.join(&self.name)
    }
}

type Listed = (Option<Handle>, Vec<io::Result<Entry>>);
