//! YAML as Terraform reads and writes it: the syntax of YAML 1.1 with plain scalars that are a mixture of
//! 1.1 and 1.2. The parser is one for YAML 1.2; where the two may part, nothing is worked out.

mod encode;
mod scalar;
mod source;

use std::borrow::Cow;
use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, Tag};

/// Longer texts are not read.
const MAX_TEXT: usize = 1 << 20;
/// How deep lists and maps may go.
const MAX_DEPTH: usize = 64;
/// How many values there may be, aliases counted as what they stand for.
const MAX_NODES: usize = 100_000;
/// How much text there may be, aliases counted as what they stand for.
const MAX_WEIGHT: usize = 16 << 20;

/// A value; the entries of a map are sorted by their keys.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in super::super) enum Yaml {
    Null,
    Bool(bool),
    /// In decimal, without an exponent.
    Number(String),
    String(String),
    List(Vec<Yaml>),
    Map(Vec<(String, Yaml)>),
}

impl Yaml {
    /// How many values this is, and how much text.
    fn size(&self) -> (usize, usize) {
        let add = |(nodes, weight): (usize, usize), more: (usize, usize)| {
            (nodes + more.0, weight + more.1)
        };
        match self {
            Yaml::Null | Yaml::Bool(_) => (1, 0),
            Yaml::Number(text) | Yaml::String(text) => (1, text.len()),
            Yaml::List(items) => items.iter().map(Yaml::size).fold((1, 0), add),
            Yaml::Map(entries) => entries
                .iter()
                .map(|(key, value)| add(value.size(), (0, key.len())))
                .fold((1, 0), add),
        }
    }
}

type Events<'a> = Vec<(Event<'a>, Span)>;

/// Makes the value of the events.
struct Builder<'a> {
    events: std::vec::IntoIter<(Event<'a>, Span)>,
    anchors: BTreeMap<usize, Yaml>,
    nodes: usize,
    weight: usize,
}

/// What the text says.
pub(in super::super) fn decode(text: &str) -> Result<Yaml, String> {
    source::check_characters(text)?;
    let events = read(text)?;
    source::check(text, &events)?;
    let documents = events.iter().filter(|(it, _)| matches!(it, Event::DocumentStart(_))).count();
    if documents != 1 {
        return Err(format!("one YAML document is wanted, and there are {documents}"));
    }
    let mut builder =
        Builder { events: events.into_iter(), anchors: BTreeMap::new(), nodes: 0, weight: 0 };
    match builder.next()? {
        Event::Scalar(_, ScalarStyle::Literal | ScalarStyle::Folded, ..) => {
            Err(unsure("a block that stands alone"))
        }
        event => builder.value(event),
    }
}

/// How Terraform writes the value.
pub(in super::super) fn encode(value: &Yaml) -> String {
    encode::encode(value)
}

/// The events, as far as the limits allow.
fn read(text: &str) -> Result<Events<'_>, String> {
    if text.len() > MAX_TEXT {
        return Err(unsure("a text of that length"));
    }
    let mut parser = Parser::new_from_str(text);
    let (mut events, mut depth) = (Vec::new(), 0_usize);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|mistake| unsure(&mistake.to_string()))?;
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
            Event::SequenceEnd | Event::MappingEnd => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Err(unsure("values that deep"));
        }
        if events.len() > 2 * MAX_NODES {
            return Err(unsure("that many values"));
        }
        events.push((event, span));
    }
    Ok(events)
}

