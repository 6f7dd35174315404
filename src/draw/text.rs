//! For a person: by root and module, who calls what, what that uses, and how it leaves the network.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::about::{Detail, Line, about};
use super::{Class, Drawing, Extent, page, words};
use crate::decode::harmless;
use crate::graph::{Blind, ThingId, query};
use crate::source::{Places, Sources, Span};

/// More types than these are not named when they are left out.
const MAX_KINDS: usize = 6;
/// Reasons that are told of one worker before it is asked for by name.
const MAX_REASONS: usize = 3;

/// Writes the architecture, or everything, or all of what was asked about.
pub fn text(
    out: &mut dyn Write,
    drawings: &[Drawing],
    extent: Extent,
    sources: &Sources,
) -> io::Result<()> {
    let mut paper = Paper { out, places: Places::new(sources) };
    let mut is_first = true;
    let (shown, empty): (Vec<&Drawing>, Vec<&Drawing>) =
        drawings.iter().partition(|it| is_shown(it, extent) || drawings.len() == 1);
    for drawing in shown {
        if !is_first {
            paper.line(0, "", None)?;
        }
        is_first = false;
        paper.line(0, words::directory(&drawing.directory), None)?;
        match (&drawing.asked, extent) {
            (Some(asked), _) => page::pages(&mut paper, drawing, asked)?,
            (None, Extent::All) => page::everything(&mut paper, drawing)?,
            (None, Extent::Architecture) => architecture(&mut paper, drawing)?,
        }
    }
    let n: usize = empty.iter().map(|it| it.things.len()).sum();
    if n == 0 || empty.iter().all(|it| it.asked.is_some()) {
        return Ok(());
    }
    let (roots, things) = (words::count(empty.len(), "root module"), words::count(n, "thing"));
    paper.line(0, "", None)?;
    paper.line(
        0,
        &format!(
            "left out: {roots} with nothing that runs or keeps, {things}: --all lists every thing"
        ),
        None,
    )
}

fn is_shown(drawing: &Drawing, extent: Extent) -> bool {
    let has_class = || drawing.things.iter().any(|it| it.is_managed && it.class.is_some());
    match (&drawing.asked, extent) {
        (Some(asked), _) => !asked.is_empty(),
        (None, Extent::All) => !drawing.things.is_empty(),
        (None, Extent::Architecture) => has_class() || !drawing.flows.is_empty(),
    }
}

/// Where lines go.
pub(super) struct Paper<'o, 's> {
    out: &'o mut dyn Write,
    places: Places<'s>,
}

impl Paper<'_, '_> {
    /// One line, with its place behind it.
    pub(super) fn line(&mut self, indent: usize, text: &str, at: Option<Span>) -> io::Result<()> {
        let place = at.and_then(|it| self.places.of(it));
        let place = place.map(|(path, line)| format!("  # {path}:{line}")).unwrap_or_default();
        let mut line = harmless::line(&format!("{text}{place}"));
        // Two colons at the start of a line are an order to GitHub's runner.
        if line.trim_start().starts_with("::") {
            line = line.replacen(':', "?", 1);
        }
        writeln!(self.out, "{}", format!("{:indent$}{line}", "").trim_end())
    }

    pub(super) fn lines(&mut self, indent: usize, lines: &[Line]) -> io::Result<()> {
        lines.iter().try_for_each(|it| self.line(indent, &it.text, it.at))
    }
}

fn architecture(paper: &mut Paper<'_, '_>, drawing: &Drawing) -> io::Result<()> {
    let view = View::new(drawing);
    paper.line(2, &view.summary(), None)?;
    let heads = view.shown.iter().copied().filter(|it| view.is_head(*it));
    for (module, things) in drawing.by_module(&heads.collect::<Vec<_>>()) {
        if !module.is_empty() {
            paper.line(0, "", None)?;
            paper.line(2, module, None)?;
        }
        for (thing, more) in folded(drawing, &things) {
            paper.line(0, "", None)?;
            paper.line(2, drawing.address(thing), Some(drawing.things[thing].span))?;
            for other in more {
                paper.line(2, drawing.address(other), None)?;
            }
            paper.lines(4, &about(drawing, thing, Detail::Short))?;
        }
    }
    let mut alone = view.shown.iter().copied().filter(|it| view.is_alone(*it)).peekable();
    if alone.peek().is_some() {
        paper.line(0, "", None)?;
        paper.line(2, "nothing here says who uses these", None)?;
    }
    for thing in alone {
        paper.line(4, drawing.address(thing), Some(drawing.things[thing].span))?;
    }
    view.left_out(paper)
}

/// What is shown of a drawing.
struct View<'d> {
    drawing: &'d Drawing,
    shown: BTreeSet<ThingId>,
    /// What flows lead from and to.
    ends: BTreeSet<ThingId>,
    starts: BTreeSet<ThingId>,
}

