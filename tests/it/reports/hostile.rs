//! What strangers may write, in every room of a report and in every format: nothing of it is alive.

use regex::Regex;
use serde_json::Value;
use skint::check::Run;
use skint::compare::{Change, Comparison, Dollars, Row, State, Unpriced};
use skint::finding::{
    Edit, Finding, Fix, ImpactKind, Label, Problem, ProblemKind, Severity, Suppression, Undecided,
};
use skint::report::{Format, View};
use skint::source::{FileId, Sources, Span};

use super::runs::{finding, impact};
use super::{is_alive, report};

const CASES: &[(&str, &str)] = &[
    ("colors", "\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}1A"),
    ("newlines", "a\r\nb\n\nc\u{2028}d\u{85}e"),
    ("a workflow command", "a\n::error file=x::forged"),
    ("a workflow command at the start", "::error::forged"),
    ("orders to a runner", "##[error] ##vso[task.complete]"),
    ("a link that runs", "[a](javascript:alert(1)) ![b](javascript:c)"),
    ("a link of SARIF", "see [a](1)"),
    ("a script", "<script>alert(1)</script><img src=x onerror=alert(1)>"),
    ("an end of a fold", "</summary></details><details open>"),
    ("percent signs", "%0A::error::x%0D%25"),
    ("an end of CDATA", "]]> <![CDATA[ &amp; &lt; \" '"),
    ("a table", "a | b || c \\| d"),
    ("code", "`a` ``b`` ``` c"),
    ("people and issues", "@octocat @org/team org/repo#1 #2 a@b.example"),
    ("addresses", "http://evil.example www.evil.example javascript:x"),
    ("markup", "**a** _b_ ~~c~~ # d\n- e\n> f :smile: $g$ <!-- h"),
    ("what reorders and hides", "a\u{202e}b\u{2066}c\u{200b}d\u{feff}e\u{e0041}"),
    ("what XML has no word for", "\0\u{1}\u{b}\u{c}\u{1f}\u{fffe}\u{ffff}"),
];

/// The text wherever the input may speak.
fn of(text: &str) -> Run {
    let mut sources = Sources::default();
    // A path is no longer than a file system takes.
    let path: String = text.chars().take(500).collect();
    let file = sources.add(format!("d/{path}.tf"), format!("x = \"{text}\"\ny = 1\n"));
    let span = Span::new(file, 0, 1);
    let whole = Span::new(file, 0, text.len() + 6);
    let mut findings = vec![told(text, file), told(text, file), told(text, file)];
    findings[1].is_shared = true;
    let place = findings[2].places[0].clone();
    let suppressed = Some(Suppression { reason: Some(text.to_owned()), ..Suppression::default() });
    findings[2].places.push(skint::finding::Place { suppressed, ..place });
    let problem = |span, path: &str| Problem {
        kind: ProblemKind::SyntaxError,
        path: path.to_owned(),
        span,
        message: text.to_owned(),
        help: Some(text.to_owned()),
    };
    let problems = vec![problem(Some(whole), ""), problem(None, &path), problem(None, "")];
    let undecided =
        vec![Undecided { rule: "any".into(), address: text.into(), span, reason: text.into() }];
    Run { sources, findings, problems, undecided, ..Run::default() }
}

fn told(text: &str, file: FileId) -> Finding {
    let label = |start| Label { span: Span::new(file, start, start + 1), message: text.to_owned() };
    let mut finding = finding("any", Severity::Warning, text, label(0), text);
    let mut impact = impact(ImpactKind::Wastes, Err(text.to_owned()));
    finding.places[0].impacts.push(impact.clone());
    impact.amount = Ok(skint::money::Range::exact(3.into()));
    impact.assumes = Some(text.to_owned());
    impact.kind = ImpactKind::Exposes;
    finding.places[0].impacts.push(impact);
    text.clone_into(&mut finding.places[0].message);
    text.clone_into(&mut finding.places[0].root);
    finding.labels = vec![label(2)];
    finding.help = Some(text.to_owned());
    finding.fix = Some(Fix {
        title: text.to_owned(),
        edits: vec![Edit { span: Span::new(file, 0, 1), text: text.to_owned() }],
        caution: Some(text.to_owned()),
    });
    finding
}

