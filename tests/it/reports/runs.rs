//! Runs made by hand: a friendly one for the documentation, and one with everything that can go wrong.

use skint::check::{Run, Summary};
use skint::finding::{
    Confidence, Edit, Finding, Fix, Impact, ImpactKind, Label, Per, Place, Problem, ProblemKind,
    Severity, Suppression, Undecided,
};
use skint::money::Range;
use skint::pack::{Concern, Rule};
use skint::source::{FileId, Sources, Span};

/// The first place in a file that reads so.
fn at(sources: &Sources, file: FileId, text: &str) -> Span {
    let start = sources.get(file).text.find(text).unwrap();
    Span::new(file, start, start + text.len())
}

fn label(span: Span, message: &str) -> Label {
    Label { span, message: message.into() }
}

fn place(address: &str, span: Span) -> Place {
    let fingerprint = format!("{:016x}", address.len() * 7919);
    let message = String::new();
    Place {
        address: address.into(),
        root: "infra".into(),
        span,
        calls: Vec::new(),
        message,
        fingerprint,
        impacts: Vec::new(),
        suppressed: None,
    }
}

/// Each place says what its finding says.
fn worded(mut findings: Vec<Finding>) -> Vec<Finding> {
    for finding in &mut findings {
        finding.places.iter_mut().for_each(|it| it.message.clone_from(&finding.message));
    }
    findings
}

fn suppressed(place: Place, reason: Option<&str>) -> Place {
    Place {
        suppressed: Some(Suppression {
            reason: reason.map(str::to_owned),
            ..Suppression::default()
        }),
        ..place
    }
}

pub(super) fn finding(
    rule: &str,
    severity: Severity,
    message: &str,
    primary: Label,
    address: &str,
) -> Finding {
    let places = vec![place(address, primary.span)];
    Finding {
        rule: rule.into(),
        severity,
        confidence: Confidence::High,
        message: message.into(),
        primary,
        is_shared: false,
        labels: vec![],
        help: None,
        fix: None,
        places,
    }
}

/// Its words are made up: those of true ones change.
fn rule(name: &str, concern: Concern, severity: Severity, title: &str, why: &str) -> Rule {
    Rule {
        name: name.into(),
        pack: "aws".into(),
        title: title.into(),
        concern,
        strict: false,
        severity,
        confidence: Confidence::High,
        detector: None,
        cases: vec![],
        why: why.into(),
        params: indexmap::IndexMap::default(),
        sources: vec![],
        formerly: vec![],
    }
}

fn rules() -> Vec<Rule> {
    vec![
        rule(
            "lambda-over-limits",
            Concern::Reliability,
            Severity::Error,
            "Function beyond what Lambda allows",
            "AWS refuses it when it is applied.",
        ),
        rule(
            "volume-gp2",
            Concern::Cost,
            Severity::Warning,
            "Volume of an older generation",
            "gp3 costs less and is never slower.",
        ),
    ]
}

pub(super) fn impact(kind: ImpactKind, amount: Result<Range, String>) -> Impact {
    Impact { kind, per: Per::Month, amount, unpriced: 0, assumes: None, prices_of: None }
}

fn unreadable(path: &str, message: &str) -> Problem {
    let (kind, path) = (ProblemKind::Unreadable, path.into());
    Problem { kind, path, span: None, message: message.into(), help: None }
}

