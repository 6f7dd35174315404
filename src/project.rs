//! Texts to trees: the user's files, what they call, and stand-ins for the modules that are not on disk.

use std::collections::{BTreeSet, VecDeque};

use rayon::prelude::*;

use crate::finding::{Problem, ProblemKind};
use crate::model::{self, File, FileKind, Links, Origin, directory, stub_key};
use crate::source::{FileId, Sources, joined};
use crate::stubs::Stubs;
use crate::syntax::{self, Parsed};

/// How a file is to be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Syntax {
    Native,
    Json,
    Values,
    JsonValues,
}

impl Syntax {
    fn parse(self, file: FileId, text: &str) -> Parsed {
        match self {
            Syntax::Native | Syntax::Values => syntax::parse(file, text),
            Syntax::Json => syntax::parse_json(file, text),
            Syntax::JsonValues => syntax::parse_json_values(file, text),
        }
    }

    fn kind(self) -> FileKind {
        match self {
            Syntax::Native | Syntax::Json => FileKind::Module,
            Syntax::Values | Syntax::JsonValues => FileKind::Values,
        }
    }
}

/// Everything that a run looks at, understood as far as it can be.
#[derive(Debug, Default)]
pub struct Project {
    pub sources: Sources,
    pub files: Vec<File>,
    pub links: Links,
    pub problems: Vec<Problem>,
}

impl Project {
    /// Reads more files. What is wrong with a file that the user did not ask about is not told.
    pub fn add(&mut self, files: &[(FileId, Syntax)], origin: Origin) {
        let sources = &self.sources;
        let parsed = files.par_iter().map(|(id, syntax)| {
            let source = sources.get(*id);
            let parsed = syntax.parse(*id, &source.text);
            let problems: Vec<Problem> =
                parsed.errors.into_iter().map(|it| problem(&source.path, it)).collect();
            let (kind, path) = (syntax.kind(), source.path.clone());
            (File { id: *id, kind, origin, path, tree: parsed.tree }, problems)
        });
        let (files, problems): (Vec<File>, Vec<Vec<Problem>>) = parsed.unzip();
        self.files.extend(files);
        if origin == Origin::Own {
            self.problems.extend(problems.into_iter().flatten());
        }
    }

    /// The directories that are called by a path and were not read.
    pub fn missing(&self) -> BTreeSet<String> {
        let there: BTreeSet<&str> = self.files.iter().map(|it| directory(&it.path)).collect();
        let mut missing = BTreeSet::new();
        for file in self.files.iter().filter(|it| it.kind == FileKind::Module) {
            for call in model::calls(&file.tree) {
                let source = call.source.filter(|it| it.starts_with('.'));
                let directory = source.map(|it| joined(directory(&file.path), it));
                missing.extend(directory.filter(|it| !there.contains(it.as_str())));
            }
        }
        missing
    }

    /// Takes stand-ins for what is called and not on disk, merges override files, and sorts.
    pub fn finish(&mut self, stubs: &Stubs) {
        self.take_stubs(stubs);
        model::merge(&mut self.files);
        self.files.sort_by(|one, other| one.path.cmp(&other.path));
    }

    fn take_stubs(&mut self, stubs: &Stubs) {
        let mut next: VecDeque<usize> = (0..self.files.len()).collect();
        let mut taken = BTreeSet::new();
        while let Some(index) = next.pop_front() {
            for (key, stub) in self.stubs_of(index, stubs) {
                let directory = stub.directory();
                self.links.stubs.insert(key, directory.clone());
                if taken.insert(directory.clone()) {
                    let id = self.sources.add(format!("{directory}/stub.tf"), stub.text.as_ref());
                    next.push_back(self.files.len());
                    self.add(&[(id, Syntax::Native)], Origin::Stub);
                }
            }
        }
    }

    /// The stand-ins for the calls of one file.
    fn stubs_of<'s>(
        &self,
        index: usize,
        stubs: &'s Stubs,
    ) -> Vec<((String, String, String), crate::stubs::Chosen<'s>)> {
        let file = &self.files[index];
        let directory = directory(&file.path);
        let mut found = Vec::new();
        for call in model::calls(&file.tree) {
            let key = stub_key(directory, file.origin, &call);
            if self.links.stubs.contains_key(&key) {
                continue;
            }
            let Some(source) = call.source else { continue };
            let from = (file.origin == Origin::Stub).then_some(directory);
            found.extend(stubs.find(source, call.version, from).map(|it| (key, it)));
        }
        found
    }
}

fn problem(path: &str, error: syntax::SyntaxError) -> Problem {
    Problem {
        kind: ProblemKind::SyntaxError,
        path: path.to_owned(),
        span: Some(error.span),
        message: error.message,
        help: error.help,
    }
}
