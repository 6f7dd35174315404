//! What the program carries of components: found by resource type, parsed when a type is met.

use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;

use super::component::{File, Free, Priced};

/// A component file of ours, not parsed yet.
#[derive(Debug)]
pub struct Embedded {
    pub path: &'static str,
    /// The types that are priced in it.
    pub priced: &'static [&'static str],
    pub text: &'static str,
}

/// Our component files, by path.
pub const EMBEDDED: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/components.rs"));

/// The types that cost nothing by themselves, and in what they are billed; sorted.
pub const FREE: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/free.rs"));

impl Embedded {
    pub fn parse(&self) -> File {
        File::decode(self.path, self.text)
            .expect("a test parses every file that the program carries")
    }
}

/// The components of the types of one run.
#[derive(Debug, Default)]
pub struct Catalog {
    priced: BTreeMap<EcoString, Priced>,
    free: BTreeMap<EcoString, Free>,
}

impl Catalog {
    pub fn of(kinds: &BTreeSet<&str>) -> Catalog {
        let met = |it: &&Embedded| it.priced.iter().any(|it| kinds.contains(it));
        let files = EMBEDDED.iter().filter(met).map(Embedded::parse);
        let priced = files.flat_map(|it| it.priced).map(|it| (it.kind.clone(), it));
        let priced = priced.filter(|(kind, _)| kinds.contains(kind.as_str())).collect();
        let free = kinds.iter().filter_map(|it| Some(((*it).into(), free(it)?))).collect();
        Catalog { priced, free }
    }

    /// What is known of a type that costs nothing.
    pub fn free(&self, kind: &str) -> Option<&Free> {
        self.free.get(kind)
    }

    pub fn get(&self, kind: &str) -> Option<&Priced> {
        self.priced.get(kind)
    }
}

/// Whether a type costs nothing, and in what it is billed.
fn free(kind: &str) -> Option<Free> {
    let exact = FREE.binary_search_by_key(&kind, |(pattern, _)| pattern).ok();
    let starts = |pattern: &str| pattern.strip_suffix('*').is_some_and(|it| kind.starts_with(it));
    let at = exact.or_else(|| FREE.iter().position(|(pattern, _)| starts(pattern)))?;
    let (pattern, billed_in) = FREE[at];
    let billed_in = (!billed_in.is_empty()).then(|| billed_in.into());
    Some(Free { pattern: pattern.into(), billed_in })
}
