//! Which version of a provider is meant, as far as it matters to tags and labels.

use crate::model::Configuration;
use crate::source::{FileId, joined};
use crate::stubs::version::Range;
use crate::syntax::{self, Block, Body, ExprKind};

/// The defaults of `aws` reach the block devices of an `aws_instance` from this version on, says its changelog.
pub(super) const DEVICES: (u64, u64, u64) = (5, 39, 0);
/// `google` has `default_labels` from this version on, says its guide for those who come from version 4.
pub(super) const DEFAULT_LABELS: (u64, u64, u64) = (5, 0, 0);

/// The versions of a provider that may be meant: the one of the lock file, or those that modules ask for.
pub(super) fn versions(provider: &str, configuration: &mut Configuration<'_, '_>) -> Range {
    locked(provider, configuration).unwrap_or_else(|| asked(provider, configuration))
}

/// What the lock file beside the root module says.
fn locked(provider: &str, configuration: &Configuration<'_, '_>) -> Option<Range> {
    let path = joined(configuration.directory(), ".terraform.lock.hcl");
    let bytes = configuration.files().read(&path).ok()?;
    let tree = syntax::parse(FileId::DETACHED, str::from_utf8(&bytes).ok()?).tree;
    let source = format!("/hashicorp/{provider}");
    let is_it = |it: &&Block| it.label(0).is_some_and(|it| it.ends_with(&source));
    let locked = tree.body.blocks("provider").find(is_it)?;
    text(&locked.body, "version").map(Range::read)
}

/// What the modules of the configuration ask for.
fn asked(provider: &str, configuration: &mut Configuration<'_, '_>) -> Range {
    let mut range = Range::any();
    for node in configuration.expand() {
        for block in &configuration.module(node).settings {
            let required = block.body.blocks("required_providers");
            for constraint in required.filter_map(|it| constraint(provider, &it.body)) {
                range = range.and(&Range::read(constraint));
            }
        }
    }
    range
}

/// `aws = { source = "hashicorp/aws", version = "~> 5.0" }`, or the text alone.
fn constraint<'b>(provider: &str, required: &'b Body) -> Option<&'b str> {
    match &required.attribute(provider)?.expr.kind {
        ExprKind::String(version) => Some(version),
        ExprKind::Object(items) => {
            items.iter().find_map(|it| match (&it.key.kind, &it.value.kind) {
                (ExprKind::Variable(name) | ExprKind::String(name), ExprKind::String(version)) => {
                    (name == "version").then_some(version.as_str())
                }
                _ => None,
            })
        }
        _ => None,
    }
}

fn text<'b>(body: &'b Body, name: &str) -> Option<&'b str> {
    match &body.attribute(name)?.expr.kind {
        ExprKind::String(text) => Some(text),
        _ => None,
    }
}
