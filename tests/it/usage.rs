//! Usage files: what they say of whom, what their authors read when they are wrong or have no effect, and
//! that the file we write can be read.

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};
use proptest::prelude::*;
use rust_decimal::Decimal;
use skint::cost::usage_file::{Amount, Template, TemplateKey, UsageFile, Used, Warning, write};

use crate::fixtures;

/// As the shell draws it.
fn drawn(refused: &dyn Diagnostic) -> String {
    let theme = GraphicalTheme::unicode_nocolor();
    let handler = GraphicalReportHandler::new_themed(theme).with_width(90).with_links(false);
    let mut text = String::new();
    handler.render_report(&mut text, refused).unwrap();
    text
}

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => fixtures::root().join("usage"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, text);
    });
}

fn decoded(text: &str) -> UsageFile {
    UsageFile::decode("usage.yml", text).unwrap_or_else(|refused| panic!("{}", drawn(&refused)))
}

/// The messages with their places.
fn refused(text: &str) -> Vec<String> {
    let refused = UsageFile::decode("usage.yml", text).expect_err(text);
    refused.all.iter().map(|it| format!("{}:{} {}", it.line, it.column, it.message)).collect()
}

/// All that is said of an instance, on one line.
fn said(file: &UsageFile, address: &str, kind: &str) -> String {
    let all = file.of(address, kind);
    let shown = all.iter().map(|(key, entry)| match &entry.value {
        Amount::Number { low, typical, high } if low == high => format!("{key}={typical}"),
        Amount::Number { low, typical, high } => format!("{key}={low}..{typical}..{high}"),
        Amount::Bool(it) => format!("{key}={it}"),
        Amount::Text(it) => format!("{key}={it:?}"),
    });
    shown.collect::<Vec<_>>().join(" ")
}

#[test]
fn mistakes_are_told_with_place_and_choices() {
    let files = fixtures::files("usage").into_iter().filter(|(name, _)| !name.contains(".snap"));
    for (name, path) in files {
        let name = name.rsplit('/').next().unwrap();
        let text = String::from_utf8(fixtures::read(&path)).unwrap();
        let refused = UsageFile::decode(name, &text).expect_err(name);
        snapshot(name, &drawn(&refused));
    }
}

const FILE: &str = r#"
version: 0.1 # as infracost writes it
resource_type_default_usage:
  aws_lambda_function:
    monthly_requests: 100
    request_duration_ms: 10
    cold: true
    from_the_type: 1
resource_usage:
  aws_lambda_function.api:
    monthly_requests: { low: 1_000, typical: 2e3, high: 3000.5 }
    request_duration_ms: ~
    operating_system: linux
    "quoted": "12.50"
    reserved_instance_term: 1_year
  aws_lambda_function.many[*]:
    monthly_requests: [1, 2, 3]
    wide: 1
  aws_lambda_function.many["x.y"]:
    monthly_requests: 7
  module.m[*].aws_lambda_function.f[*]: { a: 1, b: 1 }
  module.m[7].aws_lambda_function.f[*]: { b: 7 }
  module.m["long"].aws_lambda_function.f[*]: { b: 2 }
  aws_s3_bucket.logs:
    object_tags: 5
    standard:
      storage_gb: 100
      empty: {}
    standard.monthly_tier_1_requests: 6
  aws_s3_bucket.nothing:
"#;

#[test]
fn the_exact_address_counts_more_than_an_open_one_and_that_more_than_the_type() {
    let file = decoded(FILE);
    for (address, expected) in [
        (
            "aws_lambda_function.api",
            "cold=true from_the_type=1 monthly_requests=1000..2000..3000.5 operating_system=\"linux\" \
             quoted=12.5 request_duration_ms=10 reserved_instance_term=\"1_year\"",
        ),
        (
            "aws_lambda_function.many[0]",
            "cold=true from_the_type=1 monthly_requests=1..2..3 request_duration_ms=10 wide=1",
        ),
        (
            "aws_lambda_function.many[\"x.y\"]",
            "cold=true from_the_type=1 monthly_requests=7 request_duration_ms=10 wide=1",
        ),
        (
            "aws_lambda_function.many",
            "cold=true from_the_type=1 monthly_requests=100 request_duration_ms=10",
        ),
    ] {
        assert_eq!(said(&file, address, "aws_lambda_function"), expected, "{address}");
    }
    assert_eq!(said(&file, "module.m[0].aws_lambda_function.f[1]", ""), "a=1 b=1");
    assert_eq!(said(&file, "module.m[7].aws_lambda_function.f[1]", ""), "b=7");
    assert_eq!(said(&file, "module.m[\"long\"].aws_lambda_function.f[1]", ""), "b=2");
    assert_eq!(
        said(&file, "aws_s3_bucket.logs", "aws_s3_bucket"),
        "object_tags=5 standard.monthly_tier_1_requests=6 standard.storage_gb=100"
    );
    assert_eq!(said(&file, "aws_s3_bucket.nothing", "aws_s3_bucket"), "");
}

