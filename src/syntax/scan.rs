//! One pass over native syntax that knows strings, templates, heredocs, comments and brackets, and
//! nothing else of the language. It finds the top-level items, so that a broken one costs itself only,
//! and what has to be hidden from hcl-edit for it to read the text as Terraform does.

use std::ops::Range;

use unicode_ident::{is_xid_continue, is_xid_start};

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

#[derive(Debug)]
enum Frame {
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
struct Record {
    items: Vec<ObjectItem>,
    /// Where the current item starts, and where its key ends.
    start: Option<usize>,
    key_end: Option<usize>,
}

impl Record {
    fn end_item(&mut self, at: usize) {
        if let (Some(start), Some(key_end)) = (self.start, self.key_end) {
            self.items.push(ObjectItem { range: start..at, key: start..key_end });
        }
        (self.start, self.key_end) = (None, None);
    }
}

impl Frame {
    fn unclosed(&self) -> Unclosed {
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

fn bracket_name(close: u8) -> &'static str {
    match close {
        b')' => "parenthesis",
        b']' => "bracket",
        _ => "brace",
    }
}

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

    fn newlines_count(&self) -> bool {
        matches!(self.frames.last(), None | Some(Frame::Body { .. } | Frame::Object { .. }))
    }

    fn code(&mut self) {
        if self.last == b'\n' && self.goes_on() {
            self.fault(
                self.at..self.at + 1,
                "an expression ends with its line: put it in parentheses to go on here",
            );
        }
        if self.keep == Keep::Insides {
            self.record();
        }
        match self.peek(0) {
            b' ' | b'\t' => self.at += 1,
            b'\n' => self.newline(1),
            b'\r' if self.peek(1) == b'\n' => self.newline(2),
            b'\r' => {
                self.fault(self.at..self.at + 1, "a carriage return without a line feed");
                self.token(1);
            }
            b'#' => self.line_comment(),
            b'/' if self.peek(1) == b'/' => self.line_comment(),
            b'/' if self.peek(1) == b'*' => self.block_comment(),
            b'"' => {
                self.frames.push(Frame::Quote { open: self.at });
                self.token(1);
            }
            b'<' if self.peek(1) == b'<' => self.heredoc_start(),
            b'{' => self.open_brace(),
            b'(' => self.open_group(b')'),
            b'[' => self.open_group(b']'),
            close @ (b'}' | b')' | b']') => self.close(close),
            b'=' => self.equals(),
            b':' if self.peek(1) == b':' => self.token(2),
            b':' => {
                self.key_ends();
                self.token(1);
            }
            b'!' | b'<' | b'>' if self.peek(1) == b'=' => self.token(2),
            b'0'..=b'9' => self.number(),
            byte if byte < 0x80 && !is_ident_start(char::from(byte)) => self.token(1),
            _ => self.word(),
        }
    }

    /// A line of a body starts with an operator, which hcl-edit lets pass behind a function call.
    fn goes_on(&self) -> bool {
        let comment = self.peek(0) == b'/' && matches!(self.peek(1), b'/' | b'*');
        matches!(self.frames.last(), None | Some(Frame::Body { .. }))
            && b"*/%+-&|=!<>?.[".contains(&self.peek(0))
            && !comment
    }

    /// Notes where the items of the innermost object start and end.
    fn record(&mut self) {
        let (at, byte, next) = (self.at, self.peek(0), self.peek(1));
        let Some(Frame::Object { record, .. }) = self.frames.last_mut() else { return };
        match byte {
            b' ' | b'\t' | b'#' => {}
            b'/' if matches!(next, b'/' | b'*') => {}
            b',' | b'\n' | b'\r' | b'}' => record.end_item(at),
            _ => record.start = record.start.or(Some(at)),
        }
    }

    fn newline(&mut self, length: usize) {
        if self.newlines_count() {
            if self.last == b'.' {
                self.fault(self.at..self.at, "a name is missing behind the dot");
            }
            self.last = b'\n';
            match self.frames.last_mut() {
                None => self.end_item(),
                Some(Frame::Body { value, .. }) => *value = false,
                Some(_) => {}
            }
        } else {
            self.mask(self.at..self.at + length);
        }
        self.at += length;
    }

    fn line_comment(&mut self) {
        let rest = &self.bytes[self.at..];
        let mut length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        if rest[..length].ends_with(b"\r") && length < rest.len() {
            length -= 1;
        }
        self.comment(length);
    }

    fn block_comment(&mut self) {
        match memchr::memmem::find(&self.bytes[self.at + 2..], b"*/") {
            Some(length) => self.comment(length + 4),
            None => {
                self.fault(self.at..self.at + 2, "this comment is never closed");
                self.comment(self.bytes.len() - self.at);
            }
        }
    }

    fn comment(&mut self, length: usize) {
        let range = self.at..self.at + length;
        self.out.comments.push(range.clone());
        self.at = range.end;
        self.mask(range);
    }

