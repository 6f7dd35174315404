//! Everything, for programs: the shapes of `docs/cost.schema.json`. Money is a string with a decimal; what
//! is not known is null. A field may be added at any time; one that changes or goes raises `VERSION`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::amount::decimal;
use super::totals::Sum;
use super::{Page, Places, pretty};
use crate::cost::{
    Bill, Borrowed, Cost, Line, Origin, Part, Range, Rates, Region, RootBill, State, Tier, Used,
};

const VERSION: u32 = 1;

pub(super) fn write(out: &mut dyn Write, page: &mut Page<'_>) -> io::Result<()> {
    let (estimate, today) = (page.estimate, page.view.today.as_str());
    let places = &mut page.places;
    let roots = estimate.roots.iter().map(|it| RootJson::new(it, places, today)).collect();
    let report = ReportJson {
        version: VERSION,
        currency: "USD",
        traffic: &page.view.traffic,
        date: today,
        total: TotalJson::new(&Sum::of(estimate.bills())),
        roots,
        unsupported: estimate.unsupported(),
        warnings: &estimate.warnings,
    };
    pretty::write(out, &report)
}

#[derive(Serialize)]
struct ReportJson<'a> {
    version: u32,
    currency: &'static str,
    traffic: &'a str,
    date: &'a str,
    total: TotalJson,
    roots: Vec<RootJson<'a>>,
    unsupported: BTreeMap<&'a str, usize>,
    warnings: &'a [String],
}

#[derive(Serialize)]
struct RangeJson {
    low: String,
    typical: String,
    high: String,
}

impl From<&Range> for RangeJson {
    fn from(it: &Range) -> RangeJson {
        let [low, typical, high] = [it.low, it.typical, it.high].map(decimal);
        RangeJson { low, typical, high }
    }
}

#[derive(Serialize)]
struct TotalJson {
    fixed: RangeJson,
    usage: RangeJson,
    unknown: UnknownCountJson,
}

#[derive(Serialize)]
struct UnknownCountJson {
    fixed: usize,
    usage: usize,
    unsupported: usize,
}

impl TotalJson {
    fn new(sum: &Sum) -> TotalJson {
        TotalJson {
            fixed: (&sum.total.fixed).into(),
            usage: (&sum.total.usage).into(),
            unknown: UnknownCountJson {
                fixed: sum.n_fixed_unknown,
                usage: sum.n_usage_unknown,
                unsupported: sum.n_unsupported,
            },
        }
    }
}

#[derive(Serialize)]
struct RootJson<'a> {
    directory: &'a str,
    total: TotalJson,
    entry_points: &'a [String],
    resources: Vec<BillJson<'a>>,
}

impl<'a> RootJson<'a> {
    fn new(it: &'a RootBill, places: &mut Places<'a>, today: &str) -> RootJson<'a> {
        RootJson {
            directory: &it.directory,
            total: TotalJson::new(&Sum::of(it.bills.iter())),
            entry_points: &it.entries,
            resources: it.bills.iter().map(|it| BillJson::new(it, places, today)).collect(),
        }
    }
}

#[derive(Serialize)]
struct PlaceJson<'a> {
    path: &'a str,
    line: usize,
}

#[derive(Serialize)]
struct RegionJson<'a> {
    name: &'a str,
    assumed: bool,
}

#[derive(Serialize)]
struct BillJson<'a> {
    address: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    module: &'a str,
    place: Option<PlaceJson<'a>>,
    state: &'static str,
    billed_in: Option<&'a str>,
    service: Option<&'a str>,
    region: Option<RegionJson<'a>>,
    doubt: Option<&'a str>,
    /// What nobody priced does not cost nothing.
    total: Option<TotalJson>,
    components: Vec<LineJson<'a>>,
    usage: Vec<UsedJson<'a>>,
}

impl<'a> BillJson<'a> {
    fn new(it: &'a Bill, places: &mut Places<'a>, today: &str) -> BillJson<'a> {
        let (state, billed_in) = match &it.state {
            State::Priced => ("priced", None),
            State::Free(billed_in) => ("free", billed_in.as_deref()),
            State::Unsupported => ("unsupported", None),
        };
        let is_known = it.state != State::Unsupported;
        BillJson {
            address: &it.address,
            kind: &it.kind,
            module: &it.module,
            place: places.of(it.span).map(|(path, line)| PlaceJson { path, line }),
            state,
            billed_in,
            service: Some(it.service.as_str()).filter(|it| !it.is_empty()),
            region: it
                .region
                .name()
                .map(|name| RegionJson { name, assumed: matches!(it.region, Region::Assumed(_)) }),
            doubt: it.doubt.as_deref(),
            total: is_known.then(|| TotalJson::new(&Sum::of(std::iter::once(it)))),
            components: it.lines.iter().map(|it| LineJson::new(it, places, today)).collect(),
            usage: it.usage.iter().map(UsedJson::new).collect(),
        }
    }
}

