//! SHELL: the manual pages, made of what the command line says of itself.

use std::io;
use std::path::PathBuf;

use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;

use super::Cli;

#[derive(Debug, Args)]
pub struct ManArgs {
    /// The directory to write a page for each command into [default: print the page of skint itself]
    pub dir: Option<PathBuf>,
}

/// `(file name, page)` of each command, skint itself first.
pub fn man_pages() -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut root = Cli::command().disable_help_subcommand(true);
    root.build();
    let commands = root.get_subcommands().filter(|it| !it.is_hide_set());
    let commands = std::iter::once(&root).chain(commands);
    commands.map(page).collect()
}

fn page(command: &Command) -> io::Result<(String, Vec<u8>)> {
    let behind = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let man = Man::new(command.clone()).manual("skint");
    let mut out = Vec::new();
    man.render_title(&mut out)?;
    man.render_name_section(&mut out)?;
    man.render_synopsis_section(&mut out)?;
    man.render_description_section(&mut out)?;
    if command.get_arguments().any(|it| !it.is_hide_set()) {
        man.render_options_section(&mut out)?;
    }
    if command.has_subcommands() {
        man.render_subcommands_section(&mut out)?;
    }
    behind.split("\n\n").for_each(|it| out.extend(section(it).into_bytes()));
    Ok((man.get_filename(), out))
}

/// Examples and exit codes, which stand behind the help: lines stay lines.
fn section(text: &str) -> String {
    let (title, text) = match text.split_once(':') {
        Some(("Examples", rest)) => ("EXAMPLES", rest),
        Some(("Exit code", rest)) => ("EXIT STATUS", rest),
        _ if text.trim().is_empty() => return String::new(),
        _ => ("NOTES", text),
    };
    let lines = text.trim_matches('\n').lines().map(|it| escaped(it.trim_start()) + "\n");
    match title {
        "EXAMPLES" => format!(".SH {title}\n.nf\n{}.fi\n", lines.collect::<String>()),
        _ => format!(".SH {title}\n{}", lines.collect::<String>()),
    }
}

/// A line of text that roff takes as text.
fn escaped(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('-', "\\-");
    if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line }
}
