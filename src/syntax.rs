//! Terraform text to a tree with a span on everything, for both syntaxes, native and JSON.
//!
//! Parsing never fails: it returns what could be understood and a list of errors. This is the only
//! room that names hcl-edit.

mod convert;
mod crowded;
mod json;
mod literal;
mod native;
mod scan;
mod template;
mod tree;

pub use tree::{
    Attribute, BinaryOp, Block, Body, Call, Comment, Conditional, Expr, ExprKind, ForExpr, Ident,
    Item, Part, Step, Traversal, Tree, UnaryOp,
};

use crate::source::{FileId, Span};

/// What a text holds, and where it is not Terraform.
#[derive(Debug, Default)]
pub struct Parsed {
    pub tree: Tree,
    pub errors: Vec<SyntaxError>,
}

/// A place where the text is not Terraform.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    pub span: Span,
    pub message: String,
    pub help: Option<String>,
}

/// Parses native syntax: `.tf`, `.tofu`, `.tfvars`, rule packs and settings.
pub fn parse(file: FileId, text: &str) -> Parsed {
    native::parse(file, text)
}

/// Parses a text that is one expression.
pub fn parse_expr(file: FileId, text: &str) -> Result<Expr, SyntaxError> {
    native::parse_expr(file, text)
}

/// Parses a text that is a template: what `templatefile` reads.
pub fn parse_template(file: FileId, text: &str) -> Result<Expr, SyntaxError> {
    native::parse_template(file, text)
}

/// Parses a module's file in JSON syntax: `.tf.json`, `.tofu.json`.
pub fn parse_json(file: FileId, text: &str) -> Parsed {
    json::parse(file, text)
}

/// Parses a file of values in JSON syntax: `.tfvars.json`.
pub fn parse_json_values(file: FileId, text: &str) -> Parsed {
    json::parse_values(file, text)
}
