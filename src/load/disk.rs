//! The files that expressions read, and the modules that others call. Nothing outside of the repository.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use walkdir::WalkDir;

use super::{paths, read, walk};
use crate::model::{Absent, Files, Origin};
use crate::project::Project;
use crate::source::{FileId, joined};

/// Larger files are not read for an expression.
pub(super) const MAX_BYTES: u64 = 4 << 20;
/// Larger files are read anew each time.
const MAX_KEPT: usize = 64 << 10;
/// Names of one directory that are gone into: links may lead round in circles.
pub(super) const MAX_NAMES: usize = 1_000;
/// Files of one directory that are listed for an expression.
pub(super) const MAX_FILES: usize = 20_000;

type Read = Result<Arc<[u8]>, Absent>;
type Listed = Result<Vec<String>, Absent>;

/// The repository, as expressions and calls see it. A copy shares what was read.
#[derive(Clone, Debug)]
pub struct Disk {
    pub(super) cwd: PathBuf,
    pub(super) root: PathBuf,
    pub(super) downloads: Vec<PathBuf>,
    pub(super) read: Arc<Mutex<HashMap<String, Read>>>,
    pub(super) listed: Arc<Mutex<HashMap<String, Listed>>>,
}

impl Disk {
    /// A directory that is a repository of its own.
    pub fn new(directory: &Path) -> Disk {
        let (cwd, root) = (directory.to_owned(), directory.to_owned());
        Disk { cwd, root, downloads: Vec::new(), read: Arc::default(), listed: Arc::default() }
    }

    /// The repository's root.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Reads the modules that are called and were not read: those elsewhere in the repository, and those
    /// that `terraform init` downloaded.
    pub fn follow(&self, project: &mut Project) {
        let directory = |it: &crate::model::File| crate::model::directory(&it.path).to_owned();
        let mut tried: BTreeSet<String> = project.files.iter().map(directory).collect();
        for manifest in &self.downloads {
            self.downloaded(manifest, project, &mut tried);
        }
        let mut names: HashMap<PathBuf, usize> = HashMap::new();
        loop {
            let missing = project.missing();
            let new: Vec<String> =
                missing.into_iter().filter(|it| tried.insert(it.clone())).collect();
            if new.is_empty() {
                return;
            }
            for directory in new {
                let real = self.inside(&paths::absolute(Path::new(&directory), &self.cwd));
                let n_names = names.entry(real.unwrap_or_default()).or_default();
                *n_names += 1;
                if *n_names <= MAX_NAMES {
                    self.module(&directory, project);
                }
            }
        }
    }

    /// What a manifest of downloaded modules says: their keys and their directories.
    fn downloaded(&self, manifest: &Path, project: &mut Project, tried: &mut BTreeSet<String>) {
        let Some(root) = manifest.parent().and_then(Path::parent).and_then(Path::parent) else {
            return;
        };
        let root = match paths::shown(root, &self.cwd) {
            it if it == "." => String::new(),
            it => it,
        };
        let Ok(full) = self.inside(manifest) else { return };
        if !full.is_file() {
            return;
        }
        let Ok(text) = read::one(&full) else { return };
        let Ok(json) = serde_json::from_str::<serde_json::Value>(&text) else { return };
        let entries = json.get("Modules").and_then(serde_json::Value::as_array);
        let mut keys = BTreeMap::new();
        for entry in entries.into_iter().flatten() {
            let text = |name: &str| entry.get(name).and_then(serde_json::Value::as_str);
            if let (Some(key), Some(directory)) = (text("Key"), text("Dir"))
                && !key.is_empty()
            {
                keys.insert(key.to_owned(), directory.to_owned());
                let directory = joined(&root, directory);
                if tried.insert(directory.clone()) {
                    self.module(&directory, project);
                }
            }
        }
        project.links.downloaded.insert(root, keys);
    }

