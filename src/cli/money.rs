//! SHELL: what is said to the commands about money: `cost`, `advise` and `prices`.

use std::path::PathBuf;

use clap::Args;

use super::{ColorWhen, InputArgs};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  skint cost                                     everything below this directory
  skint cost --traffic growth                    at a million requests a day
  skint cost --explain aws_lambda_function.api   how the figure comes about, step by step
  skint cost --write-usage usage.yml             a file to fill in with what you know
  skint cost --usage usage.yml --format infracost-json=out.json
  skint cost --break-even --format svg=chart.svg")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct CostArgs {
    /// Directories and files to look at [default: this directory]
    pub paths: Vec<PathBuf>,

    /// Write a usage file for what is found here, to be filled in
    #[arg(long, value_name = "FILE", conflicts_with_all = ["explain", "break_even", "format"])]
    pub write_usage: Option<PathBuf>,

    /// Take off what every account gets for nothing each month
    #[arg(long)]
    pub free_tier: bool,

    /// Print how the figure of a resource comes about, step by step
    #[arg(long, value_name = "ADDRESS", conflicts_with_all = ["break_even", "format"])]
    pub explain: Option<String>,

    /// For each function, from which traffic on containers cost less; for each cluster the reverse
    #[arg(long)]
    pub break_even: bool,

    /// How to print; with =FILE into a file. May be given several times [default: human]. human, json,
    /// csv, markdown, html, infracost-json; with --break-even human, json, svg, html
    #[arg(long, short, value_name = "FORMAT[=FILE]")]
    pub format: Vec<String>,

    /// Use this settings file and none of the repository's
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub settings: Option<PathBuf>,

    /// Use no settings file
    #[arg(long)]
    pub isolated: bool,

    /// Print on stderr how long each stage took
    #[arg(long)]
    pub stats: bool,

    /// When to use colors
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,

    #[command(flatten)]
    pub terms: TermArgs,

    #[command(flatten)]
    pub inputs: InputArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  skint advise                                   everything below this directory
  skint advise --traffic growth                  at a million requests a day
  skint advise --all                             also the reasons of what stays where it is
  skint advise --format html=advice.html         one page, to be sent around

Exit code: 0, or 2 where not all could be read.")]
pub struct AdviseArgs {
    /// Directories and files to look at [default: this directory]
    pub paths: Vec<PathBuf>,

    /// How to print: human, html or json; with =FILE into a file. May be given several times [default:
    /// human]
    #[arg(long, short, value_name = "FORMAT[=FILE]")]
    pub format: Vec<String>,

    /// Also the reasons of what stays where it is
    #[arg(long)]
    pub all: bool,

    /// Use this settings file and none of the repository's
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub settings: Option<PathBuf>,

    /// Use no settings file
    #[arg(long)]
    pub isolated: bool,

    /// When to use colors
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,

    #[command(flatten)]
    pub terms: TermArgs,

    #[command(flatten)]
    pub inputs: InputArgs,
}

/// What money is reckoned with.
#[derive(Debug, Args)]
#[command(next_help_heading = "Dollars and tags")]
pub struct TermArgs {
    /// How much arrives, in requests a day: hobby (1,000), startup (100,000), growth (1 million), scale
    /// (10 million), enterprise (100 million), or none [default: startup]
    #[arg(long, value_name = "PROFILE", value_parser = profile)]
    pub traffic: Option<String>,

    /// A usage file, as infracost has them: infracost-usage.yml
    #[arg(long, value_name = "FILE")]
    pub usage: Option<PathBuf>,

    /// Prices of your own: a CSV file with the columns of prices/services/*.csv. May be given several
    /// times
    #[arg(long, value_name = "FILE")]
    pub prices: Vec<PathBuf>,

    /// Where resources are of which the text does not say it [default: us-east-1, us-central1, eastus]
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,

    /// The day to reckon with, for versions that run out of support and prices that grow old
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub today: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  skint prices m7i.xlarge in eu-west-1
  skint prices lambda
  skint prices nat gateway --prices own.csv")]
pub struct PricesArgs {
    /// What to look up, and where
    #[arg(required = true)]
    pub lookup: Vec<String>,

    /// Prices of your own, over ours: a CSV file. May be given several times
    #[arg(long, value_name = "FILE")]
    pub prices: Vec<PathBuf>,

    /// Print JSON
    #[arg(long)]
    pub json: bool,

    /// The day to reckon with, for prices that grow old
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub today: Option<String>,
}

fn profile(text: &str) -> Result<String, String> {
    let known = crate::cost::profiles();
    let found = known.iter().find(|it| **it == text);
    found.map(|it| (*it).to_owned()).ok_or_else(|| crate::decode::choices(text, &known))
}

/// `2026-11-21`
fn day(text: &str) -> Result<String, String> {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |it: &str, n: usize| {
        (it.len() == n && it.bytes().all(|it| it.is_ascii_digit()))
            .then(|| it.parse::<u32>().ok())?
    };
    match parts[..] {
        [year, month, day]
            if number(year, 4).is_some()
                && number(month, 2).is_some_and(|it| (1..=12).contains(&it))
                && number(day, 2).is_some_and(|it| (1..=31).contains(&it)) =>
        {
            Ok(text.to_owned())
        }
        _ => Err("write it as 2026-11-21".to_owned()),
    }
}
