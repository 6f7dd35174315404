//! Rule files to rules. What a rule is called, how bad it is and every word it says is decided in its
//! file and nowhere else; expressions are kept as they are, for `check` to evaluate.

mod decode;
pub mod facts;
mod names;

pub(crate) use self::names::is_of_rules;
pub use crate::decode::{Complaint, Refused};

use std::collections::{BTreeSet, HashMap};
use std::iter;

use ecow::EcoString;
use indexmap::IndexMap;
use rayon::prelude::*;
use serde::Serialize;

use crate::finding::{Confidence, ImpactKind, Per, Severity};
use crate::syntax::{Expr, ExprKind};
use crate::tags;

#[derive(Clone, Debug)]
pub struct Rule {
    pub name: EcoString,
    /// The folder it is in; for packs of the user's, the file.
    pub pack: EcoString,
    pub title: EcoString,
    pub concern: Concern,
    /// Only those who ask for everything are told of any of its cases.
    pub strict: bool,
    pub severity: Severity,
    pub confidence: Confidence,
    /// What looks at resources instead of an expression, and answers with what it found.
    pub detector: Option<EcoString>,
    /// Never empty. Of those that are true of one place the first one speaks.
    pub cases: Vec<Case>,
    pub why: EcoString,
    /// In the order of the file.
    pub params: IndexMap<EcoString, Expr>,
    pub sources: Vec<EcoString>,
    /// Names that it had.
    pub formerly: Vec<EcoString>,
}

/// Which question a rule answers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Concern {
    Cost,
    Reliability,
    Attribution,
    /// What is said to the tool itself.
    Hygiene,
}

impl Concern {
    pub fn name(self) -> &'static str {
        match self {
            Concern::Cost => "cost",
            Concern::Reliability => "reliability",
            Concern::Attribution => "attribution",
            Concern::Hygiene => "hygiene",
        }
    }
}

/// Which rules are asked where nobody names any.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Preset {
    /// What one would want on in a stranger's repository.
    #[default]
    Default,
    /// Every rule.
    Strict,
    /// What costs too much, or is spent by nobody knows whom.
    Cost,
    /// What breaks under load.
    Reliability,
}

impl Preset {
    pub const ALL: &[(&str, Preset)] = &[
        ("default", Preset::Default),
        ("strict", Preset::Strict),
        ("cost", Preset::Cost),
        ("reliability", Preset::Reliability),
    ];

    pub fn by_name(name: &str) -> Option<Preset> {
        Preset::ALL.iter().find(|(it, _)| *it == name).map(|(_, preset)| *preset)
    }

    pub fn holds(self, rule: &Rule) -> bool {
        match self {
            Preset::Default => !rule.strict,
            Preset::Strict => true,
            Preset::Cost => rule.concern != Concern::Reliability,
            Preset::Reliability => {
                matches!(rule.concern, Concern::Reliability | Concern::Hygiene)
            }
        }
    }
}

/// One spelling of the question, for some resource types.
#[derive(Clone, Debug)]
pub struct Case {
    pub resources: Vec<EcoString>,
    /// Whether only those who ask for everything are told.
    pub strict: Option<Expr>,
    /// Values with names, which expressions use as `let.x`; the rule's own among them.
    pub lets: IndexMap<EcoString, Expr>,
    /// The names of a severity and a confidence, where they are not those of the rule.
    pub severity: Option<Expr>,
    pub confidence: Option<Expr>,
    pub evidence: Vec<Evidence>,
    pub impacts: Vec<Worth>,
    pub for_each: Option<Expr>,
    pub when: Expr,
    /// The attribute to point at, block by block: `template`, `timeout`.
    pub at: Vec<EcoString>,
    pub message: Expr,
    pub label: Option<Expr>,
    pub help: Option<Expr>,
    pub fix: Option<Remedy>,
    pub cause: Option<Cause>,
}

/// What several places have in common, and how it is told: those with the same key are one finding.
#[derive(Clone, Debug)]
pub struct Cause {
    /// Null: the place has a cause of its own.
    pub key: Expr,
    /// A value that knows where it was said.
    pub at: Expr,
    pub message: Expr,
    pub label: Option<Expr>,
}

/// Something else that shows it.
#[derive(Clone, Debug)]
pub struct Evidence {
    pub for_each: Option<Expr>,
    /// A value that knows where it was said.
    pub at: Expr,
    pub label: Expr,
}

/// What a case means in dollars.
#[derive(Clone, Debug)]
pub struct Worth {
    pub kind: ImpactKind,
    pub per: Per,
    pub amount: Priced,
    pub assumes: Option<Expr>,
}

/// How an amount is found.
#[derive(Clone, Debug)]
pub enum Priced {
    /// By the bill of the resource as it is, less its bill with these arguments.
    Anew(Expr),
    /// By an expression that comes to dollars.
    Formula(Expr),
}

impl Case {
    /// Whether that is so of every place.
    pub fn is_strict(&self) -> bool {
        self.strict.as_ref().is_some_and(|it| matches!(it.kind, ExprKind::Bool(true)))
    }

    fn is_about(&self, kinds: &BTreeSet<&str>) -> bool {
        self.resources.iter().any(|it| kinds.contains(it.as_str()))
    }
}

/// What mends a place.
#[derive(Clone, Debug)]
pub struct Remedy {
    pub change: Change,
    /// Why a person needs to look first; null: there is no need to.
    pub caution: Option<Expr>,
}

