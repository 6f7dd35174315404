//! SHELL: what is said about fixes.

use clap::Args;

/// What becomes of fixes.
#[derive(Clone, Copy, Debug, Default, Args)]
#[command(next_help_heading = "Fixes")]
pub struct FixArgs {
    /// Change the files where a fix needs no judgement, and report what remains
    #[arg(long, conflicts_with = "no_ignores")]
    pub fix: bool,

    /// Also take the fixes that say what to check first: with --fix or --diff they are made, else they
    /// are counted among what can be fixed
    #[arg(long)]
    pub unsafe_fixes: bool,

    /// Print what --fix would change as a patch, and change nothing. Exit with 1 where there is
    /// something to change
    #[arg(long, conflicts_with_all = ["format", "no_ignores"])]
    pub diff: bool,
}

impl FixArgs {
    /// Whether fixes are to be worked out.
    pub fn is_asked(self) -> bool {
        self.fix || self.diff
    }
}
