//! SHELL: what the user typed. Parsing it touches nothing; `main` acts on it.

mod audit;
mod diff;
mod fix;
mod inputs;
mod look;
mod man;
mod money;
mod policy;
mod tags;

pub use audit::AuditArgs;
pub use diff::DiffArgs;
pub use fix::FixArgs;
pub use inputs::InputArgs;
pub use look::{GraphArgs, GraphFormat, ShowArgs, ShowFormat};
pub use man::{ManArgs, man_pages};
pub use money::{AdviseArgs, CostArgs, PricesArgs, TermArgs};
pub use policy::TagArgs;
pub use tags::TagsArgs;

use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::finding::Severity;
use crate::pack::Preset;
use crate::report::Format;
use crate::settings::FailOn;

const AFTER_HELP: &str = "\
Examples:
  skint                                  check what is below this directory
  skint infra --format short             one line for each place
  skint --format human --format json=skint.json
  skint --rule logs-kept-forever --undecided
  skint --diff --unsafe-fixes            what all fixes would change; --fix changes it
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
    /// Tell on one screen what is here, what it costs, who pays for it, what is wrong, and what could not be
    /// known; also as a page
    Audit(Box<AuditArgs>),
    /// Print what a configuration comes to: resources with the values of their attributes, and why a
    /// value is not known. Needs no init and no state
    Show(Box<ShowArgs>),
    /// Draw the architecture: who calls what, what that uses, through what it leaves the network, and
    /// what could not be followed
    Graph(Box<GraphArgs>),
    /// Estimate what a configuration costs a month: what is certain, what depends on traffic, and what is
    /// not known
    Cost(Box<CostArgs>),
    /// Say of each workload whether it is on what suits it: functions, containers, a cluster or machines;
    /// what it would cost elsewhere, how sure that is, and which facts are missing
    Advise(Box<AdviseArgs>),
    /// Say which dollars can be attributed by tags, and which nobody can explain: by key, by value and by
    /// where they are
    Tags(Box<TagsArgs>),
    /// Look up what something costs: "m7i.xlarge in eu-west-1", "lambda"
    Prices(PricesArgs),
    /// List the rules
    Rules(RulesArgs),
    /// Say what a rule is about: why, what to do, and examples
    Explain(ExplainArgs),
    /// Say what a change does: which findings are new or gone, and what it costs more or less a month
    Diff(Box<DiffArgs>),
    /// Write down what there is to find now, so that `check` tells only what is new or got dearer
    Baseline(Box<BaselineArgs>),
    /// Write a commented .skint.hcl into this directory
    Init(InitArgs),
    /// Print completions for a shell
    Completions {
        /// The shell to complete for
        shell: Shell,
    },
    /// Print the manual page, or write the pages of all commands into a directory
    Man(ManArgs),
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct CheckArgs {
    /// How to report: human, short, json, github, sarif, markdown, junit, gitlab or outputs; with =FILE into
    /// a file. May be given several times [default: human]
    #[arg(long, short, value_name = "FORMAT[=FILE]", value_parser = Output::parse)]
    pub format: Vec<Output>,

    /// The least severity to report: note, warning, error
    #[arg(long, value_name = "SEVERITY", value_parser = severity)]
    pub min_severity: Option<Severity>,

    /// From which severity on to exit with 1: note, warning, error, or never
    #[arg(long, value_name = "SEVERITY", value_parser = fail_on)]
    pub fail_on: Option<FailOn>,

    /// Print the settings that hold and who said them, and check nothing
    #[arg(long)]
    pub show_settings: bool,

    #[command(flatten)]
    pub fixes: FixArgs,

    /// List the questions that could not be decided, with what stood in the way
    #[arg(long)]
    pub undecided: bool,

    /// List what is suppressed, with the reasons
    #[arg(long)]
    pub show_suppressed: bool,

    /// Report only what a change has to do with: what is new since this commit, and what stands in lines that
    /// are not as they were in it. REF... is where HEAD left REF
    #[arg(long, value_name = "REF")]
    pub changed_since: Option<String>,

    /// Print findings only, no summary
    #[arg(long, short)]
    pub quiet: bool,

    #[command(flatten)]
    pub ask: AskArgs,
}

