//! SHELL: fixes: in rounds and in memory until nothing changes, then into the files, or as a patch.

mod files;
mod offer;
mod show;

use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use miette::Result;

use skint::check::Run;
use skint::cli::FixArgs;
use skint::finding::{Fix, Fixed, Problem, ProblemKind, Severity};
use skint::fix;
use skint::load;
use skint::source::Sources;

use self::files::{Files, Texts};
use self::offer::{Key, Left, Offer, harmless, key, offers};
use super::Clock;
use super::ready::Ready;

/// Fixes that write to the same place take a round each, and so do those of one habit that say different things to check.
/// What needs more rounds has found no end.
const ROUNDS: usize = 50;

/// What fixes come to, with no file changed yet.
pub(super) struct Mended<'r> {
    /// What remains, in the texts as they would be.
    run: Run,
    files: Files<'r>,
    before: Texts,
    after: Texts,
    fixed: Vec<Fixed>,
    left: Vec<Left>,
}

/// Makes the fixes of a run, and of what is found then, until there are none.
pub(super) fn mended<'r>(
    ready: &'r Ready<'r>,
    run: Run,
    args: FixArgs,
    min_severity: Severity,
) -> Result<Mended<'r>> {
    let mut mended = Mended {
        run,
        files: Files::new(ready),
        before: Texts::new(),
        after: Texts::new(),
        fixed: Vec::new(),
        left: Vec::new(),
    };
    let mut refused = BTreeMap::new();
    for n in 0.. {
        let (offers, left) =
            offers(&mended.run, args.unsafe_fixes, min_severity, &refused, &mut mended.files);
        mended.left = left;
        if offers.is_empty() {
            break;
        }
        if n == ROUNDS {
            let why = format!("there is no end of it after {ROUNDS} rounds: run it again");
            mended.leave(&offers, &why);
            break;
        }
        if !mended.round(&offers, &mut refused)? {
            break;
        }
    }
    mended.told();
    Ok(mended)
}

impl Mended<'_> {
    /// Makes the fixes that go together. `false`: nothing has changed.
    fn round(&mut self, offers: &[Offer], refused: &mut BTreeMap<Key, String>) -> Result<bool> {
        let fixes: Vec<&Fix> = offers.iter().map(|it| &it.fix).collect();
        let chosen = fix::go_together(&fixes);
        let (chosen, breaking, texts) = harmless(offers, &chosen, &self.run, &self.files);
        for it in &breaking {
            refused.insert(key(&offers[*it].fixed), "what it leaves is no Terraform".to_owned());
        }
        if texts.is_empty() {
            // Without those that break something others may have their turn.
            return Ok(!breaking.is_empty());
        }
        let sources = self.files.with(&self.run.sources, &texts);
        let next = self.files.ready.run(sources, &mut Clock::default())?;
        if let Some(problem) = new_problem(&self.run, &next) {
            let why = format!("it would leave a problem: {problem}");
            self.leave(offers, &why);
            return Ok(false);
        }
        for file in texts.keys() {
            let text = &self.run.sources.get(*file).text;
            self.before.entry(*file).or_insert_with(|| text.clone());
        }
        for fixed in chosen.into_iter().map(|it| &offers[it].fixed) {
            // Else two rules that want the contrary would never agree.
            refused.insert(key(fixed), "it was made, and it is found again".to_owned());
            self.fixed.push(fixed.clone());
        }
        self.after.extend(texts);
        self.run = next;
        Ok(true)
    }

    fn leave(&mut self, offers: &[Offer], why: &str) {
        self.left.extend(offers.iter().map(|it| Left::new(&it.fixed, why)));
    }

    /// Puts into the run what came of it.
    fn told(&mut self) {
        let mut seen = BTreeSet::new();
        self.fixed.retain(|it| seen.insert((it.rule.clone(), it.fingerprint.clone())));
        self.run.fixed = mem::take(&mut self.fixed);
        let files: BTreeMap<&String, &String> =
            self.left.iter().filter_map(|it| it.unwritable.as_ref()).map(|(a, b)| (a, b)).collect();
        let problems = files.into_iter().map(|(path, why)| unwritable(path, why));
        self.run.problems.extend(problems.collect::<Vec<_>>());
    }

    /// Writes the files, and says what remains in them.
    pub(super) fn write(mut self, ready: &Ready<'_>, is_quiet: bool) -> Result<Run> {
        let mut failed: Texts = Texts::new();
        let mut problems = Vec::new();
        for (file, after) in &self.after {
            let (path, before) = (&ready.loaded.paths[file.index()], &self.before[file]);
            if before == after {
                continue;
            }
            if let Err(why) = load::replace(path, ready.disk.root(), before, after) {
                problems.push(unwritable(&self.run.sources.get(*file).path, &why));
                failed.insert(*file, before.clone());
            }
        }
        if !failed.is_empty() {
            self.again(ready, &failed, problems)?;
        }
        show::told(&self.run.fixed, &self.left, is_quiet)?;
        Ok(self.run)
    }

    /// What remains where some files are as they were.
    fn again(&mut self, ready: &Ready<'_>, failed: &Texts, more: Vec<Problem>) -> Result<()> {
        let sources: Sources = self.files.with(&self.run.sources, failed);
        let is_failed = |path: &String| more.iter().any(|it| it.path == *path);
        let mut fixed = mem::take(&mut self.run.fixed);
        for it in fixed.extract_if(.., |it| it.files.iter().any(is_failed)) {
            self.left.push(Left::new(&it, "not all of its files could be written"));
        }
        let old = mem::take(&mut self.run.problems);
        self.run = ready.run(sources, &mut Clock::default())?;
        self.run.fixed = fixed;
        let kept = old.into_iter().filter(|it| it.kind == ProblemKind::Unwritable);
        self.run.problems.extend(kept.chain(more));
        Ok(())
    }
}

fn unwritable(path: &str, why: &str) -> Problem {
    Problem {
        kind: ProblemKind::Unwritable,
        path: path.to_owned(),
        span: None,
        message: why.to_owned(),
        help: None,
    }
}

/// What is wrong after a round and was not before.
fn new_problem(before: &Run, after: &Run) -> Option<String> {
    let known: BTreeSet<_> =
        before.problems.iter().map(|it| (it.kind, &it.path, &it.message)).collect();
    let mut problems = after.problems.iter();
    let new = problems.find(|it| !known.contains(&(it.kind, &it.path, &it.message)))?;
    Some(format!("{}: {}", new.path, new.message))
}
