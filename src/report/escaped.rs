//! JSON that is safe to look at: serde_json leaves DEL, C1 controls and invisible characters in strings as
//! they are, and a terminal may obey them; build logs have orders of their own. Escaped, they are the same string to a program.

use std::io::{self, Write};

use serde::{Serialize, Serializer as Sink};
use serde_json::Serializer;
use serde_json::ser::{Formatter, PrettyFormatter};

use crate::report::plain;

pub(super) fn serializer<W: Write>(out: W) -> Serializer<W, impl Formatter> {
    Serializer::with_formatter(out, Escaped { layout: PrettyFormatter::new() })
}

/// A sequence of which only one element exists at a time.
pub(super) struct Stream<F>(pub(super) F);

impl<F, I> Serialize for Stream<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: Sink>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

struct Escaped {
    layout: PrettyFormatter<'static>,
}

/// The layout's own way for everything but the text of strings.
macro_rules! as_laid_out {
    ($($name:ident($($argument:ident: $type:ty)?);)*) => {
        $(fn $name<W: ?Sized + Write>(&mut self, out: &mut W $(, $argument: $type)?) -> io::Result<()> {
            self.layout.$name(out $(, $argument)?)
        })*
    };
}

impl Formatter for Escaped {
    as_laid_out! {
        begin_array();
        end_array();
        begin_array_value(first: bool);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first: bool);
        begin_object_value();
        end_object_value();
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        text: &str,
    ) -> io::Result<()> {
        let mut written = 0;
        for (at, it, _) in plain::characters(text).filter(|(_, _, stand_in)| stand_in.is_some()) {
            out.write_all(&text.as_bytes()[written..at])?;
            for unit in it.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            written = at + it.len_utf8();
        }
        out.write_all(&text.as_bytes()[written..])
    }
}