#[test]
fn nothing_that_a_stranger_writes_is_alive() {
    let view = View { undecided: true, width: Some(100), ..View::default() };
    for (name, text) in CASES {
        for format in Format::ALL {
            let written = report(*format, &of(text), &view);
            let wrong = wrong(*format, &written);
            assert!(wrong.is_empty(), "{name} in {}: {wrong:?}\n{written}", format.name());
        }
    }
}

#[test]
fn a_text_of_a_megabyte_is_cut_where_people_read() {
    for text in ["x".repeat(1 << 20), "|".repeat(1 << 20), "a\n".repeat(1 << 19)] {
        for format in Format::ALL {
            let written = report(*format, &of(&text), &View::default());
            assert!(wrong(*format, &written).is_empty(), "{}", format.name());
            // For programs the texts are what they are.
            if !matches!(format, Format::Json | Format::Sarif) {
                assert!(written.len() < 300_000, "{}: {}", format.name(), written.len());
            }
        }
    }
}

/// The same in what is said of a change.
fn change_of(text: &str) -> Comparison {
    let run = of(text);
    let span = run.findings[0].primary.span;
    let row = |change| Row {
        root: text.to_owned(),
        address: text.to_owned(),
        change,
        span,
        before: skint::cost::Total::default(),
        after: skint::cost::Total::default(),
        more: skint::compare::Levels {
            fixed: [3.into(); 3],
            usage: [(-1).into(), 1.into(), 4.into()],
        },
        unpriced: vec![Unpriced { component: text.into(), reason: text.into(), is_usage: true }],
    };
    let rows = vec![row(Change::Added), row(Change::Removed), row(Change::Changed)];
    let all = |state: State| (state, run.findings.clone());
    Comparison {
        base: text.to_owned(),
        head: text.to_owned(),
        findings: State::ALL.into_iter().map(all).collect(),
        states: [(run.findings[0].places[0].fingerprint.clone(), State::New)].into(),
        problems: run.problems.clone(),
        dollars: Some(Dollars { rows, traffic: "startup".to_owned(), ..Dollars::default() }),
        remarks: vec![text.to_owned()],
        new: run.clone(),
        run,
        ..Comparison::default()
    }
}

fn compared(format: Format, comparison: &Comparison, view: &View) -> String {
    let mut out = vec![];
    skint::report::compare(format, &mut out, comparison, view).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn nothing_that_a_stranger_writes_is_alive_in_a_change() {
    let view = View { width: Some(100), ..View::default() };
    for (name, text) in CASES {
        for format in Format::ALL {
            let written = compared(*format, &change_of(text), &view);
            // The first line is ours, and nobody sees it.
            let written = written.strip_prefix("<!-- skint -->\n").unwrap_or(&written);
            let wrong = wrong(*format, written);
            assert!(wrong.is_empty(), "{name} in {}: {wrong:?}\n{written}", format.name());
        }
    }
}

#[test]
fn a_comment_on_a_change_is_never_longer_than_is_taken() {
    for text in ["x".repeat(1 << 20), "|".repeat(1 << 20), "@a ".repeat(1 << 18)] {
        let mut change = change_of(&text);
        change.new.findings = vec![change.new.findings[0].clone(); 300];
        let rows = &mut change.dollars.as_mut().unwrap().rows;
        *rows = vec![rows[0].clone(); 300];
        let written = compared(Format::Markdown, &change, &View::default());
        assert!(written.len() <= 60_000, "{}", written.len());
        assert!(written.starts_with("<!-- skint -->\n### skint\n"), "{}", &written[..100]);
    }
}

/// Every line is a name of ours and a plain value.
fn outputs(text: &str) -> Vec<String> {
    let ours = Regex::new(r"^[a-z-]+=(-?[0-9]+(\.[0-9]+)?|true|false)?$").unwrap();
    text.lines().filter(|it| !ours.is_match(it)).map(str::to_owned).collect()
}

/// What is alive in a report.
fn wrong(format: Format, text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if let Some(it) = text.chars().find(|it| is_alive(*it)) {
        wrong.push(format!("{it:?}"));
    }
    for order in ["##[", "##vso["] {
        wrong.extend(text.contains(order).then(|| order.to_owned()));
    }
    if format != Format::Github {
        wrong.extend(starting(text, "::").map(str::to_owned));
    }
    wrong.extend(match format {
        Format::Human | Format::Short => vec![],
        Format::Github => commands(text),
        Format::Json | Format::Gitlab => json(text).err().into_iter().collect(),
        Format::Sarif => links(text),
        Format::Junit => markup(text),
        Format::Markdown => markdown(text),
        Format::Outputs => outputs(text),
    });
    wrong
}

fn starting<'t>(text: &'t str, with: &str) -> impl Iterator<Item = &'t str> {
    text.lines().filter(move |it| it.trim_start().starts_with(with))
}

