//! What things cost: the price book, and amounts of which only the bounds are known.

mod absent;
mod assumptions;
mod bill;
pub mod book;
pub mod break_even;
mod catalog;
mod component;
mod engine;
mod estimate;
mod flow;
mod free_tier;
mod pricer;
mod region;
mod schedule;
mod scope;
mod shown;
mod support;
mod templates;
mod tiers;
mod traffic;
pub mod usage_file;

pub use crate::money::{Range, words};
pub use absent::MODULE;
pub use assumptions::{Assumption, all as assumptions};
pub use bill::{Bill, Cost, Estimate, Line, Origin, Region, RootBill, State, Total, Used, sum};
pub use book::{
    Book, Borrowed, Discount, Found, Grade, Machine, NoPrice, Overrides, Part, Rates, Search, Tier,
    parse_lookup,
};
pub use break_even::break_even;
pub use catalog::{Catalog, EMBEDDED, Embedded, FREE};
pub use component::{Component, File, Free, Priced, UsageKey};
pub use estimate::{Request, Terms, estimate, estimate_and, root_bill, together, whole};
pub use free_tier::{Allowance, allowances};
pub use pricer::Pricer;
pub use scope::{LEVELS, Level, amount as decimal, number};
pub use support::Support;
pub use templates::templates;
pub use traffic::{DEFAULT_PROFILE, Entry, NO_PROFILE, PROFILES, Traffic, profiles};
