//! Which lines of a text are not as they were, and what stands in them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::check::Seen;
use crate::project::Project;
use crate::source::{FileId, Span};

/// Texts that differ more are taken to differ everywhere between their first and last difference.
const MAX_DIFFERENCES: i64 = 1_000;

/// The bytes of each file of the head that are not as they were.
pub(super) struct Touched {
    of: BTreeMap<FileId, Vec<Range<usize>>>,
}

impl Touched {
    pub(super) fn new(head: &Project, base: &Project) -> Touched {
        let before: BTreeMap<&str, FileId> =
            base.files.iter().map(|it| (it.path.as_str(), it.id)).collect();
        let now: BTreeSet<&str> = head.files.iter().map(|it| it.path.as_str()).collect();
        let text = |id: FileId| base.sources.get(id).text.as_str();
        let moved: BTreeSet<&str> = before
            .iter()
            .filter(|(path, _)| !now.contains(*path))
            .map(|(_, id)| text(*id))
            .collect();
        let mut of = BTreeMap::new();
        for file in &head.files {
            let after = head.sources.get(file.id).text.as_str();
            match before.get(file.path.as_str()) {
                Some(id) if *id == file.id => {}
                Some(id) => drop(of.insert(file.id, changed(text(*id), after))),
                // It was only given another name.
                None if moved.contains(after) => {}
                None => drop(of.insert(file.id, std::iter::once(0..after.len().max(1)).collect())),
            }
        }
        Touched { of }
    }

    /// Whether anything that is told of a place is in such a line.
    pub(super) fn is_touched(&self, seen: &Seen<'_>) -> bool {
        let labels = seen.labels.iter().map(|it| it.span);
        let edits = seen.fix.iter().flat_map(|it| it.edits.iter().map(|it| it.span));
        let mut spans = labels.chain(edits).chain(seen.told).chain(Some(seen.place.span));
        spans.any(|it| self.holds(it))
    }

    fn holds(&self, span: Span) -> bool {
        let Some(ranges) = self.of.get(&span.file) else { return false };
        let (start, end) = (span.range().start, span.range().end.max(span.range().start + 1));
        ranges.iter().any(|it| it.start < end && start < it.end)
    }
}

/// The bytes of the lines of a text that are new or not as they were before.
pub fn changed(before: &str, after: &str) -> Vec<Range<usize>> {
    let lines =
        |text: &'_ str| -> Vec<usize> { text.split_inclusive('\n').map(str::len).collect() };
    let of = |text: &'_ str| -> Vec<String> {
        text.split_inclusive('\n').map(|it| it.trim_end_matches(['\r', '\n']).to_owned()).collect()
    };
    let (old, new) = (of(before), of(after));
    let same = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let rest = (&old[same..], &new[same..]);
    let behind = rest.0.iter().rev().zip(rest.1.iter().rev());
    let behind = behind.take_while(|(one, other)| one == other).count();
    let old = &old[same..old.len() - behind];
    let new = &new[same..new.len() - behind];
    let kept = common(old, new).unwrap_or_default();
    let mut starts = vec![0];
    for length in lines(after) {
        starts.push(starts.last().copied().unwrap_or(0) + length);
    }
    let touched = (0..new.len()).filter(|it| !kept.contains(it)).map(|it| it + same);
    touched.map(|it| starts[it]..starts[it + 1]).collect()
}

/// The lines of `new` that `old` has too, in the same order: as many as there are. `None` where it is too much work.
/// This is the greedy way of Myers: how far each diagonal reaches with one difference more.
fn common(old: &[String], new: &[String]) -> Option<BTreeSet<usize>> {
    let (n, m) = (signed(old.len()), signed(new.len()));
    let most = (n + m).min(MAX_DIFFERENCES);
    let mut reach = Reach(vec![0; usize::try_from(2 * most + 3).ok()?]);
    let mut steps: Vec<Reach> = Vec::new();
    for d in 0..=most {
        steps.push(reach.clone());
        for k in (-d..=d).step_by(2) {
            let mut x = reach.next(k, d);
            while x < n && x - k < m && at(old, x) == at(new, x - k) {
                x += 1;
            }
            reach.set(k, x);
            if x >= n && x - k >= m {
                return Some(walked(&steps, n, m));
            }
        }
    }
    None
}

/// How far each diagonal reaches, from the leftmost.
#[derive(Clone)]
struct Reach(Vec<i64>);

impl Reach {
    fn place(&self, k: i64) -> usize {
        usize::try_from(signed(self.0.len()) / 2 + k).unwrap_or(0)
    }

    fn get(&self, k: i64) -> i64 {
        self.0[self.place(k)]
    }

    fn set(&mut self, k: i64, x: i64) {
        let place = self.place(k);
        self.0[place] = x;
    }

    /// The diagonal from which one is come to, with one difference more.
    fn from(&self, k: i64, d: i64) -> i64 {
        if k == -d || k != d && self.get(k - 1) < self.get(k + 1) { k + 1 } else { k - 1 }
    }

    fn next(&self, k: i64, d: i64) -> i64 {
        let from = self.from(k, d);
        self.get(from) + i64::from(from < k)
    }
}

fn signed(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX / 4)
}

fn at(lines: &[String], index: i64) -> Option<&String> {
    lines.get(usize::try_from(index).ok()?)
}

/// The way back along what was reached: the lines that are on both sides.
fn walked(steps: &[Reach], n: i64, m: i64) -> BTreeSet<usize> {
    let (mut x, mut y) = (n, m);
    let mut kept = BTreeSet::new();
    let all: Vec<(i64, &Reach)> = (0..).zip(steps).collect();
    for (d, reach) in all.into_iter().rev() {
        let from = reach.from(x - y, d);
        let start = if d == 0 { 0 } else { reach.get(from) };
        let above = if d == 0 { 0 } else { start - from };
        while x > start && y > above {
            (x, y) = (x - 1, y - 1);
            kept.extend(usize::try_from(y));
        }
        (x, y) = (start, above);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::changed;

    fn lines(before: &str, after: &str) -> Vec<String> {
        changed(before, after).into_iter().map(|it| after[it].trim_end().to_owned()).collect()
    }

    #[test]
    fn lines_that_moved_are_as_they_were() {
        assert_eq!(lines("a\nb\nc\n", "x\na\nb\nc\n"), ["x"]);
        assert_eq!(lines("a\nb\nc\n", "a\nc\n"), Vec::<String>::new());
        assert_eq!(lines("a\nb\nc\nd\ne\n", "a\nB\nc\nD\ne\n"), ["B", "D"]);
        assert_eq!(lines("", "a\nb"), ["a", "b"]);
        assert_eq!(lines("a\nb\n", "a\r\nb\r\n"), Vec::<String>::new());
        assert_eq!(lines("a\nb\nc\na\nb\nb\na\n", "c\nb\na\nb\na\nc\n").len(), 2);
    }

    #[test]
    fn what_is_quite_another_text_is_new() {
        let numbered = |letter: char| {
            let lines: Vec<String> = (0..3_000).map(|it| format!("{letter}{it}\n")).collect();
            lines.concat()
        };
        let old: String = numbered('a');
        let new: String = numbered('b');
        assert_eq!(lines(&old, &new).len(), 3_000);
        assert_eq!(lines(&old, &old), Vec::<String>::new());
    }
}
