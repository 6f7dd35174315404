//! The walk: directories in parallel, what is ignored left out.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::directory::{Directory, Entry, Kind};
use super::ignore::Ignores;
use super::names::{name_of, replaced, syntax_of};
use crate::finding::ProblemKind;
use crate::project::Syntax;
use crate::settings;

/// What was found below a directory.
#[derive(Debug, Default)]
pub(super) struct Below {
    pub(super) files: Vec<(PathBuf, Syntax)>,
    pub(super) settings: Vec<PathBuf>,
    /// Where `terraform init` says what it downloaded, if it did.
    pub(super) downloads: Vec<PathBuf>,
    pub(super) problems: Vec<(PathBuf, ProblemKind, String)>,
}

/// Never walked: copies and machinery.
pub(super) const SKIPPED: &[&str] = &[".git", ".terraform", ".terragrunt-cache", "node_modules"];

/// Everything below a directory of the repository.
pub(super) fn tree(directory: &Path, root: &Path) -> Below {
    with_ignores_above(directory, root, &mut |ignores| {
        let mut whole = Below::default();
        for (_, below) in walked(directory, root, Some(ignores), &|_, it| it) {
            whole.extend(below);
        }
        whole
    })
}

/// Something about each directory of the repository that holds anything.
pub(super) fn each<T: Send>(
    root: &Path,
    each: &(dyn Fn(&Directory, Below) -> T + Sync),
) -> Vec<(PathBuf, T)> {
    walked(root, root, None, each)
}

/// The Terraform beside a file, and the file itself even where it is ignored.
pub(super) fn directory_of(file: &Path, directory: &Path, root: &Path) -> Below {
    let mut below =
        with_ignores_above(directory, root, &mut |ignores| one(directory, root, Some(ignores)));
    if let Some(syntax) = syntax_of(&name_of(file))
        && !below.files.iter().any(|(it, _)| it == file)
        && file.symlink_metadata().is_ok_and(|it| it.is_file())
    {
        below.files.push((file.to_owned(), syntax));
    }
    below
}

/// One directory as a walk of the repository finds it; `None` where the walk does not come there.
pub(super) fn alone(directory: &Path, root: &Path) -> Option<Below> {
    let mut levels: Vec<&Path> =
        directory.ancestors().take_while(|it| it.starts_with(root)).collect();
    levels.reverse();
    descend(&levels, root, None)
}

/// From directory to directory; the last one is looked into.
fn descend(levels: &[&Path], root: &Path, outer: Option<&Ignores<'_>>) -> Option<Below> {
    let (level, rest) = levels.split_first()?;
    let Some(next) = rest.first() else {
        return Some(one(level, root, outer));
    };
    let has = |name: &str| level.join(name).exists();
    let ignores = Ignores::new(level, &has, outer);
    let is_link = next.symlink_metadata().is_ok_and(|it| it.is_symlink());
    let is_walked = !SKIPPED.contains(&&*name_of(next)) && !ignores.ignores(next, true) && !is_link;
    is_walked.then(|| descend(rest, root, Some(&ignores)))?
}

/// The files of values below a module that are meant for it: beside no other module.
pub(super) fn choices(module: &Path, root: &Path) -> Vec<(PathBuf, Syntax)> {
    let below = with_ignores_above(module, root, &mut |ignores| {
        let seen = Seen::of(module.to_owned(), None, root, Some(ignores));
        let mut below = Below::default();
        for it in &seen.directories {
            choices_in(it, root, &seen.ignores, &mut below);
        }
        below
    });
    below.files
}

fn choices_in(directory: &Path, root: &Path, outer: &Ignores<'_>, all: &mut Below) {
    let seen = Seen::of(directory.to_owned(), None, root, Some(outer));
    if seen.below.files.iter().any(|(_, it)| matches!(it, Syntax::Native | Syntax::Json)) {
        return;
    }
    all.files.extend(seen.below.files);
    for it in &seen.directories {
        choices_in(it, root, &seen.ignores, all);
    }
}

