//! Which fixes are made: as many as go together, each wholly or not at all.

use std::collections::BTreeMap;

use crate::finding::{Edit, Fix};
use crate::source::FileId;

/// The places in the list of the fixes that go together. One that writes where an earlier one did is left for another
/// round.
pub fn go_together(fixes: &[&Fix]) -> Vec<usize> {
    let mut taken: BTreeMap<(FileId, u32, u32), &Edit> = BTreeMap::new();
    let mut chosen = Vec::new();
    for (at, fix) in fixes.iter().enumerate() {
        if fix.edits.iter().all(|it| is_free(it, &taken)) {
            let edits = fix.edits.iter();
            taken.extend(edits.map(|it| ((it.span.file, it.span.start, it.span.end), it)));
            chosen.push(at);
        }
    }
    chosen
}

fn is_free(edit: &Edit, taken: &BTreeMap<(FileId, u32, u32), &Edit>) -> bool {
    let span = edit.span;
    // What begins before its end, the last of which reaches furthest: taken edits do not overlap.
    let before = taken.range((span.file, 0, 0)..=(span.file, span.end, u32::MAX)).rev().take(2);
    before.into_iter().all(|(_, other)| {
        *other == edit || other.span.end < span.start || other.span.start > span.end
    })
}

/// Whether the edits of a fix agree with each other: no two of them write to the same place.
pub fn is_sound(fix: &Fix) -> bool {
    let mut edits: Vec<&Edit> = fix.edits.iter().collect();
    edits.sort_by_key(|it| it.span);
    edits.dedup();
    edits.windows(2).all(|it| {
        let (one, next) = (it[0].span, it[1].span);
        one.file != next.file || one.end < next.start || one.end == next.start && one != next
    })
}

#[cfg(test)]
mod tests {
    use super::{go_together, is_sound};
    use crate::finding::{Edit, Fix};
    use crate::source::{Sources, Span};

    fn fix(edits: &[(usize, usize, &str)]) -> Fix {
        let file = Sources::default().add("a.tf", "");
        let edit = |it: &(usize, usize, &str)| Edit::replace(Span::new(file, it.0, it.1), it.2);
        Fix { title: String::new(), edits: edits.iter().map(edit).collect(), caution: None }
    }

    #[test]
    fn a_fix_is_made_wholly_or_not_at_all() {
        let (one, both, other) =
            (fix(&[(5, 9, "x")]), fix(&[(0, 2, "y"), (8, 12, "y")]), fix(&[(0, 1, "z")]));
        assert_eq!(go_together(&[&one, &both, &other]), [0, 2]);
        assert_eq!(go_together(&[&one, &one]), [0, 1]);
    }

    #[test]
    fn edits_of_one_fix_may_not_contradict_each_other() {
        assert!(is_sound(&fix(&[(0, 2, "a"), (0, 2, "a"), (2, 4, "b")])));
        assert!(!is_sound(&fix(&[(0, 2, "a"), (0, 2, "b")])));
        assert!(!is_sound(&fix(&[(0, 3, "a"), (2, 4, "b")])));
        assert!(!is_sound(&fix(&[(2, 2, "a"), (2, 2, "b")])));
    }
}
