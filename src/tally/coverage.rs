//! The tags of every resource beside what it costs: all that is told further on.

use std::collections::{BTreeMap, BTreeSet};

use ecow::{EcoString, eco_format};

use super::plan::Edit;
use super::sum::{Part, Split, Status};
use crate::cost::{self, Bill, Estimate, MODULE, Request, State};
use crate::eval::{Kind, Marks, Value};
use crate::project::Project;
use crate::settings::TagPolicy;
use crate::source::Span;
use crate::tags::{self, Audit, Bearer, Policies, Verdict};

/// Every resource, with its tags and its dollars.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    pub roots: Vec<Root>,
    /// The policies that said anything of anything.
    pub policies: BTreeSet<Written>,
    /// The traffic that was reckoned with: a profile, or `none`.
    pub traffic: String,
    /// `2026-11-21`
    pub today: String,
}

/// A root module with all that it calls.
#[derive(Clone, Debug)]
pub struct Root {
    /// `""` where the user stands.
    pub directory: String,
    /// In the order of the configuration.
    pub rows: Vec<Row>,
    /// What would let tags explain all of it, where a plan was asked for.
    pub edits: Vec<Edit>,
}

/// A policy by its name and by the place that wrote it; both empty for the usual one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Written {
    pub name: EcoString,
    pub place: EcoString,
}

/// One resource.
#[derive(Clone, Debug)]
pub struct Row {
    pub address: String,
    pub kind: EcoString,
    /// `module.network`, empty for the root.
    pub module: EcoString,
    /// `aws.west`; `None` where its tags were not looked at.
    pub provider: Option<EcoString>,
    pub region: Option<EcoString>,
    /// As the bill calls it; what follows the provider in the type, where there is no bill.
    pub service: EcoString,
    /// Where the resource is written, or where the module is called in which it is.
    pub span: Span,
    /// The block, the same for all that it makes.
    pub block: Option<Span>,
    pub status: Status,
    pub part: Part,
    pub keys: Vec<KeyState>,
    /// The tags that its dollars carry.
    pub tags: BTreeMap<EcoString, Said>,
    /// There may be more tags.
    pub is_open: bool,
}

/// The value of a tag, as far as it may be told.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Said {
    Known(EcoString),
    Sensitive,
    Unknown,
}

/// How it stands with one key that a policy asks for.
#[derive(Clone, Debug)]
pub struct KeyState {
    pub key: EcoString,
    pub is_required: bool,
    pub standing: Standing,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It is there, under this name.
    Present(EcoString),
    Missing,
    /// It is there under this name, with a value that is not allowed.
    Wrong(EcoString),
    Unknown,
}

impl Standing {
    /// The key as the resource writes it.
    pub fn key(&self) -> Option<&EcoString> {
        match self {
            Standing::Present(key) | Standing::Wrong(key) => Some(key),
            Standing::Missing | Standing::Unknown => None,
        }
    }
}

impl Coverage {
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.roots.iter().flat_map(|it| &it.rows)
    }

    pub fn split(&self) -> Split {
        let mut split = Split::default();
        self.rows().for_each(|it| split.add(it.status, &it.part));
        split
    }

    /// The first key that a policy requires, else the first that it speaks of.
    pub(super) fn first_key(&self) -> Option<&str> {
        let keys = || self.rows().flat_map(|it| &it.keys);
        keys().find(|it| it.is_required).or_else(|| keys().next()).map(|it| it.key.as_str())
    }

    /// What no policy asks anything of, though it takes tags.
    pub(super) fn unasked(&self) -> Part {
        let unasked = self.rows().filter(|it| it.provider.is_some() && it.keys.is_empty());
        unasked.map(|it| &it.part).sum()
    }
}

/// What is said of the tags of a root, before it is joined with its bills.
#[derive(Clone)]
pub struct Tagging {
    tagged: Vec<Tagged>,
    edits: Vec<Edit>,
}

/// What is said of the tags of a resource.
#[derive(Clone, Debug)]
struct Tagged {
    address: String,
    provider: EcoString,
    block: Span,
    status: Status,
    keys: Vec<KeyState>,
    tags: BTreeMap<EcoString, Said>,
    is_open: bool,
    policies: BTreeSet<Written>,
}

/// Looks at all tags and prices everything, with one model and one graph for both.
pub fn coverage(
    project: &Project,
    request: &Request<'_>,
    policies: &Policies<'_>,
    plans: bool,
) -> Coverage {
    let (today, sources) = (request.support.today.as_str(), &project.sources);
    let (estimate, audits) = cost::estimate_and(project, request, |world| {
        let audit = tags::audit(world, policies, sources, today);
        let steps = if plans { audit.plan(&mut world.configuration, sources) } else { Vec::new() };
        let edits = steps.into_iter().map(|it| Edit::new(it, &audit)).collect();
        Tagging { edits, ..tagging(&audit) }
    });
    Coverage::joined(&estimate, audits, request)
}

impl Coverage {
    /// Tags beside dollars; the taggings are those of the roots of the estimate, in their order.
    pub fn joined(estimate: &Estimate, taggings: Vec<Tagging>, request: &Request<'_>) -> Coverage {
        let mut coverage = Coverage {
            traffic: request.traffic.profile.clone(),
            today: request.support.today.clone(),
            ..Coverage::default()
        };
        for (root, Tagging { mut tagged, edits }) in estimate.roots.iter().zip(taggings) {
            for it in &mut tagged {
                coverage.policies.append(&mut it.policies);
            }
            // Both are in the order of the configuration, and the bills are of everything.
            let mut tagged = tagged.into_iter().peekable();
            let rows = root.bills.iter().map(|bill| {
                let found = tagged.next_if(|it| it.address == bill.address);
                row(bill, found)
            });
            let (directory, rows) = (root.directory.clone(), rows.collect());
            coverage.roots.push(Root { directory, rows, edits });
        }
        coverage
    }
}