/// Calls `go` with the ignore files between the root and the directory, without the directory's own.
fn with_ignores_above(
    directory: &Path,
    root: &Path,
    go: &mut dyn FnMut(&Ignores<'_>) -> Below,
) -> Below {
    let above: Vec<&Path> =
        directory.ancestors().skip(1).take_while(|it| it.starts_with(root)).collect();
    nest(&above, None, go)
}

fn nest(
    above: &[&Path],
    outer: Option<&Ignores<'_>>,
    go: &mut dyn FnMut(&Ignores<'_>) -> Below,
) -> Below {
    match above.split_last() {
        Some((outermost, rest)) => {
            let has = |name: &str| outermost.join(name).exists();
            nest(rest, Some(&Ignores::new(outermost, &has, outer)), go)
        }
        None => match outer {
            Some(ignores) => go(ignores),
            None => go(&Ignores::none()),
        },
    }
}

impl Below {
    pub(super) fn is_empty(&self) -> bool {
        let Below { files, settings, downloads, problems } = self;
        files.is_empty() && settings.is_empty() && downloads.is_empty() && problems.is_empty()
    }

    pub(super) fn extend(&mut self, other: Below) {
        self.files.extend(other.files);
        self.settings.extend(other.settings);
        self.downloads.extend(other.downloads);
        self.problems.extend(other.problems);
    }
}

/// Something about the directories below one, in their order; those that hold nothing are left out.
fn walked<T: Send>(
    directory: &Path,
    root: &Path,
    outer: Option<&Ignores<'_>>,
    each: &(dyn Fn(&Directory, Below) -> T + Sync),
) -> Vec<(PathBuf, T)> {
    let walk = Walk { root, each, found: Mutex::default() };
    walk.walk(directory.to_owned(), None, outer);
    let mut found = walk.found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.sort_unstable_by(|(one, _), (other, _)| one.as_os_str().cmp(other.as_os_str()));
    found
}

struct Walk<'w, T> {
    root: &'w Path,
    each: &'w (dyn Fn(&Directory, Below) -> T + Sync),
    found: Mutex<Vec<(PathBuf, T)>>,
}

impl<T: Send> Walk<'_, T> {
    fn walk(&self, path: PathBuf, above: Option<&Directory>, outer: Option<&Ignores<'_>>) {
        let Seen { directory, below, directories, ignores } =
            Seen::of(path, above, self.root, outer);
        if !below.is_empty() {
            let path = directory.path().to_owned();
            let found = (self.each)(&directory, below);
            self.found.lock().unwrap_or_else(PoisonError::into_inner).push((path, found));
        }
        directories.into_par_iter().for_each(|it| self.walk(it, Some(&directory), Some(&ignores)));
    }
}

fn one(directory: &Path, root: &Path, outer: Option<&Ignores<'_>>) -> Below {
    Seen::of(directory.to_owned(), None, root, outer).below
}

/// What was seen of one directory.
struct Seen<'p> {
    directory: Directory,
    below: Below,
    /// Those to go on with.
    directories: Vec<PathBuf>,
    ignores: Ignores<'p>,
}

impl<'p> Seen<'p> {
    fn of(
        path: PathBuf,
        above: Option<&Directory>,
        root: &Path,
        outer: Option<&'p Ignores<'p>>,
    ) -> Seen<'p> {
        let mut below = Below::default();
        let (directory, entries) = list(path, above, &mut below);
        let path = directory.path();
        let has = |name: &str| entries.iter().any(|it| it.is(name));
        let ignores = Ignores::new(path, &has, outer);
        let directories = sorted(path, &entries, root, &ignores, &mut below);
        Seen { directory, below, directories, ignores }
    }
}

/// What a directory holds, in no order.
fn list(path: PathBuf, above: Option<&Directory>, below: &mut Below) -> (Directory, Vec<Entry>) {
    let (directory, listed) = Directory::list(path, above);
    let mut entries = Vec::with_capacity(listed.len());
    for entry in listed {
        match entry {
            Ok(entry) => entries.push(entry),
            Err(error) if error.kind() == ErrorKind::NotADirectory => {}
            Err(error) => {
                let path = directory.path().to_owned();
                below.problems.push((path, ProblemKind::Unreadable, reason(&error)));
            }
        }
    }
    (directory, entries)
}

