//! A page of its own around the drawings: no script, nothing from elsewhere.

use super::plain::{markup, short};
use super::{label, svg};
use crate::cost::break_even::{BreakEven, Chart, Cluster, Function};

const STYLE: &str = "\
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; width: 100%; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid #8886; vertical-align: top; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.best { font-weight: 700; }
code { overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
svg { max-width: 100%; height: auto; }
ul { padding-left: 1.2rem; }
.unknown, small { opacity: .75; }
";

pub(super) fn page(break_even: &BreakEven) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>skint: break-even</title>\n<style>\n{STYLE}{}</style>\n</head>\n<body>\n<h1>Break-even</h1>\n",
        svg::STYLE
    );
    if !break_even.functions.is_empty() {
        out.push_str("<h2>Functions</h2>\n<table>\n<tr><th>Function</th><th>Work</th><th>Break-even</th></tr>\n");
        break_even.functions.iter().for_each(|it| out.push_str(&function(it)));
        out.push_str("</table>\n");
    }
    if !break_even.clusters.is_empty() {
        out.push_str("<h2>Clusters and services</h2>\n<table>\n<tr><th>Cluster</th><th class=\"n\">Floor a month</th><th>Break-even</th></tr>\n");
        break_even.clusters.iter().for_each(|it| out.push_str(&cluster(it)));
        out.push_str("</table>\n");
    }
    break_even.charts.iter().for_each(|it| out.push_str(&chart(it)));
    out.push_str("<h2>Assumed everywhere</h2>\n");
    out.push_str(&bullets(break_even.assumptions.iter().map(String::as_str)));
    out.push_str("</body>\n</html>\n");
    out
}

fn bullets<'t>(all: impl Iterator<Item = &'t str>) -> String {
    let items: Vec<String> = all.map(|it| format!("<li>{}</li>\n", markup(it))).collect();
    format!("<ul>\n{}</ul>\n", items.concat())
}

fn address(directory: &str, address: &str) -> String {
    let place = match directory {
        "" => String::new(),
        _ => format!("<br><small>{}</small>", markup(directory)),
    };
    format!("<code>{}</code>{place}", markup(address))
}

fn function(function: &Function) -> String {
    let address = address(&function.directory, &function.address);
    let against = match &function.against {
        Ok(against) => against,
        Err(reason) => {
            let reason = markup(reason);
            return format!(
                "<tr><td>{address}</td><td colspan=\"2\" class=\"unknown\">unknown: {reason}</td></tr>\n"
            );
        }
    };
    let mut words = vec![label::verdict(against.typical)];
    words.extend(label::spread(against));
    words.extend(label::now(against));
    words.extend(against.notes.iter().cloned());
    let words: Vec<String> = words.iter().map(|it| markup(it)).collect();
    format!(
        "<tr><td>{address}</td><td>{}<br><small>{}</small></td><td>{}</td></tr>\n",
        markup(&label::work(against)),
        markup(&label::duration(against)),
        words.join("<br>")
    )
}

fn cluster(cluster: &Cluster) -> String {
    let address = address(&cluster.directory, &cluster.address);
    match label::undercut(cluster) {
        Err(reason) => format!(
            "<tr><td>{address}</td><td colspan=\"2\" class=\"unknown\">unknown: {}</td></tr>\n",
            markup(&reason)
        ),
        Ok(words) => format!(
            "<tr><td>{address}</td><td class=\"n\">{}</td><td>{}</td></tr>\n",
            markup(&label::floor(cluster)),
            markup(&words)
        ),
    }
}

fn chart(chart: &Chart) -> String {
    let absent = chart.absent.iter().map(|(name, reason)| format!("{name} is not in it: {reason}"));
    let star = chart.series.iter().any(|it| it.is_unverified);
    let star = star.then(|| "* with a price that nobody verified".to_owned());
    let notes: Vec<String> = chart.assumptions.iter().cloned().chain(absent).chain(star).collect();
    format!(
        "<h2>{} a request</h2>\n{}{}{}",
        markup(&chart.shape.words()),
        svg::drawing(chart),
        by_scale(chart),
        bullets(notes.iter().map(String::as_str))
    )
}

/// The cheapest of each row is bold.
fn by_scale(chart: &Chart) -> String {
    let head = (0..chart.series.len())
        .map(|it| format!("<th class=\"n\">{}</th>", markup(&label::series(chart, it))));
    let rows = chart.scale.iter().map(|row| {
        let cells = row.dollars.iter().enumerate().map(|(at, it)| {
            let class = if at == row.cheapest { "n best" } else { "n" };
            format!("<td class=\"{class}\">{}</td>", super::plain::dollars(*it))
        });
        let cells = cells.collect::<Vec<_>>().concat();
        format!("<tr><td>{} ({})</td>{cells}</tr>\n", short(row.per_day), row.profile)
    });
    format!(
        "<div class=\"wide\">\n<table>\n<tr><th>Requests a day</th>{}</tr>\n{}</table>\n</div>\n",
        head.collect::<Vec<_>>().concat(),
        rows.collect::<Vec<_>>().concat()
    )
}
