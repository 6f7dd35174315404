//! Each rule against its fixtures: what is bad fires, what is good is quiet, and fixes converge. A fixture is
//! a file, or a directory with a whole configuration.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use rayon::prelude::*;
use skint::check::Run;
use skint::cost::{Support, Terms, Traffic};
use skint::explain::lint_all;
use skint::finding::Edit;
use skint::fix;
use skint::pack::{EMBEDDED, Packs};
use skint::report::{self, Format, View};

use crate::{fixtures, program};

/// One fixture of a rule: `bad.tf`, or `bad-in-other-file` with all files below it.
struct Case {
    rule: String,
    name: String,
    files: Vec<(String, String)>,
}

impl Case {
    fn is_bad(&self) -> bool {
        self.name.starts_with("bad")
    }

    fn path(&self) -> String {
        format!("rules/{}/{}", self.rule, self.name)
    }

    /// What stands behind `# today:` or `# traffic:` in the first line of one of its files.
    fn said(&self, what: &str) -> Option<&str> {
        let first = self.files.iter().filter_map(|(_, text)| text.lines().next());
        first.filter_map(|it| it.strip_prefix(what)).map(str::trim).next()
    }

    fn run(&self) -> Run {
        self.run_on(&self.files, std::slice::from_ref(&self.rule))
    }

    fn run_on(&self, files: &[(String, String)], only: &[String]) -> Run {
        let usual = Terms::of_examples();
        let today = self.said("# today:").unwrap_or(&usual.support.today);
        let support = Support { today: today.to_owned() };
        let traffic = self.said("# traffic:").map(|it| Traffic::profile(it).unwrap());
        let traffic = traffic.map(|it| Traffic { is_said: true, ..it });
        let traffic = traffic.as_ref().unwrap_or(usual.traffic);
        lint_all(files, only, Terms { support: &support, traffic, ..usual })
    }
}

fn fired(run: &Run) -> BTreeSet<String> {
    run.findings.iter().map(|it| it.rule.to_string()).collect()
}

fn cases() -> Vec<Case> {
    let mut cases: BTreeMap<(String, String), Vec<(String, String)>> = BTreeMap::new();
    for (path, file) in fixtures::files("rules") {
        let mut parts = path.splitn(4, '/').skip(1).map(str::to_owned);
        let (Some(rule), Some(name), rest) = (parts.next(), parts.next(), parts.next()) else {
            continue;
        };
        if path.contains(".snap") {
            continue;
        }
        let text = String::from_utf8(fixtures::read(&file)).unwrap();
        let inner = rest.unwrap_or_else(|| "main.tf".to_owned());
        cases.entry((rule, name)).or_default().push((inner, text));
    }
    let made = cases.into_iter().map(|((rule, name), files)| Case { rule, name, files });
    made.collect()
}

#[test]
fn every_rule_has_fixtures_and_every_fixture_a_rule() {
    let cases = cases();
    for rule in EMBEDDED {
        for kind in ["bad", "good"] {
            // A file, or a whole directory where one file cannot say it.
            let is_kind = |name: &str| {
                name.strip_prefix(kind).is_some_and(|it| it == ".tf" || it.starts_with('-'))
            };
            let is_there = cases.iter().any(|it| it.rule == rule.name && is_kind(&it.name));
            assert!(is_there, "there is no fixtures/rules/{}/{kind}.tf", rule.name);
        }
    }
    for case in &cases {
        let is_rule = EMBEDDED.iter().any(|it| it.name == case.rule);
        assert!(is_rule, "fixtures/{} is for no rule", case.path());
    }
}

