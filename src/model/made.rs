//! What a root is made of, file by file: where it is the same twice, so is everything that follows from it alone.

use std::collections::BTreeMap;

use super::{File, FileKind, Model, Origin, stub_key};
use crate::source::{FileId, joined};

/// One file of a module. The same text under the same path has one id in all projects that share their sources.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Part {
    file: FileId,
    kind: FileKind,
    origin: Origin,
}

impl Part {
    pub(super) fn of(file: &File) -> Part {
        Part { file: file.id, kind: file.kind, origin: file.origin }
    }
}

/// The directories of a root and of all that it calls, with their files; none where there is no such module.
pub type Made = BTreeMap<String, Vec<Part>>;

impl Model<'_> {
    /// What a root is made of. Directories that are called and not there count too.
    pub fn made_of(&self, root: usize) -> Made {
        let root = self.modules[root].directory;
        let downloaded = self.links.downloaded.get(root).into_iter().flat_map(BTreeMap::values);
        let mut next: Vec<String> = downloaded.map(|it| joined(root, it)).collect();
        next.push(root.to_owned());
        let mut made = Made::new();
        while let Some(directory) = next.pop() {
            if made.contains_key(&directory) {
                continue;
            }
            let Some(at) = self.by_directory.get(directory.as_str()) else {
                made.insert(directory, Vec::new());
                continue;
            };
            let module = &self.modules[*at];
            for call in module.calls.values() {
                let stub = stub_key(module.directory, module.origin, call);
                next.extend(self.links.stubs.get(&stub).cloned());
                let is_stub = module.origin == Origin::Stub;
                next.extend(call.directory(module.directory).filter(|_| !is_stub));
            }
            made.insert(directory, module.parts.clone());
        }
        made
    }
}
