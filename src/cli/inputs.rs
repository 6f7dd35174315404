//! SHELL: what is said about the values of a configuration.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Args, FromArgMatches, value_parser};

use crate::load::Given;

const HEADING: &str = "Variables and modules";

/// What is said about the values of a configuration.
#[derive(Clone, Debug, Default)]
pub struct InputArgs {
    /// In the order in which they were typed: the later one wins.
    pub given: Vec<Given>,
    pub workspace: Option<String>,
    pub stubs: Vec<PathBuf>,
}

impl Args for InputArgs {
    fn augment_args(command: clap::Command) -> clap::Command {
        let many = |name: &'static str, value: &'static str| {
            let it = Arg::new(name).long(name).value_name(value).help_heading(HEADING);
            it.action(ArgAction::Append)
        };
        command
            .arg(
                many("var", "NAME=VALUE")
                    .help("The value of a variable of root modules. May be given several times"),
            )
            .arg(many("var-file", "FILE").value_parser(value_parser!(PathBuf)).help(
                "A file of values of variables: envs/prod.tfvars. May be given several times",
            ))
            .arg(
                Arg::new("workspace")
                    .long("workspace")
                    .help_heading(HEADING)
                    .value_name("NAME")
                    .help("What terraform.workspace is [default: not known]"),
            )
            .arg(many("stubs", "DIR").value_parser(value_parser!(PathBuf)).help(
                "Also take stand-ins for modules from this directory. May be given several times",
            ))
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        InputArgs::augment_args(command)
    }
}

impl FromArgMatches for InputArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<InputArgs, clap::Error> {
        let mut inputs = InputArgs::default();
        inputs.update_from_arg_matches(matches)?;
        Ok(inputs)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        let places = |name: &str| matches.indices_of(name).into_iter().flatten();
        let vars = matches.get_many::<String>("var").into_iter().flatten();
        let files = matches.get_many::<PathBuf>("var-file").into_iter().flatten();
        let mut given: Vec<(usize, Given)> =
            places("var").zip(vars.map(|it| Given::Var(it.clone()))).collect();
        given.extend(places("var-file").zip(files.map(|it| Given::File(it.clone()))));
        given.sort_by_key(|(place, _)| *place);
        self.given = given.into_iter().map(|(_, it)| it).collect();
        self.workspace = matches.get_one("workspace").cloned();
        self.stubs = matches.get_many("stubs").into_iter().flatten().cloned().collect();
        Ok(())
    }
}
