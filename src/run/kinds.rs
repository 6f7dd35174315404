//! SHELL: the types of resources of the whole repository, for the few rules that ask while only a part of it was read.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use globset::GlobSet;

use skint::cli::AskArgs;
use skint::load;
use skint::model::Model;

use super::{STACK, project, said, settings};

/// What was asked, and what came of it, once somebody wanted to know.
pub(super) struct Kinds<'a> {
    pub(super) args: &'a AskArgs,
    pub(super) excluded: &'a GlobSet,
    pub(super) cwd: &'a Path,
    pub(super) root: &'a Path,
    pub(super) known: OnceLock<BTreeSet<String>>,
}

impl Kinds<'_> {
    pub(super) fn all(&self) -> BTreeSet<String> {
        self.known.get_or_init(|| self.apart()).clone()
    }

    /// On threads of its own: those that ask wait here, and must not be given the same question meanwhile.
    fn apart(&self) -> BTreeSet<String> {
        let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).build();
        std::thread::scope(|scope| {
            let work = scope.spawn(|| pool.ok()?.install(|| self.read()));
            work.join().ok().flatten().unwrap_or_default()
        })
    }

    fn read(&self) -> Option<BTreeSet<String>> {
        let found = load::find(&[self.root.to_owned()], self.cwd).ok()?;
        let stubs = &self.args.inputs.stubs;
        let (_, layers, stubs) = settings(&said(self.args), stubs, self.cwd, &found).ok()?;
        let disk = found.disk();
        let keep = |path: &str| !self.excluded.is_match(path) && !layers.excludes(path);
        let mut project = project(&mut found.read(&keep).ok()?, &Arc::default());
        disk.follow(&mut project);
        project.finish(&stubs);
        let model = Model::new(&project.files, &project.links);
        let resources = model.modules.iter().flat_map(|it| &it.resources);
        Some(resources.map(|it| it.kind.to_owned()).collect())
    }
}
