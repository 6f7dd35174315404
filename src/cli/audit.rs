//! SHELL: what is said to `audit`.

use std::path::PathBuf;

use clap::Args;

use super::{CheckArgs, ColorWhen, FixArgs, InputArgs, TagArgs, TermArgs};
use crate::pack::Preset;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  skint audit                            one screen about everything below this directory
  skint audit --html audit.html --open   the screen, and a page to be sent around, in the browser
  skint audit infra --var-file envs/prod.tfvars --traffic growth

Exit code: 0 whatever is found, for it is a report; 2 where not all could be read.")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct AuditArgs {
    /// Directories and files to look at [default: this directory]
    pub paths: Vec<PathBuf>,

    /// How to print: human, json or html; with =FILE into a file. May be given several times [default:
    /// human]
    #[arg(long, short, value_name = "FORMAT[=FILE]")]
    pub format: Vec<String>,

    /// Also write one page that needs nothing else
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,

    /// Open that page with what the system opens pages with
    #[arg(long, requires = "html")]
    pub open: bool,

    /// When to use colors
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,

    /// Which rules to ask: default, strict (all), cost or reliability [default: default]
    #[arg(long, value_name = "PRESET", value_parser = super::preset)]
    pub preset: Option<Preset>,

    /// Ask this rule only. May be given several times
    #[arg(long, value_name = "RULE")]
    pub rule: Vec<String>,

    /// Do not ask this rule. May be given several times
    #[arg(long, value_name = "RULE")]
    pub skip: Vec<String>,

    /// Also ask the rules in this directory. May be given several times
    #[arg(long, value_name = "DIR")]
    pub rules: Vec<PathBuf>,

    /// Do not read paths that match. May be given several times
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,

    /// Use this settings file and none of the repository's
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub settings: Option<PathBuf>,

    /// Use no settings file
    #[arg(long)]
    pub isolated: bool,

    /// Show everything: no comment, no setting and no baseline suppresses anything
    #[arg(long)]
    pub no_ignores: bool,

    /// What may stay as it is because it was there before [default: .skint-baseline.json at the root of the
    /// repository]
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,

    /// Read no baseline
    #[arg(long, conflicts_with = "baseline")]
    pub no_baseline: bool,

    /// Show on stderr how long each stage took
    #[arg(long)]
    pub stats: bool,

    /// How many threads to use [default: one for each core]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,

    #[command(flatten)]
    pub tags: TagArgs,

    #[command(flatten)]
    pub terms: TermArgs,

    #[command(flatten)]
    pub inputs: InputArgs,
}

impl AuditArgs {
    /// The formats, and the check that is in it.
    pub fn split(self) -> (Vec<String>, Option<PathBuf>, bool, CheckArgs) {
        let check = CheckArgs {
            paths: self.paths,
            format: Vec::new(),
            color: self.color,
            min_severity: None,
            fail_on: None,
            preset: self.preset,
            rule: self.rule,
            skip: self.skip,
            rules: self.rules,
            exclude: self.exclude,
            settings: self.settings,
            isolated: self.isolated,
            show_settings: false,
            undecided: false,
            show_suppressed: false,
            no_ignores: self.no_ignores,
            changed_since: None,
            fixes: FixArgs::default(),
            baseline: self.baseline,
            no_baseline: self.no_baseline,
            quiet: false,
            stats: self.stats,
            threads: self.threads,
            tags: self.tags,
            terms: self.terms,
            inputs: self.inputs,
        };
        (self.format, self.html, self.open, check)
    }
}
