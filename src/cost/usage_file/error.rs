//! Why a usage file is refused: every mistake with its place, the reason, and what may stand there.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use miette::{Diagnostic, NamedSource, SourceSpan};
use thiserror::Error;

use crate::decode::harmless;
use crate::source::{Lines, Position};

/// Everything that is wrong with a usage file, in the order of the text.
#[derive(Debug, Error, Diagnostic)]
#[error("{}", summary(.all))]
pub struct UsageError {
    #[related]
    pub all: Vec<UsageMistake>,
}

/// One thing that is wrong.
#[derive(Debug, Error, Diagnostic)]
#[error("usage: {message}")]
pub struct UsageMistake {
    pub message: String,
    pub line: usize,
    pub column: usize,
    #[source_code]
    source_code: NamedSource<Arc<String>>,
    #[label("here")]
    at: SourceSpan,
    #[help]
    pub help: Option<String>,
}

fn summary(all: &[UsageMistake]) -> String {
    match all {
        [one] => format!("usage file {} is not usable", one.source_code.name()),
        [first, ..] => format!("usage file {}: {} mistakes", first.source_code.name(), all.len()),
        [] => String::from("nothing is wrong"),
    }
}

/// A message with a long name in it says the beginning of it.
pub(super) fn shown(message: &str) -> String {
    const MOST: usize = 300;
    let mut shown = harmless::line(message);
    if let Some((end, _)) = shown.char_indices().nth(MOST) {
        shown.truncate(end);
        shown += "...";
    }
    shown
}

/// Nobody reads more of them than this.
const MOST: usize = 50;

/// The text that is being read, and what was found wrong with it.
pub(super) struct Mistakes<'t> {
    path: &'t str,
    text: &'t str,
    lines: Lines,
    found: Vec<Mistake>,
    told: BTreeSet<(usize, String)>,
}

struct Mistake {
    at: Range<usize>,
    message: String,
    help: Option<String>,
}

impl<'t> Mistakes<'t> {
    pub(super) fn new(path: &'t str, text: &'t str) -> Mistakes<'t> {
        let (found, told) = (Vec::new(), BTreeSet::new());
        Mistakes { path, text, lines: Lines::new(text), found, told }
    }

    pub(super) fn position(&self, byte: usize) -> Position {
        self.lines.position(self.text, byte)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The same is not said twice of one place, though several aliases may lead to it.
    pub(super) fn add(&mut self, at: Range<usize>, message: String, help: Option<String>) {
        if self.found.len() <= MOST && self.told.insert((at.start, message.clone())) {
            self.found.push(Mistake { at, message, help });
        }
    }

    /// The text comes from whoever wrote the repository: a terminal sees it as nothing but text.
    pub(super) fn into_error(mut self) -> UsageError {
        if let Some(last) = self.found.get_mut(MOST) {
            (last.message, last.help) = ("and more from here on".to_owned(), None);
        }
        let n_told = self.found.len().min(MOST);
        self.found[..n_told].sort_by_key(|it| it.at.start);
        let text = Arc::new(harmless::text(self.text));
        let path = harmless::line(self.path);
        let found = std::mem::take(&mut self.found);
        let all = found.into_iter().map(|it| {
            let place = self.position(it.at.start);
            UsageMistake {
                message: shown(&it.message),
                line: place.line,
                column: place.column,
                source_code: NamedSource::new(&path, Arc::clone(&text)).with_language("yaml"),
                at: SourceSpan::from(it.at),
                help: it.help.as_deref().map(shown),
            }
        });
        UsageError { all: all.collect() }
    }
}
