//! What a resource itself says of its tags: a map, a map in a block, or blocks with a key and a value.

use std::sync::Arc;

use ecow::eco_format;

use super::effective::{Doubt, Effective, Source, why};
use super::table::Taggable;
use crate::eval::{Kind, Unknown, Value};
use crate::model::{Configuration, Instance, Origin};
use crate::syntax::{Expr, ExprKind, Step};

/// The tags that the resource says.
pub(super) fn own<'m, 'a>(
    instance: &Instance<'m, 'a>,
    taggable: Taggable,
    configuration: &mut Configuration<'m, 'a>,
) -> Effective {
    if taggable.attribute == "tag" {
        return of_group(instance, configuration).all;
    }
    let said = match taggable.attribute.split_once('.') {
        Some((block, name)) => in_block(instance, block, name, configuration),
        None => {
            let is_written = says(instance, taggable.attribute);
            is_written.then(|| {
                let value = instance.attribute(taggable.attribute, configuration);
                Effective::of_map(&value, Source::Own)
            })
        }
    };
    said.unwrap_or_else(|| told(instance, taggable.attribute, configuration))
}

/// Whether an attribute or a block of a name is written in a resource.
pub(super) fn says(instance: &Instance<'_, '_>, name: &str) -> bool {
    let body = &instance.resource.block.body;
    body.attribute(name).is_some()
        || body.blocks.iter().any(|it| {
            it.kind.text == name || it.kind.text == "dynamic" && it.label(0) == Some(name)
        })
}

/// The map in the blocks of a name. `None`: none of them says it.
fn in_block<'m, 'a>(
    instance: &Instance<'m, 'a>,
    block: &str,
    name: &str,
    configuration: &mut Configuration<'m, 'a>,
) -> Option<Effective> {
    let (blocks, more) = instance.blocks(block, configuration);
    let mut all = None;
    for block in &blocks {
        let said = match &block.kind {
            Kind::Unknown(unknown) => Effective::unknown(Arc::clone(unknown)),
            _ => match block.as_object().and_then(|it| it.get(name)) {
                Some(map) => Effective::of_map(map, Source::Own),
                None => continue,
            },
        };
        said.over(all.get_or_insert_default());
    }
    if let Some(unknown) = more.as_ref().and_then(Value::as_unknown) {
        all.get_or_insert_default().open(Arc::clone(unknown));
    }
    all
}

/// What the call of a stand-in says, where the stand-in leaves tags out, as most do.
fn told<'m, 'a>(
    instance: &Instance<'m, 'a>,
    attribute: &str,
    configuration: &mut Configuration<'m, 'a>,
) -> Effective {
    let mut all = Effective::default();
    if configuration.module(instance.node).origin != Origin::Stub {
        return all;
    }
    let name = if attribute.ends_with("labels") { "labels" } else { "tags" };
    let asked = |it: &str| {
        it == name || it == "context" || it.ends_with("_tags") || it.ends_with("_labels")
    };
    for (argument, value) in configuration.told_stand_in(instance.node, asked) {
        let is_empty = || value.as_object().is_some_and(|it| it.entries().is_empty());
        if argument == name {
            Effective::of_map(&value, Source::Own).over(&mut all);
        } else if !(value.is_null() || is_empty() && value.is_known()) {
            let reason =
                eco_format!("`{argument}` may tag it as well, which its stand-in leaves out");
            all.open(why(reason, value.from));
        }
    }
    all
}

/// The tags of an Auto Scaling group, and those that its instances get from it.
pub(super) struct Group {
    pub(super) all: Effective,
    pub(super) launched: Effective,
}

/// What `tag` blocks say, or the list of such that is called `tags`.
pub(super) fn of_group<'m, 'a>(
    instance: &Instance<'m, 'a>,
    configuration: &mut Configuration<'m, 'a>,
) -> Group {
    let mut group = Group { all: Effective::default(), launched: Effective::default() };
    let is_stub = configuration.module(instance.node).origin == Origin::Stub;
    if is_stub && !says(instance, "tag") && !says(instance, "tags") {
        group.all = told(instance, "tags", configuration);
        group.launched = Effective::unknown(silent(instance, "tag"));
        return group;
    }
    for name in ["tags", "tag"] {
        let (blocks, more) = instance.blocks(name, configuration);
        let unknown = more.as_ref().and_then(Value::as_unknown).cloned();
        let unknown = blocks.iter().find_map(Value::as_unknown).cloned().or(unknown);
        for block in &blocks {
            group.add(block);
        }
        if let Some(unknown) = unknown {
            group.all.open(Arc::clone(&unknown));
            group.launched.open(unknown);
        }
    }
    group
}