#[test]
fn amounts_know_their_place() {
    let file = decoded("\u{feff}version: 0.1\r\nresource_usage:\r\n  aws_x.é: {é: 1, b: 2}\r\n");
    let all = file.of("aws_x.é", "aws_x");
    let places: Vec<_> = all.values().map(|it| (it.line, it.column)).collect();
    assert_eq!(places, [(3, 19), (3, 13)]);
    assert_eq!(file.path(), "usage.yml");
}

#[test]
fn what_is_left_empty_says_nothing() {
    for text in [
        "version: 0.1\n",
        "version: v0.1\nresource_usage: {}\n",
        "version: '0.1'\nresource_usage:\nresource_type_default_usage: null\n",
        "---\nversion: 0.1\nresource_usage: {aws_x.a: , aws_x.b: {c: ~, d: {}}}\n...\n",
        "{\"version\": \"0.1\", \"resource_usage\": {\"aws_x.a\": {}}}",
    ] {
        assert_eq!(said(&decoded(text), "aws_x.a", "aws_x"), "", "{text}");
    }
}

/// infracost does not look at which of the two sections a name stands in.
#[test]
fn types_and_addresses_are_told_apart_by_their_names() {
    let file = decoded(
        "version: 0.1\nresource_usage:\n  aws_x: {n: 1, m: 1}\nresource_type_default_usage:\n  aws_x.a: {n: 2}\n",
    );
    assert_eq!(said(&file, "aws_x.a", "aws_x"), "m=1 n=2");
}

#[test]
fn anchors_are_followed() {
    let file = decoded(
        "version: 0.1\nresource_usage:\n  aws_x.a: &a\n    n: &n 5\n    m: 1\n  aws_x.b: *a\n  aws_x.c:\n    \
         m: 2\n    <<: *a\n    <<: [{m: 3, o: 3}, {o: 4}]\n    p: *n\n",
    );
    assert_eq!(said(&file, "aws_x.b", "aws_x"), "m=1 n=5");
    assert_eq!(said(&file, "aws_x.c", "aws_x"), "m=2 n=5 o=3 p=5");
}

#[test]
fn monsters_are_refused() {
    let long = format!("version: 0.1\n#{}\n", "x".repeat(20_000));
    assert_eq!(refused(&long), ["1:1 line 2 is longer than 10000 bytes, and nothing is read"]);
    let large = "# x\n".repeat(1 << 19);
    assert_eq!(refused(&large), ["1:1 it is larger than 1 MiB, and not read"]);
    let mistakes = (0..1000).fold(String::new(), |all, it| format!("{all}key{it}: 1\n"));
    let told = refused(&mistakes);
    assert_eq!((told.len(), told[50].as_str()), (51, "50:1 and more from here on"));
    for text in
        ["[\n".repeat(100_000), "- ".repeat(4_000), "? ".repeat(4_000), "{a: ".repeat(2_000)]
    {
        assert_eq!(refused(&text).len(), 1, "{}", &text[..20]);
    }
    let chain = (1..2_000).fold("version: 0.1\na0: &a0 [1]\n".to_owned(), |all, it| {
        format!("{all}a{it}: &a{it} [*a{}]\n", it - 1)
    });
    assert!(refused(&chain)[0].contains("more than 200000 values"), "{:?}", refused(&chain));
}

/// What a terminal would obey is shown as plain text.
#[test]
fn files_give_no_orders_to_a_terminal() {
    let text = "version: 0.1\nresource_usage:\n  \"\\e[31m\\u202ea.b##[error]\": 5\n";
    let shown = drawn(&UsageFile::decode("\u{1b}[31m.yml", text).unwrap_err());
    let obeyed = |it: char| it.is_control() && it != '\n' || it == '\u{202e}';
    assert!(!shown.contains(obeyed) && !shown.contains("##["), "{shown:?}");
}

