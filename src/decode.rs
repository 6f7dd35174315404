//! Reading HCL documents of our own, rule packs and settings: typed values, and complaints with the
//! place, the reason and the valid choices. Nothing here knows what the documents mean.

use std::sync::Arc;

use ecow::EcoString;
use miette::{Diagnostic, NamedSource, SourceSpan};
use thiserror::Error;

use crate::source::{FileId, Span};
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

/// A document that is being read.
pub struct Document {
    what: &'static str,
    path: String,
    text: Arc<String>,
    complaints: Vec<Complaint>,
}

impl Document {
    /// Parses the text. What does not parse is the first complaint.
    pub fn parse(what: &'static str, path: &str, text: &str) -> (Document, Body) {
        let text = Arc::new(text.to_owned());
        let mut document = Document { what, path: path.to_owned(), text, complaints: Vec::new() };
        let parsed = syntax::parse(FileId::DETACHED, &document.text.clone());
        for error in parsed.errors {
            document.complain(error.span, error.message, error.help);
        }
        (document, parsed.tree.body)
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    pub fn complain(&mut self, at: Span, message: impl Into<String>, help: Option<String>) {
        if self.complaints.len() >= MOST {
            return;
        }
        let source_code = NamedSource::new(&self.path, Arc::clone(&self.text)).with_language("hcl");
        let at = SourceSpan::from(at.range());
        let message = message.into();
        self.complaints.push(Complaint { what: self.what, message, source_code, at, help });
    }

    pub fn complaints(self) -> Vec<Complaint> {
        self.complaints
    }

    /// Which line a place is on, from 1.
    pub fn line(&self, at: Span) -> usize {
        self.text[..at.range().start].matches('\n').count() + 1
    }

    /// Complains about a name that is none of the known ones.
    pub fn unknown(&mut self, kind: &str, name: &Ident, known: &[&str]) {
        let help = choices(&name.text, known);
        self.complain(name.span, format!("there is no {kind} `{}`", name.text), Some(help));
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

/// "did you mean `x`?", or all of the choices.
pub fn choices(given: &str, known: &[&str]) -> String {
    let close = |name: &&&str| strsim::jaro_winkler(given, name) > 0.85;
    match known.iter().filter(close).max_by(|one, other| {
        strsim::jaro_winkler(given, one).total_cmp(&strsim::jaro_winkler(given, other))
    }) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("it is one of: {}", known.join(", ")),
    }
}
