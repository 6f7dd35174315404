//! Where the money is that nobody can attribute: by provider, region, root, module and service, and resource by
//! resource.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use ecow::EcoString;

use super::coverage::{Coverage, Root, Row, Standing};
use super::sum::{Part, Split, Status};
use crate::source::Span;

/// By what resources are put together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dimension {
    Root,
    Provider,
    Module,
    Service,
    Region,
}

impl Dimension {
    pub const ALL: [Dimension; 5] = [
        Dimension::Root,
        Dimension::Provider,
        Dimension::Module,
        Dimension::Service,
        Dimension::Region,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Dimension::Root => "root",
            Dimension::Provider => "provider",
            Dimension::Module => "module",
            Dimension::Service => "service",
            Dimension::Region => "region",
        }
    }

    /// `None` where it is nowhere.
    fn of(self, root: &Root, row: &Row) -> Option<String> {
        match self {
            Dimension::Root => Some(directory(root).to_owned()),
            Dimension::Provider => row.provider.as_ref().map(EcoString::to_string),
            Dimension::Module if row.module.is_empty() => Some("(root)".to_owned()),
            Dimension::Module => Some(row.module.to_string()),
            Dimension::Service => Some(row.service.to_string()),
            Dimension::Region => row.region.as_ref().map(EcoString::to_string),
        }
    }
}

pub(super) fn directory(root: &Root) -> &str {
    if root.directory.is_empty() { "." } else { &root.directory }
}

/// What is in one place.
#[derive(Clone, Debug)]
pub struct Share {
    pub name: String,
    pub split: Split,
}

/// What nobody can attribute first, most expensive first.
pub fn shares(coverage: &Coverage, by: Dimension) -> Vec<Share> {
    let mut groups: BTreeMap<String, Split> = BTreeMap::new();
    for root in &coverage.roots {
        for row in &root.rows {
            let Some(name) = by.of(root, row) else { continue };
            groups.entry(name).or_default().add(row.status, &row.part);
        }
    }
    let shares = groups.into_iter().map(|(name, split)| Share { name, split });
    let mut shares: Vec<Share> = shares.collect();
    let dollars = |it: &Share, status| it.split.of(status).dollars();
    shares.sort_by_key(|it| {
        let bad = it.split.of(Status::Unattributable);
        let open = dollars(it, Status::Unknown);
        Reverse((bad.dollars(), open, it.split.total().dollars(), bad.resources))
    });
    shares
}

/// Resources of one block that lack the same.
#[derive(Clone, Debug)]
pub struct Untagged<'c> {
    pub root: &'c Root,
    /// The first of them.
    pub row: &'c Row,
    pub part: Part,
    /// The required keys that are not there.
    pub missing: Vec<&'c str>,
    /// Those with a value that is not allowed.
    pub wrong: Vec<&'c str>,
}

/// What can not be attributed, most expensive first.
pub fn untagged(coverage: &Coverage) -> Vec<Untagged<'_>> {
    let mut all: Vec<Untagged<'_>> = Vec::new();
    for root in &coverage.roots {
        let mut at: BTreeMap<Alike<'_>, usize> = BTreeMap::new();
        for row in root.rows.iter().filter(|it| it.status == Status::Unattributable) {
            let (missing, wrong) = lacks(row);
            let places = [Some(row.span), row.block].map(|it| it.map(sortable));
            let key = (places, missing.clone(), wrong.clone());
            let at = *at.entry(key).or_insert(all.len());
            match all.get_mut(at) {
                Some(known) => known.part.add(&row.part),
                None => all.push(Untagged { root, row, part: row.part, missing, wrong }),
            }
        }
    }
    all.sort_by_key(|it| Reverse((it.part.dollars(), it.part.is_open(), it.part.resources)));
    all
}

/// Where it is written and called, and what it lacks.
type Alike<'c> = ([Option<(usize, usize)>; 2], Vec<&'c str>, Vec<&'c str>);

fn sortable(span: Span) -> (usize, usize) {
    (span.file.index(), span.range().start)
}

fn lacks(row: &Row) -> (Vec<&str>, Vec<&str>) {
    let required = || row.keys.iter().filter(|it| it.is_required);
    let missing = required().filter(|it| it.standing == Standing::Missing);
    let wrong = required().filter(|it| matches!(it.standing, Standing::Wrong(_)));
    (missing.map(|it| it.key.as_str()).collect(), wrong.map(|it| it.key.as_str()).collect())
}
