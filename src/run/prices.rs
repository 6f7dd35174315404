//! SHELL: looking up what something costs, and the prices that the user brings.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use miette::{Result, miette};
use serde_json::json;

use skint::cli::PricesArgs;
use skint::cost::{Book, Discount, Found, Grade, Overrides, parse_lookup};
use skint::decode::harmless;
use skint::load;
use skint::settings::CostSettings;

use super::written;

pub(crate) fn prices(args: &PricesArgs, cwd: &Path) -> Result<ExitCode> {
    let book = book(&args.prices, &CostSettings::default(), cwd)?;
    let today = super::today(args.today.as_deref());
    let lookup = args.lookup.join(" ");
    let (words, region) = parse_lookup(&lookup);
    let search = book.search(&words, region.as_deref());
    if search.found.is_empty() {
        let help =
            "a service (lambda, nat_gateway), a machine (m7i.xlarge, db.r6g.large), or a sku";
        return Err(miette!(help = help, "no price is known of {}", harmless::line(&lookup)));
    }
    let text = match args.json {
        true => as_json(&search.found, search.n_more),
        false => table(&search.found, search.n_more, &today),
    };
    written(io::stdout().write_all(text.as_bytes()))?;
    Ok(ExitCode::SUCCESS)
}

/// The price book with what the user says besides, from files and from settings.
pub(super) fn book(files: &[PathBuf], settings: &CostSettings, cwd: &Path) -> Result<Book> {
    let mut overrides = Overrides::default();
    let own = sheet(settings);
    if !own.is_empty() {
        overrides.extend(Overrides::decode("settings (cost price)", &own)?);
    }
    for file in files {
        let (path, text) = load::named(file, cwd)?;
        overrides.extend(Overrides::decode(&path, &text)?);
    }
    for said in &settings.discounts {
        let wrong = |it: String| miette!("{}: {it}", harmless::line(&said.place));
        let percent = said.value.percent.parse();
        let percent = percent.map_err(|_| wrong("the percentage is no number".to_owned()))?;
        overrides.discounts.push(Discount::new(&said.value.skus, percent).map_err(wrong)?);
    }
    Ok(Book::with(overrides))
}

/// The prices of the settings in the form of a file of prices.
fn sheet(settings: &CostSettings) -> String {
    if settings.prices.is_empty() {
        return String::new();
    }
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let or_empty = |text: &Option<String>| text.as_deref().map(quoted).unwrap_or_default();
    let mut sheet = "sku,region,usd,per,unit\n".to_owned();
    for said in &settings.prices {
        let it = &said.value;
        let fields = [
            quoted(&it.sku),
            or_empty(&it.region),
            it.usd.clone(),
            it.per.clone().unwrap_or_default(),
            or_empty(&it.unit),
        ];
        sheet.push_str(&fields.join(","));
        sheet.push('\n');
    }
    sheet
}

fn table(found: &[Found], n_more: usize, today: &str) -> String {
    let mut out = String::new();
    for it in found {
        let region = it.region.as_deref().map(|it| format!(" in {it}")).unwrap_or_default();
        let _ = writeln!(out, "{}{region}", it.sku);
        match &it.rates {
            Err(error) => drop(writeln!(out, "  {error}")),
            Ok(rates) => {
                for line in rates.describe(today) {
                    let _ = writeln!(out, "  {line}");
                }
            }
        }
    }
    if n_more > 0 {
        let _ = writeln!(out, "and {n_more} more: say more words, or a region");
    }
    harmless::text(&out)
}

fn as_json(found: &[Found], n_more: usize) -> String {
    let found: Vec<serde_json::Value> = found.iter().map(one).collect();
    let all = json!({ "version": 1, "currency": "USD", "found": found, "more": n_more });
    format!("{all:#}\n")
}

fn one(found: &Found) -> serde_json::Value {
    let Ok(rates) = &found.rates else {
        let reason = found.rates.as_ref().err().map(ToString::to_string);
        return json!({ "sku": found.sku, "region": found.region, "price": null, "reason": reason });
    };
    let tiers = rates.tiers.iter().map(|it| {
        let price = [it.price.low, it.price.typical, it.price.high].map(|it| it.normalize().to_string());
        json!({ "from": it.from.normalize().to_string(), "low": price[0], "typical": price[1], "high": price[2] })
    });
    json!({
        "sku": found.sku,
        "region": found.region,
        "unit": rates.unit.as_str(),
        "tiers": tiers.collect::<Vec<_>>(),
        "source": rates.source.as_str(),
        "as_of": rates.as_of.as_str(),
        "grade": rates.grade.name(),
        "verified": rates.grade != Grade::G,
        "borrowed_from": rates.borrowed.as_ref().map(|it| it.from.as_str()),
        "discount_percent": rates.discount.normalize().to_string(),
    })
}