/// Over what says which rules are asked of what.
const RULES: &str = "Rules and files";

/// What is looked at, and what is asked of it.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct AskArgs {
    /// Directories and files to look at [default: this directory]. Of files that are named only what
    /// concerns them is reported
    pub paths: Vec<PathBuf>,

    /// When to use colors
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,

    /// Print on stderr how long each stage took
    #[arg(long)]
    pub stats: bool,

    /// How many threads to use [default: one for each core]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,

    /// Which rules to ask: default, strict (all), cost or reliability [default: default]
    #[arg(long, value_name = "PRESET", value_parser = preset, help_heading = RULES)]
    pub preset: Option<Preset>,

    /// Ask this rule only. May be given several times
    #[arg(long, value_name = "RULE", help_heading = RULES)]
    pub rule: Vec<String>,

    /// Do not ask this rule. May be given several times
    #[arg(long, value_name = "RULE", help_heading = RULES)]
    pub skip: Vec<String>,

    /// Also ask the rules in this directory. May be given several times
    #[arg(long, value_name = "DIR", help_heading = RULES)]
    pub rules: Vec<PathBuf>,

    /// Do not read paths that match. May be given several times
    #[arg(long, value_name = "GLOB", help_heading = RULES)]
    pub exclude: Vec<String>,

    /// Use this settings file and none of the repository's
    #[arg(long, value_name = "FILE", conflicts_with = "isolated", help_heading = RULES)]
    pub settings: Option<PathBuf>,

    /// Use no settings file
    #[arg(long, help_heading = RULES)]
    pub isolated: bool,

    /// Show everything: no comment, no setting and no baseline suppresses anything
    #[arg(long, help_heading = RULES)]
    pub no_ignores: bool,

    /// What may stay as it is because it was there before [default: .skint-baseline.json at the root of the
    /// repository, where `skint baseline` writes it]
    #[arg(long, value_name = "FILE", help_heading = RULES)]
    pub baseline: Option<PathBuf>,

    /// Read no baseline
    #[arg(long, conflicts_with = "baseline", help_heading = RULES)]
    pub no_baseline: bool,

    #[command(flatten)]
    pub tags: TagArgs,

    #[command(flatten)]
    pub terms: TermArgs,

    #[command(flatten)]
    pub inputs: InputArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  skint baseline                         accept what is there; commit .skint-baseline.json
  skint                                  tells what is new, and what costs a quarter and a dollar more than then
  skint baseline --update                take out what is mended, and accept today's dollars; adds nothing
  skint baseline --force                 accept everything anew")]
pub struct BaselineArgs {
    /// Take out what no longer holds and accept today's dollars of the rest; adds nothing
    #[arg(long, conflicts_with = "force")]
    pub update: bool,

    /// Write over a baseline that is there
    #[arg(long)]
    pub force: bool,

    #[command(flatten)]
    pub check: CheckArgs,
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

fn preset(text: &str) -> Result<Preset, String> {
    let known: Vec<&str> = Preset::ALL.iter().map(|(name, _)| *name).collect();
    Preset::by_name(text).ok_or_else(|| crate::decode::choices(text, &known))
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

/// The command that a word is nearly, or that does what another program calls so.
pub fn command_like(word: &str) -> Option<String> {
    let usual = |it: &str| match it {
        "lint" | "scan" | "analyze" | "validate" | "test" => Some("check"),
        "plan" | "compare" => Some("diff"),
        "breakdown" | "estimate" | "price" => Some("cost"),
        _ => None,
    };
    let command = Cli::command();
    let names = command.get_subcommands().map(|it| it.get_name().to_owned());
    let near = |it: &String| strsim::normalized_damerau_levenshtein(word, it);
    let nearest = names.max_by(|one, other| near(one).total_cmp(&near(other)));
    let is_near = |it: &String| near(it) >= 0.6;
    usual(word).map(str::to_owned).or_else(|| nearest.filter(is_near))
}

/// The completions of a shell.
pub fn completions(shell: Shell) -> Vec<u8> {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "skint", &mut out);
    out
}
