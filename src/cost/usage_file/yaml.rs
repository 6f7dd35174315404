//! YAML to a tree with places. What parsers of YAML disagree on and what would grow without bounds is refused;
//! what the names and values mean is not known here.

use std::collections::BTreeMap;
use std::ops::Range;

use indexmap::IndexMap;
use indexmap::map::Entry;
use saphyr_parser::{Event, Parser, ScalarStyle, StrInput};

use super::error::Mistakes;

/// How deep lists and maps may go.
const MAX_DEPTH: usize = 32;
/// How many values there may be, aliases counted as what they stand for.
const MAX_NODES: usize = 200_000;
/// How much text there may be, aliases counted as what they stand for.
const MAX_WEIGHT: usize = 16 << 20;

/// Names with the place of each and what it stands before.
pub(super) type Map = IndexMap<String, (Range<usize>, Node)>;

#[derive(Clone)]
pub(super) struct Node {
    pub(super) at: Range<usize>,
    pub(super) kind: Kind,
}

#[derive(Clone)]
pub(super) enum Kind {
    Null,
    Scalar { text: String, quoted: bool },
    List(Vec<Node>),
    Map(Map),
}

impl Node {
    /// How many values this is, and how much text.
    fn size(&self) -> (usize, usize) {
        let add = |one: (usize, usize), more: (usize, usize)| (one.0 + more.0, one.1 + more.1);
        match &self.kind {
            Kind::Null => (1, 0),
            Kind::Scalar { text, .. } => (1, text.len()),
            Kind::List(items) => items.iter().map(Node::size).fold((1, 0), add),
            Kind::Map(entries) => entries
                .iter()
                .map(|(name, (_, value))| add(value.size(), (1, name.len())))
                .fold((1, 0), add),
        }
    }
}

/// Why reading stopped.
struct Stop {
    at: Range<usize>,
    message: String,
    help: Option<String>,
}

type Step<T> = Result<T, Box<Stop>>;

fn stop<T>(at: Range<usize>, message: impl Into<String>, help: Option<&str>) -> Step<T> {
    Err(Box::new(Stop { at, message: message.into(), help: help.map(str::to_owned) }))
}

/// Makes nodes of events.
struct Builder<'t, 'm, 'p> {
    parser: Parser<'t, StrInput<'t>>,
    /// How many bytes of the text the parser does not see.
    skipped: usize,
    text: &'t str,
    /// Where each character starts: the parser counts characters.
    starts: Vec<usize>,
    anchors: BTreeMap<usize, Node>,
    nodes: usize,
    weight: usize,
    mistakes: &'m mut Mistakes<'p>,
}

/// The only document of the text; what is wrong is among the mistakes, and nothing is returned where reading
/// had to stop.
pub(super) fn read(text: &str, mistakes: &mut Mistakes<'_>) -> Option<Node> {
    let skipped = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let shown = &text[skipped..];
    let starts = shown.char_indices().map(|(at, _)| at + skipped).chain([text.len()]).collect();
    let parser = Parser::new_from_str(shown);
    let (anchors, nodes, weight) = (BTreeMap::new(), 0, 0);
    let mut builder = Builder { parser, skipped, text, starts, anchors, nodes, weight, mistakes };
    match builder.document() {
        Ok(node) => Some(node),
        Err(stop) => {
            mistakes.add(stop.at, stop.message, stop.help);
            None
        }
    }
}

impl<'t> Builder<'t, '_, '_> {
    fn document(&mut self) -> Step<Node> {
        let mut root = None;
        loop {
            let (event, at) = self.next()?;
            match event {
                Event::StreamEnd => {
                    let end = self.text.len()..self.text.len();
                    return Ok(root.unwrap_or(Node { at: end, kind: Kind::Null }));
                }
                Event::StreamStart | Event::DocumentEnd | Event::Nothing => {}
                Event::DocumentStart(_) if root.is_some() => {
                    let help = Some("write all of it into one document, without `---`");
                    return stop(at, "a second document begins here", help);
                }
                Event::DocumentStart(_) => {
                    let (event, at) = self.next()?;
                    root = Some(self.value(event, at, 0)?);
                }
                _ => return stop(at, "this stands where no value may", None),
            }
        }
    }

