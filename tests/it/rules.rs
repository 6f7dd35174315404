//! Each rule against its fixtures: what is bad fires, what is good is quiet, and fixes converge.

use std::collections::BTreeSet;

use skint::check::Run;
use skint::explain::lint;
use skint::finding::Edit;
use skint::fix;
use skint::pack::{EMBEDDED, Packs};
use skint::report::{self, Format, View};

use crate::fixtures;

fn fired(run: &Run) -> BTreeSet<String> {
    run.findings.iter().map(|it| it.rule.to_string()).collect()
}

/// The rules after `# also:` in the first line.
fn also(text: &str) -> BTreeSet<String> {
    let first = text.lines().next().unwrap_or_default();
    let named = first.strip_prefix("# also:").unwrap_or_default();
    named.split(',').map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect()
}

/// `(rule, file name, text)` of every fixture of a rule.
fn cases() -> Vec<(String, String, String)> {
    let files = fixtures::files("rules").into_iter().filter(|(name, _)| !name.contains(".snap"));
    let cases = files.map(|(name, path)| {
        let rule = name.split('/').nth(1).unwrap().to_owned();
        (rule, name, String::from_utf8(fixtures::read(&path)).unwrap())
    });
    cases.collect()
}

#[test]
fn every_rule_has_fixtures_and_every_fixture_a_rule() {
    let cases = cases();
    for rule in EMBEDDED {
        for kind in ["bad", "good"] {
            let path = format!("rules/{}/{kind}.tf", rule.name);
            assert!(cases.iter().any(|(_, name, _)| *name == path), "there is no fixtures/{path}");
        }
    }
    for (rule, name, _) in &cases {
        assert!(EMBEDDED.iter().any(|it| it.name == rule), "fixtures/{name} is for no rule");
    }
}

#[test]
fn bad_fixtures_fire_their_rule_and_no_other() {
    let mut wrong = Vec::new();
    for (rule, name, text) in cases().iter().filter(|(_, name, _)| name.contains("/bad")) {
        let mut expected = also(text);
        expected.insert(rule.clone());
        let run = lint(text);
        if fired(&run) != expected || !run.problems.is_empty() {
            wrong.push(format!(
                "{name}: {:?}, undecided: {:?}, {:?}",
                fired(&run),
                run.undecided,
                run.problems
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn good_fixtures_are_quiet() {
    let mut wrong = Vec::new();
    for (_, name, text) in cases().iter().filter(|(_, name, _)| name.contains("/good")) {
        let run = lint(text);
        if fired(&run) != also(text) || !run.problems.is_empty() {
            wrong.push(format!("{name}: {:?}", fired(&run)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is left after all safe and unsafe fixes, in rounds.
fn fixed(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..10 {
        let run = lint(&text);
        let fixes = run.findings.iter().filter_map(|it| it.fix.as_ref());
        let edits: Vec<&Edit> = fixes.flat_map(|it| &it.edits).collect();
        let next = fix::apply(&text, &edits);
        if next == text {
            return text;
        }
        text = next;
    }
    panic!("still not at rest:\n{text}");
}

#[test]
fn fixes_mend_and_come_to_rest() {
    for (_, name, text) in cases() {
        let before = lint(&text);
        let after = lint(&fixed(&text));
        assert!(after.problems.is_empty(), "{name}: {:?}\n{}", after.problems, fixed(&text));
        assert!(after.findings.iter().all(|it| it.fix.is_none()), "{name}");
        assert!(fired(&after).is_subset(&fired(&before)), "{name}: a fix broke something else");
    }
}

/// What a person sees of each bad fixture, and what becomes of it: the review of a rule.
#[test]
fn bad_fixtures_read_well() {
    for (rule, name, text) in cases().into_iter().filter(|(_, name, _)| name.contains("/bad")) {
        let mut out = Vec::new();
        let view = View { quiet: true, ..View::default() };
        report::write(Format::Human, &mut out, &lint(&text), &view).unwrap();
        let mut seen = String::from_utf8(out).unwrap();
        let fixed = fixed(&text);
        if fixed != text {
            seen.push_str("\n--- fixed ---\n");
            seen.push_str(&fixed);
        }
        let file = name.rsplit('/').next().unwrap();
        insta::with_settings!({
            snapshot_path => fixtures::root().join("rules").join(&rule),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(file, seen);
        });
    }
}

/// A rule that can fix does so in one of its fixtures.
#[test]
fn every_fix_is_seen() {
    let packs = Packs::default();
    for rule in packs.all() {
        if rule.cases.iter().any(|it| it.fix.is_some()) {
            let mut own = cases().into_iter().filter(|(name, _, _)| *name == rule.name);
            let fixes = |text: &str| {
                let findings = lint(text).findings;
                findings.iter().any(|it| it.rule == rule.name && it.fix.is_some())
            };
            assert!(own.any(|(_, _, text)| fixes(&text)), "no fixture of {} is fixed", rule.name);
        }
    }
}