/// What of the names is looked at: files, by what Terraform does with them, and the directories to go on with.
fn sorted(
    directory: &Path,
    entries: &[Entry],
    root: &Path,
    ignores: &Ignores<'_>,
    below: &mut Below,
) -> Vec<PathBuf> {
    // Hardly anybody has one, and asking what a name leads to costs more than all the rest here.
    let tofu = entries.iter().filter(|it| it.name().contains(".tofu"));
    let tofu: BTreeSet<String> =
        tofu.filter(|it| !it.path(directory).is_dir()).map(|it| it.name().into_owned()).collect();
    let is_replaced = |name: &str| !tofu.is_empty() && replaced(name, &|it| tofu.contains(it));
    let mut directories = Vec::new();
    let mut values = Vec::new();
    for entry in entries {
        let name = &*entry.name();
        let path = || entry.path(directory);
        if entry.kind == Kind::Directory {
            if name == ".terraform" {
                below.downloads.push(path().join("modules/modules.json"));
            }
            if !SKIPPED.contains(&name) {
                directories.extend(Some(path()).filter(|it| !ignores.ignores(it, true)));
            }
        } else if name == settings::FILE_NAME {
            settings_file(&path(), below);
        } else if let Some(syntax) = syntax_of(name).filter(|_| !is_replaced(name)) {
            let path = path();
            match syntax {
                // Ignored by git means secret, not absent: Terraform loads them all the same.
                Syntax::Values | Syntax::JsonValues => values.push((path, entry.kind, syntax)),
                _ if ignores.ignores(&path, false) => {}
                _ => file(path, entry.kind, syntax, root, below),
            }
        }
    }
    let is_module = below.files.iter().any(|(_, it)| matches!(it, Syntax::Native | Syntax::Json));
    for (path, kind, syntax) in values {
        match (is_module, syntax) {
            (true, _) => file(path, kind, syntax, root, below),
            // Values beside no module are for one above, if somebody says so.
            _ if ignores.ignores(&path, false) => {}
            (false, Syntax::Values) => file(path, kind, Syntax::Choice, root, below),
            (false, _) => file(path, kind, Syntax::JsonChoice, root, below),
        }
    }
    directories
}

fn settings_file(path: &Path, below: &mut Below) {
    match fs::metadata(path) {
        Ok(it) if it.is_file() => below.settings.push(path.to_owned()),
        Ok(_) => {
            let message = "these settings are no file".to_owned();
            below.problems.push((path.to_owned(), ProblemKind::Unreadable, message));
        }
        Err(error) => {
            below.problems.push((path.to_owned(), ProblemKind::Unreadable, reason(&error)));
        }
    }
}

fn file(path: PathBuf, kind: Kind, syntax: Syntax, root: &Path, below: &mut Below) {
    if kind == Kind::File {
        return below.files.push((path, syntax));
    }
    if kind != Kind::Link {
        let message = "this is neither a file nor a directory".to_owned();
        return below.problems.push((path, ProblemKind::Unreadable, message));
    }
    match fs::canonicalize(&path) {
        Ok(target) if target.is_dir() => {}
        Ok(target) if !target.is_file() => {
            let message = "this leads to something that is no file".to_owned();
            below.problems.push((path, ProblemKind::Unreadable, message));
        }
        Ok(target) if target.starts_with(fs::canonicalize(root).unwrap_or_default()) => {
            below.files.push((path, syntax));
        }
        Ok(_) => {
            let message = "this leads out of the repository and is not read".to_owned();
            below.problems.push((path, ProblemKind::Unreadable, message));
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let message = "this leads to a file that is not there".to_owned();
            below.problems.push((path, ProblemKind::Unreadable, message));
        }
        Err(error) => {
            // Too many levels of links has no stable name among the error kinds.
            let is_loop =
                fs::metadata(&path).is_err() && error.kind() != ErrorKind::PermissionDenied;
            let kind = if is_loop { ProblemKind::LinkLoop } else { ProblemKind::Unreadable };
            below.problems.push((path, kind, reason(&error)));
        }
    }
}

/// The system's words without its number.
pub(super) fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut chars = text.chars();
    let first = chars.next().map(|it| it.to_ascii_lowercase());
    first.into_iter().chain(chars).collect()
}

/// The Terraform of one directory, whatever is ignored.
pub(super) fn module(directory: &Path, root: &Path) -> Below {
    let mut below = Below::default();
    let (_, entries) = list(directory.to_owned(), None, &mut below);
    sorted(directory, &entries, root, &Ignores::none(), &mut below);
    below.files.retain(|(_, it)| matches!(it, Syntax::Native | Syntax::Json));
    below
}
