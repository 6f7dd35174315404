//! Estimates to bytes: one project in every format, and what holds for all of them.

use std::collections::BTreeSet;
use std::fs;

use insta::assert_snapshot;
use serde_json::Value;
use skint::bill::{self, Format, View};
use skint::cost::{self, Book, Estimate, Request, Support, Traffic, usage_file::UsageFile};
use skint::model::{Inputs, NoFiles, Origin};
use skint::project::{Project, Syntax};
use skint::stubs::Stubs;

use crate::fixtures;

const TODAY: &str = "2026-11-21";

const USAGE: &str = "version: 0.1
resource_usage:
  aws_dynamodb_table.orders:
    storage_gb: 20
  aws_sqs_queue.gone:
    monthly_requests: 1
";

/// The project of a folder below `fixtures/cost`.
fn project(name: &str) -> Project {
    let folder = format!("cost/{name}");
    let files = fixtures::files(&folder).into_iter().map(|(path, file)| {
        let text = String::from_utf8(fixtures::read(&file)).unwrap();
        (path.strip_prefix(&format!("{folder}/")).unwrap().to_owned(), text)
    });
    of(files)
}

fn of(texts: impl IntoIterator<Item = (String, String)>) -> Project {
    let mut project = Project::default();
    let mut files = Vec::new();
    for (path, text) in texts {
        files.push((project.sources.add(path, text), Syntax::Native));
    }
    project.add(&files, Origin::Own);
    project.finish(&Stubs::default());
    assert!(project.problems.is_empty(), "{:?}", project.problems);
    project
}

fn estimate(project: &Project, traffic: &str, free_tier: bool) -> Estimate {
    let mut traffic = Traffic::profile(traffic).unwrap();
    traffic.usage = Some(UsageFile::decode("usage.yml", USAGE).unwrap());
    let request = Request {
        book: &Book::embedded(),
        support: &Support { today: TODAY.to_owned() },
        traffic: &traffic,
        region: None,
        free_tier,
        inputs: &Inputs::default(),
        files: &NoFiles,
        roots: &BTreeSet::new(),
        explained: None,
    };
    cost::estimate(project, &request)
}

fn view() -> View {
    View::new("startup", TODAY)
}

fn written(format: Format, project: &Project, view: &View) -> String {
    let estimate = estimate(project, &view.traffic, false);
    let mut out = Vec::new();
    bill::write(format, &mut out, &estimate, &project.sources, view).unwrap();
    String::from_utf8(out).unwrap()
}

fn shop(format: Format) -> String {
    written(format, &project("shop"), &view())
}

#[test]
fn human() {
    assert_snapshot!(shop(Format::Human));
}

#[test]
fn human_narrow() {
    let view = View { width: Some(72), ..view() };
    assert_snapshot!(written(Format::Human, &project("shop"), &view));
}

#[test]
fn markdown() {
    assert_snapshot!(shop(Format::Markdown));
}

#[test]
fn html() {
    assert_snapshot!(shop(Format::Html));
}

#[test]
fn csv() {
    assert_snapshot!(shop(Format::Csv).replace('\r', ""));
}

#[test]
fn json() {
    assert_snapshot!(shop(Format::Json));
}

#[test]
fn infracost() {
    assert_snapshot!(shop(Format::InfracostJson));
}

#[test]
fn one_bill_is_explained() {
    let project = project("shop");
    let estimate = estimate(&project, "growth", true);
    let mut out = Vec::new();
    for address in [
        "aws_lambda_function.orders",
        "aws_db_instance.reports",
        "aws_db_instance.main",
        "aws_apigatewayv2_api.shop",
        "aws_dynamodb_table.orders",
        "aws_eip.spare",
        "aws_iam_role.orders",
        "aws_location_map.shops",
    ] {
        let mut bills = estimate.bills();
        let bill = bills.find(|it| it.address == address).unwrap_or_else(|| {
            panic!("{:?}", estimate.bills().map(|it| &it.address).collect::<Vec<_>>())
        });
        let view = View { traffic: "growth".to_owned(), ..view() };
        bill::explain(&mut out, bill, &project.sources, &view).unwrap();
        out.extend(b"\n----\n\n");
    }
    assert_snapshot!(String::from_utf8(out).unwrap());
}

/// Every place that a stranger may write to, with what each format would obey.
fn hostile() -> Project {
    let keys = [
        "=1+1",
        "<img src=x onerror=alert(1)>",
        "a|b `c` @everyone",
        "::error::no",
        "##[error]no",
        "\\u001b[31m",
        "\\u202egpj",
        "\\n| x |",
        "]]> \\\" ' & $x$ [a](https://x.y) *b* :smile: #1",
    ];
    let resources = keys.iter().enumerate().map(|(at, key)| {
        let key_of = format!("for_each = toset([\"{key}\"])");
        let region = format!("region = \"eu-{key}\"");
        let class = format!("engine = \"postgres\"\n  instance_class = \"{key}\"");
        format!(
            "resource \"aws_kms_key\" \"k{at}\" {{\n  {key_of}\n  {region}\n}}\n\
             resource \"aws_sqs_queue\" \"q{at}\" {{\n  {key_of}\n}}\n\
             resource \"aws_db_instance\" \"d{at}\" {{\n  {class}\n}}\n"
        )
    });
    let main: String = resources.collect();
    let odd = "resource \"aws_eip\" \"x\" {}\nresource \"aws_<b>|`@x`\" \"x\" {}\n".to_owned();
    of([
        ("main.tf".to_owned(), main),
        ("::error::<i>|`@y`/main.tf".to_owned(), odd.clone()),
        ("=cmd/\u{1b}[31m.tf".to_owned(), odd),
    ])
}