/// Every line is a command of ours, with properties that end where they should.
fn commands(text: &str) -> Vec<String> {
    let ours = Regex::new(
        r"^::(error|warning|notice) (file=[^:,\r\n]*(,line=\d+,endLine=\d+(,col=\d+,endColumn=\d+)?)?,)?title=[^:,]*::([^%]|%(25|0A|0D))*$",
    );
    let ours = ours.unwrap();
    text.lines().filter(|it| !ours.is_match(it)).map(str::to_owned).collect()
}

fn json(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|it| it.to_string())
}

/// The messages of SARIF, in which a link is one.
fn links(text: &str) -> Vec<String> {
    match json(text) {
        Err(error) => vec![error],
        Ok(it) => {
            let mut wrong = Vec::new();
            walk("", &it, &mut wrong);
            wrong
        }
    }
}

fn walk(key: &str, value: &Value, wrong: &mut Vec<String>) {
    match value {
        Value::Object(it) => it
            .iter()
            // What would be inserted into the text is no message.
            .filter(|(key, _)| *key != "insertedContent")
            .for_each(|(key, value)| walk(key, value, wrong)),
        Value::Array(it) => it.iter().for_each(|it| walk(key, it, wrong)),
        Value::String(it) if matches!(key, "text" | "justification") && it.contains("](") => {
            wrong.push(it.clone());
        }
        Value::String(it) if key == "uri" && it.contains(|it: char| !in_uri(it)) => {
            wrong.push(it.clone());
        }
        _ => {}
    }
}

fn in_uri(it: char) -> bool {
    it.is_ascii_alphanumeric() || "-._~/%".contains(it)
}

/// XML: the elements are ours, and there is nothing of it but elements and references.
fn markup(text: &str) -> Vec<String> {
    let element =
        r#"</?(testsuites|testsuite|testcase|failure|error|skipped)( [a-z]+="[^"<]*")*/?>"#;
    let known = Regex::new(&format!(r"{element}|<\?xml [^<>]*\?>")).unwrap();
    let reference = Regex::new("&(amp|lt|gt|quot|#39|#9);").unwrap();
    let rest = known.replace_all(text, |it: &regex::Captures<'_>| {
        // What stands in attributes counts too.
        it[0].replace(['<', '>', '"'], " ")
    });
    let rest = reference.replace_all(&rest, "");
    let forbidden = |it: char| matches!(it, '<' | '>' | '&' | '\u{fffe}' | '\u{ffff}');
    rest.contains(forbidden).then(|| rest.into_owned()).into_iter().collect()
}

/// Outside of code there is no sign that a stranger wrote.
fn markdown(text: &str) -> Vec<String> {
    let code = Regex::new(r"`[^`\n]*`|<code>[^<\n]*</code>").unwrap();
    let tags = Regex::new("</?(details|summary)>|<br>").unwrap();
    let rest = code.replace_all(text, "");
    let rest = tags.replace_all(&rest, "");
    let signs = [
        "<", "@", "](", "![", "*a", "_b", "~~", "`", "$", "://", "www.", "script:", "smile:",
        "repo#", "&#64;o", "&#35;2",
    ];
    let mut wrong: Vec<String> =
        signs.iter().filter(|it| rest.contains(**it)).map(|it| (*it).to_owned()).collect();
    wrong.extend(starting(text, "|").filter(|it| it.matches('|').count() != 6).map(str::to_owned));
    let is_ours = |line: &str| {
        line.is_empty() || line.starts_with(['|', '-', '<', '`']) || line.starts_with("### skint")
    };
    let words = ["**", "Not read", "The details"];
    let stray = text.lines().filter(|it| !is_ours(it) && !words.iter().any(|w| it.starts_with(w)));
    wrong.extend(stray.map(str::to_owned));
    wrong
}
