//! Sentences that know which of their words are ours and which a stranger wrote, for every format has its
//! own way to make those harmless.

use crate::decode::harmless;

/// Characters of one name or reason that anybody wants to read.
const LONG: usize = 300;

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(crate) struct Text {
    parts: Vec<Part>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Part {
    Ours(String),
    Theirs(String),
}

impl Text {
    pub(crate) fn ours(words: impl Into<String>) -> Text {
        Text::default().and(words)
    }

    pub(crate) fn theirs(words: impl Into<String>) -> Text {
        Text::default().quoting(words)
    }

    #[must_use]
    pub(crate) fn and(mut self, words: impl Into<String>) -> Text {
        self.parts.push(Part::Ours(words.into()));
        self
    }

    #[must_use]
    pub(crate) fn quoting(mut self, words: impl Into<String>) -> Text {
        self.parts.push(Part::Theirs(words.into()));
        self
    }

    /// The names with commas between them; what is beyond `limit` is counted.
    #[must_use]
    pub(crate) fn listing(mut self, names: &[String], limit: usize) -> Text {
        for (at, name) in names.iter().take(limit).enumerate() {
            if at > 0 {
                self = self.and(", ");
            }
            self = self.quoting(name);
        }
        match names.len().saturating_sub(limit) {
            0 => self,
            more => self.and(format!(" and {more} more")),
        }
    }

    /// For a format that says how it shows what strangers wrote.
    pub(crate) fn shown(
        &self,
        ours: impl Fn(&str) -> String,
        theirs: impl Fn(&str) -> String,
    ) -> String {
        let parts = self.parts.iter();
        let shown = parts.map(|it| match it {
            Part::Ours(words) => ours(words),
            Part::Theirs(words) => theirs(words),
        });
        shown.collect()
    }

    /// As it is, for formats that make all of it harmless.
    pub(crate) fn bare(&self) -> String {
        self.shown(str::to_owned, str::to_owned)
    }

    pub(crate) fn plain(&self) -> String {
        self.shown(str::to_owned, plain)
    }
}

/// One line as a terminal or a build log may see it.
pub(crate) fn plain(text: &str) -> String {
    unordered(&harmless::line(&cut(text)))
}

/// A line that starts so is an order to GitHub's runner, and a text may come to start a line.
pub(crate) fn unordered(text: &str) -> String {
    match text.trim_start().starts_with("::") {
        true => text.replacen("::", "?:", 1),
        false => text.to_owned(),
    }
}

/// The beginning of a text that nobody reads to its end.
pub(crate) fn cut(text: &str) -> String {
    match text.char_indices().nth(LONG) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