    /// Reads one directory.
    fn module(&self, directory: &str, project: &mut Project) {
        let full = paths::absolute(Path::new(directory), &self.cwd);
        let Ok(full) = self.inside(&full) else { return };
        if !full.is_dir() {
            return;
        }
        let mut files = walk::module(&full, &self.root).files;
        files.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut read = Vec::<(FileId, _)>::new();
        for (path, syntax) in files {
            if let Ok(text) = read::one(&path) {
                let name = path.file_name().map(|it| it.to_string_lossy()).unwrap_or_default();
                let shown = if directory.is_empty() {
                    name.into_owned()
                } else {
                    format!("{directory}/{name}")
                };
                read.push((project.sources.add(shown, text), syntax));
            }
        }
        project.add(&read, Origin::Foreign);
    }

    /// The real path, where that is in the repository.
    fn inside(&self, path: &Path) -> Result<PathBuf, Absent> {
        let root = self.root.canonicalize().unwrap_or_else(|_| self.root.clone());
        let outside = || {
            let shown = paths::shown(path, &self.cwd);
            Absent::Closed(format!("{shown} is outside of the repository and is not read"))
        };
        // Also what is not there is outside or inside.
        if !path.starts_with(&self.root) && !path.starts_with(&root) {
            return Err(outside());
        }
        match path.canonicalize() {
            Ok(real) if real.starts_with(&root) => Ok(real),
            Ok(_) => Err(outside()),
            Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
                Err(Absent::Closed(format!("{} may not be read", paths::shown(path, &self.cwd))))
            }
            // A name below a file is none, and Terraform says so.
            Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => Err(Absent::NoFile),
            Err(_) => Err(Absent::Missing),
        }
    }

    fn file(&self, path: &str) -> Result<PathBuf, Absent> {
        let real = self.inside(&paths::absolute(Path::new(path), &self.cwd))?;
        if real.is_file() { Ok(real) } else { Err(Absent::NoFile) }
    }

    fn bytes(&self, path: &str) -> Result<Arc<[u8]>, Absent> {
        let real = self.file(path)?;
        let closed = |reason: String| Absent::Closed(format!("{path} {reason}"));
        let size = real.metadata().map_err(|it| closed(walk::reason(&it)))?.len();
        if size > MAX_BYTES {
            return Err(closed(format!("is larger than {} MiB and is not read", MAX_BYTES >> 20)));
        }
        std::fs::read(&real).map(Into::into).map_err(|it| closed(walk::reason(&it)))
    }
}

impl Files for Disk {
    fn read(&self, path: &str) -> Result<Arc<[u8]>, Absent> {
        let lock = || self.read.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(known) = lock().get(path) {
            return known.clone();
        }
        let bytes = self.bytes(path);
        if bytes.as_ref().map_or(0, |it| it.len()) <= MAX_KEPT {
            lock().insert(path.to_owned(), bytes.clone());
        }
        bytes
    }

    fn exists(&self, path: &str) -> Result<bool, Absent> {
        match self.file(path) {
            Ok(_) => Ok(true),
            Err(Absent::Missing) => Ok(false),
            Err(absent) => Err(absent),
        }
    }

    fn list(&self, directory: &str) -> Result<Vec<String>, Absent> {
        let lock = || self.listed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(known) = lock().get(directory) {
            return known.clone();
        }
        let files = self.below(directory);
        lock().insert(directory.to_owned(), files.clone());
        files
    }
}

impl Disk {
    fn below(&self, directory: &str) -> Listed {
        let real = self.inside(&paths::absolute(Path::new(directory), &self.cwd))?;
        if !real.is_dir() {
            return Err(Absent::NoFile);
        }
        let mut files = Vec::new();
        for entry in WalkDir::new(&real).into_iter().filter_map(Result::ok) {
            if files.len() > MAX_FILES {
                return Err(Absent::Closed(format!(
                    "{directory} holds more than {MAX_FILES} files"
                )));
            }
            // As Terraform does, a link is followed where it leads to a file.
            let is_file = match entry.file_type().is_symlink() {
                true => self.inside(entry.path()).is_ok_and(|it| it.is_file()),
                false => entry.file_type().is_file(),
            };
            if is_file && let Ok(below) = entry.path().strip_prefix(&real) {
                files.push(below.to_string_lossy().replace('\\', "/"));
            }
        }
        files.sort();
        Ok(files)
    }
}
