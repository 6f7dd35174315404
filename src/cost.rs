//! What things cost: the price book, and amounts of which only the bounds are known.

pub mod book;
pub mod range;

pub use book::{Book, Borrowed, Grade, Machine, NoPrice, Part, Rates, Tier};
pub use range::Range;
