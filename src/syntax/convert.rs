//! hcl-edit's tree to ours: the same structure with spans in the whole text, and less of it.

use std::ops::Range;

use ecow::EcoString;
use hcl::edit::expr::{self, Expression, TraversalOperator};
use hcl::edit::structure::{self, Structure};
use hcl::edit::{Decorated, Ident as HclIdent};

use super::crowded::Crowded;
use super::template;
use super::tree::{
    Attribute, BinaryOp, Block, Body, Call, Conditional, Expr, ExprKind, ForExpr, Ident, Item,
    Step, Traversal, UnaryOp,
};
use super::{SyntaxError, native};
use crate::source::{FileId, Span};

pub(super) struct Converter<'a> {
    pub(super) file: FileId,
    pub(super) text: &'a str,
    /// Where hcl-edit's text starts in the whole text.
    base: usize,
    /// The one place of all that is converted, where places in the text are none in the file.
    pub(super) place: Option<Span>,
    crowded: &'a Crowded,
    pub(super) errors: &'a mut Vec<SyntaxError>,
}

impl<'a> Converter<'a> {
    pub(super) fn new(
        file: FileId,
        text: &'a str,
        base: usize,
        crowded: &'a Crowded,
        errors: &'a mut Vec<SyntaxError>,
    ) -> Converter<'a> {
        Converter { file, text, base, place: None, crowded, errors }
    }

    /// Where in the text anything stands that hcl-edit parsed.
    pub(super) fn range(&self, node: &impl hcl::edit::Span) -> Range<usize> {
        let range = node.span().expect("hcl-edit sets the span of what it parses");
        self.base + range.start..self.base + range.end
    }

    pub(super) fn span(&self, node: &impl hcl::edit::Span) -> Span {
        let range = self.range(node);
        self.place.unwrap_or_else(|| Span::new(self.file, range.start, range.end))
    }

    /// Adds what `from` holds to `to`.
    pub(super) fn body(&mut self, from: &structure::Body, to: &mut Body) {
        for structure in from {
            match structure {
                Structure::Attribute(attribute) => {
                    let name = self.ident(&attribute.key);
                    let expr = self.expr(&attribute.value);
                    to.attributes.push(Attribute { name, expr });
                }
                Structure::Block(block) => {
                    let block = self.block(block);
                    to.blocks.push(block);
                }
            }
        }
    }

    fn block(&mut self, from: &structure::Block) -> Block {
        let kind = self.ident(&from.ident);
        let labels = from.labels.iter().map(|label| self.label(label)).collect();
        let mut body = Body::default();
        self.body(&from.body, &mut body);
        Block { kind, labels, body, span: self.span(from) }
    }

    fn label(&mut self, label: &structure::BlockLabel) -> Ident {
        match label {
            structure::BlockLabel::Ident(ident) => self.ident(ident),
            structure::BlockLabel::String(string) => {
                Ident { text: string.as_str().into(), span: self.span(string) }
            }
        }
    }

    pub(super) fn ident(&self, ident: &Decorated<HclIdent>) -> Ident {
        Ident { text: ident.as_str().into(), span: self.span(ident) }
    }

    fn exprs<'e>(&mut self, from: impl Iterator<Item = &'e Expression>) -> Vec<Expr> {
        from.map(|it| self.expr(it)).collect()
    }

    pub(super) fn expr(&mut self, from: &Expression) -> Expr {
        let span = self.span(from);
        let kind = match from {
            Expression::Null(_) => ExprKind::Null,
            Expression::Bool(value) => ExprKind::Bool(*value.value()),
            Expression::Number(_) => self.number(from, span),
            Expression::String(value) => ExprKind::String(value.as_str().into()),
            Expression::Array(array) => ExprKind::Tuple(self.exprs(array.iter()).into()),
            Expression::Object(object) => ExprKind::Object(self.object(object).into()),
            Expression::StringTemplate(it) => template::quoted(self, it),
            Expression::HeredocTemplate(it) => template::heredoc(self, it, self.range(from)),
            Expression::Parenthesis(inner) => ExprKind::Parens(Box::new(self.expr(inner.inner()))),
            Expression::Variable(ident) => ExprKind::Variable(ident.as_str().into()),
            Expression::Conditional(it) => ExprKind::Conditional(Box::new(Conditional {
                condition: self.expr(&it.cond_expr),
                then: self.expr(&it.true_expr),
                otherwise: self.expr(&it.false_expr),
            })),
            Expression::FuncCall(call) => ExprKind::Call(Box::new(self.call(call))),
            Expression::Traversal(it) => self.traversal(it),
            Expression::UnaryOp(it) => {
                ExprKind::Unary(Box::new((unary(*it.operator), self.expr(&it.expr))))
            }
            Expression::BinaryOp(it) => ExprKind::Binary(Box::new((
                binary(*it.operator),
                self.expr(&it.lhs_expr),
                self.expr(&it.rhs_expr),
            ))),
            Expression::ForExpr(it) => ExprKind::For(Box::new(self.for_expr(it))),
        };
        Expr { kind, span }
    }

    /// The sign is an operator, as Terraform has it.
    fn number(&self, from: &Expression, span: Span) -> ExprKind {
        let text = &self.text[self.range(from)];
        let Some(digits) = text.strip_prefix('-') else { return ExprKind::Number(text.into()) };
        let digits = Expr { kind: ExprKind::Number(digits.trim_start().into()), span };
        ExprKind::Unary(Box::new((UnaryOp::Neg, digits)))
    }

    fn items(&mut self, from: &expr::Object) -> Vec<Item> {
        let items = from.iter().map(|(key, value)| {
            let key = match key {
                expr::ObjectKey::Ident(name) => {
                    Expr { kind: ExprKind::String(name.as_str().into()), span: self.span(name) }
                }
                expr::ObjectKey::Expression(key) => self.expr(key),
            };
            Item { key, value: self.expr(value.expr()) }
        });
        items.collect()
    }

    /// The items, also those that were hidden. A piece may start where its object does.
    fn object(&mut self, from: &expr::Object) -> Vec<Item> {
        let mut items = self.items(from);
        for piece in self.crowded.pieces(self.range(from).start) {
            match hcl::edit::parser::parse_expr(&piece.text) {
                Ok(Expression::Object(object)) => {
                    let base = std::mem::replace(&mut self.base, piece.base);
                    items.extend(self.items(&object));
                    self.base = base;
                }
                Ok(_) => {}
                Err(error) => {
                    self.errors.push(native::located(self.file, self.text, piece.base, &error));
                }
            }
        }
        items
    }

    fn call(&mut self, from: &expr::FuncCall) -> Call {
        let mut name = self.ident(&from.name.name);
        if let Some(first) = from.name.namespace.first() {
            name.span = self.span(first).to(name.span);
            let namespace = from.name.namespace.iter().map(|it| it.as_str());
            let parts: Vec<&str> = namespace.chain([from.name.name.as_str()]).collect();
            name.text = EcoString::from(parts.join("::"));
        }
        Call { name, args: self.exprs(from.args.iter()), expand: from.args.expand_final() }
    }

    fn traversal(&mut self, from: &expr::Traversal) -> ExprKind {
        let base = self.expr(&from.expr);
        let steps = from.operators.iter().map(|operator| match operator.value() {
            TraversalOperator::AttrSplat(splat) => Step::AttributeSplat(self.span(splat)),
            TraversalOperator::FullSplat(splat) => Step::FullSplat(self.span(splat)),
            TraversalOperator::GetAttr(name) => Step::Attribute(self.ident(name)),
            TraversalOperator::Index(index) => Step::Index(self.expr(index)),
            TraversalOperator::LegacyIndex(index) => {
                let (text, span) = (index.value().to_string().into(), self.span(index));
                Step::Attribute(Ident { text, span })
            }
        });
        let steps: Vec<Step> = steps.collect();
        let mut old = steps.windows(2).filter(|it| it.iter().all(is_old_index));
        if let Some([_, Step::Attribute(second)]) = old.next() {
            let message =
                "two of these indices in a row are read as a fraction: write [0][1]".to_owned();
            self.errors.push(SyntaxError { span: second.span, message, help: None });
        }
        ExprKind::Traversal(Box::new(Traversal { base, steps }))
    }

    /// hcl-edit takes `inlist` for `in list`.
    pub(super) fn behind_word(&mut self, word: &str, from: &Expression) -> Expr {
        let expr = self.expr(from);
        let start = self.range(from).start;
        let joined = self.text[..start].ends_with(word)
            && self.text[start..].starts_with(|it: char| it.is_alphanumeric() || it == '_');
        if joined {
            let message = format!("a space is missing behind `{word}`");
            self.errors.push(SyntaxError { span: expr.span.before(), message, help: None });
        }
        expr
    }

    fn for_expr(&mut self, from: &expr::ForExpr) -> ForExpr {
        ForExpr {
            key: from.intro.key_var.as_ref().map(|it| self.ident(it)),
            value: self.ident(&from.intro.value_var),
            collection: self.behind_word("in", &from.intro.collection_expr),
            result_key: from.key_expr.as_ref().map(|it| self.expr(it)),
            result: self.expr(&from.value_expr),
            grouping: from.grouping,
            condition: from.cond.as_ref().map(|it| self.behind_word("if", &it.expr)),
        }
    }
}

