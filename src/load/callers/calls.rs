//! Whom the files of a directory may call, and whether they say where state is kept. The bytes are searched: a file is
//! parsed only where they do not tell.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};

use memchr::memmem;

use crate::load::directory::Directory;
use crate::load::walk::Below;
use crate::load::{paths, read};
use crate::model;
use crate::project::Syntax;
use crate::source::FileId;
use crate::syntax::{self, Parsed};

/// The directories that the files of one may call. It may name too many: what is no call is seen when it is parsed.
pub(super) fn of(directory: &Directory, below: &Below) -> Vec<PathBuf> {
    let mut sources: BTreeSet<String> = BTreeSet::new();
    let mut add = |source: &str| {
        if !sources.contains(source) {
            sources.insert(source.to_owned());
        }
    };
    for (path, parse) in files(below) {
        let file = path.file_name().and_then(|it| directory.open(it).ok());
        let Some(file) = file else { continue };
        read::glance(file, |text| {
            if is_escaped(text) {
                let tree = parse(FileId::DETACHED, text).tree;
                model::calls(&tree).filter_map(|it| it.source).for_each(&mut add);
            }
            relative(text).for_each(&mut add);
        });
    }
    let directories = sources.iter().map(|it| paths::absolute(Path::new(it), directory.path()));
    let directories: BTreeSet<PathBuf> = directories.collect();
    directories.into_iter().collect()
}

/// Whether the files of a directory say where its state is kept.
pub(super) fn keep_state(below: &Below) -> bool {
    let keeps_state = |text: &str, parse: Parse| {
        let says = |word: &str| memmem::find(text.as_bytes(), word.as_bytes()).is_some();
        says("terraform")
            && (says("backend") || says("cloud"))
            && model::keeps_state(&parse(FileId::DETACHED, text).tree)
    };
    files(below).any(|(path, parse)| {
        let file = File::open(path).ok();
        file.and_then(|it| read::glance(it, |text| keeps_state(text, parse))).unwrap_or(false)
    })
}

type Parse = fn(FileId, &str) -> Parsed;

/// The files of a module, with what parses them.
fn files(below: &Below) -> impl Iterator<Item = (&Path, Parse)> {
    below.files.iter().filter_map(|(path, syntax)| {
        let parse: Parse = match syntax {
            Syntax::Native => syntax::parse,
            Syntax::Json => syntax::parse_json,
            _ => return None,
        };
        Some((path.as_path(), parse))
    })
}

/// Whether a quoted text may be another than it looks: then its letters are not to be trusted.
fn is_escaped(text: &str) -> bool {
    let escapes = memmem::find_iter(text.as_bytes(), "\"\\");
    let mut letters = escapes.filter_map(|at| text.as_bytes().get(at + 2));
    letters.any(|it| matches!(it, b'u' | b'U')) || dotted(text).any(|it| it.contains('\\'))
}

/// The quoted texts that lead from here.
fn relative(text: &str) -> impl Iterator<Item = &str> {
    let leads = |it: &str| it.starts_with("./") || it.starts_with("../");
    dotted(text).filter(move |it| matches!(*it, "." | "..") || leads(it))
}

/// The quoted texts that begin with a dot.
fn dotted(text: &str) -> impl Iterator<Item = &str> {
    memmem::find_iter(text.as_bytes(), "\".").filter_map(|at| {
        let rest = &text[at + 1..];
        Some(&rest[..memchr::memchr2(b'"', b'\n', rest.as_bytes())?])
    })
}
