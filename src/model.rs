//! Trees to modules and resource instances: what Terraform says, not what we think of it.
//!
//! A module is a directory. Its variables have the values that Terraform would give them where nobody
//! calls it: its values files over its defaults. Where something in the run calls it, they are unknown.

mod instance;
mod module;
mod scope;

pub use instance::{Instance, Key, instances};
pub use module::{Module, Resource, Variable};
pub use scope::{Memo, ModuleScope, referrers};

use std::collections::{BTreeMap, BTreeSet};

use crate::source::FileId;
use crate::syntax::Tree;

/// What a file is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileKind {
    /// Part of a module.
    Module,
    /// Values for variables.
    Values,
}

/// A parsed file and where it stands.
#[derive(Debug)]
pub struct File {
    pub id: FileId,
    pub kind: FileKind,
    pub path: String,
    pub tree: Tree,
}

/// Everything that was read, by directory.
#[derive(Debug)]
pub struct Model<'a> {
    pub modules: Vec<Module<'a>>,
}

impl<'a> Model<'a> {
    /// `files` in the order of their paths.
    pub fn new(files: &'a [File]) -> Model<'a> {
        let mut directories: BTreeMap<&str, Vec<&File>> = BTreeMap::new();
        for file in files {
            directories.entry(directory(&file.path)).or_default().push(file);
        }
        let mut modules: Vec<Module<'_>> = directories
            .into_iter()
            .map(|(directory, files)| Module::new(directory, &files))
            .collect();
        let called: BTreeSet<String> = modules.iter().flat_map(Module::local_calls).collect();
        for module in &mut modules {
            module.called = called.contains(module.directory);
        }
        Model { modules }
    }
}

fn directory(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(directory, _)| directory)
}
