//! What a change does, for programs: the shapes of `docs/diff.schema.json`. Findings have those of
//! `docs/findings.schema.json`.

use std::io::{self, Write};

use rust_decimal::Decimal;
use serde::Serialize;

use super::{FindingJson, PointJson};
use crate::compare::{Comparison, Dollars, Row, Share, State, Unpriced};
use crate::finding::{Finding, Problem, ProblemKind};
use crate::money::Range;
use crate::report::View;
use crate::report::escaped::{self, Stream};
use crate::report::places::{self, Places};

const VERSION: u32 = 1;

pub(in crate::report) fn compared(
    mut out: &mut dyn Write,
    comparison: &Comparison,
    view: &View,
) -> io::Result<()> {
    let told = || {
        let states = State::ALL.into_iter().filter(|it| it.is_change());
        states.flat_map(|state| {
            let of = comparison.of(state).iter().filter(|it| it.severity >= view.min_severity);
            of.map(move |it| (state, it))
        })
    };
    let spans = told().flat_map(|(_, it)| places::of_finding(it));
    let problems = comparison.run.problems.iter().chain(&comparison.problems);
    let rows = comparison.dollars.iter().flat_map(|it| it.rows.iter().map(|it| it.span));
    let spans = spans.chain(problems.filter_map(|it| it.span)).chain(rows);
    let places = Places::new(&comparison.run.sources, spans);
    let head = || comparison.run.problems.iter().map(|it| ("head", it));
    let base = || comparison.problems.iter().map(|it| ("base", it));

    let report = ReportJson {
        version: VERSION,
        base: &comparison.base,
        head: &comparison.head,
        summary: SummaryJson::new(comparison, view),
        findings: Stream(|| told().map(|(state, it)| StateJson::new(&places, state, it))),
        dollars: comparison.dollars.as_ref().map(|it| DollarsJson::new(&places, it)),
        errors: Stream(|| head().chain(base()).map(|(of, it)| ErrorJson::new(&places, of, it))),
        remarks: &comparison.remarks,
    };
    report.serialize(&mut escaped::serializer(&mut out))?;
    writeln!(out)
}

#[derive(Serialize)]
struct ReportJson<'a, F: Serialize, E: Serialize> {
    version: u32,
    base: &'a str,
    head: &'a str,
    summary: SummaryJson,
    findings: F,
    dollars: Option<DollarsJson<'a>>,
    errors: E,
    remarks: &'a [String],
}

#[derive(Serialize)]
struct SummaryJson {
    exit_code: u8,
    new: usize,
    worse: usize,
    unsure: usize,
    unchanged: usize,
    accepted: usize,
    fixed: usize,
    gone: usize,
    undecided: usize,
    unread: usize,
}

impl SummaryJson {
    fn new(comparison: &Comparison, view: &View) -> SummaryJson {
        let n = |state| comparison.count(state, view.min_severity);
        SummaryJson {
            exit_code: view.code,
            new: n(State::New),
            worse: n(State::Worse),
            unsure: n(State::Unsure),
            unchanged: n(State::Unchanged),
            accepted: n(State::Accepted),
            fixed: n(State::Fixed),
            gone: n(State::Gone),
            undecided: n(State::Undecided),
            unread: n(State::Unread),
        }
    }
}

#[derive(Serialize)]
struct StateJson<'a> {
    state: &'static str,
    #[serde(flatten)]
    finding: FindingJson<'a>,
}

impl<'a> StateJson<'a> {
    fn new(places: &Places<'a>, state: State, it: &'a Finding) -> StateJson<'a> {
        StateJson { state: state.name(), finding: FindingJson::new(places, it) }
    }
}

#[derive(Serialize)]
struct ErrorJson<'a> {
    of: &'static str,
    kind: ProblemKind,
    message: &'a str,
    path: &'a str,
    start: Option<PointJson>,
    help: Option<&'a str>,
}

impl<'a> ErrorJson<'a> {
    fn new(places: &Places<'a>, of: &'static str, it: &'a Problem) -> ErrorJson<'a> {
        ErrorJson {
            of,
            kind: it.kind,
            message: &it.message,
            path: it.span.map_or(&it.path, |span| places.path(span)),
            start: it.span.map(|span| places.start(span).into()),
            help: it.help.as_deref(),
        }
    }
}

/// Dollars as strings, so that nobody rounds them.
#[derive(Serialize)]
struct DollarsJson<'a> {
    traffic: &'a str,
    fixed: RangeJson,
    usage: RangeJson,
    unknown: usize,
    before: ShareJson,
    after: ShareJson,
    resources: Vec<RowJson<'a>>,
}

impl<'a> DollarsJson<'a> {
    fn new(places: &Places<'a>, it: &'a Dollars) -> DollarsJson<'a> {
        DollarsJson {
            traffic: &it.traffic,
            fixed: RangeJson::new(&it.fixed()),
            usage: RangeJson::new(&it.usage()),
            unknown: it.n_unpriced(),
            before: ShareJson::new(&it.before),
            after: ShareJson::new(&it.after),
            resources: it.rows.iter().map(|it| RowJson::new(places, it)).collect(),
        }
    }
}

#[derive(Serialize)]
struct RangeJson {
    low: String,
    typical: String,
    high: String,
}

impl RangeJson {
    fn new(it: &Range) -> RangeJson {
        RangeJson { low: exact(it.low), typical: exact(it.typical), high: exact(it.high) }
    }
}

#[derive(Serialize)]
struct ShareJson {
    attributable: String,
    total: String,
    share: Option<String>,
}

impl ShareJson {
    fn new(it: &Share) -> ShareJson {
        let share = it.share().map(|it| it.round_dp(4).normalize().to_string());
        ShareJson { attributable: exact(it.attributable), total: exact(it.total), share }
    }
}

#[derive(Serialize)]
struct RowJson<'a> {
    root: &'a str,
    address: &'a str,
    change: &'static str,
    path: &'a str,
    line: usize,
    fixed: RangeJson,
    usage: RangeJson,
    before: SideJson,
    after: SideJson,
    unknown: Vec<UnpricedJson<'a>>,
}

impl<'a> RowJson<'a> {
    fn new(places: &Places<'a>, it: &'a Row) -> RowJson<'a> {
        RowJson {
            root: &it.root,
            address: &it.address,
            change: it.change.name(),
            path: places.path(it.span),
            line: places.start(it.span).line,
            fixed: RangeJson::new(&it.more.fixed()),
            usage: RangeJson::new(&it.more.usage()),
            before: SideJson::new(&it.before),
            after: SideJson::new(&it.after),
            unknown: it.unpriced.iter().map(UnpricedJson::new).collect(),
        }
    }
}

#[derive(Serialize)]
struct SideJson {
    fixed: RangeJson,
    usage: RangeJson,
    unknown: usize,
}

impl SideJson {
    fn new(it: &crate::cost::Total) -> SideJson {
        let (fixed, usage) = (RangeJson::new(&it.fixed), RangeJson::new(&it.usage));
        SideJson { fixed, usage, unknown: it.n_unknown }
    }
}

#[derive(Serialize)]
struct UnpricedJson<'a> {
    component: &'a str,
    reason: &'a str,
    is_usage: bool,
}

impl<'a> UnpricedJson<'a> {
    fn new(it: &'a Unpriced) -> UnpricedJson<'a> {
        UnpricedJson { component: &it.component, reason: &it.reason, is_usage: it.is_usage }
    }
}

fn exact(amount: Decimal) -> String {
    amount.round_dp(6).normalize().to_string()
}
