//! Until when versions are supported as usual, and at what extra price afterwards.

use ecow::eco_format;

use crate::eval::Value;

/// The dates of versions, seen from one day.
#[derive(Debug)]
pub struct Support {
    /// `2026-11-21`
    pub today: String,
}

/// `platform,version,standard_until,extended_until,source,as_of`
const TABLE: &str = include_str!("../../prices/facts/support.csv");

impl Support {
    /// `standard`, `extended` or `ended`.
    pub fn of(&self, platform: &Value, version: &Value) -> Value {
        let (Some(platform), Some(version)) = (platform.as_str(), text(version)) else {
            return version.clone();
        };
        let row = TABLE.lines().skip(1).map(|it| it.split(',').collect::<Vec<_>>());
        let mut row = row.filter(|it| it.len() >= 4 && it[0] == platform && it[1] == version);
        let Some(row) = row.next() else {
            let reason =
                eco_format!("until when {platform} {version} is supported is not known here");
            return Value::unknown(reason, None);
        };
        let after = |date: &str| !date.is_empty() && self.today.as_str() > date;
        Value::from(match (after(row[2]), after(row[3])) {
            (_, true) => "ended",
            (true, false) => "extended",
            (false, false) => "standard",
        })
    }
}

fn text(value: &Value) -> Option<String> {
    match value.as_str() {
        Some(text) => Some(text.to_owned()),
        None if value.is_null() || value.as_unknown().is_some() => None,
        None => Some(value.to_hcl()),
    }
}
