//! Everything that is said of an instance, attribute by attribute, with its place.

use ecow::{EcoString, eco_format};

use super::instance::{ABOUT_TERRAFORM, dynamic};
use super::scope::ModuleScope;
use super::{Configuration, Instance};
use crate::eval::{Kind, Value};
use crate::source::Span;
use crate::syntax::{Body, Expr, ExprKind, Part};

/// What is said of one attribute of an instance.
#[derive(Debug)]
pub struct Said {
    /// `vpc_config.subnet_ids`
    pub path: EcoString,
    pub span: Span,
    pub value: Value,
    /// The parts of its expression, where all of it is not known: some of them may not be in it.
    pub parts: Vec<Value>,
}

impl<'m, 'a> Instance<'m, 'a> {
    /// Every attribute, also of nested blocks, with its place. What a `dynamic` block makes is told as if
    /// it were written.
    pub fn said(&self, configuration: &mut Configuration<'m, 'a>) -> Vec<Said> {
        let mut said = Vec::new();
        say(&self.resource.block.body, "", &mut self.scope(configuration), &mut said);
        said
    }
}

fn say(body: &Body, within: &str, scope: &mut ModuleScope<'_, '_, '_>, said: &mut Vec<Said>) {
    let path = |name: &str| match within {
        "" => EcoString::from(name),
        _ => eco_format!("{within}.{name}"),
    };
    let is_about = |name: &str| within.is_empty() && ABOUT_TERRAFORM.contains(&name);
    for attribute in body.attributes.iter().filter(|it| !is_about(&it.name.text)) {
        let value = scope.evaluate(&attribute.expr);
        let mut parts = Vec::new();
        if !value.is_known() {
            collect(&attribute.expr, scope, &mut parts);
        }
        let span = attribute.expr.span;
        said.push(Said { path: path(&attribute.name.text), span, value, parts });
    }
    for block in body.blocks.iter().filter(|it| !is_about(&it.kind.text)) {
        match (block.kind.text.as_str(), block.label(0)) {
            ("dynamic", Some(name)) => match dynamic(block, scope) {
                Ok(values) => {
                    for it in &values {
                        made(it, path(name), block.header(), said);
                    }
                }
                Err(value) => {
                    let (span, parts) = (block.header(), Vec::new());
                    said.push(Said { path: path(name), span, value, parts });
                }
            },
            (name, _) => say(&block.body, &path(name), scope, said),
        }
    }
}

/// What a dynamic block made: an object of attributes, and of lists of objects that are blocks.
fn made(value: &Value, path: EcoString, span: Span, said: &mut Vec<Said>) {
    match &value.kind {
        Kind::Object(object) => {
            for (name, value) in object.entries() {
                made(value, eco_format!("{path}.{name}"), span, said);
            }
        }
        Kind::Sequence(blocks) if blocks.items().iter().any(|it| it.as_object().is_some()) => {
            blocks.items().iter().for_each(|it| made(it, path.clone(), span, said));
        }
        _ => said.push(Said { path, span, value: value.clone(), parts: Vec::new() }),
    }
}

/// The values of the parts of an expression that is not wholly known.
fn collect(expr: &Expr, scope: &mut ModuleScope<'_, '_, '_>, parts: &mut Vec<Value>) {
    let inner: Vec<&Expr> = match &expr.kind {
        ExprKind::Template(parts) => parts.iter().filter_map(interpolated).collect(),
        ExprKind::Tuple(items) => items.iter().collect(),
        ExprKind::Object(items) => items.iter().map(|it| &it.value).collect(),
        ExprKind::Call(call) => call.args.iter().collect(),
        ExprKind::Conditional(it) => vec![&it.then, &it.otherwise],
        ExprKind::Parens(inner) => vec![&**inner],
        _ => return,
    };
    for expr in inner {
        let value = scope.evaluate(expr);
        match value.is_known() {
            true => parts.push(value),
            false => collect(expr, scope, parts),
        }
    }
}

fn interpolated(part: &Part) -> Option<&Expr> {
    match part {
        Part::Interpolation(expr) => Some(expr),
        _ => None,
    }
}
