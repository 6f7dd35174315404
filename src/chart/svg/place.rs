//! Where the words beside dots go, so that they hide neither one another nor a dot.

use super::{BOTTOM, LEFT, RIGHT, TOP};

/// The place of the first letter, on its base line.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Text {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// What is drawn already, as boxes: left, top, right, bottom.
pub(super) struct Taken {
    /// Dots and words, which nothing may hide.
    firm: Vec<[f64; 4]>,
    /// Lines, which words would better not be on.
    soft: Vec<[f64; 4]>,
}

/// Of the words of a mark.
const HEIGHT: f64 = 13.0;
const LETTER: f64 = 7.0;

/// From the dot to the middle of the words: to the right, to the left, above and below, then further out.
const DISTANCES: [f64; 5] = [16.0, 28.0, 42.0, 60.0, 80.0];

/// So many of the places around a dot are near it: beyond them, words had better be on a line.
const NEAR: usize = 12;

impl Taken {
    pub(super) fn new(dots: &[(f64, f64)], lines: impl Iterator<Item = (f64, f64)>) -> Taken {
        let around = |(x, y): (f64, f64), by: f64| [x - by, y - by, x + by, y + by];
        Taken {
            firm: dots.iter().map(|it| around(*it, 6.0)).collect(),
            soft: lines.map(|it| around(it, 3.0)).collect(),
        }
    }

    /// The nearest place that is free, at least of dots and words; the first of all where there is none.
    pub(super) fn place(&mut self, x: f64, y: f64, words: &str) -> Text {
        let n_letters = u32::try_from(words.chars().count()).unwrap_or(u32::MAX);
        let width = LETTER * f64::from(n_letters);
        let around = |distance: f64| {
            let (right, left) = (x + distance - 6.0, x - distance + 6.0 - width);
            [
                (left, y - distance),
                (right, y + distance),
                (left, y + distance),
                (right, y - distance),
                (x - width / 2.0, y - distance),
                (x - width / 2.0, y + distance),
            ]
        };
        let boxes = DISTANCES.into_iter().flat_map(around).map(|(left, middle)| {
            [left, middle - HEIGHT / 2.0, left + width, middle + HEIGHT / 2.0]
        });
        let boxes: Vec<[f64; 4]> = boxes.collect();
        let off = |it: &[f64; 4], all: &[[f64; 4]]| all.iter().all(|at| apart(it, at));
        let legible = |it: &&[f64; 4]| inside(it) && off(it, &self.firm);
        let mut clear = boxes.iter().take(NEAR).filter(legible).filter(|it| off(it, &self.soft));
        let found = clear.next().or_else(|| boxes.iter().find(legible));
        let found = found.copied().unwrap_or(boxes[0]);
        self.firm.push(found);
        Text { x: found[0], y: found[3] - 2.5 }
    }
}

fn inside([left, top, right, bottom]: &[f64; 4]) -> bool {
    *left >= LEFT && *right <= RIGHT && *top >= TOP && *bottom <= BOTTOM
}

fn apart(one: &[f64; 4], other: &[f64; 4]) -> bool {
    one[2] <= other[0] || other[2] <= one[0] || one[3] <= other[1] || other[3] <= one[1]
}
