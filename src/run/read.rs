//! SHELL: what commands that only look have in common: everything is read first, and what stood in the way
//! is said last.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use miette::{IntoDiagnostic, Result};

use skint::cli::InputArgs;
use skint::load::{self, Disk, Loaded};
use skint::model::Inputs;
use skint::progress::Counter;
use skint::project::Project;
use skint::settings::Layers;

use super::{
    STACK, Said, inputs, known_variables, project, settings, settings_files, terms, written,
};

/// What was read, before anything is worked out.
pub(super) struct Read {
    pub(super) project: Project,
    pub(super) loaded: Loaded,
    pub(super) layers: Layers,
    pub(super) inputs: Inputs,
    pub(super) disk: Disk,
    /// The usage file that a settings file names, as a path from where the user stands.
    pub(super) usage: Option<String>,
    /// The settings files, as path and text.
    pub(super) settings: Vec<(String, String)>,
}

/// What the command line says of it.
pub(super) struct Asked<'a> {
    pub(super) paths: &'a [PathBuf],
    pub(super) settings: Option<&'a Path>,
    pub(super) isolated: bool,
    pub(super) inputs: &'a InputArgs,
}

/// Works on as many threads as there are cores, with room for deep nesting.
pub(super) fn on_all_threads(work: impl FnOnce() -> Result<ExitCode> + Send) -> Result<ExitCode> {
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).build().into_diagnostic()?;
    pool.install(work)
}

pub(super) fn read(asked: &Asked<'_>, cwd: &Path) -> Result<Read> {
    watched(asked, cwd, &Arc::default())
}

/// The same, counted.
pub(super) fn watched(asked: &Asked<'_>, cwd: &Path, progress: &Arc<Counter>) -> Result<Read> {
    let found = load::find(asked.paths, cwd)?;
    let said = Said { settings: asked.settings, isolated: asked.isolated, rules: &[] };
    let files = settings_files(&said, cwd, &found)?;
    let usage = terms::usage_path(&files);
    let (_, layers, stubs) = settings(&said, &asked.inputs.stubs, cwd, &found)?;
    let disk = found.disk();
    let mut loaded = found.read(&|path| !layers.excludes(path))?;
    let mut project = project(&mut loaded, progress);
    disk.follow(&mut project);
    project.finish(&stubs);
    known_variables(asked.inputs, &project)?;
    let inputs = inputs(asked.inputs, &layers, cwd, None, &mut project)?;
    Ok(Read { project, loaded, layers, inputs, disk, usage, settings: files })
}

/// How the command ends: what could not be read stood in the way of all of it.
pub(super) fn ended(project: &Project) -> Result<ExitCode> {
    let count = match project.problems.len() {
        0 => return Ok(ExitCode::SUCCESS),
        1 => "1 problem stands".to_owned(),
        n => format!("{n} problems stand"),
    };
    let words = format!("{count} in the way of all of it: `skint check` tells more\n");
    written(io::stderr().write_all(words.as_bytes()))?;
    Ok(ExitCode::from(2))
}