    fn next(&mut self) -> Step<(Event<'t>, Range<usize>)> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => {
                let at = self.range(span.start.index(), span.end.index());
                Ok((event, at))
            }
            Some(Err(error)) => {
                let at = self.range(error.marker().index(), error.marker().index());
                let help = Some("all names of a map are indented alike, with `: ` behind each");
                stop(at, format!("this is no YAML: {}", error.info()), help)
            }
            None => stop(self.text.len()..self.text.len(), "the text ends too early", None),
        }
    }

    /// The bytes of some characters, without the blanks behind them.
    fn range(&self, start: usize, end: usize) -> Range<usize> {
        let byte = |it: usize| self.starts.get(it).copied().unwrap_or(self.text.len());
        let (start, end) = (byte(start).max(self.skipped), byte(end));
        let held = self.text.get(start..end).unwrap_or_default().trim_end();
        start..start + held.len()
    }

    fn value(&mut self, event: Event<'t>, at: Range<usize>, depth: usize) -> Step<Node> {
        if depth > MAX_DEPTH {
            return stop(at, format!("this is nested deeper than {MAX_DEPTH} levels"), None);
        }
        self.spend(&at, 1, 0)?;
        let (tag, anchor, kind) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.spend(&at, 0, text.len())?;
                (tag, anchor, scalar(text.into_owned(), style))
            }
            Event::SequenceStart(anchor, tag) => (tag, anchor, Kind::List(self.items(depth)?)),
            Event::MappingStart(anchor, tag) => (tag, anchor, Kind::Map(self.entries(depth)?)),
            Event::Alias(anchor) => return self.alias(anchor, at),
            _ => return stop(at, "a value is missing here", None),
        };
        if let Some(tag) = tag.filter(|it| !it.is_yaml_core_schema()) {
            return stop(at, format!("the tag `{tag}` means nothing here"), Some("leave it out"));
        }
        let node = Node { at, kind };
        if anchor > 0 {
            let (nodes, weight) = node.size();
            self.spend(&node.at, nodes, weight)?;
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn alias(&mut self, anchor: usize, at: Range<usize>) -> Step<Node> {
        let Some(found) = self.anchors.get(&anchor) else {
            return stop(at, "this stands for what it lies in, or for a name", None);
        };
        let (nodes, weight) = found.size();
        self.spend(&at, nodes, weight)?;
        Ok(self.anchors.get(&anchor).cloned().unwrap_or(Node { at, kind: Kind::Null }))
    }

    fn items(&mut self, depth: usize) -> Step<Vec<Node>> {
        let mut items = Vec::new();
        loop {
            let (event, at) = self.next()?;
            match event {
                Event::SequenceEnd => return Ok(items),
                event => items.push(self.value(event, at, depth + 1)?),
            }
        }
    }

    fn entries(&mut self, depth: usize) -> Step<Map> {
        let mut entries = IndexMap::new();
        let mut merged = Vec::new();
        loop {
            let (event, at) = self.next()?;
            let (name, plain) = match event {
                Event::MappingEnd => break,
                Event::Scalar(text, style, _, _) => {
                    (text.into_owned(), style == ScalarStyle::Plain)
                }
                _ => return stop(at, "a name has to be a text", None),
            };
            self.spend(&at, 1, name.len())?;
            let (event, place) = self.next()?;
            let value = self.value(event, place, depth + 1)?;
            if plain && name == "<<" {
                merged.push((at, value));
            } else {
                self.insert(&mut entries, name, at, value);
            }
        }
        for (at, value) in merged {
            merge(&mut entries, value, &at)?;
        }
        Ok(entries)
    }

    fn insert(&mut self, entries: &mut Map, name: String, at: Range<usize>, value: Node) {
        match entries.entry(name) {
            Entry::Vacant(entry) => drop(entry.insert((at, value))),
            Entry::Occupied(entry) => {
                let line = self.mistakes.position(entry.get().0.start).line;
                let message = format!("`{}` is there twice, first on line {line}", entry.key());
                let help = Some("write all that is said of it in one place".to_owned());
                self.mistakes.add(at, message, help);
            }
        }
    }

    fn spend(&mut self, at: &Range<usize>, nodes: usize, weight: usize) -> Step<()> {
        self.nodes += nodes;
        self.weight += weight;
        match self.nodes > MAX_NODES || self.weight > MAX_WEIGHT {
            true => {
                let help = Some("an alias counts as all that it stands for");
                stop(at.clone(), format!("there are more than {MAX_NODES} values"), help)
            }
            false => Ok(()),
        }
    }
}

/// What a map says itself holds, and of several that are merged into it the first.
fn merge(entries: &mut Map, value: Node, at: &Range<usize>) -> Step<()> {
    let maps = match value.kind {
        Kind::List(items) => items,
        _ => vec![value],
    };
    for map in maps {
        let Kind::Map(more) = map.kind else {
            return stop(at.clone(), "`<<` takes a map or a list of maps", None);
        };
        for (name, it) in more {
            entries.entry(name).or_insert(it);
        }
    }
    Ok(())
}

fn scalar(text: String, style: ScalarStyle) -> Kind {
    match (style, text.as_str()) {
        (ScalarStyle::Plain, "" | "~" | "null" | "Null" | "NULL") => Kind::Null,
        _ => Kind::Scalar { text, quoted: style != ScalarStyle::Plain },
    }
}
