//! The price book: what a unit of a sku costs in a region, where that is from and how old it is. A price
//! that is not known is never zero: it is borrowed from the reference region, within bounds, or there is
//! none, with the reason. Nothing here opens a file, and nothing is unpacked before somebody asks.

mod borrow;
mod clouds;
mod nearest;
mod overrides;
mod own;
mod rates;
mod search;
mod services;
mod sheet;
mod table;
mod typed;

pub use overrides::{Discount, Overrides};
pub use rates::{Borrowed, Grade, NoPrice, Part, Rates, Tier};
pub use search::{Found, Search, parse_lookup};
pub use table::EMBEDDED_BYTES;
pub use typed::Machine;

/// All prices of a run.
#[derive(Debug, Default)]
pub struct Book {
    overrides: Overrides,
}

impl Book {
    /// The prices that come with the program.
    pub fn embedded() -> Book {
        Book::default()
    }

    /// The same, with what the user says besides.
    pub fn with(overrides: Overrides) -> Book {
        Book { overrides }
    }

    /// What a sku (`cloud/service/sku`) costs in a region; `None` where the region is not known. Discounts
    /// are off, but not off the user's own prices.
    pub fn rates(&self, sku: &str, region: Option<&str>) -> Result<Rates, NoPrice> {
        if let Some(own) = self.overrides.price(sku, region) {
            return Ok(own.clone());
        }
        let rates = match typed::set(sku) {
            Some((set, name)) => set.rates(name, region),
            None => services::rates(sku, region),
        };
        rates.map(|it| self.overrides.discounted(sku, it))
    }

    /// What an EC2 instance type has.
    pub fn machine(&self, name: &str) -> Option<Machine> {
        typed::machine(name)
    }
}
