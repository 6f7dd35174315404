//! The book says what the tables say, row by row, and what it makes of them is in order.

use rust_decimal::Decimal;
use skint::cost::{Book, Range, Rates};

use super::tables::{SETS, number, rows, services, typed};

fn is_in_order(rates: &Rates) -> bool {
    let tiers = &rates.tiers;
    let bounded = |it: &Range| it.low <= it.typical && it.typical <= it.high;
    tiers[0].from.is_zero()
        && tiers.windows(2).all(|it| it[0].from < it[1].from)
        && tiers.iter().all(|it| bounded(&it.price) && it.price.low >= Decimal::ZERO)
}

#[test]
fn rows_of_services_are_told_as_they_are() {
    let book = Book::embedded();
    for path in services() {
        let cloud = path.file_stem().unwrap().to_str().unwrap();
        for row in rows(&path) {
            let sku = format!("{cloud}/{}/{}", row["service"], row["sku"]);
            let rates = book.rates(&sku, Some(&row["region"])).unwrap();
            let price = Range::exact(number(&row["usd"]) / number(&row["per"]));
            let tier = rates.tiers.iter().find(|it| it.from == number(&row["from"]));
            assert_eq!(tier.map(|it| it.price), Some(price), "{row:?}");
            assert!(is_in_order(&rates) && rates.unit == row["unit"], "{rates:?}");
        }
    }
}

#[test]
fn what_is_made_for_other_regions_is_in_order() {
    let book = Book::embedded();
    let regions = ["eu-west-1", "eu-south-2", "europe-west10", "westeurope", "nowhere-1"];
    for path in services() {
        let cloud = path.file_stem().unwrap().to_str().unwrap();
        for row in rows(&path) {
            let sku = format!("{cloud}/{}/{}", row["service"], row["sku"]);
            for rates in regions.iter().filter_map(|it| book.rates(&sku, Some(it)).ok()) {
                assert!(is_in_order(&rates), "{sku}: {rates:?}");
            }
        }
    }
}

/// Where the types of a set stand in a sku, and its reference region.
fn place(set: &str) -> (&'static str, &'static str) {
    match set {
        "ec2" => ("aws/ec2/instance.", "us-east-1"),
        "rds" => ("aws/rds/", "us-east-1"),
        "elasticache" => ("aws/elasticache/", "us-east-1"),
        "opensearch" => ("aws/opensearch/", "us-east-1"),
        "gce" => ("google/compute/", "us-central1"),
        "azure-vm" => ("azure/vm/", "eastus"),
        _ => panic!("nobody said how the skus of {set} are written"),
    }
}

#[test]
fn rows_of_types_are_told_as_they_are() {
    let book = Book::embedded();
    for (set, ..) in SETS {
        let (prefix, reference) = place(set);
        let told = |name: &str, region: &str| {
            let rates = book.rates(&format!("{prefix}{name}"), Some(region)).unwrap();
            assert!(is_in_order(&rates) && rates.borrowed.is_none(), "{name}: {rates:?}");
            rates.tiers[0].price
        };
        for row in typed(set).iter().filter(|it| !it["usd"].is_empty()) {
            assert_eq!(told(&row["type"], reference), Range::exact(number(&row["usd"])));
        }
        for row in typed(&format!("{set}-exceptions")) {
            assert_eq!(told(&row["type"], &row["region"]), Range::exact(number(&row["usd"])));
        }
    }
}
