//! Paths in a commit, and where its links lead. None leads out of it.

use super::Commit;
use crate::git::{Blob, Entry, Kind};

/// Where a path leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Leads {
    /// To a content, by its id.
    File(String),
    /// To a directory, by its own path from the root.
    Directory(String),
    /// Below a file there is nothing.
    Below,
    Nowhere,
    /// Out of the repository.
    Out,
    /// Round in a circle.
    Round,
    /// Into another repository.
    Submodule,
}

/// As many links as systems follow.
const MAX_LINKS: usize = 40;
/// Longer ones lead nowhere.
const MAX_LINK: u64 = 4_096;

impl Commit {
    /// Where a path from the root leads.
    pub(super) fn lead(&self, path: &str) -> Leads {
        // What git has under this very name needs no way there.
        if let Some(Entry { kind: Kind::File, id }) = self.entries.get(path) {
            return Leads::File(id.clone());
        }
        let mut left = MAX_LINKS;
        let parts = |it: &str| it.split('/').rev().map(str::to_owned).collect::<Vec<_>>();
        let mut rest = parts(path);
        let mut at: Vec<String> = Vec::new();
        while let Some(part) = rest.pop() {
            match part.as_str() {
                ".." if at.pop().is_none() => return Leads::Out,
                "" | "." | ".." => continue,
                _ => at.push(part),
            }
            let here = at.join("/");
            let Some(entry) = self.entries.get(&here) else {
                if self.is_directory(&here) {
                    continue;
                }
                return Leads::Nowhere;
            };
            match entry.kind {
                Kind::Submodule => return Leads::Submodule,
                Kind::File if rest.iter().all(|it| matches!(it.as_str(), "" | ".")) => {
                    return Leads::File(entry.id.clone());
                }
                Kind::File => return Leads::Below,
                Kind::Link if left == 0 => return Leads::Round,
                Kind::Link => {
                    left -= 1;
                    let Blob::Here(target) = self.blob(&entry.id, MAX_LINK) else {
                        return Leads::Nowhere;
                    };
                    let target = String::from_utf8_lossy(&target);
                    if target.starts_with('/') {
                        return Leads::Out;
                    }
                    at.pop();
                    rest.extend(parts(&target));
                }
            }
        }
        Leads::Directory(at.join("/"))
    }

    pub(super) fn is_directory(&self, path: &str) -> bool {
        path.is_empty() || self.inside(path).next().is_some()
    }

    /// Everything below a directory, by the path from the root, with where the path from the directory begins.
    pub(super) fn inside<'c>(
        &'c self,
        directory: &str,
    ) -> impl Iterator<Item = (&'c str, &'c str, Kind)> + use<'c> {
        let prefix = if directory.is_empty() { String::new() } else { format!("{directory}/") };
        let from = self.entries.range(prefix.clone()..);
        from.map_while(move |(path, entry)| {
            let below = path.strip_prefix(prefix.as_str())?;
            Some((path.as_str(), below, entry.kind))
        })
    }
}
