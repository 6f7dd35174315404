//! Versions, as far as a call or a stand-in says which ones it means: one range without gaps.

use std::fmt;

/// From the first version on, and before the second.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Range {
    from: Version,
    to: Option<Version>,
}

type Version = (u64, u64, u64);

impl Range {
    pub fn any() -> Range {
        Range { from: (0, 0, 0), to: None }
    }

    /// `>= 4.0, < 6.0`, `~> 5.1`, `5.1.2`. What excludes single versions does not matter here.
    pub fn read(text: &str) -> Range {
        text.split(',').fold(Range::any(), |range, part| range.and(&Range::part(part.trim())))
    }

    /// `v5.1.2`, as tags are called.
    pub(super) fn exactly(tag: &str) -> Option<Range> {
        let (from, _) = version(tag.strip_prefix('v').unwrap_or(tag))?;
        Some(Range { from, to: Some(after(from)) })
    }

    fn part(text: &str) -> Range {
        let end = text.find(|it: char| it.is_ascii_digit() || it == 'v').unwrap_or(text.len());
        let (operator, rest) = text.split_at(end);
        let Some((at, parts)) = version(rest.strip_prefix('v').unwrap_or(rest)) else {
            return Range::any();
        };
        let (from, to) = match operator.trim() {
            ">=" => (at, None),
            ">" => (after(at), None),
            "<" => ((0, 0, 0), Some(at)),
            "<=" => ((0, 0, 0), Some(after(at))),
            "~>" if parts >= 3 => (at, Some((at.0, at.1 + 1, 0))),
            "~>" => (at, Some((at.0 + 1, 0, 0))),
            "!=" => ((0, 0, 0), None),
            _ => (at, Some(after(at))),
        };
        Range { from, to }
    }

    #[must_use]
    pub fn and(&self, other: &Range) -> Range {
        let to = match (self.to, other.to) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Range { from: self.from.max(other.from), to }
    }

    /// Some version is in both.
    pub(super) fn meets(&self, other: &Range) -> bool {
        let both = self.and(other);
        both.to.is_none_or(|to| both.from < to)
    }

    /// Whether all versions in it are this one or later, or none is. `None`: some are.
    pub fn is_from(&self, first: (u64, u64, u64)) -> Option<bool> {
        match self.to {
            _ if self.from >= first => Some(true),
            Some(to) if to <= first => Some(false),
            _ => None,
        }
    }

    pub(super) fn least(&self) -> Version {
        self.from
    }
}

fn after(version: Version) -> Version {
    (version.0, version.1, version.2.saturating_add(1))
}

/// A version, and how many parts of it were written.
fn version(text: &str) -> Option<(Version, usize)> {
    let text = text.trim().split(['-', '+']).next()?;
    let parts: Vec<u64> = text.split('.').map(|it| it.parse().ok()).collect::<Option<_>>()?;
    let part = |at: usize| parts.get(at).copied().unwrap_or(0).min(u64::from(u32::MAX));
    Some(((part(0), part(1), part(2)), parts.len()))
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (major, minor, patch) = self.from;
        write!(f, ">={major}.{minor}.{patch}")?;
        match self.to {
            Some((major, minor, patch)) => write!(f, ",<{major}.{minor}.{patch}"),
            None => Ok(()),
        }
    }
}
