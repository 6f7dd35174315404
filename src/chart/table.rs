//! Break-even for a person at a terminal: a paragraph for each function and cluster, and the table of
//! costs by scale.

use std::fmt::Write;

use super::label;
use super::plain::{line, short};
use crate::cost::break_even::{BreakEven, Chart, Cluster, Function};

pub(super) fn human(break_even: &BreakEven) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = all(&mut out, break_even);
    out
}

fn all(out: &mut String, break_even: &BreakEven) -> std::fmt::Result {
    for it in &break_even.functions {
        function(out, it)?;
    }
    for it in &break_even.clusters {
        cluster(out, it)?;
    }
    for chart in &break_even.charts {
        scale(out, chart)?;
    }
    writeln!(out, "assumed everywhere")?;
    break_even.assumptions.iter().try_for_each(|it| writeln!(out, "  {}", line(it)))
}

fn address(directory: &str, address: &str) -> String {
    match directory {
        "" => line(address),
        _ => format!("{} in {}", line(address), line(directory)),
    }
}

fn function(out: &mut String, function: &Function) -> std::fmt::Result {
    writeln!(out, "{}", address(&function.directory, &function.address))?;
    match &function.against {
        Err(reason) => writeln!(out, "  unknown: {}", line(reason))?,
        Ok(against) => {
            writeln!(out, "  {}", line(&label::work(against)))?;
            writeln!(out, "  {}", label::verdict(against.typical))?;
            if let Some(spread) = label::spread(against) {
                writeln!(out, "  {spread}")?;
            }
            if let Some(now) = label::now(against) {
                writeln!(out, "  {now}")?;
            }
            writeln!(out, "  tasks of {}; {}", against.task.words(), label::duration(against))?;
            against.notes.iter().try_for_each(|it| writeln!(out, "  {}", line(it)))?;
        }
    }
    writeln!(out)
}

fn cluster(out: &mut String, cluster: &Cluster) -> std::fmt::Result {
    writeln!(out, "{}", address(&cluster.directory, &cluster.address))?;
    match label::undercut(cluster) {
        Err(reason) => writeln!(out, "  unknown: {}", line(&reason))?,
        Ok(words) => {
            writeln!(out, "  {} a month before the first request", label::floor(cluster))?;
            writeln!(out, "  {}", line(&words))?;
            if cluster.parts.len() > 1 {
                writeln!(out, "  with {}", line(&cluster.parts[1..].join(", ")))?;
            }
        }
    }
    writeln!(out)
}

/// The costs by scale, the cheapest marked.
fn scale(out: &mut String, chart: &Chart) -> std::fmt::Result {
    writeln!(out, "{} a request, dollars a month (< is cheapest)", line(&chart.shape.words()))?;
    let mut rows = vec![vec!["requests a day".to_owned()]];
    rows[0].extend((0..chart.series.len()).map(|it| format!("{} ", label::series(chart, it))));
    for row in &chart.scale {
        let mut cells = vec![format!("{} ({})", short(row.per_day), row.profile)];
        let dollars = row.dollars.iter().enumerate();
        cells.extend(dollars.map(|(at, it)| label::cell(*it, at == row.cheapest)));
        rows.push(cells);
    }
    let widths: Vec<usize> = (0..rows[0].len())
        .map(|column| rows.iter().map(|it| it[column].chars().count()).max().unwrap_or(0))
        .collect();
    for row in &rows {
        let cells = row.iter().zip(&widths).enumerate().map(|(at, (cell, width))| match at {
            0 => format!("  {cell:<width$}"),
            _ => format!("{cell:>width$}"),
        });
        writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    for mark in &chart.marks {
        writeln!(out, "  {}", line(&label::mark(mark, chart)))?;
    }
    for note in &chart.assumptions {
        writeln!(out, "  {}", line(note))?;
    }
    for (name, reason) in &chart.absent {
        writeln!(out, "  {name} is not in it: {}", line(reason))?;
    }
    if chart.series.iter().any(|it| it.is_unverified) {
        writeln!(out, "  * with a price that nobody verified")?;
    }
    writeln!(out)
}
