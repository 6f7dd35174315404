//! SHELL: what is said to `audit`.

use std::path::PathBuf;

use clap::Args;

use super::AskArgs;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  skint audit                            one screen about everything below this directory
  skint audit --html audit.html --open   the screen, and a page to be sent around, in the browser
  skint audit infra --var-file envs/prod.tfvars --traffic growth

Exit code: 0 whatever is found, for it is a report; 2 where not all could be read.")]
pub struct AuditArgs {
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

    #[command(flatten)]
    pub ask: AskArgs,
}
