//! What a workload costs where it is and elsewhere, and on which side of the line its traffic is.

use rust_decimal::Decimal;

use super::ask::{Ask, Origin};
use super::words::{calls, short, span, traffic};
use super::workload::{Costs, Way};
use crate::cost::break_even::{
    Against, Crossing, Gateway, Offer, Shape, Work, elsewhere, per_second, undercut,
};
use crate::cost::{Origin as Source, Range};

/// Where it costs less.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Side {
    Here,
    There,
    /// The lines cross several times here, or one end of what is known is on either side.
    Between,
    Unknown,
}

/// What the figures come to.
pub(super) struct Reckoned {
    pub(super) costs: Costs,
    pub(super) side: Side,
    /// Whether all that is not known of durations leaves it there.
    pub(super) is_firm: bool,
    /// Whether somebody said how long a call takes.
    pub(super) is_timed: bool,
    /// Up to how many requests a month, or from how many on.
    pub(super) line: Option<u64>,
}

impl Reckoned {
    pub(super) fn unknown(reason: impl Into<String>) -> Reckoned {
        let costs = Costs { unknown: Some(reason.into()), ..Costs::default() };
        Reckoned { costs, side: Side::Unknown, is_firm: false, is_timed: true, line: None }
    }
}

/// A function against tasks.
pub(super) fn of_function(ask: &Ask<'_, '_, '_, '_>) -> Reckoned {
    let against = match ask.known.functions.get(ask.address()).map(|it| &it.against) {
        Some(Ok(against)) => against,
        Some(Err(reason)) => return Reckoned::unknown(reason.as_str()),
        None => return Reckoned::unknown("it has no price"),
    };
    let is_timed = matches!(against.duration_origin, Source::Declared { .. });
    let mut costs = Costs {
        crossing: Some(crossing(against.typical)),
        notes: against.notes.iter().filter(|it| !is_doubt(it)).cloned().collect(),
        ..Costs::default()
    };
    let line = against.typical.map(|it| it.lasting.unwrap_or(it.first));
    let Some(requests) = against.calls else {
        costs.unknown = Some("how often it is called is not known".to_owned());
        return Reckoned { costs, side: Side::Unknown, is_firm: false, is_timed, line };
    };
    let (shape, duration_ms) = (against.shape.clone(), against.duration_ms);
    let said = if is_timed { "declared" } else { "assumed" };
    costs.basis = format!("{}, {} ms a call ({said})", calls(&requests), span(&duration_ms));
    let work = Work { shape, duration_ms, requests };
    costs.take(elsewhere(ask.known.request.book, &work), "Lambda");
    let (side, is_firm) = sides(against, &requests);
    Reckoned { costs, side, is_firm, is_timed, line }
}

fn sides(against: &Against, requests: &Range) -> (Side, bool) {
    let side = side(requests.typical, against.typical);
    let ends =
        [self::side(requests.high, against.earliest), self::side(requests.low, against.latest)];
    (side, ends.iter().all(|it| *it == side))
}

fn side(requests: Decimal, crossing: Option<Crossing>) -> Side {
    match crossing {
        None => Side::Here,
        Some(it) if requests < Decimal::from(it.first) => Side::Here,
        Some(Crossing { lasting: Some(lasting), .. }) if requests >= Decimal::from(lasting) => {
            Side::There
        }
        Some(_) => Side::Between,
    }
}

fn crossing(crossing: Option<Crossing>) -> String {
    match crossing {
        None => "Fargate never costs less".to_owned(),
        Some(Crossing { first, lasting: Some(lasting) }) if first == lasting => {
            format!("Fargate costs less from {} on", traffic(first.into()))
        }
        Some(Crossing { first, lasting: Some(lasting) }) => format!(
            "Fargate never costs less below {}, and always from {} on",
            traffic(first.into()),
            traffic(lasting.into())
        ),
        Some(Crossing { first, lasting: None }) => {
            format!("Fargate costs less here and there, never below {}", traffic(first.into()))
        }
    }
}

/// What a request really takes there is not known: functions must cost less even where it takes so many
/// times what is taken for it.
pub(super) const MARGIN: u32 = 10;

/// Of a price, which is told with the way that it is of.
fn is_doubt(note: &str) -> bool {
    note.contains("the price of ")
}

