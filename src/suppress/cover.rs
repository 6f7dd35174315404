//! What a comment is about, by where it stands: the file, a block, an attribute or a line.

use std::ops::Range;

use crate::source::{FileId, Span};
use crate::syntax::{Attribute, Block, Body, Tree};

/// What a comment covers.
#[derive(Clone, Copy, Debug)]
pub struct Cover {
    what: What,
    /// The line that the comment ends: evidence on it counts too.
    line: Option<Span>,
}

#[derive(Clone, Copy, Debug)]
enum What {
    File(FileId),
    /// A block with everything in it; of a call, with everything that is called.
    Block(Span),
    /// An attribute or a line.
    Part(Span),
}

/// Where something is wrong.
#[derive(Clone, Debug)]
pub struct Whereabouts {
    /// Where it is told, and where it is.
    pub spans: Vec<Span>,
    /// The resource.
    pub block: Span,
    /// The calls that lead there, outermost first.
    pub chain: Vec<Span>,
    /// What shows it elsewhere.
    pub labels: Vec<Span>,
}

impl Whereabouts {
    /// A place of which no more is known.
    pub fn of(span: Span) -> Whereabouts {
        Whereabouts { spans: vec![span], block: span, chain: Vec::new(), labels: Vec::new() }
    }

    pub fn files(&self) -> impl Iterator<Item = FileId> {
        let spans = self.spans.iter().chain(&self.chain).chain(&self.labels);
        spans.map(|it| it.file).chain([self.block.file])
    }
}

impl Cover {
    pub fn holds(&self, at: &Whereabouts) -> bool {
        let any = |spans: &[Span], holds: &dyn Fn(&Span) -> bool| spans.iter().any(holds);
        let is_here = match self.what {
            What::File(file) => {
                let here = |it: &Span| it.file == file;
                any(&at.spans, &here) || here(&at.block) || any(&at.chain, &here)
            }
            What::Block(block) => {
                at.block == block
                    || at.chain.contains(&block)
                    || any(&at.spans, &|it| contains(block, *it))
            }
            What::Part(part) => any(&at.spans, &|it| starts_in(part, *it)),
        };
        let starts = |line: Span| {
            let here = |it: &Span| starts_in(line, *it);
            any(&at.spans, &here) || any(&at.labels, &here)
        };
        is_here || self.line.is_some_and(starts)
    }

    /// Whether anything in the resource may be what it covers.
    pub fn touches(&self, at: &Whereabouts) -> bool {
        let is_inside = match self.what {
            What::File(_) => false,
            What::Block(it) | What::Part(it) => contains(at.block, it),
        };
        is_inside || self.holds(at)
    }

    /// How much it covers: the narrowest comment is the one that counts.
    pub(super) fn width(&self) -> u32 {
        match self.what {
            What::File(_) => u32::MAX,
            What::Block(it) | What::Part(it) => it.end - it.start,
        }
    }
}

fn contains(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
}

fn starts_in(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.start < outer.end
}

/// A file with a comment in it.
pub(super) struct Scene<'s> {
    pub(super) tree: &'s Tree,
    pub(super) text: &'s str,
}

/// A block or an attribute.
enum Item<'t> {
    Block(&'t Block),
    Attribute(&'t Attribute),
}

impl Item<'_> {
    fn cover(&self) -> What {
        match self {
            Item::Block(it) => What::Block(it.span),
            Item::Attribute(it) => What::Part(it.span()),
        }
    }
}

