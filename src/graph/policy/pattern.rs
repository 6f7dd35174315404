//! Texts with wildcards and with holes, and whether one covers another: in time that grows with the
//! product of their lengths, whatever they are made of.

mod cover;

use std::fmt;
use std::sync::LazyLock;

use ecow::EcoString;

/// An ARN has at most 2,048 characters. A longer pattern is not compared.
const MAX_PIECES: usize = 2_048;

/// A text of which some parts are wildcards or not known.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Pattern {
    pieces: Vec<Piece>,
    /// There is more than is kept.
    cut: bool,
}

#[derive(Clone, PartialEq, Debug)]
enum Piece {
    Letter(char),
    /// `?`
    One,
    /// `*`
    Any,
    Hole(Hole),
}

/// A part that is not known. It may be empty.
#[derive(Clone, PartialEq, Debug)]
pub struct Hole {
    /// What has the same name is the same text.
    name: Option<EcoString>,
    /// It is a part of an ARN or less: it has no colons, and no wildcards that go over colons.
    part: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer3 {
    Yes,
    No,
    Unknown,
}

/// A part of an ARN or of an action.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Text(String),
    /// It has wildcards.
    Wild,
    /// It is not known.
    Open,
    /// There are not so many parts.
    Missing,
}

/// Actions are compared without regard to case, resources are not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Case {
    Kept,
    Ignored,
}

impl Hole {
    /// Any text.
    pub fn text() -> Hole {
        Hole { name: None, part: false }
    }

    /// A name, an id, an account or a region: any text without colons and wildcards.
    pub fn part() -> Hole {
        Hole { name: None, part: true }
    }

    /// All holes of one name hold the same text.
    #[must_use]
    pub fn named(self, name: impl Into<EcoString>) -> Hole {
        Hole { name: Some(name.into()), ..self }
    }
}

impl Pattern {
    /// As IAM reads actions and resources: with `*`, `?` and variables like `${aws:username}`, which only
    /// a request gives a value. `$LATEST` is no variable.
    pub fn parse(text: &str) -> Pattern {
        let mut pattern = Pattern::default();
        let mut rest = text;
        let mut has_variables = true;
        while let Some(char) = rest.chars().next().filter(|_| !pattern.cut) {
            if let Some(inside) = rest.strip_prefix("${").filter(|_| has_variables) {
                if let Some((_, after)) = inside.split_once('}') {
                    pattern.push(Piece::Hole(Hole::text()));
                    rest = after;
                    continue;
                }
                // What is not closed here is closed nowhere behind.
                has_variables = false;
            }
            pattern.push(match char {
                '*' => Piece::Any,
                '?' => Piece::One,
                _ => Piece::Letter(char),
            });
            rest = &rest[char.len_utf8()..];
        }
        pattern
    }

    /// A text in which nothing has a meaning.
    pub fn exactly(text: &str) -> Pattern {
        let mut pattern = Pattern::default();
        pattern.pieces.reserve(text.len().min(MAX_PIECES));
        text.chars().take(MAX_PIECES + 1).for_each(|it| pattern.push(Piece::Letter(it)));
        pattern
    }

    pub fn hole(hole: Hole) -> Pattern {
        Pattern { pieces: vec![Piece::Hole(hole)], cut: false }
    }

