//! The price book: that what it says is what the tables say, and that the tables are whole.

use rust_decimal::Decimal;
use skint::cost::Book;
use skint::cost::book::EMBEDDED_BYTES;

fn price(sku: &str, region: &str) -> Decimal {
    let rates = Book::embedded().rates(sku, Some(region)).unwrap();
    assert!(rates.tiers[0].price.is_exact(), "{rates:?}");
    rates.tiers[0].price.typical
}

#[test]
fn known_prices() {
    let known = [
        ("aws/ec2/instance.m7i.xlarge", "us-east-1", "0.2016"),
        ("aws/ec2/instance.m7i.xlarge", "eu-west-1", "0.2247"),
    ];
    for (sku, region, usd) in known {
        assert_eq!(price(sku, region), usd.parse::<Decimal>().unwrap(), "{sku} in {region}");
    }
    println!("{EMBEDDED_BYTES}");
}
