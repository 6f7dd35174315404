//! One row of a sheet of the user's own prices.

use ecow::EcoString;
use rust_decimal::Decimal;

use crate::cost::Range;
use crate::cost::book::clouds::{EVERYWHERE, is_everywhere};
use crate::cost::book::rates::{Grade, Rates, Tier, is_date};
use crate::cost::book::sheet::{Cell, Line};
use crate::cost::book::{nearest, services, typed};
use crate::decode::Document;
use crate::source::Span;

/// A sku and a region.
type Key = (EcoString, EcoString);

/// A line and the names of its values.
pub(super) struct Row<'r> {
    pub(super) columns: &'r [&'r str],
    pub(super) line: &'r Line<'r>,
}

impl Row<'_> {
    /// The sku, the region, and what is said of one tier.
    pub(super) fn rates(&self, document: &mut Document) -> Option<(Key, Rates)> {
        let sku = self.sku();
        let (unit, usual) = self.unit(document, &sku)?;
        let per = self.number(document, "per", usual)?;
        let from = self.number(document, "from", Some(Decimal::ZERO))?;
        let usd = self.number(document, "usd", None)?;
        let as_of = self.as_of(document)?;
        let Some(price) = usd.checked_div(per) else {
            let (column, message) = match per.is_zero() {
                true => ("per", "nothing is sold by none"),
                false => ("usd", "a unit costs more than can be reckoned with"),
            };
            document.complain(self.place(column), message, None);
            return None;
        };
        let rates = Rates {
            unit,
            per,
            tiers: vec![Tier { from, price: Range::exact(price) }],
            grade: Grade::Own,
            source: EcoString::from(self.said("source").unwrap_or(document.path())),
            as_of,
            notes: EcoString::from(self.text("notes")),
            borrowed: None,
            discount: Decimal::ZERO,
        };
        Some(((EcoString::from(sku), self.region()), rates))
    }

    fn region(&self) -> EcoString {
        match self.text("region") {
            "" => EcoString::from(EVERYWHERE),
            region if is_everywhere(region) => EcoString::from(EVERYWHERE),
            region => EcoString::from(region),
        }
    }

    /// Where a value stands, or would.
    fn place(&self, column: &str) -> Span {
        self.cell(column).map_or(self.line.at, |it| it.at)
    }

    fn cell(&self, column: &str) -> Option<&Cell<'_>> {
        let at = self.columns.iter().position(|it| *it == column)?;
        self.line.cells.get(at)
    }

    fn text(&self, column: &str) -> &str {
        self.cell(column).map_or("", |it| &it.text)
    }

    fn said(&self, column: &str) -> Option<&str> {
        Some(self.text(column)).filter(|it| !it.is_empty())
    }

    /// In full, whether cloud and service stand in columns of their own or not.
    fn sku(&self) -> String {
        let ahead = ["cloud", "service"].into_iter().filter_map(|it| self.said(it));
        ahead.chain([self.text("sku")]).collect::<Vec<_>>().join("/")
    }

    /// In what a sku is counted, and by how many it is sold where that goes without saying.
    fn unit(&self, document: &mut Document, sku: &str) -> Option<(EcoString, Option<Decimal>)> {
        let known = match typed::set(sku) {
            Some(_) => Some((typed::UNIT, Decimal::ONE)),
            None => services::unit(sku),
        };
        match (known, self.said("unit")) {
            (Some((unit, _)), Some(said)) if unit != said => {
                let message = format!("{sku} is counted in `{unit}`, not in `{said}`");
                document.complain(self.place("unit"), message, None);
                None
            }
            (Some((unit, per)), _) => {
                Some((EcoString::from(unit), (per == Decimal::ONE).then_some(per)))
            }
            (None, Some(said)) if sku.split('/').filter(|it| !it.is_empty()).count() == 3 => {
                Some((EcoString::from(said), Some(Decimal::ONE)))
            }
            (None, _) => {
                document.complain(self.place("sku"), unknown(sku), Some(help(sku)));
                None
            }
        }
    }

    /// The number, or what it is where nothing is said.
    fn number(
        &self,
        document: &mut Document,
        column: &str,
        usual: Option<Decimal>,
    ) -> Option<Decimal> {
        let said = self.text(column);
        let number = match (said, usual) {
            ("", Some(usual)) => Some(usual),
            _ => said.parse().or_else(|_| Decimal::from_scientific(said)).ok(),
        };
        let number = number.filter(|it| !it.is_sign_negative());
        if number.is_none() {
            let message = match said {
                "" => format!("`{column}` is not said"),
                _ => format!("`{said}` is no amount"),
            };
            let help = match column {
                "per" => "say of how many units it is the price",
                _ => "write it like 0.045, without a sign and a currency",
            };
            document.complain(self.place(column), message, Some(help.to_owned()));
        }
        number
    }

    fn as_of(&self, document: &mut Document) -> Option<EcoString> {
        let said = self.text("as_of");
        if said.is_empty() || is_date(said) {
            return Some(EcoString::from(said));
        }
        let help = "write a day, a month or a year: 2026-11-21, 2026-11, 2026".to_owned();
        document.complain(self.place("as_of"), format!("`{said}` is no date"), Some(help));
        None
    }
}

fn unknown(sku: &str) -> String {
    match sku {
        "" => "there is no sku here".to_owned(),
        _ => format!("no sku is called `{sku}`"),
    }
}

fn help(sku: &str) -> String {
    let nearest = nearest::to(sku);
    match &nearest[..] {
        [] => "a new one is written cloud/service/sku, and says its unit".to_owned(),
        _ => format!("did you mean {}? A new one says its unit", nearest.join(", ")),
    }
}