const LAMBDA: &[&str] = &["monthly_requests", "request_duration_ms"];
const BUCKET: &[&str] = &["standard.storage_gb", "standard.monthly_tier_1_requests"];
const USED: &[Used<'_>] = &[
    Used { address: "aws_lambda_function.api", kind: "aws_lambda_function", keys: LAMBDA },
    Used { address: "aws_lambda_function.many[0]", kind: "aws_lambda_function", keys: LAMBDA },
    Used { address: "aws_lambda_function.many[1]", kind: "aws_lambda_function", keys: LAMBDA },
    Used { address: "module.data.aws_s3_bucket.logs", kind: "aws_s3_bucket", keys: BUCKET },
    Used { address: "aws_vpc.main", kind: "aws_vpc", keys: &[] },
];

/// A line a warning.
fn shown(warnings: &[Warning]) -> String {
    let lines = warnings.iter().map(|it| {
        let help = it.help.as_deref().unwrap_or("-");
        format!("{}:{} {} ({help})\n", it.line, it.column, it.message)
    });
    lines.collect()
}

#[test]
fn what_has_no_effect_is_told_with_what_was_meant() {
    let file = decoded(
        "version: 0.1\nresource_usage:\n  aws_lambda_function.apy: {monthly_requests: 5}\n  \
         aws_lambda_function.many: {monthly_requests: 5}\n  aws_lambda_function.many[2]:\n  \
         aws_lambda_function.many[*]: {monthly_request: 5}\n  aws_lambda_function.api[*]: {}\n  \
         aws_s3_bucket.logs: {}\n  module.data.aws_s3_bucket.logs:\n    storage_gb: 5\n    \
         colour: ~\n    taste: sweet\n  aws_lambda_*.api: {}\n  zzz.zzz: {}\n  aws_vpc.main: {a: 1}\n\
         resource_type_default_usage:\n  aws_lambda_functoin: {}\n  aws_s3_bucket: {standard: {storage_tb: 5}}\n  \
         google_x: {}\n",
    );
    snapshot("warnings", &shown(&file.unmatched(USED)));
}

#[test]
fn what_has_an_effect_is_not_told() {
    let file = decoded(
        "version: 0.1\nresource_usage:\n  aws_lambda_function.many[*]: {monthly_requests: 5}\n  \
         aws_lambda_function.many[1]: {request_duration_ms: 5, nothing: ~}\n  aws_vpc.main: ~\n\
         resource_type_default_usage:\n  aws_s3_bucket: {standard.storage_gb: 5, standard: {more: ~}}\n",
    );
    assert_eq!(shown(&file.unmatched(USED)), "");
}

#[test]
fn what_an_alias_leads_to_is_told_once() {
    let file = decoded(
        "version: 0.1\nresource_usage:\n  aws_lambda_function.api: &a {nothing: 1}\n  \
         aws_lambda_function.many[*]: *a\n",
    );
    assert_eq!(file.unmatched(USED).len(), 1);
}

fn key(name: &str, typical: Option<Decimal>) -> TemplateKey {
    TemplateKey {
        name: name.to_owned(),
        title: format!("what {name} counts"),
        unit: "GB".to_owned(),
        typical,
        origin: typical.map(|_| "assumed".to_owned()).unwrap_or_default(),
    }
}

fn template(address: &str, keys: &[TemplateKey]) -> Template {
    let kind = address.rsplit('.').nth(1).unwrap_or_default().to_owned();
    Template { address: address.to_owned(), kind, keys: keys.to_vec() }
}

fn templates() -> Vec<Template> {
    let lambda = [
        key("request_duration_ms", Some(Decimal::new(2000, 1))),
        key("monthly_requests", Some(Decimal::new(1_000_000, 0))),
        key("ephemeral_gb", None),
    ];
    let bucket = [
        key("standard.storage_gb", Some(Decimal::new(15, 1))),
        key("object_tags", None),
        key("standard.deep.er", Some(Decimal::ZERO)),
        key("standard_infrequent_access.storage_gb", Some(Decimal::ONE)),
    ];
    vec![
        template("aws_lambda_function.api", &lambda),
        template("module.m[0].aws_lambda_function.f[\"a\"]", &lambda),
        template("module.m[1].aws_lambda_function.f[\"b: # 'c'\"]", &lambda),
        template("aws_lambda_function.one[0]", &lambda),
        template("aws_s3_bucket.b[\"x: # 'y'\"]", &bucket),
        template("aws_s3_bucket.b[\"z\"]", &bucket[..1]),
        template("aws_s3_bucket.odd[\"\u{1b}\u{202e}\\\"\"]", &bucket[..1]),
        template("aws_vpc.main", &[]),
    ]
}

