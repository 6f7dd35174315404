//! SHELL: finds and reads files. The only place that knows a file from its text.
//!
//! Directories are walked, in parallel, as far as `.gitignore`, `.skintignore` and the settings let it;
//! files that Terraform would load are read, in parallel, and nothing outside of the repository is.
#![expect(clippy::disallowed_methods, reason = "the shell")]

mod callers;
mod commit;
mod directory;
mod disk;
mod ignore;
mod ignored;
mod inputs;
mod names;
mod paths;
mod read;
mod texts;
mod walk;
mod write;

pub use commit::{Commit, Scope, Shared};
pub use disk::Disk;
pub use inputs::{Given, differ, inputs, inputs_in};
pub use texts::{named, packs, stubs};
pub use write::{in_patch, replace, writable};

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use miette::Diagnostic;
use thiserror::Error;

use self::texts::text_of;
use crate::cli;
use crate::finding::{Problem, ProblemKind};
use crate::project::Syntax;
use crate::settings;
use crate::source::{FileId, Sources};

/// Why there is nothing to check.
#[derive(Debug, Error, Diagnostic)]
pub enum LoadError {
    #[error("there is no file or directory {path}")]
    #[diagnostic(help("{hint}the path is taken from where you stand: {cwd}"))]
    NotFound { path: String, cwd: String, hint: String },

    #[error(
        "{path} holds no Terraform: no *.tf, *.tf.json, *.tofu or *.tofu.json in it or below it"
    )]
    #[diagnostic(help("{hint}"))]
    NoTerraform { path: String, hint: String },

    #[error("{path} is outside of the repository and is not read")]
    #[diagnostic(help("name it on the command line if it is meant: --rules DIR, --settings FILE"))]
    Outside { path: String },

    #[error("{path} cannot be read: {reason}")]
    Unreadable { path: String, reason: String },
}

/// What a run looks at, found but not read.
#[derive(Debug)]
pub struct Found {
    cwd: PathBuf,
    root: PathBuf,
    /// The nearest directory above everything that was named.
    base: PathBuf,
    /// By the path that reports print.
    files: BTreeMap<String, (PathBuf, Syntax)>,
    problems: Vec<Problem>,
    settings: BTreeSet<PathBuf>,
    /// Where `terraform init` says what it downloaded.
    downloads: BTreeSet<PathBuf>,
    /// The files that were named, where only files were.
    named: Option<BTreeSet<String>>,
    /// How many of them are passed over: ignored, or not what Terraform loads.
    left_out: usize,
    /// One of them is good, or passed over: nobody made a mistake.
    is_enough: bool,
    /// What is a root because it was named.
    roots: Vec<PathBuf>,
    paths: Vec<String>,
}

/// What a run looks at.
#[derive(Debug, Default)]
pub struct Loaded {
    /// In the order of their paths.
    pub sources: Sources,
    pub files: Vec<(FileId, Syntax)>,
    /// Where the files are, in the order of `files`.
    pub paths: Vec<PathBuf>,
    pub problems: Vec<Problem>,
    /// Report on these files only.
    pub named: Option<BTreeSet<String>>,
    /// How many files were named and are passed over.
    pub left_out: usize,
    /// The directories that were named, as reports print them.
    pub directories: BTreeSet<String>,
}

/// Finds the Terraform under the paths; without any, under `cwd`, which is absolute.
pub fn find(paths: &[PathBuf], cwd: &Path) -> Result<Found, LoadError> {
    find_and(paths, cwd, Found::add_all)
}

/// The same, but where only files are named, what the check of the whole repository would say of them is wanted: the
/// modules that call theirs are found too.
pub fn find_with_callers(paths: &[PathBuf], cwd: &Path) -> Result<Found, LoadError> {
    find_and(paths, cwd, Found::add_around)
}

/// The same in two states: where only files are named the whole repository is read, for their callers are in both.
pub fn find_to_compare(paths: &[PathBuf], cwd: &Path) -> Result<Found, LoadError> {
    let found = find_and(paths, cwd, Found::add_whole)?;
    // A change may take the last of it away.
    Ok(Found { is_enough: true, ..found })
}

fn find_and(
    paths: &[PathBuf],
    cwd: &Path,
    add_files: fn(&mut Found, &[PathBuf]),
) -> Result<Found, LoadError> {
    let (mut found, absolute) = nothing_yet(paths, cwd)?;
    let add = if found.named.is_some() { add_files } else { Found::add_all };
    add(&mut found, &absolute);
    Ok(found)
}

