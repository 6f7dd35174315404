//! Reading HCL documents of our own, rule packs and settings: typed values, and complaints with the
//! place, the reason and the valid choices. Nothing here knows what the documents mean.

pub mod harmless;

use std::collections::BTreeSet;
use std::sync::Arc;

use ecow::EcoString;
use miette::{Diagnostic, NamedSource, SourceSpan};
use thiserror::Error;

use crate::source::{FileId, Lines, Span};
use crate::syntax::{self, Attribute, Body, Expr, ExprKind, Ident};

/// Why a document was refused.
#[derive(Debug, Error, Diagnostic)]
#[error("{what}: {message}")]
pub struct Complaint {
    what: &'static str,
    pub message: String,
    #[source_code]
    source_code: NamedSource<Arc<String>>,
    #[label("here")]
    at: SourceSpan,
    #[help]
    help: Option<String>,
}

/// Everything that is wrong with some documents.
#[derive(Debug, Error, Diagnostic)]
#[error("{}", summary(.all))]
pub struct Refused {
    #[related]
    pub all: Vec<Complaint>,
}

fn summary(all: &[Complaint]) -> String {
    match all {
        [one] => format!("{} {} is not usable", one.what, one.source_code.name()),
        [first, ..] => format!("{}: {} mistakes", first.what, all.len()),
        [] => String::from("nothing is wrong"),
    }
}

/// Nobody reads more complaints than this, and drawing each goes over the whole text.
const MOST: usize = 50;
/// Larger documents, and those with longer lines, are refused: nobody wrote them by hand, and nobody could
/// read what a complaint shows of them.
const MAX_BYTES: usize = 1 << 20;
const MAX_LINE: usize = 10_000;

/// A document that is being read.
pub struct Document {
    what: &'static str,
    path: String,
    text: String,
    lines: Lines,
    mistakes: Vec<Mistake>,
}

#[derive(PartialEq)]
struct Mistake {
    at: Span,
    message: String,
    help: Option<String>,
}

impl Document {
    /// Parses the text. What does not parse is the first complaint.
    pub fn parse(what: &'static str, path: &str, text: &str) -> (Document, Body) {
        let (mut document, text) = Document::unparsed(what, path, text);
        let parsed = syntax::parse(FileId::DETACHED, text);
        for error in parsed.errors {
            document.complain(error.span, error.message, error.help);
        }
        (document, parsed.tree.body)
    }

