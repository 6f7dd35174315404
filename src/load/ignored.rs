//! What the ignore files of the working tree say of paths, also of those that are no longer there.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The ignore files of a repository, by directory, read when somebody asks.
#[derive(Debug)]
pub(super) struct Ignored {
    root: PathBuf,
    names: &'static [&'static str],
    known: Mutex<HashMap<String, Option<Arc<Gitignore>>>>,
}

impl Ignored {
    /// What git ignores.
    pub(super) fn by_git(root: &Path) -> Ignored {
        Ignored { root: root.to_owned(), names: &[".gitignore"], known: Mutex::default() }
    }

    /// What a walk leaves out.
    pub(super) fn by_walks(root: &Path) -> Ignored {
        let names = &[".gitignore", ".skintignore"];
        Ignored { root: root.to_owned(), names, known: Mutex::default() }
    }

    /// Whether a file is ignored, or a directory between it and the one where a walk starts. Paths are from the root.
    pub(super) fn holds(&self, start: &str, path: &str) -> bool {
        let below = match start {
            "" => Some(path),
            _ => path.strip_prefix(start).and_then(|it| it.strip_prefix('/')),
        };
        let Some(below) = below else { return false };
        let skipped = path.len() - below.len();
        let ends = below.match_indices('/').map(|(at, _)| skipped + at);
        ends.map(|end| (&path[..end], true))
            .chain(Some((path, false)))
            .any(|(it, is_directory)| self.names(it, is_directory))
    }

    /// The nearest file that has an opinion decides.
    fn names(&self, path: &str, is_directory: bool) -> bool {
        let full = self.root.join(path);
        let mut directory = path;
        while !directory.is_empty() {
            directory = directory.rsplit_once('/').map_or("", |(above, _)| above);
            let Some(file) = self.of(directory) else { continue };
            match file.matched(&full, is_directory) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => {}
            }
        }
        false
    }

    fn of(&self, directory: &str) -> Option<Arc<Gitignore>> {
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(directory) {
            return known.clone();
        }
        let read = self.read(directory).map(Arc::new);
        lock().insert(directory.to_owned(), read.clone());
        read
    }

    fn read(&self, directory: &str) -> Option<Gitignore> {
        let full = self.root.join(directory);
        let real = |path: &Path| path.canonicalize().ok();
        if !real(&full)?.starts_with(real(&self.root)?) {
            return None;
        }
        // As in a walk: a link may lead out of the repository.
        let is_file = |path: &PathBuf| path.symlink_metadata().is_ok_and(|it| it.is_file());
        let exclude = directory.is_empty().then(|| full.join(".git/info/exclude"));
        let here = self.names.iter().map(|it| full.join(it));
        let files: Vec<PathBuf> = exclude.into_iter().chain(here).filter(is_file).collect();
        if files.is_empty() {
            return None;
        }
        let mut builder = GitignoreBuilder::new(&full);
        for file in files {
            // A line that is no pattern ignores nothing, as in git.
            let _ = builder.add(file);
        }
        builder.build().ok()
    }
}
