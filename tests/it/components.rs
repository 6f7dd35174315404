//! What every resource type is billed for, against figures worked out by hand: `fixtures/components`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use skint::cost::{
    self, Book, Cost, EMBEDDED, FREE, File, Line, Range, Request, State, Support, Traffic,
    usage_file::UsageFile,
};
use skint::eval::{self, Kind, Reference, Resolved, Scope, Value};
use skint::model::{Inputs, NoFiles, Origin};
use skint::project::{Project, Syntax};
use skint::source::FileId;
use skint::stubs::Stubs;
use skint::syntax::{self, Block};

/// One case: a configuration, what is said of its usage, and what each component should cost.
struct Case {
    name: String,
    terraform: String,
    usage: Option<String>,
    of: String,
    today: String,
    region: Option<String>,
    expected: Expected,
}

enum Expected {
    Free,
    Components(BTreeMap<String, Value>),
}

struct Plain;

impl Scope for Plain {
    fn resolve(&mut self, reference: &Reference<'_>) -> Resolved {
        panic!("a case refers to {}", reference.root)
    }
}

fn attribute(block: &Block, name: &str) -> Option<Value> {
    block.body.attribute(name).map(|it| eval::evaluate(&it.expr, &mut Plain))
}

fn entries(value: &Value) -> BTreeMap<String, Value> {
    let object = value.as_object().expect("an object");
    object.entries().iter().map(|(key, it)| (key.to_string(), it.clone())).collect()
}

fn case(block: &Block, text: &str) -> Case {
    let name = block.label(0).expect("a case has a name").to_owned();
    let blocks = block.body.blocks.iter().map(|it| &text[it.span.range()]);
    let mut terraform: Vec<String> = blocks.map(str::to_owned).collect();
    let first = block.body.blocks("resource").next().expect("a case has a resource");
    let address = format!("{}.{}", first.label(0).unwrap(), first.label(1).unwrap());
    let said = |name: &str| attribute(block, name).and_then(|it| it.as_str().map(str::to_owned));
    let of = said("of").unwrap_or(address);
    let region = said("region");
    let has_provider = block.body.blocks("provider").next().is_some();
    if !has_provider {
        let aws = region.clone().filter(|_| of.starts_with("aws_")).unwrap_or("us-east-1".into());
        let google = region.clone().filter(|_| of.starts_with("google_"));
        let google = google.unwrap_or("us-central1".into());
        terraform.push(format!("provider \"aws\" {{\n  region = \"{aws}\"\n}}"));
        terraform.push(format!("provider \"google\" {{\n  region = \"{google}\"\n}}"));
    }
    let usage = attribute(block, "usage").map(|it| yaml(&of, &entries(&it)));
    let free = attribute(block, "free").is_some();
    let expected = match free {
        true => Expected::Free,
        false => Expected::Components(entries(&attribute(block, "expect").expect(&name))),
    };
    let today = said("today").unwrap_or("2026-11-21".to_owned());
    Case { name, terraform: terraform.join("\n"), usage, of, today, region, expected }
}

fn yaml(address: &str, usage: &BTreeMap<String, Value>) -> String {
    let mut text = format!("version: 0.1\nresource_usage:\n  {address}:\n");
    for (key, value) in usage {
        let value = match &value.kind {
            Kind::Sequence(items) => {
                let parts: Vec<String> = items.items().iter().map(Value::to_hcl).collect();
                format!("{{low: {}, typical: {}, high: {}}}", parts[0], parts[1], parts[2])
            }
            _ => value.to_hcl(),
        };
        let _ = writeln!(text, "    {key}: {value}");
    }
    text
}

/// What a configuration costs, with the usage of a file, and none that is guessed.
pub(super) fn estimated(
    terraform: &str,
    usage: Option<&str>,
    today: &str,
    region: Option<&str>,
) -> Result<cost::Estimate, String> {
    let mut project = Project::default();
    let file = project.sources.add("case.tf", terraform);
    project.add(&[(file, Syntax::Native)], Origin::Own);
    project.finish(&Stubs::default());
    if let Some(problem) = project.problems.first() {
        return Err(format!("does not parse: {}", problem.message));
    }
    let mut traffic = Traffic::profile("none").unwrap();
    if let Some(usage) = usage {
        traffic.usage =
            Some(UsageFile::decode("usage.yml", usage).map_err(|it| format!("{it}\n{usage}"))?);
    }
    let request = Request {
        book: &Book::embedded(),
        support: &Support { today: today.to_owned() },
        traffic: &traffic,
        region,
        free_tier: false,
        inputs: &Inputs::default(),
        files: &NoFiles,
        roots: &BTreeSet::new(),
        explained: None,
    };
    let estimate = cost::estimate(&project, &request);
    match estimate.warnings.first() {
        Some(warning) => Err(format!("warns: {warning}")),
        None => Ok(estimate),
    }
}

