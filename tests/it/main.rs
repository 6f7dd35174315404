//! Every test that goes through the public face, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "tests read fixtures, run the program, and stop at the first surprise"
)]

mod architecture;
mod cli;
mod components;
mod docs;
mod documents;
mod eval;
mod fixtures;
mod graph_cases;
mod model;
mod plans;
mod policies;
mod prices;
mod properties;
mod readme;
mod reports;
mod rules;
mod show;
mod stubs;
mod syntax;
mod usage;
