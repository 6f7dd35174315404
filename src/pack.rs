//! Rule files to rules. What a rule is called, how bad it is and every word it says is decided in its
//! file and nowhere else; expressions are kept as they are, for `check` to evaluate.

mod decode;

pub use crate::decode::{Complaint, Refused};

use std::collections::BTreeSet;

use ecow::EcoString;
use indexmap::IndexMap;

use crate::finding::{Confidence, Severity};
use crate::syntax::Expr;

#[derive(Clone, Debug)]
pub struct Rule {
    pub name: EcoString,
    /// The folder it is in; for packs of the user's, the file.
    pub pack: EcoString,
    pub title: EcoString,
    pub severity: Severity,
    pub confidence: Confidence,
    /// Never empty. Of those that are true of one place the first one speaks.
    pub cases: Vec<Case>,
    pub why: EcoString,
    /// In the order of the file.
    pub params: IndexMap<EcoString, Expr>,
    pub sources: Vec<EcoString>,
    /// Names that it had.
    pub formerly: Vec<EcoString>,
}

/// One spelling of the question, for some resource types.
#[derive(Clone, Debug)]
pub struct Case {
    pub resources: Vec<EcoString>,
    pub for_each: Option<Expr>,
    pub when: Expr,
    /// The attribute to point at, block by block: `template`, `timeout`.
    pub at: Vec<EcoString>,
    pub message: Expr,
    pub label: Option<Expr>,
    pub help: Option<Expr>,
    pub fix: Option<Remedy>,
}

/// The value that `at` should have.
#[derive(Clone, Debug)]
pub struct Remedy {
    pub set: Expr,
    /// Why a person needs to look first.
    pub caution: Option<EcoString>,
}

/// A rule of ours, not parsed yet.
#[derive(Debug)]
pub struct Embedded {
    pub name: &'static str,
    pub pack: &'static str,
    pub path: &'static str,
    /// The resource types that any of its cases is about.
    pub resources: &'static [&'static str],
    text: &'static str,
}

/// Our rules, by name.
pub const EMBEDDED: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

impl Embedded {
    pub fn parse(&self) -> Rule {
        let rules = decode::rules(self.path, self.text, Some(self));
        let rule = rules.ok().and_then(|rules| rules.into_iter().next());
        rule.expect("a test parses every rule that the program carries")
    }
}

/// Our rules and the user's.
#[derive(Debug, Default)]
pub struct Packs {
    own: Vec<Rule>,
}

impl Packs {
    /// `files` are the user's packs: path and text.
    pub fn new(files: &[(String, String)]) -> Result<Packs, Refused> {
        let mut own: Vec<Rule> = Vec::new();
        let mut all = Vec::new();
        for (path, text) in files {
            match decode::rules(path, text, None) {
                Ok(rules) => own.extend(rules),
                Err(complaints) => all.extend(complaints),
            }
        }
        if all.is_empty() { Ok(Packs { own }) } else { Err(Refused { all }) }
    }

    /// The rules about any of these resource types, by name.
    pub fn about(&self, kinds: &BTreeSet<&str>) -> Vec<Rule> {
        let wanted = |resources: &[&str]| resources.iter().any(|it| kinds.contains(it));
        let embedded = EMBEDDED.iter().filter(|it| wanted(it.resources) && !self.replaces(it.name));
        let mut rules: Vec<Rule> = embedded.map(Embedded::parse).collect();
        rules.extend(self.own.iter().cloned());
        rules.sort_by(|one, other| one.name.cmp(&other.name));
        rules
    }

    /// Every rule, by name.
    pub fn all(&self) -> Vec<Rule> {
        let kinds = EMBEDDED.iter().flat_map(|it| it.resources).copied().collect();
        self.about(&kinds)
    }

    pub fn get(&self, name: &str) -> Option<Rule> {
        self.all().into_iter().find(|it| it.name == name || it.formerly.iter().any(|it| it == name))
    }

    /// Every name, also of rules that are not parsed yet.
    pub fn names(&self) -> Vec<&str> {
        let own = self.own.iter().map(|it| it.name.as_str());
        EMBEDDED.iter().map(|it| it.name).chain(own).collect()
    }

    /// Every name that a rule has or had.
    pub fn names_and_old(&self) -> Vec<String> {
        let rules = self.all();
        let names = rules.iter().flat_map(|it| [&it.name].into_iter().chain(&it.formerly));
        names.map(ToString::to_string).collect()
    }

    fn replaces(&self, name: &str) -> bool {
        self.own.iter().any(|it| it.name == name)
    }
}
