//! Lines of `name=value` for the steps of a workflow: plain numbers and words of ours only, so that nothing that a
//! stranger wrote can add a line.

use std::io::{self, Write};

use rust_decimal::Decimal;

use super::View;
use crate::check::Run;
use crate::compare::{Comparison, Dollars, State};

pub(super) fn write(out: &mut dyn Write, run: &Run, view: &View) -> io::Result<()> {
    let findings = run.at_least(view.min_severity).count();
    line(out, "exit-code", &view.code.to_string())?;
    line(out, "findings", &findings.to_string())?;
    let unknown = ["new-findings", "fixed-findings"].into_iter().chain(DELTAS);
    for name in unknown.chain(["unknown-components", "attributable-share"]) {
        line(out, name, "")?;
    }
    line(out, "changed", "")
}

const DELTAS: [&str; 3] = ["monthly-delta", "monthly-delta-low", "monthly-delta-high"];

pub(super) fn compared(out: &mut dyn Write, it: &Comparison, view: &View) -> io::Result<()> {
    let least = view.min_severity;
    let n =
        |states: &[State]| -> usize { states.iter().map(|state| it.count(*state, least)).sum() };
    line(out, "exit-code", &view.code.to_string())?;
    line(out, "findings", &it.run.at_least(least).count().to_string())?;
    line(out, "new-findings", &n(&[State::New, State::Worse]).to_string())?;
    line(out, "fixed-findings", &n(&[State::Fixed, State::Gone]).to_string())?;
    let known = it.dollars.as_ref().and_then(Dollars::known);
    let amounts = known.map(|it| [it.typical, it.low, it.high]);
    for (at, name) in DELTAS.into_iter().enumerate() {
        line(out, name, &amounts.map(|it| cents(it[at])).unwrap_or_default())?;
    }
    let unknown = it.dollars.as_ref().map(|it| it.n_unpriced().to_string());
    line(out, "unknown-components", &unknown.unwrap_or_default())?;
    let share = it.dollars.as_ref().and_then(|it| it.after.share());
    let percent = share.map(|it| (it * Decimal::ONE_HUNDRED).round_dp(1).normalize().to_string());
    line(out, "attributable-share", &percent.unwrap_or_default())?;
    line(out, "changed", &it.is_changed(least).to_string())
}

fn cents(amount: Decimal) -> String {
    let cents = amount.round_dp(2);
    format!("{:.2}", if cents.is_zero() { Decimal::ZERO } else { cents })
}

fn line(out: &mut dyn Write, name: &str, value: &str) -> io::Result<()> {
    writeln!(out, "{name}={value}")
}
