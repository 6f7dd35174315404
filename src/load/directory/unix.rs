//! Directories of systems that find a name from an open one.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStringExt;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustix::fs::{AtFlags, CWD, Dir, DirEntry, FileType, Mode, OFlags, openat, statat};
use rustix::io::retry_on_intr;
use rustix::path::Arg;

use super::{Entry, Kind, Listed};

/// A process may hold a few hundred files open, and each level of the walk holds one.
const MAX_OPEN: usize = 64;

/// How many are open.
static OPEN: AtomicUsize = AtomicUsize::new(0);

#[derive(Debug)]
pub(super) struct Handle(Dir);

impl Handle {
    fn new(directory: OwnedFd) -> io::Result<Handle> {
        let directory = Dir::new(directory)?;
        OPEN.fetch_add(1, Ordering::Relaxed);
        Ok(Handle(directory))
    }

    pub(super) fn list_path(path: &Path) -> io::Result<Listed> {
        list(open(CWD, path, OFlags::DIRECTORY)?)
    }

    /// Lists a directory in this one, and no link to one.
    pub(super) fn list(&self, name: &OsStr) -> io::Result<Listed> {
        list(open(self.0.fd()?, name, OFlags::DIRECTORY | OFlags::NOFOLLOW)?)
    }

    pub(super) fn open(&self, name: &OsStr) -> io::Result<File> {
        Ok(open(self.0.fd()?, name, OFlags::empty())?.into())
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        OPEN.fetch_sub(1, Ordering::Relaxed);
    }
}

fn open(from: BorrowedFd<'_>, path: impl Arg + Copy, how: OFlags) -> rustix::io::Result<OwnedFd> {
    let how = how | OFlags::RDONLY | OFlags::CLOEXEC;
    retry_on_intr(|| openat(from, path, how, Mode::empty()))
}

fn list(directory: OwnedFd) -> io::Result<Listed> {
    let mut handle = Handle::new(directory)?;
    let mut entries = Vec::new();
    while let Some(found) = handle.0.read() {
        match found {
            Ok(found) if matches!(found.file_name().to_bytes(), b"." | b"..") => {}
            Ok(found) => entries.push(entry(&handle, &found)),
            Err(error) => entries.push(Err(error.into())),
        }
    }
    let may_stay = OPEN.load(Ordering::Relaxed) <= MAX_OPEN;
    Ok((may_stay.then_some(handle), entries))
}

fn entry(directory: &Handle, found: &DirEntry) -> io::Result<Entry> {
    let name = found.file_name();
    let kind = match found.file_type() {
        // Some file systems do not say it with the names.
        FileType::Unknown => {
            let stat = statat(directory.0.fd()?, name, AtFlags::SYMLINK_NOFOLLOW)?;
            FileType::from_raw_mode(stat.st_mode)
        }
        known => known,
    };
    let kind = match kind {
        FileType::RegularFile => Kind::File,
        FileType::Directory => Kind::Directory,
        FileType::Symlink => Kind::Link,
        _ => Kind::Other,
    };
    let name = OsString::from_vec(name.to_bytes().to_owned());
    Ok(Entry { name, kind })
}
