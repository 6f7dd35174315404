//! What could not be known, and how to make it known; what would mend most of the picture comes first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Audit, View, count};
use crate::bill::text::Text;
use crate::cost::{Bill, Cost, MODULE};

/// What stood in the way.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// Files that could not be read whole.
    Unread,
    /// Modules to be downloaded.
    Module,
    /// Modules behind a path that leads to nothing.
    Path,
    /// Variables that files of values set, of which nobody said which holds.
    Choice,
    Variable,
    /// Variables of a module that is for others to call.
    Caller,
    Workspace,
    /// Tags that a provider block adds which is not here.
    Provider,
    Usage,
    Region,
    Price,
    /// Types of which nobody wrote down what they cost.
    Unpriced,
    /// Names that nothing declares.
    Dangling,
    Plan,
    Other,
}

/// One reason why not all is known.
#[derive(Clone, Debug)]
pub struct Gap {
    pub kind: Kind,
    /// Components of bills that it leaves open; resources, where types have no price.
    pub figures: usize,
    /// Questions of rules.
    pub questions: usize,
    /// What is missing, by how much each holds back, most first.
    pub names: Vec<(String, usize)>,
    pub(super) mend: Text,
}

/// A module is more than one resource; nobody knows how many.
const OF_A_MODULE: usize = 8;

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Kind::Unread => "unread",
            Kind::Module => "module",
            Kind::Path => "module-path",
            Kind::Choice => "values-file",
            Kind::Variable => "variable",
            Kind::Caller => "caller",
            Kind::Workspace => "workspace",
            Kind::Provider => "provider",
            Kind::Usage => "usage",
            Kind::Region => "region",
            Kind::Price => "price",
            Kind::Unpriced => "type",
            Kind::Dangling => "undeclared",
            Kind::Plan => "plan",
            Kind::Other => "other",
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Kind::Unread => "what could not be read whole",
            Kind::Module => "modules that are not on disk",
            Kind::Path => "calls of modules whose path leads to no Terraform",
            Kind::Choice => "variables that several environments set, each in a file of its own",
            Kind::Variable => "variables without a value",
            Kind::Caller => "variables that a caller sets, and nobody here calls the module",
            Kind::Workspace => "what depends on the workspace",
            Kind::Provider => "tags that a provider block elsewhere may add",
            Kind::Usage => "usage that nobody declares",
            Kind::Region => "regions that are not known",
            Kind::Price => "prices that are not in the book",
            Kind::Unpriced => "types that skint has no price for, so they are in no sum",
            Kind::Dangling => "names that nothing here declares",
            Kind::Plan => "what only a plan tells",
            Kind::Other => "what the text does not say",
        }
    }
}

impl Gap {
    /// How much of the picture it hides.
    fn weight(&self) -> usize {
        match self.kind {
            Kind::Unread => usize::MAX,
            Kind::Module | Kind::Path => self.figures * OF_A_MODULE + self.questions,
            _ => self.figures + self.questions,
        }
    }

    /// `12 figures and 300 questions`
    pub(super) fn holds(&self) -> String {
        let noun = match self.kind {
            Kind::Module | Kind::Path => "call",
            Kind::Unpriced => "resource",
            Kind::Unread => "file",
            _ => "figure",
        };
        let parts = [(self.figures, noun), (self.questions, "question")];
        let parts = parts.iter().filter(|(n, _)| *n > 0).map(|(n, noun)| count(*n, noun));
        parts.collect::<Vec<_>>().join(" and ")
    }

    fn take(&mut self, name: String, is_figure: bool) {
        *(if is_figure { &mut self.figures } else { &mut self.questions }) += 1;
        self.names.push((name, 1));
    }

    /// Each name once, with how often it came.
    fn settle(&mut self) {
        let mut all: BTreeMap<String, usize> = BTreeMap::new();
        for (name, n) in self.names.drain(..) {
            *all.entry(name).or_default() += n;
        }
        self.names = all.into_iter().collect();
        self.names.sort_by_key(|(_, n)| Reverse(*n));
    }
}

