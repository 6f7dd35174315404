//! Documents of our own, rule packs and settings: what their authors read when they are wrong, and that
//! ours are right.

use std::collections::BTreeSet;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};
use skint::finding::Severity;
use skint::pack::{EMBEDDED, Packs};
use skint::settings::{FailOn, Known, Layers, Reach, TEMPLATE};

use crate::fixtures;

/// As the shell draws it.
pub(crate) fn drawn(refused: &dyn Diagnostic) -> String {
    let theme = GraphicalTheme::unicode_nocolor();
    let handler = GraphicalReportHandler::new_themed(theme).with_width(90).with_links(false);
    let mut text = String::new();
    handler.render_report(&mut text, refused).unwrap();
    text
}

pub(crate) fn snapshot(folder: &str, name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => fixtures::root().join(folder),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, text);
    });
}

/// `(file name, text)` of every document of a folder.
pub(crate) fn documents(folder: &str) -> Vec<(String, String)> {
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

/// What a terminal would obey, in every place that a stranger may write to, is shown as plain text.
#[test]
fn documents_give_no_orders_to_a_terminal() {
    let text = "# \u{1b}]0;title\u{7}\nrule \"\\u001b[2J\u{202e}\" {\n  titel = \"##[error]x\"\n}\nfail_onn = 1\n";
    let pack = Packs::new(&[("\u{1b}[31m.hcl".to_owned(), text.to_owned())]).expect_err("a pack");
    let settings = layers(&[("\u{1b}[31m.hcl", text)]).expect_err("settings");
    for drawn in [drawn(&pack), drawn(&settings)] {
        assert!(drawn.contains("fail_onn"), "{drawn}");
        let obeyed = |it: char| it.is_control() && it != '\n' || it == '\u{202e}';
        assert!(!drawn.contains(obeyed) && !drawn.contains("##["), "{drawn:?}");
    }
    let shown = layers(&[(".skint.hcl", "packs = [\"\u{1b}[31m\"]\n")]).unwrap().describe();
    assert_eq!(shown, "packs = [\"?[31m\"]  # .skint.hcl:1\n");
}

#[test]
fn a_thousand_mistakes_are_not_a_thousand_pages() {
    let text = (0..1000).fold(String::new(), |text, it| format!("{text}key{it} = 1\n"));
    let refused = layers(&[(".skint.hcl", &text)]).expect_err("unknown keys");
    assert_eq!(refused.all.len(), 51);
    assert_eq!(refused.all[50].message, "and more from here on");
    for (text, message) in [
        ("#\n".repeat(1 << 20), "it is larger than 1 MiB, and not read"),
        (
            format!("\n#{}", "#".repeat(1 << 19)),
            "line 2 is longer than 10000 bytes, and nothing is read",
        ),
    ] {
        let refused = layers(&[(".skint.hcl", &text)]).expect_err("too much");
        assert_eq!(refused.all[0].message, message);
        assert!(drawn(&refused).len() < 1_000);
    }
}

/// Settings that know our rules.
pub(crate) fn layers(files: &[(&str, &str)]) -> Result<Layers, skint::pack::Refused> {
    let packs = Packs::default();
    let names = packs.names_and_old();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let params =
        |name: &str| packs.get(name).map(|it| it.params.into_keys().collect()).unwrap_or_default();
    let known = Known {
        rules: &names,
        current: &|name| name.into(),
        params: &params,
        presets: &["default", "strict"],
        profiles: &["hobby", "startup", "growth", "none"],
    };
    let files: Vec<(String, String)> =
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    Layers::decode(&files, &known, "", Reach::Directories { base: "infra" })
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

#[test]
fn the_value_of_a_parameter_is_shown_as_it_was_written() {
    let text = "rule \"logs-kept-forever\" {\n  params {\n    days = [\n      7,\n      \"x\",\n    ]\n  }\n}\n";
    assert_eq!(
        layers(&[("a/.skint.hcl", text)]).unwrap().describe(),
        "rule \"logs-kept-forever\" params days = [ 7, \"x\", ]  # a/.skint.hcl:3\n"
    );
}

/// A glob that is too much for the machine that matches it is refused: not dropped, and no panic.
#[test]
fn monstrous_globs_are_refused() {
    let long = "?".repeat(2_000);
    let many = (0..2_000).fold(String::new(), |many, it| format!("{many}\"a{it}/**\",\n"));
    for text in [
        format!("path \"{long}\" {{\n}}\n"),
        format!("exclude = [\"{long}\"]\n"),
        format!("exclude = [{many}]\n"),
    ] {
        let refused = layers(&[(".skint.hcl", &text)]).expect_err("globs");
        let message = &refused.all[0].message;
        assert!(message.contains("too many globs") || message.contains("longer than"), "{message}");
    }
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
        assert_eq!(rule.formerly, embedded.formerly, "{}", embedded.name);
        assert!(!rule.sources.is_empty(), "{} has no sources", rule.name);
        assert!(
            rule.cases.iter().all(|it| it.help.is_some()),
            "{} does not say what to do",
            rule.name
        );
    }
}

#[test]
fn our_names_are_given_once() {
    let names = Packs::default().names_and_old();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
}

/// A rule of the user's about `x`, with one field more.
fn own(name: &str, more: &str) -> String {
    format!(
        "rule \"{name}\" {{\n  title = \"T\"\n  severity = \"note\"\n  resources = [\"x\"]\n  when = true\n  \
         message = \"m\"\n  why = \"w\"\n  {more}\n}}\n"
    )
}

#[test]
fn old_names_still_lead_to_a_rule() {
    let text = own("new-name", "formerly = [\"old-name\"]");
    let packs = Packs::new(&[("own.hcl".to_owned(), text)]).unwrap();
    assert_eq!(packs.get("old-name").unwrap().name, "new-name");
    assert_eq!(packs.current("old-name"), Some("new-name"));
    assert!(packs.get("no-name").is_none());
}

#[test]
fn a_rule_of_the_users_holds_instead_of_ours() {
    let packs = Packs::new(&[("own.hcl".to_owned(), own("volume-gp2", ""))]).unwrap();
    assert_eq!(packs.get("volume-gp2").unwrap().title, "T");
    assert_eq!(packs.all().len(), EMBEDDED.len());
    assert_eq!(packs.names().len(), EMBEDDED.len());
}

#[test]
fn names_are_given_once_in_all_of_the_users_packs() {
    let file = |path: &str| (path.to_owned(), own("mine", ""));
    let refused = Packs::new(&[file("a.hcl"), file("b.hcl")]).expect_err("two rules of a name");
    assert!(drawn(&refused).contains("the other one is at a.hcl:1"), "{}", drawn(&refused));
    let twice = Packs::new(&[file("a.hcl"), file("a.hcl")]).unwrap();
    assert_eq!(twice.all().len(), EMBEDDED.len() + 1);
}

#[test]
fn only_rules_about_the_types_at_hand_are_taken() {
    let packs = Packs::new(&[("own.hcl".to_owned(), own("mine", ""))]).unwrap();
    let about = |kind| {
        let rules = packs.about(&BTreeSet::from([kind]));
        rules.iter().map(|it| it.name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(about("x"), ["mine"]);
    let volumes = about("aws_ebs_volume");
    assert!(volumes.iter().any(|it| it == "volume-gp2"));
    // Volumes take tags.
    assert!(volumes.iter().all(|it| it.contains("volume") || it.contains("tag")), "{volumes:?}");
    assert!(about("aws_ec2_nothing").is_empty());
}

/// What an expression binds by itself is no unknown name.
#[test]
fn loops_bind_names() {
    for message in [
        "\"%{ for i, x in self.a }${i}%{ if x > 1 }${x}%{ endif }%{ endfor }\"",
        "join(\",\", [for i, x in self.a : x if i > 1])",
        "jsonencode({ for i, x in self.a : i => [for y in x : y + i] })",
    ] {
        let text = own("mine", &format!("label = {message}"));
        let packs = Packs::new(&[("own.hcl".to_owned(), text)]);
        assert!(packs.is_ok(), "{}", drawn(&packs.unwrap_err()));
    }
}
