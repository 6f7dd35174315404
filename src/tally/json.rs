//! Everything, for programs: the shapes of `docs/tags.schema.json`. Money is a string with a decimal; what is not
//! known is null. A field may be added at any time; one that changes or goes raises `VERSION`.

use std::collections::BTreeMap;
use std::io;

use ecow::EcoString;
use serde::Serialize;

use super::Page;
use super::amount::decimal;
use super::coverage::{Row, Said, Standing, Written};
use super::group::{Dimension, Share, Untagged, directory, shares, untagged};
use super::keys::{Key, keys};
use super::sum::{Part, Split, Status};
use super::values::{Named, Spend, doubles, spend};
use crate::decode::harmless;
use crate::source::Places;

const VERSION: u32 = 1;
/// The rows of resources say all of it.
const UNTAGGED: usize = 100;

pub(super) fn text(page: &mut Page<'_>) -> io::Result<String> {
    let coverage = page.coverage;
    let keys = keys(coverage);
    let values = page.by().map(|by| ValuesJson::new(by, &spend(coverage, by)));
    let untagged = untagged(coverage);
    let document = TagsJson {
        version: VERSION,
        currency: "USD",
        traffic: &coverage.traffic,
        date: &coverage.today,
        policies: coverage.policies.iter().map(PolicyJson::new).collect(),
        total: SplitJson::new(&coverage.split()),
        keys: keys.iter().map(|it| KeyJson::new(it, &spend(coverage, &it.name))).collect(),
        by: Dimension::ALL.map(|by| (by.name(), shares_json(&shares(coverage, by)))).into(),
        values,
        untagged: untagged.iter().take(UNTAGGED).map(|it| untagged_json(it, page)).collect(),
        resources: resources(page),
    };
    let text = serde_json::to_string_pretty(&document)?;
    Ok(harmless::json(&text) + "\n")
}

#[derive(Serialize)]
struct TagsJson<'a> {
    version: u32,
    currency: &'static str,
    traffic: &'a str,
    date: &'a str,
    policies: Vec<PolicyJson<'a>>,
    total: SplitJson,
    keys: Vec<KeyJson<'a>>,
    by: BTreeMap<&'static str, Vec<ShareJson>>,
    values: Option<ValuesJson>,
    untagged: Vec<UntaggedJson<'a>>,
    resources: Vec<RowJson<'a>>,
}

#[derive(Serialize)]
struct PolicyJson<'a> {
    name: &'a str,
    place: Option<&'a str>,
}

impl<'a> PolicyJson<'a> {
    fn new(it: &'a Written) -> PolicyJson<'a> {
        PolicyJson { name: &it.name, place: Some(it.place.as_str()).filter(|it| !it.is_empty()) }
    }
}

#[derive(Serialize)]
struct PartJson {
    resources: usize,
    fixed: String,
    usage: String,
    open: usize,
    modules: usize,
}

impl From<&Part> for PartJson {
    fn from(it: &Part) -> PartJson {
        let (fixed, usage) = (decimal(it.fixed), decimal(it.usage));
        PartJson { resources: it.resources, fixed, usage, open: it.open, modules: it.modules }
    }
}

#[derive(Serialize)]
struct SplitJson {
    attributable: PartJson,
    unattributable: PartJson,
    unknown: PartJson,
    untaggable: PartJson,
}

impl SplitJson {
    fn new(it: &Split) -> SplitJson {
        let [attributable, unattributable, unknown, untaggable] =
            Status::ALL.map(|status| it.of(status).into());
        SplitJson { attributable, unattributable, unknown, untaggable }
    }
}

#[derive(Serialize)]
struct KeyJson<'a> {
    key: &'a str,
    required: bool,
    present: PartJson,
    missing: PartJson,
    wrong: PartJson,
    unknown: PartJson,
    values: Vec<ValueJson>,
    alike: Vec<Vec<String>>,
}

