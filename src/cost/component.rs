//! Component files to what a resource type is billed for. Expressions are kept as they are, for the
//! engine to evaluate: nothing about a service is decided in Rust.

use std::collections::BTreeSet;
use std::iter;

use ecow::{EcoString, eco_format};
use indexmap::IndexMap;

use crate::decode::{Complaint, Document};
use crate::syntax::{Attribute, Block, Expr, ExprKind, Ident, Step};

/// What a resource type is billed for.
#[derive(Clone, Debug)]
pub struct Priced {
    pub kind: EcoString,
    /// As the bill calls it.
    pub service: EcoString,
    pub sources: Vec<EcoString>,
    /// Values with names, which expressions use as `let.x`.
    pub lets: IndexMap<EcoString, Expr>,
    /// Those of them that rest on usage or on a price: they differ by level.
    pub usage_lets: BTreeSet<EcoString>,
    pub usages: Vec<UsageKey>,
    pub components: Vec<Component>,
}

/// Something that nobody can read out of the text: requests, gigabytes.
#[derive(Clone, Debug)]
pub struct UsageKey {
    pub name: EcoString,
    pub title: EcoString,
    pub unit: EcoString,
    /// What the traffic through the graph is called that tells it.
    pub flow: Option<EcoString>,
    /// Why what rests on it is not known, where nobody says it.
    pub missing: EcoString,
    /// What is taken where nobody says anything: low, typical, high.
    pub assumed: Option<[Expr; 3]>,
}

/// One line of the bill.
#[derive(Clone, Debug)]
pub struct Component {
    pub name: EcoString,
    pub sku: Expr,
    pub unit: EcoString,
    pub quantity: Expr,
    pub when: Option<Expr>,
    pub factor: Option<Expr>,
    pub region: Option<Expr>,
    pub note: Option<Expr>,
    /// The quantity as it is written.
    pub formula: EcoString,
    /// The usage that it depends on, also through a `let`; empty where it follows from the text alone.
    pub usages: BTreeSet<EcoString>,
    /// The attributes of the resource that it asks for, likewise.
    pub attributes: BTreeSet<EcoString>,
    /// The values with names that it asks for, likewise.
    pub lets: BTreeSet<EcoString>,
    /// It reckons with another price, of which only the bounds may be known.
    pub asks_price: bool,
}

impl Component {
    pub fn is_usage(&self) -> bool {
        !self.usages.is_empty()
    }
}

/// A resource type that costs nothing by itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Free {
    /// `aws_iam_*` means all that begin so.
    pub pattern: EcoString,
    pub billed_in: Option<EcoString>,
}

/// What a file says.
#[derive(Clone, Debug, Default)]
pub struct File {
    pub priced: Vec<Priced>,
    pub free: Vec<Free>,
}

const FIELDS: &[&str] = &["service", "sources"];
const USAGE_FIELDS: &[&str] = &["unit", "title", "flow", "low", "typical", "high"];
const COMPONENT_FIELDS: &[&str] = &["sku", "unit", "quantity", "when", "factor", "region", "note"];

impl File {
    pub fn decode(path: &str, text: &str) -> Result<File, Vec<Complaint>> {
        let (mut document, body) = Document::parse("cost components", path, text);
        document.fields("field outside of blocks", &body, &[]);
        let mut file = File::default();
        for block in &body.blocks {
            match (block.kind.text.as_str(), block.labels.as_slice()) {
                ("priced", kinds @ [_, ..]) => {
                    let Some(priced) = priced(&mut document, block) else { continue };
                    let of = |kind: &Ident| Priced { kind: kind.text.clone(), ..priced.clone() };
                    file.priced.extend(kinds.iter().map(of));
                }
                ("free", [kind]) => {
                    document.fields("field of what is free", &block.body, &["billed_in"]);
                    let billed_in = optional(&mut document, block, "billed_in");
                    file.free.push(Free { pattern: kind.text.clone(), billed_in });
                }
                ("priced" | "free", _) => {
                    let help = Some("write priced \"aws_nat_gateway\" { ... }".to_owned());
                    document.complain(block.header(), "it names no resource type", help);
                }
                _ => document.unknown("block", &block.kind, &["priced", "free"]),
            }
        }
        let complaints = document.complaints();
        if complaints.is_empty() { Ok(file) } else { Err(complaints) }
    }
}