#[test]
fn several_roots() {
    let network = "provider \"aws\" {\n  region = \"us-east-1\"\n}\nresource \"aws_nat_gateway\" \"a\" {\n  count     = 3\n  subnet_id = \"subnet-1\"\n}\nresource \"aws_nat_gateway\" \"b\" {\n  subnet_id = \"subnet-1\"\n}\n";
    let service = "provider \"aws\" {\n  region = \"us-east-1\"\n}\nmodule \"keys\" {\n  source = \"../keys\"\n}\nresource \"aws_kms_key\" \"own\" {}\n";
    let project = of([
        ("network/main.tf".to_owned(), network.to_owned()),
        ("service/main.tf".to_owned(), service.to_owned()),
        ("keys/main.tf".to_owned(), "resource \"aws_kms_key\" \"k\" {}\n".to_owned()),
    ]);
    let view = View { traffic: "none".to_owned(), top: 2, ..view() };
    assert_snapshot!(written(Format::Human, &project, &view));
}

#[test]
fn nothing_is_said_of_nothing() {
    let project = of([("main.tf".to_owned(), "locals {}\n".to_owned())]);
    let human = written(Format::Human, &project, &view());
    assert!(human.starts_with("no resources, so there is nothing to estimate\n"), "{human}");
    let free = of([("main.tf".to_owned(), "resource \"aws_iam_role\" \"x\" {}\n".to_owned())]);
    let human = written(Format::Human, &free, &view());
    assert!(human.starts_with("1 resource: 1 free\n\nsaid"), "{human}");
}

#[test]
fn formats_are_found_by_name() {
    for format in Format::ALL {
        assert_eq!(Format::by_name(format.name()), Some(*format));
    }
    assert_eq!(Format::by_name("infracost-json"), Some(Format::InfracostJson));
    assert_eq!(Format::by_name("infracost"), None);
}

#[test]
fn color_changes_nothing_but_the_color() {
    let project = project("shop");
    let plain = written(Format::Human, &project, &view());
    let colored = written(Format::Human, &project, &View { color: true, ..view() });
    assert!(colored.contains("\u{1b}[1m"));
    assert_eq!(anstream::adapter::strip_str(&colored).to_string(), plain);
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for width in [72, 80, 100] {
        let view = View { width: Some(width), ..view() };
        let human = written(Format::Human, &project("shop"), &view);
        for line in human.lines().filter(|it| it.contains(' ')) {
            let words = line.trim_start().split(' ').count();
            assert!(line.chars().count() <= width || words == 1, "{width}: {line}");
        }
    }
}

#[test]
fn a_terminal_is_told_nothing_that_it_obeys() {
    for format in Format::ALL {
        let text = written(*format, &hostile(), &view());
        let obeyed = |it: char| {
            it.is_control() && !matches!(it, '\n' | '\r') || matches!(it, '\u{202a}'..='\u{202e}')
        };
        assert_eq!(text.chars().find(|it| obeyed(*it)), None, "{}", format.name());
        assert!(!text.lines().any(|it| it.trim_start().starts_with("::")), "{}", format.name());
        assert!(!text.contains("##["), "{}", format.name());
    }
    let project = hostile();
    let estimate = estimate(&project, "startup", false);
    for bill in estimate.bills() {
        let mut out = Vec::new();
        bill::explain(&mut out, bill, &project.sources, &view()).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.chars().any(|it| it.is_control() && it != '\n'), "{text}");
        assert!(!text.contains("##[") && !text.contains('\u{202e}'), "{text}");
    }
}

#[test]
fn html_holds_nothing_of_strangers_but_text() {
    let html = written(Format::Html, &hostile(), &view());
    let tags = regex::Regex::new(r"</?([a-z0-9]+)").unwrap();
    let known: BTreeSet<&str> = [
        "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "dl", "dt",
        "dd", "div", "b", "span", "em", "i", "section", "ul", "li", "table", "thead", "tbody",
        "tr", "th", "td", "code", "footer",
    ]
    .into();
    let used: BTreeSet<&str> =
        tags.captures_iter(&html).map(|it| it.get(1).unwrap().as_str()).collect();
    assert!(used.is_subset(&known), "{used:?}");
    assert!(!html.contains("<b>|") && !html.contains("<i>|"), "{html}");
    assert!(html.contains("&lt;img src=x onerror=alert(1)&gt;"), "{html}");
    assert!(!html.contains("<script") && html.contains("default-src 'none'"));
}

