//! Paths as the system has them, and as reports print them.

use std::path::{Component, Path, PathBuf};

/// A path from the root of the file system, without `.` and `..`. Links are not followed.
pub(super) fn absolute(path: &Path, cwd: &Path) -> PathBuf {
    let mut full = PathBuf::new();
    for component in cwd.join(path).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                full.pop();
            }
            other => full.push(other),
        }
    }
    full
}

/// From where the user stands, with `/`; what is no UTF-8 is replaced.
pub(super) fn shown(path: &Path, cwd: &Path) -> String {
    let path: Vec<Component<'_>> = path.components().collect();
    let cwd: Vec<Component<'_>> = cwd.components().collect();
    let common = path.iter().zip(&cwd).take_while(|(one, other)| one == other).count();
    // Another drive has no way to it from here.
    let up = if common == 0 { 0 } else { cwd.len() - common };
    let mut parts: Vec<String> = vec!["..".to_owned(); up];
    parts.extend(path[common..].iter().map(|it| it.as_os_str().to_string_lossy().into_owned()));
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

/// The nearest directory above all paths that holds `.git`; without one, the nearest above all.
pub(super) fn repository_root(paths: &[PathBuf]) -> PathBuf {
    let common = common_directory(paths);
    let with_git = common.ancestors().find(|it| it.join(".git").exists());
    with_git.map(Path::to_owned).unwrap_or(common)
}

/// The nearest directory above all paths.
pub(super) fn common_directory(paths: &[PathBuf]) -> PathBuf {
    let directory = |path: &PathBuf| -> PathBuf {
        if path.is_dir() { path.clone() } else { path.parent().unwrap_or(path).to_owned() }
    };
    let mut common = paths.first().map(&directory).unwrap_or_default();
    for path in paths {
        while !path.starts_with(&common) && common.pop() {}
    }
    common
}
