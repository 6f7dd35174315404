//! Native syntax: the text is split at its top level, shown to hcl-edit item by item, and put
//! together again. An item that does not parse costs itself and yields an error.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use ecow::EcoString;
use hcl::edit::parser;

use super::convert::Converter;
use super::crowded::Crowded;
use super::scan::{self, Fault, Item, Keep, Mask, Scan};
use super::tree::{Comment, Expr, ExprKind, Part};
use super::{Parsed, SyntaxError};
use crate::source::{FileId, Lines, Span};

pub(super) fn parse(file: FileId, text: &str) -> Parsed {
    let scan = scan::scan(text, 0..text.len(), Keep::Items);
    let mut reader = Reader::new(file, text, &scan);
    for item in &scan.items {
        reader.item(item);
    }
    let mut parsed = reader.parsed;
    let comments = scan.comments.iter();
    parsed.tree.comments =
        comments.map(|it| Comment { span: Span::new(file, it.start, it.end) }).collect();
    add_faults(file, text, &scan.faults, &mut parsed.errors);
    redefined(&mut parsed);
    parsed
}

/// Adds what the scan saw, but for lines on which an error is told already.
fn add_faults(file: FileId, text: &str, faults: &[Fault], errors: &mut Vec<SyntaxError>) {
    if faults.is_empty() && errors.is_empty() {
        return;
    }
    let lines = Lines::new(text);
    let mut told: HashSet<usize> =
        errors.iter().map(|it| lines.line(it.span.range().start)).collect();
    for fault in faults.iter().filter(|it| told.insert(lines.line(it.at.start))) {
        let span = Span::new(file, fault.at.start, fault.at.end);
        errors.push(SyntaxError { span, message: fault.message.to_owned(), help: None });
    }
    errors.sort_by_key(|it| it.span);
    errors.dedup_by_key(|it| it.span.start);
}

/// Parses a template: a heredoc without its markers. Places are those of the heredoc.
pub(super) fn parse_template(file: FileId, text: &str) -> Result<Expr, SyntaxError> {
    let mut marker = "TEMPLATE".to_owned();
    while text.contains(&marker) {
        marker.push('_');
    }
    let mut expr = parse_expr(file, &format!("<<{marker}\n{text}\n{marker}\n"))?;
    // The line break before the closing marker is not the template's, unless a trim marker took it.
    match &mut expr.kind {
        ExprKind::String(literal) => without_break(literal),
        ExprKind::Template(parts) => {
            if let Some(Part::Literal(literal)) = parts.last_mut() {
                without_break(literal);
            }
            let parts =
                parts.iter().filter(|it| !matches!(it, Part::Literal(text) if text.is_empty()));
            expr.kind = ExprKind::Template(parts.cloned().collect());
        }
        _ => {}
    }
    Ok(expr)
}

fn without_break(literal: &mut EcoString) {
    if let Some(rest) = literal.strip_suffix('\n') {
        *literal = rest.into();
    }
}

/// Parses one expression that is the whole text.
pub(super) fn parse_expr(file: FileId, text: &str) -> Result<Expr, SyntaxError> {
    let scan = scan::scan(text, 0..text.len(), Keep::Items);
    let shown = shown(text, &scan.masks);
    let end = shown.trim_end().len();
    let start = (shown.len() - shown.trim_start().len()).min(end);
    let mut crowded = Crowded::default();
    let mut parsed = parser::parse_expr(&shown[start..end]);
    if scan.crowded || parsed.as_ref().is_err_and(is_redefined_key) {
        crowded = Crowded::split(text, &shown, &(start..end));
        parsed = parser::parse_expr(&crowded.hide(&(start..end)));
    }
    let expr = parsed.map_err(|error| located(file, text, start, &error))?;
    let mut errors = Vec::new();
    let expr = Converter::new(file, text, start, &crowded, &mut errors).expr(&expr);
    errors.into_iter().next().map_or(Ok(expr), Err)
}

fn is_redefined_key(error: &parser::Error) -> bool {
    error.message().contains("redefined object key")
}

