//! Where YAML 1.1 and 1.2 may part, told from the text around the scalars.

use std::collections::BTreeSet;

use saphyr_parser::{Event, ScalarStyle, Span};

use super::unsure;

/// A key has to be found within 1024 characters; that many are safe.
const MAX_KEY: usize = 500;

/// A scalar in the text.
#[derive(Clone, Copy)]
struct Scalar {
    start: usize,
    end: usize,
    style: ScalarStyle,
}

/// Goes over the text, from scalar to scalar.
struct Walk<'a> {
    text: &'a [char],
    at: usize,
    /// How many brackets are open.
    flow: usize,
    /// The scalar before, while nothing but blanks came after it.
    last: Option<Scalar>,
    anchors: BTreeSet<&'a [char]>,
    /// Some content came already.
    begun: bool,
}

/// Refuses characters that only one of the two takes for a line break, or that none allows.
pub(super) fn check_characters(text: &str) -> Result<(), String> {
    let odd = |it: char| match it {
        '\t' | '\n' => false,
        '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => true,
        _ => it.is_control() && it != '\r',
    };
    let lone_return = text.replace("\r\n", "").contains('\r');
    match lone_return || text.contains(odd) {
        true => Err(unsure("an odd character")),
        false => Ok(()),
    }
}

pub(super) fn check(text: &str, events: &[(Event<'_>, Span)]) -> Result<(), String> {
    let chars: Vec<char> = text.chars().collect();
    let mut walk =
        Walk { text: &chars, at: 0, flow: 0, last: None, anchors: BTreeSet::new(), begun: false };
    for (event, span) in events {
        let Event::Scalar(value, style, anchor, tag) = event else { continue };
        // Characters that come of escapes may have to be composed with others.
        let escapes = *style == ScalarStyle::DoubleQuoted && text.contains('\\');
        if escapes && value.contains(|it: char| it >= '\u{300}') {
            return Err(unsure("such an escape"));
        }
        let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        if block && (value.starts_with('\t') || value.contains("\n\t")) {
            return Err(unsure("a tab"));
        }
        walk.between(span.start.index())?;
        walk.properties(usize::from(*anchor > 0) + usize::from(tag.is_some()))?;
        let plain = *style == ScalarStyle::Plain;
        if !(plain && value.is_empty()) {
            walk.scalar(*style, span.end.index())?;
        }
    }
    walk.between(chars.len())
}

impl Walk<'_> {
    fn peek(&self, at: usize) -> Option<char> {
        self.text.get(at).copied()
    }

    fn ends_token(&self, at: usize) -> bool {
        self.peek(at).is_none_or(char::is_whitespace)
    }

    /// Takes the anchor and the tag that stand before a scalar.
    fn properties(&mut self, count: usize) -> Result<(), String> {
        for _ in 0..count {
            while self.peek(self.at).is_some_and(|it| !matches!(it, '&' | '!')) {
                self.between(self.at + 1)?;
            }
            self.between(self.at + 1)?;
        }
        while count > 0 && matches!(self.peek(self.at), Some(' ' | '\r' | '\n' | '#')) {
            self.between(self.at + 1)?;
        }
        Ok(())
    }

    fn scalar(&mut self, style: ScalarStyle, end: usize) -> Result<(), String> {
        let start = self.at;
        let end = match style {
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => self.quoted(start, style)?,
            ScalarStyle::Plain => self.plain(start, end)?,
            // Without a line break at the end, or with nothing around it, it is not sure what belongs to it.
            _ if end >= self.text.len() && self.text.last() != Some(&'\n') => {
                return Err(unsure("such a block"));
            }
            _ => end,
        };
        self.at = end;
        self.last = Some(Scalar { start, end, style });
        self.begun = true;
        Ok(())
    }

    fn plain(&self, start: usize, end: usize) -> Result<usize, String> {
        let text = self.text.get(start..end).unwrap_or(&[]);
        let odd_colon = |it: &[char]| {
            it[1] == ':'
                && (it[0].is_whitespace() || it[2].is_whitespace() || ",[]{}".contains(it[2]))
        };
        let odd = text.contains(&'?')
            || matches!(text.first(), Some(':' | '|' | '>'))
            || text.last() == Some(&':')
            || text.windows(3).any(odd_colon);
        match text.contains(&'\t') || (self.flow > 0 && odd) {
            true => Err(unsure("such a scalar")),
            false => Ok(end),
        }
    }

    /// Where a quoted scalar ends.
    fn quoted(&self, start: usize, style: ScalarStyle) -> Result<usize, String> {
        let quote = if style == ScalarStyle::DoubleQuoted { '"' } else { '\'' };
        let mut at = start + 1;
        let (mut tab, mut broken) = (false, false);
        loop {
            match (self.peek(at), self.peek(at + 1)) {
                (None, _) => return Err(unsure("such a quote")),
                (Some('\''), Some('\'')) if quote == '\'' => at += 1,
                (Some('\\'), Some('/' | '\t')) if quote == '"' => {
                    return Err(unsure("such an escape"));
                }
                (Some('\\'), _) if quote == '"' => at += 1,
                (Some(it), _) if it == quote => break,
                (it, _) => {
                    tab |= it == Some('\t');
                    broken |= it == Some('\n');
                }
            }
            at += 1;
        }
        if tab && broken || self.peek(start) != Some(quote) {
            return Err(unsure("such a quote"));
        }
        Ok(at + 1)
    }

    /// Looks at what stands between two scalars.
    fn between(&mut self, end: usize) -> Result<(), String> {
        while self.at < end {
            let it = self.peek(self.at).unwrap_or(' ');
            match it {
                ' ' | '\r' | '\n' => {}
                '#' => self.skip_comment(),
                '[' | '{' => {
                    self.flow += 1;
                    self.begun = true;
                }
                ']' | '}' => self.flow = self.flow.saturating_sub(1),
                ':' => self.colon()?,
                '&' | '*' => self.name(it)?,
                '!' => self.tag()?,
                ',' if self.flow > 0 => {}
                '.' if self.begun && self.flow == 0 => {}
                '-' | '?' | '|' | '>' | '+' | '1'..='9' if self.flow == 0 => {}
                _ => return Err(unsure("such a character")),
            }
            if !matches!(it, ' ' | '\r' | '\n') {
                self.last = None;
            }
            self.at += 1;
        }
        Ok(())
    }

    fn skip_comment(&mut self) {
        while self.peek(self.at + 1).is_some_and(|it| it != '\n') {
            self.at += 1;
        }
    }

    /// A key and its colon stand on one line and close together.
    fn colon(&mut self) -> Result<(), String> {
        if let Some(key) = self.last {
            let between = self.text.get(key.start..self.at).unwrap_or(&[]);
            if between.len() > MAX_KEY || between.contains(&'\n') {
                return Err(unsure("such a key"));
            }
        }
        let adjacent =
            self.last.is_some_and(|it| it.end == self.at && it.style != ScalarStyle::Plain);
        let sure = self.ends_token(self.at + 1) || (self.flow > 0 && adjacent);
        if !sure || (self.flow > 0 && self.last.is_none()) {
            return Err(unsure("such a colon"));
        }
        Ok(())
    }

    /// An anchor or an alias.
    fn name(&mut self, kind: char) -> Result<(), String> {
        let start = self.at + 1;
        let letters = |it: &&char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-');
        let length = self.text.get(start..).unwrap_or(&[]).iter().take_while(letters).count();
        let end = start + length;
        let closed = self.flow > 0 && matches!(self.peek(end), Some(',' | ']' | '}'));
        let name = self.text.get(start..end).unwrap_or(&[]);
        let again = kind == '&' && self.anchors.contains(&name);
        if length == 0 || length > MAX_KEY || again || !(closed || self.ends_token(end)) {
            return Err(unsure("such an anchor"));
        }
        if kind == '&' {
            self.anchors.insert(name);
        }
        self.at = end - 1;
        Ok(())
    }

    fn tag(&mut self) -> Result<(), String> {
        let rest = self.text.get(self.at..).unwrap_or(&[]);
        let marks = rest.iter().take_while(|it| **it == '!').count();
        let letters = rest[marks..].iter().take_while(|it| it.is_ascii_alphanumeric()).count();
        let end = self.at + marks + letters;
        if marks > 2 || letters == 0 || letters > MAX_KEY || !self.ends_token(end) {
            return Err(unsure("such a tag"));
        }
        self.at = end - 1;
        Ok(())
    }
}