    fn word(&mut self) {
        let mut length = 0;
        for char in self.text[self.at..self.bytes.len()].chars() {
            let goes_on = if length == 0 { is_ident_start(char) } else { is_ident_continue(char) };
            if !goes_on {
                break;
            }
            length += char.len_utf8();
        }
        let one = self.text[self.at..].chars().next().map_or(1, char::len_utf8);
        self.token(length.max(one));
    }

    /// Terraform's scanner takes all that could belong to a number before it asks whether it is one:
    /// `10.0.0.0` is one wrong number, and not `10.0` and two attributes.
    fn number(&mut self) {
        let length = number_length(&self.bytes[self.at..]);
        let literal = &self.bytes[self.at..self.at + length];
        if !is_number(literal) {
            self.fault(self.at..self.at + length, "this is not a number");
        }
        self.token(length);
    }

    fn equals(&mut self) {
        match self.peek(1) {
            b'=' | b'>' => self.token(2),
            _ => {
                self.key_ends();
                match self.frames.last_mut() {
                    None => self.value = true,
                    Some(Frame::Body { value, .. }) => *value = true,
                    Some(_) => {}
                }
                self.token(1);
            }
        }
    }

    fn key_ends(&mut self) {
        if let Some(Frame::Object { items, record, .. }) = self.frames.last_mut() {
            *items += 1;
            self.out.crowded |= *items > CROWD;
            record.key_end = record.key_end.or(Some(self.at));
        }
    }

    fn open_brace(&mut self) {
        let open = self.at;
        let body = match self.frames.last() {
            None => !self.value,
            Some(Frame::Body { value, .. }) => !value,
            Some(_) => false,
        };
        let frame = match body {
            true => Frame::Body { open, value: false },
            false if self.for_follows() => Frame::Group { open, close: b'}' },
            false => Frame::Object { open, items: 0, record: Record::default() },
        };
        if body && self.frames.is_empty() && self.body.is_none() {
            self.body = Some(open + 1..usize::MAX);
        }
        self.frames.push(frame);
        self.token(1);
    }

    fn open_group(&mut self, close: u8) {
        self.frames.push(Frame::Group { open: self.at, close });
        self.token(1);
    }

    /// Behind an open brace: the next token is the word `for`, over white space and comments.
    fn for_follows(&self) -> bool {
        let mut rest = &self.text[self.at + 1..self.bytes.len()];
        loop {
            rest = rest.trim_start_matches([' ', '\t', '\r', '\n']);
            rest = if rest.starts_with('#') || rest.starts_with("//") {
                rest.split_once('\n').map_or("", |(_, after)| after)
            } else if let Some(comment) = rest.strip_prefix("/*") {
                comment.split_once("*/").map_or("", |(_, after)| after)
            } else {
                let after = rest.strip_prefix("for").and_then(|it| it.chars().next());
                return after.is_some_and(|char| !is_ident_continue(char));
            };
        }
    }

    /// A bracket that closes nothing leaves the frames as they are: hcl-edit says what is wrong.
    fn close(&mut self, close: u8) {
        let fits = |frame: &Frame| match frame {
            Frame::Body { .. } | Frame::Object { .. } | Frame::Sequence { .. } => close == b'}',
            Frame::Group { close: own, .. } => close == *own,
            Frame::Quote { .. } | Frame::Heredoc { .. } => false,
        };
        // Not beyond the template that holds this code: its end is found by its own rules.
        let floor = self
            .frames
            .iter()
            .rposition(|it| matches!(it, Frame::Quote { .. } | Frame::Heredoc { .. }))
            .map_or(0, |at| at + 1);
        if let Some(at) = self.frames[floor..].iter().rposition(fits) {
            let closed = self.frames.drain(floor + at..).next();
            if let (true, Some(body)) = (self.frames.is_empty(), &mut self.body) {
                body.end = body.end.min(self.at);
            }
            if self.keep == Keep::Insides {
                self.keep_inside(closed);
            }
        }
        self.token(1);
    }

    fn keep_inside(&mut self, closed: Option<Frame>) {
        let open = match closed {
            Some(Frame::Object { open, record, .. }) => {
                self.out.objects.push(Object { inside: open + 1..self.at, items: record.items });
                open
            }
            Some(Frame::Group { open, .. }) => open,
            _ => return,
        };
        self.out.groups.push(open..self.at + 1);
    }

    fn sequence(&mut self) {
        if let Some(Frame::Heredoc { line_start, .. }) = self.frames.last_mut() {
            *line_start = false;
        }
        self.frames.push(Frame::Sequence { open: self.at });
        self.token(2);
    }

    /// The length of a `$${` or `%%{` here, which stands for itself; 0 where there is none.
    fn escape(&self) -> usize {
        match (self.peek(0), self.peek(1), self.peek(2)) {
            (b'$', b'$', b'{') | (b'%', b'%', b'{') => 3,
            _ => 0,
        }
    }