impl View<'_> {
    fn new(drawing: &Drawing) -> View<'_> {
        let ends = drawing.flows.iter().flat_map(|it| [it.from, it.to]);
        let ends: BTreeSet<ThingId> = ends.collect();
        let starts = drawing.flows.iter().filter(|it| !drawing.works(it.to));
        let starts = starts.map(|it| it.from).collect();
        let is_shown = |it: &ThingId| drawing.things[*it].class.is_some() || ends.contains(it);
        let shown = (0..drawing.things.len()).filter(is_shown).collect();
        View { drawing, shown, ends, starts }
    }

    /// Whether it has a block of its own: it works, or something is to be said that no worker says.
    fn is_head(&self, thing: ThingId) -> bool {
        self.drawing.works(thing)
            || self.drawing.clusters.contains_key(&thing) && self.drawing.things[thing].is_managed
            || self.starts.contains(&thing)
    }

    fn is_alone(&self, thing: ThingId) -> bool {
        !self.ends.contains(&thing) && !self.is_head(thing) && self.drawing.things[thing].is_managed
    }

    fn summary(&self) -> String {
        let mut parts = vec![words::count(self.drawing.things.len(), "thing")];
        for class in [Class::Function, Class::Service, Class::Cluster] {
            let of = self
                .drawing
                .things
                .iter()
                .filter(|it| it.is_managed && it.class == Some(class))
                .count();
            if of > 0 {
                parts.push(words::count(of, class.name()));
            }
        }
        parts.join(", ")
    }

    /// How many things are left out, of which types, and how to see them.
    fn left_out(&self, paper: &mut Paper<'_, '_>) -> io::Result<()> {
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        let hidden = self.drawing.things.iter().enumerate();
        for (_, thing) in hidden.filter(|(it, _)| !self.shown.contains(it)) {
            *kinds.entry(&thing.kind).or_default() += 1;
        }
        let n: usize = kinds.values().sum();
        if n > 0 {
            let mut kinds: Vec<(&str, usize)> = kinds.into_iter().collect();
            kinds.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
            let more = if kinds.len() > MAX_KINDS { ", …" } else { "" };
            let kinds = kinds.iter().take(MAX_KINDS).map(|(kind, n)| format!("{n} {kind}"));
            let kinds = kinds.collect::<Vec<_>>().join(", ");
            let things = words::count(n, "thing");
            paper.line(0, "", None)?;
            paper.line(
                2,
                &format!("left out: {things} that set these up or tie them together"),
                None,
            )?;
            paper.line(4, &format!("{kinds}{more}: --all lists every thing"), None)?;
        }
        self.not_followed(paper)
    }

    /// The first links that could not be followed, and how many more there are.
    fn not_followed(&self, paper: &mut Paper<'_, '_>) -> io::Result<()> {
        let drawing = self.drawing;
        let blind = drawing.blind.iter().filter(|it| is_link(drawing, it));
        let mut blind: Vec<&Blind> = blind.collect();
        blind.sort_by_key(|it| !drawing.things[it.from].is_managed);
        if blind.is_empty() {
            return Ok(());
        }
        let links = words::count(blind.len(), "link");
        paper.line(0, "", None)?;
        paper.line(2, &format!("not followed: {links}, as what they say is not known"), None)?;
        for it in blind.iter().take(MAX_REASONS) {
            let thing = self.drawing.address(it.from);
            let text = format!("? {thing} {}: {}", it.attribute, it.reason);
            paper.line(4, &text, Some(it.span))?;
        }
        match blind.len().saturating_sub(MAX_REASONS) {
            0 => Ok(()),
            more => paper.line(4, &format!("? and {more} more: --all lists every one"), None),
        }
    }
}

/// Whether it may be another thing that is said there. What a thing is called itself is none.
fn is_link(drawing: &Drawing, blind: &Blind) -> bool {
    const OWN: &[&str] = &["assume_role_policy", "family", "id", "identifier", "name"];
    let thing = &drawing.things[blind.from];
    let attribute = blind.attribute.as_str();
    let stem = attribute.strip_suffix("_name").or(attribute.strip_suffix("_identifier"));
    let is_own = OWN.contains(&attribute) || thing.kind.ends_with(stem.unwrap_or(attribute));
    query::is_link(attribute) && !(thing.is_managed && is_own)
}

/// Things of which the same is said, at the same places, are told together: instances of one block.
fn folded(drawing: &Drawing, things: &[ThingId]) -> Vec<(ThingId, Vec<ThingId>)> {
    let mut folded: Vec<(ThingId, Vec<ThingId>)> = Vec::new();
    for thing in things {
        let same = folded.last_mut().filter(|(first, _)| {
            drawing.things[*first].span == drawing.things[*thing].span
                && about(drawing, *first, Detail::Short) == about(drawing, *thing, Detail::Short)
        });
        match same {
            Some((_, more)) => more.push(*thing),
            None => folded.push((*thing, Vec::new())),
        }
    }
    folded
}
