//! SHELL: what the user typed. Parsing it touches nothing; `main` acts on it.

use std::path::PathBuf;

use clap::{
    Arg, ArgAction, ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand,
    ValueEnum, value_parser,
};
use clap_complete::Shell;

use crate::finding::Severity;
use crate::load::Given;
use crate::report::Format;
use crate::settings::FailOn;

const AFTER_HELP: &str = "\
Examples:
  skint                                  check what is below this directory
  skint infra --format short             one line for each place
  skint --format human --format json=skint.json
  skint --rule logs-kept-forever --undecided
  skint explain lambda-default-timeout   what a rule is about, offline
  skint ./rules                          a directory that is named like a command

Exit code: 0 nothing at or above the threshold (warning, unless --fail-on says otherwise), 1 findings,
2 the job was not wholly done: a file that could not be read, a wrong flag, a broken rule or setting.";

/// Finds in Terraform what will cost too much, break under load, or be impossible to attribute on the
/// bill. Works offline, without `terraform init` and without an account.
#[derive(Debug, Parser)]
#[command(name = "skint", version, after_help = AFTER_HELP, max_term_width = 100)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,

    #[command(flatten)]
    pub check: CheckArgs,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check files and directories (what `skint` does without a command)
    #[command(after_help = AFTER_HELP)]
    Check(Box<CheckArgs>),
    /// Print what a configuration comes to: resources with the values of their attributes, and why a
    /// value is not known. Needs no init and no state
    Show(Box<ShowArgs>),
    /// Draw the architecture: who calls what, what that uses, through what it leaves the network, and
    /// what could not be followed
    Graph(Box<GraphArgs>),
    /// Estimate what a configuration costs a month: what is certain, what depends on traffic, and what is
    /// not known
    Cost(Box<CostArgs>),
    /// Look up what something costs: "m7i.xlarge in eu-west-1", "lambda"
    Prices(PricesArgs),
    /// List the rules
    Rules(RulesArgs),
    /// Say what a rule is about: why, what to do, and examples
    Explain(ExplainArgs),
    /// Write a commented .skint.hcl into this directory
    Init(InitArgs),
    /// Print completions for a shell
    Completions {
        /// The shell to complete for
        shell: Shell,
    },
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct CheckArgs {
    /// Directories and files to check [default: this directory]. Of files that are named only what
    /// concerns them is reported
    pub paths: Vec<PathBuf>,

    /// How to report: human, short, json or github; with =FILE into a file. May be given several times
    /// [default: human]
    #[arg(long, short, value_name = "FORMAT[=FILE]", value_parser = Output::parse)]
    pub format: Vec<Output>,

    /// When to use colors
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,

    /// The least severity to report: note, warning, error
    #[arg(long, value_name = "SEVERITY", value_parser = severity)]
    pub min_severity: Option<Severity>,

    /// From which severity on to exit with 1: note, warning, error, or never
    #[arg(long, value_name = "SEVERITY", value_parser = fail_on)]
    pub fail_on: Option<FailOn>,

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

    /// Print the settings that hold and who said them, and check nothing
    #[arg(long)]
    pub show_settings: bool,

    /// List the questions that could not be decided, with what stood in the way
    #[arg(long)]
    pub undecided: bool,

    /// Print findings only, no summary
    #[arg(long, short)]
    pub quiet: bool,

    /// Print on stderr how long each stage took
    #[arg(long)]
    pub stats: bool,

    /// How many threads to use [default: one for each core]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,

    #[command(flatten)]
    pub inputs: InputArgs,
}

/// What is said about the values of a configuration.
#[derive(Clone, Debug, Default)]
pub struct InputArgs {
    /// In the order in which they were typed: the later one wins.
    pub given: Vec<Given>,
    pub workspace: Option<String>,
    pub stubs: Vec<PathBuf>,
}

impl Args for InputArgs {
    fn augment_args(command: clap::Command) -> clap::Command {
        let many = |name: &'static str, value: &'static str| {
            Arg::new(name).long(name).value_name(value).action(ArgAction::Append)
        };
        command
            .arg(
                many("var", "NAME=VALUE")
                    .help("The value of a variable of root modules. May be given several times"),
            )
            .arg(many("var-file", "FILE").value_parser(value_parser!(PathBuf)).help(
                "A file of values of variables: envs/prod.tfvars. May be given several times",
            ))
            .arg(
                Arg::new("workspace")
                    .long("workspace")
                    .value_name("NAME")
                    .help("What terraform.workspace is [default: not known]"),
            )
            .arg(many("stubs", "DIR").value_parser(value_parser!(PathBuf)).help(
                "Also take stand-ins for modules from this directory. May be given several times",
            ))
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        InputArgs::augment_args(command)
    }
}

