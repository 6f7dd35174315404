//! The walk: directories in parallel, what is ignored left out. (A walk by `walkdir` that goes one level deep opens the
//! directories below it too.)

use std::collections::BTreeSet;
use std::fs::{self, DirEntry, FileType};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::ignore::Ignores;
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
        for (_, below) in walked(directory, root, Some(ignores), &|it| it) {
            whole.extend(below);
        }
        whole
    })
}

/// Something about each directory of the repository that holds anything.
pub(super) fn each<T: Send>(root: &Path, each: &(dyn Fn(Below) -> T + Sync)) -> Vec<(PathBuf, T)> {
    walked(root, root, None, each)
}

/// The Terraform beside a file, and the file itself even where it is ignored.
pub(super) fn directory_of(file: &Path, directory: &Path, root: &Path) -> Below {
    let mut below =
        with_ignores_above(directory, root, &mut |ignores| one(directory, root, Some(ignores)).0);
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
        return Some(one(level, root, outer).0);
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
        let (_, directories, ignores) = one_with_ignores(module, root, Some(ignores));
        let mut below = Below::default();
        for it in &directories {
            choices_in(it, root, &ignores, &mut below);
        }
        below
    });
    below.files
}

fn choices_in(directory: &Path, root: &Path, outer: &Ignores<'_>, all: &mut Below) {
    let (below, directories, ignores) = one_with_ignores(directory, root, Some(outer));
    if below.files.iter().any(|(_, it)| matches!(it, Syntax::Native | Syntax::Json)) {
        return;
    }
    all.files.extend(below.files);
    for it in &directories {
        choices_in(it, root, &ignores, all);
    }
}

/// Whether the name of a file is one that Terraform or this program goes by, whatever it does with the file.
pub(super) fn is_named_so(file: &Path) -> bool {
    let name = name_of(file);
    let endings = [".tf", ".tofu", ".tf.json", ".tofu.json", ".tfvars", ".tfvars.json"];
    name == settings::FILE_NAME || endings.iter().any(|it| name.ends_with(it))
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
    each: &(dyn Fn(Below) -> T + Sync),
) -> Vec<(PathBuf, T)> {
    let walk = Walk { root, each, found: Mutex::default() };
    walk.walk(directory.to_owned(), outer);
    let mut found = walk.found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.sort_unstable_by(|(one, _), (other, _)| one.as_os_str().cmp(other.as_os_str()));
    found
}

struct Walk<'w, T> {
    root: &'w Path,
    each: &'w (dyn Fn(Below) -> T + Sync),
    found: Mutex<Vec<(PathBuf, T)>>,
}

impl<T: Send> Walk<'_, T> {
    fn walk(&self, directory: PathBuf, outer: Option<&Ignores<'_>>) {
        let (below, directories, ignores) = one_with_ignores(&directory, self.root, outer);
        if !below.is_empty() {
            let found = (self.each)(below);
            self.found.lock().unwrap_or_else(PoisonError::into_inner).push((directory, found));
        }
        directories.into_par_iter().for_each(|it| self.walk(it, Some(&ignores)));
    }
}

fn one(directory: &Path, root: &Path, outer: Option<&Ignores<'_>>) -> (Below, Vec<PathBuf>) {
    let (below, directories, _) = one_with_ignores(directory, root, outer);
    (below, directories)
}

/// One directory: its files, the directories to go on with, and its ignore files.
fn one_with_ignores<'p>(
    directory: &Path,
    root: &Path,
    outer: Option<&'p Ignores<'p>>,
) -> (Below, Vec<PathBuf>, Ignores<'p>) {
    let mut below = Below::default();
    let entries = entries(directory, &mut below);
    let names: BTreeSet<&str> = entries.iter().map(|it| it.name.as_str()).collect();
    let ignores = Ignores::new(directory, &|name| names.contains(name), outer);
    let directories = sorted(&entries, root, &ignores, &mut below);
    (below, directories, ignores)
}

/// What of the names is looked at: files, by what Terraform does with them, and the directories to go on with.
fn sorted(
    entries: &[Entry],
    root: &Path,
    ignores: &Ignores<'_>,
    below: &mut Below,
) -> Vec<PathBuf> {
    // Hardly anybody has one, and asking what a name leads to costs more than all the rest here.
    let tofu = entries.iter().filter(|it| it.name.contains(".tofu"));
    let files: BTreeSet<&str> =
        tofu.filter(|it| !it.path().is_dir()).map(|it| it.name.as_str()).collect();
    let mut directories = Vec::new();
    let mut values = Vec::new();
    for entry in entries {
        let name = entry.name.as_str();
        if entry.kind.is_dir() {
            if name == ".terraform" {
                below.downloads.push(entry.path().join("modules/modules.json"));
            }
            if !SKIPPED.contains(&name) && !ignores.ignores(&entry.path(), true) {
                directories.push(entry.path());
            }
        } else if name == settings::FILE_NAME {
            settings_file(&entry.path(), below);
        } else if let Some(syntax) = syntax_of(name).filter(|_| !replaced(name, &files)) {
            match syntax {
                // Ignored by git means secret, not absent: Terraform loads them all the same.
                Syntax::Values | Syntax::JsonValues => values.push((entry, syntax)),
                _ if ignores.ignores(&entry.path(), false) => {}
                _ => file(entry, syntax, root, below),
            }
        }
    }
    let is_module = below.files.iter().any(|(_, it)| matches!(it, Syntax::Native | Syntax::Json));
    for (entry, syntax) in values {
        match (is_module, syntax) {
            (true, _) => file(entry, syntax, root, below),
            // Values beside no module are for one above, if somebody says so.
            _ if ignores.ignores(&entry.path(), false) => {}
            (false, Syntax::Values) => file(entry, Syntax::Choice, root, below),
            (false, _) => file(entry, Syntax::JsonChoice, root, below),
        }
    }
    directories
}

