//! Curves as a drawing of its own: nothing from elsewhere, and readable on white and on black. Both axes
//! are logarithms.

mod place;
mod scale;

use std::fmt::Write;

use super::plain::{markup, rate, short};
use super::{label, plain};
use crate::cost::break_even::Chart;
use place::{Taken, Text};
use scale::{Scales, money};

/// Colors are said once for white; black gets others where they would be too dark.
pub(super) const STYLE: &str = "\
.sk-text { font: 12px system-ui, sans-serif; fill: #333; }
.sk-head { font: 600 15px system-ui, sans-serif; fill: #111; }
.sk-mark { font: 700 12px system-ui, sans-serif; fill: #111; }
.sk-back { fill: #fff; }
.sk-grid { stroke: #ddd; stroke-width: 1; fill: none; }
.sk-axis { stroke: #888; stroke-width: 1; fill: none; }
.sk-dot { fill: #111; stroke: #fff; stroke-width: 1.5; }
.sk-line { fill: none; stroke-width: 2.2; stroke-linejoin: round; }
.sk-0 { stroke: #0072b2; }
.sk-1 { stroke: #0072b2; stroke-dasharray: 7 4; }
.sk-2 { stroke: #d55e00; }
.sk-3 { stroke: #009e73; }
.sk-4 { stroke: #8a5cc0; stroke-dasharray: 2 4; }
.sk-5 { stroke: #b07d00; stroke-dasharray: 10 3 2 3; }
@media (prefers-color-scheme: dark) {
.sk-text { fill: #ccc; }
.sk-head, .sk-mark { fill: #eee; }
.sk-back { fill: #16181c; }
.sk-grid { stroke: #33363c; }
.sk-axis { stroke: #888; }
.sk-dot { fill: #eee; stroke: #16181c; }
.sk-0, .sk-1 { stroke: #56b4e9; }
.sk-2 { stroke: #f0803c; }
.sk-3 { stroke: #2fbf97; }
.sk-4 { stroke: #b794e6; }
.sk-5 { stroke: #e6b422; }
}
";

const WIDTH: f64 = 960.0;
/// The edges of the plot.
const LEFT: f64 = 76.0;
const RIGHT: f64 = 760.0;
const TOP: f64 = 48.0;
const BOTTOM: f64 = 440.0;
/// Where the list of crossings starts, and the height of a line of it.
const LIST: f64 = 522.0;
const ROW: f64 = 19.0;

/// A file of its own.
pub(super) fn document(chart: &Chart) -> String {
    let inside = format!("<style>\n{STYLE}</style>\n");
    let drawing = drawing(chart);
    let (head, rest) = drawing.split_once('\n').unwrap_or((&drawing, ""));
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{head}\n{inside}{rest}")
}

/// A part of a page that has the style already.
pub(super) fn drawing(chart: &Chart) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = draw(&mut out, chart);
    out
}

fn draw(out: &mut String, chart: &Chart) -> std::fmt::Result {
    let scales = Scales::of(chart);
    let n_rows = u32::try_from(chart.marks.len() + notes(chart).len()).unwrap_or(u32::MAX);
    let height = LIST + ROW * f64::from(n_rows);
    let title = format!("Monthly cost of {} a request", chart.shape.words());
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\" aria-label=\"{}\">",
        markup(&title)
    )?;
    writeln!(out, "<rect class=\"sk-back\" width=\"{WIDTH}\" height=\"{height}\"/>")?;
    text(out, "sk-head", LEFT, 26.0, "start", &title)?;
    axes(out, &scales)?;
    lines(out, chart, &scales)?;
    legend(out, chart)?;
    marks(out, chart, &scales)?;
    list(out, chart)?;
    writeln!(out, "</svg>")
}

fn text(
    out: &mut String,
    class: &str,
    x: f64,
    y: f64,
    anchor: &str,
    words: &str,
) -> std::fmt::Result {
    let words = markup(words);
    writeln!(
        out,
        "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{words}</text>"
    )
}

fn axes(out: &mut String, scales: &Scales) -> std::fmt::Result {
    for requests in Scales::requests() {
        let x = Scales::x(requests);
        writeln!(out, "<path class=\"sk-grid\" d=\"M{x:.1} {TOP}V{BOTTOM}\"/>")?;
        text(out, "sk-text", x, BOTTOM + 18.0, "middle", &short(requests))?;
        text(out, "sk-text", x, BOTTOM + 34.0, "middle", &format!("{}/s", rate(requests)))?;
    }
    for (dollars, words) in scales.dollars() {
        let y = scales.y(dollars);
        writeln!(out, "<path class=\"sk-grid\" d=\"M{LEFT} {y:.1}H{RIGHT}\"/>")?;
        text(out, "sk-text", LEFT - 8.0, y + 4.0, "end", &words)?;
    }
    writeln!(out, "<path class=\"sk-axis\" d=\"M{LEFT} {TOP}V{BOTTOM}H{RIGHT}\"/>")?;
    let middle = f64::midpoint(LEFT, RIGHT);
    text(out, "sk-text", middle, BOTTOM + 54.0, "middle", "requests a month, and a second")
}

fn lines(out: &mut String, chart: &Chart, scales: &Scales) -> std::fmt::Result {
    for (at, series) in chart.series.iter().enumerate() {
        let mut path = String::new();
        for (requests, dollars) in &series.points {
            let Some(y) = scales.visible(*dollars) else { continue };
            let step = if path.is_empty() { 'M' } else { 'L' };
            write!(path, "{step}{:.1} {y:.1}", Scales::x(*requests))?;
        }
        let name = markup(&series.name);
        writeln!(out, "<path class=\"sk-line sk-{at}\" d=\"{path}\"><title>{name}</title></path>")?;
    }
    Ok(())
}

fn legend(out: &mut String, chart: &Chart) -> std::fmt::Result {
    let mut y = TOP + 10.0;
    for at in 0..chart.series.len() {
        writeln!(out, "<path class=\"sk-line sk-{at}\" d=\"M{} {y}h30\"/>", RIGHT + 18.0)?;
        text(out, "sk-text", RIGHT + 56.0, y + 4.0, "start", &label::series(chart, at))?;
        y += 22.0;
    }
    Ok(())
}

/// Dots where lines cross, with numbers that do not hide one another; and lines of the list below.
fn marks(out: &mut String, chart: &Chart, scales: &Scales) -> std::fmt::Result {
    let places: Vec<(f64, f64)> = chart
        .marks
        .iter()
        .map(|it| (Scales::x(it.requests), scales.y(money(it.dollars))))
        .collect();
    let points = chart.series.iter().flat_map(|it| &it.points);
    let points = points.filter_map(|it| Some((Scales::x(it.0), scales.visible(it.1)?)));
    let mut taken = Taken::new(&places, points);
    for (at, (x, y)) in places.iter().enumerate() {
        writeln!(out, "<circle class=\"sk-dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\"/>")?;
        let words = format!("{}: {}", at + 1, short(chart.marks[at].requests));
        let Text { x, y } = taken.place(*x, *y, &words);
        text(out, "sk-mark", x, y, "start", &words)?;
    }
    Ok(())
}

fn list(out: &mut String, chart: &Chart) -> std::fmt::Result {
    let marks = chart.marks.iter().enumerate();
    let marks = marks.map(|(at, it)| format!("{}: {}", at + 1, label::mark(it, chart)));
    for (at, words) in marks.chain(notes(chart)).enumerate() {
        let y = LIST + ROW * f64::from(u32::try_from(at).unwrap_or(u32::MAX));
        text(out, "sk-text", LEFT, y, "start", &words)?;
    }
    Ok(())
}

fn notes(chart: &Chart) -> Vec<String> {
    let star = chart.series.iter().any(|it| it.is_unverified);
    let star = star.then(|| "* with a price that nobody verified".to_owned());
    let cut = |it: &String| plain::line(it).chars().take(150).collect();
    chart.assumptions.first().map(cut).into_iter().chain(star).collect()
}
