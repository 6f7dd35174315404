//! What is wrong, where, how sure, and what would mend it: plain data, made by `check` and read by
//! reports. No wording and no severity is decided here.

use ecow::EcoString;
use serde::Serialize;

use crate::money::Range;
use crate::source::Span;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Note,
    Warning,
    Error,
}

impl Severity {
    pub const ALL: [Severity; 3] = [Severity::Note, Severity::Warning, Severity::Error];

    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    pub fn by_name(name: &str) -> Option<Severity> {
        Severity::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// How certain the evidence is; how bad it would be is `Severity`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    Low,
    Medium,
    High,
}

impl Confidence {
    pub const ALL: [Confidence; 3] = [Confidence::Low, Confidence::Medium, Confidence::High];

    pub fn name(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }

    pub fn by_name(name: &str) -> Option<Confidence> {
        Confidence::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// A place and what is true of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    pub span: Span,
    pub message: String,
}

/// One thing that is wrong. Its places share one cause: instances of one resource, or many resources
/// with the same habit. The first place is the one that is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    pub rule: EcoString,
    pub severity: Severity,
    pub confidence: Confidence,
    pub message: String,
    pub primary: Label,
    /// `message` and `primary` are of what the places have in common, and not of the first of them.
    pub is_shared: bool,
    /// The evidence elsewhere: where a value came from, what the thing refers to.
    pub labels: Vec<Label>,
    pub help: Option<String>,
    pub fix: Option<Fix>,
    /// Never empty; in the order of the sources.
    pub places: Vec<Place>,
}

/// Where a finding holds. Suppression, baseline and diff work on places.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// As Terraform prints it: `module.orders.aws_lambda_function.api["eu"]`.
    pub address: String,
    /// The directory of the configuration that it is of, from the repository's root.
    pub root: String,
    pub span: Span,
    /// The heads of the module calls that lead to it, the root's first.
    pub calls: Vec<Span>,
    /// What is true here; of the first place it is the finding's message.
    pub message: String,
    /// Of rule, address and attribute: survives line moves.
    pub fingerprint: String,
    /// What it means in dollars.
    pub impacts: Vec<Impact>,
    /// Why it does not count, where somebody said so.
    pub suppressed: Option<Suppression>,
}

/// What something means in dollars.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Impact {
    pub kind: ImpactKind,
    pub per: Per,
    /// `Err`: why it is not known.
    pub amount: Result<Range, String>,
    /// Of how many places nothing is known.
    pub unpriced: usize,
    /// How the figure was reached, in a clause.
    pub assumes: Option<String>,
    /// The region whose prices stand in, where nothing says where the resource is.
    pub prices_of: Option<String>,
}

impl Impact {
    /// Adds one to sums of which there is one for each kind and time.
    pub fn gather(sums: &mut Vec<Impact>, impact: &Impact) {
        match sums.iter_mut().find(|it| it.kind == impact.kind && it.per == impact.per) {
            None => sums.push(impact.clone()),
            Some(sum) => sum.add(impact),
        }
    }

    fn add(&mut self, other: &Impact) {
        self.unpriced += other.unpriced;
        self.prices_of = self.prices_of.take().or_else(|| other.prices_of.clone());
        match (&mut self.amount, &other.amount) {
            // One limit of an account is not there once for each of them.
            (Ok(amount), Ok(more)) if self.kind == ImpactKind::Exposes => {
                if more.high > amount.high {
                    *amount = *more;
                }
            }
            (Ok(amount), Ok(more)) => *amount += *more,
            (Err(_), Ok(more)) => {
                self.amount = Ok(*more);
                self.assumes.clone_from(&other.assumes);
            }
            (_, Err(_)) => {}
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ImpactKind {
    /// What the fix saves.
    Wastes,
    /// What nothing in the configuration limits.
    Exposes,
    /// What the fix itself adds.
    Costs,
    /// Spend that nothing explains.
    Unattributed,
}

impl ImpactKind {
    pub fn name(self) -> &'static str {
        match self {
            ImpactKind::Wastes => "wastes",
            ImpactKind::Exposes => "exposes",
            ImpactKind::Costs => "costs",
            ImpactKind::Unattributed => "unattributed",
        }
    }
}

/// The time that an amount is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Per {
    Month,
    Hour,
}

impl Per {
    pub fn name(self) -> &'static str {
        match self {
            Per::Month => "month",
            Per::Hour => "hour",
        }
    }
}

