//! The tables as they stand in `prices/`: whole, in order, and without rows that are of another tenancy,
//! system or edition. Those show in the ratio of a family to the reference region.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rust_decimal::Decimal;
use skint::cost::Grade;

/// A set of types, how many of its prices do not follow the ratio of their family, by how much the furthest
/// is off, and in how many regions most of a family of three and more does not follow. These numbers may
/// only shrink: a new row that breaks the rule is most likely wrong.
pub(super) const SETS: &[(&str, usize, &str, usize)] = &[
    ("azure-vm", 1272, "0.75", 148),
    ("ec2", 94, "0.09", 0),
    ("elasticache", 327, "0.21", 21),
    ("gce", 110, "0.28", 0),
    ("opensearch", 107, "0.10", 4),
    ("rds", 698, "0.21", 18),
];

/// What does not differ by more follows the rule.
const TOLERANCE: &str = "0.005";

pub(super) type Row = BTreeMap<String, String>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("prices")
}

pub(super) fn number(text: &str) -> Decimal {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is no number"))
}

/// Commas inside of quotes belong to the field.
fn fields(line: &str) -> Vec<String> {
    let inside = line.split('"').enumerate();
    let masked =
        inside.map(|(at, it)| if at % 2 == 1 { it.replace(',', "\0") } else { it.to_owned() });
    let masked: String = masked.collect();
    masked.split(',').map(|it| it.replace('\0', ",")).collect()
}

pub(super) fn rows(path: &Path) -> Vec<Row> {
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(fields);
    let columns = lines.next().unwrap();
    let row = |line: Vec<String>| {
        assert_eq!(line.len(), columns.len(), "{}: {line:?}", path.display());
        columns.iter().cloned().zip(line).collect()
    };
    lines.map(row).collect()
}

pub(super) fn typed(name: &str) -> Vec<Row> {
    rows(&folder().join(format!("types/{name}.csv")))
}

pub(super) fn services() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder().join("services")).unwrap();
    entries.map(|it| it.unwrap().path()).collect()
}

fn is_dated(as_of: &str) -> bool {
    let shape: String =
        as_of.chars().map(|it| if it.is_ascii_digit() { '0' } else { it }).collect();
    ["", "0000", "0000-00", "0000-00-00"].contains(&shape.as_str())
}

fn says_where_it_is_from(row: &Row, place: &str) {
    assert!(Grade::read(&row["grade"]).is_some_and(|it| it != Grade::Own), "{place}: {row:?}");
    assert!(!row["source"].is_empty() && is_dated(&row["as_of"]), "{place}: {row:?}");
}

#[test]
fn every_price_of_a_service_has_a_number_a_unit_a_grade_and_a_source() {
    for path in services() {
        for row in rows(&path) {
            says_where_it_is_from(&row, &path.display().to_string());
            assert!(number(&row["usd"]) >= Decimal::ZERO && number(&row["from"]) >= Decimal::ZERO);
            assert!(number(&row["per"]) > Decimal::ZERO && !row["unit"].is_empty(), "{row:?}");
        }
    }
}

#[test]
fn prices_of_services_are_sorted_and_unique_and_start_from_zero() {
    for path in services() {
        let key = |row: &Row| {
            let place = (row["service"].clone(), row["sku"].clone(), row["region"].clone());
            (place, number(&row["from"]))
        };
        let keys: Vec<_> = rows(&path).iter().map(key).collect();
        let mut places = BTreeSet::new();
        for ((place, from), next) in keys.iter().zip(keys.iter().skip(1).map(Some).chain([None])) {
            assert!(next.is_none_or(|it| (place, from) < (&it.0, &it.1)), "{place:?}, {next:?}");
            assert!(!places.insert(place) || from.is_zero(), "{place:?} starts from {from}");
        }
    }
}

#[test]
fn a_sku_is_counted_in_one_unit_everywhere() {
    for path in services() {
        let mut units = BTreeMap::new();
        for row in rows(&path) {
            let sku = (row["service"].clone(), row["sku"].clone());
            let said = (row["unit"].clone(), row["per"].clone());
            assert_eq!(units.entry(sku).or_insert_with(|| said.clone()), &said, "{row:?}");
        }
    }
}

