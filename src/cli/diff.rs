//! SHELL: what is said to `diff`.

use clap::Args;

use super::CheckArgs;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  skint diff                             what this branch does, with what is not committed yet
  skint diff --base main... infra        from where it left main, below infra
  skint diff --base v1.2 --head v1.3     from one release to another
  skint diff --format markdown=body.md --format outputs=\"$GITHUB_OUTPUT\"

Exit code: 0 nothing new at or above the threshold (warning, unless --fail-on says otherwise), 1 findings that are
new or got much dearer, 2 the job was not wholly done; a file that is broken in the base only is said, and no reason for 2.")]
#[command(mut_arg("changed_since", |it| it.hide(true)))]
#[command(mut_arg("fix", |it| it.hide(true)))]
#[command(mut_arg("diff", |it| it.hide(true)))]
pub struct DiffArgs {
    /// The commit to compare with; REF... is where the head left REF [default: where the head left its
    /// upstream branch, the default branch of origin, main or master]
    #[arg(long, value_name = "REF", conflicts_with = "changed_since")]
    pub base: Option<String>,

    /// The commit to look at [default: the files as they are]
    #[arg(long, value_name = "REF")]
    pub head: Option<String>,

    /// Work out everything of both sides, also what is the same
    #[arg(long, hide = true)]
    pub whole: bool,

    #[command(flatten)]
    pub check: CheckArgs,
}
