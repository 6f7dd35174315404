//! Every test that goes through the public face, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "tests read fixtures, run the program, and stop at the first surprise"
)]

mod action;
mod advise;
mod architecture;
mod audit;
mod audit_page;
mod bills;
mod book;
mod break_even;
mod cli;
mod components;
mod costs;
mod detect;
mod diff;
mod docs;
mod documents;
mod eval;
mod fixing;
mod fixtures;
mod graph_cases;
mod graphs;
mod hook;
mod man;
mod model;
mod named;
mod plans;
mod policies;
mod prices;
mod program;
mod progress;
mod properties;
mod readme;
mod reports;
mod rules;
mod seeds;
mod settings;
mod show;
mod stubs;
mod suppress;
mod syntax;
mod tags;
mod tags_policy;
mod tally;
mod usage;
mod workflows;
