//! What would be written to give resources the keys that they lack.

use std::collections::BTreeMap;

use ecow::{EcoString, eco_format};

use super::audit::Audit;
use super::cause::Cause;
use super::judge::Verdict;
use super::spot::{At, Spot, What};
use crate::eval::{Kind, Value};
use crate::finding::Edit;
use crate::fix::{Written, spelled};
use crate::model::Configuration;
use crate::settings::TagKey;
use crate::source::Sources;

/// What one key is given, and why a person should look at it first.
#[derive(Clone, Debug)]
pub struct Given {
    pub key: EcoString,
    /// As an expression.
    pub value: String,
    pub caution: Option<String>,
}

/// The edits that give a cause's keys their values, as far as a value stands out.
#[derive(Clone, Debug, Default)]
pub struct Mending {
    pub given: Vec<Given>,
    /// The map that is given as a whole: `local.tags`.
    pub whole: Option<String>,
    pub edits: Vec<Edit>,
}

impl<'m, 'a> Audit<'m, 'a> {
    /// How a cause is mended. `None` where nothing can be written, or nobody can say what.
    pub fn mending(
        &self,
        cause: &Cause<'a>,
        configuration: &mut Configuration<'m, 'a>,
        sources: &Sources,
    ) -> Option<Mending> {
        let spot = cause.spot?;
        if let Some(mending) = shared(cause, &spot, configuration, sources) {
            return Some(mending);
        }
        let given: Vec<Given> = cause
            .keys
            .iter()
            .filter_map(|it| self.given(it, cause, &spot, configuration))
            .collect();
        if given.is_empty() {
            return None;
        }
        let edits = edits(&spot, &given, sources)?;
        Some(Mending { given, whole: None, edits })
    }

    fn given(
        &self,
        key: &EcoString,
        cause: &Cause<'a>,
        spot: &Spot<'a>,
        configuration: &Configuration<'m, 'a>,
    ) -> Option<Given> {
        let bearers = || cause.bearers.iter().map(|it| &self.bearers[*it]);
        let policies = bearers().flat_map(|it| &it.judged).filter(|it| it.key == *key);
        let said = policies.flat_map(|it| &it.policy.keys).find(|it| it.name == *key)?;
        let plain = |it: &EcoString| Value::from(it.clone()).to_hcl();
        let key = self.style(key, said);
        if let Some(value) = said.value.as_ref().or_else(|| only(said)) {
            return Some(Given { key, value: plain(value), caution: None });
        }
        let module = configuration.module(spot.node);
        let locals = module.locals.keys().map(|it| ("local", *it));
        let variables = module.variables.keys().map(|it| ("var", *it));
        let named = variables.chain(locals).find(|(_, it)| is_named(it, said));
        if let Some((root, name)) = named {
            let caution = format!("`{root}.{name}` is taken for `{key}` because of its name");
            return Some(Given { value: format!("{root}.{name}"), caution: Some(caution), key });
        }
        let (value, n) = self.usual(said)?;
        let caution = format!(
            "{n} other resources say {} for `{key}`, and so this is a guess",
            plain(&value)
        );
        Some(Given { value: plain(&value), caution: Some(caution), key })
    }

    /// What nearly all others say.
    fn usual(&self, key: &TagKey) -> Option<(EcoString, usize)> {
        let mut counts: BTreeMap<EcoString, usize> = BTreeMap::new();
        for bearer in &self.bearers {
            let found = bearer.judged.iter().find(|it| it.key == key.name);
            let Some(Verdict::Present(name)) = found.map(|it| &it.verdict) else { continue };
            let Some(value) = bearer.effective.tags.get(name).and_then(|it| it.value.as_str())
            else {
                continue;
            };
            *counts.entry(value.into()).or_default() += 1;
        }
        let all: usize = counts.values().sum();
        let (value, n) = counts.into_iter().max_by_key(|(_, n)| *n)?;
        (n >= 3 && n * 10 >= all * 9).then_some((value, n))
    }

    /// How this configuration writes a key that may be written in any case.
    fn style(&self, key: &EcoString, said: &TagKey) -> EcoString {
        if !said.any_case {
            return key.clone();
        }
        let names = self.bearers.iter().flat_map(|it| it.effective.tags.keys());
        let (mut upper, mut lower) = (0, 0);
        for name in names.filter(|it| *it != "Name") {
            match name.chars().next() {
                Some(first) if first.is_uppercase() => upper += 1,
                _ => lower += 1,
            }
        }
        let mut letters = key.chars();
        match letters.next() {
            Some(first) if upper > lower => {
                first.to_uppercase().chain(letters).collect::<String>().into()
            }
            _ => key.clone(),
        }
    }
}

