//! SHELL: names that were typed and that there are not: a mistake, not an empty answer.

use miette::{Report, Result, miette};

use skint::cli::{AskArgs, InputArgs};
use skint::decode::{choices, harmless, near};
use skint::load::Given;
use skint::pack::Packs;
use skint::project::Project;

pub(super) fn known_rules(args: &AskArgs, packs: &Packs) -> Result<()> {
    if args.rule.is_empty() && args.skip.is_empty() {
        return Ok(());
    }
    let names = packs.names_and_old();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match args.rule.iter().chain(&args.skip).find(|it| !names.contains(&it.as_str())) {
        Some(name) => Err(no_rule(name, &names)),
        None => Ok(()),
    }
}

/// What is said of a rule that there is not.
pub(crate) fn no_rule(name: &str, names: &[&str]) -> Report {
    let help = near(name, names).unwrap_or_else(|| "`skint rules` lists them".to_owned());
    miette!(help = help, "there is no rule `{name}`")
}

/// Nobody declares it: a mistake for Terraform too. Where something could not be read it may be declared there.
pub(super) fn known_variables(args: &InputArgs, project: &Project) -> Result<()> {
    if args.given.is_empty() || !project.problems.is_empty() {
        return Ok(());
    }
    let mut given = args.given.iter().filter_map(|it| match it {
        Given::Var(text) => Some(text.split_once('=')?.0.trim()),
        Given::File(_) => None,
    });
    let known = project.variables();
    let Some(name) = given.find(|it| !known.contains(it)) else { return Ok(()) };
    let known: Vec<&str> = known.into_iter().collect();
    let help = match known.is_empty() {
        true => "there is no variable at all".to_owned(),
        false => choices(name, &known),
    };
    Err(miette!(help = help, "--var {name}: no variable is called so", name = harmless::line(name)))
}