/// The text as hcl-edit is to see it: of the same length, so that places stay true.
fn shown<'a>(text: &'a str, masks: &[Mask]) -> Cow<'a, str> {
    if masks.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for mask in masks {
        bytes[mask.range.clone()].fill(mask.with);
    }
    Cow::Owned(String::from_utf8(bytes).expect("masks cover whole characters"))
}

/// `base` is where hcl-edit's text starts in `text`. Its places can lie inside of a character.
pub(super) fn located(file: FileId, text: &str, base: usize, error: &parser::Error) -> SyntaxError {
    let mut at = (base + error.location().offset()).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    SyntaxError { span: Span::new(file, at, at), message: plain(error.message()), help: None }
}

/// hcl-edit's words in ours.
pub(super) fn plain(message: &str) -> String {
    let known = [
        ("redefined attribute", "this argument is already set in this block"),
        ("nested levels", "nested deeper than the 64 levels that are read"),
        ("chained binary operators", "a chain of more than the 128 operators that are read"),
        ("unexpected token", "this is not understood here"),
        ("escape sequence", "this is no escape sequence"),
        ("hex code", "this is no character's hexadecimal code"),
        ("invalid expression", "an expression is missing here"),
        ("object value assignment", "`=` and a value are missing here"),
        ("invalid structure", "`=` or `{` is missing here"),
        ("newline or eof", "a line break is missing here"),
    ];
    match known.iter().find(|(theirs, _)| message.contains(theirs)) {
        Some((_, ours)) => (*ours).to_owned(),
        None => message.replace('\n', " "),
    }
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    shown: Cow<'a, str>,
    crowded: bool,
    parsed: Parsed,
}

