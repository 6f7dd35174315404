//! SHELL: what is said to the commands that only look: `show` and `graph`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{ColorWhen, InputArgs};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  skint show                                     everything below this directory
  skint show aws_lambda_function.api             one resource, also module.x[0].aws_lambda_function.api
  skint show --path infra --var-file envs/prod.tfvars --format json")]
pub struct ShowArgs {
    /// The address of a resource, or of a module; of all its instances where it has no key
    pub address: Option<String>,

    /// Where to look: a directory or a file. May be given several times [default: this directory]
    #[arg(long, value_name = "PATH")]
    pub path: Vec<PathBuf>,

    /// How to print
    #[arg(long, short, default_value = "human")]
    pub format: ShowFormat,

    #[command(flatten)]
    pub inputs: InputArgs,

    /// Use this settings file and none of the repository's
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub settings: Option<PathBuf>,

    /// Use no settings file
    #[arg(long)]
    pub isolated: bool,

    /// When to use colors
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum ShowFormat {
    Human,
    Json,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  skint graph                                    the architecture of what is below this directory
  skint graph aws_lambda_function.api            all about one thing: who calls it, what it uses, and why
  skint graph module.orders                      the same for all that is in a module
  skint graph --format mermaid > docs/architecture.mmd
  skint graph --format dot | dot -Tsvg -o architecture.svg
  skint graph --format json --path infra         everything, for a program (docs/graph.schema.json)

Arrows: `a <- b` b calls or feeds a; `a -> b` a uses b. `# main.tf:3` is where it is said. Lines with `?`
say what could not be followed, and why.

Exit code: 0, or 2 where there is nothing with that address or not all could be read.")]
pub struct GraphArgs {
    /// The address of a resource, or of a module; of all its instances where it has no key
    pub address: Option<String>,

    /// Where to look: a directory or a file. May be given several times [default: this directory]
    #[arg(long, value_name = "PATH")]
    pub path: Vec<PathBuf>,

    /// How to print
    #[arg(long, short, default_value = "text")]
    pub format: GraphFormat,

    /// Every resource and data source with everything that it says of others, not the architecture alone
    #[arg(long, conflicts_with = "address")]
    pub all: bool,

    #[command(flatten)]
    pub inputs: InputArgs,

    /// Use this settings file and none of the repository's
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub settings: Option<PathBuf>,

    /// Use no settings file
    #[arg(long)]
    pub isolated: bool,

    /// When to use colors
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum GraphFormat {
    /// For a person
    Text,
    /// For a program: always everything
    Json,
    /// For Graphviz
    Dot,
    /// A flowchart for Markdown
    Mermaid,
}
