//! Workflow files as JSON, as far as they are written: maps, lists and text.

use saphyr_parser::{Event, Parser, StrInput};
use serde_json::{Map, Value};

pub(crate) fn read(text: &str) -> Value {
    let mut parser = Parser::new_from_str(text);
    loop {
        let event = next(&mut parser);
        if matches!(event, Event::StreamStart | Event::DocumentStart(_)) {
            continue;
        }
        return node(&mut parser, event);
    }
}

fn next<'t>(parser: &mut Parser<'t, StrInput<'t>>) -> Event<'t> {
    parser.next_event().unwrap().unwrap().0
}

fn node<'t>(parser: &mut Parser<'t, StrInput<'t>>, event: Event<'t>) -> Value {
    match event {
        Event::Scalar(text, ..) => Value::String(text.into_owned()),
        Event::SequenceStart(..) => {
            let mut items = Vec::new();
            loop {
                match next(parser) {
                    Event::SequenceEnd => return Value::Array(items),
                    event => items.push(node(parser, event)),
                }
            }
        }
        Event::MappingStart(..) => {
            let mut entries = Map::new();
            loop {
                let event = next(parser);
                if matches!(event, Event::MappingEnd) {
                    return Value::Object(entries);
                }
                let Value::String(name) = node(parser, event) else { panic!("a name is no text") };
                let event = next(parser);
                let twice = entries.insert(name, node(parser, event));
                assert!(twice.is_none(), "a name stands there twice");
            }
        }
        other => panic!("{other:?} is not read here"),
    }
}
