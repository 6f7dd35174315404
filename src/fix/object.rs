//! Keys of objects that are written out: added, renamed and taken away, with the columns of what stays as `terraform fmt`
//! would have them.

use std::fmt::Write as _;
use std::ops::Range;

use crate::finding::Edit;
use crate::source::{Source, Span};
use crate::syntax::{Expr, ExprKind, Item};

/// Larger objects are left alone: nobody wrote them by hand.
const MAX_ITEMS: usize = 500;

/// Longer lines are broken.
const MAX_COLUMNS: usize = 100;

/// An object, and the text that it stands in.
#[derive(Clone, Copy)]
pub struct Written<'t> {
    source: &'t Source,
    span: Span,
    items: &'t [Item],
}

impl<'t> Written<'t> {
    /// `None`: it is no object, or not written in native syntax.
    pub fn new(expr: &'t Expr, source: &'t Source) -> Option<Written<'t>> {
        let ExprKind::Object(items) = &expr.kind else { return None };
        let text = source.text.get(expr.span.range())?;
        let is_native = !source.is_json() && text.starts_with('{') && text.ends_with('}');
        (is_native && items.len() <= MAX_ITEMS).then_some(Written {
            source,
            span: expr.span,
            items,
        })
    }

    fn text(&self, range: Range<usize>) -> &'t str {
        self.source.text.get(range).unwrap_or_default()
    }

    fn line(&self, at: usize) -> usize {
        self.text(self.span.range().start..at).matches('\n').count()
    }

    fn edit(&self, range: Range<usize>, text: impl Into<String>) -> Edit {
        Edit::replace(Span::new(self.span.file, range.start, range.end), text)
    }

    /// The item that a key has; the last one, where there are two.
    fn item(&self, key: &str) -> Option<usize> {
        self.items.iter().rposition(|it| matches!(&it.key.kind, ExprKind::String(it) if it == key))
    }

    /// With these keys. What is there already gets the new value.
    pub fn with(&self, pairs: &[(&str, &str)]) -> Option<Vec<Edit>> {
        let mut edits = Vec::new();
        let mut new = Vec::new();
        for (key, value) in pairs {
            match self.item(key) {
                Some(at) => edits.push(Edit::replace(self.items[at].value.span, *value)),
                None => new.push((*key, *value)),
            }
        }
        if new.is_empty() {
            return Some(edits);
        }
        let is_flat = !self.text(self.span.range()).contains('\n');
        match (self.items.last(), is_flat) {
            (None, _) => edits.push(self.filled(&new)),
            (Some(last), true) => edits.push(self.continued(last, &new)),
            (Some(_), false) => edits.extend(self.extended(&new)?),
        }
        Some(edits)
    }

    /// An object without items gets its first ones.
    fn filled(&self, new: &[(&str, &str)]) -> Edit {
        let indent = super::indentation(&self.source.text, self.span.range().start);
        let width = new.iter().map(|(key, _)| width(&spelled(key, false))).max().unwrap_or(0);
        let lines = new.iter().map(|(key, value)| {
            let key = spelled(key, false);
            format!("{indent}  {key}{} = {value}\n", " ".repeat(width - self::width(&key)))
        });
        // On one line what stands beside it stays as it is.
        let pairs = new.iter().map(|(key, value)| format!("{} = {value}", spelled(key, false)));
        let flat = format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "));
        let is_empty = self.text(self.span.range()).trim_matches(['{', '}', ' ']).is_empty();
        let start = self.source.text[..self.span.range().start].rfind('\n').map_or(0, |it| it + 1);
        if is_empty && self.span.range().start - start + flat.len() <= MAX_COLUMNS {
            return Edit::replace(self.span, flat);
        }
        let body = self.text(self.span.range().start + 1..self.span.range().end - 1);
        // A comment is all that stands in it.
        let kept = if body.trim().is_empty() { "" } else { body.trim_end() };
        let text = format!("{{{kept}\n{}{indent}}}", lines.collect::<String>());
        Edit::replace(self.span, text)
    }

    /// More items on the one line.
    fn continued(&self, last: &Item, new: &[(&str, &str)]) -> Edit {
        let sign = self.sign(last).map_or("=", |(_, it)| it);
        let is_quoted = self.is_quoted(last);
        let after = last.value.span.range().end;
        let comma = self.text(after..self.span.range().end).trim_start().starts_with(',');
        let text = new.iter().enumerate().map(|(at, (key, value))| {
            let lead = if at == 0 && comma { " " } else { ", " };
            let (key, space) = (spelled(key, is_quoted), if sign == ":" { "" } else { " " });
            format!("{lead}{key}{space}{sign} {value}")
        });
        let end = match comma {
            true => after + 1 + self.text(after..self.span.range().end).find(',').unwrap_or(0),
            false => after,
        };
        self.edit(end..end, text.collect::<String>())
    }

    /// More lines below the last one.
    fn extended(&self, new: &[(&str, &str)]) -> Option<Vec<Edit>> {
        let last = self.items.len() - 1;
        let item = &self.items[last];
        let end = item.value.span.range().end;
        let rest = self.text(end..self.span.range().end);
        // A heredoc ends where nobody sees it.
        if self.text(item.value.span.range()).contains("<<") {
            return None;
        }
        let line = rest.split('\n').next().unwrap_or_default();
        if !rest.contains('\n') {
            return None;
        }
        let comma = line.trim_start().starts_with(',');
        let is_quoted = self.is_quoted(item);
        let (_, sign) = self.sign(item)?;
        let keys: Vec<String> = new.iter().map(|(key, _)| spelled(key, is_quoted)).collect();
        let (mut edits, wide) = self.aligned(&self.group(last), None, &keys)?;
        let indent = super::indentation(&self.source.text, item.key.span.range().start);
        // Commas are either behind every item or behind none, but for the last.
        let others = self.items.len() > 1 && {
            let before = self.items[last - 1].value.span.range().end;
            self.text(before..item.key.span.range().start).trim_start().starts_with(',')
        };
        let mut text = String::new();
        for (at, (key, (_, value))) in keys.iter().zip(new).enumerate() {
            let mark = if comma || (others && at + 1 < new.len()) { "," } else { "" };
            let space = " ".repeat(wide.saturating_sub(width(key)));
            let _ = write!(text, "\n{indent}{key}{space} {sign} {value}{mark}");
        }
        if others && !comma {
            edits.push(self.edit(end..end, ","));
        }
        let at = end + line.trim_end_matches('\r').len();
        edits.push(self.edit(at..at, text));
        Some(edits)
    }

    /// With another name for a key.
    pub fn renamed(&self, key: &str, new: &str) -> Option<Vec<Edit>> {
        let at = self.item(key)?;
        let new = spelled(new, self.is_quoted(&self.items[at]));
        let (mut edits, _) = self.aligned(&self.group(at), Some((at, &new)), &[])?;
        edits.push(Edit::replace(self.items[at].key.span, new));
        Some(edits)
    }

    /// Without some keys, each of which has a line of its own.
    pub fn without(&self, keys: &[&str]) -> Option<Vec<Edit>> {
        let gone: Vec<usize> = keys.iter().filter_map(|it| self.item(it)).collect();
        if gone.is_empty() {
            return Some(Vec::new());
        }
        if gone.len() == self.items.len() {
            return Some(vec![Edit::replace(self.span, "{}")]);
        }
        let mut edits = Vec::new();
        for at in &gone {
            let range = self.whole_line(&self.items[*at])?;
            edits.push(self.edit(range, ""));
        }
        let mut left: Vec<usize> = (0..self.items.len()).filter(|it| !gone.contains(it)).collect();
        while let Some(first) = left.first().copied() {
            // What stood on both sides of a line that goes away is one group then.
            let group: Vec<usize> = self.group_without(first, &gone);
            left.retain(|it| *it != first && !group.contains(it));
            if group.len() < self.group(first).len() {
                edits.extend(self.aligned(&group, None, &[])?.0);
            }
        }
        Some(edits)
    }

    /// From the start of its line to the start of the next.
    fn whole_line(&self, item: &Item) -> Option<Range<usize>> {
        let (from, to) = (item.key.span.range().start, item.value.span.range().end);
        let start = self.source.text[..from].rfind('\n')? + 1;
        let end = to + self.text(to..self.span.range().end).find('\n')? + 1;
        let before = self.text(start..from).trim();
        let after = self.text(to..end).trim().trim_start_matches(',').trim();
        let is_alone = before.is_empty() && (after.is_empty() || after.starts_with(['#', '/']));
        is_alone.then_some(start..end)
    }

    /// The items on neighboring lines, each on one line, around one.
    fn group(&self, at: usize) -> Vec<usize> {
        self.group_without(at, &[])
    }

    fn group_without(&self, at: usize, gone: &[usize]) -> Vec<usize> {
        let lines = |it: usize| {
            let item = &self.items[it];
            (self.line(item.key.span.range().start), self.line(item.value.span.range().end))
        };
        let is_one_line = |it: usize| lines(it).0 == lines(it).1;
        let follows = |it: usize| {
            is_one_line(it - 1) && is_one_line(it) && lines(it - 1).1 + 1 == lines(it).0
        };
        if !is_one_line(at) {
            return Vec::new();
        }
        let mut first = at;
        while first > 0 && follows(first) {
            first -= 1;
        }
        let mut last = at;
        while last + 1 < self.items.len() && follows(last + 1) {
            last += 1;
        }
        (first..=last).filter(|it| !gone.contains(it)).collect()
    }

    /// Edits that keep the signs of a group below each other, with new keys in it; and how wide its keys are
    /// then. What nobody has aligned is left alone.
    fn aligned(
        &self,
        group: &[usize],
        renamed: Option<(usize, &str)>,
        new: &[String],
    ) -> Option<(Vec<Edit>, usize)> {
        let key = |it: usize| self.text(self.items[it].key.span.range());
        let mut columns = Vec::new();
        for it in group {
            let (at, _) = self.sign(&self.items[*it])?;
            columns.push(at - self.items[*it].key.span.range().start);
        }
        let was_aligned = columns.windows(2).all(|it| it[0] == it[1]);
        let now = |it: usize| match renamed {
            Some((at, name)) if at == it => width(name),
            _ => width(key(it)),
        };
        let own = group.iter().map(|it| now(*it));
        let wide = own.chain(new.iter().map(|it| width(it))).max().unwrap_or(0);
        let mut edits = Vec::new();
        for it in group.iter().filter(|_| was_aligned) {
            let (at, sign) = self.sign(&self.items[*it])?;
            let end = self.items[*it].key.span.range().end;
            let space = match sign {
                ":" => continue,
                _ => " ".repeat(wide - now(*it) + 1),
            };
            if self.text(end..at) != space {
                edits.push(self.edit(end..at, space));
            }
        }
        Some((edits, wide))
    }

    /// Where the `=` or `:` of an item is.
    fn sign(&self, item: &Item) -> Option<(usize, &'t str)> {
        let from = item.key.span.range().end;
        let between = self.text(from..item.value.span.range().start);
        let at = between.find(['=', ':'])?;
        Some((from + at, &between[at..=at]))
    }

    fn is_quoted(&self, item: &Item) -> bool {
        self.text(item.key.span.range()).starts_with('"')
    }
}

/// A key as it is written.
pub fn spelled(key: &str, is_quoted: bool) -> String {
    let mut letters = key.chars();
    let is_name = letters.next().is_some_and(|it| it.is_ascii_alphabetic() || it == '_')
        && letters.all(|it| it.is_ascii_alphanumeric() || it == '_' || it == '-');
    match is_name && !is_quoted {
        true => key.to_owned(),
        false => crate::eval::Value::from(key).to_hcl(),
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}
