//! The price book: that it says what the tables say, borrows what they do not, and takes a user's word.

mod answers;
mod tables;

use rust_decimal::Decimal;
use skint::cost::book::EMBEDDED_BYTES;
use skint::cost::{Book, Discount, Grade, NoPrice, Overrides, Part, Range, Rates, parse_lookup};

use crate::documents::{documents, drawn, snapshot};

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn rates(sku: &str, region: &str) -> Rates {
    Book::embedded().rates(sku, Some(region)).unwrap_or_else(|it| panic!("{it}"))
}

#[test]
fn known_prices() {
    let known = [
        ("aws/ec2/instance.m7i.xlarge", "us-east-1", "0.2016"),
        ("aws/ec2/instance.m7i.xlarge", "eu-west-1", "0.2247"),
        ("aws/ec2/instance.c4.large", "ap-northeast-1", "0.126"),
        ("aws/rds/mysql.single.db.r6g.large", "us-east-1", "0.215"),
        ("aws/rds/mariadb.single.db.r6g.large", "us-east-1", "0.215"),
        ("aws/vpc/nat_gateway.hour", "us-east-1", "0.045"),
        ("aws/vpc/nat_gateway.hour", "ap-southeast-2", "0.059"),
        ("aws/elasticache/redis.cache.t3.micro", "us-east-1", "0.017"),
        ("aws/opensearch/m5.large.search", "us-east-1", "0.142"),
        ("google/compute/e2-medium", "us-central1", "0.033506"),
        ("azure/vm/Standard_D2s_v5", "eastus", "0.096"),
    ];
    for (sku, region, usd) in known {
        let rates = rates(sku, region);
        assert_eq!(rates.tiers[0].price, Range::exact(number(usd)), "{sku} in {region}");
        assert_eq!((rates.unit.as_str(), rates.borrowed), ("hours", None), "{sku} in {region}");
    }
}

#[test]
fn a_price_is_of_one_unit_and_knows_by_how_many_it_is_sold() {
    let rates = rates("aws/apigateway/http.requests", "us-east-1");
    assert_eq!(rates.tiers[0].price, Range::exact(number("0.000001")));
    assert_eq!(rates.tiers[1].from, number("300000000"));
    assert_eq!(rates.price_text(), "$1.00 per 1,000,000 requests");
    assert_eq!((rates.grade, rates.as_of.as_str()), (Grade::B, "2024-07-01"));
}

#[test]
fn later_tiers_follow_those_of_the_reference_region() {
    let rates = rates("aws/apigateway/http.requests", "eu-west-1");
    let prices: Vec<_> =
        rates.tiers.iter().map(|it| (it.from, it.price.typical.normalize())).collect();
    let expected = [("0", "0.00000111"), ("300000000", "0.000000999")];
    assert_eq!(prices, expected.map(|(from, usd)| (number(from), number(usd))));
    assert_eq!(rates.borrowed.unwrap().what, Part::LaterTiers);
}

#[test]
fn groups_of_regions_share_prices() {
    let sku = "google/cloud_functions_gen1/cpu";
    assert_eq!(rates(sku, "europe-west1").borrowed, None);
    assert_eq!(rates(sku, "europe-west1").tiers, rates(sku, "us-central1").tiers);
}

#[test]
fn what_a_region_does_not_say_is_borrowed_within_bounds() {
    let rates = rates("azure/aks/standard_tier", "westeurope");
    let (price, borrowed) = (rates.tiers[0].price, rates.borrowed.unwrap());
    assert_eq!((borrowed.from.as_str(), borrowed.what), ("eastus", Part::Everything));
    assert_eq!(price, Range::exact(number("0.1")).times(borrowed.ratio));
    assert!(price.low < price.typical && price.typical < price.high, "{price:?}");
    assert!(borrowed.n_prices >= 5 && rates.grade == Grade::D, "{borrowed:?}");
}

