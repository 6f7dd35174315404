//! SHELL: what is said to `tags`.

use std::path::PathBuf;

use clap::Args;

use super::{ColorWhen, InputArgs, TagArgs, TermArgs};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  skint tags                            everything below this directory
  skint tags --by service               what each service costs, by the value of its tag
  skint tags --by cost-center infra/    any key that is in use, in any case
  skint tags --plan                     what to write where, and what each edit explains
  skint tags --format html=tags.html --format csv=tags.csv

Spend is what is certain from the text and what is typical at the traffic that is said.

Exit code: 0, or 2 where not all could be read.")]
pub struct TagsArgs {
    /// Directories and files to look at [default: this directory]
    pub paths: Vec<PathBuf>,

    /// Tell the spend by the values of this key
    #[arg(long, value_name = "KEY")]
    pub by: Option<String>,

    /// Say what to write where, so that tags explain everything: what pays most first. As human or json
    #[arg(long, conflicts_with = "by")]
    pub plan: bool,

    /// How to print: human, json, csv, markdown or html; with =FILE into a file. May be given several
    /// times [default: human]
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
    pub tags: TagArgs,

    #[command(flatten)]
    pub terms: TermArgs,

    #[command(flatten)]
    pub inputs: InputArgs,
}