impl<'a> Builder<'a> {
    /// The next event of the content.
    fn next(&mut self) -> Result<Event<'a>, String> {
        let mut content = self.events.by_ref().map(|(event, _)| event);
        content
            .find(|it| !matches!(it, Event::StreamStart | Event::DocumentStart(_)))
            .ok_or_else(|| "the YAML ends too early".to_owned())
    }

    fn value(&mut self, event: Event<'a>) -> Result<Yaml, String> {
        let (value, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                (scalar(&text, style, tag.as_ref())?, anchor)
            }
            Event::SequenceStart(anchor, tag) => {
                expect_tag(tag.as_ref(), "seq")?;
                (Yaml::List(self.items()?), anchor)
            }
            Event::MappingStart(anchor, tag) => {
                expect_tag(tag.as_ref(), "map")?;
                (Yaml::Map(self.entries()?), anchor)
            }
            Event::Alias(anchor) => {
                let found = self.anchors.get(&anchor).ok_or("an alias of nothing")?;
                let (nodes, weight) = found.size();
                self.spend(nodes, weight)?;
                return Ok(self.anchors.get(&anchor).cloned().unwrap_or(Yaml::Null));
            }
            _ => return Err("a YAML value is missing".to_owned()),
        };
        self.spend(1, 0)?;
        if anchor > 0 {
            let (nodes, weight) = value.size();
            self.spend(nodes, weight)?;
            self.anchors.insert(anchor, value.clone());
        }
        Ok(value)
    }

    fn items(&mut self) -> Result<Vec<Yaml>, String> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                Event::SequenceEnd => return Ok(items),
                event => items.push(self.value(event)?),
            }
        }
    }

    /// The later of two equal keys counts, wherever it comes from.
    fn entries(&mut self) -> Result<Vec<(String, Yaml)>, String> {
        let mut entries = BTreeMap::new();
        loop {
            let (text, style, tag) = match self.next()? {
                Event::MappingEnd => return Ok(entries.into_iter().collect()),
                Event::Scalar(text, style, _, tag) => (text, style, tag),
                _ => return Err("only a string may be a key of a YAML mapping".to_owned()),
            };
            let event = self.next()?;
            if text == "<<" && tag.is_none() {
                let Yaml::Map(merged) = self.value(event)? else {
                    return Err("only a mapping may be merged into a mapping".to_owned());
                };
                entries.extend(merged);
                continue;
            }
            let key = scalar::to_string(scalar(&text, style, tag.as_ref())?);
            let Yaml::String(key) = key else {
                return Err("a key of a YAML mapping may not be null".to_owned());
            };
            entries.insert(key, self.value(event)?);
        }
    }

    fn spend(&mut self, nodes: usize, weight: usize) -> Result<(), String> {
        self.nodes += nodes;
        self.weight += weight;
        match self.nodes > MAX_NODES || self.weight > MAX_WEIGHT {
            true => Err(unsure("that many values")),
            false => Ok(()),
        }
    }
}

fn scalar(text: &str, style: ScalarStyle, tag: Option<&Cow<'_, Tag>>) -> Result<Yaml, String> {
    let quoted = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
    let name = match tag {
        None => None,
        Some(tag) if tag.is_yaml_core_schema() => Some(tag.suffix.as_str()),
        Some(tag) => return Err(format!("Terraform does not know the tag {tag}")),
    };
    let value = scalar::resolve(text, name, quoted)?;
    // A block is resolved like a plain scalar, and then has to become a string again.
    let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
    Ok(if block && name.is_none() { scalar::to_string(value) } else { value })
}

fn expect_tag(tag: Option<&Cow<'_, Tag>>, name: &str) -> Result<(), String> {
    match tag {
        Some(tag) if !tag.is_yaml_core_schema() || tag.suffix != name => {
            Err(format!("the tag {tag} does not fit there"))
        }
        _ => Ok(()),
    }
}

