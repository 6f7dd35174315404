//! What a change costs a month, resource by resource. What has no price on either side is left out of the difference on
//! both, and said: a price that is missing is never a saving.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;
use rust_decimal::Decimal;

use super::Worth as Kept;
use crate::check::{Pass, Stock};
use crate::cost::{self, Bill, Cost, Line, Request, RootBill, State, Total};
use crate::graph::World;
use crate::money::Range;
use crate::source::{Span, joined};
use crate::tags::Policies;
use crate::tally::{self, Split, Status};

/// What one root costs, and how much of that can be attributed.
#[derive(Clone, Debug)]
pub(super) struct Worth {
    pub(super) bill: RootBill,
    /// Bill by bill.
    statuses: Vec<Status>,
    split: Split,
}

pub(super) fn worth(
    world: &mut World<'_, '_>,
    stock: &Stock<'_>,
    request: &Request<'_>,
    policies: &Policies<'_>,
) -> Worth {
    let bill = cost::root_bill(world, stock.catalog(), request);
    let today = &request.support.today;
    let statuses = stock.tags(world, policies, today, |audit| tally::statuses(&bill.bills, audit));
    let split = tally::split_of(&bill.bills, &statuses);
    Worth { bill, statuses, split }
}

/// Dollars a month.
#[derive(Clone, Debug, Default)]
pub struct Dollars {
    /// What costs something else now; the largest differences first.
    pub rows: Vec<Row>,
    /// The traffic that was reckoned with: a profile, or `none`.
    pub traffic: String,
    pub before: Share,
    pub after: Share,
}

/// How a resource changed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Change {
    Added,
    Removed,
    Changed,
}

impl Change {
    pub fn name(self) -> &'static str {
        match self {
            Change::Added => "added",
            Change::Removed => "removed",
            Change::Changed => "changed",
        }
    }
}

/// One resource.
#[derive(Clone, Debug)]
pub struct Row {
    /// The directory of the configuration that it is of, from the repository's root.
    pub root: String,
    pub address: String,
    pub change: Change,
    /// Where it is written; in the base, where it was removed.
    pub span: Span,
    /// What is known of it on each side.
    pub before: Total,
    pub after: Total,
    /// How much more it costs, of what is known on both sides.
    pub more: Levels,
    /// What is not in that.
    pub unpriced: Vec<Unpriced>,
}

/// How much more is certain and how much more the traffic costs, at low, typical and high traffic: it may fall as traffic
/// rises. What goes here and comes there costs the same at each level, which two ranges would not know.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Levels {
    pub fixed: [Decimal; 3],
    pub usage: [Decimal; 3],
}

impl Levels {
    pub fn fixed(&self) -> Range {
        Range::of(self.fixed)
    }

    pub fn usage(&self) -> Range {
        Range::of(self.usage)
    }

    /// Both together.
    fn all(&self) -> Range {
        Range::of([0, 1, 2].map(|it| self.fixed[it].saturating_add(self.usage[it])))
    }

    fn add(&mut self, other: &Levels) {
        let pairs = [(&mut self.fixed, &other.fixed), (&mut self.usage, &other.usage)];
        for (all, more) in pairs {
            all.iter_mut().zip(more).for_each(|(it, more)| *it = it.saturating_add(*more));
        }
    }
}

/// A component whose price is not known on both sides.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unpriced {
    pub component: EcoString,
    pub reason: EcoString,
    pub is_usage: bool,
}

/// What can be attributed of what everything costs, at the typical level.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Share {
    pub attributable: Decimal,
    pub total: Decimal,
}

impl Share {
    fn of(split: &Split) -> Share {
        let attributable = split.of(Status::Attributable).dollars();
        Share { attributable, total: split.total().dollars() }
    }

    /// Between 0 and 1; nothing where nothing costs anything.
    pub fn share(&self) -> Option<Decimal> {
        let share = self.attributable.checked_div(self.total)?;
        Some(share.clamp(Decimal::ZERO, Decimal::ONE))
    }
}

impl Dollars {
    /// How much more is certain, of what is known.
    pub fn fixed(&self) -> Range {
        self.more().fixed()
    }

    /// How much more the traffic costs, of what is known.
    pub fn usage(&self) -> Range {
        self.more().usage()
    }

    fn more(&self) -> Levels {
        let mut all = Levels::default();
        self.rows.iter().for_each(|it| all.add(&it.more));
        all
    }

    /// How many components are in neither.
    pub fn n_unpriced(&self) -> usize {
        self.rows.iter().map(|it| it.unpriced.len()).sum()
    }

    /// Both together; `None` where nothing of the difference is known.
    pub fn known(&self) -> Option<Range> {
        let is_known = |it: &Row| it.more != Levels::default();
        let is_known = self.rows.iter().any(is_known) || self.n_unpriced() == 0;
        is_known.then(|| self.more().all())
    }
}

/// What became of the dollars of every resource.
pub(super) fn compare(now: &Pass<Kept>, then: &Pass<Kept>, request: &Request<'_>) -> Dollars {
    let (was, before) = side(then, request);
    let (is, after) = side(now, request);
    let mut rows = Vec::new();
    let roots: BTreeSet<&str> = was.keys().chain(is.keys()).copied().collect();
    for root in roots {
        // What a new account gets for nothing is shared out among all of them.
        if !request.free_tier && then.roots().get(root).is_some_and(|it| it.is_same) {
            continue;
        }
        let of = |side: &'_ Bills<'_>| -> BTreeMap<String, Bill> {
            let bills = side.get(root).map(|it| it.iter()).into_iter().flatten();
            bills.map(|it| (it.address.clone(), it.clone())).collect()
        };
        let (was, is) = (of(&was), of(&is));
        let addresses: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
        let row = |it: &&String| difference(root, was.get(*it), is.get(*it));
        rows.extend(addresses.iter().filter_map(row).filter(|it| !it.is_nothing()));
    }
    rows.sort_by_cached_key(|it: &Row| {
        let size = it.more.all().typical.abs();
        (std::cmp::Reverse(size), it.root.clone(), it.address.clone())
    });
    Dollars { rows, traffic: request.traffic.profile.clone(), before, after }
}