/// A local value that is a map of tags already and has the keys: the provider can give it to all.
fn shared<'a>(
    cause: &Cause<'a>,
    spot: &Spot<'a>,
    configuration: &mut Configuration<'_, 'a>,
    sources: &Sources,
) -> Option<Mending> {
    let (What::Defaults, At::Block(block)) = (spot.what, spot.at) else { return None };
    let module = configuration.module(spot.node);
    let name = module.locals.keys().find(|name| {
        if !name.ends_with("tags") && !name.ends_with("labels") {
            return false;
        }
        let local = configuration.scope(spot.node).local_value(name);
        let has = |key: &EcoString| local.as_object().is_some_and(|it| it.get(key).is_some());
        let is_open = match &local.kind {
            Kind::Unknown(_) => true,
            _ => local.as_object().is_some_and(|it| it.open().is_some()),
        };
        is_open || cause.keys.iter().all(has)
    })?;
    let value = format!("local.{name}");
    let caution = format!(
        "all that the provider makes gets `{value}`, and whether every key is in it is not known"
    );
    let given = |key: &EcoString| Given {
        key: key.clone(),
        value: value.clone(),
        caution: Some(caution.clone()),
    };
    let text = match spot.attribute {
        "default_tags" => {
            vec!["default_tags {".to_owned(), format!("  tags = {value}"), "}".to_owned()]
        }
        attribute => vec![format!("{attribute} = {value}")],
    };
    let edit = Edit::append(block, sources.get(block.span.file), &text)?;
    let given = cause.keys.iter().map(given).collect();
    Some(Mending { given, whole: Some(value.clone()), edits: vec![edit] })
}

/// The only value that is allowed.
fn only(key: &TagKey) -> Option<&EcoString> {
    match key.values.as_slice() {
        [value] if !value.contains('*') => Some(value),
        _ => None,
    }
}

fn is_named(name: &str, key: &TagKey) -> bool {
    let plain = |it: &str| it.to_ascii_lowercase().replace(['-', '_', ' '], "");
    let name = plain(name);
    plain(&key.name) == name || key.synonyms.iter().any(|it| plain(it) == name)
}

fn edits(spot: &Spot<'_>, given: &[Given], sources: &Sources) -> Option<Vec<Edit>> {
    let source = sources.get(spot.span().file);
    let pairs: Vec<(&str, &str)> =
        given.iter().map(|it| (it.key.as_str(), it.value.as_str())).collect();
    match spot.at {
        At::Object(expr) => Written::new(expr, source)?.with(&pairs),
        At::Block(block) => {
            let lines = lines(spot.attribute, &pairs);
            Some(vec![Edit::append(block, source, &lines)?])
        }
    }
}

/// A map of tags under the name that it has, a line each. `default_tags` is a block with the map in it.
pub(super) fn lines(attribute: &str, pairs: &[(&str, &str)]) -> Vec<String> {
    if attribute == "tag" {
        return blocks(pairs);
    }
    let is_block = attribute == "default_tags";
    let keys: Vec<String> = pairs.iter().map(|(key, _)| spelled(key, false)).collect();
    let wide = keys.iter().map(|it| it.chars().count()).max().unwrap_or(0);
    let indent = if is_block { "    " } else { "  " };
    let items =
        keys.iter().zip(pairs).map(|(key, (_, value))| format!("{indent}{key:<wide$} = {value}"));
    let mut lines = match is_block {
        true => vec!["default_tags {".to_owned(), "  tags = {".to_owned()],
        false => vec![format!("{attribute} = {{")],
    };
    lines.extend(items);
    lines.extend(is_block.then(|| "  }".to_owned()));
    lines.push("}".to_owned());
    lines
}

/// Each tag as a block, as groups of machines have them.
fn blocks(pairs: &[(&str, &str)]) -> Vec<String> {
    let mut lines = Vec::new();
    for (key, value) in pairs {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push("tag {".to_owned());
        lines.push(format!("  key                 = {}", Value::from(*key).to_hcl()));
        lines.push(format!("  value               = {value}"));
        lines.push("  propagate_at_launch = true".to_owned());
        lines.push("}".to_owned());
    }
    lines
}

/// The edits that give a key of the resource another name; empty where its place is not found.
pub(super) fn renamed(spots: &[Spot<'_>], key: &str, new: &str, sources: &Sources) -> Vec<Edit> {
    let edits = spots.iter().find_map(|spot| match spot.at {
        At::Object(expr) => Written::new(expr, sources.get(expr.span.file))?.renamed(key, new),
        At::Block(_) => None,
    });
    edits.unwrap_or_default()
}

/// Words for a list of keys: "`service` and `tier`".
pub fn listed(keys: &[EcoString]) -> EcoString {
    match keys {
        [] => EcoString::new(),
        [key] => eco_format!("`{key}`"),
        [rest @ .., last] => {
            let rest: Vec<String> = rest.iter().map(|it| format!("`{it}`")).collect();
            eco_format!("{} and `{last}`", rest.join(", "))
        }
    }
}
