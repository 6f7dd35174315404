//! Marks in the source of functions: what they certainly call. A line scanner with a table of signs, not a
//! parser: what it cannot be sure of it leaves out. Nothing here opens a file but by `model::Files`.

mod blank;
mod files;
mod place;
mod table;

use std::collections::HashMap;
use std::sync::Arc;

use ecow::{EcoString, eco_format};

use self::place::Places;
use self::table::Language;
use crate::eval::Value;
use crate::graph::{ThingId, World};
use crate::model::{Absent, Files};
use crate::source::{Later, Lines, Span};

/// Of one function more is not read.
const MAX_FILES: usize = 200;
const MAX_BYTES: usize = 256 << 10;
/// Of all functions of a configuration more is not read.
const MAX_TOTAL: usize = 2 << 20;
/// Of files that turn out to be too large no more are tried.
const MAX_LARGE: usize = 16;
/// Nobody looks at more of them.
const MAX_MARKS: usize = 50;
/// A line that is longer was written by a machine.
const MAX_LINE: usize = 2_000;

/// The sources of one configuration, as far as somebody asked for them.
pub struct Reader {
    texts: Later,
    places: Option<Places>,
    known: HashMap<ThingId, Value>,
    /// By path.
    read: HashMap<String, Scanned>,
    /// Bytes that may still be read.
    left: usize,
    /// Files that were read and were too large.
    n_large: usize,
}

/// How large a file is, and what is in it.
type Scanned = (usize, Arc<[Mark]>);

/// A sign in a text.
#[derive(Clone)]
struct Mark {
    kind: &'static str,
    path: EcoString,
    /// From 1.
    line: usize,
    span: Span,
}

impl Reader {
    /// `texts` takes the files in which something is found.
    pub fn new(texts: Later) -> Reader {
        let (known, read) = (HashMap::new(), HashMap::new());
        Reader { texts, places: None, known, read, left: MAX_TOTAL, n_large: 0 }
    }

    pub fn into_texts(self) -> Later {
        self.texts
    }

    /// The marks in the source of a function: a list of objects. Unknown where there are none and not all
    /// of it was read.
    pub fn marks(&mut self, function: ThingId, world: &mut World<'_, '_>) -> Value {
        if let Some(known) = self.known.get(&function) {
            return known.clone();
        }
        let value = match self.found(function, world) {
            Ok(marks) => Value::tuple(marks.iter().map(Mark::to_value).collect()),
            Err(reason) => Value::unknown(reason, None),
        };
        self.known.insert(function, value.clone());
        value
    }

    fn found(
        &mut self,
        function: ThingId,
        world: &mut World<'_, '_>,
    ) -> Result<Vec<Mark>, EcoString> {
        let places = self.places.get_or_insert_with(|| place::all(world));
        let places = match places.get(&function) {
            Some(places) => places.clone()?,
            None => return Err("only the source of functions is read".into()),
        };
        let files = world.configuration.files();
        let (mut marks, mut doubt) = (Vec::new(), None);
        let (mut n_files, mut bytes) = (0, 0);
        for place in &places {
            let paths = match files::of(place, files) {
                Ok(paths) => paths,
                Err(reason) => {
                    doubt = doubt.or(Some(reason));
                    continue;
                }
            };
            for path in paths {
                if n_files == MAX_FILES {
                    doubt = doubt.or(Some(eco_format!("more than {MAX_FILES} files are not read")));
                    break;
                }
                n_files += 1;
                match self.file(&path, MAX_BYTES - bytes, files) {
                    Ok((size, found)) => {
                        bytes += size;
                        marks.extend(found.iter().cloned());
                    }
                    Err(reason) => doubt = doubt.or(Some(reason)),
                }
            }
        }
        marks.truncate(MAX_MARKS);
        doubt.filter(|_| marks.is_empty()).map_or(Ok(marks), Err)
    }

    /// How large a file is, and its marks, where it fits in what is left for its function.
    fn file(&mut self, path: &str, most: usize, files: &dyn Files) -> Result<Scanned, EcoString> {
        let too_large = || eco_format!("with {path} it is more source than is read");
        if let Some((size, marks)) = self.read.get(path) {
            return if *size <= most { Ok((*size, Arc::clone(marks))) } else { Err(too_large()) };
        }
        if self.left == 0 || self.n_large == MAX_LARGE || most == 0 {
            return Err(too_large());
        }
        let bytes = match files.read(path) {
            Ok(bytes) => bytes,
            Err(Absent::Closed(reason)) => return Err(reason.into()),
            // A link to nowhere is no source.
            Err(Absent::Missing | Absent::NoFile) => Arc::new([]),
        };
        let fits = bytes.len() <= MAX_BYTES.min(self.left);
        let marks: Arc<[Mark]> = match (std::str::from_utf8(&bytes), Language::of(path)) {
            (Ok(text), Some(language)) if fits => self.scanned(path, text, language).into(),
            _ => Arc::new([]),
        };
        match fits {
            true => self.left -= bytes.len(),
            false => self.n_large += 1,
        }
        let size = if fits { bytes.len() } else { usize::MAX };
        self.read.insert(path.to_owned(), (size, Arc::clone(&marks)));
        if size <= most { Ok((size, marks)) } else { Err(too_large()) }
    }

    fn scanned(&mut self, path: &str, text: &str, language: Language) -> Vec<Mark> {
        if text.contains('\0') || is_bundle(text) {
            return Vec::new();
        }
        let found = table::signs(&blank::code(text, language), language);
        if found.is_empty() {
            return Vec::new();
        }
        let (lines, file) = (Lines::new(text), self.texts.add(path, text));
        let marks = found.into_iter().take(MAX_MARKS).map(|(kind, at)| Mark {
            kind,
            path: path.into(),
            line: lines.line(at.start) + 1,
            span: Span::new(file, at.start, at.end),
        });
        marks.collect()
    }
}

impl Mark {
    fn to_value(&self) -> Value {
        let at = Value::from(eco_format!("{}:{}", self.path, self.line)).at(Some(self.span));
        let entries = [
            ("mark".into(), Value::from(self.kind)),
            ("path".into(), Value::from(self.path.clone())),
            ("line".into(), Value::from(self.line)),
            ("at".into(), at),
        ];
        Value::object(entries.into())
    }
}

/// Whether a program wrote it, of many sources that are not all the function's.
fn is_bundle(text: &str) -> bool {
    const TRACES: [&str; 3] = ["__webpack_require__", "// node_modules/", "__commonJS("];
    TRACES.iter().any(|it| text.contains(it)) || text.lines().any(|it| it.len() > MAX_LINE)
}
