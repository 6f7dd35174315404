//! A function of Lambda: who waits for it and how long, what it holds on to, and where its costs cross those
//! of tasks.

use rust_decimal::Decimal;

use super::ask::{Ask, Origin, amount, axis, team};
use super::calls::{Calls, calls, only};
use super::decide::{Case, decide, fact};
use super::framework::threshold;
use super::money::{self, rate, said};
use super::words::names;
use super::workload::{Axis, Fit, Missing, Name, Platform, Verdict, Workload};
use crate::cost::words::grouped;
use crate::cost::{Origin as Source, Range};
use crate::eval::Value;

pub(super) fn workload(ask: &mut Ask<'_, '_, '_, '_>) -> Workload {
    let calls = calls(ask);
    let mut missing = Vec::new();
    let axes = vec![
        traffic(&calls, ask),
        duration(&calls, &mut missing, ask),
        state(&calls, &mut missing, ask),
        latency(&calls, &mut missing, ask),
        super::store::of_function(ask),
        team(),
    ];
    let otherwise = match (&axes[1], calls.found.is_empty()) {
        (Axis { fit: Fit::Unknown, says, .. }, _) => says.clone(),
        (_, true) => "nothing is known to call it".to_owned(),
        (_, false) => "nothing in the text speaks against it".to_owned(),
    };
    let reckoned = money::of_function(ask);
    let case = Case {
        platform: Platform::Functions,
        on: on(ask),
        axes,
        reckoned,
        cheaper: Platform::Containers,
        origin: calls.origin,
        is_asked: true,
        otherwise: (Verdict::Stay, otherwise),
        missing,
    };
    decide(case, ask)
}

fn traffic(calls: &Calls, ask: &Ask<'_, '_, '_, '_>) -> Axis {
    let (requests, by) = (calls.requests.as_ref(), names(&calls.by));
    let told = said(requests, calls.origin, ask);
    if let Some(only) = only(calls, ask) {
        return axis(Name::Traffic, Fit::Bound, None, format!("{only} ({by})"));
    }
    if calls.found.is_empty() {
        let why = calls.unknown.as_ref().map(|it| format!(": {it}")).unwrap_or_default();
        let says = format!("nothing is known to call it{why}; {told}");
        return axis(Name::Traffic, Fit::Unknown, None, says);
    }
    if !calls.is_waited {
        let says = format!("nobody waits for it: {by}; {told}");
        let fit = if calls.unknown.is_some() { Fit::Either } else { Fit::Here };
        return axis(Name::Traffic, fit, "events", says);
    }
    let verb = if calls.by.len() > 1 { "wait" } else { "waits" };
    let says = format!("{by} {verb} for its answer; {told}");
    let Some(requests) = requests.filter(|_| calls.origin != Origin::Assumed) else {
        return axis(Name::Traffic, Fit::Unknown, None, says);
    };
    band(requests, says)
}

/// On which side of the framework's lines so many requests are. The documents differ between the
/// last two, and there the reckoning decides.
fn band(requests: &Range, says: String) -> Axis {
    match () {
        () if requests.high < threshold("few_requests") => {
            axis(Name::Traffic, Fit::Here, "few_requests", says)
        }
        () if rate(requests) >= threshold("sustained_rate") => {
            axis(Name::Traffic, Fit::Lean, "sustained_rate", says)
        }
        () => axis(Name::Traffic, Fit::Either, "many_requests", says),
    }
}

fn duration(calls: &Calls, missing: &mut Vec<Missing>, ask: &mut Ask<'_, '_, '_, '_>) -> Axis {
    const USUAL: Decimal = Decimal::from_parts(3, 0, 0, false, 0);
    let most = threshold("function_longest");
    let used =
        ask.bill().and_then(|it| it.usage.iter().find(|it| it.name == "request_duration_ms"));
    let declared = used.filter(|it| matches!(it.origin, Source::Declared { .. }));
    let declared = declared.and_then(|it| it.amount).map(|it| it.high / Decimal::from(1000));
    if let Some(longest) = declared.filter(|it| *it > most) {
        let says =
            format!("a call takes up to {} s, and a function has {most} s", grouped(longest));
        return axis(Name::Duration, Fit::Away(Platform::Containers), "function_longest", says);
    }
    let timeout = match ask.number("timeout") {
        Ok(timeout) => timeout.unwrap_or(USUAL),
        Err(reason) => {
            let says = format!("its timeout is not known: {reason}");
            return axis(Name::Duration, Fit::Unknown, "function_longest", says);
        }
    };
    let least = threshold("api_longest");
    if timeout >= most {
        let says = format!("may run {timeout} s, which is all that a function gets");
        missing.push(fact(
            "whether the longest call ends in time",
            "request_duration_ms in a usage file",
        ));
        return axis(Name::Duration, Fit::Unknown, "function_longest", says);
    }
    if calls.is_behind_api && timeout > least {
        let says = format!("may run {timeout} s, but the API gives up after {least} s");
        return axis(Name::Duration, Fit::Either, "api_longest", says);
    }
    let says = format!("ends after {timeout} s at most, of the {most} s that a function may run");
    axis(Name::Duration, Fit::Here, "function_longest", says)
}

