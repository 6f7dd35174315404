//! For a person who asks about one thing, or about everything: what it says of others, what others say of it,
//! and what could not be followed.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::about::{Detail, about};
use super::text::Paper;
use super::{Drawing, words};
use crate::graph::{Blind, Edge, ThingId};

/// Everything about each of some things.
pub(super) fn pages(
    paper: &mut Paper<'_, '_>,
    drawing: &Drawing,
    asked: &BTreeSet<ThingId>,
) -> io::Result<()> {
    let index = Index::new(drawing);
    for thing in asked {
        head(paper, drawing, *thing)?;
        paper.lines(4, &about(drawing, *thing, Detail::Full))?;
        said(paper, "says of others", index.from(*thing), |it| {
            let (attribute, names) = (&it.attribute, &it.names);
            format!("{attribute} -> {}{}", drawing.address(it.to), part(names, it.certain))
        })?;
        said(paper, "others say of it", index.to(*thing), |it| {
            let (attribute, names) = (&it.attribute, &it.names);
            format!("{} {attribute} ->{}", drawing.address(it.from), part(names, it.certain))
        })?;
        lost(paper, 6, index.blind(*thing))?;
    }
    Ok(())
}

/// Every thing with what it says of others.
pub(super) fn everything(paper: &mut Paper<'_, '_>, drawing: &Drawing) -> io::Result<()> {
    let index = Index::new(drawing);
    paper.line(2, &words::count(drawing.things.len(), "thing"), None)?;
    for thing in 0..drawing.things.len() {
        head(paper, drawing, thing)?;
        if let Some(doubt) = &drawing.things[thing].doubt {
            let text = format!("perhaps not there, or many times: {}", doubt.reason);
            paper.line(4, &text, doubt.at)?;
        }
        for edge in index.from(thing) {
            let to = drawing.address(edge.to);
            let text = format!("{} -> {to}{}", edge.attribute, part(&edge.names, edge.certain));
            paper.line(4, &text, Some(edge.span))?;
        }
        index.blind(thing).iter().try_for_each(|it| reason(paper, 4, it))?;
    }
    Ok(())
}

fn head(paper: &mut Paper<'_, '_>, drawing: &Drawing, thing: ThingId) -> io::Result<()> {
    paper.line(0, "", None)?;
    paper.line(2, drawing.address(thing), Some(drawing.things[thing].span))
}

fn said(
    paper: &mut Paper<'_, '_>,
    title: &str,
    edges: &[&Edge],
    words: impl Fn(&Edge) -> String,
) -> io::Result<()> {
    if !edges.is_empty() {
        paper.line(4, title, None)?;
    }
    edges.iter().try_for_each(|it| paper.line(6, &words(it), Some(it.span)))
}

fn lost(paper: &mut Paper<'_, '_>, indent: usize, blind: &[&Blind]) -> io::Result<()> {
    if !blind.is_empty() {
        paper.line(indent - 2, "could not be followed", None)?;
    }
    blind.iter().try_for_each(|it| reason(paper, indent, it))
}

fn reason(paper: &mut Paper<'_, '_>, indent: usize, blind: &Blind) -> io::Result<()> {
    paper.line(indent, &format!("? {}: {}", blind.attribute, blind.reason), Some(blind.span))
}

/// Which attribute of the other is said, and whether it is surely this one.
fn part(names: &str, certain: bool) -> String {
    let dot = if names.is_empty() { "" } else { " ." };
    let perhaps = if certain { "" } else { ", or another of these" };
    format!("{dot}{names}{perhaps}")
}

/// What is said, by who says it and of whom.
struct Index<'d> {
    from: BTreeMap<ThingId, Vec<&'d Edge>>,
    to: BTreeMap<ThingId, Vec<&'d Edge>>,
    blind: BTreeMap<ThingId, Vec<&'d Blind>>,
}

impl<'d> Index<'d> {
    fn new(drawing: &'d Drawing) -> Index<'d> {
        let mut index =
            Index { from: BTreeMap::new(), to: BTreeMap::new(), blind: BTreeMap::new() };
        for edge in &drawing.edges {
            index.from.entry(edge.from).or_default().push(edge);
            index.to.entry(edge.to).or_default().push(edge);
        }
        for blind in &drawing.blind {
            index.blind.entry(blind.from).or_default().push(blind);
        }
        index
    }

    fn from(&self, thing: ThingId) -> &[&'d Edge] {
        self.from.get(&thing).map(Vec::as_slice).unwrap_or_default()
    }

    fn to(&self, thing: ThingId) -> &[&'d Edge] {
        self.to.get(&thing).map(Vec::as_slice).unwrap_or_default()
    }

    fn blind(&self, thing: ThingId) -> &[&'d Blind] {
        self.blind.get(&thing).map(Vec::as_slice).unwrap_or_default()
    }
}
