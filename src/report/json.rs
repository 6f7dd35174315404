//! Everything, for programs: the shapes of `docs/findings.schema.json`, written as they are made.
//! A field may be added at any time; one that changes or goes raises `VERSION`.

mod compared;

pub(super) use self::compared::compared;

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use super::escaped::{self, Stream};
use super::impact::ImpactJson;
use super::places::{self, Places};
use super::{Shown, Tally, View, plain, shown};
use crate::check::Run;
use crate::finding::{
    Confidence, Edit, Finding, Fix, Fixed, Label, Place, Problem, ProblemKind, Severity,
    Suppression, Undecided,
};
use crate::source::{Position, Span};

const VERSION: u32 = 1;

pub(super) fn write(mut out: &mut dyn Write, run: &Run, view: &View) -> io::Result<()> {
    let findings = || run.findings.iter().filter(|it| it.severity >= view.min_severity);
    let spans = findings().flat_map(places::of_finding);
    let spans = spans.chain(run.problems.iter().filter_map(|it| it.span));
    let places = Places::new(&run.sources, spans.chain(run.undecided.iter().map(|it| it.span)));

    let report = ReportJson {
        version: VERSION,
        findings: Stream(|| findings().map(|it| FindingJson::new(&places, it))),
        errors: Stream(|| run.problems.iter().map(|it| ProblemJson::new(&places, it))),
        unknown: Stream(|| run.undecided.iter().map(|it| UndecidedJson::new(run, &places, it))),
        fixed: Stream(|| run.fixed.iter().map(FixedJson::new)),
        summary: SummaryJson::new(run, view),
    };
    report.serialize(&mut escaped::serializer(&mut out))?;
    writeln!(out)
}

#[derive(Serialize)]
struct ReportJson<F: Serialize, E: Serialize, U: Serialize, M: Serialize> {
    version: u32,
    findings: F,
    errors: E,
    unknown: U,
    fixed: M,
    summary: SummaryJson,
}

#[derive(Serialize)]
struct PointJson {
    line: usize,
    column: usize,
    byte: usize,
}

impl From<Position> for PointJson {
    fn from(it: Position) -> PointJson {
        PointJson { line: it.line, column: it.column, byte: it.byte }
    }
}

#[derive(Serialize)]
struct RangeJson<'a> {
    path: &'a str,
    start: PointJson,
    end: PointJson,
}

impl<'a> RangeJson<'a> {
    fn new(places: &Places<'a>, span: Span) -> RangeJson<'a> {
        let (start, end) = (places.start(span).into(), places.end(span).into());
        RangeJson { path: places.path(span), start, end }
    }
}

#[derive(Serialize)]
struct FindingJson<'a> {
    rule: &'a str,
    severity: Severity,
    confidence: Confidence,
    message: &'a str,
    address: &'a str,
    #[serde(flatten)]
    range: RangeJson<'a>,
    label: &'a str,
    labels: Vec<LabelJson<'a>>,
    help: Option<&'a str>,
    /// Of all places that count together.
    impacts: Vec<ImpactJson>,
    fix: Option<FixJson<'a>>,
    fingerprint: &'a str,
    suppressed: Option<&'a Suppression>,
    places: Vec<PlaceJson<'a>>,
}

impl<'a> FindingJson<'a> {
    fn new(places: &Places<'a>, it: &'a Finding) -> FindingJson<'a> {
        let Shown { place, span, message } = shown(it);
        FindingJson {
            rule: &it.rule,
            severity: it.severity,
            confidence: it.confidence,
            message,
            address: &place.address,
            range: RangeJson::new(places, span),
            label: &it.primary.message,
            labels: it.labels.iter().map(|it| LabelJson::new(places, it)).collect(),
            help: it.help.as_deref(),
            impacts: it.impacts().iter().map(ImpactJson::new).collect(),
            fix: it.fix.as_ref().map(|it| FixJson::new(places, it)),
            fingerprint: &place.fingerprint,
            suppressed: place.suppressed.as_ref(),
            places: it.places.iter().map(|it| PlaceJson::new(places, it)).collect(),
        }
    }
}

#[derive(Serialize)]
struct LabelJson<'a> {
    #[serde(flatten)]
    range: RangeJson<'a>,
    message: &'a str,
}

impl<'a> LabelJson<'a> {
    fn new(places: &Places<'a>, it: &'a Label) -> LabelJson<'a> {
        LabelJson { range: RangeJson::new(places, it.span), message: &it.message }
    }
}