fn unary(operator: expr::UnaryOperator) -> UnaryOp {
    match operator {
        expr::UnaryOperator::Neg => UnaryOp::Neg,
        expr::UnaryOperator::Not => UnaryOp::Not,
    }
}

fn binary(operator: expr::BinaryOperator) -> BinaryOp {
    match operator {
        expr::BinaryOperator::Plus => BinaryOp::Add,
        expr::BinaryOperator::Minus => BinaryOp::Sub,
        expr::BinaryOperator::Mul => BinaryOp::Mul,
        expr::BinaryOperator::Div => BinaryOp::Div,
        expr::BinaryOperator::Mod => BinaryOp::Mod,
        expr::BinaryOperator::And => BinaryOp::And,
        expr::BinaryOperator::Or => BinaryOp::Or,
        expr::BinaryOperator::Eq => BinaryOp::Eq,
        expr::BinaryOperator::NotEq => BinaryOp::NotEq,
        expr::BinaryOperator::Less => BinaryOp::Less,
        expr::BinaryOperator::LessEq => BinaryOp::LessEq,
        expr::BinaryOperator::Greater => BinaryOp::Greater,
        expr::BinaryOperator::GreaterEq => BinaryOp::GreaterEq,
    }
}

fn is_old_index(step: &Step) -> bool {
    matches!(step, Step::Attribute(it) if it.text.starts_with(|it: char| it.is_ascii_digit()))
}