/// Whether what each resource of a root costs can be attributed, bill by bill.
pub fn statuses(bills: &[Bill], audit: &Audit<'_, '_>) -> Vec<Status> {
    let mut bearers = audit.bearers.iter().peekable();
    let status = |bill: &Bill| {
        let found = bearers.next_if(|it| it.address == bill.address);
        status(bill, found.map(tagged))
    };
    bills.iter().map(status).collect()
}

/// How what one root costs is split by whether it can be attributed.
pub fn split_of(bills: &[Bill], statuses: &[Status]) -> Split {
    let mut split = Split::default();
    for (bill, status) in bills.iter().zip(statuses) {
        split.add(*status, &part(bill));
    }
    split
}

/// What is said of the tags of a root.
pub fn tagging(audit: &Audit<'_, '_>) -> Tagging {
    Tagging { tagged: audit.bearers.iter().map(of_bearer).collect(), edits: Vec::new() }
}

fn of_bearer(bearer: &Bearer<'_, '_>) -> Tagged {
    let (effective, judged) = bearer.billed();
    let mut keys: Vec<KeyState> = Vec::new();
    for it in judged {
        let standing = match &it.verdict {
            Verdict::Present(key) => Standing::Present(key.clone()),
            Verdict::Missing { .. } => Standing::Missing,
            Verdict::Wrong { key, .. } => Standing::Wrong(key.clone()),
            Verdict::Unknown(_) => Standing::Unknown,
        };
        let state = KeyState { key: it.key.clone(), is_required: it.is_required, standing };
        match keys.iter_mut().find(|known| known.key == state.key) {
            Some(known) => worse(known, state),
            None => keys.push(state),
        }
    }
    let written = |it: &TagPolicy| Written { name: it.name.clone(), place: it.place.clone() };
    Tagged {
        status: tagged(bearer),
        keys,
        tags: effective.tags.iter().map(|(key, tag)| (key.clone(), said(&tag.value))).collect(),
        is_open: effective.open.is_some(),
        policies: judged.iter().map(|it| written(&it.policy)).collect(),
        block: bearer.instance.resource.block.span,
        address: bearer.address.clone(),
        provider: bearer.provider_name.clone(),
    }
}

/// Of what two policies say of a key the worse holds.
fn worse(known: &mut KeyState, other: KeyState) {
    let rank = |it: &Standing| match it {
        Standing::Present(_) => 0,
        Standing::Unknown => 1,
        Standing::Wrong(_) => 2,
        Standing::Missing => 3,
    };
    known.is_required |= other.is_required;
    if rank(&other.standing) > rank(&known.standing) {
        known.standing = other.standing;
    }
}

fn said(value: &Value) -> Said {
    if value.all_marks().has(Marks::SENSITIVE) {
        return Said::Sensitive;
    }
    match &value.kind {
        Kind::String(text) => Said::Known(text.clone()),
        Kind::Number(number) => Said::Known(eco_format!("{number}")),
        Kind::Bool(it) => Said::Known(eco_format!("{it}")),
        _ => Said::Unknown,
    }
}

fn row(bill: &Bill, tagged: Option<Tagged>) -> Row {
    let (part, status) = (part(bill), status(bill, tagged.as_ref().map(|it| it.status)));
    let service = match bill.service.is_empty() {
        true => middle(&bill.kind).into(),
        false => bill.service.clone(),
    };
    let row = Row {
        address: bill.address.clone(),
        kind: bill.kind.clone(),
        module: bill.module.clone(),
        provider: None,
        region: bill.region.name().map(Into::into),
        service,
        span: bill.span,
        block: None,
        status,
        part,
        keys: Vec::new(),
        tags: BTreeMap::new(),
        is_open: false,
    };
    let Some(it) = tagged else { return row };
    Row {
        provider: Some(it.provider),
        block: Some(it.block),
        keys: it.keys,
        tags: it.tags,
        is_open: it.is_open,
        ..row
    }
}

fn part(bill: &Bill) -> Part {
    let total = bill.total();
    let is_open = total.n_unknown > 0 || bill.state == State::Unsupported;
    if bill.kind == MODULE {
        return Part { modules: 1, ..Part::default() };
    }
    Part {
        resources: 1,
        fixed: total.fixed.typical,
        usage: total.usage.typical,
        open: usize::from(is_open),
        modules: 0,
    }
}

/// The providers of which it is known which types take no tags.
const KNOWN: [&str; 3] = ["aws_", "google_", "azurerm_"];

/// What a policy says of tags, or of a resource that takes none.
fn status(bill: &Bill, tagged: Option<Status>) -> Status {
    tagged.unwrap_or_else(|| {
        let is_known = KNOWN.iter().any(|it| bill.kind.starts_with(it));
        let costs = bill.state == State::Priced;
        if costs && !is_known { Status::Unknown } else { Status::Untaggable }
    })
}

fn tagged(bearer: &Bearer<'_, '_>) -> Status {
    match bearer.is_attributable() {
        Some(true) => Status::Attributable,
        Some(false) => Status::Unattributable,
        None => Status::Unknown,
    }
}

/// What follows the provider in a type: `lambda` of `aws_lambda_function`.
fn middle(kind: &str) -> &str {
    kind.split('_').nth(1).unwrap_or(kind)
}
