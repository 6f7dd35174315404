//! Texts that somebody names: packs, stand-ins, and files.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::{LoadError, not_found, paths, read};

/// The rule files of the user's packs: every `.hcl` below the directories, and the tables in `facts/`.
pub fn packs(directories: &[PathBuf], cwd: &Path) -> Result<Vec<(String, String)>, LoadError> {
    let mut files = Vec::new();
    for directory in directories {
        let full = paths::absolute(directory, cwd);
        if !full.exists() {
            return Err(not_found(directory, cwd));
        }
        for entry in below(&full) {
            let path = entry.path();
            let is_fact = path.parent().is_some_and(|it| it.ends_with("facts"));
            let is = |kind: &str| path.extension().is_some_and(|it| it == kind);
            if is("hcl") || (is("csv") && is_fact) {
                files.push(text_of(path, cwd)?);
            }
        }
    }
    Ok(files)
}

/// The stand-ins below the directories: their paths from there, and their texts.
pub fn stubs(directories: &[PathBuf], cwd: &Path) -> Result<Vec<(String, String)>, LoadError> {
    let mut found = Vec::new();
    for directory in directories {
        let full = paths::absolute(directory, cwd);
        if !full.is_dir() {
            return Err(not_found(directory, cwd));
        }
        for entry in below(&full) {
            if entry.path().extension().is_some_and(|it| it == "tf") {
                let (_, text) = text_of(entry.path(), cwd)?;
                found.push((paths::shown(entry.path(), &full), text));
            }
        }
    }
    Ok(found)
}

/// A file that somebody named: its printed path and its text.
pub fn named(path: &Path, cwd: &Path) -> Result<(String, String), LoadError> {
    text_of(&paths::absolute(path, cwd), cwd)
}

pub(super) fn text_of(path: &Path, cwd: &Path) -> Result<(String, String), LoadError> {
    let shown = paths::shown(path, cwd);
    match read::one(path) {
        Ok(text) => Ok((shown, text)),
        Err((_, reason)) => Err(LoadError::Unreadable { path: shown, reason }),
    }
}

/// The files below a directory, in the order of their names.
fn below(directory: &Path) -> impl Iterator<Item = DirEntry> {
    let entries = WalkDir::new(directory).sort_by_file_name().into_iter();
    entries.filter_map(Result::ok).filter(|it| it.file_type().is_file())
}
