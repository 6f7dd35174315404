//! SHELL: what money is reckoned with, by the command line, the settings and a usage file.

use std::path::Path;

use miette::{Result, miette};
use rust_decimal::Decimal;

use skint::cli::TermArgs;
use skint::cost::{
    Book, DEFAULT_PROFILE, Entry, Range, Support, Terms, Traffic, usage_file::UsageFile,
};
use skint::decode::harmless;
use skint::load::{self, Disk};
use skint::model::Files;
use skint::settings::{CostSettings, Per};

use super::prices;

/// Read where somebody keeps one and says nothing.
const USUAL: &str = "infracost-usage.yml";

/// What is said of it.
pub(super) struct Said<'a> {
    pub(super) args: &'a TermArgs,
    pub(super) settings: CostSettings,
    /// The usage file that a settings file names, as a path from where the user stands.
    pub(super) usage: Option<&'a str>,
    pub(super) disk: &'a Disk,
}

/// What that comes to.
pub(super) struct Reckoned {
    pub(super) book: Book,
    pub(super) support: Support,
    pub(super) traffic: Traffic,
    pub(super) region: Option<String>,
}

impl Reckoned {
    pub(super) fn terms(&self) -> Terms<'_> {
        Terms {
            book: &self.book,
            support: &self.support,
            traffic: &self.traffic,
            region: self.region.as_deref(),
        }
    }
}

pub(super) fn reckoned(said: &Said<'_>, cwd: &Path) -> Result<Reckoned> {
    let book = prices::book(&said.args.prices, &said.settings, cwd)?;
    let support = Support { today: super::today(said.args.today.as_deref()) };
    let traffic = traffic(said, cwd)?;
    let region = said.settings.region.as_ref().map(|it| it.value.clone());
    Ok(Reckoned { book, support, traffic, region: said.args.region.clone().or(region) })
}

/// The usage file that the innermost of the settings files names, as a path from where the user stands.
pub(super) fn usage_path(files: &[(String, String)]) -> Option<String> {
    files.iter().rev().find_map(|(path, text)| {
        let usage = skint::settings::usage(path, text)?;
        let directory = path.rsplit_once('/').map_or("", |(directory, _)| directory);
        Some(skint::source::joined(directory, &usage))
    })
}

/// What the command line, the settings and a usage file say of traffic.
fn traffic(asked: &Said<'_>, cwd: &Path) -> Result<Traffic> {
    let (args, settings) = (asked.args, &asked.settings);
    let said = settings.traffic.as_ref().map(|it| it.value.as_str());
    let name = args.traffic.as_deref().or(said).unwrap_or(DEFAULT_PROFILE);
    let mut traffic =
        Traffic::profile(name).ok_or_else(|| miette!("there is no traffic profile `{name}`"))?;
    traffic.is_said = args.traffic.is_some() || said.is_some();
    for said in &settings.entries {
        let place = harmless::line(&said.place);
        let requests: Decimal =
            said.value.requests.parse().map_err(|_| {
                miette!("{place}: `{}` is no number of requests", said.value.requests)
            })?;
        let per_month = match said.value.per {
            Per::Second => requests.checked_mul(Decimal::from(2_628_000)),
            Per::Day => requests.checked_mul(Decimal::from(730)).map(|it| it / Decimal::from(24)),
            Per::Month => Some(requests),
        };
        let per_month = per_month.ok_or_else(|| miette!("{place}: these are too many requests"))?;
        traffic.entries.push(Entry {
            address: said.value.address.clone(),
            per_month: Range::exact(per_month),
            origin: said.place.to_string(),
        });
    }
    traffic.usage = usage(asked, cwd)?;
    Ok(traffic)
}

fn usage(asked: &Said<'_>, cwd: &Path) -> Result<Option<UsageFile>> {
    if let Some(file) = &asked.args.usage {
        let (path, text) = load::named(file, cwd)?;
        return Ok(Some(UsageFile::decode(&path, &text)?));
    }
    let path = asked.usage.unwrap_or(USUAL);
    let bytes = match (asked.disk.read(path), asked.usage) {
        (Ok(bytes), _) => bytes,
        (Err(_), None) => return Ok(None),
        (Err(_), Some(path)) => {
            let help = "the settings name it as `usage`: it is a file in this repository";
            return Err(miette!(help = help, "{} cannot be read", harmless::line(path)));
        }
    };
    let text = String::from_utf8_lossy(&bytes);
    Ok(Some(UsageFile::decode(path, &text)?))
}
