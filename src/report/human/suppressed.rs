//! What is suppressed, each place with who said so and why.

use std::io::{self, Write};

use super::{Page, plain};
use crate::check::Run;
use crate::finding::{Finding, Place, Suppression};

type Suppressed<'r> = (&'r Finding, &'r Place, &'r Suppression);

pub(super) fn all(run: &Run) -> Vec<Suppressed<'_>> {
    let places = run.findings.iter().flat_map(|it| it.places.iter().map(move |place| (it, place)));
    places.filter_map(|(it, place)| Some((it, place, place.suppressed.as_ref()?))).collect()
}

impl Page<'_> {
    pub(super) fn suppressed(&mut self, all: &[Suppressed<'_>]) -> io::Result<()> {
        for (finding, place, why) in all {
            self.out.bold("suppressed")?;
            let (rule, address) = (plain::line(&finding.rule), plain::line(&place.address));
            writeln!(self.out, ": {rule} of {address} in {}", self.location(place.span))?;
            let reason = why.reason.as_deref().unwrap_or("nobody says why");
            let until = why.until.as_ref().map(|it| format!(" until {it}")).unwrap_or_default();
            let place = why.place.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
            writeln!(self.out, "  {}", plain::line(&format!("{reason}{until}{place}")))?;
        }
        if all.is_empty() { Ok(()) } else { writeln!(self.out) }
    }
}
