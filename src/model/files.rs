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

/// Texts by their paths, and nothing else: whether there is more is not known.
pub struct TextFiles<'t>(pub &'t [(String, String)]);

impl TextFiles<'_> {
    fn below<'f>(&'f self, directory: &'f str) -> impl Iterator<Item = &'f str> {
        let paths = self.0.iter().map(|(path, _)| path.as_str());
        paths.filter_map(move |it| match directory {
            "" => Some(it),
            _ => it.strip_prefix(directory)?.strip_prefix('/'),
        })
    }
}

impl Files for TextFiles<'_> {
    fn read(&self, path: &str) -> Result<Arc<[u8]>, Absent> {
        match self.0.iter().find(|(it, _)| it == path) {
            Some((_, text)) => Ok(text.as_bytes().into()),
            None => NoFiles.read(path),
        }
    }

    fn exists(&self, path: &str) -> Result<bool, Absent> {
        match self.0.iter().any(|(it, _)| it == path) {
            true => Ok(true),
            false if self.below(path).next().is_some() => Err(Absent::NoFile),
            false => NoFiles.exists(path),
        }
    }

    fn list(&self, directory: &str) -> Result<Vec<String>, Absent> {
        let mut files: Vec<String> = self.below(directory).map(str::to_owned).collect();
        files.sort();
        if files.is_empty() { NoFiles.list(directory) } else { Ok(files) }
    }
}
