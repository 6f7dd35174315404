//! Everything, for programs: the shapes of `docs/audit.schema.json`. Money is a string with a decimal. A field may be added
//! at any time; one that changes or goes raises `VERSION`.

use std::io::{self, Write};

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::here::here;
use super::rules::{OfRule, of_rules};
use super::{Audit, Gap, View, gaps, next, words};
use crate::bill::totals::{self, Share, Sum};
use crate::decode::harmless;
use crate::finding::{Impact, Severity};
use crate::money::Range;
use crate::source::Places;
use crate::tally::Status;
use crate::tally::amount::decimal;

const VERSION: u32 = 1;
/// Rows of lists that `skint cost` has whole.
const ROWS: usize = 50;
/// Names of what is missing.
const NAMES: usize = 20;

pub(super) fn write(out: &mut dyn Write, audit: &Audit, view: &View) -> io::Result<()> {
    let report = json!({
        "version": VERSION,
        "currency": "USD",
        "date": audit.coverage.today,
        "traffic": { "profile": audit.traffic.profile, "said": audit.traffic.is_said },
        "here": inventory(audit),
        "cost": cost(audit),
        "attribution": attribution(audit),
        "findings": findings(audit, view),
        "unknown": gaps(audit, view).iter().map(gap).collect::<Vec<_>>(),
        "next": next::steps(audit, view).iter().map(|(it, _)| it.bare()).collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&report)?;
    writeln!(out, "{}", harmless::json(&text))
}

fn inventory(audit: &Audit) -> Value {
    let (here, summary) = (here(audit), audit.run.summary);
    let named = |all: &[(String, usize)]| -> Vec<Value> {
        all.iter().map(|(name, n)| json!({ "name": name, "resources": n })).collect()
    };
    let regions = here.regions.iter();
    let regions =
        regions.map(|it| json!({ "name": it.region, "resources": it.n, "assumed": it.assumed }));
    let things = here.things.iter().map(|(noun, n)| json!({ "name": noun, "resources": n }));
    json!({
        "files": summary.files,
        "modules": summary.modules,
        "configurations": audit.configurations,
        "resources": here.resources,
        "absent_modules": here.absent,
        "kinds": things.collect::<Vec<_>>(),
        "clouds": named(&here.clouds),
        "regions": regions.collect::<Vec<_>>(),
        "services": named(&here.services),
    })
}

fn range(it: &Range) -> Value {
    json!({ "low": decimal(it.low), "typical": decimal(it.typical), "high": decimal(it.high) })
}

fn sums(sum: &Sum) -> Value {
    json!({
        "fixed": range(&sum.total.fixed),
        "usage": range(&sum.total.usage),
        "unknown": sum.n_unknown(),
        "unpriced": sum.n_unsupported,
    })
}

fn cost(audit: &Audit) -> Value {
    let shares = |all: &[Share]| -> Vec<Value> {
        all.iter().map(|it| json!({ "name": it.name, "sum": sums(&it.sum) })).collect()
    };
    json!({
        "total": sums(&Sum::of(audit.estimate.bills())),
        "services": shares(&totals::services(&audit.estimate, ROWS).shown),
        "resources": shares(&totals::resources(&audit.estimate, ROWS).shown),
    })
}

fn attribution(audit: &Audit) -> Value {
    let split = audit.coverage.split();
    let parts = Status::ALL.into_iter().map(|it| {
        let part = split.of(it);
        let value = json!({
            "fixed": decimal(part.fixed),
            "usage": decimal(part.usage),
            "resources": part.resources,
            "open": part.open,
            "modules": part.modules,
        });
        (it.name().to_owned(), value)
    });
    let total = split.total().dollars();
    let good = split.of(Status::Attributable).dollars();
    json!({
        "share": good.checked_div(total).map(|it| decimal(it.min(Decimal::ONE))),
        "parts": Value::Object(parts.collect()),
        "policy": words::policy(audit),
    })
}

fn findings(audit: &Audit, view: &View) -> Value {
    let mut places = Places::new(&audit.run.sources);
    let rules = of_rules(audit, view);
    let rules: Vec<Value> = rules.iter().map(|it| of_rule(it, &mut places)).collect();
    let n = |it| words::severity(audit, view, it);
    json!({
        "errors": n(Severity::Error),
        "warnings": n(Severity::Warning),
        "notes": n(Severity::Note),
        "suppressed": audit.run.findings.iter().filter(|it| it.suppressed()).count(),
        "rules": rules,
    })
}

fn of_rule(of: &OfRule<'_>, places: &mut Places<'_>) -> Value {
    json!({
        "rule": of.name,
        "severity": of.severity.name(),
        "findings": of.findings.len(),
        "places": of.places,
        "first": words::place(of, places),
        "impacts": of.impacts.iter().map(impact).collect::<Vec<_>>(),
    })
}

fn impact(it: &Impact) -> Value {
    let amount = it.amount.as_ref().map_or(Value::Null, range);
    json!({ "kind": it.kind.name(), "per": it.per.name(), "amount": amount, "unpriced": it.unpriced })
}

fn gap(it: &Gap) -> Value {
    let names = it.names.iter().filter(|(name, _)| !name.is_empty());
    let names = names.take(NAMES).map(|(name, n)| json!({ "name": name, "holds": n }));
    json!({
        "kind": it.kind.name(),
        "figures": it.figures,
        "questions": it.questions,
        "names": names.collect::<Vec<_>>(),
        "mend": it.mend.bare(),
    })
}