/// A name in a directory. What is no UTF-8 is replaced in it.
struct Entry {
    name: String,
    kind: FileType,
    of: DirEntry,
}

impl Entry {
    fn path(&self) -> PathBuf {
        self.of.path()
    }
}

/// What a directory holds, in no order.
fn entries(directory: &Path, below: &mut Below) -> Vec<Entry> {
    let mut entries = Vec::new();
    let listed = match fs::read_dir(directory) {
        Ok(listed) => listed,
        Err(error) => {
            let is_none = error.kind() == ErrorKind::NotADirectory;
            let told = (directory.to_owned(), ProblemKind::Unreadable, reason(&error));
            below.problems.extend((!is_none).then_some(told));
            return entries;
        }
    };
    for entry in listed {
        let entry = entry.and_then(|of| {
            let name = of.file_name().to_string_lossy().into_owned();
            Ok(Entry { name, kind: of.file_type()?, of })
        });
        match entry {
            Ok(entry) => entries.push(entry),
            Err(error) => {
                let told = (directory.to_owned(), ProblemKind::Unreadable, reason(&error));
                below.problems.push(told);
            }
        }
    }
    entries
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

fn file(entry: &Entry, syntax: Syntax, root: &Path, below: &mut Below) {
    let path = entry.path();
    if entry.kind.is_file() {
        return below.files.push((path, syntax));
    }
    if !entry.kind.is_symlink() {
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

fn name_of(path: &Path) -> String {
    path.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The Terraform of one directory, whatever is ignored.
pub(super) fn module(directory: &Path, root: &Path) -> Below {
    let mut below = Below::default();
    let entries = entries(directory, &mut below);
    sorted(&entries, root, &Ignores::none(), &mut below);
    below.files.retain(|(_, it)| matches!(it, Syntax::Native | Syntax::Json));
    below
}

/// What Terraform would do with a file of this name.
pub(super) fn syntax_of(name: &str) -> Option<Syntax> {
    // Editors' copies, as Terraform leaves them out.
    if name.starts_with('.') || name.ends_with('~') || name.starts_with('#') && name.ends_with('#')
    {
        return None;
    }
    let ends = |endings: &[&str]| endings.iter().any(|it| name.ends_with(it));
    match name {
        "terraform.tfvars" => Some(Syntax::Values),
        "terraform.tfvars.json" => Some(Syntax::JsonValues),
        _ if ends(&[".tf", ".tofu"]) => Some(Syntax::Native),
        _ if ends(&[".tf.json", ".tofu.json"]) => Some(Syntax::Json),
        _ if ends(&[".auto.tfvars"]) => Some(Syntax::Values),
        _ if ends(&[".auto.tfvars.json"]) => Some(Syntax::JsonValues),
        // A form to fill in says nothing of what is there.
        _ if ["example", "sample", "template"].iter().any(|it| name.contains(it)) => None,
        _ if ends(&[".tfvars"]) => Some(Syntax::Choice),
        _ if ends(&[".tfvars.json"]) => Some(Syntax::JsonChoice),
        _ => None,
    }
}

/// OpenTofu reads `main.tofu` instead of the `main.tf` beside it.
pub(super) fn replaced(name: &str, names: &BTreeSet<&str>) -> bool {
    let instead = if let Some(stem) = name.strip_suffix(".tf") {
        format!("{stem}.tofu")
    } else if let Some(stem) = name.strip_suffix(".tf.json") {
        format!("{stem}.tofu.json")
    } else {
        return false;
    };
    names.contains(instead.as_str())
}

/// What else stands where somebody looked for Terraform.
pub(super) fn hint(cwd: &Path, paths: &[String]) -> String {
    for path in paths {
        let full = super::paths::absolute(Path::new(path), cwd);
        if full.is_file() {
            return format!("{path} is not a file that Terraform loads");
        }
        if full.join("terragrunt.hcl").is_file() {
            return "terragrunt.hcl names modules elsewhere: give the directory that holds them"
                .to_owned();
        }
    }
    "give the directory that holds your Terraform, and see that .gitignore and .skintignore do not hide it"
        .to_owned()
}
