//! The files that expressions read. Only the shell has any.

use std::sync::Arc;

/// Reads for `file()` and its kin, by paths as reports print them.
pub trait Files: Sync {
    fn read(&self, path: &str) -> Result<Arc<[u8]>, Absent>;

    /// Whether there is a file, without reading it.
    fn exists(&self, path: &str) -> Result<bool, Absent>;

    /// Every file below a directory, as paths from there.
    fn list(&self, directory: &str) -> Result<Vec<String>, Absent>;
}

/// Why there is nothing to read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Absent {
    /// Terraform would stop here too.
    Missing,
    /// It is a directory, or nothing that can be read as a file.
    NoFile,
    /// It is there, perhaps, and not read: why.
    Closed(String),
}

/// Where nothing is read.
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&self, path: &str) -> Result<Arc<[u8]>, Absent> {
        Err(Absent::Closed(format!("{path} is not read here")))
    }

    fn exists(&self, path: &str) -> Result<bool, Absent> {
        Err(Absent::Closed(format!("{path} is not looked for here")))
    }

    fn list(&self, directory: &str) -> Result<Vec<String>, Absent> {
        Err(Absent::Closed(format!("{directory} is not read here")))
    }
}
