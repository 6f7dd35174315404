//! What the user says of variables: `--var`, `--var-file`, `TF_VAR_*`.

use std::path::{Path, PathBuf};

use miette::{Result, miette};

use super::{Commit, LoadError, paths, read};
use crate::decode::harmless;
use crate::model::{Input, Inputs};
use crate::project::Project;
use crate::source::Span;
use crate::syntax;

/// Larger environments are somebody's mistake.
const MAX_TEXT: usize = 1 << 20;

/// One `--var` or `--var-file`, in the order in which they were typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Given {
    Var(String),
    File(PathBuf),
}

/// Reads what was given. Texts become sources, so that a value knows where it was said.
pub fn inputs(
    given: &[Given],
    environment: impl Iterator<Item = (String, String)>,
    cwd: &Path,
    project: &mut Project,
) -> Result<Inputs> {
    inputs_in(None, given, environment, cwd, project)
}

/// The same; files as they are in a commit, where it has them.
pub fn inputs_in(
    commit: Option<&Commit>,
    given: &[Given],
    environment: impl Iterator<Item = (String, String)>,
    cwd: &Path,
    project: &mut Project,
) -> Result<Inputs> {
    let mut inputs = Inputs::default();
    for it in given {
        match it {
            Given::Var(text) => {
                let (name, value) = text.split_once('=').ok_or_else(|| {
                    miette!(
                        help = "write --var NAME=VALUE",
                        "--var {}: there is no `=`",
                        harmless::line(text)
                    )
                })?;
                inputs
                    .set
                    .push((name.trim().to_owned(), input("--var", name.trim(), value, project)));
            }
            Given::File(path) => file(path, cwd, commit, project, &mut inputs)?,
        }
    }
    let variables = environment.filter_map(|(name, value)| {
        Some((name.strip_prefix("TF_VAR_")?.to_owned(), value)).filter(|it| it.1.len() <= MAX_TEXT)
    });
    let mut variables: Vec<(String, String)> = variables.collect();
    variables.sort();
    for (name, value) in variables {
        let input = input("TF_VAR", &name, &value, project);
        inputs.environment.push((name, input));
    }
    Ok(inputs)
}

fn input(what: &str, name: &str, value: &str, project: &mut Project) -> Input {
    let file = project.sources.add(format!("{what} {name}"), value);
    let expr = syntax::parse_expr(file, value).ok();
    Input::Text { text: value.to_owned(), span: Span::new(file, 0, value.len()), expr }
}

/// Whether any of the files that were given is something else in one state than in another.
pub fn differ(given: &[Given], cwd: &Path, one: Option<&Commit>, other: Option<&Commit>) -> bool {
    given.iter().any(|it| match it {
        Given::Var(_) => false,
        Given::File(path) => text(path, cwd, one) != text(path, cwd, other),
    })
}

fn text(path: &Path, cwd: &Path, commit: Option<&Commit>) -> read::Text {
    let held = commit.and_then(|it| it.named(path));
    held.unwrap_or_else(|| read::one(&paths::absolute(path, cwd)))
}

fn file(
    path: &Path,
    cwd: &Path,
    commit: Option<&Commit>,
    project: &mut Project,
    inputs: &mut Inputs,
) -> Result<()> {
    let full = paths::absolute(path, cwd);
    let shown = paths::shown(&full, cwd);
    let unreadable = |reason: String| LoadError::Unreadable { path: shown.clone(), reason };
    let text = text(path, cwd, commit).map_err(|(_, reason)| unreadable(reason))?;
    let id = project.sources.add(shown.clone(), text);
    let text = &project.sources.get(id).text;
    let parsed = match path.extension().is_some_and(|it| it == "json") {
        true => syntax::parse_json_values(id, text),
        false => syntax::parse(id, text),
    };
    if let Some(error) = parsed.errors.first() {
        let line = text.get(..error.span.range().start).unwrap_or_default().lines().count().max(1);
        return Err(unreadable(format!("line {line}: {}", error.message)).into());
    }
    let values = parsed.tree.body.attributes.into_iter();
    inputs.set.extend(values.map(|it| (it.name.text.to_string(), Input::Expr(it.expr))));
    Ok(())
}
