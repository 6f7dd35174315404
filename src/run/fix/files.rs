//! SHELL: the files that fixes may change, and their texts between rounds.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;

use skint::finding::{Edit, Fix};
use skint::fix;
use skint::load;
use skint::source::{FileId, Sources};

use super::super::ready::Ready;

/// Texts in the place of others.
pub(super) type Texts = BTreeMap<FileId, String>;

/// Why a file stays as it is.
#[derive(Clone, Debug)]
pub(super) enum Closed {
    /// The user does not want it, or it is not theirs: words behind its name.
    Left(String),
    /// It cannot be written, which is a problem.
    Unwritable(String),
}

/// The files of a run. A link and what it leads to are one file, which is the latter where both are there.
pub(super) struct Files<'r> {
    pub(super) ready: &'r Ready<'r>,
    first: Vec<FileId>,
    closed: BTreeMap<FileId, Option<Closed>>,
}

impl<'r> Files<'r> {
    pub(super) fn new(ready: &'r Ready<'r>) -> Files<'r> {
        let loaded = &ready.loaded;
        let real: Vec<Option<PathBuf>> =
            loaded.paths.par_iter().map(|it| it.canonicalize().ok()).collect();
        let mut of_path: BTreeMap<&PathBuf, FileId> = BTreeMap::new();
        for is_link in [false, true] {
            for ((real, path), (id, _)) in real.iter().zip(&loaded.paths).zip(&loaded.files) {
                if let Some(real) = real
                    && path.is_symlink() == is_link
                {
                    of_path.entry(real).or_insert(*id);
                }
            }
        }
        let first = real.iter().zip(&loaded.files).map(|(real, (id, _))| {
            real.as_ref().and_then(|it| of_path.get(it)).copied().unwrap_or(*id)
        });
        let first = first.collect();
        Files { ready, first, closed: BTreeMap::new() }
    }

    /// The fix with links followed, where all of it may be made. `Err`: the file that stands in the way, and why.
    pub(super) fn admit(&mut self, fix: &Fix, sources: &Sources) -> Result<Fix, (FileId, Closed)> {
        let mut followed = fix.clone();
        for edit in &mut followed.edits {
            let file = edit.span.file;
            if let Some(closed) = self.closed(file, sources) {
                return Err((file, closed));
            }
            edit.span.file = self.first[file.index()];
        }
        Ok(followed)
    }

    fn closed(&mut self, file: FileId, sources: &Sources) -> Option<Closed> {
        if let Some(known) = self.closed.get(&file) {
            return known.clone();
        }
        let closed = self.why_closed(file, sources);
        self.closed.insert(file, closed.clone());
        closed
    }

    fn why_closed(&self, file: FileId, sources: &Sources) -> Option<Closed> {
        let left = |why: &str| Some(Closed::Left(why.to_owned()));
        let loaded = &self.ready.loaded;
        let Some((_, syntax)) = loaded.files.get(file.index()) else {
            return left("is not among the files that are checked");
        };
        let source = sources.get(file);
        if loaded.named.as_ref().is_some_and(|it| !it.contains(&source.path)) {
            return left("was not named");
        }
        if sources.get(self.first[file.index()]).text != source.text {
            return left("leads to a file that changes");
        }
        let parsed = syntax.parse(file, &source.text);
        if !parsed.errors.is_empty() {
            return left("is not wholly Terraform");
        }
        if parsed.tree.body.blocks("stub").next().is_some() {
            return left("is a stand-in");
        }
        let path = &loaded.paths[file.index()];
        load::writable(path, self.ready.disk.root()).err().map(Closed::Unwritable)
    }

    /// What becomes of the files that these fixes change.
    pub(super) fn changed(fixes: &[&Fix], sources: &Sources) -> Texts {
        let mut edits: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
        for edit in fixes.iter().flat_map(|it| &it.edits) {
            edits.entry(edit.span.file).or_default().push(edit);
        }
        let texts = edits.into_iter().map(|(file, edits)| {
            let text = &sources.get(file).text;
            (file, fix::apply(text, &edits))
        });
        texts.filter(|(file, text)| *text != sources.get(*file).text).collect()
    }

    /// The files that these texts would break.
    pub(super) fn broken(&self, texts: &Texts) -> Vec<FileId> {
        let breaks = |(file, text): &(&FileId, &String)| {
            let (_, syntax) = self.ready.loaded.files[file.index()];
            !syntax.parse(**file, text).errors.is_empty()
        };
        texts.par_iter().filter(breaks).map(|(file, _)| *file).collect()
    }

    /// The texts of all files, with these in the place of theirs.
    pub(super) fn with(&self, sources: &Sources, texts: &Texts) -> Sources {
        let mut all = Sources::default();
        for (id, _) in &self.ready.loaded.files {
            let source = sources.get(*id);
            let text = texts.get(&self.first[id.index()]).unwrap_or(&source.text);
            all.add(source.path.clone(), text.clone());
        }
        all
    }
}
