//! skint reads Terraform and says what will cost too much, break under load, or be impossible to
//! attribute on the bill. Text and rules in; findings and edits out; offline, same input same output.

pub mod source;

pub mod money;

pub mod progress;

pub mod parallel;

pub mod syntax;

pub mod finding;

pub mod decode;

pub mod eval;

pub mod model;

pub mod graph;

pub mod fix;

pub mod settings;

pub mod pack;

pub mod detect;

pub mod stubs;

pub mod project;

pub mod page;

pub mod cost;

pub mod suppress;

pub mod tags;

pub mod bill;

pub mod tally;

pub mod advise;

pub mod chart;

pub mod check;

pub mod compare;

pub mod report;

pub mod explain;

pub mod audit;

pub mod show;

pub mod draw;

pub mod git;

pub mod load;

pub mod cli;