impl<'a> KeyJson<'a> {
    fn new(it: &'a Key, spend: &[Spend]) -> KeyJson<'a> {
        KeyJson {
            key: &it.name,
            required: it.is_required,
            present: (&it.present).into(),
            missing: (&it.missing).into(),
            wrong: (&it.wrong).into(),
            unknown: (&it.unknown).into(),
            values: spend.iter().map(ValueJson::new).collect(),
            alike: alike(spend),
        }
    }
}

fn alike(spend: &[Spend]) -> Vec<Vec<String>> {
    let groups = doubles(spend).into_iter();
    groups.map(|it| it.iter().map(|it| it.named.text().to_owned()).collect()).collect()
}

#[derive(Serialize)]
struct ValuesJson {
    key: String,
    values: Vec<ValueJson>,
    alike: Vec<Vec<String>>,
}

impl ValuesJson {
    fn new(key: &str, spend: &[Spend]) -> ValuesJson {
        let values = spend.iter().map(ValueJson::new).collect();
        ValuesJson { key: key.to_owned(), values, alike: alike(spend) }
    }
}

#[derive(Serialize)]
struct ValueJson {
    kind: &'static str,
    value: Option<String>,
    #[serde(flatten)]
    part: PartJson,
}

impl ValueJson {
    fn new(it: &Spend) -> ValueJson {
        let kind = match it.named {
            Named::Value(_) => "value",
            Named::Sensitive => "sensitive",
            Named::None => "none",
            Named::Unknown => "unknown",
            Named::Untaggable => "untaggable",
        };
        let value = it.named.value().map(ToString::to_string);
        ValueJson { kind, value, part: (&it.part).into() }
    }
}

#[derive(Serialize)]
struct ShareJson {
    name: String,
    #[serde(flatten)]
    split: SplitJson,
}

fn shares_json(shares: &[Share]) -> Vec<ShareJson> {
    let json = |it: &Share| ShareJson { name: it.name.clone(), split: SplitJson::new(&it.split) };
    shares.iter().map(json).collect()
}

#[derive(Serialize)]
struct PlaceJson<'a> {
    path: &'a str,
    line: usize,
}

fn place<'a>(row: &Row, places: &mut Places<'a>) -> Option<PlaceJson<'a>> {
    places.of(row.span).map(|(path, line)| PlaceJson { path, line })
}

#[derive(Serialize)]
struct UntaggedJson<'a> {
    root: &'a str,
    address: &'a str,
    place: Option<PlaceJson<'a>>,
    missing: Vec<&'a str>,
    wrong: Vec<&'a str>,
    #[serde(flatten)]
    part: PartJson,
}

fn untagged_json<'a>(it: &Untagged<'a>, page: &mut Page<'a>) -> UntaggedJson<'a> {
    UntaggedJson {
        root: directory(it.root),
        address: &it.row.address,
        place: place(it.row, &mut page.places),
        missing: it.missing.clone(),
        wrong: it.wrong.clone(),
        part: (&it.part).into(),
    }
}

#[derive(Serialize)]
struct RowJson<'a> {
    root: &'a str,
    address: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    module: &'a str,
    provider: Option<&'a str>,
    region: Option<&'a str>,
    service: &'a str,
    place: Option<PlaceJson<'a>>,
    status: &'static str,
    fixed: String,
    usage: String,
    cost_is_open: bool,
    keys: Vec<StateJson<'a>>,
    tags: BTreeMap<&'a str, Option<&'a str>>,
    more_tags: bool,
}

#[derive(Serialize)]
struct StateJson<'a> {
    key: &'a str,
    required: bool,
    standing: &'static str,
    tag: Option<&'a str>,
}

fn resources<'a>(page: &mut Page<'a>) -> Vec<RowJson<'a>> {
    let mut all = Vec::new();
    for root in &page.coverage.roots {
        all.extend(root.rows.iter().map(|it| row(directory(root), it, &mut page.places)));
    }
    all
}

fn row<'a>(root: &'a str, it: &'a Row, places: &mut Places<'a>) -> RowJson<'a> {
    RowJson {
        root,
        address: &it.address,
        kind: &it.kind,
        module: &it.module,
        provider: it.provider.as_deref(),
        region: it.region.as_deref(),
        service: &it.service,
        place: place(it, places),
        status: it.status.name(),
        fixed: decimal(it.part.fixed),
        usage: decimal(it.part.usage),
        cost_is_open: it.part.is_open(),
        keys: it.keys.iter().map(state).collect(),
        tags: it.tags.iter().map(|(key, value)| (key.as_str(), shown(value))).collect(),
        more_tags: it.is_open,
    }
}

fn state(it: &super::KeyState) -> StateJson<'_> {
    let standing = match it.standing {
        Standing::Present(_) => "present",
        Standing::Missing => "missing",
        Standing::Wrong(_) => "wrong",
        Standing::Unknown => "unknown",
    };
    let tag = it.standing.key().map(EcoString::as_str);
    StateJson { key: &it.key, required: it.is_required, standing, tag }
}

fn shown(value: &Said) -> Option<&str> {
    match value {
        Said::Known(value) => Some(value),
        Said::Sensitive => Some("(sensitive)"),
        Said::Unknown => None,
    }
}