/// Why a place does not count.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Suppression {
    pub by: By,
    pub reason: Option<String>,
    /// The last day on which it holds.
    pub until: Option<String>,
    /// The line that says so: `main.tf:3`.
    pub place: Option<String>,
}

/// Who said so.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// A comment beside the code.
    #[default]
    Comment,
    Settings,
    Baseline,
}

impl By {
    pub fn name(self) -> &'static str {
        match self {
            By::Comment => "comment",
            By::Settings => "settings",
            By::Baseline => "baseline",
        }
    }
}

impl Finding {
    /// What its places that count mean in dollars together: a sum for each kind and time.
    pub fn impacts(&self) -> Vec<Impact> {
        let mut all: Vec<Impact> = Vec::new();
        let counting = self.places.iter().filter(|it| it.suppressed.is_none());
        counting.flat_map(|it| &it.impacts).for_each(|it| Impact::gather(&mut all, it));
        all
    }

    /// Everyone of its places was suppressed.
    pub fn suppressed(&self) -> bool {
        self.places.iter().all(|place| place.suppressed.is_some())
    }
}

/// Edits that mend a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// An imperative: "set `type` to \"gp3\"".
    pub title: String,
    pub edits: Vec<Edit>,
    /// Why a person needs to look first. `None`: applying it is safe.
    pub caution: Option<String>,
}

/// Text in place of a span. Made by the constructors of `fix`, so that lines stay whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

/// A fix that was made: the finding is not there any more.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fixed {
    pub rule: EcoString,
    /// Of the place that stood for the finding.
    pub address: String,
    pub fingerprint: String,
    pub path: String,
    /// From 1, as the text was when it was found.
    pub line: usize,
    /// Of the fix.
    pub title: String,
    pub caution: Option<String>,
    /// The paths of the files that it changed; sorted.
    pub files: Vec<String>,
}

/// Something that could not be read or understood, so that the job was not wholly done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    pub kind: ProblemKind,
    /// As reports print it; empty where no file is to blame.
    pub path: String,
    pub span: Option<Span>,
    pub message: String,
    pub help: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// The text is not Terraform.
    SyntaxError,
    /// The file or directory could not be read.
    Unreadable,
    /// The file is not UTF-8.
    NotUtf8,
    /// The file is larger than the limit.
    TooLarge,
    /// A symbolic link leads round in a circle.
    LinkLoop,
    /// Terraform would refuse the configuration: a circle of references.
    InvalidConfiguration,
    /// A file to which a fix belongs could not be written.
    Unwritable,
}

impl ProblemKind {
    /// It is the text itself: whoever changes it can mend it, and nothing else has to be there.
    pub fn is_of_text(self) -> bool {
        match self {
            ProblemKind::SyntaxError
            | ProblemKind::NotUtf8
            | ProblemKind::TooLarge
            | ProblemKind::LinkLoop
            | ProblemKind::InvalidConfiguration => true,
            ProblemKind::Unreadable | ProblemKind::Unwritable => false,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            ProblemKind::SyntaxError => "syntax-error",
            ProblemKind::Unreadable => "unreadable",
            ProblemKind::NotUtf8 => "not-utf8",
            ProblemKind::TooLarge => "too-large",
            ProblemKind::LinkLoop => "link-loop",
            ProblemKind::InvalidConfiguration => "invalid-configuration",
            ProblemKind::Unwritable => "unwritable",
        }
    }
}

/// A question that a rule could not answer, and the expression that blocked it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Undecided {
    pub rule: EcoString,
    pub address: String,
    /// The expression whose value is not known.
    pub span: Span,
    /// In words that a reader can act on: "var.tags has no default and no tfvars sets it".
    pub reason: String,
}