/// By directory of their roots.
type Bills<'p> = BTreeMap<&'p str, Cow<'p, [Bill]>>;

/// The bills of one side, and how much of them can be attributed.
fn side<'p>(pass: &'p Pass<Kept>, request: &Request<'_>) -> (Bills<'p>, Share) {
    let known = || pass.roots().values().filter_map(|it| it.found.also.as_ref());
    let (mut bills, mut split) = (Bills::new(), Split::default());
    if !request.free_tier {
        for Worth { bill, split: of_root, .. } in known() {
            bills.insert(&bill.directory, Cow::Borrowed(&bill.bills));
            split.merge(of_root);
        }
        return (bills, Share::of(&split));
    }
    let estimate = cost::together(known().map(|it| it.bill.clone()).collect(), true);
    for (of_root, worth) in estimate.roots.into_iter().zip(known()) {
        split.merge(&tally::split_of(&of_root.bills, &worth.statuses));
        bills.insert(&worth.bill.directory, Cow::Owned(of_root.bills));
    }
    (bills, Share::of(&split))
}

impl Row {
    /// Less than anybody would see on a bill.
    fn is_nothing(&self) -> bool {
        let is_none = |it: Decimal| it.round_dp(2).is_zero();
        let none = |it: &Range| is_none(it.low) && is_none(it.typical) && is_none(it.high);
        none(&self.more.fixed()) && none(&self.more.usage()) && self.unpriced.is_empty()
    }
}

/// What a resource costs more. `None` where it costs the same.
fn difference(root: &str, was: Option<&Bill>, is: Option<&Bill>) -> Option<Row> {
    let bill = is.or(was)?;
    let mut row = Row {
        root: root.to_owned(),
        address: bill.address.clone(),
        change: match (was, is) {
            (None, _) => Change::Added,
            (_, None) => Change::Removed,
            _ => Change::Changed,
        },
        span: bill.span,
        before: was.map(Bill::total).unwrap_or_default(),
        after: is.map(Bill::total).unwrap_or_default(),
        more: Levels::default(),
        unpriced: Vec::new(),
    };
    let (before, after) = (lines(was), lines(is));
    let is_same = was.is_some() && is.is_some() && same(before, after);
    if is_same || is_unsupported(was) && is_unsupported(is) {
        return None;
    }
    if is_unsupported(was) || is_unsupported(is) {
        let reason = ecow::eco_format!("nobody wrote down yet what {} costs", bill.kind);
        let component = "all of it".into();
        row.unpriced.push(Unpriced { component, reason, is_usage: false });
    }
    let names: BTreeSet<&EcoString> = before.iter().chain(after).map(|it| &it.name).collect();
    for name in names {
        let of = |lines: &'_ [Line]| -> Vec<Line> {
            lines.iter().filter(|it| it.name == *name).cloned().collect()
        };
        let (before, after) = (of(before), of(after));
        let unknown = before.iter().chain(&after).find_map(unpriced);
        if let Some(it) = unknown {
            row.unpriced.push(it);
            continue;
        }
        let total = |lines: &[Line]| cost::sum(lines.iter().map(Line::total));
        let (before, after) = (total(&before), total(&after));
        row.more.add(&Levels {
            fixed: less(&after.fixed, &before.fixed),
            usage: less(&after.usage, &before.usage),
        });
    }
    Some(row)
}

fn lines(bill: Option<&Bill>) -> &[Line] {
    bill.map(|it| it.lines.as_slice()).unwrap_or_default()
}

fn is_unsupported(bill: Option<&Bill>) -> bool {
    bill.is_some_and(|it| it.state == State::Unsupported)
}

/// Whether two bills say the same of every component; what is known of neither is the same where it is so for the same
/// reason, as often, and the resource says the same of what it rests on.
fn same(before: &[Line], after: &[Line]) -> bool {
    let is_same = |(one, other): (&Line, &Line)| {
        let rests_on = |it: &Line| (it.sku.clone(), it.rests_on);
        let costs = match (&one.cost, &other.cost) {
            (Cost::Unknown { reason: of_one, .. }, Cost::Unknown { reason: of_other, .. }) => {
                of_one == of_other && rests_on(one) == rests_on(other)
            }
            (one, other) => one == other,
        };
        one.name == other.name && one.quantity == other.quantity && costs
    };
    before.len() == after.len() && before.iter().zip(after).all(is_same)
}

fn unpriced(line: &Line) -> Option<Unpriced> {
    match &line.cost {
        Cost::Unknown { reason, is_usage, .. } => {
            let (component, reason) = (line.name.clone(), reason.clone());
            Some(Unpriced { component, reason, is_usage: *is_usage })
        }
        Cost::Fixed(_) | Cost::Usage(_) => None,
    }
}

/// By level.
fn less(one: &Range, other: &Range) -> [Decimal; 3] {
    [
        one.low.saturating_sub(other.low),
        one.typical.saturating_sub(other.typical),
        one.high.saturating_sub(other.high),
    ]
}

/// The directory of a root as the repository's root sees it.
impl Dollars {
    #[must_use]
    pub(super) fn rooted(mut self, prefix: &str) -> Dollars {
        self.rows.iter_mut().for_each(|it| it.root = joined(prefix, &it.root));
        self
    }
}