fn unsure(what: &str) -> String {
    format!("not worked out: {what} in YAML")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value on one line, or else `error` or `?`.
    fn shown(text: &str) -> String {
        match decode(text) {
            Ok(value) => line(&value),
            Err(reason) if reason.starts_with("not worked out: ") => "?".to_owned(),
            Err(_) => "error".to_owned(),
        }
    }

    fn line(value: &Yaml) -> String {
        let all = |items: Vec<String>| items.join(", ");
        match value {
            Yaml::Null => "null".to_owned(),
            Yaml::Bool(value) => value.to_string(),
            Yaml::Number(text) => text.clone(),
            Yaml::String(text) => format!("{text:?}"),
            Yaml::List(items) => format!("[{}]", all(items.iter().map(line).collect())),
            Yaml::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| format!("{key}: {}", line(value)));
                format!("{{{}}}", all(entries.collect()))
            }
        }
    }

    #[test]
    fn documents_are_read_as_terraform_reads_them() {
        for (text, expected) in [
            (
                "a: 1\nb: [x, {w: z}]\nc:\n- d\n- e\n",
                r#"{a: 1, b: ["x", {w: "z"}], c: ["d", "e"]}"#,
            ),
            ("", "error"),
            ("# nothing\n", "error"),
            ("---", "null"),
            ("a\n...\n", "\"a\""),
            ("a\n---\nb\n", "error"),
            ("-\n- ~\n- ''\n", "[null, null, \"\"]"),
            ("a: 1\na: 2\n", "{a: 2}"),
            ("1: a\n1.0: b\nyes: c\n", r#"{1: "b", true: "c"}"#),
            ("~: a\n", "error"),
            ("[a]: b\n", "error"),
            ("a: |\n  x\n\n  y\nb: >\n  x\n  y\n", r#"{a: "x\n\ny\n", b: "x y\n"}"#),
            ("a: |-\n  yes\nb: >-\n  1.0\nc: |-\n  ~\n", r#"{a: "true", b: "1", c: null}"#),
            ("a: 'it''s'\nb: \"x\\ty\\u00e9\"\n", r#"{a: "it's", b: "x\tyé"}"#),
            ("- a\n  b\n\n  c\n", r#"["a b\nc"]"#),
            ("{\"a\":1,\"b\":[true,null]}", "{a: 1, b: [true, null]}"),
            ("{a:1}", "{a:1: null}"),
            // The parser is not sure to agree with Terraform's.
            ("[a?b]", "?"),
            ("a: \"\\/\"\n", "?"),
            ("a:\tb\n", "?"),
            ("a: |\n  x", "?"),
            ("a: b: c\n", "?"),
            ("%YAML 1.1\n---\na\n", "?"),
            ("a: \"e\\u0301\"\n", "?"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn plain_scalars_stand_for_what_terraform_says() {
        for (text, expected) in [
            ("y", "true"),
            ("Off", "false"),
            ("yEs", "\"yEs\""),
            ("\"yes\"", "\"yes\""),
            ("NULL", "null"),
            ("0x1F", "31"),
            ("0o17", "15"),
            ("017", "17"),
            ("+5", "5"),
            ("-.5", "-0.5"),
            ("1.50e1", "15"),
            ("1e-3", "0.001"),
            ("1_000", "\"1_000\""),
            ("0b11", "\"0b11\""),
            ("1:30", "\"1:30\""),
            ("0xFFFFFFFFFFFFFFFFF", "error"),
            ("-0", "?"),
            (".inf", "?"),
            (".nan", "error"),
            ("2020-01-01", "\"2020-01-01T00:00:00Z\""),
            ("2020-1-1 1:2:3.5", "\"2020-01-01T01:02:03Z\""),
            ("2001-12-14t21:59:43.10-05:00", "\"2001-12-14T21:59:43-05:00\""),
            ("2020-02-30", "\"2020-02-30\""),
            ("!!str 5", "\"5\""),
            ("!!str", "\"\""),
            ("!!int 1_000", "1000"),
            ("!!int yes", "true"),
            ("!!bool 5", "5"),
            ("!!null foo", "null"),
            ("!!binary aGk=", "\"aGk=\""),
            ("!!binary zz!", "error"),
            ("!!timestamp foo", "error"),
            ("!foo a", "error"),
            ("!!set {a: ~}", "error"),
            ("!!int 0b11", "?"),
        ] {
            let expected = match expected {
                "?" | "error" => expected.to_owned(),
                value => format!("[{value}]"),
            };
            assert_eq!(shown(&format!("- {text}\n")), expected, "{text}");
        }
    }

    #[test]
    fn aliases_and_merges_are_followed() {
        for (text, expected) in [
            ("a: &a [1]\nb: *a\n", "{a: [1], b: [1]}"),
            ("a: &a {x: 1, w: 2}\nb:\n  <<: *a\n  x: 3\n", "{a: {w: 2, x: 1}, b: {w: 2, x: 3}}"),
            ("a: &a {x: 1}\nb:\n  x: 3\n  \"<<\": *a\n", "{a: {x: 1}, b: {x: 1}}"),
            ("<<: [{a: 1}]\n", "error"),
            ("a: <<\n", "{a: \"<<\"}"),
            ("a: &a\nb: *a\n", "{a: null, b: null}"),
            ("&k a: 1\nb: *k\n", "error"),
            ("a: &a [*a]\n", "error"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn hostile_texts_are_refused() {
        let laughs: Vec<String> = (1..20)
            .map(|it| format!("a{it}: &a{it} [{}]", vec![format!("*a{}", it - 1); 9].join(", ")))
            .collect();
        let laughs = format!("a0: &a0 [x]\n{}\n", laughs.join("\n"));
        for text in [laughs, "[".repeat(100_000), "- ".repeat(100_000), " ".repeat(MAX_TEXT + 1)] {
            assert_eq!(shown(&text), "?", "{}", &text[..20]);
        }
    }
}