    /// A document that is not HCL, and what there is to read of it: nothing where it is too much.
    pub fn unparsed<'t>(what: &'static str, path: &str, text: &'t str) -> (Document, &'t str) {
        let excess = excess(text);
        let text = if excess.is_none() { text } else { "" };
        let (lines, mistakes) = (Lines::new(text), Vec::new());
        let mut document =
            Document { what, path: path.to_owned(), text: text.to_owned(), lines, mistakes };
        if let Some(message) = excess {
            document.complain(Span::new(FileId::DETACHED, 0, 0), message, None);
        }
        (document, text)
    }

    /// Whether nothing is wrong so far.
    pub fn is_clean(&self) -> bool {
        self.mistakes.is_empty()
    }

    /// How many things are wrong so far.
    pub fn n_mistakes(&self) -> usize {
        self.mistakes.len()
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of a span, on one line.
    pub fn written(&self, at: Span) -> String {
        let text = self.text.get(at.range()).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Which line a place is on, from 1.
    pub fn line(&self, at: Span) -> usize {
        self.lines.line(at.range().start) + 1
    }

    /// The same is not said twice of one place, though several parts of a document may share it.
    pub fn complain(&mut self, at: Span, message: impl Into<String>, help: Option<String>) {
        let mistake = Mistake { at, message: message.into(), help };
        if self.is_full() || self.mistakes.contains(&mistake) {
            return;
        }
        self.mistakes.push(match self.mistakes.len() {
            ..MOST => mistake,
            _ => Mistake { at, message: "and more from here on".to_owned(), help: None },
        });
    }

    fn is_full(&self) -> bool {
        self.mistakes.len() > MOST
    }

    /// What is to be told, in the order of the text; empty where all is well. The document comes from
    /// whoever wrote the repository, so nothing of it reaches a terminal as more than text.
    pub fn complaints(mut self) -> Vec<Complaint> {
        let n_told = self.mistakes.len().min(MOST);
        self.mistakes[..n_told].sort_by_key(|it| it.at);
        let text = Arc::new(harmless::text(&self.text));
        let path = harmless::line(&self.path);
        let complaints = self.mistakes.into_iter().map(|it| Complaint {
            what: self.what,
            message: harmless::line(&it.message),
            source_code: NamedSource::new(&path, Arc::clone(&text)).with_language("hcl"),
            at: SourceSpan::from(it.at.range()),
            help: it.help.as_deref().map(harmless::line),
        });
        complaints.collect()
    }

    /// Complains about attributes that are none of the known ones.
    pub fn fields(&mut self, kind: &str, body: &Body, known: &[&str]) {
        for attribute in &body.attributes {
            if !known.contains(&attribute.name.text.as_str()) {
                self.unknown(kind, &attribute.name, known);
            }
        }
    }

    /// Complains about blocks that are none of the known ones, that have a name, or that stand there
    /// twice; `many` may.
    pub fn blocks(&mut self, body: &Body, known: &[&str], many: &[&str]) {
        let mut seen = BTreeSet::new();
        for block in &body.blocks {
            let kind = block.kind.text.as_str();
            if !known.contains(&kind) {
                self.unknown("block", &block.kind, known);
            } else if let Some(label) = block.labels.first() {
                self.complain(label.span, format!("`{kind}` takes no name"), None);
            } else if !seen.insert(kind) && !many.contains(&kind) {
                self.complain(block.kind.span, format!("there are two `{kind}` here"), None);
            }
        }
    }

    /// Complains about a name that is none of the known ones.
    pub fn unknown(&mut self, kind: &str, name: &Ident, known: &[&str]) {
        if !self.is_full() {
            let help = (!known.is_empty()).then(|| choices(&name.text, known));
            self.complain(name.span, format!("there is no {kind} `{}`", name.text), help);
        }
    }

    pub fn string(&mut self, attribute: &Attribute) -> Option<EcoString> {
        self.string_expr(&attribute.expr, &attribute.name.text)
    }

    fn string_expr(&mut self, expr: &Expr, name: &str) -> Option<EcoString> {
        if let ExprKind::String(text) = &expr.kind {
            return Some(text.clone());
        }
        let help = Some(format!("`{name}` is a string without expressions"));
        self.complain(expr.span, format!("`{name}` is no plain string"), help);
        None
    }

    pub fn bool(&mut self, attribute: &Attribute) -> Option<bool> {
        if let ExprKind::Bool(value) = attribute.expr.kind {
            return Some(value);
        }
        let message = format!("`{}` is neither true nor false", attribute.name.text);
        self.complain(attribute.expr.span, message, None);
        None
    }

    /// A value that stands for itself: nothing is referred to, nothing is called.
    pub fn literal(&mut self, attribute: &Attribute) -> Option<Expr> {
        let mut wrong = None;
        attribute.expr.walk(&mut |it| {
            if matches!(it.kind, ExprKind::Variable(_) | ExprKind::Call(_) | ExprKind::For(_)) {
                wrong = wrong.or(Some(it.span));
            }
        });
        let Some(at) = wrong else { return Some(attribute.expr.clone()) };
        let help = Some("write the value itself, such as 30, \"gp3\" or [1, 2]".to_owned());
        self.complain(at, format!("`{}` is no plain value", attribute.name.text), help);
        None
    }

    /// A list of strings, each with its place.
    pub fn strings(&mut self, attribute: &Attribute) -> Vec<(EcoString, Span)> {
        let ExprKind::Tuple(items) = &attribute.expr.kind else {
            let message = format!("`{}` is no list", attribute.name.text);
            let help = Some(format!("write {} = [\"...\"]", attribute.name.text));
            self.complain(attribute.expr.span, message, help);
            return Vec::new();
        };
        let strings = items.iter().filter_map(|item| {
            let text = self.string_expr(item, &attribute.name.text)?;
            Some((text, item.span))
        });
        strings.collect()
    }

    /// A string that is one of a few.
    pub fn one_of<T>(&mut self, attribute: &Attribute, choices: &[(&'static str, T)]) -> Option<T>
    where
        T: Copy,
    {
        let text = self.string(attribute)?;
        let found = choices.iter().find(|(name, _)| *name == text);
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let message = format!("`{}` cannot be \"{text}\"", attribute.name.text);
            self.complain(attribute.expr.span, message, Some(self::choices(&text, &names)));
        }
        found.map(|(_, value)| *value)
    }
}

/// More are not listed: nobody looks for one among them.
const MAX_CHOICES: usize = 24;

/// Why a document is too much to be read.
fn excess(text: &str) -> Option<String> {
    if text.len() > MAX_BYTES {
        return Some("it is larger than 1 MiB, and not read".to_owned());
    }
    let long = text.lines().position(|it| it.len() > MAX_LINE)?;
    Some(format!("line {} is longer than {MAX_LINE} bytes, and nothing is read", long + 1))
}

/// "did you mean `x`?", or the choices.
pub fn choices(given: &str, known: &[&str]) -> String {
    near(given, known).unwrap_or_else(|| match known.len() {
        ..=MAX_CHOICES => format!("it is one of: {}", known.join(", ")),
        n => {
            let some = known[..MAX_CHOICES].join(", ");
            format!("it is one of: {some}, and {} more", n - MAX_CHOICES)
        }
    })
}

/// "did you mean `x`?", where something is called nearly so.
pub fn near(given: &str, known: &[&str]) -> Option<String> {
    let likeness = |name: &&&str| strsim::jaro_winkler(given, name);
    let close = known.iter().filter(|it| likeness(it) > 0.85);
    let nearest = close.max_by(|one, other| likeness(one).total_cmp(&likeness(other)))?;
    Some(format!("did you mean `{nearest}`?"))
}