#[derive(Serialize)]
struct LineJson<'a> {
    name: &'a str,
    note: Option<&'a str>,
    sku: Option<&'a str>,
    kind: &'static str,
    unit: &'a str,
    formula: &'a str,
    quantity: Option<RangeJson>,
    free: String,
    factor: RangeJson,
    price: Option<PriceJson<'a>>,
    cost: Option<RangeJson>,
    unknown: Option<UnknownJson<'a>>,
}

#[derive(Serialize)]
struct UnknownJson<'a> {
    reason: &'a str,
    place: Option<PlaceJson<'a>>,
}

impl<'a> LineJson<'a> {
    fn new(it: &'a Line, places: &mut Places<'a>, today: &str) -> LineJson<'a> {
        let (kind, cost, unknown) = match &it.cost {
            Cost::Fixed(cost) => ("fixed", Some(cost.into()), None),
            Cost::Usage(cost) => ("usage", Some(cost.into()), None),
            Cost::Unknown { reason, at, is_usage } => {
                let place = at.and_then(|it| places.of(it));
                let place = place.map(|(path, line)| PlaceJson { path, line });
                let kind = if *is_usage { "usage" } else { "fixed" };
                (kind, None, Some(UnknownJson { reason, place }))
            }
        };
        LineJson {
            name: &it.name,
            note: it.note.as_deref(),
            sku: Some(it.sku.as_str()).filter(|it| !it.is_empty()),
            kind,
            unit: &it.unit,
            formula: &it.formula,
            quantity: it.quantity.as_ref().map(Into::into),
            free: decimal(it.free),
            factor: (&it.factor).into(),
            price: it.rates.as_deref().map(|it| PriceJson::new(it, today)),
            cost,
            unknown,
        }
    }
}

#[derive(Serialize)]
struct PriceJson<'a> {
    unit: &'a str,
    sold_by: String,
    tiers: Vec<TierJson>,
    grade: &'static str,
    source: &'a str,
    as_of: &'a str,
    old: bool,
    notes: &'a str,
    borrowed: Option<BorrowedJson<'a>>,
    discount_percent: String,
}

#[derive(Serialize)]
struct TierJson {
    from: String,
    price: RangeJson,
}

#[derive(Serialize)]
struct BorrowedJson<'a> {
    from: &'a str,
    what: &'static str,
    ratio: RangeJson,
    prices: usize,
}

impl<'a> PriceJson<'a> {
    fn new(it: &'a Rates, today: &str) -> PriceJson<'a> {
        let tier = |it: &Tier| TierJson { from: decimal(it.from), price: (&it.price).into() };
        PriceJson {
            unit: &it.unit,
            sold_by: decimal(it.per),
            tiers: it.tiers.iter().map(tier).collect(),
            grade: it.grade.name(),
            source: &it.source,
            as_of: &it.as_of,
            old: it.is_old(today),
            notes: &it.notes,
            borrowed: it.borrowed.as_ref().map(BorrowedJson::new),
            discount_percent: decimal(it.discount),
        }
    }
}

impl<'a> BorrowedJson<'a> {
    fn new(it: &'a Borrowed) -> BorrowedJson<'a> {
        let what = match it.what {
            Part::Everything => "everything",
            Part::LaterTiers => "later_tiers",
        };
        BorrowedJson { from: &it.from, what, ratio: (&it.ratio).into(), prices: it.n_prices }
    }
}

#[derive(Serialize)]
struct UsedJson<'a> {
    name: &'a str,
    title: &'a str,
    unit: &'a str,
    amount: Option<RangeJson>,
    origin: &'static str,
    line: Option<usize>,
    steps: &'a [String],
}

impl<'a> UsedJson<'a> {
    fn new(it: &'a Used) -> UsedJson<'a> {
        let (origin, line, steps): (_, _, &[String]) = match &it.origin {
            Origin::Declared { line } => ("declared", Some(*line), &[]),
            Origin::Traffic(steps) => ("traffic", None, steps),
            Origin::Assumed => ("assumed", None, &[]),
            Origin::Missing => ("missing", None, &[]),
        };
        let amount = it.amount.as_ref().map(Into::into);
        UsedJson { name: &it.name, title: &it.title, unit: &it.unit, amount, origin, line, steps }
    }
}
