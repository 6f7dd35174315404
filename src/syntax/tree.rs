//! The tree: one for both syntaxes. Names and literals are owned, so a tree outlives its text.

use ecow::EcoString;

use crate::source::Span;

/// One file.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Tree {
    pub body: Body,
    /// In the order of the text. JSON has none.
    pub comments: Vec<Comment>,
}

/// `# …`, `// …` or `/* … */`, without the line break that ends it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Comment {
    pub span: Span,
}

#[derive(Clone, PartialEq, Debug, Default)]
pub struct Body {
    pub attributes: Vec<Attribute>,
    pub blocks: Vec<Block>,
}

impl Body {
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|it| it.name.text == name)
    }

    pub fn blocks<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Block> {
        self.blocks.iter().filter(move |it| it.kind.text == kind)
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct Attribute {
    pub name: Ident,
    pub expr: Expr,
}

impl Attribute {
    /// From the name to the end of the value.
    pub fn span(&self) -> Span {
        self.name.span.to(self.expr.span)
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct Block {
    pub kind: Ident,
    pub labels: Vec<Ident>,
    pub body: Body,
    /// From the first letter of the kind to the closing brace.
    pub span: Span,
}

impl Block {
    pub fn label(&self, index: usize) -> Option<&str> {
        self.labels.get(index).map(|it| it.text.as_str())
    }

    /// The kind and the labels, without the brace.
    pub fn header(&self) -> Span {
        self.labels.last().map_or(self.kind.span, |last| self.kind.span.to(last.span))
    }
}

/// A name as written; for a quoted label the span holds the quotes and the text does not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ident {
    pub text: EcoString,
    pub span: Span,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
}

impl Expr {
    /// Shows this expression and every one inside of it, outer ones first.
    pub fn walk<'e>(&'e self, visit: &mut dyn FnMut(&'e Expr)) {
        visit(self);
        match &self.kind {
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Number(_)
            | ExprKind::String(_)
            | ExprKind::Variable(_) => {}
            ExprKind::Template(parts) => parts.iter().for_each(|it| it.walk(visit)),
            ExprKind::Tuple(items) => items.iter().for_each(|it| it.walk(visit)),
            ExprKind::Object(items) => {
                for item in items {
                    item.key.walk(visit);
                    item.value.walk(visit);
                }
            }
            ExprKind::Traversal(it) => {
                it.base.walk(visit);
                for step in &it.steps {
                    if let Step::Index(index) = step {
                        index.walk(visit);
                    }
                }
            }
            ExprKind::Call(it) => it.args.iter().for_each(|it| it.walk(visit)),
            ExprKind::Unary(it) => it.1.walk(visit),
            ExprKind::Binary(it) => {
                it.1.walk(visit);
                it.2.walk(visit);
            }
            ExprKind::Conditional(it) => {
                it.condition.walk(visit);
                it.then.walk(visit);
                it.otherwise.walk(visit);
            }
            ExprKind::For(it) => {
                it.collection.walk(visit);
                it.result_key.iter().for_each(|it| it.walk(visit));
                it.result.walk(visit);
                it.condition.iter().for_each(|it| it.walk(visit));
            }
            ExprKind::Parens(inner) => inner.walk(visit),
        }
    }
}

impl Part {
    fn walk<'e>(&'e self, visit: &mut dyn FnMut(&'e Expr)) {
        match self {
            Part::Literal(_) => {}
            Part::Interpolation(expr) => expr.walk(visit),
            Part::If { condition, then, otherwise } => {
                condition.walk(visit);
                then.iter().chain(otherwise).for_each(|it| it.walk(visit));
            }
            Part::For { collection, body, .. } => {
                collection.walk(visit);
                body.iter().for_each(|it| it.walk(visit));
            }
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub enum ExprKind {
    Null,
    Bool(bool),
    /// As written: what it is worth is the evaluator's business.
    Number(EcoString),
    /// A string without interpolation, unescaped.
    String(EcoString),
    /// A quoted string or heredoc with interpolations or directives.
    Template(Box<[Part]>),
    Tuple(Box<[Expr]>),
    Object(Box<[Item]>),
    /// The root of a reference: `var`, `local`, `aws_lambda_function`.
    Variable(EcoString),
    Traversal(Box<Traversal>),
    Call(Box<Call>),
    Unary(Box<(UnaryOp, Expr)>),
    Binary(Box<(BinaryOp, Expr, Expr)>),
    Conditional(Box<Conditional>),
    For(Box<ForExpr>),
    Parens(Box<Expr>),
}

/// A piece of a template. Trim markers and heredoc indentation are already applied to the literals.
#[derive(Clone, PartialEq, Debug)]
pub enum Part {
    Literal(EcoString),
    Interpolation(Expr),
    If { condition: Expr, then: Box<[Part]>, otherwise: Box<[Part]> },
    For { key: Option<Ident>, value: Ident, collection: Expr, body: Box<[Part]> },
}

/// `key = value`. Items keep their order, and duplicates stay: the last one wins.
#[derive(Clone, PartialEq, Debug)]
pub struct Item {
    /// A bare name is a `String`; `(expr)` is `Parens`.
    pub key: Expr,
    pub value: Expr,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Traversal {
    pub base: Expr,
    /// Never empty.
    pub steps: Vec<Step>,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Step {
    /// `.name`, or the old `.0`
    Attribute(Ident),
    /// `[expr]`
    Index(Expr),
    /// `.*`, which stops at the next index
    AttributeSplat(Span),
    /// `[*]`
    FullSplat(Span),
}

/// `name(args)`; providers' functions are named with their colons: `provider::aws::arn_parse`.
#[derive(Clone, PartialEq, Debug)]
pub struct Call {
    pub name: Ident,
    pub args: Vec<Expr>,
    /// The last argument is followed by `...`.
    pub expand: bool,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Conditional {
    pub condition: Expr,
    pub then: Expr,
    pub otherwise: Expr,
}

#[derive(Clone, PartialEq, Debug)]
pub struct ForExpr {
    pub key: Option<Ident>,
    pub value: Ident,
    pub collection: Expr,
    /// Set where the result is an object.
    pub result_key: Option<Expr>,
    pub result: Expr,
    /// `...` after the value: values of equal keys are gathered in lists.
    pub grouping: bool,
    pub condition: Option<Expr>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnaryOp {
    Neg,
    Not,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    Mod,
    And,
    Or,
    Eq,
    NotEq,
    Less,
    LessEq,
    Greater,
    GreaterEq,
}
