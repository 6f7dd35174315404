//! Trees to modules, and modules to configurations: what Terraform says, not what we think of it.
//!
//! A module is a directory. A configuration is a root module with the tree of its calls, each call
//! worked out with its arguments, when something is asked of it.

mod called;
mod configuration;
mod constraint;
mod files;
mod instance;
mod made;
mod module;
mod overrides;
mod provider;
mod reference;
mod said;
mod scope;
mod token;
mod variable;

pub use called::MissingModule;
pub use configuration::{Configuration, Mistake, NodeId};
pub use files::{Absent, Files, NoFiles, TextFiles};
pub use instance::{Instance, Key};
pub use made::{Made, Part};
pub use module::{Call, Mode, Module, Provider, Resource, Variable};
pub use overrides::merge;
pub use provider::ProviderConfig;
pub use reference::PLURALS;
pub use said::Said;
pub use scope::ModuleScope;
pub use token::{Piece, Target, found, pieces, tokens};
pub use variable::{Input, Inputs};

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::source::{FileId, joined};
use crate::syntax::Tree;

/// What a file is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileKind {
    /// Part of a module.
    Module,
    /// Values for variables.
    Values,
    /// Values for variables that Terraform reads only when it is told to.
    Choice,
}

/// Whose a file is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Origin {
    /// What the user asked about.
    Own,
    /// Read because something calls it: its neighbours, or what `terraform init` downloaded.
    Foreign,
    /// Our stand-in for a module that is not on disk.
    Stub,
}

/// A parsed file and where it stands. A copy shares the tree.
#[derive(Clone, Debug)]
pub struct File {
    pub id: FileId,
    pub kind: FileKind,
    pub origin: Origin,
    pub path: String,
    pub tree: Arc<Tree>,
}

/// Where the modules are that are not called by a path.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// For a root's directory: where `terraform init` put its modules, by their keys (`vpc.subnets`).
    pub downloaded: BTreeMap<String, BTreeMap<String, String>>,
    /// The directory of the stand-in for what a directory's call names, by directory and source and
    /// version.
    pub stubs: HashMap<(String, String, String), String>,
}

/// Everything that was read, by directory.
#[derive(Debug)]
pub struct Model<'a> {
    pub modules: Vec<Module<'a>>,
    by_directory: HashMap<&'a str, usize>,
    /// The modules that each module calls by a path.
    called: Vec<Vec<usize>>,
    links: &'a Links,
}

