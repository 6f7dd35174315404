//! SHELL: what is said of the tags that resources have to carry.

use std::path::PathBuf;

use clap::Args;

/// Which policies of tags hold beside those of the settings.
#[derive(Debug, Args)]
#[command(next_help_heading = "Dollars and tags")]
pub struct TagArgs {
    /// A tag policy of AWS Organizations, as JSON: the policy itself, or what `aws organizations
    /// describe-policy` or `describe-effective-policy` prints. May be given several times, the
    /// policy of the organization's root first
    #[arg(long, value_name = "FILE")]
    pub tags_policy: Vec<PathBuf>,
}
