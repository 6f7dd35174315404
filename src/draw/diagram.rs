//! What of a drawing becomes boxes and arrows, for formats that draw these.

use std::collections::{BTreeMap, BTreeSet};

use super::{Drawing, Extent, How, words};
use crate::graph::ThingId;

/// Boxes and arrows of one root.
pub(super) struct Diagram<'d> {
    pub(super) drawing: &'d Drawing,
    /// By module.
    pub(super) boxes: Vec<(&'d str, Vec<ThingId>)>,
    pub(super) arrows: Vec<Arrow<'d>>,
    /// Boxes that are not drawn for there are too many.
    n_things: usize,
    /// Arrows that are not drawn for there are too many.
    n_arrows: usize,
}

pub(super) struct Arrow<'d> {
    pub(super) from: ThingId,
    pub(super) to: ThingId,
    pub(super) words: &'d str,
    /// What is merely said or allowed is drawn with dots.
    pub(super) is_strong: bool,
}

/// How many boxes and arrows a reader and a program can bear.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub(super) boxes: usize,
    pub(super) arrows: usize,
}

/// As many as are drawn.
pub(super) struct Diagrams<'d> {
    pub(super) list: Vec<Diagram<'d>>,
    /// Roots for which there was no room left.
    n_left_out: usize,
}

impl Diagrams<'_> {
    /// How many roots are left out, if any are.
    pub(super) fn cut(&self) -> Option<String> {
        let roots = words::count(self.n_left_out, "more root");
        (self.n_left_out > 0).then(|| format!("{roots}: --path draws one"))
    }
}

impl Diagram<'_> {
    /// How much is left out, if anything is.
    pub(super) fn cut(&self, extent: Extent) -> Option<String> {
        let things = (self.n_things > 0).then(|| words::count(self.n_things, "thing"));
        let arrows = (self.n_arrows > 0).then(|| words::count(self.n_arrows, "arrow"));
        let all = [things, arrows].into_iter().flatten().collect::<Vec<_>>().join(" and ");
        let how = match extent {
            Extent::Architecture => "an address draws a part",
            Extent::All => "--format json has all",
        };
        (!all.is_empty()).then(|| format!("{all} more: {how}"))
    }
}

/// One diagram for each root with something in it, all of them within the limits.
pub(super) fn diagrams(drawings: &[Drawing], extent: Extent, limits: Limits) -> Diagrams<'_> {
    let mut left = limits;
    let mut diagrams = Diagrams { list: Vec::new(), n_left_out: 0 };
    for drawing in drawings.iter().filter(|it| !it.is_beside()) {
        // What was asked for by its name is drawn with all that is said of it.
        let extent = if drawing.asked.is_some() { Extent::All } else { extent };
        let diagram = diagram(drawing, extent, left);
        let n_boxes = diagram.boxes.iter().map(|(_, it)| it.len()).sum::<usize>();
        left.boxes -= n_boxes;
        left.arrows -= diagram.arrows.len();
        if n_boxes > 0 {
            diagrams.list.push(diagram);
        } else if diagram.n_things > 0 {
            diagrams.n_left_out += 1;
        }
    }
    diagrams
}

fn diagram(drawing: &Drawing, extent: Extent, limits: Limits) -> Diagram<'_> {
    let mut arrows = arrows(drawing, extent);
    let mut things = boxes(drawing, extent, &arrows);
    let wanted = things.len();
    if wanted > limits.boxes {
        things = most_connected(&things, &arrows, limits.boxes);
    }
    let kept: BTreeSet<ThingId> = things.iter().copied().collect();
    arrows.retain(|it| kept.contains(&it.from) && kept.contains(&it.to));
    let n_arrows = arrows.len().saturating_sub(limits.arrows);
    arrows.truncate(limits.arrows);
    Diagram {
        drawing,
        boxes: drawing.by_module(&things),
        arrows,
        n_things: wanted - things.len(),
        n_arrows,
    }
}

fn arrows(drawing: &Drawing, extent: Extent) -> Vec<Arrow<'_>> {
    let flows = drawing.flows.iter().map(|it| Arrow {
        from: it.from,
        to: it.to,
        words: it.how.name(),
        is_strong: !matches!(it.how, How::Names | How::Granted | How::MayReach),
    });
    let mut arrows: Vec<Arrow<'_>> = flows.filter(|it| drawing.touches(it.from, it.to)).collect();
    if extent == Extent::All {
        let known: BTreeSet<(ThingId, ThingId)> =
            arrows.iter().map(|it| (it.from, it.to)).collect();
        let edges = drawing
            .edges
            .iter()
            .filter(|it| drawing.touches(it.from, it.to) && !known.contains(&(it.from, it.to)));
        arrows.extend(edges.map(|it| Arrow {
            from: it.from,
            to: it.to,
            words: &it.attribute,
            is_strong: false,
        }));
    }
    arrows
}

fn boxes(drawing: &Drawing, extent: Extent, arrows: &[Arrow<'_>]) -> Vec<ThingId> {
    if drawing.asked.is_some() {
        return drawing.near().into_iter().collect();
    }
    let ends: BTreeSet<ThingId> = arrows.iter().flat_map(|it| [it.from, it.to]).collect();
    let is_drawn = |it: &ThingId| {
        extent == Extent::All || drawing.things[*it].class.is_some() || ends.contains(it)
    };
    (0..drawing.things.len()).filter(is_drawn).collect()
}

/// Those with the most arrows, in the order of all.
fn most_connected(things: &[ThingId], arrows: &[Arrow<'_>], limit: usize) -> Vec<ThingId> {
    let mut degrees: BTreeMap<ThingId, usize> = BTreeMap::new();
    for end in arrows.iter().flat_map(|it| [it.from, it.to]) {
        *degrees.entry(end).or_default() += 1;
    }
    let degree = |it: &ThingId| degrees.get(it).copied().unwrap_or(0);
    let mut things = things.to_vec();
    things.sort_by_key(|it| std::cmp::Reverse(degree(it)));
    things.truncate(limit);
    things.sort_unstable();
    things
}

/// What a box is called inside of its module: the address without it.
pub(super) fn label(drawing: &Drawing, thing: ThingId) -> &str {
    let thing = &drawing.things[thing];
    let rest = thing.address.strip_prefix(thing.module.as_str());
    rest.map_or(thing.address.as_str(), |it| it.strip_prefix('.').unwrap_or(it))
}

/// The beginning of a text that does not fit into a box.
pub(super) fn short(text: &str) -> String {
    const WIDTH: usize = 80;
    match text.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
