//! Which stage a configuration is for, where it says so.

use crate::eval::{Object, Value};
use crate::model::{Configuration, Instance};
use crate::source::joined;

/// The words that people name their stages by, and what they mean.
const WORDS: &[(&str, &str)] = &[
    ("dev", "dev"),
    ("develop", "dev"),
    ("development", "dev"),
    ("sandbox", "dev"),
    ("test", "test"),
    ("testing", "test"),
    ("qa", "test"),
    ("staging", "staging"),
    ("stage", "staging"),
    ("stg", "staging"),
    ("uat", "staging"),
    ("preprod", "staging"),
    ("nonprod", "staging"),
    ("prod", "prod"),
    ("prd", "prod"),
    ("production", "prod"),
    ("live", "prod"),
];

/// What says it, in variables and in tags.
const NAMES: &[&str] = &["env", "environment", "environment_name", "env_name", "stage"];
const TAGS: &[&str] = &["tags", "labels"];

/// The stage of a resource, where all that names one names the same.
pub(super) fn of<'m, 'a>(
    instance: &Instance<'m, 'a>,
    configuration: &mut Configuration<'m, 'a>,
    prefix: &str,
) -> Option<&'static str> {
    let mut said: Vec<&'static str> = Vec::new();
    for attribute in TAGS {
        let tags = instance.attribute(attribute, configuration);
        let tags = tags.as_object();
        let entries = tags.into_iter().flat_map(Object::entries);
        let named = entries.filter(|(key, _)| NAMES.contains(&key.to_ascii_lowercase().as_str()));
        said.extend(named.filter_map(|(_, value)| stage(value.as_str()?)));
    }
    for name in NAMES {
        let value = configuration.variable(name);
        said.extend(value.as_ref().and_then(Value::as_str).and_then(stage));
    }
    said.extend(configuration.workspace().and_then(stage));
    if said.is_empty() {
        // The innermost directory that names one: `envs/dev/network`.
        let directory = joined(prefix, configuration.directory());
        // What lies in a directory of tests is for none of these.
        let stages = directory.rsplit('/').find_map(stage);
        said.extend(stages.filter(|it| *it != "test"));
    }
    let first = *said.first()?;
    said.iter().all(|it| *it == first).then_some(first)
}

/// `eu-dev-1` names one stage; `dev-to-prod` names two, and so none.
fn stage(text: &str) -> Option<&'static str> {
    let text =
        text.to_ascii_lowercase().replace("pre-prod", "preprod").replace("non-prod", "nonprod");
    let parts = text.split(|it: char| !it.is_ascii_alphanumeric());
    let mut found = parts.filter_map(|part| {
        let bare = part.trim_end_matches(|it: char| it.is_ascii_digit());
        WORDS.iter().find(|(word, _)| *word == bare).map(|(_, stage)| *stage)
    });
    let first = found.next()?;
    found.all(|it| it == first).then_some(first)
}
