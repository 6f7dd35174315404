//! What a walk would find in a commit.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use super::links::Leads;
use super::{Commit, Listed, Scope, Shared, within};
use crate::finding::ProblemKind;
use crate::git::Kind;
use crate::load::names::{replaced, syntax_of};
use crate::load::walk::SKIPPED;
use crate::project::Syntax;
use crate::source::joined;

/// What is looked at: where somebody wants to look, the directory that this is, and the file that was named, which is
/// there even where it is ignored.
struct View<'v> {
    start: &'v str,
    real: &'v str,
    named: Option<&'v str>,
    known: &'v Shared,
}

impl Commit {
    /// The Terraform of what is looked at, each file once, by its path.
    pub(super) fn below(&self, scope: &Scope, known: &Shared) -> Vec<Listed> {
        let mut found: BTreeMap<String, Listed> = BTreeMap::new();
        for path in &scope.paths {
            let Some(start) = within(path, &scope.root) else { continue };
            for it in self.of_path(path, &start, known) {
                found.insert(it.shown.clone(), it);
            }
        }
        found.into_values().collect()
    }

    fn of_path(&self, path: &Path, start: &str, known: &Shared) -> Vec<Listed> {
        if path.is_dir() {
            let Leads::Directory(real) = self.lead(start) else { return Vec::new() };
            let view = View { start, real: &real, named: None, known };
            return self.walk(&view, true);
        }
        // A file is understood only with its neighbors.
        let (directory, name) = start.rsplit_once('/').unwrap_or(("", start));
        let Leads::Directory(real) = self.lead(directory) else { return Vec::new() };
        let view = View { start: directory, real: &real, named: Some(name), known };
        self.walk(&view, false)
    }

    fn walk(&self, view: &View<'_>, is_deep: bool) -> Vec<Listed> {
        let View { start, real, .. } = *view;
        let mut directories: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
        for (path, below, kind) in self.inside(real) {
            let (directory, name) = below.rsplit_once('/').unwrap_or(("", below));
            let is_skipped = directory.split('/').any(|it| SKIPPED.contains(&it));
            if kind == Kind::Submodule || is_skipped || !is_deep && !directory.is_empty() {
                continue;
            }
            directories.entry(directory).or_default().push((name, path));
        }
        let of_directory = |(directory, names): (&str, Vec<(&str, &str)>)| {
            let at = self.shown(&joined(start, directory));
            let found = self.terraform(view, &at, &names).into_iter();
            let listed = found.filter_map(|(name, path, syntax)| {
                let content = self.content(path)?;
                Some(Listed { shown: joined(&at, name), syntax, content })
            });
            listed.collect::<Vec<Listed>>()
        };
        directories.into_par_iter().flat_map_iter(of_directory).collect()
    }

    /// The files of one directory that Terraform would load. `at`: the directory as reports print it.
    fn terraform<'n>(
        &self,
        view: &View<'_>,
        at: &str,
        names: &[(&'n str, &'n str)],
    ) -> Vec<(&'n str, &'n str, Syntax)> {
        let others: BTreeSet<&str> =
            names.iter().map(|(name, _)| *name).filter(|it| it.contains(".tofu")).collect();
        let is_ignored = |name: &str, path: &str| {
            view.named != Some(name) && self.by_walks.holds(view.real, path)
        };
        let (mut found, mut values) = (Vec::new(), Vec::new());
        for (name, path) in names {
            match syntax_of(name).filter(|_| !replaced(name, &|it| others.contains(it))) {
                None => {}
                Some(it @ (Syntax::Values | Syntax::JsonValues)) => values.push((*name, *path, it)),
                // What was found in the other state was found with the same ignore files.
                Some(it) if view.known.is_found(&joined(at, name), it) => {
                    found.push((*name, *path, it));
                }
                Some(_) if is_ignored(name, path) => {}
                Some(it) => found.push((*name, *path, it)),
            }
        }
        let is_module = found.iter().any(|(_, _, it)| matches!(it, Syntax::Native | Syntax::Json));
        for (name, path, syntax) in values {
            match (is_module, syntax) {
                (true, _) => found.push((name, path, syntax)),
                _ if is_ignored(name, path) => {}
                (false, Syntax::Values) => found.push((name, path, Syntax::Choice)),
                (false, _) => found.push((name, path, Syntax::JsonChoice)),
            }
        }
        found
    }

    /// The Terraform of one directory that is called, whatever is ignored, and which directory that is. `None`: there is
    /// none.
    pub(super) fn module(&self, shown: &str) -> Option<(String, Vec<Listed>)> {
        let Leads::Directory(real) = self.lead(&self.rooted(shown)?) else { return None };
        let direct = self.inside(&real).filter(|(_, below, _)| !below.contains('/'));
        let direct = direct.filter(|(_, _, kind)| *kind != Kind::Submodule);
        let names: Vec<(&str, &str)> = direct.map(|(path, name, _)| (name, path)).collect();
        let others: BTreeSet<&str> =
            names.iter().map(|(name, _)| *name).filter(|it| it.contains(".tofu")).collect();
        let mut found = Vec::new();
        for (name, path) in names {
            let syntax = syntax_of(name).filter(|_| !replaced(name, &|it| others.contains(it)));
            let syntax = syntax.filter(|it| matches!(it, Syntax::Native | Syntax::Json));
            let (Some(syntax), Some(content)) = (syntax, self.content(path)) else { continue };
            let shown = if shown.is_empty() { name.to_owned() } else { format!("{shown}/{name}") };
            found.push(Listed { shown, syntax, content });
        }
        Some((real, found))
    }

    /// What a name holds. `None`: it is a directory in the end.
    fn content(&self, path: &str) -> Option<Result<String, (ProblemKind, String)>> {
        let unreadable = |words: &str| Some(Err((ProblemKind::Unreadable, words.to_owned())));
        match self.lead(path) {
            Leads::File(id) => Some(Ok(id)),
            Leads::Directory(_) | Leads::Submodule => None,
            Leads::Out => unreadable("this leads out of the repository and is not read"),
            Leads::Nowhere | Leads::Below => unreadable("this leads to a file that is not there"),
            Leads::Round => {
                let words = "this leads round in a circle".to_owned();
                Some(Err((ProblemKind::LinkLoop, words)))
            }
        }
    }
}
