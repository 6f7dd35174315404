//! Sums by service, by module and by root, most expensive first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::cost::{Bill, Cost, Estimate, RootBill, State, Total};

/// What several bills come to, and what is missing in it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum {
    pub(crate) total: Total,
    pub(crate) n_fixed_unknown: usize,
    pub(crate) n_usage_unknown: usize,
    /// Resources that nobody wrote down yet what they cost.
    pub(crate) n_unsupported: usize,
}

impl Sum {
    pub(crate) fn of<'b>(bills: impl Iterator<Item = &'b Bill>) -> Sum {
        let mut sum = Sum::default();
        bills.for_each(|it| sum.take(it));
        sum
    }

    fn take(&mut self, bill: &Bill) {
        self.total.add(bill.total());
        self.n_unsupported += usize::from(bill.state == State::Unsupported);
        for line in &bill.lines {
            if let Cost::Unknown { is_usage, .. } = &line.cost {
                self.n_usage_unknown += usize::from(*is_usage);
                self.n_fixed_unknown += usize::from(!is_usage);
            }
        }
    }

    fn add(&mut self, other: &Sum) {
        self.total.add(other.total);
        self.n_fixed_unknown += other.n_fixed_unknown;
        self.n_usage_unknown += other.n_usage_unknown;
        self.n_unsupported += other.n_unsupported;
    }

    pub(crate) fn n_unknown(&self) -> usize {
        self.n_fixed_unknown + self.n_usage_unknown
    }

    /// At its most less than a cent, and nothing is unknown.
    fn is_small(&self) -> bool {
        self.total.known().high < Decimal::new(1, 2) && self.n_unknown() == 0
    }
}

/// One row of a table.
#[derive(Clone, Debug)]
pub(crate) struct Share {
    pub(crate) name: String,
    /// How many resources it stands for.
    pub(crate) n: usize,
    pub(crate) sum: Sum,
}

/// The rows that are shown, and the sum of the others.
#[derive(Debug, Default)]
pub(crate) struct Shares {
    pub(crate) shown: Vec<Share>,
    pub(crate) rest: Option<Share>,
}

impl Shares {
    /// At most so many, and none of less than a cent.
    fn new(mut all: Vec<Share>, limit: usize) -> Shares {
        all.sort_by_cached_key(|it| {
            let known = it.sum.total.known();
            (Reverse((known.typical, known.high, it.sum.n_unknown())), it.name.clone())
        });
        let n = all.iter().filter(|it| !it.sum.is_small()).count().min(limit);
        let rest = all.split_off(n);
        Shares { shown: all, rest: rest_of(&rest) }
    }
}

fn rest_of(rest: &[Share]) -> Option<Share> {
    if rest.is_empty() {
        return None;
    }
    let mut sum = Sum::default();
    for share in rest {
        sum.add(&share.sum);
    }
    let small = if rest.iter().all(|it| it.sum.is_small()) { ", each under a cent" } else { "" };
    let name = format!("{} more{small}", rest.len());
    Some(Share { name, n: rest.iter().map(|it| it.n).sum(), sum })
}

fn grouped<'b>(bills: impl Iterator<Item = (String, &'b Bill)>) -> Vec<Share> {
    let mut groups: BTreeMap<String, Share> = BTreeMap::new();
    for (name, bill) in bills {
        let share = groups.entry(name.clone());
        let share = share.or_insert_with(|| Share { name, n: 0, sum: Sum::default() });
        share.n += 1;
        share.sum.take(bill);
    }
    groups.into_values().collect()
}

pub(crate) fn priced(estimate: &Estimate) -> impl Iterator<Item = &Bill> {
    estimate.bills().filter(|it| it.state == State::Priced)
}

/// By what the bill calls it.
pub(crate) fn services(estimate: &Estimate, limit: usize) -> Shares {
    let bills = priced(estimate).filter(|it| !it.lines.is_empty());
    Shares::new(grouped(bills.map(|it| (it.service.to_string(), it))), limit)
}

/// Instances of one block are one row.
pub(crate) fn resources(estimate: &Estimate, limit: usize) -> Shares {
    let mut groups: BTreeMap<String, (Share, String)> = BTreeMap::new();
    for root in &estimate.roots {
        for bill in root.bills.iter().filter(|it| !it.lines.is_empty()) {
            let key = label(estimate, root, &folded(&bill.address));
            let group = groups.entry(key.clone()).or_insert_with(|| {
                let share = Share { name: key, n: 0, sum: Sum::default() };
                (share, label(estimate, root, &bill.address))
            });
            group.0.n += 1;
            group.0.sum.take(bill);
        }
    }
    let shares = groups.into_values().map(|(share, single)| match share.n {
        1 => Share { name: single, ..share },
        _ => share,
    });
    Shares::new(shares.filter(|it| !it.sum.total.known().high.is_zero()).collect(), limit)
}

/// The address, with its root where there are several.
pub(crate) fn label(estimate: &Estimate, root: &RootBill, address: &str) -> String {
    match estimate.roots.len() {
        0 | 1 => address.to_owned(),
        _ => format!("{}: {address}", directory(root)),
    }
}

/// The modules of a root; none where it has only one.
pub(crate) fn modules(root: &RootBill, limit: usize) -> Shares {
    let name = |it: &Bill| match it.module.as_str() {
        "" => "(root)".to_owned(),
        module => module.to_owned(),
    };
    let bills = root.bills.iter().filter(|it| !it.lines.is_empty());
    let shares = grouped(bills.map(|it| (name(it), it)));
    if shares.len() < 2 { Shares::default() } else { Shares::new(shares, limit) }
}

pub(crate) fn roots(estimate: &Estimate, limit: usize) -> Shares {
    let bills = estimate.roots.iter().flat_map(|root| {
        let billed = root.bills.iter().filter(|it| !it.lines.is_empty());
        billed.map(|it| (directory(root).to_owned(), it))
    });
    Shares::new(grouped(bills), limit)
}

pub(crate) fn directory(root: &RootBill) -> &str {
    if root.directory.is_empty() { "." } else { &root.directory }
}

/// The address of all instances: `module.x[*].aws_sqs_queue.y[*]`.
pub(crate) fn folded(address: &str) -> String {
    let mut out = String::new();
    let mut letters = address.chars();
    while let Some(letter) = letters.next() {
        out.push(letter);
        if letter == '[' {
            skip_index(&mut letters);
            out.push_str("*]");
        }
    }
    out
}

/// To behind the bracket that closes, which may stand in a key too.
fn skip_index(letters: &mut std::str::Chars<'_>) {
    let mut quoted = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' => quoted = !quoted,
            '\\' if quoted => drop(letters.next()),
            ']' if !quoted => return,
            _ => {}
        }
    }
}

/// Addresses in the order in which they came, the instances of a block once.
pub(crate) fn names(addresses: &[String]) -> Vec<String> {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    for address in addresses {
        let key = folded(address);
        let index = *at.entry(key.clone()).or_insert_with(|| {
            groups.push((key, Vec::new()));
            groups.len() - 1
        });
        // What belongs to one resource comes together.
        if groups[index].1.last() != Some(&address.as_str()) {
            groups[index].1.push(address);
        }
    }
    let names = groups.into_iter().map(|(key, all)| match all.as_slice() {
        [one] => (*one).to_owned(),
        _ => key,
    });
    names.collect()
}
