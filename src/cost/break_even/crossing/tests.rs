//! The search for crossings, against trying every number of requests.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{Crossing, Pair, below, crossing};
use crate::cost::break_even::way::{Fleet, Metered, Way};

fn metered(tiers: &[(u32, u32)]) -> Metered {
    let tiers = tiers.iter().map(|(from, price)| (Decimal::from(*from), Decimal::from(*price)));
    Metered { per_request: Decimal::ONE, included: Decimal::ZERO, tiers: tiers.collect() }
}

fn function(tiers: &[(u32, u32)]) -> Way {
    Way { metered: vec![metered(tiers)], ..Way::default() }
}

fn tasks(least: u64, each: u32, carries: Decimal, balanced: u32) -> Way {
    let fleet = Fleet {
        least,
        each: Decimal::from(each),
        carries,
        balanced_from: 2,
        balancer: Decimal::from(5),
        balanced: vec![metered(&[(0, balanced)])],
        alone: Decimal::ONE,
    };
    Way { fleet: Some(fleet), ..Way::default() }
}

/// Every number up to where tries end.
fn tried(one: &Way, other: &Way, most: u64) -> (Option<u64>, Option<u64>) {
    let pair = Pair { one, other };
    let cheaper = |it: &u64| pair.difference(*it) < Decimal::ZERO;
    let last_dearer = (1..=most).rev().find(|it| !cheaper(it));
    ((1..=most).find(cheaper), last_dearer)
}

#[test]
fn a_line_crosses_a_floor_once() {
    // 3 a request against 2 tasks of 30 and 5: 65 / 3 = 21.7
    let found = crossing(&function(&[(0, 3)]), &tasks(2, 30, Decimal::from(1_000_000), 0));
    assert_eq!(found.map(|it| it.first), Some(22));
}

#[test]
fn another_task_may_undo_it_for_a_while() {
    // 3 a request; a task of 30 carries 15. Two carry 30 for 65, which 22 requests come to; 31 need three
    // for 95, more than 93: from 32 on it lasts, for 46 need four for 125 and come to 138.
    let found = crossing(&function(&[(0, 3)]), &tasks(2, 30, Decimal::from(15), 0));
    assert_eq!(found, Some(Crossing { first: 22, lasting: Some(32) }));
}

#[test]
fn there_may_be_none() {
    assert_eq!(crossing(&function(&[(0, 1)]), &tasks(2, 30, Decimal::from(15), 0)), None);
}

#[test]
fn a_later_tier_may_undo_it_for_good() {
    // From 100 requests on one costs 1, where a fifteenth of a task costs 2.
    let found = crossing(&function(&[(0, 3), (100, 1)]), &tasks(2, 30, Decimal::from(15), 0));
    assert_eq!(found, Some(Crossing { first: 22, lasting: None }));
}

#[test]
fn below_is_the_last_that_costs_less() {
    assert_eq!(below(&function(&[(0, 3)]), Decimal::from(10)), Some(3));
    assert_eq!(below(&function(&[(0, 3)]), Decimal::from(3)), None);
}

proptest! {
    #[test]
    fn nothing_is_missed_between_two_tries(
        prices in (1_u32..40, 1_u32..40, 1_u32..40),
        from in (1_u32..300, 301_u32..900),
        least in 1_u64..4,
        each in 1_u32..200,
        carries in 1_u32..90,
        balanced in 0_u32..5,
    ) {
        let one = function(&[(0, prices.0), (from.0, prices.1), (from.1, prices.2)]);
        let other = tasks(least, each, Decimal::from(carries), balanced);
        let most = 3_000;
        let (first, last_dearer) = tried(&one, &other, most);
        let found = crossing(&one, &other);
        if found.is_none_or(|it| it.first <= most) {
            prop_assert_eq!(found.map(|it| it.first), first);
        }
        if let Some(lasting) = found.and_then(|it| it.lasting).filter(|it| *it <= most) {
            prop_assert_eq!(lasting - 1, last_dearer.unwrap_or(0));
        }
    }
}