/// Outside of code there is no sign that a stranger wrote.
#[test]
fn markdown_holds_nothing_of_strangers_but_code() {
    let view = View { top: 100, ..view() };
    let markdown = written(Format::Markdown, &hostile(), &view);
    let code = regex::Regex::new(r"`[^`]*`|<code>[^<]*</code>").unwrap();
    let rest = code.replace_all(&markdown, "");
    for sign in ["@", "onerror", "smile", "https", "<img", "<b>", "<i>", "$"] {
        assert!(!rest.contains(sign), "{sign} in {rest}");
    }
    for line in markdown.lines().filter(|it| it.starts_with('|')) {
        assert_eq!(line.matches('|').count(), 6, "{line}");
    }
    assert!(markdown.contains("&#124;b &#96;c&#96; &#64;everyone"), "{markdown}");
}

/// RFC 4180, as a spreadsheet reads it.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (vec![], vec![], String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                cell.push('"');
                letters.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            letter => cell.push(letter),
        }
    }
    assert!(row.is_empty() && cell.is_empty() && !quoted);
    rows
}

#[test]
fn csv_reads_back() {
    let project = project("shop");
    let estimate = estimate(&project, "startup", false);
    let rows = rows(&shop(Format::Csv));
    assert!(rows.iter().all(|it| it.len() == rows[0].len()));
    let lines: usize = estimate.bills().map(|it| it.lines.len()).sum();
    let unsupported: usize = estimate.unsupported().values().sum();
    assert_eq!(rows.len(), 1 + lines + unsupported);
    let at = |name: &str| rows[0].iter().position(|it| it == name).unwrap();
    let sum: f64 =
        rows[1..].iter().filter_map(|it| it[at("cost_typical")].parse::<f64>().ok()).sum();
    let known = f64::try_from(estimate.total().known().typical).unwrap();
    assert!((sum - known).abs() < 1e-6, "{sum} {known}");
    for row in &rows[1..] {
        assert_eq!(row[at("cost_low")].is_empty(), !row[at("unknown")].is_empty(), "{row:?}");
    }
}

#[test]
fn no_cell_of_a_csv_is_run() {
    for row in rows(&written(Format::Csv, &hostile(), &view())) {
        for cell in row {
            assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{cell}");
        }
    }
}

/// No format may need a program to guess: what is not in the schema is not written either.
#[test]
fn json_is_as_its_schema_says() {
    let text = fs::read_to_string("docs/cost.schema.json").unwrap();
    let mut schema: Value = serde_json::from_str(&text).unwrap();
    forbid_more(&mut schema);
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for project in [project("shop"), hostile(), of([])] {
        let json = serde_json::from_str(&written(Format::Json, &project, &view())).unwrap();
        let errors: Vec<_> = validator
            .iter_errors(&json)
            .map(|it| format!("{}: {it}", it.instance_path()))
            .collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

/// The schema lets later versions add fields; this version has those that it names.
fn forbid_more(schema: &mut Value) {
    match schema {
        Value::Object(it) => {
            if it.contains_key("properties") && !it.contains_key("additionalProperties") {
                it.insert("additionalProperties".into(), false.into());
            }
            it.values_mut().for_each(forbid_more);
        }
        Value::Array(it) => it.iter_mut().for_each(forbid_more),
        _ => {}
    }
}

#[test]
fn json_gives_back_every_character() {
    let project = hostile();
    let estimate = estimate(&project, "startup", false);
    let json: Value = serde_json::from_str(&written(Format::Json, &project, &view())).unwrap();
    let resources = json["roots"].as_array().unwrap().iter();
    let resources = resources.flat_map(|it| it["resources"].as_array().unwrap());
    let mut n = 0;
    for (bill, json) in estimate.bills().zip(resources) {
        assert_eq!(json["address"], bill.address.as_str());
        n += 1;
    }
    assert_eq!(n, estimate.bills().count());
}

/// Its readers multiply and add.
#[test]
fn infracost_components_add_up() {
    let json: Value = serde_json::from_str(&shop(Format::InfracostJson)).unwrap();
    let number = |it: &Value| it.as_str().map(|it| it.parse::<f64>().unwrap());
    let mut total = 0.0;
    for resource in json["projects"][0]["breakdown"]["resources"].as_array().unwrap() {
        let components = resource["costComponents"].as_array().into_iter().flatten();
        let mut sum = 0.0;
        for it in components.filter(|it| !it["monthlyCost"].is_null()) {
            let cost = number(&it["monthlyCost"]).unwrap();
            let product = number(&it["monthlyQuantity"]).unwrap() * number(&it["price"]).unwrap();
            assert!((cost - product).abs() < 1e-6, "{it}");
            sum += cost;
        }
        let cost = number(&resource["monthlyCost"]).unwrap_or_default();
        assert!((cost - sum).abs() < 1e-6, "{resource}");
        total += cost;
    }
    assert!((number(&json["totalMonthlyCost"]).unwrap() - total).abs() < 1e-6);
    let unknown = &json["projects"][0]["breakdown"]["resources"][0]["costComponents"][0];
    assert_eq!(unknown["monthlyCost"], Value::Null);
}