impl Scene<'_> {
    /// What the comment with this index is about; `None` where it stands alone.
    pub(super) fn cover(&self, index: usize) -> Option<Cover> {
        let span = self.tree.comments[index].span;
        let file = span.file;
        let line = self.line(span.range().start);
        let end = self.line(span.range().end).end;
        let is_blank = |it: Range<usize>| {
            let text = self.text.get(it).unwrap_or_default();
            text.trim_start_matches('\u{feff}').trim().is_empty()
        };
        let as_span = |it: &Range<usize>| Span::new(file, it.start, it.end);
        if !is_blank(line.start..span.range().start) || !is_blank(span.range().end..end) {
            let whole = as_span(&(line.start..end));
            let item = first_on(&self.tree.body, whole);
            let what = item.map_or(What::Part(whole), |it| it.cover());
            return Some(Cover { what, line: Some(whole) });
        }
        let below = self.below(index);
        let what = self.alone(span, below.map(|it| as_span(&it)))?;
        Some(Cover { what, line: None })
    }

    /// What a comment on a line of its own is about. `below`: the line of code that follows it.
    fn alone(&self, span: Span, below: Option<Span>) -> Option<What> {
        let (block, body) = innermost(&self.tree.body, span);
        if body.attributes.iter().any(|it| contains(it.span(), span)) {
            return below.map(What::Part);
        }
        let item = below.and_then(|it| starting(body, it));
        match (block, item) {
            (_, Some(item @ Item::Block(_))) | (None, Some(item)) => Some(item.cover()),
            // Local values have nothing in common but the block.
            (Some(block), Some(item)) if block.kind.text == "locals" => Some(item.cover()),
            (Some(block), _) => Some(What::Block(block.span)),
            (None, None) => self.is_first(span).then_some(What::File(span.file)),
        }
    }

    /// Nothing but comments stands before it.
    fn is_first(&self, at: Span) -> bool {
        let body = &self.tree.body;
        let is_behind = |it: Span| it.file != at.file || it.start > at.start;
        body.blocks.iter().all(|it| is_behind(it.span))
            && body.attributes.iter().all(|it| is_behind(it.name.span))
    }

    /// The line of code right below a comment; other comments may stand between, no empty lines.
    fn below(&self, index: usize) -> Option<Range<usize>> {
        let mut next = self.line(self.tree.comments[index].span.range().end).end + 1;
        for comment in &self.tree.comments[index + 1..] {
            let comment = comment.span.range();
            let gap = self.text.get(next..comment.start).unwrap_or("x");
            if gap.contains('\n') || !gap.trim().is_empty() {
                break;
            }
            next = self.line(comment.end).end + 1;
        }
        let line = self.line(next.min(self.text.len()));
        let is_code = !self.text.get(line.clone()).unwrap_or_default().trim().is_empty();
        (next < self.text.len() && is_code).then_some(line)
    }

    /// The line of a byte, without its line break.
    fn line(&self, at: usize) -> Range<usize> {
        let at = at.min(self.text.len());
        let start =
            self.text.as_bytes()[..at].iter().rposition(|it| *it == b'\n').map_or(0, |it| it + 1);
        let rest = &self.text.as_bytes()[at..];
        let end = rest.iter().position(|it| *it == b'\n').map_or(self.text.len(), |it| at + it);
        start..end
    }

    /// The top-level block around or below a place, as an address; the file where there is none.
    pub(super) fn near(&self, span: Span, path: &str) -> String {
        let is_near = |it: &&Block| it.span.file == span.file && it.span.end > span.start;
        let around = self.tree.body.blocks.iter().find(is_near);
        around.map_or_else(|| path.to_owned(), name)
    }
}

/// `aws_instance.web`, `data.aws_ami.own`, `locals`.
fn name(block: &Block) -> String {
    let labels = block.labels.iter().map(|it| it.text.as_str());
    match block.kind.text.as_str() {
        "resource" => labels.collect::<Vec<_>>().join("."),
        kind => std::iter::once(kind).chain(labels).collect::<Vec<_>>().join("."),
    }
}

/// The outermost thing that begins on a line.
fn first_on(body: &Body, line: Span) -> Option<Item<'_>> {
    let around = || {
        let inside = |it: &&Block| contains(it.span, line.before());
        first_on(&body.blocks.iter().find(inside)?.body, line)
    };
    starting(body, line).or_else(around)
}

/// What of a body begins on a line.
fn starting(body: &Body, line: Span) -> Option<Item<'_>> {
    let block = body.blocks.iter().find(|it| starts_in(line, it.span)).map(Item::Block);
    let attribute = || body.attributes.iter().find(|it| starts_in(line, it.name.span));
    block.or_else(|| attribute().map(Item::Attribute))
}

/// The innermost block around a place, and its body or the file's.
fn innermost(body: &Body, at: Span) -> (Option<&Block>, &Body) {
    let mut found = (None, body);
    while let Some(block) = found.1.blocks.iter().find(|it| contains(it.span, at)) {
        found = (Some(block), &block.body);
    }
    found
}