#[test]
fn bad_fixtures_fire_their_rule_and_good_ones_do_not() {
    let wrong = cases().into_par_iter().filter_map(|case| {
        let run = case.run();
        let is_wrong = fired(&run).contains(&case.rule) != case.is_bad();
        let (path, undecided, problems) = (case.path(), &run.undecided, &run.problems);
        let words = format!("{path}: undecided: {undecided:?}, {problems:?}");
        (is_wrong || !run.problems.is_empty()).then_some(words)
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What every other rule says of a fixture, for those who change one.
#[test]
fn what_others_say_of_fixtures_is_written_down() {
    let mut told = String::from(
        "What other rules say of each fixture. Written by `cargo test`; look at what changes.\n",
    );
    let lines = cases().into_par_iter().filter_map(|case| {
        let mut others = fired(&case.run_on(&case.files, &[]));
        others.remove(&case.rule);
        let others = others.into_iter().collect::<Vec<_>>().join(", ");
        (!others.is_empty()).then(|| format!("{}: {others}\n", case.path()))
    });
    told.extend(lines.collect::<Vec<_>>());
    let path = fixtures::root().join("others.txt");
    if fs::read_to_string(&path).unwrap_or_default() != told {
        fs::write(&path, told).unwrap();
        panic!(
            "fixtures/others.txt was out of date and is now rewritten: look at it and commit it"
        );
    }
}

/// What is left after all safe and unsafe fixes, in rounds.
fn fixed(case: &Case) -> Vec<(String, String)> {
    let mut files = case.files.clone();
    for _ in 0..10 {
        let run = case.run_on(&files, std::slice::from_ref(&case.rule));
        let edits = fix::together(run.findings.iter().filter_map(|it| it.fix.as_ref()));
        let mut next = files.clone();
        for (path, text) in &mut next {
            let here = |it: &&&Edit| run.sources.get(it.span.file).path == *path;
            let edits: Vec<&Edit> = edits.iter().filter(here).copied().collect();
            *text = fix::apply(text, &edits);
        }
        if next == files {
            return files;
        }
        files = next;
    }
    panic!("still not at rest: {}", case.path());
}

#[test]
fn fixes_mend_and_come_to_rest() {
    cases().into_par_iter().for_each(|case| {
        let fixed = fixed(&case);
        let only = std::slice::from_ref(&case.rule);
        let (before, after) = (case.run(), case.run_on(&fixed, only));
        let path = case.path();
        assert!(after.problems.is_empty(), "{path}: {:?}\n{fixed:?}", after.problems);
        assert!(after.findings.iter().all(|it| it.fix.is_none()), "{path}");
        if fixed != case.files {
            assert!(after.findings.len() <= before.findings.len(), "{path}");
            let all = |files: &[(String, String)]| fired(&case.run_on(files, &[]));
            let (others, now) = (all(&case.files), all(&fixed));
            assert!(now.is_subset(&others), "{path}: a fix broke something else: {now:?}");
        }
    });
}

/// What a person sees of each bad fixture, and what becomes of it: the review of a rule.
#[test]
fn bad_fixtures_read_well() {
    for case in cases().into_iter().filter(Case::is_bad) {
        let mut out = Vec::new();
        let view = View { quiet: true, ..View::default() };
        report::write(Format::Human, &mut out, &case.run(), &view).unwrap();
        let mut seen = String::from_utf8(out).unwrap();
        let fixed = fixed(&case);
        if fixed != case.files {
            seen.push_str("\n--- fixed ---\n");
            for (path, text) in fixed {
                if case.files.len() > 1 {
                    let _ = writeln!(seen, "# {path}");
                }
                seen.push_str(&text);
            }
        }
        insta::with_settings!({
            snapshot_path => fixtures::root().join("rules").join(&case.rule),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(case.name.as_str(), seen);
        });
    }
}

/// A rule that can fix does so in one of its fixtures.
#[test]
fn every_fix_is_seen() {
    let packs = Packs::default();
    let cases = cases();
    for rule in packs.all() {
        if rule.cases.iter().any(|it| it.fix.is_some()) {
            let mut own = cases.iter().filter(|it| it.rule == rule.name);
            let is_fixed = own.any(|it| it.run().findings.iter().any(|it| it.fix.is_some()));
            assert!(is_fixed, "no fixture of {} is fixed", rule.name);
        }
    }
}

/// A rule says what it is for, what to do and where it knows it from.
#[test]
fn every_rule_says_what_it_needs_to() {
    for (embedded, rule) in EMBEDDED.iter().map(|it| (it, it.parse())) {
        let name = &rule.name;
        assert!(embedded.text.contains("concern"), "{name} does not say its concern");
        assert!(!rule.sources.is_empty(), "{name} has no sources");
        assert!(rule.cases.iter().all(|it| it.help.is_some()), "{name} does not say what to do");
    }
}

/// The Terraform of the article on hybrid architectures: what it says of itself, and nothing else.
#[test]
fn the_seed_is_read_as_it_has_to_be() {
    let folder = fixtures::root().join("seeds/003");
    let told = |preset: &str| {
        let run = program::skint(
            &folder,
            &["--isolated", "--today", "2026-11-21", "--format", "json", "--preset", preset],
        );
        let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        let findings = json["findings"].as_array().unwrap().clone();
        let places = findings.iter().flat_map(|it| {
            let rule = it["rule"].as_str().unwrap().to_owned();
            let places = it["places"].as_array().unwrap().clone();
            places
                .into_iter()
                .map(move |place| format!("{rule} {}", place["address"].as_str().unwrap()))
        });
        places.collect::<BTreeSet<String>>()
    };
    let text = fs::read_to_string(folder.join("expected.txt")).unwrap();
    let lines: Vec<&str> =
        text.lines().filter(|it| !it.is_empty() && !it.starts_with(['#', '-'])).collect();
    let is_said = |it: &&&str| !it.starts_with("not ");
    let all: BTreeSet<String> =
        lines.iter().filter(is_said).map(|it| it.trim_end_matches(" strict").to_owned()).collect();
    let usual: BTreeSet<String> = lines
        .iter()
        .filter(is_said)
        .filter(|it| !it.ends_with(" strict"))
        .map(|it| (*it).to_owned())
        .collect();
    assert_eq!(told("default"), usual);
    assert_eq!(told("strict"), all);
    for not in lines.iter().filter_map(|it| it.strip_prefix("not ")) {
        assert!(!told("strict").contains(not), "{not}");
    }
}
