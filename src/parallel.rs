//! Work in parallel, in an order that leaves no thread alone at the end.

use std::cmp::Reverse;

use rayon::prelude::*;

/// Something about each of some things, in their order. The largest are begun first.
pub fn largest_first<I: Sync, T: Send>(
    all: &[I],
    size: impl Fn(&I) -> usize + Sync,
    work: impl Fn(&I) -> T + Sync,
) -> Vec<T> {
    let sizes = all.par_iter().enumerate().map(|(at, it)| (Reverse(size(it)), at));
    let mut order: Vec<(Reverse<usize>, usize)> = sizes.collect();
    order.sort_unstable();
    let done = order.par_iter().with_max_len(1).map(|(_, at)| (*at, work(&all[*at])));
    let mut done: Vec<(usize, T)> = done.collect();
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, it)| it).collect()
}