impl<'a> Model<'a> {
    /// `files` in the order of their paths, with override files merged.
    pub fn new(files: &'a [File], links: &'a Links) -> Model<'a> {
        let mut directories: BTreeMap<&str, Vec<&File>> = BTreeMap::new();
        let (choices, others): (Vec<&File>, Vec<&File>) =
            files.iter().partition(|it| it.kind == FileKind::Choice);
        for file in others {
            directories.entry(directory(&file.path)).or_default().push(file);
        }
        let mut modules: Vec<Module<'_>> = directories
            .into_par_iter()
            .map(|(directory, files)| Module::new(directory, &files))
            .collect();
        let by_directory: HashMap<&str, usize> =
            modules.iter().enumerate().map(|(at, it)| (it.directory, at)).collect();
        for file in choices {
            if let Some(module) = above(&file.path).find_map(|it| by_directory.get(it)) {
                modules[*module].choice(file);
            }
        }
        let called = modules.par_iter().map(|module| {
            let directories = module.calls.values().filter_map(|it| it.directory(module.directory));
            directories.filter_map(|it| by_directory.get(it.as_str()).copied()).collect()
        });
        let called = called.collect();
        Model { modules, by_directory, called, links }
    }

    /// The modules that people run Terraform in, as far as one can see: those that nobody calls, those
    /// that say where their state is kept, and those that were named. What none of them reaches is a
    /// root too.
    pub fn roots(&self, named: &BTreeSet<String>) -> Vec<usize> {
        let called: BTreeSet<usize> = self.called.iter().flatten().copied().collect();
        let own: Vec<usize> =
            (0..self.modules.len()).filter(|it| self.modules[*it].origin == Origin::Own).collect();
        let is_root = |at: &usize| {
            let module = &self.modules[*at];
            !called.contains(at) || module.has_backend || named.contains(module.directory)
        };
        let mut roots: Vec<usize> = own.iter().copied().filter(is_root).collect();
        let mut reached = BTreeSet::new();
        for root in &roots {
            self.reach(*root, &mut reached);
        }
        for module in own {
            if !reached.contains(&module) {
                roots.push(module);
                self.reach(module, &mut reached);
            }
        }
        roots.sort_unstable();
        roots
    }

    /// How many resource blocks a root module and all that it calls by a path have.
    pub fn n_resources(&self, root: usize) -> usize {
        let mut reached = BTreeSet::new();
        self.reach(root, &mut reached);
        reached.into_iter().map(|it| self.modules[it].resources.len()).sum()
    }

    fn reach(&self, from: usize, reached: &mut BTreeSet<usize>) {
        let mut next = vec![from];
        while let Some(module) = next.pop() {
            if reached.insert(module) {
                next.extend(&self.called[module]);
            }
        }
    }

    /// The module that a call leads to. `key`: its place among the modules of the root, as Terraform
    /// names what it downloads.
    fn target(&self, from: &Module<'a>, call: &Call<'a>, root: &str, key: &str) -> Option<usize> {
        let find = |directory: &str| self.by_directory.get(directory).copied();
        if from.origin != Origin::Stub
            && let Some(directory) = call.directory(from.directory)
        {
            return find(&directory);
        }
        if let Some(downloaded) = self.links.downloaded.get(root)
            && let Some(directory) = downloaded.get(key)
            && let Some(module) = find(&joined(root, directory))
        {
            return Some(module);
        }
        let stub = stub_key(from.directory, from.origin, call);
        find(self.links.stubs.get(&stub)?)
    }

    /// What is wrong with the modules whoever calls them: local values that refer to each other in a
    /// circle.
    pub fn mistakes(&self) -> Vec<Mistake> {
        let circles: Vec<_> = self.modules.par_iter().map(module::circles).collect();
        let mut mistakes = Vec::new();
        for circles in circles {
            for circle in circles {
                let names =
                    circle.iter().chain(circle.first()).map(|(name, _)| format!("local.{name}"));
                let names: Vec<String> = names.collect();
                let message = match circle.len() {
                    1 => format!("{} refers to itself", names[0]),
                    _ => format!(
                        "local values refer to each other in a circle: {}",
                        names.join(" -> ")
                    ),
                };
                mistakes.push(Mistake { span: circle[0].1, message });
            }
        }
        mistakes
    }
}

/// How `Links` knows the stand-in for a call: relative paths mean something in a stand-in only.
pub fn stub_key(directory: &str, origin: Origin, call: &Call<'_>) -> (String, String, String) {
    let from = if origin == Origin::Stub { directory } else { "" };
    let text = |it: Option<&str>| it.unwrap_or_default().to_owned();
    (from.to_owned(), text(call.source), text(call.version))
}

/// The directories above a file, the nearest first.
fn above(path: &str) -> impl Iterator<Item = &str> {
    let first = Some(directory(path));
    std::iter::successors(first, |it| (!it.is_empty()).then(|| directory(it)))
}

/// The directory of a path; `""` where the user stands.
pub fn directory(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(directory, _)| directory)
}

/// Whether a file says where the state of its module is kept.
pub fn keeps_state(tree: &Tree) -> bool {
    tree.body.blocks("terraform").any(module::keeps_state)
}

/// The `module` blocks of a file.
pub fn calls(tree: &Tree) -> impl Iterator<Item = Call<'_>> {
    let blocks = tree.body.blocks("module");
    blocks.map(|block| Call {
        block,
        source: module::string(&block.body, "source"),
        version: module::string(&block.body, "version"),
    })
}
