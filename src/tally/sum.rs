//! Sums of dollars and of resources, kept apart by whether anybody can attribute them.

use rust_decimal::Decimal;

/// Whether what a resource costs can be attributed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Status {
    /// Every required tag is there and right.
    Attributable,
    /// One is missing or wrong.
    Unattributable,
    /// Nobody can tell from the text.
    Unknown,
    /// It takes no tags, so no tag will ever explain it.
    Untaggable,
}

impl Status {
    pub const ALL: [Status; 4] =
        [Status::Attributable, Status::Unattributable, Status::Unknown, Status::Untaggable];

    pub fn name(self) -> &'static str {
        match self {
            Status::Attributable => "attributable",
            Status::Unattributable => "unattributable",
            Status::Unknown => "unknown",
            Status::Untaggable => "untaggable",
        }
    }

    pub(crate) fn words(self) -> &'static str {
        match self {
            Status::Attributable => "attributable",
            Status::Unattributable => "not attributable",
            Status::Unknown => "not known",
            Status::Untaggable => "takes no tags",
        }
    }
}

/// What some resources come to a month.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Part {
    pub resources: usize,
    /// From the text alone.
    pub fixed: Decimal,
    /// At the typical level.
    pub usage: Decimal,
    /// How many of the resources cost more than this, nobody knows how much.
    pub open: usize,
    /// Modules that are not on disk: what is in them costs something, nobody knows what.
    pub modules: usize,
}

impl Part {
    pub fn dollars(&self) -> Decimal {
        self.fixed.saturating_add(self.usage)
    }

    /// Whether there is more to it than is known.
    pub fn is_open(&self) -> bool {
        self.open + self.modules > 0
    }

    pub fn add(&mut self, other: &Part) {
        self.resources += other.resources;
        self.fixed = self.fixed.saturating_add(other.fixed);
        self.usage = self.usage.saturating_add(other.usage);
        self.open += other.open;
        self.modules += other.modules;
    }
}

impl<'p> std::iter::Sum<&'p Part> for Part {
    fn sum<I: Iterator<Item = &'p Part>>(parts: I) -> Part {
        let mut sum = Part::default();
        parts.for_each(|it| sum.add(it));
        sum
    }
}

/// A part for each status.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Split {
    parts: [Part; 4],
}

impl Split {
    pub fn of(&self, status: Status) -> &Part {
        &self.parts[status as usize]
    }

    pub fn add(&mut self, status: Status, part: &Part) {
        self.parts[status as usize].add(part);
    }

    pub fn merge(&mut self, other: &Split) {
        for status in Status::ALL {
            self.add(status, other.of(status));
        }
    }

    pub fn total(&self) -> Part {
        self.parts.iter().sum()
    }

    /// What takes tags: all but the last.
    pub fn taggable(&self) -> Part {
        self.parts[..Status::Untaggable as usize].iter().sum()
    }
}
