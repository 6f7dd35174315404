//! The two questions that make three answers: is it covered whatever the holes hold, and can it be at all.
//! Each keeps one row of answers, for all beginnings of what is asked.

use super::{Case, Hole, Piece};

/// Every text of the asked pattern is one of the pattern, whatever is in the holes of both. Not found
/// where it takes more than comparing piece by piece: that `?*` covers a hole before a letter.
pub(super) fn surely(pattern: &[Piece], asked: &[Piece], case: Case) -> bool {
    let mut reached = vec![false; asked.len() + 1];
    reached[0] = true;
    for (index, piece) in pattern.iter().enumerate() {
        if *piece == Piece::Any {
            let crosses = pattern.get(index + 1).is_none_or(is_colon);
            for end in 1..reached.len() {
                reached[end] |= reached[end - 1] && (crosses || has_no_colon(&asked[end - 1]));
            }
        } else {
            for end in (1..reached.len()).rev() {
                reached[end] = reached[end - 1] && is_surely(piece, &asked[end - 1], case);
            }
            reached[0] = false;
        }
        if !reached.contains(&true) {
            return false;
        }
    }
    reached[asked.len()]
}

/// IAM lets a `*` at the end of an ARN's part go on behind the colon. Elsewhere in the part it may not.
fn is_colon(piece: &Piece) -> bool {
    *piece == Piece::Letter(':')
}

fn has_no_colon(piece: &Piece) -> bool {
    match piece {
        Piece::Letter(letter) => *letter != ':',
        Piece::Hole(hole) => hole.part,
        Piece::One | Piece::Any => false,
    }
}

/// One piece that is no `*` stands for all that the other stands for.
fn is_surely(piece: &Piece, asked: &Piece, case: Case) -> bool {
    match (piece, asked) {
        (Piece::Letter(one), Piece::Letter(other)) => same(*one, *other, case),
        (Piece::One, Piece::Letter(letter)) => *letter != ':',
        (Piece::Hole(Hole { name: Some(one), .. }), Piece::Hole(Hole { name: Some(two), .. })) => {
            one == two
        }
        _ => false,
    }
}

/// Some text is one of both.
pub(super) fn possibly(pattern: &[Piece], asked: &[Piece], case: Case) -> bool {
    let mut row = vec![false; asked.len() + 1];
    row[0] = true;
    for end in 1..row.len() {
        row[end] = row[end - 1] && is_wild(&asked[end - 1]);
    }
    for piece in pattern {
        // The answer of the row before, one to the left.
        let mut corner = row[0];
        row[0] &= is_wild(piece);
        for end in 1..row.len() {
            let (left, above, other) = (row[end - 1], row[end], &asked[end - 1]);
            row[end] = match (is_wild(piece), is_wild(other)) {
                (false, false) => corner && may_be(piece, other, case),
                (one, two) => {
                    one && (above || left && takes(piece, other))
                        || two && (left || above && takes(other, piece))
                }
            };
            corner = above;
        }
        if !row.contains(&true) {
            return false;
        }
    }
    row[asked.len()]
}

/// It stands for texts of any length.
fn is_wild(piece: &Piece) -> bool {
    matches!(piece, Piece::Any | Piece::Hole(_))
}

/// The text of what is wild may go over the other piece.
fn takes(wild: &Piece, other: &Piece) -> bool {
    !(is_colon(other) && matches!(wild, Piece::Hole(hole) if hole.part))
}

fn may_be(one: &Piece, other: &Piece, case: Case) -> bool {
    match (one, other) {
        (Piece::Letter(one), Piece::Letter(other)) => same(*one, *other, case),
        _ => true,
    }
}

pub(super) fn same(one: char, other: char, case: Case) -> bool {
    one == other || case == Case::Ignored && one.eq_ignore_ascii_case(&other)
}