fn not_found(path: &Path, cwd: &Path) -> LoadError {
    let (path, cwd) = (path.display().to_string(), cwd.display().to_string());
    let hint = cli::command_like(&path).map(|it| format!("did you mean `skint {it}`? "));
    LoadError::NotFound { path, cwd, hint: hint.unwrap_or_default() }
}

/// A run that nothing was found for yet, and the paths from the root of the file system.
fn nothing_yet(paths: &[PathBuf], cwd: &Path) -> Result<(Found, Vec<PathBuf>), LoadError> {
    let here = [PathBuf::from(".")];
    let given = if paths.is_empty() { &here } else { paths };
    let mut absolute = Vec::new();
    for path in given {
        let full = paths::absolute(path, cwd);
        if full.symlink_metadata().is_err() {
            return Err(not_found(path, cwd));
        }
        absolute.push(full);
    }
    let root = paths::repository_root(&absolute);
    let only_files = absolute.iter().all(|it| !it.is_dir());
    let found = Found {
        cwd: cwd.to_owned(),
        root,
        base: paths::common_directory(&absolute),
        files: BTreeMap::new(),
        problems: Vec::new(),
        settings: BTreeSet::new(),
        downloads: BTreeSet::new(),
        named: only_files.then(BTreeSet::new),
        left_out: 0,
        is_enough: false,
        roots: absolute.clone(),
        paths: given.iter().map(|it| it.display().to_string()).collect(),
    };
    Ok((found, absolute))
}

impl Found {
    fn add_all(&mut self, paths: &[PathBuf]) {
        for it in paths {
            self.add(it);
        }
    }

    fn add(&mut self, path: &Path) {
        self.settings_above(path);
        let below = if path.is_dir() {
            walk::tree(path, &self.root)
        } else {
            // A file is understood only with its neighbours.
            let directory = path.parent().unwrap_or(path);
            let name = paths::shown(path, &self.cwd);
            self.named.iter_mut().for_each(|it| {
                it.insert(name.clone());
            });
            self.downloads.insert(directory.join(".terraform/modules/modules.json"));
            walk::directory_of(path, directory, &self.root)
        };
        self.take(below);
    }

    /// Files, and all that decides about them.
    fn add_around(&mut self, files: &[PathBuf]) {
        // What is said of the run as a whole is said where the whole repository is checked.
        self.base.clone_from(&self.root);
        self.roots = vec![self.root.clone()];
        let around = callers::around(files, &self.root);
        let taken = around.taken.iter().map(|it| paths::shown(it, &self.cwd));
        self.named = Some(taken.collect());
        self.left_out = around.left_out.len();
        self.is_enough = !around.taken.is_empty() || !around.left_out.is_empty();
        let directories: BTreeSet<&Path> = around
            .below
            .files
            .iter()
            .map(|(it, _)| it)
            .chain(files)
            .filter_map(|it| it.parent())
            .collect();
        for it in directories {
            self.settings_above(it);
        }
        self.take(around.below);
    }

    /// All of the repository, of which files are reported on.
    fn add_whole(&mut self, files: &[PathBuf]) {
        self.base.clone_from(&self.root);
        self.roots = vec![self.root.clone()];
        self.paths = vec![self.root.display().to_string()];
        let root = self.root.clone();
        self.settings_above(&root);
        self.take(walk::tree(&root, &root));
        let shown = files.iter().map(|it| (it, paths::shown(it, &self.cwd)));
        let (taken, others): (Vec<_>, Vec<_>) =
            shown.partition(|(_, shown)| self.files.contains_key(shown));
        self.left_out = others.iter().filter(|(it, _)| names::is_named_so(it)).count();
        self.named = Some(taken.into_iter().map(|(_, shown)| shown).collect());
    }

    fn take(&mut self, below: walk::Below) {
        for (path, syntax) in below.files {
            self.files.insert(paths::shown(&path, &self.cwd), (path, syntax));
        }
        self.settings.extend(below.settings);
        self.downloads.extend(below.downloads);
        for (path, kind, message) in below.problems {
            self.problem(&path, kind, message);
        }
    }

    fn problem(&mut self, path: &Path, kind: ProblemKind, message: String) {
        let path = paths::shown(path, &self.cwd);
        self.problems.push(Problem { kind, path, span: None, message, help: None });
    }

    /// Settings files from the path up to the root.
    fn settings_above(&mut self, path: &Path) {
        for directory in path.ancestors().take_while(|it| it.starts_with(&self.root)) {
            let file = directory.join(settings::FILE_NAME);
            if file.is_file() {
                self.settings.insert(file);
            }
        }
    }

