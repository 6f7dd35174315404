//! A commit in the place of the disk: the Terraform that a walk would find in it, the modules that it calls, and
//! the files that its expressions read. The ignore files are those of the working tree, so that two states are seen
//! through the same eyes.

mod below;
mod files;
mod links;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::disk::MAX_NAMES;
use super::ignored::Ignored;
use super::{Disk, paths, read};
use crate::finding::{Problem, ProblemKind};
use crate::git::{Blob, Blobs, Entry, Git, GitError, Kind, is_of, is_pointed_at, pointer};
use crate::model::{File, Links, Origin, directory};
use crate::project::{Project, Syntax};
use crate::source::{FileId, Sources, joined};

/// What of a repository is looked at.
#[derive(Clone, Debug)]
pub struct Scope {
    pub(super) cwd: PathBuf,
    pub(super) root: PathBuf,
    /// Absolute.
    pub(super) paths: Vec<PathBuf>,
}

/// What was read of another state of the repository: files that are the same are parsed once.
#[derive(Debug, Default)]
pub struct Shared {
    files: HashMap<String, File>,
    sources: Sources,
    problems: Vec<Problem>,
    downloaded: BTreeMap<String, BTreeMap<String, String>>,
}

impl Shared {
    /// `files` as they were before override files were merged; `project` with all of its sources.
    pub fn new(files: Vec<File>, project: &Project) -> Shared {
        Shared {
            files: files.into_iter().map(|it| (it.path.clone(), it)).collect(),
            sources: project.sources.clone(),
            problems: project.problems.clone(),
            downloaded: project.links.downloaded.clone(),
        }
    }

    /// Whether a file was found in the other state, where this is how it would be read.
    fn is_found(&self, shown: &str, syntax: Syntax) -> bool {
        let known = self.files.get(shown);
        known.is_some_and(|it| it.origin == Origin::Own && it.kind == syntax.kind())
    }
}

/// One commit.
#[derive(Debug)]
pub struct Commit {
    cwd: PathBuf,
    root: PathBuf,
    entries: BTreeMap<String, Entry>,
    blobs: Mutex<Blobs>,
    /// The working tree. What git ignores there is the same in every commit.
    disk: Disk,
    /// Whether the other state is the working tree.
    is_beside_disk: bool,
    by_git: Ignored,
    by_walks: Ignored,
}

/// A file of Terraform in a commit.
struct Listed {
    /// As reports print it.
    shown: String,
    syntax: Syntax,
    content: Result<String, (ProblemKind, String)>,
}

impl Commit {
    pub fn new(
        git: &Git,
        id: &str,
        scope: &Scope,
        disk: Disk,
        is_beside_disk: bool,
    ) -> Result<Commit, GitError> {
        Ok(Commit {
            cwd: scope.cwd.clone(),
            root: scope.root.clone(),
            entries: git.tree(id)?.into_iter().collect(),
            blobs: Mutex::new(git.blobs()?),
            disk,
            is_beside_disk,
            by_git: Ignored::by_git(&scope.root),
            by_walks: Ignored::by_walks(&scope.root),
        })
    }

    /// What the commit holds of what is looked at, parsed as far as it is not known already.
    pub fn project(&self, scope: &Scope, keep: &dyn Fn(&str) -> bool, known: &Shared) -> Project {
        let links = Links { downloaded: known.downloaded.clone(), ..Links::default() };
        let sources = known.sources.clone();
        let mut project = Project { sources, links, ..Project::default() };
        let mut own = self.below(scope, known);
        own.retain(|it| keep(&it.shown));
        self.take(own, Origin::Own, known, &mut project);
        // What is beside the commit in a directory is not all that there is in it.
        let tried = project.files.iter().map(|it| directory(&it.path).to_owned()).collect();
        self.take_beside(known, &mut project);
        self.follow(tried, known, &mut project);
        project.files.sort_by(|one, other| one.path.cmp(&other.path));
        project
    }

    /// Reads files, as far as they differ from those that are known.
    fn take(&self, files: Vec<Listed>, origin: Origin, known: &Shared, project: &mut Project) {
        let is_same = files.par_iter().map(|it| self.is_known(it, known));
        let is_same: Vec<bool> = is_same.collect();
        let mut new: Vec<(FileId, Syntax)> = Vec::new();
        for (it, is_same) in files.into_iter().zip(is_same) {
            if is_same && let Some(file) = known.files.get(&it.shown) {
                take_over(file, origin, known, project);
                continue;
            }
            match self.text(&it) {
                Ok(text) => new.push((source(&it.shown, text, known, project), it.syntax)),
                Err((kind, message)) if origin == Origin::Own => {
                    let path = it.shown;
                    project.problems.push(Problem { kind, path, span: None, message, help: None });
                }
                Err(_) => {}
            }
        }
        project.add(&new, origin);
    }

    fn is_known(&self, it: &Listed, known: &Shared) -> bool {
        let Some(file) = known.files.get(&it.shown) else { return false };
        let Ok(id) = &it.content else { return false };
        let bytes = known.sources.get(file.id).text.as_bytes();
        if file.kind != it.syntax.kind() {
            return false;
        }
        is_of(bytes, id) || self.is_in_store(bytes, id)
    }

    /// Whether a content is the one that the commit keeps elsewhere, with Git LFS.
    fn is_in_store(&self, bytes: &[u8], id: &str) -> bool {
        match self.blob(id, 1_024) {
            Blob::Here(text) => pointer(&text).is_some_and(|it| is_pointed_at(bytes, it)),
            _ => false,
        }
    }