impl FromArgMatches for InputArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<InputArgs, clap::Error> {
        let mut inputs = InputArgs::default();
        inputs.update_from_arg_matches(matches)?;
        Ok(inputs)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        let places = |name: &str| matches.indices_of(name).into_iter().flatten();
        let vars = matches.get_many::<String>("var").into_iter().flatten();
        let files = matches.get_many::<PathBuf>("var-file").into_iter().flatten();
        let mut given: Vec<(usize, Given)> =
            places("var").zip(vars.map(|it| Given::Var(it.clone()))).collect();
        given.extend(places("var-file").zip(files.map(|it| Given::File(it.clone()))));
        given.sort_by_key(|(place, _)| *place);
        self.given = given.into_iter().map(|(_, it)| it).collect();
        self.workspace = matches.get_one("workspace").cloned();
        self.stubs = matches.get_many("stubs").into_iter().flatten().cloned().collect();
        Ok(())
    }
}

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

    /// How much arrives, in requests a day: hobby (1,000), startup (100,000), growth (1 million), scale
    /// (10 million), enterprise (100 million), or none [default: startup]
    #[arg(long, value_name = "PROFILE", value_parser = profile)]
    pub traffic: Option<String>,

    /// A usage file, as infracost has them: infracost-usage.yml
    #[arg(long, value_name = "FILE")]
    pub usage: Option<PathBuf>,

    /// Write a usage file for what is found here, to be filled in
    #[arg(long, value_name = "FILE", conflicts_with_all = ["explain", "break_even", "format"])]
    pub write_usage: Option<PathBuf>,

    /// Prices of your own: a CSV file with the columns of prices/services/*.csv. May be given several
    /// times
    #[arg(long, value_name = "FILE")]
    pub prices: Vec<PathBuf>,

    /// Where resources are of which the text does not say it [default: us-east-1, us-central1, eastus]
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,

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

    /// The day to reckon with, for versions that run out of support and prices that grow old
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub today: Option<String>,

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
    pub inputs: InputArgs,
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

#[derive(Debug, Args)]
pub struct RulesArgs {
    /// Also list the rules in this directory
    #[arg(long, value_name = "DIR")]
    pub rules: Vec<PathBuf>,

    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The name of the rule, as findings show it in brackets
    pub rule: String,

    /// Also know the rules in this directory
    #[arg(long, value_name = "DIR")]
    pub rules: Vec<PathBuf>,

    /// When to use colors
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,
}

#[derive(Debug, Args)]
pub struct InitArgs {
    /// Write over a file that is there
    #[arg(long)]
    pub force: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal that wants them (NO_COLOR and CLICOLOR are heard)
    Auto,
    Always,
    Never,
}

/// A format and the file it goes to; stdout where there is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Output {
    pub format: Format,
    pub file: Option<PathBuf>,
}

impl Output {
    fn parse(text: &str) -> Result<Output, String> {
        let (name, file) = match text.split_once('=') {
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let known: Vec<&str> = Format::ALL.iter().map(|it| it.name()).collect();
        let format = Format::by_name(name).ok_or_else(|| crate::decode::choices(name, &known))?;
        match file {
            Some(file) if file.as_os_str().is_empty() => {
                Err("a file is missing behind `=`".to_owned())
            }
            file => Ok(Output { format, file }),
        }
    }
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

fn severity(text: &str) -> Result<Severity, String> {
    let names = Severity::ALL.map(Severity::name);
    Severity::by_name(text).ok_or_else(|| crate::decode::choices(text, &names))
}

fn fail_on(text: &str) -> Result<FailOn, String> {
    match text {
        "never" => Ok(FailOn::Never),
        _ => severity(text)
            .map(FailOn::Severity)
            .map_err(|_| crate::decode::choices(text, &["note", "warning", "error", "never"])),
    }
}

/// The completions of a shell.
pub fn completions(shell: Shell) -> Vec<u8> {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "skint", &mut out);
    out
}
