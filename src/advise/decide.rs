//! From answers and figures to a verdict. A hard limit comes first, then what only this place can do, then
//! the figures; what speaks against the figures leaves it undecided.

use super::ask::{Ask, Origin};
use super::money::{MARGIN, Reckoned, Side, until};
use super::workload::{Axis, Fit, Missing, Name, Platform, Sure, Verdict, Workload};

/// All that a verdict rests on.
pub(super) struct Case {
    pub(super) platform: Platform,
    pub(super) on: String,
    pub(super) axes: Vec<Axis>,
    pub(super) reckoned: Reckoned,
    /// Where it would go by its costs.
    pub(super) cheaper: Platform,
    pub(super) origin: Origin,
    /// Whether it matters how many requests arrive.
    pub(super) is_asked: bool,
    /// What holds where the figures say nothing.
    pub(super) otherwise: (Verdict, String),
    pub(super) missing: Vec<Missing>,
}

pub(super) fn decide(case: Case, ask: &Ask<'_, '_, '_, '_>) -> Workload {
    let (verdict, to, why) = verdict(&case);
    let missing = missing(&case, ask);
    let until = match (verdict, case.reckoned.side, case.platform) {
        (Verdict::Stay, Side::Here, Platform::Functions) => case.reckoned.line.map(until),
        _ => None,
    };
    let sure = match missing.len() {
        0 => Sure::High,
        1 => Sure::Medium,
        _ => Sure::Low,
    };
    Workload {
        places: vec![ask.place()],
        platform: case.platform,
        on: case.on,
        axes: case.axes,
        verdict,
        to,
        to_words: to.map(|it| it.on(ask.kind())),
        why,
        until: until.map(|it| format!("up to {it} calls a month")),
        costs: case.reckoned.costs,
        sure,
        missing,
    }
}

type Decided = (Verdict, Option<Platform>, String);

fn verdict(case: &Case) -> Decided {
    let with = |fit: fn(&Fit) -> bool| case.axes.iter().find(|it| fit(&it.fit));
    if let Some((axis, to)) = case.axes.iter().find_map(|it| match it.fit {
        Fit::Away(to) => Some((it, to)),
        _ => None,
    }) {
        return (Verdict::Elsewhere, Some(to), axis.says.clone());
    }
    if let Some(axis) = with(|it| *it == Fit::Bound) {
        return (Verdict::Stay, None, axis.says.clone());
    }
    let line = case.reckoned.line.map(until);
    let is_pool = |it: &Axis| it.name == Name::Data && case.platform != Platform::Functions;
    let speaks = |it: &Axis| matches!(it.name, Name::Traffic | Name::State) || is_pool(it);
    let here = case.axes.iter().find(|it| it.fit == Fit::Here && speaks(it));
    let lean = with(|it| *it == Fit::Lean);
    if let Some(state) = here.filter(|it| it.name == Name::State) {
        return (Verdict::Stay, None, format!("{}, which needs what always runs", state.says));
    }
    match case.reckoned.side {
        Side::There => there(case, here),
        Side::Between => (Verdict::Undecided, Some(case.cheaper), close(case)),
        Side::Here => match lean {
            Some(lean) => {
                let why = format!("{}; yet it costs less where it is", lean.says);
                (Verdict::Undecided, Some(case.cheaper), why)
            }
            None => (Verdict::Stay, None, stays(case, line)),
        },
        Side::Unknown => {
            let (verdict, why) = &case.otherwise;
            let to = (*verdict == Verdict::Undecided).then_some(case.cheaper);
            let why = match (line, case.is_asked && to.is_some()) {
                (Some(line), true) => format!(
                    "functions cost less up to {line} requests a month; how many arrive nobody says"
                ),
                _ => why.clone(),
            };
            (*verdict, to, why)
        }
    }
}

/// Neither side costs less for sure.
fn close(case: &Case) -> String {
    let line = case.reckoned.line.map(until).unwrap_or_default();
    let cheaper = case.cheaper.name();
    match case.platform {
        Platform::Functions => "its costs are close to those elsewhere at this traffic".to_owned(),
        _ => format!(
            "{cheaper} cost less up to {line} requests a month, but that is not {MARGIN} times what may arrive"
        ),
    }
}

/// It costs less elsewhere.
fn there(case: &Case, here: Option<&Axis>) -> Decided {
    let (to, line) = (Some(case.cheaper), case.reckoned.line.map(until).unwrap_or_default());
    let cheaper = case.cheaper.name();
    let range = match case.platform {
        Platform::Functions => format!("from {line} requests a month on"),
        Platform::Kubernetes => {
            format!("up to {line} requests a month, and tasks need no cluster either")
        }
        _ => format!("up to {line} requests a month"),
    };
    if let Some(here) = here {
        let why = format!("{cheaper} cost less {range}, but: {}", here.says);
        return (Verdict::Undecided, to, why);
    }
    let why = format!("{cheaper} cost less {range}");
    match case.origin {
        Origin::Assumed | Origin::Nobody => {
            let why = format!("{why}, and nobody says how many arrive");
            (Verdict::Undecided, to, why)
        }
        Origin::Text | Origin::Declared if !case.reckoned.is_firm => {
            let why = format!("{why}, but not with all durations that may be");
            (Verdict::Undecided, to, why)
        }
        Origin::Text | Origin::Declared => (Verdict::Elsewhere, to, why),
    }
}

fn stays(case: &Case, line: Option<String>) -> String {
    let mend = case.axes.iter().filter(|it| it.fit == Fit::Mend);
    let mend: String = mend.flat_map(|it| ["; ", it.says.as_str()]).collect();
    let cheaper = case.cheaper.name();
    match (case.platform, line) {
        (Platform::Functions, Some(_)) => format!("costs less than {cheaper}{mend}"),
        (Platform::Functions, None) => format!("{cheaper} never cost less{mend}"),
        (_, Some(line)) => {
            format!("{cheaper} cost less than its floor only up to {line} requests a month{mend}")
        }
        (_, None) => format!("it costs less where it is{mend}"),
    }
}

/// What would make it surer, of what could change it.
fn missing(case: &Case, ask: &Ask<'_, '_, '_, '_>) -> Vec<Missing> {
    let is_hard = case.axes.iter().any(|it| matches!(it.fit, Fit::Away(_) | Fit::Bound));
    let mut missing = Vec::new();
    if case.axes.iter().any(|it| it.fit == Fit::Bound) {
        return missing;
    }
    if !is_hard {
        match case.origin {
            Origin::Assumed | Origin::Nobody if case.is_asked => missing.push(fact(
                "how many requests arrive",
                "`--traffic`, `cost { entry … }` in .skint.hcl, or monthly_requests in a usage file",
            )),
            _ => {}
        }
        if !case.reckoned.is_timed && !case.reckoned.is_firm {
            missing.push(fact("how long a call takes", "request_duration_ms in a usage file"));
        }
    }
    missing.extend(case.missing.iter().cloned());
    if let Some(doubt) = ask.doubt() {
        let what = format!("whether it is there: {doubt}");
        missing.push(Missing { what, remedy: Some("`--var` or `--var-file`") });
    }
    missing
}

pub(super) fn fact(what: &str, remedy: &'static str) -> Missing {
    let remedy = (!remedy.is_empty()).then_some(remedy);
    Missing { what: what.to_owned(), remedy }
}
