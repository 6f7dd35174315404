//! Edits, and what becomes of a text when they are applied. Formatting of the rest stays to the byte.

mod choose;
mod object;
mod patch;

pub use choose::{go_together, is_sound};
pub use object::{Written, spelled};
pub use patch::patch;

use std::borrow::Cow;

use crate::finding::{Edit, Fix};
use crate::source::{Source, Span};
use crate::syntax::Block;

impl Edit {
    pub fn replace(span: Span, text: impl Into<String>) -> Edit {
        Edit { span, text: text.into() }
    }

    /// `name = value` as the first line of a block. A blank line behind it keeps the alignment of what
    /// follows as it was.
    pub fn set_in(block: &Block, source: &Source, name: &str, value: &str) -> Option<Edit> {
        let text = source.text.get(block.span.range())?;
        let header = block.header().range().end - block.span.range().start;
        let open = header + text.get(header..)?.find('{')?;
        let indent = indentation(&source.text, block.span.range().start);
        let rest = &text[open + 1..];
        let line = rest.split('\n').next().unwrap_or_default();
        let at = block.span.range().start + open + 1;
        let one_line = !rest.contains('\n');
        if one_line {
            let inside = rest.strip_suffix('}')?.trim();
            let kept =
                if inside.is_empty() { String::new() } else { format!("\n{indent}  {inside}\n") };
            let span = Span::new(block.span.file, at, block.span.range().end - 1);
            return Some(Edit::replace(
                span,
                format!("\n{indent}  {name} = {value}\n{kept}{indent}"),
            ));
        }
        // Behind a comment on the line of the brace.
        let at = at + line.trim_end_matches('\r').len();
        let next = rest[line.len()..].trim_start_matches(['\r', '\n', ' ', '\t']);
        let gap = if next.starts_with('}') || next_line_is_blank(&rest[line.len()..]) {
            ""
        } else {
            "\n"
        };
        let span = Span::new(block.span.file, at, at);
        Some(Edit::replace(span, format!("\n{indent}  {name} = {value}{gap}")))
    }
}

impl Edit {
    /// More at the end of a block, behind a blank line: the lines without the block's own indentation.
    pub fn append(block: &Block, source: &Source, lines: &[String]) -> Option<Edit> {
        let text = source.text.get(block.span.range())?;
        if source.is_json() || !text.ends_with('}') {
            return None;
        }
        let indent = indentation(&source.text, block.span.range().start);
        let line = |it: &String| match it.as_str() {
            "" => "\n".to_owned(),
            it => format!("{indent}  {it}\n"),
        };
        let new: String = lines.iter().map(line).collect();
        let open = block.header().range().end - block.span.range().start;
        let open = open + text.get(open..)?.find('{')? + 1;
        let body = &text[open..text.len() - 1];
        let file = block.span.file;
        let (start, end) = (block.span.range().start + open, block.span.range().end - 1);
        if !body.contains('\n') {
            let kept = match body.trim() {
                "" => String::new(),
                kept => format!("{indent}  {kept}\n\n"),
            };
            return Some(Edit::replace(
                Span::new(file, start, end),
                format!("\n{kept}{new}{indent}"),
            ));
        }
        let last = body.rfind('\n')? + 1;
        // The brace stands behind something.
        if !body[last..].trim().is_empty() {
            return None;
        }
        let above = body[..last].trim_end();
        let gap = if above.is_empty() || body[..last].ends_with("\n\n") { "" } else { "\n" };
        let at = start + last;
        Some(Edit::replace(Span::new(file, at, at), format!("{gap}{new}")))
    }
}

fn next_line_is_blank(rest: &str) -> bool {
    rest.split('\n').nth(1).is_some_and(|line| line.trim().is_empty())
}

/// The white space in front of what stands at `at`.
fn indentation(text: &str, at: usize) -> &str {
    let line = text[..at].rfind('\n').map_or(0, |it| it + 1);
    let rest = &text[line..at];
    &rest[..rest.len() - rest.trim_start().len()]
}

/// The edits of as many fixes as go together, each wholly or not at all: those that write where an earlier one did
/// are left for another round.
pub fn together<'f>(fixes: impl IntoIterator<Item = &'f Fix>) -> Vec<&'f Edit> {
    let fixes: Vec<&Fix> = fixes.into_iter().collect();
    go_together(&fixes).into_iter().flat_map(|it| &fixes[it].edits).collect()
}

/// Applies edits of one file. One that overlaps an earlier one is left for another round.
pub fn apply(text: &str, edits: &[&Edit]) -> String {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    edits.dedup();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        if range.start < at {
            continue;
        }
        let Some(kept) = text.get(at..range.start) else { continue };
        out.push_str(kept);
        out.push_str(&as_in(text, &edit.text));
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// New lines end as those do that are there.
fn as_in<'e>(text: &str, new: &'e str) -> Cow<'e, str> {
    let end = text.find('\n').unwrap_or(0);
    let is_dos = text[..end].ends_with('\r');
    match is_dos && new.contains('\n') {
        true => new.replace("\r\n", "\n").replace('\n', "\r\n").into(),
        false => new.into(),
    }
}
