//! Inside of literals: quoted strings and heredocs, up to the code in their sequences.

use super::code::{is_ident_continue, is_ident_start};
use super::frame::Frame;
use super::{Mask, Scanner};

impl Scanner<'_> {
    pub(super) fn sequence(&mut self) {
        if let Some(Frame::Heredoc { line_start, .. }) = self.frames.last_mut() {
            *line_start = false;
        }
        self.frames.push(Frame::Sequence { open: self.at });
        self.token(2);
    }

    /// The length of a `$${` or `%%{` here, which stands for itself; 0 where there is none.
    pub(super) fn escape(&self) -> usize {
        match (self.peek(0), self.peek(1), self.peek(2)) {
            (b'$', b'$', b'{') | (b'%', b'%', b'{') => 3,
            _ => 0,
        }
    }

    pub(super) fn quoted(&mut self) {
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

    pub(super) fn heredoc_start(&mut self) {
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
    pub(super) fn heredoc(&mut self) {
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
