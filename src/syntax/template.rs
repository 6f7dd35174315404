//! Templates: the literals are read from the source again, because in the body of a directive, with
//! trim markers and in indented heredocs hcl-edit's idea of them is not Terraform's.

use std::ops::Range;

use ecow::EcoString;
use hcl::edit::template::{Directive, Element, HeredocTemplate, StringTemplate, Strip, Template};

use super::convert::Converter;
use super::literal::{self, Style};
use super::tree::{Expr, ExprKind, Ident, Part};

/// A template as Terraform's scanner sees it: a flat row of pieces.
enum Piece {
    Literal(String),
    Interpolation(Expr),
    If(Expr),
    Else,
    EndIf,
    For { key: Option<Ident>, value: Ident, collection: Expr },
    EndFor,
}

pub(super) fn quoted(cx: &mut Converter<'_>, from: &StringTemplate) -> ExprKind {
    let mut flat = Flat { style: Style::Quoted, pieces: Vec::new(), trim_next: false };
    flat.template(cx, from);
    finish(flat.pieces)
}

pub(super) fn heredoc(
    cx: &mut Converter<'_>,
    from: &HeredocTemplate,
    range: Range<usize>,
) -> ExprKind {
    let mut flat = Flat { style: Style::Heredoc, pieces: Vec::new(), trim_next: false };
    flat.template(cx, &from.template);
    if cx.text[range].starts_with("<<-") {
        unindent(&mut flat.pieces);
    }
    finish(flat.pieces)
}

/// A template without a surrounding quote: the string values of JSON syntax.
pub(super) fn bare(cx: &mut Converter<'_>, from: &Template) -> ExprKind {
    let mut flat = Flat { style: Style::Heredoc, pieces: Vec::new(), trim_next: false };
    flat.template(cx, from);
    finish(flat.pieces)
}

struct Flat {
    style: Style,
    pieces: Vec<Piece>,
    /// The sequence before ended with `~}`.
    trim_next: bool,
}

impl Flat {
    fn template(&mut self, cx: &mut Converter<'_>, from: &Template) {
        for element in from {
            match element {
                Element::Literal(literal) => {
                    let range = cx.range(literal);
                    self.literal(cx, range);
                }
                Element::Interpolation(it) => {
                    let expr = cx.expr(&it.expr);
                    self.sequence(Piece::Interpolation(expr), it.strip);
                }
                Element::Directive(directive) => self.directive(cx, directive),
            }
        }
    }

    /// In a heredoc each line is a literal of its own: trimming and indentation work on lines.
    fn literal(&mut self, cx: &mut Converter<'_>, range: Range<usize>) {
        let mut at = range.start;
        let text = cx.text;
        let raw = &text[range];
        let lines = match self.style {
            Style::Quoted => vec![raw],
            Style::Heredoc => raw.split_inclusive('\n').collect(),
        };
        for line in lines {
            let mut text = literal::decode(cx, line, at, self.style);
            if std::mem::take(&mut self.trim_next) {
                text.drain(..text.len() - text.trim_start().len());
            }
            self.pieces.push(Piece::Literal(text));
            at += line.len();
        }
    }

    fn sequence(&mut self, piece: Piece, strip: Strip) {
        if matches!(strip, Strip::Start | Strip::Both)
            && let Some(Piece::Literal(before)) = self.pieces.last_mut()
        {
            before.truncate(before.trim_end().len());
        }
        self.pieces.push(piece);
        self.trim_next = matches!(strip, Strip::End | Strip::Both);
    }

    fn directive(&mut self, cx: &mut Converter<'_>, from: &Directive) {
        match from {
            Directive::If(it) => {
                let condition = cx.behind_word("if", &it.if_expr.cond_expr);
                self.sequence(Piece::If(condition), it.if_expr.strip);
                self.template(cx, &it.if_expr.template);
                if let Some(otherwise) = &it.else_expr {
                    self.sequence(Piece::Else, otherwise.strip);
                    self.template(cx, &otherwise.template);
                }
                self.sequence(Piece::EndIf, it.endif_expr.strip);
            }
            Directive::For(it) => {
                let key = it.for_expr.key_var.as_ref().map(|it| cx.ident(it));
                let value = cx.ident(&it.for_expr.value_var);
                let collection = cx.behind_word("in", &it.for_expr.collection_expr);
                self.sequence(Piece::For { key, value, collection }, it.for_expr.strip);
                self.template(cx, &it.for_expr.template);
                self.sequence(Piece::EndFor, it.endfor_expr.strip);
            }
        }
    }
}

/// What `<<-` does: the smallest indentation of all lines is taken from each. Lines of nothing but
/// white space do not count; a line that starts with a sequence has no indentation.
fn unindent(pieces: &mut [Piece]) {
    let mut smallest = usize::MAX;
    let mut line_start = true;
    for piece in &*pieces {
        let blank = matches!(piece, Piece::Literal(text) if text.trim_start().is_empty() && text.ends_with('\n'));
        if line_start && !blank {
            smallest = smallest.min(indentation(piece));
        }
        line_start = ends_line(piece);
    }
    let mut line_start = true;
    for piece in pieces {
        let ends_line = ends_line(piece);
        if let (true, Piece::Literal(text)) = (line_start, &mut *piece)
            && !(text.trim_start().is_empty() && text.ends_with('\n'))
        {
            *text = text.chars().skip(smallest).collect();
        }
        line_start = ends_line;
    }
}

fn indentation(piece: &Piece) -> usize {
    match piece {
        Piece::Literal(text) => text.chars().take_while(|char| char.is_whitespace()).count(),
        _ => 0,
    }
}

fn ends_line(piece: &Piece) -> bool {
    matches!(piece, Piece::Literal(text) if text.ends_with('\n'))
}

/// The tree again; a template of literals alone is a string.
fn finish(pieces: Vec<Piece>) -> ExprKind {
    // An interpolation alone keeps the type of its value; not so one that stood beside blanks.
    let trimmed = pieces.iter().any(|it| matches!(it, Piece::Literal(_)));
    let mut parts = nest(&mut pieces.into_iter());
    if let ([Part::Interpolation(_)], true) = (parts.as_slice(), trimmed) {
        parts.push(Part::Literal(EcoString::new()));
    }
    match parts.as_mut_slice() {
        [] => ExprKind::String(EcoString::new()),
        [Part::Literal(text)] => ExprKind::String(std::mem::take(text)),
        _ => ExprKind::Template(parts.into()),
    }
}

/// The parts up to the end of the directive that holds them.
fn nest(pieces: &mut dyn Iterator<Item = Piece>) -> Vec<Part> {
    branch(pieces).0
}

/// Also: whether an `else` follows.
fn branch(pieces: &mut dyn Iterator<Item = Piece>) -> (Vec<Part>, bool) {
    let mut parts = Vec::new();
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Literal(text) if text.is_empty() => {}
            Piece::Literal(text) => match parts.last_mut() {
                Some(Part::Literal(before)) => before.push_str(&text),
                _ => parts.push(Part::Literal(text.into())),
            },
            Piece::Interpolation(expr) => parts.push(Part::Interpolation(expr)),
            Piece::If(condition) => {
                let (then, has_else) = branch(pieces);
                let otherwise = if has_else { nest(pieces) } else { Vec::new() };
                parts.push(Part::If { condition, then: then.into(), otherwise: otherwise.into() });
            }
            Piece::For { key, value, collection } => {
                let body = nest(pieces).into();
                parts.push(Part::For { key, value, collection, body });
            }
            Piece::Else => return (parts, true),
            Piece::EndIf | Piece::EndFor => break,
        }
    }
    (parts, false)
}