/// What the documentation shows.
pub(super) fn friendly() -> Run {
    let mut sources = Sources::default();
    let disks = sources.add(
        "services/orders/disks.tf",
        "resource \"aws_ebs_volume\" \"orders\" {\n  count = 2\n  size  = 500\n  type  = \"gp2\"\n}\n",
    );
    let function = sources.add(
        "services/orders/lambda.tf",
        "resource \"aws_lambda_function\" \"api\" {\n  function_name = \"orders-api\"\n  timeout       = var.timeout\n  memory_size   = var.memory\n}\n",
    );
    let variables = sources.add(
        "services/orders/variables.tf",
        "variable \"timeout\" {\n  default = 1200\n}\n\nvariable \"memory\" {}\n",
    );
    let broken = sources.add("services/pay/main.tf", "locals {\n  name =\n}\n");

    let gp2 = at(&sources, disks, "\"gp2\"");
    let volume = Finding {
        help: Some("use gp3: the same size with 3,000 IOPS included".into()),
        fix: Some(Fix {
            title: "set `type` to \"gp3\"".into(),
            edits: vec![Edit { span: gp2, text: "\"gp3\"".into() }],
            caution: None,
        }),
        places: ["aws_ebs_volume.orders[0]", "aws_ebs_volume.orders[1]"]
            .map(|address| Place {
                impacts: vec![impact(ImpactKind::Wastes, Ok(Range::exact(10.into())))],
                ..place(address, gp2)
            })
            .into(),
        ..finding(
            "volume-gp2",
            Severity::Warning,
            "gp2 costs 20 % more than gp3 and is slower below 1,000 GiB",
            label(gp2, "gp3 is cheaper"),
            "",
        )
    };
    let timeout = Finding {
        is_shared: false,
        labels: vec![label(at(&sources, variables, "1200"), "the value comes from here")],
        help: Some("set `timeout` to at most 900, or move the work to a queue".into()),
        ..finding(
            "lambda-over-limits",
            Severity::Error,
            "orders-api asks for 1,200 seconds: Lambda stops every function after 900",
            label(at(&sources, function, "var.timeout"), "more than 900"),
            "aws_lambda_function.api",
        )
    };
    let problems = vec![Problem {
        kind: ProblemKind::SyntaxError,
        path: "services/pay/main.tf".into(),
        span: Some(at(&sources, broken, "\n}").before()),
        message: "a value is missing after `=`".into(),
        help: None,
    }];
    let undecided = vec![Undecided {
        rule: "lambda-default-memory".into(),
        address: "aws_lambda_function.api".into(),
        span: at(&sources, function, "var.memory"),
        reason: "var.memory has no default and no tfvars sets it".into(),
    }];
    let summary = Summary { files: 4, bytes: 260, modules: 2, resources: 3, left_out: 0 };
    let findings = worded(vec![volume, timeout]);
    let prefix = String::new();
    Run {
        sources,
        findings,
        problems,
        undecided,
        summary,
        rules: rules(),
        prefix,
        ..Run::default()
    }
}

/// What a stranger's pull request may bring.
const HOSTILE: &str = "\u{1b}[2J\u{1b}]0;owned\u{7}\r\n::error::forged, 100%\n\u{9b}1A\u{202e}txt\u{2066}\u{200b}\u{7f}##[error] ##vso[x]";

/// Every kind of finding, problem and text that a report can meet.
pub(super) fn everything() -> Run {
    let mut sources = Sources::default();
    let api = sources.add(
        "a/api.tf",
        "resource \"aws_lambda_function\" \"api\" {\n\tname\t= \"grüße-東京\"\n\tmemory\t= var.memory\n}\n",
    );
    let bom = sources.add("a/bom.tf", "\u{feff}memory = 128\r\nname = \"x\"\r\ntags = {\r\n}\r\n");
    let long = format!("x = [{}1, \"here\", {}2]\n", "0, ".repeat(300), "0, ".repeat(300));
    let long = sources.add("a/long.tf", long);
    let dark = sources.add(
        format!("b/{HOSTILE}.tf"),
        "name = \"\u{1b}[31mred\u{202e}der\u{9b}K\" # ::error::forged\nlast = 1",
    );
    let many = sources
        .add("c/many.tf", (0..7).fold(String::new(), |all, n| all + &format!("d{n} = \"gp2\"\n")));

    let findings = vec![
        whole_block(&sources, api),
        two_files(&sources, api, bom),
        byte_order_mark(&sources, bom),
        long_line(&sources, long),
        hostile(&sources, dark),
        seven_places(&sources, many),
        suppressed_one(&sources, many),
        one_cause(&sources, api, many),
        finding(
            "at-the-end",
            Severity::Note,
            "behind the last line",
            label(Span::new(many, 84, 84), ""),
            "local.end",
        ),
    ];
    let problems = vec![
        Problem {
            kind: ProblemKind::SyntaxError,
            path: sources.get(dark).path.clone(),
            span: Some(at(&sources, dark, "red")),
            message: format!("not a name: {HOSTILE}"),
            help: Some("quote it".into()),
        },
        unreadable("d/secret.tf", "permission denied"),
        unreadable("", "no Terraform here"),
    ];
    let blocked = at(&sources, api, "var.memory");
    let mut undecided: Vec<_> = (0..7)
        .map(|n| Undecided {
            rule: "lambda-default-memory".into(),
            address: format!("aws_lambda_function.api[{n}]"),
            span: blocked,
            reason: "var.memory has no default and no tfvars sets it".into(),
        })
        .collect();
    undecided.push(Undecided {
        rule: "logs-kept-forever".into(),
        address: format!("aws_x.y[\"{HOSTILE}\"]"),
        span: at(&sources, dark, "\"\u{1b}[31mred"),
        reason: HOSTILE.into(),
    });
    let summary = Summary { files: 6, bytes: 2_345, modules: 3, resources: 17, left_out: 0 };
    let (findings, prefix) = (worded(findings), "infra".to_owned());
    Run {
        sources,
        findings,
        problems,
        undecided,
        summary,
        rules: rules(),
        prefix,
        ..Run::default()
    }
}

