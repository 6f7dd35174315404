//! What `.gitignore` and `.skintignore` say, directory by directory: the nearest file that has an
//! opinion decides.

use std::path::Path;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The ignore files of a directory and of those above it.
pub(super) struct Ignores<'p> {
    own: Option<Gitignore>,
    outer: Option<&'p Ignores<'p>>,
}

const NAMES: &[&str] = &[".gitignore", ".skintignore"];

impl<'p> Ignores<'p> {
    /// Nothing is ignored.
    pub(super) fn none() -> Ignores<'p> {
        Ignores { own: None, outer: None }
    }

    /// `has` says whether the directory holds a name.
    pub(super) fn new(
        directory: &Path,
        has: &dyn Fn(&str) -> bool,
        outer: Option<&'p Ignores<'p>>,
    ) -> Ignores<'p> {
        // A link may lead out of the repository, and what is no file may have no end: git takes neither.
        let is_file = |path: &Path| path.symlink_metadata().is_ok_and(|it| it.is_file());
        let here: Vec<_> =
            NAMES.iter().filter(|it| has(it) && is_file(&directory.join(it))).collect();
        let exclude = has(".git").then(|| directory.join(".git/info/exclude"));
        let exclude = exclude.filter(|it| is_file(it));
        if here.is_empty() && exclude.is_none() {
            return Ignores { own: None, outer };
        }
        let mut builder = GitignoreBuilder::new(directory);
        for file in exclude.into_iter().chain(here.into_iter().map(|it| directory.join(it))) {
            // A line that is no pattern ignores nothing, as in git.
            let _ = builder.add(file);
        }
        Ignores { own: builder.build().ok(), outer }
    }

    pub(super) fn ignores(&self, path: &Path, is_directory: bool) -> bool {
        let mut level = Some(self);
        while let Some(ignores) = level {
            match ignores.own.as_ref().map_or(Match::None, |it| it.matched(path, is_directory)) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => level = ignores.outer,
            }
        }
        false
    }
}
