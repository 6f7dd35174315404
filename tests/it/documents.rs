//! Documents of our own, rule packs and settings: what their authors read when they are wrong, and that
//! ours are right.

use std::collections::BTreeSet;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};
use skint::finding::Severity;
use skint::pack::{EMBEDDED, Packs};
use skint::settings::{FailOn, Known, Layers, TEMPLATE};

use crate::fixtures;

/// As the shell draws it.
fn drawn(refused: &dyn Diagnostic) -> String {
    let theme = GraphicalTheme::unicode_nocolor();
    let handler = GraphicalReportHandler::new_themed(theme).with_width(90).with_links(false);
    let mut text = String::new();
    handler.render_report(&mut text, refused).unwrap();
    text
}

fn snapshot(folder: &str, name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => fixtures::root().join(folder),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, text);
    });
}

/// `(file name, text)` of every document of a folder.
fn documents(folder: &str) -> Vec<(String, String)> {
    let files = fixtures::files(folder).into_iter().filter(|(name, _)| !name.contains(".snap"));
    let named = files.map(|(name, path)| {
        (
            name.rsplit('/').next().unwrap().to_owned(),
            String::from_utf8(fixtures::read(&path)).unwrap(),
        )
    });
    named.collect()
}

#[test]
fn mistakes_in_packs_are_told_with_place_and_choices() {
    for (name, text) in documents("packs") {
        let refused = Packs::new(&[(name.clone(), text)]).expect_err(&name);
        snapshot("packs", &name, &drawn(&refused));
    }
}

/// Settings that know our rules.
fn layers(files: &[(&str, &str)]) -> Result<Layers, skint::pack::Refused> {
    let packs = Packs::default();
    let names = packs.names_and_old();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let known = Known { rules: &names, current: &|name| name.into(), params: &|_| Vec::new() };
    let files: Vec<(String, String)> =
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    Layers::decode(&files, &known, "")
}

#[test]
fn mistakes_in_settings_are_told_with_place_and_choices() {
    for (name, text) in documents("settings") {
        let refused = layers(&[(&name, &text)]).expect_err(&name);
        snapshot("settings", &name, &drawn(&refused));
    }
}

#[test]
fn inner_settings_win_key_by_key() {
    let outer = "fail_on = \"error\"\nmin_severity = \"warning\"\nrule \"volume-gp2\" {\n  severity = \"error\"\n}\n";
    let inner = "fail_on = \"never\"\nrule \"volume-gp2\" {\n  enabled = false\n}\n";
    let layers = layers(&[("infra/.skint.hcl", inner), (".skint.hcl", outer)]).unwrap();
    assert_eq!(layers.fail_on(), Some(FailOn::Never));
    assert_eq!(layers.min_severity(), Some(Severity::Warning));
    let within = layers.rule("volume-gp2", "infra/a.tf");
    assert_eq!(within.enabled.map(|it| it.value), Some(false));
    assert_eq!(within.severity.map(|it| it.value), Some(Severity::Error));
    assert!(layers.rule("volume-gp2", "infrared/a.tf").enabled.is_none());
    assert_eq!(
        layers.describe(),
        "fail_on = \"error\"                     # .skint.hcl:1\n\
         min_severity = \"warning\"              # .skint.hcl:2\n\
         rule \"volume-gp2\" severity = \"error\"  # .skint.hcl:4\n\
         fail_on = \"never\"                     # infra/.skint.hcl:1\n\
         rule \"volume-gp2\" enabled = false     # infra/.skint.hcl:3\n"
    );
}

#[test]
fn paths_choose_where_settings_hold() {
    let text = "exclude = [\"old/*.tf\"]\npath \"dev/**\" {\n  rule \"volume-gp2\" {\n    enabled = false\n  }\n}\n";
    let layers = layers(&[(".skint.hcl", text)]).unwrap();
    assert!(layers.rule("volume-gp2", "dev/x/a.tf").enabled.is_some());
    assert!(layers.rule("volume-gp2", "prod/dev/a.tf").enabled.is_none());
    assert!(layers.excludes("old/a.tf") && !layers.excludes("old/x/a.tf"));
}

/// What `skint init` writes holds as it is, and with its examples switched on.
#[test]
fn the_template_is_right() {
    layers(&[(".skint.hcl", TEMPLATE)]).unwrap();
    let code =
        |line: &&str| !line.starts_with("# ") || !line.ends_with('.') && !line.contains(". ");
    let switched_on: Vec<&str> = TEMPLATE
        .lines()
        .map(|line| {
            line.strip_prefix("# ")
                .filter(|it| code(&line) && it.contains(['=', '{', '}']))
                .unwrap_or("")
        })
        .collect();
    let layers = layers(&[(".skint.hcl", &switched_on.join("\n"))]).unwrap();
    assert!(layers.rule("lambda-default-memory", "a.tf").enabled.is_some());
}

#[test]
fn our_rules_are_what_the_index_says() {
    for embedded in EMBEDDED {
        let rule = embedded.parse();
        assert_eq!((&*rule.name, &*rule.pack), (embedded.name, embedded.pack));
        let kinds: BTreeSet<&str> =
            rule.cases.iter().flat_map(|it| &it.resources).map(AsRef::as_ref).collect();
        assert_eq!(kinds, embedded.resources.iter().copied().collect(), "{}", embedded.name);
        assert!(!rule.sources.is_empty(), "{} has no sources", rule.name);
        assert!(
            rule.cases.iter().all(|it| it.help.is_some()),
            "{} does not say what to do",
            rule.name
        );
    }
}

#[test]
fn old_names_still_lead_to_a_rule() {
    let text = "rule \"new-name\" {\n  title = \"T\"\n  severity = \"note\"\n  resources = [\"x\"]\n  when = true\n  message = \"m\"\n  why = \"w\"\n  formerly = [\"old-name\"]\n}\n";
    let packs = Packs::new(&[("own.hcl".to_owned(), text.to_owned())]).unwrap();
    assert_eq!(packs.get("old-name").unwrap().name, "new-name");
    assert!(packs.get("no-name").is_none());
}
