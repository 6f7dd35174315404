//! Tag policies of AWS Organizations, as one policy of ours. `open` finds the policy in a text, `read` knows its form;
//! here is how policies further down the organization change what those above say.
//!
//! A tag policy asks for no tag unless `report_required_tag_for` does: it says how a key is written and which values it
//! has where it is there. What `enforced_for` lists AWS refuses to tag otherwise; wrong it is everywhere.

mod open;
mod read;
mod written;

use std::collections::BTreeSet;

use ecow::{EcoString, eco_format};
use indexmap::IndexMap;

use self::written::{Allowed, Operator, Setting, Statement, Step, Written};
use crate::decode::Refused;
use crate::settings::{About, TagKey, TagPolicy, is_like_in_any_case};

/// What came of tag policies.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    pub policy: TagPolicy,
    /// What was passed over, with its place: "org.json:7: ...".
    pub remarks: Vec<EcoString>,
}

/// What tag policies call resource types, each with a type of Terraform's.
const TYPES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/policy_types.rs"));

/// Tag policies, given as path and text, from the root of the organization down to the account. Each file is a level of
/// its own. What `aws organizations describe-policy` and `describe-effective-policy` print is read as well.
pub fn import(files: &[(String, String)]) -> Result<Imported, Refused> {
    let (mut merged, mut all) = (Merged::default(), Vec::new());
    for (path, text) in files {
        let (written, complaints) = read::read(path, text);
        all.extend(complaints);
        merged.remarks.extend(written.remarks.iter().cloned());
        merged.take(written);
    }
    if all.is_empty() { Ok(merged.finish(files)) } else { Err(Refused { all }) }
}

/// What the policies so far come to.
#[derive(Default)]
struct Merged {
    /// By the policy key in small letters.
    keys: IndexMap<String, Key>,
    /// What policies further down may do to any key.
    allowed: Allowed,
    remarks: Vec<EcoString>,
}

#[derive(Default)]
struct Key {
    place: EcoString,
    allowed: Allowed,
    settings: [Merge; Setting::ALL.len()],
}

/// One setting of a key.
#[derive(Default)]
struct Merge {
    values: Vec<EcoString>,
    allowed: Allowed,
}

impl Merged {
    fn take(&mut self, written: Written) {
        for statement in &written.statements {
            self.statement(statement);
        }
        // What a policy allows is said to those below it, not to itself.
        self.allowed = self.allowed.and(written.allowed);
        for statement in written.statements {
            let Some(key) = self.keys.get_mut(&statement.key) else { continue };
            key.allowed = key.allowed.and(statement.allowed);
            for (setting, allowed) in statement.controls {
                let merge = &mut key.settings[setting as usize];
                merge.allowed = merge.allowed.and(allowed);
            }
        }
    }

    fn statement(&mut self, statement: &Statement) {
        let above = self.allowed;
        if above == Allowed::NONE && !self.keys.contains_key(&statement.key) {
            self.remarks.push(eco_format!(
                "{}: `{}` is passed over: a policy above allows no new keys",
                statement.place,
                statement.key
            ));
            return;
        }
        let key = self.keys.entry(statement.key.clone()).or_default();
        if key.place.is_empty() {
            key.place = statement.place.clone();
        }
        for step in &statement.steps {
            let merge = &mut key.settings[step.setting as usize];
            if above.and(key.allowed).and(merge.allowed).has(step.operator) {
                merge.take(step);
            } else {
                self.remarks.push(eco_format!(
                    "{}: `{}` of `{}` is passed over: a policy above does not allow it",
                    step.place,
                    step.operator.name(),
                    step.setting.name()
                ));
            }
        }
    }

    fn finish(mut self, files: &[(String, String)]) -> Imported {
        let place = files.last().map(|(path, _)| path.as_str().into()).unwrap_or_default();
        let about = About { types: vec!["aws_*".into()], ..About::default() };
        let keys = std::mem::take(&mut self.keys);
        let keys = keys.into_iter().map(|(name, key)| self.key(name, key)).collect();
        let name = EcoString::from("AWS Organizations");
        let policy = TagPolicy { name, keys, about, place, ..TagPolicy::default() };
        Imported { policy, remarks: self.remarks }
    }

    fn key(&mut self, policy_key: String, key: Key) -> TagKey {
        let [mut tag_key, values, _, required] = key.settings.map(|it| it.values);
        let mut types = BTreeSet::new();
        for name in &required {
            let found = terraform_types(name);
            if found.is_empty() {
                self.remarks.push(eco_format!(
                    "{}: nobody knows what `{name}` is in Terraform: `{policy_key}` is required of \
                     it, and not looked for",
                    key.place
                ));
            }
            types.extend(found);
        }
        TagKey {
            // Without a `tag_key`, small letters are what is right.
            name: tag_key.pop().unwrap_or_else(|| policy_key.into()),
            is_required: !required.is_empty(),
            required_for: Some(types),
            values,
            place: key.place,
            ..TagKey::default()
        }
    }
}

impl Merge {
    fn take(&mut self, step: &Step) {
        let values = step.values.iter();
        match step.operator {
            Operator::Assign => self.values.clone_from(&step.values),
            Operator::Append => {
                let new: Vec<EcoString> =
                    values.filter(|it| !self.values.contains(it)).cloned().collect();
                self.values.extend(new);
            }
            Operator::Remove => self.values.retain(|it| !step.values.contains(it)),
        }
    }
}

/// `logs:log-group`, `ec2:*`, `secretsmanager:ALL_SUPPORTED`
fn terraform_types(name: &str) -> Vec<EcoString> {
    let whole = name.strip_suffix(":ALL_SUPPORTED").map(|service| eco_format!("{service}:*"));
    let pattern = whole.as_deref().unwrap_or(name);
    let found = TYPES.iter().filter(|(it, _)| is_like_in_any_case(pattern, it));
    found.map(|(_, kind)| (*kind).into()).collect()
}
