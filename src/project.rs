//! Texts to trees: the user's files, what they call, and stand-ins for the modules that are not on disk.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::finding::{Problem, ProblemKind};
use crate::model::{self, File, FileKind, Links, Origin, directory, stub_key};
use crate::parallel::largest_first;
use crate::progress::Counter;
use crate::source::{FileId, Sources, joined};
use crate::stubs::{Chosen, Stubs};
use crate::syntax::{self, Parsed};

/// How a file is to be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Syntax {
    Native,
    Json,
    /// What Terraform takes values from by itself.
    Values,
    JsonValues,
    /// What it takes values from when it is told to: `prod.tfvars`.
    Choice,
    JsonChoice,
}

impl Syntax {
    pub fn parse(self, file: FileId, text: &str) -> Parsed {
        match self {
            Syntax::Native | Syntax::Values | Syntax::Choice => syntax::parse(file, text),
            Syntax::Json => syntax::parse_json(file, text),
            Syntax::JsonValues | Syntax::JsonChoice => syntax::parse_json_values(file, text),
        }
    }

    pub fn kind(self) -> FileKind {
        match self {
            Syntax::Native | Syntax::Json => FileKind::Module,
            Syntax::Values | Syntax::JsonValues => FileKind::Values,
            Syntax::Choice | Syntax::JsonChoice => FileKind::Choice,
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
    /// How far whoever works on it is.
    pub progress: Arc<Counter>,
}

impl Project {
    /// Reads more files. What is wrong with a file that the user did not ask about is not told.
    pub fn add(&mut self, files: &[(FileId, Syntax)], origin: Origin) {
        let (sources, progress) = (&self.sources, &self.progress);
        let size = |it: &(FileId, Syntax)| sources.get(it.0).text.len();
        let parsed = largest_first(files, size, |(id, syntax)| {
            let source = sources.get(*id);
            let parsed = syntax.parse(*id, &source.text);
            let problems: Vec<Problem> =
                parsed.errors.into_iter().map(|it| problem(&source.path, it)).collect();
            let (kind, path) = (syntax.kind(), source.path.clone());
            // Often a form to fill in; nobody has told Terraform to read it.
            let problems = if kind == FileKind::Choice { Vec::new() } else { problems };
            progress.step();
            // A stand-in of the user's is no module that anybody runs.
            let is_stub = parsed.tree.body.blocks("stub").next().is_some();
            let origin = if is_stub { Origin::Stub } else { origin };
            (File { id: *id, kind, origin, path, tree: Arc::new(parsed.tree) }, problems)
        });
        let (files, problems): (Vec<File>, Vec<Vec<Problem>>) = parsed.into_iter().unzip();
        self.files.extend(files);
        if origin == Origin::Own {
            self.problems.extend(problems.into_iter().flatten());
        }
    }

    /// The directories that are called by a path and were not read.
    pub fn missing(&self) -> BTreeSet<String> {
        let there: HashSet<&str> = self.files.iter().map(|it| directory(&it.path)).collect();
        self.called().into_iter().filter(|it| !there.contains(it.as_str())).collect()
    }

    /// The directories that are called by a path, as often as they are.
    pub fn called(&self) -> Vec<String> {
        let called = self.files.par_iter().flat_map_iter(|file| {
            let from = directory(&file.path);
            let sources = model::calls(&file.tree).filter_map(|it| it.source);
            sources.filter(|it| it.starts_with('.')).map(move |it| joined(from, it))
        });
        called.collect()
    }

    /// The variables that the user's files declare.
    pub fn variables(&self) -> BTreeSet<&str> {
        let own = self.files.iter().filter(|it| it.origin == Origin::Own);
        let declared = own.flat_map(|it| it.tree.body.blocks("variable"));
        declared.filter_map(|it| it.label(0)).collect()
    }

    /// Takes stand-ins for what is called and not on disk, merges override files, and sorts.
    pub fn finish(&mut self, stubs: &Stubs) {
        self.take_stubs(stubs);
        model::merge(&mut self.files);
        self.files.sort_by(|one, other| one.path.cmp(&other.path));
    }

    /// In waves: what the stand-ins of one wave call is the next.
    fn take_stubs(&mut self, stubs: &Stubs) {
        let mut taken = BTreeSet::new();
        let mut next = 0;
        while next < self.files.len() {
            let found: Vec<_> = self.files[next..]
                .par_iter()
                .flat_map_iter(|it| self.stubs_of(it, stubs))
                .collect();
            next = self.files.len();
            let mut wave = Vec::new();
            for (key, stub) in found {
                let directory = stub.directory();
                if taken.insert(directory.clone()) {
                    let path = format!("{directory}/stub.tf");
                    let known = self.sources.same(&path, &stub.text);
                    let id = known.unwrap_or_else(|| self.sources.add(path, stub.text));
                    wave.push((id, Syntax::Native));
                }
                self.links.stubs.insert(key, directory);
            }
            self.add(&wave, Origin::Stub);
        }
    }

    /// The stand-ins for the calls of one file.
    fn stubs_of<'s>(
        &self,
        file: &File,
        stubs: &'s Stubs,
    ) -> Vec<((String, String, String), Chosen<'s>)> {
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
