//! SHELL: `skint baseline`: what is there now is written down, and not reported from then on.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use miette::{Context, IntoDiagnostic, Result, miette};

use skint::cli::BaselineArgs;
use skint::load::Found;
use skint::pack::Packs;
use skint::suppress::{BASELINE, Baseline};

use super::{Checked, Clock, Held, checked, on_threads, written};

/// The baseline that holds: the one that was named, or the repository's.
pub(super) fn read(
    path: &Path,
    is_named: bool,
    packs: &Packs,
    cwd: &Path,
) -> Result<Option<Baseline>> {
    if !is_named && !path.is_file() {
        return Ok(None);
    }
    let (shown, text) = skint::load::named(path, cwd)?;
    let current = |name: &str| packs.current(name).map(Into::into);
    Ok(Some(Baseline::read(&shown, &text, &current)?))
}

/// Where it is, unless somebody says otherwise.
pub(super) fn path(said: Option<&Path>, cwd: &Path, found: &Found) -> PathBuf {
    said.map_or_else(|| found.root().join(BASELINE), |it| cwd.join(it))
}

pub(crate) fn baseline(args: &BaselineArgs, cwd: &Path) -> Result<ExitCode> {
    if args.check.changed_since.is_some() {
        let help = "without it everything that is there is accepted";
        return Err(miette!(help = help, "`baseline` knows no --changed-since"));
    }
    if args.check.fixes.is_asked() {
        let help = "`skint check --fix` does, and what remains can be accepted then";
        return Err(miette!(help = help, "a baseline mends nothing"));
    }
    on_threads(&args.check.ask, || {
        let found = skint::load::find(&args.check.ask.paths, cwd)?;
        let path = path(args.check.ask.baseline.as_deref(), cwd, &found);
        let shown = path.strip_prefix(cwd).unwrap_or(&path).display().to_string();
        let is_there = path.exists();
        if is_there && !args.update && !args.force {
            let help = "`skint baseline --update` takes out what no longer holds, `--force` accepts all that is there now";
            return Err(miette!(help = help, "{shown} is already there"));
        }
        if !is_there && args.update {
            let help = "`skint baseline` writes one";
            return Err(miette!(help = help, "there is no {shown} to update"));
        }
        let held = if args.update { Held::Refreshing } else { Held::Not };
        let Checked { run, baseline: old, .. } =
            checked(&args.check, cwd, held, &mut Clock::default())?;
        if !run.problems.is_empty() {
            let help = "`skint check` tells more";
            return Err(miette!(help = help, "not all could be read: nothing is written"));
        }
        let mut findings = run.findings;
        let places = findings.iter_mut().flat_map(|it| &mut it.places);
        // What only the baseline suppresses is what the baseline is about.
        for place in places {
            let by = place.suppressed.as_ref().map(|it| it.by);
            if by == Some(skint::finding::By::Baseline) {
                place.suppressed = None;
            }
        }
        let now = Baseline::of(&findings);
        let (new, words) = match old.filter(|_| args.update) {
            Some(old) => {
                let new = old.updated(&now, &run.stale);
                let gone = old.len() - new.len();
                let words = format!("{shown}: {}, {gone} taken out\n", entries(&new));
                (new, words)
            }
            None => {
                let words = format!("wrote {shown}: {}\n", entries(&now));
                (now, words)
            }
        };
        let cannot = || format!("{shown} cannot be written");
        std::fs::write(&path, new.write()).into_diagnostic().wrap_err_with(cannot)?;
        written(io::stdout().write_all(words.as_bytes())).map(|()| ExitCode::SUCCESS)
    })
}

fn entries(baseline: &Baseline) -> String {
    match baseline.len() {
        1 => "1 entry".to_owned(),
        n => format!("{n} entries"),
    }
}
