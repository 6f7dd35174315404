//! Which version of the AWS provider is meant, as far as it matters to the tags of block devices.

use crate::model::Configuration;
use crate::source::{FileId, joined};
use crate::stubs::version::Range;
use crate::syntax::{self, Block, Body, ExprKind};

/// Defaults reach the block devices of an `aws_instance` from this version on, says its changelog.
const FIRST: (u64, u64, u64) = (5, 39, 0);

/// The versions of the provider that may be meant: the one of the lock file, or those that modules ask for.
pub(super) fn versions(configuration: &mut Configuration<'_, '_>) -> Range {
    locked(configuration).unwrap_or_else(|| asked(configuration))
}

/// Whether a provider of these versions gives its defaults to block devices. `None`: some do.
pub(super) fn are_reached(versions: &Range) -> Option<bool> {
    versions.is_from(FIRST)
}

/// What the lock file beside the root module says.
fn locked(configuration: &Configuration<'_, '_>) -> Option<Range> {
    let path = joined(configuration.directory(), ".terraform.lock.hcl");
    let bytes = configuration.files().read(&path).ok()?;
    let tree = syntax::parse(FileId::DETACHED, str::from_utf8(&bytes).ok()?).tree;
    let is_aws = |it: &&Block| it.label(0).is_some_and(|it| it.ends_with("/hashicorp/aws"));
    let provider = tree.body.blocks("provider").find(is_aws)?;
    text(&provider.body, "version").map(Range::read)
}

/// What the modules of the configuration ask for.
fn asked(configuration: &mut Configuration<'_, '_>) -> Range {
    let mut range = Range::any();
    for node in configuration.expand() {
        for block in &configuration.module(node).settings {
            let required = block.body.blocks("required_providers");
            for constraint in required.filter_map(|it| constraint(&it.body)) {
                range = range.and(&Range::read(constraint));
            }
        }
    }
    range
}

/// `aws = { source = "hashicorp/aws", version = "~> 5.0" }`, or the text alone.
fn constraint(required: &Body) -> Option<&str> {
    match &required.attribute("aws")?.expr.kind {
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
