//! Objects that hcl-edit must not see whole: those with very many items, because it compares each key
//! with each, and those with a key twice, which it rejects and Terraform accepts (the last one wins).
//! They are shown to it as empty braces, and their items in pieces.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use super::scan::{self, CROWD, Keep, Object};

/// Which objects of one item are read in pieces: by the place behind the opening brace.
#[derive(Debug, Default)]
pub(super) struct Crowded {
    objects: BTreeMap<usize, Pieces>,
    shown: String,
    /// Where `shown` starts in the whole text.
    base: usize,
}

#[derive(Debug)]
struct Pieces {
    inside: Range<usize>,
    ranges: Vec<Range<usize>>,
}

/// Some items of an object in braces of their own.
#[derive(Debug)]
pub(super) struct Piece {
    /// Where the text would start in the whole text.
    pub(super) base: usize,
    pub(super) text: String,
}

impl Crowded {
    /// Finds the objects of `item` that are read in pieces.
    pub(super) fn split(text: &str, shown: &str, item: &Range<usize>) -> Crowded {
        let scan = scan::scan(text, item.clone(), Keep::Insides);
        let objects = scan.objects.into_iter().filter_map(|object| {
            let ranges = pieces(shown, &object);
            let inside = object.inside;
            (ranges.len() > 1).then_some((inside.start, Pieces { inside, ranges }))
        });
        let objects = objects.collect();
        Crowded { objects, shown: shown[item.clone()].to_owned(), base: item.start }
    }

    /// The text of a range, with the objects in it emptied.
    pub(super) fn hide(&self, range: &Range<usize>) -> String {
        let mut bytes =
            self.shown.as_bytes()[range.start - self.base..range.end - self.base].to_vec();
        let mut at = range.start;
        for pieces in self.objects.range(range.clone()).map(|(_, pieces)| pieces) {
            // The inner ones come later and are emptied with the outer one.
            // An object whose own piece starts at its brace is no part of that piece.
            if pieces.inside.start >= at && pieces.inside.end <= range.end {
                let inside = pieces.inside.start - range.start..pieces.inside.end - range.start;
                bytes[inside].fill(b' ');
                at = pieces.inside.end;
            }
        }
        String::from_utf8(bytes).expect("brackets are whole characters, so what is between them is")
    }

    pub(super) fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    /// The pieces of the object whose opening brace stands at `open`.
    pub(super) fn pieces(&self, open: usize) -> impl Iterator<Item = Piece> {
        let pieces = self.objects.get(&(open + 1));
        let ranges = pieces.into_iter().flat_map(|it| &it.ranges);
        ranges
            .map(|range| Piece { base: range.start - 1, text: format!("{{{}}}", self.hide(range)) })
    }
}

/// Runs of items that hcl-edit can read at once: not too many, and no key twice.
fn pieces(shown: &str, object: &Object) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut keys = HashSet::new();
    for item in &object.items {
        let key: String = shown[item.key.clone()].split_whitespace().collect();
        let again = !keys.insert(key.clone());
        match ranges.last_mut() {
            Some(last) if !again && keys.len() <= CROWD => last.end = item.range.end,
            _ => {
                keys = HashSet::from([key]);
                ranges.push(item.range.clone());
            }
        }
    }
    ranges
}
