//! Which commit a change is seen against.

use super::{Git, GitError};
use crate::decode::harmless;

/// A commit, and how it was meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    /// In full.
    pub id: String,
    /// As a reader knows it: `origin/main`.
    pub words: String,
}

impl Name {
    /// `origin/main (4b825dc)`
    pub fn shown(&self) -> String {
        let short = &self.id[..self.id.len().min(10)];
        match self.id.starts_with(&self.words) {
            true => short.to_owned(),
            false => format!("{} ({short})", harmless::line(&self.words)),
        }
    }
}

/// The commit that a change is seen against.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Base {
    pub name: Name,
    /// It is the last commit that the head has in common with what was named.
    pub is_merge_base: bool,
}

impl Base {
    /// `where the branch left origin/main (4b825dc)`
    pub fn shown(&self) -> String {
        match self.is_merge_base {
            true => format!("where it left {}", self.name.shown()),
            false => self.name.shown(),
        }
    }
}

const UPSTREAM: &str = "@{upstream}";
/// What people call the branch that others are merged into.
const MAIN: [&str; 2] = ["main", "master"];

impl Git {
    /// A commit that somebody named.
    pub fn named(&self, name: &str) -> Result<Name, GitError> {
        match self.commit(name)? {
            Some(id) => Ok(Name { id, words: name.to_owned() }),
            None => Err(self.no_commit(name)),
        }
    }

    /// What a head is compared with: what was said (`main`, or `main...` for where the head left it), or what
    /// the branch is to be merged into.
    pub fn base(&self, said: Option<&str>, head: &Name) -> Result<Base, GitError> {
        let Some(said) = said else { return self.usual(head) };
        match said.strip_suffix("...").filter(|it| !it.is_empty()) {
            Some(branch) => self.left(&self.named(branch)?, head),
            None => Ok(Base { name: self.named(said)?, is_merge_base: false }),
        }
    }

    fn usual(&self, head: &Name) -> Result<Base, GitError> {
        for name in self.candidates(&head.words) {
            let Some(id) = self.commit(&name)? else { continue };
            let short = self.ask(&["rev-parse", "--abbrev-ref", &name]);
            let is_short = |it: &String| !it.is_empty() && !it.contains('\n') && *it != name;
            let words = short.ok().filter(is_short).unwrap_or(name);
            return self.left(&Name { id, words }, head);
        }
        let help = match self.is_shallow() {
            true => "this clone is shallow: `git fetch --depth=100 origin main:refs/remotes/origin/main` \
                     brings a branch to compare with, and `--base REF` names it"
                .to_owned(),
            false => "`--base REF` names a commit, a branch or a tag".to_owned(),
        };
        let looked = "an upstream branch, a default branch of origin, main and master".to_owned();
        Err(GitError::NoBase { looked, help })
    }

    /// Where nobody says it: what the branch is to be merged into, as far as git knows it. An upstream that is the same
    /// branch on a server is only where it is pushed to.
    fn candidates(&self, head: &str) -> Vec<String> {
        let full = |name: &str| self.ask(&["rev-parse", "--symbolic-full-name", name]).ok();
        let of_head =
            if head == "HEAD" { UPSTREAM.to_owned() } else { format!("{head}{UPSTREAM}") };
        let upstream = full(&of_head).unwrap_or_default();
        let branch = full(head).unwrap_or_default();
        let name = branch.strip_prefix("refs/heads/").filter(|it| !it.is_empty());
        let there = upstream.strip_prefix("refs/remotes/");
        // A remote may have a slash in its name, as a branch may.
        let copy = there.and_then(|it| it.strip_suffix(name?)?.strip_suffix('/'));
        let remotes = ["origin"].into_iter().chain(copy.filter(|it| *it != "origin"));
        let names = ["HEAD"].into_iter().chain(MAIN);
        let of_remote = |remote| names.clone().map(move |it| format!("refs/remotes/{remote}/{it}"));
        let mut candidates = vec![of_head];
        candidates.extend(remotes.flat_map(of_remote));
        candidates.extend(MAIN.map(|it| format!("refs/heads/{it}")));
        if copy.is_some() {
            candidates.retain(|it| *it != branch);
            candidates.rotate_left(1);
        }
        candidates
    }

    /// Where a head left a branch.
    fn left(&self, branch: &Name, head: &Name) -> Result<Base, GitError> {
        match self.ask(&["merge-base", &branch.id, &head.id]) {
            Ok(id) if super::is_id(&id) => {
                Ok(Base { name: Name { id, words: branch.words.clone() }, is_merge_base: true })
            }
            Ok(_) | Err(GitError::Refused { .. }) => Err(GitError::NoMergeBase {
                head: harmless::line(&head.words),
                name: harmless::line(&branch.words),
                help: self.deeper(&branch.words),
            }),
            Err(error) => Err(error),
        }
    }

    fn no_commit(&self, name: &str) -> GitError {
        let name = harmless::line(&name.chars().take(200).collect::<String>());
        let help = match self.is_shallow() {
            true => {
                let plain = name.trim_start_matches("origin/");
                format!(
                    "this clone is shallow: `git fetch --depth=1 origin {plain}` brings it, and it is \
                     then FETCH_HEAD; on a server for builds, a deeper checkout does (fetch-depth: 0)"
                )
            }
            false => "`git branch --all` and `git log` list what is here; `git fetch` may bring it"
                .to_owned(),
        };
        GitError::NoCommit { name, help }
    }

    fn deeper(&self, branch: &str) -> String {
        match self.is_shallow() {
            true => format!(
                "this clone is shallow: `git fetch --deepen=100 origin {}` brings more of it; on a server \
                 for builds, a deeper checkout does (fetch-depth: 0)",
                harmless::line(branch.trim_start_matches("origin/"))
            ),
            false => "`--base REF` compares with a commit as it is".to_owned(),
        }
    }
}