#[derive(Clone, Debug)]
pub enum Change {
    /// The value that `at` should have.
    Set(Expr),
    /// Texts that know where they are to stand, and an imperative.
    Edits { edits: Expr, title: Expr },
}

impl Remedy {
    /// Every expression in it.
    fn expressions(&self) -> impl Iterator<Item = &Expr> {
        let (one, other) = match &self.change {
            Change::Set(set) => (set, None),
            Change::Edits { edits, title } => (edits, Some(title)),
        };
        iter::once(one).chain(other).chain(&self.caution)
    }
}

/// A rule of ours, not parsed yet.
#[derive(Debug)]
pub struct Embedded {
    pub name: &'static str,
    pub pack: &'static str,
    pub path: &'static str,
    /// The resource types that any of its cases is about.
    pub resources: &'static [&'static str],
    pub formerly: &'static [&'static str],
    /// It is about what its detector finds, of any type.
    pub detects: bool,
    pub text: &'static str,
}

/// Our rules, by name.
pub const EMBEDDED: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

impl Embedded {
    pub fn parse(&self) -> Rule {
        let rules = decode::rules(self.path, self.text, Some(self), &mut decode::Names::new());
        let rule = rules.ok().and_then(|rules| rules.into_iter().next());
        rule.expect("a test parses every rule that the program carries")
    }
}

/// Our rules and the user's. Of two with one name the user's holds.
#[derive(Debug, Default)]
pub struct Packs {
    own: Vec<Rule>,
    facts: HashMap<String, facts::Table>,
}

impl Packs {
    /// `files` are the user's packs: path and text, rules and tables of facts. A path that comes twice is read once.
    pub fn new(files: &[(String, String)]) -> Result<Packs, Refused> {
        let mut own: Vec<Rule> = Vec::new();
        let mut all = Vec::new();
        let mut names = decode::Names::new();
        let mut read = BTreeSet::new();
        let mut tables = HashMap::new();
        for (path, text) in files.iter().filter(|(path, _)| read.insert(path)) {
            if let Some(name) = path.strip_suffix(".csv") {
                let name = name.rsplit('/').next().unwrap_or(name);
                tables.insert(name.to_owned(), facts::Table::parse(text));
                continue;
            }
            match decode::rules(path, text, None, &mut names) {
                Ok(rules) => own.extend(rules),
                Err(complaints) => all.extend(complaints),
            }
        }
        if all.is_empty() { Ok(Packs { own, facts: tables }) } else { Err(Refused { all }) }
    }

    /// A table of facts: the user's, or ours.
    pub fn facts(&self, table: &str) -> Option<&facts::Table> {
        self.facts.get(table).or_else(|| facts::embedded(table))
    }

    /// The rules about any of these resource types, by name.
    pub fn about(&self, kinds: &BTreeSet<&str>) -> Vec<Rule> {
        let has_tags = kinds.iter().any(|it| tags::taggable(it).is_some());
        let embedded = self.embedded().filter(|it| {
            it.detects && has_tags && it.pack != "hygiene"
                || it.resources.iter().any(|it| kinds.contains(it))
        });
        let own = self.own.iter().filter(|it| {
            it.detector.is_some() && has_tags || it.cases.iter().any(|it| it.is_about(kinds))
        });
        sorted(embedded, own)
    }

    /// Every rule, by name.
    pub fn all(&self) -> Vec<Rule> {
        sorted(self.embedded(), self.own.iter())
    }

    /// The rule that has this name, or had it.
    pub fn get(&self, name: &str) -> Option<Rule> {
        let name = self.current(name)?;
        let own = self.own.iter().find(|it| it.name == name).cloned();
        own.or_else(|| self.embedded().find(|it| it.name == name).map(Embedded::parse))
    }

    /// What the rule is called that has this name or had it. Parses nothing.
    pub fn current(&self, name: &str) -> Option<&str> {
        let today = self.names().into_iter().find(|it| *it == name);
        let own = || self.own.iter().find(|it| it.formerly.iter().any(|it| it == name));
        let embedded = || self.embedded().find(|it| it.formerly.contains(&name));
        today.or_else(|| own().map(|it| it.name.as_str())).or_else(|| embedded().map(|it| it.name))
    }

    /// Every name, also of rules that are not parsed yet.
    pub fn names(&self) -> Vec<&str> {
        let own = self.own.iter().map(|it| it.name.as_str());
        self.embedded().map(|it| it.name).chain(own).collect()
    }

    /// Every name that a rule has or had. Parses nothing.
    pub fn names_and_old(&self) -> Vec<String> {
        let embedded = self.embedded().flat_map(|it| iter::once(&it.name).chain(it.formerly));
        let own = self.own.iter().flat_map(|it| iter::once(&it.name).chain(&it.formerly));
        embedded.map(ToString::to_string).chain(own.map(ToString::to_string)).collect()
    }

    /// Our rules, without those that the user has replaced.
    fn embedded(&self) -> impl Iterator<Item = &'static Embedded> {
        EMBEDDED.iter().filter(|it| !self.own.iter().any(|own| own.name == it.name))
    }
}

fn sorted<'p>(
    embedded: impl Iterator<Item = &'static Embedded>,
    own: impl Iterator<Item = &'p Rule>,
) -> Vec<Rule> {
    let embedded: Vec<&Embedded> = embedded.collect();
    let mut rules: Vec<Rule> = embedded.into_par_iter().map(Embedded::parse).collect();
    rules.extend(own.cloned());
    rules.sort_by(|one, other| one.name.cmp(&other.name));
    rules
}