/// What would mend most comes first.
pub fn gaps(audit: &Audit, view: &View) -> Vec<Gap> {
    let mut all: BTreeMap<Kind, Gap> = BTreeMap::new();
    let mut take = |kind: Kind, name: String, is_figure: bool| {
        let (names, mend) = (Vec::new(), Text::default());
        let gap = all.entry(kind);
        let gap = gap.or_insert(Gap { kind, figures: 0, questions: 0, names, mend });
        gap.take(name, is_figure);
    };
    let unread: BTreeSet<&str> = audit.run.problems.iter().map(|it| it.path.as_str()).collect();
    for path in unread {
        take(Kind::Unread, path.to_owned(), true);
    }
    for root in &audit.estimate.roots {
        for bill in &root.bills {
            for line in &bill.lines {
                let Cost::Unknown { reason, .. } = &line.cost else { continue };
                let (kind, name) = of_bill(bill, reason, &root.directory);
                take(kind, name, true);
            }
        }
    }
    for (kind, n) in audit.estimate.unsupported() {
        (0..n).for_each(|_| take(Kind::Unpriced, kind.to_owned(), true));
    }
    for it in &audit.run.undecided {
        let (kind, name) = of_reason(&it.reason);
        take(kind, name, false);
    }
    let mut all: Vec<Gap> = all.into_values().collect();
    for gap in &mut all {
        gap.settle();
        gap.mend = super::next::mend(gap, view);
    }
    all.sort_by_key(|it| Reverse(it.weight()));
    all
}

fn of_bill(bill: &Bill, reason: &str, directory: &str) -> (Kind, String) {
    if bill.kind == MODULE {
        let directory = if directory.is_empty() { "." } else { directory };
        return (of_reason(reason).0, directory.to_owned());
    }
    let missing = bill.usage.iter().filter(|it| it.amount.is_none());
    let mut missing = missing.filter(|it| reason.starts_with(&format!("{} is not", it.name)));
    match missing.next() {
        Some(usage) => (Kind::Usage, usage.name.to_string()),
        None => of_reason(reason),
    }
}

/// The words are those of the rooms below; what they are about stands for itself.
fn of_reason(reason: &str) -> (Kind, String) {
    let variable = || reason.split("var.").nth(1).and_then(|it| it.split_whitespace().next());
    let variable = || format!("var.{}", variable().unwrap_or_default());
    let has = |words: &str| reason.contains(words);
    if has("is not on disk: there is no Terraform in") {
        (Kind::Path, between(reason, "there is no Terraform in ", ", or it").to_owned())
    } else if has("is not on disk") {
        (Kind::Module, between(reason, "", " is not on disk").to_owned())
    } else if has(" files of values, ") {
        (Kind::Choice, between(reason, " files of values, ", " for one").to_owned())
    } else if has(": --var-file ") {
        (Kind::Choice, between(reason, "is said in ", ": --var-file ").to_owned())
    } else if has("has no default and no tfvars sets it") {
        (Kind::Variable, variable())
    } else if has("is for a caller to say") {
        (Kind::Caller, variable())
    } else if has("terraform.workspace is not said") {
        (Kind::Workspace, "terraform.workspace".to_owned())
    } else if has("what its provider gives to everything") {
        (Kind::Provider, String::new())
    } else if has("depends on the region, which is not known") {
        (Kind::Region, String::new())
    } else if has("at plan time") || has("known only after apply") {
        (Kind::Plan, reason.to_owned())
    } else if let Some(it) = reason.strip_prefix("no price is known of ") {
        (Kind::Price, it.split(": ").next().unwrap_or(it).to_owned())
    } else if reason.starts_with("no price ") {
        (Kind::Price, reason.to_owned())
    } else if let Some(at) = DANGLING.iter().find_map(|it| reason.find(it)) {
        (Kind::Dangling, reason[at + "there is no ".len()..].to_owned())
    } else {
        (Kind::Other, reason.to_owned())
    }
}

const DANGLING: [&str; 6] = [
    "there is no data source ",
    "there is no file ",
    "there is no local value ",
    "there is no module ",
    "there is no resource ",
    "there is no variable ",
];

/// What stands between two texts; all of it where they are not there.
fn between<'t>(text: &'t str, before: &str, behind: &str) -> &'t str {
    let rest = text.split_once(before).map_or(text, |(_, rest)| rest);
    let rest = if before.is_empty() { text } else { rest };
    rest.split_once(behind).map_or(rest, |(it, _)| it)
}