    fn quoted(&mut self) {
        let rest = &self.bytes[self.at..];
        let plain = rest
            .iter()
            .position(|byte| matches!(byte, b'"' | b'\\' | b'$' | b'%' | b'\n' | b'\r'))
            .unwrap_or(rest.len());
        self.token(plain);
        match self.peek(0) {
            b'"' => {
                self.frames.pop();
                self.token(1);
            }
            b'\\' if !matches!(self.peek(1), b'\n' | b'\r') => self.token(2),
            b'$' | b'%' if self.escape() > 0 => self.token(3),
            b'$' | b'%' if self.peek(1) == b'{' => self.sequence(),
            b'\n' | b'\r' => {
                self.fault(
                    self.at..self.at + 1,
                    "a quoted string ends on the line where it starts: use \\n or a heredoc",
                );
                self.frames.pop();
            }
            _ => self.token(1),
        }
    }

    fn heredoc_start(&mut self) {
        let indent = usize::from(self.peek(2) == b'-');
        let start = self.at + 2 + indent;
        let rest = &self.text[start..self.bytes.len()];
        let end = rest.find(|char| !is_ident_continue(char)).unwrap_or(rest.len());
        let named = rest.starts_with(is_ident_start);
        let after = &rest[end..];
        if !named || !(after.starts_with('\n') || after.starts_with("\r\n")) {
            return self.token(1);
        }
        let marker = start..start + end;
        let open = self.at;
        let line = if after.starts_with('\n') { 1 } else { 2 };
        self.token(marker.end + line - open);
        self.frames.push(Frame::Heredoc { open, marker, line_start: true });
    }

    /// One line of a heredoc, or the part of it up to a template sequence.
    fn heredoc(&mut self) {
        let Some(Frame::Heredoc { marker, line_start, .. }) = self.frames.last() else { return };
        let (marker, line_start) = (&self.text[marker.clone()], *line_start);
        let rest = &self.text[self.at..self.bytes.len()];
        let line = &rest[..memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |at| at + 1)];
        if line_start && line.ends_with('\n') && line.trim() == marker {
            let indent = line.len() - line.trim_start().len();
            let length = indent + marker.len();
            self.frames.pop();
            return self.token(length);
        }
        if line_start && line.trim_start_matches([' ', '\t']).starts_with(marker) {
            let start = self.at + line.len() - line.trim_start_matches([' ', '\t']).len();
            let first = marker.chars().next().map_or(1, char::len_utf8);
            self.out.masks.push(Mask { range: start..start + first, with: b'.' });
        }
        if line_start && line.trim() == marker {
            let end = self.at + line.len();
            self.fault(end..end, "the end marker of a heredoc needs a line break behind it");
        }
        let sequence = sequence_in(line);
        self.token(sequence.unwrap_or(line.len()));
        match sequence {
            Some(_) => self.sequence(),
            None => {
                if let Some(Frame::Heredoc { line_start, .. }) = self.frames.last_mut() {
                    *line_start = true;
                }
            }
        }
    }
}

/// Where the first `${` or `%{` of a line of heredoc starts.
fn sequence_in(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr::memchr2(b'$', b'%', &bytes[at..]) {
        at += found;
        let sign = bytes[at];
        match (bytes.get(at + 1), bytes.get(at + 2)) {
            (Some(b'{'), _) => return Some(at),
            (Some(next), Some(b'{')) if *next == sign => at += 3,
            _ => at += 1,
        }
    }
    None
}

/// `digit (digit | '.' | exponent)*`, without dots at its end.
fn number_length(bytes: &[u8]) -> usize {
    let mut length = 0;
    let mut dots = 0;
    while let Some(byte) = bytes.get(length + dots) {
        let next = |ahead: usize| bytes.get(length + dots + ahead).copied().unwrap_or(0);
        match byte {
            b'0'..=b'9' => length += dots + 1,
            b'.' => {
                dots += 1;
                continue;
            }
            b'e' | b'E' if next(1).is_ascii_digit() => length += dots + 2,
            b'e' | b'E' if matches!(next(1), b'+' | b'-') && next(2).is_ascii_digit() => {
                length += dots + 3;
            }
            _ => break,
        }
        dots = 0;
    }
    length
}

/// `digits`, a fraction perhaps, an exponent perhaps.
fn is_number(literal: &[u8]) -> bool {
    let digits = |bytes: &[u8]| bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut rest = &literal[digits(literal)..];
    if let [b'.', fraction @ ..] = rest {
        rest = &fraction[digits(fraction)..];
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        let exponent =
            exponent.strip_prefix(b"+").or(exponent.strip_prefix(b"-")).unwrap_or(exponent);
        rest = &exponent[digits(exponent)..];
    }
    rest.is_empty()
}

fn is_ident_start(char: char) -> bool {
    char == '_' || is_xid_start(char)
}

fn is_ident_continue(char: char) -> bool {
    char == '-' || is_xid_continue(char)
}
