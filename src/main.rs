//! SHELL: parse, load, run, write, exit code.
#![expect(clippy::disallowed_methods, reason = "the shell")]

mod run;

use std::env;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anstream::ColorChoice;
use clap::Parser;
use miette::{IntoDiagnostic, Result, miette};

use skint::cli::{Cli, ColorWhen, Command, ExplainArgs, InitArgs, RulesArgs, completions};
use skint::decode::harmless;
use skint::pack::Packs;
use skint::{explain, load, settings};

/// Many small allocations on all cores is what this program does: a quarter of the time of a check.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let color = use_color(match &cli.command {
        Some(Command::Check(args)) => args.ask.color,
        Some(Command::Audit(args)) => args.ask.color,
        Some(Command::Explain(args)) => args.color,
        Some(Command::Graph(args)) => args.color,
        Some(Command::Cost(args)) => args.color,
        Some(Command::Advise(args)) => args.color,
        Some(Command::Tags(args)) => args.color,
        Some(Command::Diff(args)) => args.check.ask.color,
        _ => cli.check.ask.color,
    });
    let done = env::current_dir().into_diagnostic().and_then(|cwd| match cli.command {
        None => run::check(&cli.check, &cwd, color),
        Some(Command::Check(args)) => run::check(&args, &cwd, color),
        Some(Command::Audit(args)) => run::audit(&args, &cwd, color),
        Some(Command::Show(args)) => run::show(&args, &cwd),
        Some(Command::Graph(args)) => run::graph(&args, &cwd),
        Some(Command::Cost(args)) => run::cost(&args, &cwd, color),
        Some(Command::Advise(args)) => run::advise(&args, &cwd, color),
        Some(Command::Tags(args)) => run::tags(&args, &cwd, color),
        Some(Command::Prices(args)) => run::prices(&args, &cwd),
        Some(Command::Rules(args)) => rules(&args, &cwd),
        Some(Command::Explain(args)) => explain_rule(&args, &cwd, color),
        Some(Command::Diff(args)) => run::diff(&args, &cwd, color),
        Some(Command::Baseline(args)) => run::baseline(&args, &cwd),
        Some(Command::Init(args)) => init(&args, &cwd),
        Some(Command::Completions { shell }) => print(&completions(shell)),
        Some(Command::Man(args)) => run::man(&args, &cwd),
    });
    done.unwrap_or_else(|report| refuse(&report, color))
}

/// Decided once, for reports and for refusals.
fn use_color(when: ColorWhen) -> bool {
    match when {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto => anstream::AutoStream::choice(&io::stdout()) != ColorChoice::Never,
    }
}

/// Says why the job could not be done.
fn refuse(report: &miette::Report, color: bool) -> ExitCode {
    let theme = match color {
        true => miette::GraphicalTheme::unicode(),
        false => miette::GraphicalTheme::unicode_nocolor(),
    };
    let handler = miette::GraphicalReportHandler::new_themed(theme).with_width(100);
    let mut text = String::new();
    let _ = handler.render_report(&mut text, report.as_ref());
    // Names of files may hold what a terminal obeys: then nothing is painted, and all of it is shown.
    let plain =
        miette::GraphicalReportHandler::new_themed(miette::GraphicalTheme::unicode_nocolor());
    let mut bare = String::new();
    let _ = plain.with_width(100).render_report(&mut bare, report.as_ref());
    let harmless = harmless::text(&bare);
    let text = if color && harmless == bare { text } else { harmless };
    let _ = io::stderr().write_all(text.as_bytes());
    ExitCode::from(2)
}

/// Writes to stdout. Nobody listening any more is no failure.
fn print(bytes: &[u8]) -> Result<ExitCode> {
    match io::stdout().write_all(bytes).and_then(|()| io::stdout().flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error).into_diagnostic(),
        _ => Ok(ExitCode::SUCCESS),
    }
}

fn rules(args: &RulesArgs, cwd: &Path) -> Result<ExitCode> {
    let rules = Packs::new(&load::packs(&args.rules, cwd)?)?.all();
    if !args.json {
        return print(explain::table(&rules).as_bytes());
    }
    print(explain::json(&rules).as_bytes())
}

/// A page is read best in a narrow column, and there is a terminal that is no wider.
const PAGE_WIDTH: usize = 80;

fn explain_rule(args: &ExplainArgs, cwd: &Path, color: bool) -> Result<ExitCode> {
    let packs = Packs::new(&load::packs(&args.rules, cwd)?)?;
    match packs.get(&args.rule) {
        Some(rule) => {
            let page = explain::wrapped(&explain::page(&rule), PAGE_WIDTH);
            print(explain::paint(&page, color).as_bytes())
        }
        None => Err(run::no_rule(&args.rule, &packs.names())),
    }
}

fn init(args: &InitArgs, cwd: &Path) -> Result<ExitCode> {
    let path = cwd.join(settings::FILE_NAME);
    if path.exists() && !args.force {
        let help = "`skint init --force` writes over it";
        return Err(miette!(help = help, "{} is already there", settings::FILE_NAME));
    }
    std::fs::write(&path, settings::TEMPLATE).into_diagnostic()?;
    print(format!("wrote {}\n", settings::FILE_NAME).as_bytes())
}
