//! The edits that would let tags explain everything, what pays most first: `skint tags --plan`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;

use ecow::EcoString;
use rust_decimal::Decimal;
use serde::Serialize;

use super::Page;
use super::amount::{count, decimal, percent_of};
use super::coverage::{Coverage, Root};
use super::group::directory;
use super::sum::Status;
use super::table::wrapped;
use super::text::plain;
use crate::cost::words::dollars;
use crate::decode::harmless;
use crate::source::Span;
use crate::tags::{self, Audit};

/// One edit, by the addresses of what it is for.
#[derive(Clone, Debug)]
pub struct Edit {
    pub title: String,
    pub at: Span,
    pub addresses: Vec<String>,
    pub values: Vec<(EcoString, Option<String>)>,
}

impl Edit {
    pub(super) fn new(step: tags::Step, audit: &Audit<'_, '_>) -> Edit {
        let addresses = step.bearers.iter().map(|it| audit.bearers[*it].address.clone()).collect();
        Edit { title: step.title, at: step.at, addresses, values: step.values }
    }
}

/// An edit in its turn, and what it brings.
pub struct Turn<'c> {
    pub edit: &'c Edit,
    pub root: &'c Root,
    /// Of resources that are wholly tagged from this edit on.
    pub dollars: Decimal,
    pub resources: usize,
    /// What can be attributed then, of what takes tags.
    pub share: Decimal,
}

/// All edits, each time the one that pays most: first by dollars, then by resources.
pub fn turns(coverage: &Coverage) -> Vec<Turn<'_>> {
    let mut all: Vec<(&Edit, &Root, usize)> = Vec::new();
    // What each resource still needs, and what it costs.
    let mut needs: BTreeMap<(usize, &str), (BTreeSet<usize>, Decimal)> = BTreeMap::new();
    for (nth, root) in coverage.roots.iter().enumerate() {
        let costs: BTreeMap<&str, Decimal> =
            root.rows.iter().map(|it| (it.address.as_str(), it.part.dollars())).collect();
        for edit in &root.edits {
            for address in &edit.addresses {
                let amount = costs.get(address.as_str()).copied().unwrap_or_default();
                let entry = needs.entry((nth, address)).or_insert((BTreeSet::new(), amount));
                entry.0.insert(all.len());
            }
            all.push((edit, root, nth));
        }
    }
    let worth = |it: &(&Edit, &Root, usize)| {
        let amounts =
            it.0.addresses.iter().filter_map(|address| needs.get(&(it.2, address.as_str())));
        (amounts.map(|(_, amount)| *amount).sum::<Decimal>(), it.0.addresses.len())
    };
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|it| std::cmp::Reverse(worth(&all[*it])));
    let split = coverage.split();
    let total = [Status::Attributable, Status::Unattributable, Status::Unknown]
        .map(|it| split.of(it).dollars());
    let mut known = total[0];
    let whole: Decimal = total.into_iter().sum();
    let mut turns = Vec::new();
    for nth in order {
        let (edit, root, of) = all[nth];
        let (mut amount, mut resources) = (Decimal::ZERO, 0);
        for address in &edit.addresses {
            let Some((needed, cost)) = needs.get_mut(&(of, address.as_str())) else { continue };
            if needed.remove(&nth) && needed.is_empty() {
                amount += *cost;
                resources += 1;
            }
        }
        known += amount;
        let share = if whole.is_zero() { Decimal::ZERO } else { known / whole };
        turns.push(Turn { edit, root, dollars: amount, resources, share });
    }
    turns
}

/// Steps that are shown to a person; the others are counted.
const SHOWN: usize = 40;

pub(super) fn human(page: &mut Page<'_>) -> String {
    let turns = turns(page.coverage);
    if turns.is_empty() {
        return "nothing to write: no required tag is missing or wrong, as far as that is known\n"
            .to_owned();
    }
    let several = page.coverage.roots.len() > 1;
    let split = page.coverage.split();
    let total: Decimal = Status::ALL[..3].iter().map(|it| split.of(*it).dollars()).sum();
    let mut out = format!(
        "{} would let tags explain all that takes tags and is known: {} a month\n",
        count(turns.len(), "edit"),
        dollars(total)
    );
    for (nth, turn) in turns.iter().take(SHOWN).enumerate() {
        let place = page.places.of(turn.edit.at);
        let place =
            place.map_or_else(String::new, |(path, line)| format!("{}:{line}", plain(path)));
        let root = match several {
            true => format!(" ({})", plain(directory(turn.root))),
            false => String::new(),
        };
        let head = format!("{:>3}. {}", nth + 1, plain(&turn.edit.title));
        out.push('\n');
        for line in wrapped(0, 5, &head) {
            out += &line;
            out.push('\n');
        }
        let _ = writeln!(out, "     {place}{root}");
        let brings = match (turn.resources, turn.dollars.is_zero()) {
            (0, _) => format!(
                "needed by {} beside other edits",
                count(turn.edit.addresses.len(), "resource")
            ),
            (n, true) => format!("{} more explained", count(n, "resource")),
            (n, false) => format!(
                "{} a month more explained, {}, {} in all",
                dollars(turn.dollars),
                count(n, "resource"),
                percent_of(turn.share, Decimal::ONE)
            ),
        };
        let _ = writeln!(out, "     {brings}");
        for (key, value) in &turn.edit.values {
            let value = value.as_deref().map_or("(yours to say)".to_owned(), plain);
            let _ = writeln!(out, "       {} = {value}", plain(key));
        }
    }
    if turns.len() > SHOWN {
        let more = count(turns.len() - SHOWN, "more edit");
        let _ = writeln!(
            out,
            "
and {more}: --format json lists all"
        );
    }
    out
}

#[derive(Serialize)]
struct PlanJson<'a> {
    version: u32,
    currency: &'static str,
    edits: Vec<TurnJson<'a>>,
}

#[derive(Serialize)]
struct TurnJson<'a> {
    title: &'a str,
    root: &'a str,
    path: &'a str,
    line: usize,
    keys: BTreeMap<&'a str, Option<&'a str>>,
    dollars: String,
    resources: usize,
    share: String,
    addresses: &'a [String],
}

pub(super) fn json(page: &mut Page<'_>) -> io::Result<String> {
    let edits = turns(page.coverage).into_iter().map(|turn| {
        let (path, line) = page.places.of(turn.edit.at).unwrap_or_default();
        let keys = turn.edit.values.iter();
        TurnJson {
            title: &turn.edit.title,
            root: directory(turn.root),
            path,
            line,
            keys: keys.map(|(key, value)| (key.as_str(), value.as_deref())).collect(),
            dollars: decimal(turn.dollars),
            resources: turn.resources,
            share: decimal(turn.share.round_dp(4)),
            addresses: &turn.edit.addresses,
        }
    });
    let plan = PlanJson { version: 1, currency: "USD", edits: edits.collect() };
    Ok(harmless::json(&serde_json::to_string_pretty(&plan)?) + "\n")
}
