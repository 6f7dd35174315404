//! stub
use crate::cost::{Bill, Cost, Estimate, words};
use crate::source::Sources;
use std::io::{self, Write};
#[derive(Clone, Copy)]
pub enum Format {
    Human,
}
impl Format {
    pub const ALL: &[Format] = &[Format::Human];
    pub fn name(self) -> &'static str {
        "human"
    }
    pub fn by_name(name: &str) -> Option<Format> {
        (name == "human").then_some(Format::Human)
    }
}
#[derive(Clone)]
pub struct View {
    pub color: bool,
    pub width: Option<usize>,
    pub traffic: String,
    pub today: String,
    pub free_tier: bool,
}
pub fn write(
    _f: Format,
    out: &mut dyn Write,
    e: &Estimate,
    _s: &Sources,
    v: &View,
) -> io::Result<()> {
    for b in e.bills() {
        if !b.lines.is_empty() {
            explain(out, b, _s, v)?;
        }
    }
    let t = e.total();
    writeln!(
        out,
        "fixed {} usage {} typical {} unknown {}",
        words::span(&t.fixed),
        words::span(&t.usage),
        words::dollars(t.usage.typical),
        t.n_unknown
    )?;
    writeln!(out, "unsupported {:?}", e.unsupported())?;
    for w in &e.warnings {
        writeln!(out, "warning: {w}")?;
    }
    Ok(())
}
pub fn explain(out: &mut dyn Write, b: &Bill, _s: &Sources, _v: &View) -> io::Result<()> {
    writeln!(out, "{} [{}] {:?} {:?}", b.address, b.service, b.region, b.state)?;
    for l in &b.lines {
        let c = match &l.cost {
            Cost::Fixed(r) => format!("fixed {}", words::span(r)),
            Cost::Usage(r) => format!("usage {} typ {}", words::span(r), words::dollars(r.typical)),
            Cost::Unknown { reason, .. } => format!("? {reason}"),
        };
        writeln!(out, "   {:24} {c}   [{}] {}", l.name, l.sku, l.formula)?;
    }
    for u in &b.usage {
        writeln!(
            out,
            "     usage {} = {:?} {:?}",
            u.name,
            u.amount.map(|r| words::span(&r)),
            u.origin
        )?;
    }
    Ok(())
}