    /// `*`
    pub fn everything() -> &'static Pattern {
        static EVERYTHING: LazyLock<Pattern> = LazyLock::new(|| Pattern::parse("*"));
        &EVERYTHING
    }

    fn push(&mut self, piece: Piece) {
        if self.pieces.len() == MAX_PIECES {
            self.cut = true;
        } else if piece != Piece::Any || self.pieces.last() != Some(&Piece::Any) {
            self.pieces.push(piece);
        }
    }

    /// Whether it covers what is asked, which may have holes too: `Yes` and `No` hold whatever is in the
    /// holes. Asked for a pattern, `Yes` is for all that it stands for, and `No` for none of it.
    pub fn matches(&self, other: &Pattern) -> Answer3 {
        self.matches_in(other, Case::Kept)
    }

    pub fn matches_in(&self, other: &Pattern, case: Case) -> Answer3 {
        match (self.is_everything(), self.cut || other.cut) {
            (true, _) => Answer3::Yes,
            (false, true) => Answer3::Unknown,
            _ if self.begins_otherwise(other, case) => Answer3::No,
            _ if cover::surely(&self.pieces, &other.pieces, case) => Answer3::Yes,
            _ if cover::possibly(&self.pieces, &other.pieces, case) => Answer3::Unknown,
            _ => Answer3::No,
        }
    }

    /// Whether the letters before the first wildcard or hole of either differ, as most do: it is soon seen.
    fn begins_otherwise(&self, other: &Pattern, case: Case) -> bool {
        let both = self.pieces.iter().zip(&other.pieces);
        let mut letters = both.map_while(|it| match it {
            (Piece::Letter(one), Piece::Letter(other)) => Some((*one, *other)),
            _ => None,
        });
        letters.any(|(one, other)| !cover::same(one, other, case))
    }

    pub fn is_everything(&self) -> bool {
        self.pieces == [Piece::Any]
    }

    /// The text, where it is known and has no wildcards.
    pub fn literal(&self) -> Option<String> {
        text(&self.pieces).filter(|_| !self.cut)
    }

    fn parts(&self) -> impl Iterator<Item = &[Piece]> {
        self.pieces.split(|it| *it == Piece::Letter(':'))
    }

    /// What stands between two colons.
    pub(super) fn part(&self, index: usize) -> Part {
        // A hole that may have colons moves what comes behind it.
        let mut seen = self.parts().take(index + 1).flatten();
        if seen.any(|it| matches!(it, Piece::Hole(hole) if !hole.part)) {
            return Part::Open;
        }
        match self.parts().nth(index) {
            None if self.cut => Part::Open,
            None => Part::Missing,
            Some(part) if part.iter().any(|it| matches!(it, Piece::Any | Piece::One)) => Part::Wild,
            Some(part) => text(part).map_or(Part::Open, Part::Text),
        }
    }

    /// The function that an ARN of AWS Lambda is about, without the version or alias behind it; nothing
    /// where there is none. A policy for the one is not for the other.
    pub fn unqualified(&self) -> Option<Pattern> {
        let is = |index: usize, text: &str| self.part(index) == Part::Text(text.to_owned());
        let known = is(2, "lambda") && is(5, "function") && !self.cut;
        let mut colons =
            self.pieces.iter().enumerate().filter(|(_, it)| **it == Piece::Letter(':'));
        let (end, _) = colons.nth(6).filter(|_| known)?;
        Some(Pattern { pieces: self.pieces[..end].to_vec(), cut: false })
    }

    /// How much work it is to compare with it.
    pub(super) fn weight(&self) -> usize {
        self.pieces.len()
    }
}

fn text(pieces: &[Piece]) -> Option<String> {
    let letters = pieces.iter().map(|it| match it {
        Piece::Letter(letter) => Some(*letter),
        _ => None,
    });
    letters.collect()
}

/// One behind the other.
impl FromIterator<Pattern> for Pattern {
    fn from_iter<I: IntoIterator<Item = Pattern>>(patterns: I) -> Pattern {
        patterns.into_iter().fold(Pattern::default(), |mut all, pattern| {
            all.pieces.reserve(pattern.pieces.len());
            pattern.pieces.into_iter().for_each(|it| all.push(it));
            all.cut |= pattern.cut;
            all
        })
    }
}

/// As people write it, with an ellipsis for what is not known.
impl fmt::Display for Pattern {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in &self.pieces {
            match piece {
                Piece::Letter(letter) => write!(out, "{letter}")?,
                Piece::One => out.write_str("?")?,
                Piece::Any => out.write_str("*")?,
                Piece::Hole(_) => out.write_str("…")?,
            }
        }
        out.write_str(if self.cut { "…" } else { "" })
    }
}

impl Answer3 {
    #[must_use]
    pub fn and(self, other: Answer3) -> Answer3 {
        match (self, other) {
            (Answer3::No, _) | (_, Answer3::No) => Answer3::No,
            (Answer3::Yes, Answer3::Yes) => Answer3::Yes,
            _ => Answer3::Unknown,
        }
    }

    #[must_use]
    pub fn or(self, other: Answer3) -> Answer3 {
        self.not().and(other.not()).not()
    }

    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "it stands beside `and` and `or`")]
    pub fn not(self) -> Answer3 {
        match self {
            Answer3::Yes => Answer3::No,
            Answer3::No => Answer3::Yes,
            Answer3::Unknown => Answer3::Unknown,
        }
    }
}
