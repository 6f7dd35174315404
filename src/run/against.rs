//! SHELL: the two states that are compared: which commits they are, and what is read of them.

use std::path::Path;

use miette::Result;

use skint::cli::InputArgs;
use skint::git::{Base, Git, Name};
use skint::load::{self, Commit, Disk, Scope, Shared};
use skint::model::Inputs;
use skint::project::Project;
use skint::settings::Layers;
use skint::stubs::Stubs;

/// What was said of it.
pub(super) struct Against<'a> {
    pub(super) base: Option<&'a str>,
    pub(super) head: Option<&'a str>,
}

/// The commits, opened.
pub(super) struct Commits {
    pub(super) base: Commit,
    /// `None`: the files as they are.
    pub(super) head: Option<Commit>,
    pub(super) scope: Scope,
    against: Base,
    name: Option<Name>,
}

/// The base, read.
pub(super) struct BaseRead {
    pub(super) project: Project,
    /// Where they are something else than in the head.
    pub(super) inputs: Option<Inputs>,
    pub(super) remarks: Vec<String>,
}

/// What a project is compared with.
pub(super) struct Other<'r> {
    pub(super) commits: &'r Commits,
    pub(super) base: BaseRead,
}

impl Commits {
    pub(super) fn open(against: &Against<'_>, scope: Scope, disk: &Disk) -> Result<Commits> {
        let git = Git::at(disk.root())?;
        let head = against.head.map(|it| git.named(it)).transpose()?;
        let here = match &head {
            Some(head) => head.clone(),
            None => git.named("HEAD")?,
        };
        let base = git.base(against.base, &here)?;
        let open = |id: &str| Commit::new(&git, id, &scope, disk.clone(), head.is_none());
        let opened = (open(&base.name.id)?, head.as_ref().map(|it| open(&it.id)).transpose()?);
        Ok(Commits { base: opened.0, head: opened.1, scope, against: base, name: head })
    }

    /// Reads the base, as far as it is not known already.
    pub(super) fn read(
        &self,
        keep: &dyn Fn(&str) -> bool,
        known: &Shared,
        stubs: &Stubs,
        given: &InputArgs,
        layers: &Layers,
        cwd: &Path,
    ) -> Result<BaseRead> {
        let mut project = self.base.project(&self.scope, keep, known);
        project.finish(stubs);
        let inputs = match load::differ(&given.given, cwd, Some(&self.base), self.head.as_ref()) {
            false => None,
            true => Some(super::inputs(given, layers, cwd, Some(&self.base), &mut project)?),
        };
        let submodules = self.base.submodules(known).into_iter();
        let remarks = submodules.map(|it| {
            format!(
                "the submodule {it} is taken as it is now: its history is in another repository"
            )
        });
        Ok(BaseRead { project, inputs, remarks: remarks.collect() })
    }

    /// What is compared with, in words.
    pub(super) fn base_in_words(&self) -> String {
        self.against.shown()
    }

    pub(super) fn head_in_words(&self) -> String {
        self.name.as_ref().map_or_else(|| "the working tree".to_owned(), Name::shown)
    }
}