#[test]
fn what_cannot_be_said_is_not_said() {
    let book = Book::embedded();
    let nowhere = book.rates("aws/vpc/nat_gateway.hour", Some("cn-north-1")).unwrap_err();
    insta::assert_snapshot!(nowhere, @"no price of aws/vpc/nat_gateway.hour is known in cn-north-1, and too few others there to judge by");
    let unknown = book.rates("aws/vpc/nat_gateway.hour", None).unwrap_err();
    insta::assert_snapshot!(unknown, @"the price of aws/vpc/nat_gateway.hour depends on the region, which is not known");
    let typo = book.rates("aws/ec2/instance.m7i.xlrage", Some("eu-west-1")).unwrap_err();
    insta::assert_snapshot!(typo, @"no price is known of aws/ec2/instance.m7i.xlrage: the nearest are aws/ec2/instance.m7i.xlarge, aws/ec2/instance.m7i.2xlarge, aws/ec2/instance.m7i.4xlarge");
    let typo = book.rates("aws/vpc/nat_gatway.hour", Some("eu-west-1")).unwrap_err();
    insta::assert_snapshot!(typo, @"no price is known of aws/vpc/nat_gatway.hour: the nearest are aws/vpc/nat_gateway.hour, aws/vpc/nat_gateway.data, azure/nat_gateway/hour");
    let long = book.rates(&format!("aws/{}", "x".repeat(100_000)), None).unwrap_err();
    assert!(matches!(long, NoPrice::UnknownSku { .. }) && !long.to_string().contains("nearest"));
    assert!(book.rates("aws/eks/auto_mode_fee", None).is_ok());
}

#[test]
fn machines_have_what_they_have() {
    let book = Book::embedded();
    let machine = book.machine("m7g.large").unwrap();
    assert_eq!((machine.vcpu, machine.memory_mib, machine.gpus), (2, 8192, 0));
    assert_eq!(machine.arch, "arm64");
    assert_eq!(book.machine("p5.48xlarge").unwrap().gpus, 8);
    assert_eq!(book.machine("m7g.lage"), None);
}

#[test]
fn old_is_what_is_a_year_old_or_of_an_unknown_date() {
    let of = |as_of: &str| Rates {
        as_of: as_of.into(),
        ..rates("aws/vpc/nat_gateway.hour", "us-east-1")
    };
    for (as_of, today, is_old) in [
        ("2025-11-21", "2026-11-21", false),
        ("2025-11-20", "2026-11-21", true),
        ("2025-12", "2026-11-21", false),
        ("2025-11", "2026-11-21", true),
        ("2026", "2026-11-21", false),
        ("2025", "2026-11-21", true),
        ("2023-03-01", "2024-02-29", false),
        ("", "2026-11-21", true),
        ("lately", "2026-11-21", true),
        ("2026-01-01", "", true),
    ] {
        assert_eq!(of(as_of).is_old(today), is_old, "{as_of} on {today}");
    }
}

/// What a lookup prints, as far as the book decides it.
fn found(text: &str) -> String {
    let (words, region) = parse_lookup(text);
    let search = Book::embedded().search(&words, region.as_deref());
    let line = |it: &skint::cost::Found| {
        let price = match &it.rates {
            Ok(rates) => format!("{} ({})", rates.price_text(), rates.grade.name()),
            Err(no_price) => no_price.to_string(),
        };
        format!("{} {} {price}\n", it.sku, it.region.as_deref().unwrap_or("everywhere"))
    };
    let lines: String = search.found.iter().map(line).collect();
    format!("{lines}{} more\n", search.n_more)
}

#[test]
fn prices_are_found_by_words() {
    let lookups = ["m7i.xlarge in eu-west-1", "nat", "lambda ap-southeast-2", "NAT gateway", "aks"];
    let text: Vec<String> = lookups.iter().map(|it| format!("# {it}\n{}", found(it))).collect();
    insta::assert_snapshot!(text.join("\n"));
    assert_eq!(found("no such thing"), "0 more\n");
    let (_, n_more) =
        found("aws").trim_end().rsplit_once('\n').map(|it| (it.0.len(), it.1.to_owned())).unwrap();
    assert!(n_more.trim_end_matches(" more").parse::<usize>().unwrap() > 1000, "{n_more}");
}