impl<'a> Reader<'a> {
    fn new(file: FileId, text: &'a str, scan: &Scan) -> Reader<'a> {
        let shown = shown(text, &scan.masks);
        Reader { file, text, shown, crowded: scan.crowded, parsed: Parsed::default() }
    }

    fn item(&mut self, item: &Item) {
        let Err(error) = self.attempt(item) else { return };
        let pieces = pieces(self.text, &item.range);
        if pieces.len() < 2 {
            return self.blame(item, &error, 0);
        }
        // Some bracket in here swallowed what follows it: read on where a new block seems to start.
        let n_errors = self.parsed.errors.len();
        for piece in pieces {
            for item in &scan::scan(self.text, piece, Keep::Items).items {
                if let Err(error) = self.attempt(item) {
                    self.blame(item, &error, 0);
                }
            }
        }
        if self.parsed.errors.len() == n_errors {
            self.blame(item, &error, 0);
        }
    }

    /// Says what is wrong with an item, as far inside as it can be told. hcl-edit names the first thing
    /// it tried in vain, which for a block is often the block.
    fn blame(&mut self, item: &Item, error: &parser::Error, depth: usize) {
        let n_errors = self.parsed.errors.len();
        let headless = self.text[item.range.clone()].starts_with('{');
        let body = item.body.clone().filter(|_| !headless && depth < MAX_BLAME);
        let inner = body.map(|body| scan::scan(self.text, body, Keep::Items));
        for item in inner.iter().flat_map(|it| &it.items) {
            if let Err(error) = parser::parse_body(&self.shown[item.range.clone()]) {
                self.blame(item, &error, depth + 1);
            }
        }
        if self.parsed.errors.len() == n_errors {
            let error = self.innermost(item).unwrap_or_else(|| self.explain(item, error));
            self.parsed.errors.push(error);
        }
    }

    /// The error inside the innermost brackets that do not parse on their own.
    fn innermost(&self, item: &Item) -> Option<SyntaxError> {
        let scan = scan::scan(self.text, item.range.clone(), Keep::Insides);
        scan.groups.iter().find_map(|group| {
            let inside = &self.shown[group.start + 1..group.end - 1];
            // An index splat and an expanded argument are no elements of a list.
            if inside.trim() == "*" || inside.trim_end().ends_with("...") {
                return None;
            }
            let alone = match self.shown.as_bytes()[group.start] {
                b'{' => self.shown[group.clone()].to_owned(),
                _ => format!("[{inside}]"),
            };
            let error = parser::parse_expr(&alone).err()?;
            (!error.message().contains("redefined")).then(|| self.located(group.start, &error))
        })
    }

    fn attempt(&mut self, item: &Item) -> Result<(), parser::Error> {
        let range = item.range.clone();
        let mut crowded = Crowded::default();
        if self.crowded {
            crowded = Crowded::split(self.text, &self.shown, &range);
        }
        let mut result = self.hcl(&range, &crowded);
        if result.as_ref().is_err_and(is_redefined_key) {
            crowded = Crowded::split(self.text, &self.shown, &range);
            result = self.hcl(&range, &crowded);
        }
        let body = result?;
        let errors = &mut self.parsed.errors;
        let mut converter = Converter::new(self.file, self.text, range.start, &crowded, errors);
        converter.body(&body, &mut self.parsed.tree.body);
        Ok(())
    }

    /// hcl-edit says where it got stuck, but not always the last place: it goes back and tries something
    /// else. Where a bracket stays open that is where to look.
    fn explain(&self, item: &Item, error: &parser::Error) -> SyntaxError {
        let Some(unclosed) = &item.unclosed else { return self.located(item.range.start, error) };
        SyntaxError {
            span: Span::new(self.file, unclosed.at.start, unclosed.at.end),
            message: format!("this {} is never closed", unclosed.what),
            help: None,
        }
    }

    /// Where hcl-edit looked for what is missing on a later line, the end of what made sense is the place.
    fn located(&self, start: usize, error: &parser::Error) -> SyntaxError {
        let mut located = located(self.file, self.text, start, error);
        if error.message().contains("assignment") {
            let at = start + self.shown[start..located.span.range().start].trim_end().len();
            located.span = Span::new(self.file, at, at);
        }
        located
    }

    fn hcl(
        &self,
        range: &Range<usize>,
        crowded: &Crowded,
    ) -> Result<hcl::edit::structure::Body, parser::Error> {
        if crowded.is_empty() {
            return parser::parse_body(&self.shown[range.clone()]);
        }
        parser::parse_body(&crowded.hide(range))
    }
}

/// How far into nested blocks an error is followed.
const MAX_BLAME: usize = 16;

/// The words that can start a block at the top level of a Terraform file.
const TOP_LEVEL: &[&str] = &[
    "check",
    "data",
    "ephemeral",
    "import",
    "locals",
    "module",
    "moved",
    "output",
    "provider",
    "removed",
    "resource",
    "terraform",
    "variable",
];

/// A broken item, cut where a line begins with the head of a top-level block.
fn pieces(text: &str, item: &Range<usize>) -> Vec<Range<usize>> {
    let mut cuts = vec![item.start];
    let mut at = item.start;
    for line in text[item.clone()].split_inclusive('\n') {
        if at > item.start && is_head(line) {
            cuts.push(at);
        }
        at += line.len();
    }
    let ends = cuts.iter().skip(1).copied().chain([item.end]).collect::<Vec<_>>();
    cuts.into_iter().zip(ends).map(|(start, end)| start..end).collect()
}

fn is_head(line: &str) -> bool {
    let line = line.trim_end();
    let word = line.split([' ', '\t', '"', '{']).next().unwrap_or_default();
    TOP_LEVEL.contains(&word) && (line.ends_with('{') || line.ends_with('}'))
}

/// hcl-edit sees one item at a time, so attributes that are set twice at the top level are found here.
fn redefined(parsed: &mut Parsed) {
    let Parsed { tree, errors } = parsed;
    let attributes = &mut tree.body.attributes;
    let mut seen = HashSet::new();
    attributes.retain(|attribute| {
        let first = seen.insert(attribute.name.text.clone());
        if !first {
            errors.push(already_set(&attribute.name.text, attribute.name.span));
        }
        first
    });
}

fn already_set(name: &str, span: Span) -> SyntaxError {
    SyntaxError {
        span,
        message: format!("`{name}` is already set"),
        help: Some("keep one of the two: each argument is set once in a block".to_owned()),
    }
}
