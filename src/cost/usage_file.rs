//! How much of everything is used in a month, as `infracost-usage.yml` says it: a file that others read too is
//! read as it is, and more than they do: an amount may have a low, a typical and a high level. Nothing here
//! knows which amounts there are; whoever asks does.

mod address;
mod amount;
mod error;
mod read;
mod scalar;
mod text;
mod unmatched;
mod write;
mod yaml;

pub use error::{UsageError, UsageMistake};
pub use unmatched::{Used, Warning};
pub use write::{Template, TemplateKey, write};

use std::cmp::Reverse;
use std::collections::BTreeMap;

use indexmap::IndexMap;
use rust_decimal::Decimal;

/// One file. What it says of a name is in the order of the text.
#[derive(Debug, Default)]
pub struct UsageFile {
    path: String,
    types: IndexMap<String, Said>,
    addresses: IndexMap<String, Said>,
    /// The addresses with `[*]` under what is left when every index becomes `[*]`. The last is the one that
    /// holds: the longest, then the one with fewer `[*]`, then the one further up in the text.
    wildcards: BTreeMap<String, Vec<usize>>,
}

/// What is said of one type or address.
#[derive(Debug)]
struct Said {
    line: usize,
    column: usize,
    keys: BTreeMap<String, Entry>,
}

/// An amount, and where its key stands: line and column as people count them.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    pub value: Amount,
    pub line: usize,
    pub column: usize,
}

/// What may be said of a key.
#[derive(Clone, PartialEq, Debug)]
pub enum Amount {
    /// Never negative, and never out of order; all three are the same where one number is given.
    Number {
        low: Decimal,
        typical: Decimal,
        high: Decimal,
    },
    Bool(bool),
    Text(String),
}

impl UsageFile {
    /// `path` is what complaints print. A file with a mistake is refused as a whole.
    pub fn decode(path: &str, text: &str) -> Result<UsageFile, UsageError> {
        let (types, addresses) = read::sections(path, text)?;
        let mut wildcards: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, written) in addresses.keys().enumerate() {
            if address::is_wildcard(written) {
                wildcards.entry(address::skeleton(written)).or_default().push(index);
            }
        }
        for indexes in wildcards.values_mut() {
            indexes.sort_by_key(|it| {
                let name = addresses.get_index(*it).map_or("", |(name, _)| name);
                (name.len(), Reverse(name.matches("[*]").count()), Reverse(*it))
            });
        }
        Ok(UsageFile { path: path.to_owned(), types, addresses, wildcards })
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    /// All that is said of an instance, key by key: by its address, else by the longest address with `[*]`
    /// that matches it, else by its type, as infracost does it. Nested keys are joined by dots.
    pub fn of<'f>(&'f self, address: &str, kind: &str) -> BTreeMap<&'f str, &'f Entry> {
        let mut layers: Vec<&Said> = self.types.get(kind).into_iter().collect();
        layers.extend(self.matching(address));
        layers.extend(self.addresses.get(address));
        let keys = layers.into_iter().flat_map(|it| &it.keys);
        keys.map(|(key, entry)| (key.as_str(), entry)).collect()
    }

    /// What the longest address with `[*]` says of an address.
    fn matching(&self, address: &str) -> Option<&Said> {
        let candidates = self.wildcards.get(&address::skeleton(address))?;
        let candidates = candidates.iter().rev().filter_map(|it| self.addresses.get_index(*it));
        let mut matching = candidates.filter(|(it, _)| address::matches(it, address));
        matching.next().map(|(_, said)| said)
    }
}