/// The text with every key switched on.
fn switched_on(text: &str) -> String {
    let (header, body) = text.split_once("version: 0.1\n").unwrap();
    assert!(header.lines().all(|it| it.starts_with('#')), "{header}");
    let lines =
        body.lines().map(|it| it.replacen("# ", "", usize::from(it.trim_start().starts_with('#'))));
    lines.fold("version: 0.1\n".to_owned(), |all, it| all + &it + "\n")
}

#[test]
fn the_file_we_write_is_read_back() {
    let templates = templates();
    let text = write(&templates);
    snapshot("written", &text);
    assert_eq!(text, write(&templates));
    let names: Vec<Vec<&str>> =
        templates.iter().map(|it| it.keys.iter().map(|it| it.name.as_str()).collect()).collect();
    let used: Vec<Used<'_>> = templates
        .iter()
        .zip(&names)
        .map(|(it, keys)| Used { address: &it.address, kind: &it.kind, keys })
        .collect();
    let (as_it_is, switched_on) = (decoded(&text), decoded(&switched_on(&text)));
    assert_eq!(shown(&as_it_is.unmatched(&used)) + &shown(&switched_on.unmatched(&used)), "");
    for it in &templates {
        assert_eq!(said(&as_it_is, &it.address, &it.kind), "");
        let mut expected: Vec<String> = it
            .keys
            .iter()
            .filter_map(|key| Some(format!("{}={}", key.name, key.typical?.normalize())))
            .collect();
        expected.sort();
        assert_eq!(said(&switched_on, &it.address, &it.kind), expected.join(" "), "{}", it.address);
    }
}

#[test]
fn a_number_without_end_is_written_as_far_as_it_is_read() {
    let third = Decimal::ONE / Decimal::from(3);
    let text = write(&[template("aws_x.a", &[key("n", Some(third))])]);
    assert_eq!(said(&decoded(&switched_on(&text)), "aws_x.a", "aws_x"), "n=0.333333333333");
}

#[test]
fn an_address_that_no_file_can_hold_is_left_out_and_said() {
    let long = format!("aws_x.a[\"{}\"]", "k".repeat(2_000));
    let text = write(&[template(&long, &[key("n", None)])]);
    assert!(text.contains("An address of 2011 characters is left out"), "{text}");
    decoded(&text);
}

/// Texts that are nearly YAML.
fn nearly() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        Just("version: 0.1\n"),
        Just("resource_usage:"),
        Just("resource_type_default_usage:"),
        Just("\n"),
        Just("\n  "),
        Just("\n    "),
        Just("\t"),
        Just(" "),
        Just("aws_x.a"),
        Just("[*]"),
        Just("[\"k\"]"),
        Just(": "),
        Just("- "),
        Just("? "),
        Just("&a "),
        Just("*a"),
        Just("<<: "),
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just(", "),
        Just("low"),
        Just("typical"),
        Just("high"),
        Just("5"),
        Just("1e9"),
        Just("-"),
        Just("0x1"),
        Just("é"),
        Just("\u{feff}"),
        Just("\""),
        Just("'"),
        Just("|"),
        Just(">"),
        Just("!!str "),
        Just("!x "),
        Just("%YAML 1.2\n"),
        Just("---"),
        Just("..."),
        Just("#"),
        Just("\r"),
        Just("\\"),
        Just("~"),
    ];
    proptest::collection::vec(token, 0..40).prop_map(|it| it.concat())
}

/// Whether it is read or refused: every place is in the text, and a refusal can be drawn.
fn survive(text: &str) {
    match UsageFile::decode("usage.yml", text) {
        Ok(file) => drop(file.unmatched(USED)),
        Err(refused) => {
            assert!(!refused.all.is_empty());
            drawn(&refused);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        survive(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_yaml_makes_it_panic(text in nearly()) {
        survive(&text);
        survive(&format!("version: 0.1\nresource_usage:\n  aws_x.a:\n    k: {text}\n"));
    }

    #[test]
    fn whatever_an_address_is_called_it_can_be_written(key in ".{0,20}") {
        let address = format!("aws_x.a[{}]", serde_json::Value::from(key));
        let text = write(&[template(&address, &[self::key("n", Some(Decimal::ONE))])]);
        prop_assert_eq!(said(&decoded(&switched_on(&text)), &address, "aws_x"), "n=1");
    }
}
