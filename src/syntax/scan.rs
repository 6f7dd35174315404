//! One pass over native syntax that knows strings, templates, heredocs, comments and brackets, and
//! nothing else of the language. It finds the top-level items, so that a broken one costs itself only,
//! and what has to be hidden from hcl-edit for it to read the text as Terraform does.

mod code;
mod frame;
mod literal;

use std::ops::Range;

use frame::Frame;

/// What the pass found. Ranges are bytes of the text.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// Top-level items in order: attributes, blocks, or whatever stands there.
    pub(super) items: Vec<Item>,
    pub(super) comments: Vec<Range<usize>>,
    /// Bytes to show hcl-edit as something else of the same length.
    pub(super) masks: Vec<Mask>,
    /// What Terraform rejects and hcl-edit lets pass.
    pub(super) faults: Vec<Fault>,
    /// Some object has more than `CROWD` items.
    pub(super) crowded: bool,
    /// Filled where `Keep::Insides` asked for them, inner ones first.
    pub(super) objects: Vec<Object>,
    pub(super) groups: Vec<Range<usize>>,
}

/// The braces of an object and what stands between them.
#[derive(Debug)]
pub(super) struct Object {
    pub(super) inside: Range<usize>,
    pub(super) items: Vec<ObjectItem>,
}

#[derive(Debug)]
pub(super) struct ObjectItem {
    pub(super) range: Range<usize>,
    pub(super) key: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Keep {
    Items,
    /// Also every pair of brackets, and the items of objects: to read on where hcl-edit cannot.
    Insides,
}

#[derive(Debug)]
pub(super) struct Item {
    pub(super) range: Range<usize>,
    /// The innermost bracket, quote or heredoc that the item never closes.
    pub(super) unclosed: Option<Unclosed>,
    /// Between the braces, where the item is a block.
    pub(super) body: Option<Range<usize>>,
}

#[derive(Clone, Debug)]
pub(super) struct Unclosed {
    pub(super) at: Range<usize>,
    pub(super) what: &'static str,
}

#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) at: Range<usize>,
    pub(super) message: &'static str,
}

#[derive(Clone, Debug)]
pub(super) struct Mask {
    pub(super) range: Range<usize>,
    pub(super) with: u8,
}

/// An object of more items than this is read in pieces.
pub(super) const CROWD: usize = 256;

/// Scans `within`, which starts outside of every bracket.
pub(super) fn scan(text: &str, within: Range<usize>, keep: Keep) -> Scan {
    let mut scanner = Scanner {
        bytes: &text.as_bytes()[..within.end],
        text,
        at: within.start,
        frames: Vec::new(),
        item: None,
        body: None,
        value: false,
        last: 0,
        keep,
        out: Scan::default(),
    };
    scanner.run();
    scanner.out
}

struct Scanner<'a> {
    text: &'a str,
    /// Up to the end of the part that is scanned.
    bytes: &'a [u8],
    at: usize,
    frames: Vec<Frame>,
    /// Where the current top-level item starts, and where its last token ended.
    item: Option<Range<usize>>,
    /// Between the braces of the current item; open ended until its closing brace is met.
    body: Option<Range<usize>>,
    /// Outside of all brackets: an `=` has been seen on this line.
    value: bool,
    /// The last byte of code: a line break that counts, or of a token.
    last: u8,
    keep: Keep,
    out: Scan,
}

impl Scanner<'_> {
    fn run(&mut self) {
        if self.at == 0 && self.bytes.starts_with("\u{feff}".as_bytes()) {
            self.mask(0..3);
            self.at = 3;
        }
        while self.at < self.bytes.len() {
            match self.frames.last() {
                Some(Frame::Quote { .. }) => self.quoted(),
                Some(Frame::Heredoc { .. }) => self.heredoc(),
                _ => self.code(),
            }
        }
        self.end_item();
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn mask(&mut self, range: Range<usize>) {
        self.out.masks.push(Mask { range, with: b' ' });
    }

    fn fault(&mut self, at: Range<usize>, message: &'static str) {
        self.out.faults.push(Fault { at, message });
    }

    /// Something other than white space: the current item reaches to its end.
    fn token(&mut self, length: usize) {
        let start = self.at;
        self.at = (self.at + length).min(self.bytes.len());
        self.last = self.bytes.get(self.at.wrapping_sub(1)).copied().unwrap_or(0);
        match &mut self.item {
            Some(item) => item.end = self.at,
            None => self.item = Some(start..self.at),
        }
    }

    fn end_item(&mut self) {
        if let Some(range) = self.item.take() {
            let unclosed = self.frames.last().map(Frame::unclosed);
            let body = self.body.take().map(|body| body.start..body.end.min(range.end));
            self.out.items.push(Item { range, unclosed, body });
        }
        self.frames.clear();
        self.value = false;
        self.last = b'\n';
    }
}