impl Group {
    /// Adds an object with a key, a value and whether it goes on to instances.
    pub(super) fn add(&mut self, block: &Value) {
        let Some(object) = block.as_object() else { return };
        let part = |name: &str| object.get(name).cloned().unwrap_or_else(Value::null);
        let (key, value) = (part("key"), part("value"));
        let one = match (&key.kind, value.is_null()) {
            (Kind::String(key), false) => {
                let map = Value::object([(key.clone(), value)].into());
                Effective::of_map(&map.marked(block.marks), Source::Own)
            }
            (Kind::Unknown(unknown), _) => Effective::unknown(Arc::clone(unknown)),
            _ => return,
        };
        match flag(&part("propagate_at_launch")) {
            Ok(true) => one.propagated().over(&mut self.launched),
            Ok(false) => {}
            Err(unknown) => {
                let doubts = one.tags.keys().map(|key| Doubt {
                    key: key.clone(),
                    is_prefix: false,
                    unknown: Arc::clone(&unknown),
                });
                self.launched.doubts.extend(doubts);
            }
        }
        one.over(&mut self.all);
    }
}

/// Whether a value is true; null is not. `Err`: it is not known.
pub(super) fn flag(value: &Value) -> Result<bool, Arc<Unknown>> {
    match &value.kind {
        Kind::Unknown(unknown) => Err(Arc::clone(unknown)),
        Kind::Bool(it) => Ok(*it),
        Kind::String(it) => Ok(it == "true"),
        _ => Ok(false),
    }
}

/// A stand-in does not say something that decides.
pub(super) fn silent(instance: &Instance<'_, '_>, attribute: &str) -> Arc<Unknown> {
    let reason = eco_format!("the stand-in for this module does not say `{attribute}`");
    why(reason, Some(instance.resource.block.header()))
}

/// Where changes of tags are not watched, what is not here may have been set by something else.
pub(super) fn unwatched(instance: &Instance<'_, '_>, taggable: Taggable, all: &mut Effective) {
    let mut lifecycle = instance.resource.block.body.blocks("lifecycle");
    let Some(ignored) = lifecycle.find_map(|it| it.body.attribute("ignore_changes")) else {
        return;
    };
    let items = match &ignored.expr.kind {
        ExprKind::Tuple(items) => &items[..],
        _ => std::slice::from_ref(&ignored.expr),
    };
    let first = taggable.attribute.split('.').next().unwrap_or_default();
    for item in items {
        let reason =
            why("changes of its tags are ignored: something else may set them", Some(item.span));
        match named(item) {
            Some((name, None)) if name == first || name == "tags_all" || name == "all" => {
                all.open(reason);
            }
            Some((name, Some(key))) if name == first || name == "tags_all" => {
                all.doubts.push(Doubt { key: key.into(), is_prefix: false, unknown: reason });
            }
            _ => {}
        }
    }
}

/// Whether changes of all of an attribute are ignored.
pub(super) fn unwatches(instance: &Instance<'_, '_>, attribute: &str) -> bool {
    let mut lifecycle = instance.resource.block.body.blocks("lifecycle");
    let ignored = lifecycle.find_map(|it| it.body.attribute("ignore_changes"));
    ignored.is_some_and(|it| {
        let items = match &it.expr.kind {
            ExprKind::Tuple(items) => &items[..],
            _ => std::slice::from_ref(&it.expr),
        };
        let is_it = |it: &Expr| matches!(named(it), Some((name, None)) if name == attribute);
        items.iter().any(is_it)
    })
}

/// `tags`, or `tags["x"]` and `tags.x`; in JSON as texts.
fn named(expr: &Expr) -> Option<(&str, Option<&str>)> {
    match &expr.kind {
        ExprKind::Variable(name) => Some((name, None)),
        ExprKind::String(text) => match text.split_once(['[', '.']) {
            Some((name, key)) => Some((name, Some(key.trim_end_matches(']').trim_matches('"')))),
            None => Some((text, None)),
        },
        ExprKind::Traversal(it) => {
            let ExprKind::Variable(name) = &it.base.kind else { return None };
            let key = match it.steps.first()? {
                Step::Attribute(key) => Some(key.text.as_str()),
                Step::Index(key) => match &key.kind {
                    ExprKind::String(key) => Some(key.as_str()),
                    _ => None,
                },
                _ => None,
            };
            Some((name, key))
        }
        _ => None,
    }
}
