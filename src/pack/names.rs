//! What an expression of a rule may refer to: the resource, the element of a `for_each`, the rule's
//! parameters, and what the expression itself binds.

use std::collections::HashSet;
use std::sync::LazyLock;

use ecow::EcoString;
use indexmap::IndexMap;

use crate::decode::{Document, choices};
use crate::eval;
use crate::graph::{answers, query};
use crate::source::Span;
use crate::syntax::{Expr, ExprKind, Ident, Part, Step};

/// What rules may call beside the functions of Terraform and of the graph.
const FUNCTIONS: &[&str] = &[
    "break_even",
    "configuration",
    "days_until",
    "declared",
    "dollars",
    "fact",
    "flow",
    "has_block",
    "has_price",
    "ignores",
    "is_free",
    "known",
    "machine",
    "monthly",
    "monthly_fixed",
    "monthly_known",
    "past",
    "plural",
    "price",
    "says",
    "source_marks",
    "stage",
    "support",
    "today",
    "traffic_declared",
    "unchosen",
    "unset",
    "usage",
];

/// Whether a function is one of rules only, and not Terraform's.
pub(crate) fn is_of_rules(name: &str) -> bool {
    static OWN: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        FUNCTIONS.iter().chain(query::FUNCTIONS).chain(answers::FUNCTIONS).copied().collect()
    });
    OWN.contains(name)
}

/// Every function that an expression of a rule may call, sorted.
fn functions() -> &'static [&'static str] {
    static ALL: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let of_graph = query::FUNCTIONS.iter().chain(answers::FUNCTIONS).copied();
        let mut all: Vec<&str> = eval::functions().chain(of_graph).collect();
        all.extend(FUNCTIONS);
        all.sort_unstable();
        all
    });
    &ALL
}

/// What is seen where the expression stands.
#[derive(Clone, Copy)]
pub(super) struct Seen<'p> {
    pub(super) each: bool,
    /// Whether a detector says what it found.
    pub(super) found: bool,
    pub(super) params: &'p IndexMap<EcoString, Expr>,
    pub(super) lets: &'p IndexMap<EcoString, Expr>,
}

/// A name that holds within one place only.
struct Bound<'e> {
    name: &'e str,
    within: Span,
}

impl Seen<'_> {
    /// Complains about everything that the expression refers to and that is not there.
    pub(super) fn check(self, document: &mut Document, expr: &Expr) {
        let mut bound = Vec::new();
        expr.walk(&mut |it| bind(it, &mut bound));
        let mut roots = Vec::new();
        let mut named = Vec::new();
        let mut called = Vec::new();
        expr.walk(&mut |it| match &it.kind {
            ExprKind::Variable(name) => roots.push((name, it.span)),
            ExprKind::Call(call) => called.push(&call.name),
            ExprKind::Traversal(it) => {
                if let (ExprKind::Variable(root), Some(Step::Attribute(name))) =
                    (&it.base.kind, it.steps.first())
                    && ["params", "let"].contains(&root.as_str())
                {
                    named.push((root.as_str(), name));
                }
            }
            _ => {}
        });
        for (name, at) in roots {
            let holds = |it: &Bound<'_>| it.name == name && contains(it.within, at);
            if !bound.iter().any(holds) {
                self.root(document, name, at);
            }
        }
        for name in called {
            let bare = name.text.strip_prefix("core::").unwrap_or(&name.text);
            if functions().binary_search(&bare).is_err() {
                let near = choices(&name.text, functions());
                let near = near.starts_with("did").then_some(near);
                let help = near.unwrap_or("docs/writing-rules.md lists them".to_owned());
                let message = format!("there is no function `{}`", name.text);
                document.complain(name.span, message, Some(help));
            }
        }
        for (root, name) in named {
            self.member(document, root, name);
        }
    }

    fn root(self, document: &mut Document, name: &str, at: Span) {
        let help = match name {
            "self" => return,
            "each" if self.each => return,
            "found" if self.found => return,
            "found" => "`found` needs a `detector` in the rule",
            "params" if !self.params.is_empty() => return,
            "let" if !self.lets.is_empty() => return,
            "each" => "`each` needs a `for_each` in the same case, and is not seen by it",
            "params" => "`params` needs a `params { ... }` block in the rule",
            "let" => "`let` needs a `let { ... }` block in the rule or the case",
            _ => "a rule sees `self`, with `for_each` also `each`, and `params` and `let`",
        };
        let message = format!("there is nothing named `{name}` here");
        document.complain(at, message, Some(help.to_owned()));
    }

    fn member(self, document: &mut Document, root: &str, name: &Ident) {
        let (kind, known) = match root {
            "params" => ("parameter", self.params),
            _ => ("value", self.lets),
        };
        if !known.is_empty() && !known.contains_key(&name.text) {
            let known: Vec<&str> = known.keys().map(EcoString::as_str).collect();
            document.unknown(kind, name, &known);
        }
    }
}

fn contains(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// The names that an expression gives to what is inside of it.
fn bind<'e>(expr: &'e Expr, bound: &mut Vec<Bound<'e>>) {
    match &expr.kind {
        ExprKind::For(it) => {
            let inside = [Some(&it.result), it.result_key.as_ref(), it.condition.as_ref()];
            for name in it.key.iter().chain([&it.value]) {
                let places = inside.iter().copied().flatten().map(|it| it.span);
                bound.extend(places.map(|within| Bound { name: &name.text, within }));
            }
        }
        ExprKind::Template(parts) => parts.iter().for_each(|it| bind_part(it, bound)),
        _ => {}
    }
}

fn bind_part<'e>(part: &'e Part, bound: &mut Vec<Bound<'e>>) {
    match part {
        Part::Literal(_) | Part::Interpolation(_) => {}
        Part::If { then, otherwise, .. } => {
            then.iter().chain(otherwise).for_each(|it| bind_part(it, bound));
        }
        Part::For { key, value, body, .. } => {
            let mut places = Vec::new();
            body.iter().for_each(|it| expressions(it, &mut places));
            for name in key.iter().chain([value]) {
                let places = places.iter().copied();
                bound.extend(places.map(|within| Bound { name: &name.text, within }));
            }
            body.iter().for_each(|it| bind_part(it, bound));
        }
    }
}

/// Where a part of a template holds expressions.
fn expressions(part: &Part, places: &mut Vec<Span>) {
    match part {
        Part::Literal(_) => {}
        Part::Interpolation(it) => places.push(it.span),
        Part::If { condition, then, otherwise } => {
            places.push(condition.span);
            then.iter().chain(otherwise).for_each(|it| expressions(it, places));
        }
        Part::For { collection, body, .. } => {
            places.push(collection.span);
            body.iter().for_each(|it| expressions(it, places));
        }
    }
}
