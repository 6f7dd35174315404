//! What the scanner stands in: brackets, quotes, heredocs and template sequences.

use std::ops::Range;

use super::{ObjectItem, Unclosed};

#[derive(Debug)]
pub(super) enum Frame {
    /// The braces of a block. Newlines count.
    Body {
        open: usize,
        value: bool,
    },
    /// The braces of an object. Newlines count.
    Object {
        open: usize,
        items: usize,
        record: Record,
    },
    /// Parentheses, square brackets and `{ for … }`: newlines do not count.
    Group {
        open: usize,
        close: u8,
    },
    Quote {
        open: usize,
    },
    Heredoc {
        open: usize,
        marker: Range<usize>,
        line_start: bool,
    },
    /// `${` or `%{` up to its brace: newlines do not count.
    Sequence {
        open: usize,
    },
}

/// The items of an open object, as far as they were read; stays empty unless somebody keeps them.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) items: Vec<ObjectItem>,
    /// Where the current item starts, and where its key ends.
    pub(super) start: Option<usize>,
    pub(super) key_end: Option<usize>,
}

impl Record {
    pub(super) fn end_item(&mut self, at: usize) {
        if let (Some(start), Some(key_end)) = (self.start, self.key_end) {
            self.items.push(ObjectItem { range: start..at, key: start..key_end });
        }
        (self.start, self.key_end) = (None, None);
    }
}

impl Frame {
    pub(super) fn unclosed(&self) -> Unclosed {
        let (at, what) = match self {
            Frame::Body { open, .. } | Frame::Object { open, .. } => (*open..open + 1, "brace"),
            Frame::Group { open, close } => (*open..open + 1, bracket_name(*close)),
            Frame::Quote { open } => (*open..open + 1, "quote"),
            Frame::Heredoc { open, marker, .. } => (*open..marker.end, "heredoc"),
            Frame::Sequence { open } => (*open..open + 2, "template sequence"),
        };
        Unclosed { at, what }
    }
}

pub(super) fn bracket_name(close: u8) -> &'static str {
    match close {
        b')' => "parenthesis",
        b']' => "bracket",
        _ => "brace",
    }
}