fn two_files(sources: &Sources, api: FileId, bom: FileId) -> Finding {
    Finding {
        confidence: Confidence::Medium,
        is_shared: false,
        labels: vec![
            label(at(sources, bom, "128"), "the value comes from here"),
            label(at(sources, api, "\"aws_lambda_function\""), "this function"),
        ],
        ..finding(
            "lambda-default-memory",
            Severity::Warning,
            "nobody chose the memory of 東京",
            label(at(sources, api, "var.memory"), "128 MB"),
            "module.orders[\"eu\"].aws_lambda_function.api",
        )
    }
}

fn whole_block(sources: &Sources, api: FileId) -> Finding {
    let end = sources.get(api).text.len() - 1;
    let primary = label(Span::new(api, 0, end), "the whole block");
    finding(
        "whole-block",
        Severity::Note,
        "a label over many lines",
        primary,
        "aws_lambda_function.api",
    )
}

fn byte_order_mark(sources: &Sources, bom: FileId) -> Finding {
    Finding {
        is_shared: false,
        labels: vec![label(at(sources, bom, "{\r\n}"), "over a carriage return")],
        ..finding(
            "byte-order-mark",
            Severity::Note,
            "the first column of a file that starts with one",
            label(at(sources, bom, "memory"), "column 1"),
            "local.memory",
        )
    }
}

fn long_line(sources: &Sources, long: FileId) -> Finding {
    Finding {
        is_shared: false,
        labels: vec![
            label(at(sources, long, "x"), "far before"),
            label(at(sources, long, "2]"), "far behind"),
        ],
        ..finding(
            "long-line",
            Severity::Error,
            "a line that is longer than any screen",
            label(at(sources, long, "\"here\""), "here"),
            "local.x",
        )
    }
}

fn hostile(sources: &Sources, dark: FileId) -> Finding {
    let span = at(sources, dark, "\u{202e}der");
    Finding {
        confidence: Confidence::Low,
        help: Some(format!("two lines:\n{HOSTILE}")),
        fix: Some(Fix {
            title: format!("write {HOSTILE}"),
            edits: vec![Edit { span, text: HOSTILE.into() }],
            caution: Some(HOSTILE.into()),
        }),
        ..finding(
            "hostile",
            Severity::Error,
            HOSTILE,
            label(span, HOSTILE),
            &format!("aws_x.y[\"{HOSTILE}\"]"),
        )
    }
}

fn seven_places(sources: &Sources, many: FileId) -> Finding {
    let spans: Vec<_> = (0..7).map(|n| at(sources, many, &format!("d{n}"))).collect();
    let mut places: Vec<_> = spans
        .iter()
        .zip(0..)
        .map(|(span, n)| place(&format!("aws_ebs_volume.d{n}"), *span))
        .collect();
    places.push(place("aws_ebs_volume.d6[1]", spans[6]));
    places[0] = suppressed(places[0].clone(), Some("a test disk"));
    Finding {
        places,
        ..finding(
            "volume-gp2",
            Severity::Warning,
            "gp2 costs more than gp3",
            label(spans[0], "gp2"),
            "",
        )
    }
}

/// Told where it would be mended, with places elsewhere.
fn one_cause(sources: &Sources, api: FileId, many: FileId) -> Finding {
    let places =
        ["d1", "d2"].map(|it| place(&format!("aws_ebs_volume.{it}"), at(sources, many, it)));
    Finding {
        is_shared: true,
        labels: vec![label(places[0].span, "not tagged")],
        places: places.into(),
        ..finding(
            "volume-untagged",
            Severity::Warning,
            "2 volumes lack the tag `owner`",
            label(at(sources, api, "name"), "it would be written here"),
            "",
        )
    }
}

fn suppressed_one(sources: &Sources, many: FileId) -> Finding {
    let span = at(sources, many, "\"gp2\"");
    Finding {
        places: vec![suppressed(place("aws_ebs_volume.d0", span), None)],
        ..finding("volume-untagged", Severity::Error, "nobody is told of this", label(span, ""), "")
    }
}
