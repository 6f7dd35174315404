//! What things cost: the price book, and amounts of which only the bounds are known.

pub mod book;
pub mod range;

pub use book::{
    Book, Borrowed, Discount, Found, Grade, Machine, NoPrice, Overrides, Part, Rates, Search, Tier,
    parse_lookup,
};
pub use range::Range;
