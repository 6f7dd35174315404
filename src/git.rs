//! SHELL: commits, through the git program. What it is told is a fixed list of words, it runs nothing of the
//! repository's (hooks, filters, pagers, monitors), reaches no network, and writes nothing.
#![expect(clippy::disallowed_methods, reason = "the shell")]

mod base;
mod blobs;

pub use base::{Base, Name};
pub use blobs::{Blob, Blobs, is_of, is_pointed_at, pointer};

use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use miette::Diagnostic;
use thiserror::Error;

use crate::decode::harmless;

/// More than any repository has: a tree that takes more bytes to list is not read.
const MAX_LISTED: u64 = 1 << 28;

/// Why there is nothing to compare with.
#[derive(Debug, Error, Diagnostic)]
pub enum GitError {
    #[error("the program git is not there, and only it can read commits")]
    #[diagnostic(help("install git, or see that it is on the PATH"))]
    NoGit,

    #[error("{path} is in no git repository, so there is nothing to compare with")]
    #[diagnostic(help("run it in a clone; `skint check` needs no repository"))]
    NoRepository { path: String },

    #[error("there is no commit {name} here")]
    #[diagnostic(help("{help}"))]
    NoCommit { name: String, help: String },

    #[error("nothing says what to compare with: {looked} are not here")]
    #[diagnostic(help("{help}"))]
    NoBase { looked: String, help: String },

    #[error("{head} and {name} have no commit in common here")]
    #[diagnostic(help("{help}"))]
    NoMergeBase { head: String, name: String, help: String },

    #[error("git could not do it: {said}")]
    #[diagnostic(help("it was asked for `git {asked}`"))]
    Refused { asked: String, said: String },
}

/// What a name in a tree stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    File,
    /// Its text is where it leads to.
    Link,
    /// A commit of another repository.
    Submodule,
}

/// A name in a tree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    pub kind: Kind,
    /// Of what it holds: the same content has the same id.
    pub id: String,
}

/// One repository.
#[derive(Clone, Debug)]
pub struct Git {
    root: PathBuf,
}

/// What else could be told by the environment of a hook.
const FORGOTTEN: &[&str] = &[
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_NAMESPACE",
    "GIT_EXTERNAL_DIFF",
    "GIT_PAGER",
    "GIT_LITERAL_PATHSPECS",
    "GIT_TRACE",
    "GIT_TRACE2",
    "GIT_TRACE2_EVENT",
];

impl Git {
    /// The repository whose root this is.
    pub fn at(root: &Path) -> Result<Git, GitError> {
        let git = Git { root: root.to_owned() };
        let path = harmless::line(&root.display().to_string());
        if !root.join(".git").exists() {
            return Err(GitError::NoRepository { path });
        }
        match git.ask(&["rev-parse", "--git-dir"]) {
            Ok(_) => Ok(git),
            Err(GitError::Refused { said, .. }) if said.contains("not a git repository") => {
                Err(GitError::NoRepository { path })
            }
            Err(error) => Err(error),
        }
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.root).args(["--no-optional-locks", "--no-replace-objects"]);
        let null = if cfg!(windows) { "NUL" } else { "/dev/null" };
        let hooks = format!("core.hooksPath={null}");
        for setting in ["core.fsmonitor=false", &hooks, "protocol.allow=never", "core.pager=cat"] {
            command.args(["-c", setting]);
        }
        for name in FORGOTTEN {
            command.env_remove(name);
        }
        // Above the root there is another repository, or none.
        let above = self.root.parent().map(Path::as_os_str).unwrap_or_default();
        command.env("GIT_CEILING_DIRECTORIES", above);
        command.env("GIT_TERMINAL_PROMPT", "0").env("GIT_NO_LAZY_FETCH", "1").env("LC_ALL", "C");
        command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// What git answers, without the line break at its end.
    fn ask(&self, args: &[&str]) -> Result<String, GitError> {
        let output = self.command(args).output().map_err(|it| failed(args, &it))?;
        if !output.status.success() {
            return Err(refused(args, &output.stderr));
        }
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        Ok(text.trim_end_matches(['\r', '\n']).to_owned())
    }

    /// The full id of the commit that a name means.
    pub fn commit(&self, name: &str) -> Result<Option<String>, GitError> {
        // Nothing in git is called so, and some program might take it for an order.
        if name.is_empty() || name.starts_with('-') || name.contains(['\0', '\n']) {
            return Ok(None);
        }
        let asked = format!("{name}^{{commit}}");
        let args = ["rev-parse", "--verify", "--quiet", "--end-of-options", &asked];
        match self.ask(&args) {
            Ok(id) => Ok(Some(id).filter(|it| is_id(it))),
            Err(GitError::Refused { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn is_shallow(&self) -> bool {
        self.ask(&["rev-parse", "--is-shallow-repository"]).is_ok_and(|it| it == "true")
    }

    /// Everything in the tree of a commit, by path from the root. What is no UTF-8 is replaced, as everywhere.
    pub fn tree(&self, commit: &str) -> Result<Vec<(String, Entry)>, GitError> {
        let args = ["ls-tree", "-r", "-z", "--full-tree", commit];
        let mut child = self.command(&args).spawn().map_err(|it| failed(&args, &it))?;
        let mut bytes = Vec::new();
        if let Some(out) = child.stdout.take() {
            out.take(MAX_LISTED).read_to_end(&mut bytes).map_err(|it| failed(&args, &it))?;
        }
        if bytes.len() as u64 == MAX_LISTED {
            let _ = child.kill();
            let _ = child.wait();
            return Err(refused(&args, b"the tree has more names than are read"));
        }
        let output = child.wait_with_output().map_err(|it| failed(&args, &it))?;
        if !output.status.success() {
            return Err(refused(&args, &output.stderr));
        }
        Ok(bytes.split(|it| *it == 0).filter_map(entry).collect())
    }

    /// What the ids of a commit hold.
    pub fn blobs(&self) -> Result<Blobs, GitError> {
        let args = ["cat-file", "--batch"];
        let mut command = self.command(&args);
        command.stdin(Stdio::piped()).stderr(Stdio::null());
        command.spawn().map(Blobs::new).map_err(|it| failed(&args, &it))
    }
}

/// `100644 blob 4b825dc…<tab>path`
fn entry(line: &[u8]) -> Option<(String, Entry)> {
    let tab = line.iter().position(|it| *it == b'\t')?;
    let head = std::str::from_utf8(&line[..tab]).ok()?;
    let path = String::from_utf8_lossy(&line[tab + 1..]).into_owned();
    let mut parts = head.split(' ');
    let kind = match parts.next()? {
        "120000" => Kind::Link,
        "160000" => Kind::Submodule,
        _ => Kind::File,
    };
    let id = parts.nth(1).filter(|it| is_id(it))?.to_owned();
    Some((path, Entry { kind, id }))
}

fn is_id(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|it| it.is_ascii_hexdigit())
}

fn failed(args: &[&str], error: &std::io::Error) -> GitError {
    match error.kind() {
        ErrorKind::NotFound => GitError::NoGit,
        _ => refused(args, error.to_string().as_bytes()),
    }
}

fn refused(args: &[&str], said: &[u8]) -> GitError {
    let said = String::from_utf8_lossy(said);
    let said = said.lines().find(|it| !it.trim().is_empty()).unwrap_or("it does not say why");
    let said = said.trim_start_matches("fatal: ");
    GitError::Refused {
        asked: harmless::line(&args.join(" ")),
        said: harmless::line(&said.chars().take(300).collect::<String>()),
    }
}