    /// The settings files: their printed paths and texts.
    pub fn settings(&self) -> Result<Vec<(String, String)>, LoadError> {
        let within = self.settings.iter().map(|path| self.within(path));
        within.map(|path| text_of(path?, &self.cwd)).collect()
    }

    /// The packs that settings of the repository name: they are in the repository too.
    pub fn packs(&self, directories: &[PathBuf]) -> Result<Vec<(String, String)>, LoadError> {
        for directory in directories {
            self.within(&paths::absolute(directory, &self.cwd))?;
        }
        packs(directories, &self.cwd)
    }

    /// Nothing in a repository may lead the reader out of it, by dots or by links.
    fn within<'p>(&self, path: &'p Path) -> Result<&'p Path, LoadError> {
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if real(path).starts_with(real(&self.root)) {
            return Ok(path);
        }
        Err(LoadError::Outside { path: paths::shown(path, &self.cwd) })
    }

    /// The way from the repository's root to what everything that was named has in common.
    pub fn base(&self) -> String {
        let base = paths::shown(&self.base, &self.root);
        if base == "." || base.starts_with("..") { String::new() } else { base }
    }

    /// The repository's root.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The way from the repository's root to where the user stands.
    pub fn prefix(&self) -> String {
        let prefix = paths::shown(&self.cwd, &self.root);
        if prefix == "." || prefix.starts_with("..") { String::new() } else { prefix }
    }

    /// The rest of the repository, for expressions and calls.
    pub fn disk(&self) -> Disk {
        Disk {
            cwd: self.cwd.clone(),
            root: self.root.clone(),
            downloads: self.downloads.iter().cloned().collect(),
            read: Arc::default(),
            listed: Arc::default(),
        }
    }

    /// The stand-ins that settings of the repository name: they are in the repository too.
    pub fn stubs(&self, directories: &[PathBuf]) -> Result<Vec<(String, String)>, LoadError> {
        for directory in directories {
            self.within(&paths::absolute(directory, &self.cwd))?;
        }
        stubs(directories, &self.cwd)
    }

    /// What of a repository is looked at, for those who read it in a commit.
    pub fn scope(&self) -> Scope {
        let paths = self.paths.iter().map(|it| paths::absolute(Path::new(it), &self.cwd));
        Scope { cwd: self.cwd.clone(), root: self.root.clone(), paths: paths.collect() }
    }

    /// The files that were named, where only files were, and what is a root because it was named, as reports print
    /// them.
    pub fn named(&self) -> (Option<BTreeSet<String>>, BTreeSet<String>) {
        let roots = self.roots.iter().map(|it| paths::shown(it, &self.cwd));
        (self.named.clone(), roots.map(|it| if it == "." { String::new() } else { it }).collect())
    }

    /// Reads the files that `keep` says are wanted, by their printed paths.
    pub fn read(mut self, keep: &dyn Fn(&str) -> bool) -> Result<Loaded, LoadError> {
        // Systems list the names of a directory in an order of their own.
        self.problems.sort_by(|one, other| one.path.cmp(&other.path));
        let is_module = |it: &Syntax| matches!(it, Syntax::Native | Syntax::Json);
        let is_there = self.is_enough || self.files.values().any(|(_, it)| is_module(it));
        if !is_there && self.problems.is_empty() {
            let path = self.paths.join(", ");
            return Err(LoadError::NoTerraform { hint: names::hint(&self.cwd, &self.paths), path });
        }
        let is_excluded = |it: &&String| self.files.contains_key(*it) && !keep(it);
        let excluded = self.named.iter().flatten().filter(is_excluded).count();
        let (named, directories) = self.named();
        let wanted: Vec<_> = self.files.into_iter().filter(|(shown, _)| keep(shown)).collect();
        let read = read::all(&wanted);
        let mut loaded = Loaded {
            problems: self.problems,
            left_out: self.left_out + excluded,
            named,
            directories,
            ..Loaded::default()
        };
        for ((shown, (path, syntax)), text) in wanted.into_iter().zip(read) {
            match text {
                Ok(text) => {
                    let id = loaded.sources.add(shown, text);
                    loaded.files.push((id, syntax));
                    loaded.paths.push(path);
                }
                Err((kind, message)) => {
                    loaded.problems.push(Problem {
                        kind,
                        path: shown,
                        span: None,
                        message,
                        help: None,
                    });
                }
            }
        }
        Ok(loaded)
    }
}
