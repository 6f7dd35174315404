//! What settings say of money: traffic, region, usage, and prices that somebody negotiated.

use super::Said;
use super::decode::Reader;
use super::table;
use crate::source::Span;
use crate::syntax::{Attribute, Block, ExprKind};

/// `cost { ... }`
#[derive(Clone, Debug, Default)]
pub struct CostSettings {
    pub traffic: Option<Said<String>>,
    /// Where resources are of which the text does not say it.
    pub region: Option<Said<String>>,
    /// A usage file, from the directory of the settings.
    pub usage: Option<Said<String>>,
    pub free_tier: Option<Said<bool>>,
    pub entries: Vec<Said<EntrySettings>>,
    pub discounts: Vec<Said<DiscountSettings>>,
    pub prices: Vec<Said<PriceSettings>>,
}

/// Traffic of one entry point: `entry "aws_lb.web" { requests_per_day = 250000 }`. Numbers are kept as
/// they are written, so that money stays decimal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntrySettings {
    pub address: String,
    pub requests: String,
    pub per: Per,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Per {
    Second,
    Day,
    Month,
}

/// `discount "aws/ec2" { percent = 20 }`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DiscountSettings {
    pub skus: String,
    pub percent: String,
}

/// `price "aws/vpc/nat_gateway.hour" { usd = 0.03 }`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PriceSettings {
    pub sku: String,
    pub usd: String,
    pub per: Option<String>,
    pub unit: Option<String>,
    pub region: Option<String>,
}

const PERS: &[(&str, Per)] = &[
    ("requests_per_second", Per::Second),
    ("requests_per_day", Per::Day),
    ("requests_per_month", Per::Month),
];

impl CostSettings {
    /// What is said further down wins; what is said of single things adds up.
    pub(super) fn overlay(&mut self, inner: &CostSettings) {
        self.traffic = inner.traffic.clone().or(self.traffic.take());
        self.region = inner.region.clone().or(self.region.take());
        self.usage = inner.usage.clone().or(self.usage.take());
        self.free_tier = inner.free_tier.clone().or(self.free_tier.take());
        self.entries.extend(inner.entries.iter().cloned());
        self.discounts.extend(inner.discounts.iter().cloned());
        self.prices.extend(inner.prices.iter().cloned());
    }

    pub(super) fn describe(&self, line: &mut dyn FnMut(&str, &str, &str)) {
        let texts = [("traffic", &self.traffic), ("region", &self.region), ("usage", &self.usage)];
        for (key, said) in texts {
            if let Some(it) = said {
                line(&format!("cost {key}"), &it.written, &it.place);
            }
        }
        if let Some(it) = &self.free_tier {
            line("cost free_tier", &it.written, &it.place);
        }
        for it in &self.entries {
            line(&format!("cost entry \"{}\"", it.value.address), &it.written, &it.place);
        }
        for it in &self.discounts {
            line(&format!("cost discount \"{}\"", it.value.skus), &it.written, &it.place);
        }
        for it in &self.prices {
            line(&format!("cost price \"{}\"", it.value.sku), &it.written, &it.place);
        }
    }
}

impl Reader<'_> {
    pub(super) fn cost(&mut self, block: &Block) -> CostSettings {
        let mut cost = CostSettings::default();
        self.document.fields("setting of cost", &block.body, &table::fields("cost"));
        for attribute in &block.body.attributes {
            match attribute.name.text.as_str() {
                "traffic" => {
                    let profiles: Vec<_> =
                        self.known.profiles.iter().map(|it| (*it, *it)).collect();
                    let value = self.document.one_of(attribute, &profiles);
                    cost.traffic = value.map(|it| self.said(attribute, it.to_owned()));
                }
                "region" => cost.region = self.said_text(attribute),
                "usage" => cost.usage = self.said_text(attribute),
                "free_tier" => {
                    let value = self.document.bool(attribute);
                    cost.free_tier = value.map(|it| self.said(attribute, it));
                }
                _ => {}
            }
        }
        for inner in &block.body.blocks {
            let form = format!("{} \"...\" {{ ... }}", inner.kind.text);
            match table::kind("cost", &inner.kind.text) {
                "entry" | "discount" | "price" => {
                    let Some(name) = self.label(inner, &form).map(|it| it.text.to_string()) else {
                        continue;
                    };
                    self.document.blocks(&inner.body, &[], &[]);
                    match inner.kind.text.as_str() {
                        "entry" => cost.entries.extend(self.entry(name, inner)),
                        "discount" => cost.discounts.extend(self.discount(name, inner)),
                        _ => cost.prices.extend(self.price(name, inner)),
                    }
                }
                _ => self.document.unknown("block", &inner.kind, table::blocks("cost")),
            }
        }
        cost
    }

    fn said_text(&mut self, attribute: &Attribute) -> Option<Said<String>> {
        let value = self.document.string(attribute)?;
        Some(self.said(attribute, value.to_string()))
    }

    fn entry(&mut self, address: String, block: &Block) -> Option<Said<EntrySettings>> {
        let known = table::fields("cost entry");
        self.document.fields("setting of an entry point", &block.body, &known);
        let mut said = block.body.attributes.iter().filter_map(|it| {
            let (_, per) = PERS.iter().find(|(name, _)| *name == it.name.text)?;
            Some((it, *per))
        });
        let (Some((attribute, per)), None) = (said.next(), said.next()) else {
            let help = Some("write requests_per_day = 250000".to_owned());
            self.document.complain(block.header(), "say the traffic once", help);
            return None;
        };
        let requests = self.number(attribute)?;
        let value = EntrySettings { address, requests, per };
        Some(self.said_at(block.kind.span, attribute.expr.span, value))
    }

    fn discount(&mut self, skus: String, block: &Block) -> Option<Said<DiscountSettings>> {
        self.document.fields("setting of a discount", &block.body, &table::fields("cost discount"));
        let attribute = self.needed(block, "percent", "what is taken off, from 0 to 100")?;
        let percent = self.number(attribute)?;
        let value = DiscountSettings { skus, percent };
        Some(self.said_at(block.kind.span, attribute.expr.span, value))
    }

    fn price(&mut self, sku: String, block: &Block) -> Option<Said<PriceSettings>> {
        self.document.fields("setting of a price", &block.body, &table::fields("cost price"));
        let attribute = self.needed(block, "usd", "the price in dollars")?;
        let usd = self.number(attribute)?;
        let per = block.body.attribute("per").and_then(|it| self.number(it));
        let mut text = |name: &str| {
            let attribute = block.body.attribute(name)?;
            self.document.string(attribute).map(|it| it.to_string())
        };
        let (unit, region) = (text("unit"), text("region"));
        let value = PriceSettings { sku, usd, per, unit, region };
        Some(self.said_at(block.kind.span, attribute.expr.span, value))
    }

    fn needed<'b>(&mut self, block: &'b Block, name: &str, what: &str) -> Option<&'b Attribute> {
        let found = block.body.attribute(name);
        if found.is_none() {
            let help = Some(format!("`{name}` is {what}"));
            self.document.complain(block.header(), format!("`{name}` is missing"), help);
        }
        found
    }

    /// A plain number, as it is written.
    fn number(&mut self, attribute: &Attribute) -> Option<String> {
        if let ExprKind::Number(text) = &attribute.expr.kind {
            return Some(text.to_string());
        }
        self.no_number(attribute.expr.span, &attribute.name.text);
        None
    }

    fn no_number(&mut self, at: Span, name: &str) {
        let help = Some("write a number without quotes".to_owned());
        self.document.complain(at, format!("`{name}` is no number from 0 on"), help);
    }
}