#[test]
fn every_row_of_a_type_has_a_number_a_grade_and_a_source_that_is_listed() {
    let listed: BTreeSet<String> =
        rows(&folder().join("sources.csv")).into_iter().map(|it| it["tag"].clone()).collect();
    for (set, ..) in SETS {
        for (table, column) in [("", "usd"), ("-regions", "ratio"), ("-exceptions", "usd")] {
            let mut before = Vec::new();
            for row in typed(&format!("{set}{table}")) {
                says_where_it_is_from(&row, set);
                let tags = row["source"].split('+').map(|it| it.split(':').next().unwrap());
                tags.for_each(|it| {
                    assert!(listed.contains(it), "{it} is not in prices/sources.csv");
                });
                assert!(
                    table.is_empty() && row[column].is_empty()
                        || number(&row[column]) > Decimal::ZERO
                );
                let key =
                    ["type", "family", "region"].iter().filter_map(|it| row.get(*it)).cloned();
                let key: Vec<String> = key.collect();
                assert!(before < key, "{set}{table}: {key:?} is behind {before:?}");
                before = key;
            }
        }
    }
}

/// What a set's exceptions are to its rule.
#[derive(Debug, Default, PartialEq)]
struct Off {
    n_rows: usize,
    furthest: Decimal,
    n_families: usize,
}

fn off(set: &str) -> Off {
    let types: BTreeMap<String, Row> =
        typed(set).into_iter().map(|it| (it["type"].clone(), it)).collect();
    let ratio = |it: Row| ((it["family"].clone(), it["region"].clone()), number(&it["ratio"]));
    let ratios: BTreeMap<_, _> = typed(&format!("{set}-regions")).into_iter().map(ratio).collect();
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for row in types.values().filter(|it| !it["usd"].is_empty()) {
        *sizes.entry(&row["family"]).or_default() += 1;
    }
    let (mut off, mut by_family) = (Off::default(), BTreeMap::new());
    for row in typed(&format!("{set}-exceptions")) {
        let of_type = &types[&row["type"]];
        if of_type["usd"].is_empty() {
            continue;
        }
        let key = (of_type["family"].clone(), row["region"].clone());
        let ruled = number(&of_type["usd"]) * ratios[&key];
        let far = (ruled.round_dp(6) / number(&row["usd"]) - Decimal::ONE).abs();
        assert!(far > number(TOLERANCE) - Decimal::new(1, 6), "{set}: {row:?} follows the rule");
        off.n_rows += 1;
        off.furthest = off.furthest.max(far.round_dp(2));
        *by_family.entry(key).or_insert(0) += 1;
    }
    let most = |((family, _), n): (&(String, String), &usize)| {
        sizes[family.as_str()] >= 3 && 2 * n > sizes[family.as_str()]
    };
    off.n_families = by_family.iter().filter(|it| most(*it)).count();
    off
}

#[test]
fn types_follow_the_ratio_of_their_family() {
    let stated = |(set, n_rows, furthest, n_families): &(&'static str, usize, &str, usize)| {
        (*set, Off { n_rows: *n_rows, furthest: number(furthest), n_families: *n_families })
    };
    let found: Vec<_> = SETS.iter().map(|it| (it.0, off(it.0))).collect();
    let stated: Vec<_> = SETS.iter().map(stated).collect();
    assert_eq!(found, stated, "lower the numbers, or look for the row that is wrong");
}

/// A family that costs twice what others do in a region, compared with the reference region, has a wrong
/// price in one of the two.
#[test]
fn no_family_is_far_from_what_is_usual_in_its_region() {
    let (low, high) = (number("0.55"), number("1.75"));
    let mut far = Vec::new();
    for (set, ..) in SETS {
        let mut by_region: BTreeMap<String, Vec<(Decimal, String)>> = BTreeMap::new();
        for row in typed(&format!("{set}-regions")) {
            let ratio = (number(&row["ratio"]), row["family"].clone());
            by_region.entry(row["region"].clone()).or_default().push(ratio);
        }
        for (region, mut ratios) in by_region {
            ratios.sort();
            let usual = ratios[ratios.len() / 2].0;
            let odd = ratios.iter().filter(|it| it.0 / usual < low || it.0 / usual > high);
            far.extend(odd.map(|it| format!("{set} {} in {region}: {}", it.1, it.0)));
        }
    }
    assert_eq!(far, ["ec2 p2 in ap-south-1: 1.908889"]);
}