/// What is wrong with one case.
fn mistakes(case: &Case) -> Vec<String> {
    let estimate =
        estimated(&case.terraform, case.usage.as_deref(), &case.today, case.region.as_deref());
    let estimate = match estimate {
        Ok(estimate) => estimate,
        Err(error) => return vec![error],
    };
    let Some(bill) = estimate.bills().find(|it| it.address == case.of) else {
        return vec![format!("there is no {}", case.of)];
    };
    let expected = match &case.expected {
        Expected::Free => {
            let is_free = matches!(bill.state, State::Free(_));
            return if is_free { Vec::new() } else { vec![format!("is {:?}", bill.state)] };
        }
        Expected::Components(expected) => expected,
    };
    let mut mistakes = Vec::new();
    for (name, expected) in expected {
        match bill.lines.iter().find(|it| it.name == name.as_str()) {
            Some(line) => mistakes.extend(differs(line, expected)),
            None => mistakes.push(format!("{name}: is not there")),
        }
    }
    for line in bill.lines.iter().filter(|it| !expected.contains_key(it.name.as_str())) {
        mistakes.push(format!("{}: was not expected, and is {:?}", line.name, line.cost));
    }
    mistakes
}

fn differs(line: &Line, expected: &Value) -> Option<String> {
    let number = |it: &Value| it.to_hcl().parse::<f64>().unwrap();
    let close = |one: f64, other: f64| (one - other).abs() < 1e-6;
    let range = |it: &Range| [it.low, it.typical, it.high].map(|it| f64::try_from(it).unwrap());
    let wanted = match &expected.kind {
        Kind::Null(_) => None,
        Kind::Sequence(items) => Some(items.items().iter().map(number).collect::<Vec<_>>()),
        Kind::String(text) if text == "borrowed" => {
            let is_borrowed = line.rates.as_ref().is_some_and(|it| it.borrowed.is_some());
            return (!is_borrowed).then(|| format!("{}: is not borrowed", line.name));
        }
        _ => Some(vec![number(expected); 3]),
    };
    let found = match &line.cost {
        Cost::Fixed(it) | Cost::Usage(it) => Some(range(it)),
        Cost::Unknown { .. } => None,
    };
    let same = match (&wanted, &found) {
        (None, None) => true,
        (Some(wanted), Some(found)) => wanted.iter().zip(found).all(|(one, two)| close(*one, *two)),
        _ => false,
    };
    let shown = || match &line.cost {
        Cost::Unknown { reason, .. } => format!("unknown: {reason}"),
        _ => format!("{found:?}"),
    };
    (!same).then(|| format!("{}: expected {wanted:?}, is {}", line.name, shown()))
}

fn cases() -> Vec<(String, Case)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/components");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let parsed = syntax::parse(FileId::DETACHED, &text);
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(parsed.errors.is_empty(), "{name}: {:?}", parsed.errors.first());
        for block in parsed.tree.body.blocks("case") {
            cases.push((name.clone(), case(block, &text)));
        }
    }
    cases
}

#[test]
fn every_component_costs_what_was_worked_out_by_hand() {
    let cases = cases();
    let mut wrong = Vec::new();
    for (file, case) in &cases {
        let mistakes = mistakes(case);
        wrong.extend(mistakes.into_iter().map(|it| format!("{file}: {}: {it}", case.name)));
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    assert!(cases.len() > 600, "there are only {} cases", cases.len());
}

#[test]
fn every_component_file_is_understood_and_the_index_knows_its_types() {
    let mut free = BTreeMap::new();
    for file in EMBEDDED {
        let parsed = File::decode(file.path, file.text)
            .unwrap_or_else(|it| panic!("{}: {:?}", file.path, it.first().unwrap().message));
        let kinds: Vec<&str> = parsed.priced.iter().map(|it| it.kind.as_str()).collect();
        assert_eq!(kinds, file.priced, "{}", file.path);
        for it in parsed.free {
            let billed_in = it.billed_in.unwrap_or_default().to_string();
            free.insert(it.pattern.to_string(), billed_in);
        }
    }
    let indexed: BTreeMap<String, String> =
        FREE.iter().map(|(pattern, it)| ((*pattern).to_owned(), (*it).to_owned())).collect();
    assert_eq!(free, indexed);
    let mut seen = BTreeSet::new();
    for kind in EMBEDDED.iter().flat_map(|it| it.priced) {
        assert!(seen.insert(kind), "{kind} is priced twice");
        assert!(!free.contains_key(*kind), "{kind} is priced and free");
    }
}

#[test]
fn every_priced_type_has_a_case() {
    let cases = cases();
    let tested: BTreeSet<&str> =
        cases.iter().map(|(_, it)| it.of.split('.').next().unwrap()).collect();
    let untested: Vec<&&str> =
        EMBEDDED.iter().flat_map(|it| it.priced).filter(|it| !tested.contains(**it)).collect();
    assert!(untested.is_empty(), "no case in fixtures/components is about {untested:?}");
}