fn state(calls: &Calls, missing: &mut Vec<Missing>, ask: &mut Ask<'_, '_, '_, '_>) -> Axis {
    if calls.is_socket {
        missing.push(fact("how many connections are open at once", ""));
        let says = "it answers a WebSocket API: connections that stay open suit what always runs";
        return axis(Name::State, Fit::Away(Platform::Containers), "open_connections", says);
    }
    match ask.block("file_system_config") {
        Err(reason) => {
            let says = format!("whether it mounts files is not known: {reason}");
            axis(Name::State, Fit::Unknown, "state", says)
        }
        Ok(Some(_)) => {
            axis(Name::State, Fit::Either, "state", "keeps files on EFS, which tasks can mount too")
        }
        Ok(None) => {
            let says = "none in the text; what the code keeps in memory cannot be seen";
            axis(Name::State, Fit::Either, "state", says)
        }
    }
}

fn latency(calls: &Calls, missing: &mut Vec<Missing>, ask: &mut Ask<'_, '_, '_, '_>) -> Axis {
    if !calls.is_waited {
        let says = match calls.found.is_empty() {
            true => "whether somebody waits for it is not known",
            false => "nobody waits, so that a cold start does not matter",
        };
        let fit = if calls.found.is_empty() { Fit::Unknown } else { Fit::Here };
        return axis(Name::Latency, fit, "events", says);
    }
    let kind = "aws_lambda_provisioned_concurrency_config";
    let faces = ask.graph.faces(ask.id);
    if faces.iter().any(|it| !ask.graph.referrers_of(*it, kind).is_empty()) {
        let says = "provisioned concurrency keeps it warm, and is paid for all day";
        return axis(Name::Latency, Fit::Here, "scale_to_zero", says);
    }
    let budget = threshold("latency_p99");
    if !calls.is_socket {
        missing.push(fact("which latency is needed", ""));
    }
    let (says, criterion) = match cold(ask) {
        Some((line, name)) => {
            (format!("cold starts of {name} take up to {} ms (p99)", threshold(line)), line)
        }
        None => ("what its cold starts take is not in the framework".to_owned(), "latency_p99"),
    };
    let says = format!("{says}; a p99 below {budget} ms cannot be promised");
    axis(Name::Latency, Fit::Unknown, criterion, says)
}

/// The line of the framework for its runtime.
fn cold(ask: &mut Ask<'_, '_, '_, '_>) -> Option<(&'static str, &'static str)> {
    let runtime = ask.text("runtime").ok()??;
    let is_in_vpc = ask.block("vpc_config").ok()?.is_some();
    let snapped = ask.block("snap_start").ok()?;
    let snapped = snapped.as_ref().and_then(|it| it.get("apply_on")).and_then(Value::as_str);
    let is_snapped = snapped == Some("PublishedVersions");
    match () {
        () if runtime.starts_with("nodejs") && is_in_vpc => {
            Some(("cold_p99_nodejs_vpc", "Node.js in a VPC"))
        }
        () if runtime.starts_with("nodejs") => Some(("cold_p99_nodejs", "Node.js")),
        () if runtime.starts_with("python") => Some(("cold_p99_python", "Python")),
        () if runtime.starts_with("java") && is_snapped => {
            Some(("cold_p99_java_snapstart", "Java with SnapStart"))
        }
        () if runtime.starts_with("java") => Some(("cold_p99_java", "Java")),
        () => None,
    }
}

fn on(ask: &mut Ask<'_, '_, '_, '_>) -> String {
    let mut parts = vec![Platform::Functions.on(ask.kind())];
    match ask.number("memory_size") {
        Ok(size) => parts.push(format!("{} MB", size.unwrap_or(Decimal::from(128)).normalize())),
        Err(_) => parts.push("memory not known".to_owned()),
    }
    match ask.text("runtime") {
        Ok(Some(runtime)) => parts.push(runtime),
        Ok(None) => parts.push("container image".to_owned()),
        Err(_) => parts.push("runtime not known".to_owned()),
    }
    if let Ok(Some(storage)) = ask.block("ephemeral_storage")
        && let Some(size) = amount(&storage, "size").filter(|it| *it > Decimal::from(512))
    {
        parts.push(format!("{} MB of storage", size.normalize()));
    }
    parts.join(", ")
}