    fn text(&self, it: &Listed) -> read::Text {
        let id = it.content.clone()?;
        match self.blob(&id, read::MAX_BYTES) {
            Blob::Here(bytes) if pointer(&bytes).is_some() => {
                let message = "Git LFS keeps this file, and the commit has only a pointer to it";
                Err((ProblemKind::Unreadable, message.to_owned()))
            }
            Blob::Here(bytes) => read::text(bytes),
            Blob::TooLarge(size) => Err(read::too_large(size)),
            Blob::Missing => {
                let message = "this clone does not have what the commit says of it";
                Err((ProblemKind::Unreadable, message.to_owned()))
            }
        }
    }

    fn blob(&self, id: &str, most: u64) -> Blob {
        self.blobs.lock().unwrap_or_else(PoisonError::into_inner).get(id, most)
    }

    /// Takes over what no commit holds: what git ignores is there whatever the commit.
    fn take_beside(&self, known: &Shared, project: &mut Project) {
        let taken: HashSet<&str> = project.files.iter().map(|it| it.path.as_str()).collect();
        let mut beside: Vec<&File> =
            known.files.values().filter(|it| !taken.contains(it.path.as_str())).collect();
        beside.retain(|it| self.rooted(&it.path).is_some_and(|it| self.is_beside(&it)));
        beside.sort_by(|one, other| one.path.cmp(&other.path));
        for file in beside {
            take_over(file, file.origin, known, project);
        }
    }

    /// Whether a path is on disk only, and not because somebody has just written it.
    fn is_beside(&self, path: &str) -> bool {
        let is_machinery = || path.split('/').any(|it| it == ".terraform" || it == ".git");
        self.is_beside_disk
            && !self.entries.contains_key(path)
            && (is_machinery() || self.is_in_submodule(path) || self.by_git.holds("", path))
    }

    fn is_in_submodule(&self, path: &str) -> bool {
        let mut above = std::iter::successors(Some(path), |it| Some(it.rsplit_once('/')?.0));
        above.any(|it| self.entries.get(it).is_some_and(|it| it.kind == Kind::Submodule))
    }

    /// Submodules in which Terraform was found: nobody looks into their history.
    pub fn submodules(&self, known: &Shared) -> BTreeSet<String> {
        let submodules = || self.entries.iter().filter(|(_, it)| it.kind == Kind::Submodule);
        if submodules().next().is_none() {
            return BTreeSet::new();
        }
        let paths = known.files.keys().filter_map(|it| self.rooted(it));
        let inside: Vec<String> = paths.filter(|it| self.is_in_submodule(it)).collect();
        let holds = |path: &&String| {
            inside
                .iter()
                .any(|it| it.strip_prefix(path.as_str()).is_some_and(|it| it.starts_with('/')))
        };
        submodules().map(|(path, _)| path).filter(holds).cloned().collect()
    }

    /// Reads the modules that are called and were not read.
    fn follow(&self, mut tried: BTreeSet<String>, known: &Shared, project: &mut Project) {
        let mut names: HashMap<String, usize> = HashMap::new();
        let keys = known
            .downloaded
            .iter()
            .flat_map(|(root, keys)| keys.values().map(move |directory| joined(root, directory)));
        let mut new: Vec<String> = keys.filter(|it| tried.insert(it.clone())).collect();
        loop {
            for directory in new {
                let Some((real, files)) = self.module(&directory) else { continue };
                let n_names = names.entry(real).or_default();
                *n_names += 1;
                if *n_names <= MAX_NAMES {
                    self.take(files, Origin::Foreign, known, project);
                }
            }
            let called = project.called().into_iter();
            new = called.filter(|it| tried.insert(it.clone())).collect();
            if new.is_empty() {
                return;
            }
        }
    }

    /// A path as reports print it, from the root. `None`: it is elsewhere.
    fn rooted(&self, shown: &str) -> Option<String> {
        let full = paths::absolute(Path::new(shown), &self.cwd);
        within(&full, &self.root)
    }

    /// A path from the root, as reports print it.
    fn shown(&self, path: &str) -> String {
        paths::shown(&self.root.join(path), &self.cwd)
    }

    /// A text of the commit that a user named, by its path as they wrote it; `None` where no commit holds it.
    pub fn named(&self, path: &Path) -> Option<read::Text> {
        let path = within(&paths::absolute(path, &self.cwd), &self.root)?;
        let links::Leads::File(id) = self.lead(&path) else { return None };
        let listed = Listed { shown: path, syntax: Syntax::Values, content: Ok(id) };
        Some(self.text(&listed))
    }
}

fn within(full: &Path, root: &Path) -> Option<String> {
    let path = full.strip_prefix(root).ok()?;
    let parts: Vec<_> = path.components().map(|it| it.as_os_str().to_string_lossy()).collect();
    Some(parts.join("/"))
}

fn take_over(file: &File, origin: Origin, known: &Shared, project: &mut Project) {
    let origin = if file.origin == Origin::Stub { Origin::Stub } else { origin };
    project.files.push(File { origin, ..file.clone() });
    let problems = known.problems.iter().filter(|it| it.path == file.path);
    project.problems.extend(problems.cloned());
}

/// The same text under the same path is the same source.
fn source(shown: &str, text: String, known: &Shared, project: &mut Project) -> FileId {
    let same = known.files.get(shown).filter(|it| known.sources.get(it.id).text == text);
    same.map_or_else(|| project.sources.add(shown, text), |it| it.id)
}