fn priced(document: &mut Document, block: &Block) -> Option<Priced> {
    document.fields("field", &block.body, FIELDS);
    let service = needed(document, block, "service").cloned().and_then(|it| document.string(&it));
    let sources = block.body.attribute("sources").map(|it| document.strings(it));
    let mut priced = Priced {
        kind: EcoString::new(),
        service: service?,
        sources: sources.unwrap_or_default().into_iter().map(|(text, _)| text).collect(),
        lets: IndexMap::new(),
        usage_lets: BTreeSet::new(),
        usages: Vec::new(),
        components: Vec::new(),
    };
    for inner in &block.body.blocks {
        match (inner.kind.text.as_str(), inner.label(0)) {
            ("let", None) => {
                let lets = inner.body.attributes.iter();
                priced.lets.extend(lets.map(|it| (it.name.text.clone(), it.expr.clone())));
            }
            ("usage", Some(name)) => priced.usages.extend(usage(document, name, inner)),
            ("component", Some(name)) => {
                priced.components.extend(component(document, name, inner));
            }
            _ => document.unknown("block", &inner.kind, &["let", "usage", "component"]),
        }
    }
    check_names(document, block, &priced);
    let rests = |expr: &Expr| {
        let named = named_by(vec![expr], &priced.lets);
        !named.usages.is_empty() || named.asks_price
    };
    let resting = priced.lets.iter().filter(|(_, it)| rests(it));
    priced.usage_lets = resting.map(|(name, _)| name.clone()).collect();
    for component in &mut priced.components {
        let named = named_by(of_component(component).collect(), &priced.lets);
        (component.usages, component.attributes) = (named.usages, named.attributes);
        (component.lets, component.asks_price) = (named.lets, named.asks_price);
    }
    Some(priced)
}

fn usage(document: &mut Document, name: &str, block: &Block) -> Option<UsageKey> {
    document.fields("field of a usage", &block.body, USAGE_FIELDS);
    let unit = text(document, block, "unit")?;
    let title = text(document, block, "title")?;
    let flow = optional(document, block, "flow");
    let level = |name: &str| block.body.attribute(name).map(|it| it.expr.clone());
    let assumed = match (level("low"), level("typical"), level("high")) {
        (Some(low), Some(typical), Some(high)) => Some([low, typical, high]),
        (None, None, None) => None,
        _ => {
            let help = Some("say low, typical and high, or none of them".to_owned());
            document.complain(block.header(), "a range has three parts", help);
            None
        }
    };
    let missing = eco_format!("{name} is not declared ({title})");
    Some(UsageKey { name: name.into(), title, unit, flow, missing, assumed })
}

fn component(document: &mut Document, name: &str, block: &Block) -> Option<Component> {
    document.fields("field of a component", &block.body, COMPONENT_FIELDS);
    document.blocks(&block.body, &[], &[]);
    let sku = needed(document, block, "sku")?.expr.clone();
    let unit = text(document, block, "unit")?;
    let quantity = needed(document, block, "quantity")?.expr.clone();
    let formula = document.written(quantity.span).into();
    let expr = |name: &str| block.body.attribute(name).map(|it| it.expr.clone());
    Some(Component {
        name: name.into(),
        sku,
        unit,
        quantity,
        when: expr("when"),
        factor: expr("factor"),
        region: expr("region"),
        note: expr("note"),
        formula,
        usages: BTreeSet::new(),
        attributes: BTreeSet::new(),
        lets: BTreeSet::new(),
        asks_price: false,
    })
}

