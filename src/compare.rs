//! Two states of a project side by side: which findings are new, which are gone, what it costs more or less, and how
//! much of that can be attributed. Pure: where the states come from is the shell's.

mod dollars;
mod lines;
mod places;

use std::collections::{BTreeMap, BTreeSet};

pub use self::dollars::{Change, Dollars, Levels, Row, Share, Unpriced};
pub use self::lines::changed;
use self::places::Sides;
pub use self::places::State;
use crate::check::{self, Beside, Pass, Run, Seen, Stock};
use crate::cost;
use crate::finding::{Finding, Problem, Severity};
use crate::graph::World;
use crate::model::{Files, Inputs};
use crate::money::words;
use crate::pack::Rule;
use crate::project::Project;
use crate::tags::Policies;

/// What is compared, and how.
#[derive(Clone, Copy)]
pub struct Request<'r> {
    /// How both states are checked.
    pub check: check::Request<'r>,
    /// What expressions read in the base.
    pub files: &'r dyn Files,
    /// What the user says of variables, where that is something else in the base.
    pub inputs: Option<&'r Inputs>,
    /// What dollars are reckoned with; `None` where nobody asks.
    pub money: Option<&'r cost::Request<'r>>,
    /// Work out every root of the base, also those that are the same in the head.
    pub is_whole: bool,
    /// Who is compared with whom, in words.
    pub base: &'r str,
    pub head: &'r str,
}

/// What became of what.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Who is compared with whom, in words: `origin/main (4b825dc)`.
    pub base: String,
    pub head: String,
    /// The head as `check` tells it. Its sources hold the texts of both.
    pub run: Run,
    /// Findings that are new, or much dearer, as if there were no others; with the problems that keep the comparison
    /// from being whole. What the change mends is none of these.
    pub new: Run,
    /// Findings of each state, as if there were no others.
    pub findings: BTreeMap<State, Vec<Finding>>,
    /// What became of each place of the head, by fingerprint.
    pub states: BTreeMap<String, State>,
    /// What could not be read or understood in the base only.
    pub problems: Vec<Problem>,
    pub dollars: Option<Dollars>,
    /// What else there is to know of the base.
    pub remarks: Vec<String>,
    /// Configurations of the base, and how many of these are the same in the head.
    pub roots: usize,
    pub same: usize,
}

impl Comparison {
    /// The findings that are in a state.
    pub fn of(&self, state: State) -> &[Finding] {
        self.findings.get(&state).map(Vec::as_slice).unwrap_or_default()
    }

    /// How many of these are at or above a severity.
    pub fn count(&self, state: State, least: Severity) -> usize {
        self.of(state).iter().filter(|it| it.severity >= least).count()
    }

    /// Whether there is anything that somebody wants to hear of.
    pub fn is_changed(&self, least: Severity) -> bool {
        let told = State::ALL.iter().filter(|it| it.is_change());
        let dollars = self.dollars.as_ref().is_some_and(|it| !it.rows.is_empty());
        dollars || told.into_iter().any(|it| self.count(*it, least) > 0)
    }

    /// What kept the base from being read, and no change has mended.
    fn left(&self) -> impl Iterator<Item = Problem> {
        self.problems.iter().filter(|it| !is_mended(it, &self.run)).map(of_base)
    }

    /// The head as a run of its own with these findings.
    fn with(&self, findings: Vec<Finding>) -> Run {
        Run { findings, ..self.run.clone() }
    }
}

/// Checks both states, and says what became of what.
pub fn compare(head: Project, base: Project, request: &Request<'_>) -> Comparison {
    let (comparison, ..) = compared(head, base, request);
    comparison
}

/// The head as `check` tells it, of which only what a change has to do with: what is new, and what stands in lines that
/// are not as they were.
pub fn touched(head: Project, base: Project, request: &Request<'_>) -> Run {
    let touched = lines::Touched::new(&head, &base);
    let (comparison, pass) = compared(head, base, request);
    let is_new = |it: &Seen<'_>| {
        let state = comparison.states.get(&it.place.fingerprint);
        state.is_some_and(|it| matches!(it, State::New | State::Worse | State::Unsure))
    };
    let is_told = |it: &Seen<'_>| is_new(it) || touched.is_touched(it);
    let mut findings = pass.sorted(&|it| is_told(it).then_some(((), None)));
    let mut run = comparison.with(findings.remove(&()).unwrap_or_default());
    run.problems.extend(comparison.left());
    run
}

