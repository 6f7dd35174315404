//! How it stands with each key that a policy asks for.

use std::collections::HashMap;

use super::coverage::{Coverage, Standing};
use super::sum::Part;

/// One key.
#[derive(Clone, Debug, Default)]
pub struct Key {
    pub name: String,
    pub is_required: bool,
    pub present: Part,
    pub missing: Part,
    pub wrong: Part,
    pub unknown: Part,
}

impl Key {
    /// All resources that it is asked of.
    pub fn total(&self) -> Part {
        [&self.present, &self.missing, &self.wrong, &self.unknown].into_iter().sum()
    }
}

/// In the order in which the policies write them, required ones first.
pub fn keys(coverage: &Coverage) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    let mut at: HashMap<&str, usize> = HashMap::new();
    for row in coverage.rows() {
        for state in &row.keys {
            let at = *at.entry(&state.key).or_insert_with(|| {
                keys.push(Key { name: state.key.to_string(), ..Key::default() });
                keys.len() - 1
            });
            let key = &mut keys[at];
            key.is_required |= state.is_required;
            let part = match state.standing {
                Standing::Present(_) => &mut key.present,
                Standing::Missing => &mut key.missing,
                Standing::Wrong(_) => &mut key.wrong,
                Standing::Unknown => &mut key.unknown,
            };
            part.add(&row.part);
        }
    }
    keys.sort_by_key(|it| !it.is_required);
    keys
}
