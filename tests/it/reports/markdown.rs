//! Markdown: short enough for GitHub, and honest about what is left out.

use skint::finding::{ImpactKind, Severity};
use skint::money::Range;
use skint::report::{Format, View};

use super::report;
use super::runs::{friendly, impact};

#[test]
fn a_long_report_is_cut_by_bytes_and_says_so() {
    let mut run = friendly();
    let finding = run.findings[0].clone();
    for n in [100, 2_000] {
        run.findings = vec![finding.clone(); n];
        for it in &mut run.findings {
            it.places[0].message = "東".repeat(250);
        }
        let text = report(Format::Markdown, &run, &View::default());
        assert!(text.len() <= 60_000, "{}", text.len());
        let last = text.lines().last().unwrap();
        assert!(last.ends_with("left out here: the report is too long."), "{last}");
        let rows = text.lines().filter(|it| it.starts_with("| warning")).count();
        assert!(last.starts_with(&format!("{} findings", n - rows)), "{last}");
    }
}

#[test]
fn what_has_no_room_to_be_explained_is_counted() {
    let mut run = friendly();
    run.findings = vec![run.findings[1].clone(); 100];
    run.findings.iter_mut().for_each(|it| it.help = Some("é".repeat(900)));
    let text = report(Format::Markdown, &run, &View::default());
    let folded = text.matches("<details>").count();
    let last = text.lines().last().unwrap();
    assert_eq!(last, format!("The details of {} findings are left out here.", 100 - folded));
    assert!(folded > 10 && text.len() <= 60_000);
}

#[test]
fn the_worst_and_the_most_expensive_come_first() {
    let mut run = friendly();
    let dear = impact(ImpactKind::Wastes, Ok(Range::exact(900.into())));
    let mut expensive = run.findings[0].clone();
    expensive.rule = "expensive".into();
    expensive.places[0].impacts = vec![dear];
    run.findings.push(expensive);
    let text = report(Format::Markdown, &run, &View::default());
    let rows: Vec<&str> = text
        .lines()
        .filter(|it| it.starts_with('|'))
        .filter_map(|it| it.split('`').nth(1))
        .collect();
    assert_eq!(rows, ["lambda-over-limits", "expensive", "volume-gp2"]);
}

#[test]
fn a_clean_run_says_so() {
    let mut run = friendly();
    (run.findings, run.problems) = (vec![], vec![]);
    let text = report(Format::Markdown, &run, &View::default());
    assert_eq!(text, "### skint\n\n**no findings** (1 undecided)\n");
    let view = View { quiet: true, min_severity: Severity::Note, ..View::default() };
    assert_eq!(report(Format::Markdown, &run, &view), "");
}