fn own(text: &str) -> Overrides {
    Overrides::decode("own.csv", text).unwrap_or_else(|it| panic!("{}", drawn(&it)))
}

#[test]
fn the_users_own_prices_come_first() {
    let book = Book::with(own("\u{feff}sku,usd,region,from,per,unit\r\n\
        aws/vpc/nat_gateway.hour,0.03,,,,\r\n\
        aws/vpc/nat_gateway.hour,0.04,eu-west-1,,,\n\
        \n# a tier later\n\
        aws/apigateway/http.requests,0.5,,1000,1000000,requests\n\
        aws/apigateway/http.requests,\"1\",,0,1000000,\n\
        aws/ec2/instance.m99.large,1e-1,,,,\n\
        own/rack/slot,7.50,,,,months\n"));
    let first = |sku, region| {
        let rates = book.rates(sku, region).unwrap();
        (rates.tiers[0].price.typical.normalize(), rates.grade, rates.source.to_string())
    };
    let said = |usd| (number(usd), Grade::Own, "own.csv".to_owned());
    assert_eq!(first("aws/vpc/nat_gateway.hour", None), said("0.03"));
    assert_eq!(first("aws/vpc/nat_gateway.hour", Some("us-east-1")), said("0.03"));
    assert_eq!(first("aws/vpc/nat_gateway.hour", Some("eu-west-1")), said("0.04"));
    assert_eq!(first("aws/ec2/instance.m99.large", Some("eu-west-1")), said("0.1"));
    assert_eq!(first("own/rack/slot", None), said("7.5"));
    let tiers = book.rates("aws/apigateway/http.requests", None).unwrap().tiers;
    assert_eq!((tiers.len(), tiers[1].from), (2, number("1000")));
    assert!(!book.rates("own/rack/slot", None).unwrap().is_old("2026-11-21"));
}

#[test]
fn discounts_come_off_list_prices_and_the_last_that_fits_holds() {
    let mut overrides = own("sku,usd\naws/vpc/nat_gateway.hour,0.03\n");
    for (skus, percent) in [("aws", "10"), ("aws/ec2", "50"), ("aws/ec2/instance.m7i.*", "25")] {
        overrides.discounts.push(Discount::new(skus, number(percent)).unwrap());
    }
    let book = Book::with(overrides);
    let price =
        |sku| book.rates(sku, Some("us-east-1")).unwrap().tiers[0].price.typical.normalize();
    assert_eq!(price("aws/ec2/instance.m7i.xlarge"), number("0.1512"));
    assert_eq!(price("aws/ec2/instance.m7g.large"), number("0.0408"));
    assert_eq!(price("aws/vpc/nat_gateway.data"), number("0.0405"));
    assert_eq!(price("aws/vpc/nat_gateway.hour"), number("0.03"));
    assert!(
        Discount::new("aws", number("101")).is_err()
            && Discount::new("aws/[", number("1")).is_err()
    );
}

#[test]
fn mistakes_in_own_prices_are_told_with_place_and_choices() {
    for (name, text) in documents("prices") {
        let refused = Overrides::decode(&name, &text).expect_err(&name);
        snapshot("prices", &name, &drawn(&refused));
    }
}

#[test]
fn of_a_sheet_that_is_too_large_nothing_else_is_told() {
    let refused = Overrides::decode("own.csv", &"#\n".repeat(1 << 20)).unwrap_err();
    let told = drawn(&refused);
    assert!(told.contains("larger than 1 MiB") && !told.contains("nothing in it"), "{told}");
}

#[test]
fn a_price_beyond_all_numbers_is_not_said_to_be_sold_by_none() {
    let sheet = "sku,usd,per\naws/lambda/requests,79228162514264337593543950335,0.0001\n";
    let told = drawn(&Overrides::decode("own.csv", sheet).unwrap_err());
    assert!(told.contains("a unit costs more than can be reckoned with"), "{told}");
}

/// The tables take little of the program.
const _: () = assert!(EMBEDDED_BYTES < 150_000);
