//! Looking prices up by words: `m7i.xlarge in eu-west-1`, `lambda`, `nat`.

use super::clouds::{EVERYWHERE, is_everywhere, reference};
use super::rates::{NoPrice, Rates};
use super::services::{self, cloud};
use super::{Book, typed};

/// Nobody reads more than these.
const MOST: usize = 40;

/// What was found, the best first.
#[derive(Debug)]
pub struct Search {
    pub found: Vec<Found>,
    /// So many more would fit.
    pub n_more: usize,
}

/// A sku that fits the words, and its price.
#[derive(Debug)]
pub struct Found {
    pub sku: String,
    /// `None` where the price is the same everywhere.
    pub region: Option<String>,
    pub rates: Result<Rates, NoPrice>,
}

/// The words of a lookup, and the region in it: the word behind `in`, or one that is a region.
pub fn parse_lookup(text: &str) -> (Vec<String>, Option<String>) {
    let (mut words, mut region, mut behind_in) = (Vec::new(), None, false);
    for word in text.split([' ', '\t', ',']).filter(|it| !it.is_empty()) {
        match word {
            "in" => behind_in = true,
            _ if behind_in || is_region(word) => {
                region = Some(word.to_owned());
                behind_in = false;
            }
            _ => words.push(word.to_owned()),
        }
    }
    (words, region)
}

impl Book {
    /// The skus in which every word stands, with their prices in the region, or else in the one where the
    /// cloud's prices are complete.
    pub fn search(&self, words: &[String], region: Option<&str>) -> Search {
        let words: Vec<String> = words.iter().map(|it| plain(it)).collect();
        let own = self.overrides.prices.keys().map(|it| it.0.to_string());
        let skus = skus(region).chain(own);
        let mut fitting: Vec<_> = skus.filter_map(|it| Some((fit(&it, &words)?, it))).collect();
        fitting.sort();
        fitting.dedup();
        let n_more = fitting.len().saturating_sub(MOST);
        fitting.truncate(MOST);
        let found = fitting.into_iter().map(|(_, sku)| self.found(sku, region));
        Search { found: found.collect(), n_more }
    }

    fn found(&self, sku: String, region: Option<&str>) -> Found {
        let region = match services::regions(&sku).any(is_everywhere) && region.is_none() {
            true => None,
            false => region.or_else(|| home(&sku)),
        };
        let rates = self.rates(&sku, region);
        Found { region: region.map(str::to_owned), rates, sku }
    }
}

/// Where a price is looked for when nobody says where.
fn home(sku: &str) -> Option<&'static str> {
    let reference = reference(cloud(sku));
    reference.or_else(|| services::regions(sku).find(|it| *it != EVERYWHERE))
}

/// The skus of the clouds that have the region, or of all where none has it.
fn skus(region: Option<&str>) -> impl Iterator<Item = String> {
    let clouds = region.map(clouds_with).unwrap_or_default();
    let of_services = services::skus().into_iter().map(str::to_owned);
    let of_types = typed::SETS.iter().flat_map(|set| set.names().map(|it| set.sku(it)));
    let there = move |sku: &String| clouds.is_empty() || clouds.contains(&cloud(sku));
    of_services.chain(of_types).filter(there)
}

fn is_region(word: &str) -> bool {
    !clouds_with(word).is_empty()
}

/// The clouds that have a region of this name. Where a price holds everywhere is no region.
fn clouds_with(region: &str) -> Vec<&'static str> {
    let clouds = ["aws", "azure", "google"].into_iter();
    clouds.filter(|it| typed::has_region(it, region) || services::has_region(it, region)).collect()
}

/// How badly the words fit, the less the better; `None` where one does not stand there. A word stands at
/// the start of a part of the sku: `nat` is no find in `destination`.
fn fit(sku: &str, words: &[String]) -> Option<usize> {
    let sku = plain(sku);
    words.iter().map(|it| misfit(&sku, it)).sum()
}

fn misfit(sku: &str, word: &str) -> Option<usize> {
    let is_edge = |byte: Option<&u8>| byte.is_none_or(|it| !it.is_ascii_alphanumeric());
    let bytes = sku.as_bytes();
    let starts = sku.match_indices(word).map(|it| it.0);
    let starts = starts.filter(|at| is_edge(at.checked_sub(1).and_then(|it| bytes.get(it))));
    let misfits = starts.map(|at| match bytes.get(at + word.len()) {
        Some(b'/') => 0,
        None => 1,
        end if is_edge(end) => 2,
        _ => 3,
    });
    misfits.min()
}

/// As people type it: case, and the line between words, do not count.
fn plain(text: &str) -> String {
    text.to_lowercase().replace(['-', ' '], "_")
}
