//! Outside of literals: words, numbers, comments, brackets, and which line breaks count.

use unicode_ident::{is_xid_continue, is_xid_start};

use super::frame::{Frame, Record};
use super::{CROWD, Keep, Object, Scanner};

/// How many open brackets a closing one is compared with.
const MAX_LOOK: usize = 128;

impl Scanner<'_> {
    pub(super) fn newlines_count(&self) -> bool {
        matches!(self.frames.last(), None | Some(Frame::Body { .. } | Frame::Object { .. }))
    }

    pub(super) fn code(&mut self) {
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
    pub(super) fn goes_on(&self) -> bool {
        let comment = self.peek(0) == b'/' && matches!(self.peek(1), b'/' | b'*');
        matches!(self.frames.last(), None | Some(Frame::Body { .. }))
            && b"*/%+-&|=!<>?.[".contains(&self.peek(0))
            && !comment
    }

    /// Notes where the items of the innermost object start and end.
    pub(super) fn record(&mut self) {
        let (at, byte, next) = (self.at, self.peek(0), self.peek(1));
        let Some(Frame::Object { record, .. }) = self.frames.last_mut() else { return };
        match byte {
            b' ' | b'\t' | b'#' => {}
            b'/' if matches!(next, b'/' | b'*') => {}
            b',' | b'\n' | b'\r' | b'}' => record.end_item(at),
            _ => record.start = record.start.or(Some(at)),
        }
    }

    pub(super) fn newline(&mut self, length: usize) {
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

    pub(super) fn line_comment(&mut self) {
        let rest = &self.bytes[self.at..];
        let mut length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        if rest[..length].ends_with(b"\r") && length < rest.len() {
            length -= 1;
        }
        self.comment(length);
    }

    pub(super) fn block_comment(&mut self) {
        match memchr::memmem::find(&self.bytes[self.at + 2..], b"*/") {
            Some(length) => self.comment(length + 4),
            None => {
                self.fault(self.at..self.at + 2, "this comment is never closed");
                self.comment(self.bytes.len() - self.at);
            }
        }
    }

    pub(super) fn comment(&mut self, length: usize) {
        let range = self.at..self.at + length;
        self.out.comments.push(range.clone());
        self.at = range.end;
        self.mask(range);
    }

    pub(super) fn word(&mut self) {
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
    pub(super) fn number(&mut self) {
        let length = number_length(&self.bytes[self.at..]);
        let literal = &self.bytes[self.at..self.at + length];
        if !is_number(literal) {
            self.fault(self.at..self.at + length, "this is not a number");
        }
        self.token(length);
    }

    pub(super) fn equals(&mut self) {
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

    pub(super) fn key_ends(&mut self) {
        if let Some(Frame::Object { items, record, .. }) = self.frames.last_mut() {
            *items += 1;
            self.out.crowded |= *items > CROWD;
            record.key_end = record.key_end.or(Some(self.at));
        }
    }

    pub(super) fn open_brace(&mut self) {
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

    pub(super) fn open_group(&mut self, close: u8) {
        self.frames.push(Frame::Group { open: self.at, close });
        self.token(1);
    }

    /// Behind an open brace: the next token is the word `for`, over white space and comments.
    pub(super) fn for_follows(&self) -> bool {
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
    pub(super) fn close(&mut self, close: u8) {
        let fits = |frame: &Frame| match frame {
            Frame::Body { .. } | Frame::Object { .. } | Frame::Sequence { .. } => close == b'}',
            Frame::Group { close: own, .. } => close == *own,
            Frame::Quote { .. } | Frame::Heredoc { .. } => false,
        };
        // Not beyond the template that holds this code: its end is found by its own rules. And not far:
        // what is nested deeper than hcl-edit reads is refused anyway.
        let is_code = |frame: &Frame| !matches!(frame, Frame::Quote { .. } | Frame::Heredoc { .. });
        let mut near = self.frames.iter().enumerate().rev().take(MAX_LOOK);
        let found = near.find(|(_, frame)| fits(frame) || !is_code(frame));
        let found = found.filter(|(_, frame)| is_code(frame)).map(|(at, _)| at);
        if let Some(at) = found {
            let closed = self.frames.drain(at..).next();
            if let (true, Some(body)) = (self.frames.is_empty(), &mut self.body) {
                body.end = body.end.min(self.at);
            }
            if self.keep == Keep::Insides {
                self.keep_inside(closed);
            }
        }
        self.token(1);
    }

    pub(super) fn keep_inside(&mut self, closed: Option<Frame>) {
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

pub(super) fn is_ident_start(char: char) -> bool {
    char == '_' || is_xid_start(char)
}

pub(super) fn is_ident_continue(char: char) -> bool {
    char == '-' || is_xid_continue(char)
}
