//! One tag policy as it is written: which operator sets what of which key, and what is left to policies further down.

use ecow::EcoString;

/// One policy as it is written.
#[derive(Default)]
pub(super) struct Written {
    pub(super) statements: Vec<Statement>,
    pub(super) allowed: Allowed,
    pub(super) remarks: Vec<EcoString>,
}

/// What it says of one policy key.
pub(super) struct Statement {
    /// In small letters.
    pub(super) key: String,
    pub(super) place: EcoString,
    pub(super) allowed: Allowed,
    pub(super) controls: Vec<(Setting, Allowed)>,
    pub(super) steps: Vec<Step>,
}

/// One operator with what it sets.
pub(super) struct Step {
    pub(super) setting: Setting,
    pub(super) operator: Operator,
    pub(super) values: Vec<EcoString>,
    pub(super) place: EcoString,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    TagKey,
    TagValue,
    EnforcedFor,
    ReportRequiredTagFor,
}

impl Setting {
    pub(super) const ALL: [Setting; 4] =
        [Setting::TagKey, Setting::TagValue, Setting::EnforcedFor, Setting::ReportRequiredTagFor];

    pub(super) fn name(self) -> &'static str {
        match self {
            Setting::TagKey => "tag_key",
            Setting::TagValue => "tag_value",
            Setting::EnforcedFor => "enforced_for",
            Setting::ReportRequiredTagFor => "report_required_tag_for",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Assign,
    Append,
    Remove,
}

impl Operator {
    const ALL: [Operator; 3] = [Operator::Assign, Operator::Append, Operator::Remove];

    pub(super) fn name(self) -> &'static str {
        match self {
            Operator::Assign => "@@assign",
            Operator::Append => "@@append",
            Operator::Remove => "@@remove",
        }
    }

    pub(super) fn by_name(name: &str) -> Option<Operator> {
        Operator::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// The operators that policies further down may use.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Allowed(u8);

impl Default for Allowed {
    fn default() -> Allowed {
        Allowed(0b111)
    }
}

impl Allowed {
    pub(super) const NONE: Allowed = Allowed(0);

    pub(super) fn and(self, other: Allowed) -> Allowed {
        Allowed(self.0 & other.0)
    }

    pub(super) fn has(self, operator: Operator) -> bool {
        self.0 & 1 << operator as u8 != 0
    }

    pub(super) fn with(self, operator: Operator) -> Allowed {
        Allowed(self.0 | 1 << operator as u8)
    }
}
