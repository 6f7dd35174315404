//! From the path that a rule names to places in the text.

use ecow::EcoString;

use crate::source::Span;
use crate::syntax::{Attribute, Block, Body};

/// Where `at` leads in a resource: as far as it is there.
#[derive(Debug)]
pub(super) struct Target<'a> {
    /// The innermost block on the way.
    pub(super) block: &'a Block,
    /// The attribute at the end of the way.
    pub(super) attribute: Option<&'a Attribute>,
    /// All blocks on the way are there: only the attribute may be missing.
    pub(super) reached: bool,
}

impl Target<'_> {
    /// What to point at: the value, or the head of the block that lacks it.
    pub(super) fn span(&self) -> Span {
        self.attribute.map_or(self.block.header(), |it| it.expr.span)
    }
}

/// `index` chooses among several blocks of the first name, where a rule goes over them.
pub(super) fn find<'a>(block: &'a Block, at: &[EcoString], index: usize) -> Target<'a> {
    let mut target = Target { block, attribute: None, reached: at.len() <= 1 };
    let Some((last, way)) = at.split_last() else { return target };
    for (step, name) in way.iter().enumerate() {
        let nth = if step == 0 { index } else { 0 };
        match nested(&target.block.body, name, nth) {
            Some(inner) => target.block = inner,
            None => {
                // An object instead of a block, as in the newer style of some providers.
                target.attribute = target.block.body.attribute(name);
                return target;
            }
        }
    }
    target.reached = true;
    target.attribute = target.block.body.attribute(last);
    if target.attribute.is_none()
        && let Some(inner) =
            nested(&target.block.body, last, if way.is_empty() { index } else { 0 })
    {
        target.block = inner;
        target.reached = false;
    }
    target
}

/// The nth nested block of a name. A dynamic block stands for all that it makes.
fn nested<'a>(body: &'a Body, name: &str, nth: usize) -> Option<&'a Block> {
    let is_dynamic = |it: &&Block| it.kind.text == "dynamic" && it.label(0) == Some(name);
    let named: Vec<&Block> =
        body.blocks.iter().filter(|it| it.kind.text == name || is_dynamic(it)).collect();
    let block = named.get(nth).or(named.last())?;
    if is_dynamic(block) { block.body.blocks("content").next() } else { Some(block) }
}
