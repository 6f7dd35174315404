//! What the figures rest on: traffic, prices and their dates, and what one call is taken to bring with it.

use std::fmt::{Result, Write};

use super::{NAMES, html, section, shown};
use crate::audit::{Audit, View, words};
use crate::bill;
use crate::bill::notes;
use crate::bill::text::{Text, plain};
use crate::cost::assumptions;
use crate::cost::words::grouped;

/// Traffic, prices and their dates, and what every estimate rests on.
pub(super) fn all(out: &mut String, audit: &Audit, view: &View) -> Result {
    section(out, "assumed", "What these figures rest on")?;
    let bill_view = audit.bill_view(view);
    let mut notes = vec![Text::ours(plain(&words::traffic(audit)))];
    notes.extend(notes::notes(&bill::Page::new(&audit.estimate, &bill_view, &audit.run.sources)));
    notes.extend(audit.estimate.warnings.iter().take(NAMES).map(Text::theirs));
    writeln!(out, "<ul>")?;
    for note in notes {
        writeln!(out, "<li>{}</li>", shown(&note))?;
    }
    if let Some((first, last)) = dates(audit) {
        let dates =
            if first == last { format!("of {first}") } else { format!("of {first} to {last}") };
        writeln!(out, "<li>the prices are {}</li>", html(&dates))?;
    }
    writeln!(
        out,
        "</ul>\n<details><summary>what one call is taken to bring with it</summary>\n<ul>"
    )?;
    for it in assumptions() {
        let range = &it.range;
        let amount = match range.low == range.high {
            true => grouped(range.typical),
            false => format!(
                "{} to {}, typically {}",
                grouped(range.low),
                grouped(range.high),
                grouped(range.typical)
            ),
        };
        let words = format!("{}: {amount} {}; {}", it.name, it.unit, it.why);
        writeln!(out, "<li>{}</li>", html(&words))?;
    }
    writeln!(out, "</ul>\n</details>\n</section>")
}

/// The days on which prices were read, first and last.
fn dates(audit: &Audit) -> Option<(&str, &str)> {
    let lines = || audit.estimate.bills().flat_map(|it| &it.lines);
    let dates = || lines().filter_map(|it| Some(it.rates.as_deref()?.as_of.as_str()));
    let dates = || dates().filter(|it| !it.is_empty());
    Some((dates().min()?, dates().max()?))
}
