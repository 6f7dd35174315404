//! SHELL: fixes in words, and as a patch.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};
use std::process::ExitCode;

use miette::Result;

use skint::decode::harmless;
use skint::finding::Fixed;
use skint::fix::patch;
use skint::load;

use super::super::ready::Ready;
use super::super::written;
use super::Mended;
use super::offer::Left;

impl Mended<'_> {
    /// What would be written, and where.
    fn patch(&self, ready: &Ready<'_>) -> String {
        let mut changed: Vec<(String, &String, &String)> = Vec::new();
        for (file, after) in &self.after {
            let shown = || self.run.sources.get(*file).path.clone();
            let path = &ready.loaded.paths[file.index()];
            let path = load::in_patch(path, ready.disk.root(), ready.cwd).unwrap_or_else(shown);
            changed.push((path, &self.before[file], after));
        }
        changed.sort();
        changed.iter().map(|(path, before, after)| patch(path, before, after)).collect()
    }

    /// The patch on stdout, and on stderr what stands beside it.
    pub(in super::super) fn show(self, ready: &Ready<'_>, color: bool) -> Result<ExitCode> {
        let patch = self.patch(ready);
        // A patch in a pipe has to apply; on a terminal nothing in it is obeyed.
        let shown = match io::stdout().is_terminal() || color {
            true => painted(&harmless::text(&patch), color),
            false => patch.clone(),
        };
        written(io::stdout().write_all(shown.as_bytes()))?;
        told(&[], &self.left, false)?;
        let mut words = String::new();
        for it in &self.run.problems {
            let line = match it.path.as_str() {
                "" => it.message.clone(),
                path => format!("{path}: {}", it.message),
            };
            let _ = writeln!(words, "{}: {}", it.kind.name(), harmless::line(&line));
        }
        let files: BTreeSet<_> = self.run.fixed.iter().flat_map(|it| &it.files).collect();
        let (n, m) = (self.run.fixed.len(), files.len());
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        let _ = match n {
            0 => writeln!(words, "would fix nothing"),
            n => writeln!(words, "would fix {n} finding{} in {m} file{}", plural(n), plural(m)),
        };
        written(io::stderr().write_all(words.as_bytes()))?;
        Ok(match (self.run.problems.is_empty(), patch.is_empty()) {
            (false, _) => ExitCode::from(2),
            (true, false) => ExitCode::from(1),
            (true, true) => ExitCode::SUCCESS,
        })
    }
}

/// One line for each fix that was made or left, on stderr.
pub(super) fn told(fixed: &[Fixed], left: &[Left], is_quiet: bool) -> Result<()> {
    let mut words = String::new();
    for it in fixed.iter().filter(|_| !is_quiet) {
        let line = format!("{}:{} {}: {}", it.path, it.line, it.rule, it.title);
        let _ = writeln!(words, "fixed {}", harmless::line(&line));
    }
    for it in left {
        let line = format!("{}:{} {}: {}", it.path, it.line, it.rule, it.why);
        let _ = writeln!(words, "left {}", harmless::line(&line));
    }
    written(io::stderr().write_all(words.as_bytes()))
}

/// A patch as people know it.
fn painted(patch: &str, color: bool) -> String {
    if !color {
        return patch.to_owned();
    }
    let line = |it: &str| {
        let style = match it.as_bytes().first() {
            Some(b'+') => anstyle::AnsiColor::Green.on_default(),
            Some(b'-') => anstyle::AnsiColor::Red.on_default(),
            Some(b'@') => anstyle::AnsiColor::Cyan.on_default(),
            _ => return it.to_owned(),
        };
        let (text, end) = it.strip_suffix('\n').map_or((it, ""), |it| (it, "\n"));
        format!("{style}{text}{style:#}{end}")
    };
    patch.split_inclusive('\n').map(line).collect()
}