fn needed<'b>(document: &mut Document, block: &'b Block, name: &str) -> Option<&'b Attribute> {
    let found = block.body.attribute(name);
    if found.is_none() {
        document.complain(block.header(), format!("`{name}` is missing"), None);
    }
    found
}

fn text(document: &mut Document, block: &Block, name: &str) -> Option<EcoString> {
    let attribute = needed(document, block, name)?;
    document.string(attribute)
}

fn optional(document: &mut Document, block: &Block, name: &str) -> Option<EcoString> {
    block.body.attribute(name).and_then(|it| document.string(it))
}

/// Names are given once, and what is used is there.
fn check_names(document: &mut Document, block: &Block, priced: &Priced) {
    let mut seen = BTreeSet::new();
    for component in &priced.components {
        if !seen.insert(&component.name) {
            let message = format!("there are two components `{}`", component.name);
            document.complain(component.quantity.span, message, None);
        }
    }
    let usages: Vec<&str> = priced.usages.iter().map(|it| it.name.as_str()).collect();
    for expr in expressions(priced) {
        let named = names(expr);
        if let Some(name) = named.usages.iter().find(|it| !usages.contains(&it.as_str())) {
            document.complain(expr.span, format!("there is no usage `{name}` here"), None);
        }
        if let Some(name) = named.lets.iter().find(|it| !priced.lets.contains_key(*it)) {
            document.complain(expr.span, format!("there is no let `{name}` here"), None);
        }
    }
    if priced.components.is_empty() {
        document.complain(block.header(), "it has no component", None);
    }
}

fn expressions(priced: &Priced) -> impl Iterator<Item = &Expr> {
    let components = priced.components.iter().flat_map(of_component);
    let assumed = priced.usages.iter().filter_map(|it| it.assumed.as_ref()).flatten();
    priced.lets.values().chain(components).chain(assumed)
}

fn of_component(component: &Component) -> impl Iterator<Item = &Expr> {
    let optional = [&component.when, &component.factor, &component.region];
    iter::once(&component.sku)
        .chain(iter::once(&component.quantity))
        .chain(optional.into_iter().flatten())
}

/// The names behind `usage`, `let` and `self`.
#[derive(Default)]
struct Named {
    usages: BTreeSet<EcoString>,
    lets: BTreeSet<EcoString>,
    attributes: BTreeSet<EcoString>,
    asks_price: bool,
}

fn names(expr: &Expr) -> Named {
    let mut named = Named::default();
    expr.walk(&mut |it| {
        named.asks_price |= matches!(&it.kind, ExprKind::Call(call) if call.name.text == "price");
        let ExprKind::Traversal(traversal) = &it.kind else { return };
        let ExprKind::Variable(root) = &traversal.base.kind else { return };
        let name = match traversal.steps.first() {
            Some(Step::Attribute(name)) => name.text.clone(),
            Some(Step::Index(Expr { kind: ExprKind::String(name), .. })) => name.clone(),
            _ => return,
        };
        match root.as_str() {
            "usage" => drop(named.usages.insert(name)),
            "let" => drop(named.lets.insert(name)),
            "self" => drop(named.attributes.insert(name)),
            _ => {}
        }
    });
    named
}

/// What expressions mention, also through a `let`.
fn named_by<'e>(mut open: Vec<&'e Expr>, lets: &'e IndexMap<EcoString, Expr>) -> Named {
    let mut all = Named::default();
    while let Some(expr) = open.pop() {
        let named = names(expr);
        all.usages.extend(named.usages);
        all.attributes.extend(named.attributes);
        all.asks_price |= named.asks_price;
        open.extend(named.lets.into_iter().filter_map(|name| {
            let expr = lets.get(&name)?;
            all.lets.insert(name).then_some(expr)
        }));
    }
    all
}