/// What something costs before the first request, against functions.
pub(super) struct Floor {
    /// As a row of the table.
    pub(super) name: String,
    pub(super) amount: Range,
    pub(super) at_least: bool,
    pub(super) parts: String,
    pub(super) shape: Shape,
    /// The names of the ways that it is put beside.
    pub(super) beside: &'static [&'static str],
}

/// A floor against functions, at so many requests.
pub(super) fn of_floor(
    ask: &Ask<'_, '_, '_, '_>,
    floor: Floor,
    requests: Option<Range>,
) -> Reckoned {
    if floor.amount.high <= Decimal::ZERO {
        return Reckoned::unknown("nothing is known of what it costs before the first request");
    }
    let book = ask.known.request.book;
    let line = match undercut(book, floor.amount.low, &floor.shape) {
        Ok(line) => line,
        Err(reason) => return Reckoned::unknown(reason.as_str()),
    };
    let shape = floor.shape;
    let through = match shape.gateway {
        Gateway::Events => "fed by events".to_owned(),
        gateway => format!("behind an {}", gateway.name()),
    };
    let what = format!("functions of {} {through}", shape.words());
    let mut costs = Costs {
        crossing: Some(format!("{what} cost less up to {}", traffic(line.into()))),
        ..Costs::default()
    };
    let example =
        format!("{} is an example: what a request takes here is not known", shape.words());
    costs.notes.insert(example);
    if !ask.kind().starts_with("aws_") {
        let note =
            "functions and tasks are those of AWS in us-east-1: of this cloud none are reckoned";
        costs.notes.insert(note.to_owned());
    }
    if floor.at_least {
        costs.notes.insert("there are parts of it whose price is not known".to_owned());
    }
    costs.ways.push(Way {
        name: floor.name,
        with: floor.parts,
        dollars: Ok(floor.amount),
        is_here: true,
    });
    let Some(requests) = requests else {
        "before the first request".clone_into(&mut costs.basis);
        return Reckoned {
            costs,
            side: Side::Unknown,
            is_firm: false,
            is_timed: true,
            line: Some(line),
        };
    };
    let basis = match requests.low.is_zero() {
        true => format!("at most {}", traffic(requests.high)),
        false => calls(&requests),
    };
    costs.basis = format!("{basis} of {}", shape.words());
    let work = Work { duration_ms: Range::exact(shape.duration_ms), shape, requests };
    let offers = elsewhere(book, &work).into_iter();
    let wanted = |it: &Offer| floor.beside.iter().any(|name| it.name.starts_with(name));
    costs.take(offers.filter(wanted).collect(), "");
    let far = requests.high.saturating_mul(MARGIN.into());
    let side = match (far <= line.into(), requests.low > line.into()) {
        (true, _) => Side::There,
        (_, true) => Side::Here,
        _ => Side::Between,
    };
    Reckoned { costs, side, is_firm: side != Side::Between, is_timed: true, line: Some(line) }
}

impl Costs {
    /// Takes what others offer; the one whose name starts so is where it is.
    fn take(&mut self, offers: Vec<Offer>, here: &str) {
        for offer in offers {
            self.doubts.extend(offer.doubts);
            self.ways.push(Way {
                is_here: !here.is_empty() && offer.name.starts_with(here),
                name: offer.name.to_string(),
                with: offer.with.to_string(),
                dollars: offer.dollars.map_err(|it| it.to_string()),
            });
        }
    }
}

/// How much arrives, with who says so.
pub(super) fn said(requests: Option<&Range>, origin: Origin, ask: &Ask<'_, '_, '_, '_>) -> String {
    let profile = &ask.known.request.traffic.profile;
    match (requests, origin) {
        (Some(it), Origin::Assumed) => {
            format!("nobody says how many; at {profile} traffic {}", calls(it))
        }
        (Some(it), Origin::Text) => format!("{} by its schedule", calls(it)),
        (Some(it), _) => calls(it),
        (None, _) => "how many is not known".to_owned(),
    }
}

/// Requests a second at the typical level.
pub(super) fn rate(requests: &Range) -> Decimal {
    per_second(u64::try_from(requests.typical.round()).unwrap_or(u64::MAX))
}

/// `functions cost less up to 28.1M a month`
pub(super) fn until(line: u64) -> String {
    short(line.into())
}