type Worth = Option<dollars::Worth>;

fn compared(head: Project, base: Project, request: &Request<'_>) -> (Comparison, Pass<Worth>) {
    let policies = Policies::new(request.check.settings, request.check.tags);
    // Texts of both states have their places in one row.
    let head = Project { sources: base.sources.clone(), ..head };
    let also = |world: &mut World<'_, '_>, stock: &Stock<'_>| {
        let money = request.money?;
        Some(dollars::worth(world, stock, money, &policies))
    };
    let beside = Beside { also: &also, is_kept: true, before: None };
    let (mut run, now) = check::pass(head, &request.check, &beside);

    let base = Project { sources: run.sources.clone(), ..base };
    let inputs = request.inputs.unwrap_or(request.check.inputs);
    let asked = check::Request { files: request.files, inputs, ..request.check };
    let may_be_same = request.inputs.is_none() && !request.is_whole;
    let before = may_be_same.then_some((&now, request.check.files));
    let beside = Beside { also: &also, is_kept: true, before };
    let (was, then) = check::pass(base, &asked, &beside);
    run.sources = was.sources.clone();

    let (roots, same) = (then.roots().len(), then.roots().values().filter(|it| it.is_same).count());
    let problems: Vec<Problem> =
        was.problems.iter().filter(|it| !run.problems.contains(it)).cloned().collect();
    let mended = problems.iter().filter(|it| is_mended(it, &run)).map(|it| {
        let Problem { path, message, .. } = it;
        format!("{path} could not be understood in the base, and can be now: {message}")
    });
    let sides = Sides::new((&now, &run), (&then, &was), request.check.prefix);
    let mut comparison = Comparison {
        base: request.base.to_owned(),
        head: request.head.to_owned(),
        states: sides.states(),
        findings: findings(&sides, &now, &then),
        remarks: mended.collect(),
        problems,
        dollars: request
            .money
            .map(|it| dollars::compare(&now, &then, it).rooted(request.check.prefix)),
        roots,
        same,
        ..Comparison::default()
    };
    let more =
        was.rules.into_iter().filter(|it| run.rules.iter().all(|known| known.name != it.name));
    let more: Vec<Rule> = more.collect();
    run.rules.extend(more);
    run.rules.sort_by(|one, other| one.name.cmp(&other.name));
    comparison.run = run;
    comparison.new = new(&comparison);
    (comparison, now)
}

/// What somebody has to look at, with what could not be read in either state.
fn new(comparison: &Comparison) -> Run {
    let states = [State::New, State::Worse];
    let findings = states.into_iter().flat_map(|it| comparison.of(it).iter().cloned());
    let mut findings: Vec<Finding> = findings.collect();
    findings.sort_by_key(|it| it.primary.span);
    let mut run = comparison.with(findings);
    run.problems.extend(comparison.left());
    run.stale.clear();
    run
}

/// Whether a problem of the base was one of its texts, and the head has none there.
fn is_mended(problem: &Problem, head: &Run) -> bool {
    problem.kind.is_of_text() && head.problems.iter().all(|it| it.path != problem.path)
}

fn of_base(problem: &Problem) -> Problem {
    Problem { message: format!("in the base: {}", problem.message), ..problem.clone() }
}

fn findings(
    sides: &Sides<'_>,
    now: &Pass<Worth>,
    then: &Pass<Worth>,
) -> BTreeMap<State, Vec<Finding>> {
    let state = |it: &Seen<'_>, is_of_head: bool| {
        let state = sides.state(it.place, is_of_head)?;
        let dearer = (state == State::Worse).then(|| sides.dearer(it.place)).flatten();
        let more = dearer.map(|(was, is)| {
            let (was, is) = (words::dollars(was), words::dollars(is));
            format!("; it was {was} a month in the base, and is {is}")
        });
        Some((state, more))
    };
    let mut findings = now.sorted(&|it| state(it, true));
    findings.extend(then.sorted(&|it| state(it, false)));
    findings
}

/// The directories in which something could not be read or understood.
fn directories(problems: &[&Problem]) -> BTreeSet<String> {
    let of = |it: &&Problem| [it.path.clone(), crate::model::directory(&it.path).to_owned()];
    problems.iter().flat_map(of).collect()
}