#[derive(Serialize)]
struct PlaceJson<'a> {
    address: &'a str,
    root: &'a str,
    message: &'a str,
    #[serde(flatten)]
    range: RangeJson<'a>,
    fingerprint: &'a str,
    impacts: Vec<ImpactJson>,
    suppressed: Option<&'a Suppression>,
}

impl<'a> PlaceJson<'a> {
    fn new(places: &Places<'a>, it: &'a Place) -> PlaceJson<'a> {
        PlaceJson {
            address: &it.address,
            root: &it.root,
            message: &it.message,
            range: RangeJson::new(places, it.span),
            fingerprint: &it.fingerprint,
            impacts: it.impacts.iter().map(ImpactJson::new).collect(),
            suppressed: it.suppressed.as_ref(),
        }
    }
}

#[derive(Serialize)]
struct FixJson<'a> {
    title: &'a str,
    caution: Option<&'a str>,
    edits: Vec<EditJson<'a>>,
}

impl<'a> FixJson<'a> {
    fn new(places: &Places<'a>, it: &'a Fix) -> FixJson<'a> {
        let edits = it.edits.iter().map(|it| EditJson::new(places, it)).collect();
        FixJson { title: &it.title, caution: it.caution.as_deref(), edits }
    }
}

#[derive(Serialize)]
struct EditJson<'a> {
    #[serde(flatten)]
    range: RangeJson<'a>,
    text: &'a str,
}

impl<'a> EditJson<'a> {
    fn new(places: &Places<'a>, it: &'a Edit) -> EditJson<'a> {
        EditJson { range: RangeJson::new(places, it.span), text: &it.text }
    }
}

#[derive(Serialize)]
struct FixedJson<'a> {
    rule: &'a str,
    address: &'a str,
    path: &'a str,
    line: usize,
    title: &'a str,
    caution: Option<&'a str>,
    fingerprint: &'a str,
    files: &'a [String],
}

impl<'a> FixedJson<'a> {
    fn new(it: &'a Fixed) -> FixedJson<'a> {
        FixedJson {
            rule: &it.rule,
            address: &it.address,
            path: &it.path,
            line: it.line,
            title: &it.title,
            caution: it.caution.as_deref(),
            fingerprint: &it.fingerprint,
            files: &it.files,
        }
    }
}

#[derive(Serialize)]
struct ProblemJson<'a> {
    kind: ProblemKind,
    message: &'a str,
    path: &'a str,
    start: Option<PointJson>,
    end: Option<PointJson>,
    help: Option<&'a str>,
}

impl<'a> ProblemJson<'a> {
    fn new(places: &Places<'a>, it: &'a Problem) -> ProblemJson<'a> {
        ProblemJson {
            kind: it.kind,
            message: &it.message,
            path: it.span.map_or(&it.path, |span| places.path(span)),
            start: it.span.map(|span| places.start(span).into()),
            end: it.span.map(|span| places.end(span).into()),
            help: it.help.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct UndecidedJson<'a> {
    rule: &'a str,
    address: &'a str,
    expression: Cow<'a, str>,
    #[serde(flatten)]
    range: RangeJson<'a>,
    reason: &'a str,
}

impl<'a> UndecidedJson<'a> {
    fn new(run: &'a Run, places: &Places<'a>, it: &'a Undecided) -> UndecidedJson<'a> {
        UndecidedJson {
            rule: &it.rule,
            address: &it.address,
            // One long expression can block many questions.
            expression: plain::cut(run.sources.text(it.span)),
            range: RangeJson::new(places, it.span),
            reason: &it.reason,
        }
    }
}

#[derive(Serialize)]
struct SummaryJson {
    files: usize,
    bytes: usize,
    modules: usize,
    resources: usize,
    findings: LevelsJson,
    suppressed: usize,
    below_min_severity: usize,
    errors: usize,
    unknown: usize,
    #[serde(skip_serializing_if = "is_zero")]
    left_out: usize,
}

#[derive(Serialize)]
struct LevelsJson {
    error: usize,
    warning: usize,
    note: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_zero(it: &usize) -> bool {
    *it == 0
}

impl SummaryJson {
    fn new(run: &Run, view: &View) -> SummaryJson {
        let tally = Tally::new(run, view.min_severity);
        SummaryJson {
            files: run.summary.files,
            bytes: run.summary.bytes,
            modules: run.summary.modules,
            resources: run.summary.resources,
            findings: LevelsJson {
                error: tally.errors,
                warning: tally.warnings,
                note: tally.notes,
            },
            suppressed: tally.suppressed,
            below_min_severity: tally.below,
            errors: tally.problems,
            unknown: tally.undecided,
            left_out: run.summary.left_out,
        }
    }
}
