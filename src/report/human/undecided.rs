//! What could not be decided, under the expression that blocked it: one cause is told once.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{PLACES, Page};
use crate::finding::Undecided;
use crate::report::{count, plain};
use crate::source::{Sources, Span};

impl Page<'_> {
    pub(super) fn undecided(&mut self, sources: &Sources, all: &[Undecided]) -> io::Result<()> {
        let mut causes: BTreeMap<(Span, &str), Vec<&Undecided>> = BTreeMap::new();
        for it in all {
            causes.entry((it.span, &it.reason)).or_default().push(it);
        }
        for ((span, reason), blocked) in causes {
            self.out.bold("undecided")?;
            writeln!(self.out, ": {}", plain::line(reason))?;
            let expression = sources.text(span).lines().next().unwrap_or_default();
            writeln!(self.out, "  {} `{}`", self.location(span), plain::line(expression))?;
            for it in blocked.iter().take(PLACES) {
                let (rule, address) = (plain::line(&it.rule), plain::line(&it.address));
                writeln!(self.out, "  {rule} of {address}")?;
            }
            match blocked.len().saturating_sub(PLACES) {
                0 => {}
                more => writeln!(self.out, "  and {}", count(more, "more question"))?,
            }
            writeln!(self.out)?;
        }
        Ok(())
    }
}
