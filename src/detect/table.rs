//! The signs by which marks are known, from the table: a row says what code looks like, what else must
//! stand in the same file, and what must not.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};

/// A line a sign: mark, language, code, with, unless, source, read. The expressions hold no commas; those
/// in `with` are apart by spaces.
const TABLE: &str = include_str!("../../rules/facts/source-marks.csv");

/// Nobody looks at more places of one sign in one file.
const MAX_PLACES: usize = 10;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Language {
    Python,
    JavaScript,
    Go,
    Java,
    CSharp,
    Ruby,
    Rust,
}

impl Language {
    /// By the name of a file.
    pub(super) fn of(path: &str) -> Option<Language> {
        let name = path.rsplit('/').next().unwrap_or(path);
        match name.rsplit_once('.')?.1 {
            "py" => Some(Language::Python),
            "js" | "mjs" | "cjs" | "ts" => Some(Language::JavaScript),
            "go" => Some(Language::Go),
            "java" | "kt" => Some(Language::Java),
            "cs" => Some(Language::CSharp),
            "rb" => Some(Language::Ruby),
            "rs" => Some(Language::Rust),
            _ => None,
        }
    }

    fn by_name(name: &str) -> Option<Language> {
        match name {
            "python" => Some(Language::Python),
            "javascript" => Some(Language::JavaScript),
            "go" => Some(Language::Go),
            "java" => Some(Language::Java),
            "csharp" => Some(Language::CSharp),
            "ruby" => Some(Language::Ruby),
            "rust" => Some(Language::Rust),
            _ => None,
        }
    }
}

struct Sign {
    mark: &'static str,
    language: Language,
    code: Regex,
    with: Vec<Regex>,
    unless: Option<Regex>,
}

static SIGNS: LazyLock<Vec<Sign>> = LazyLock::new(|| {
    let rows = TABLE.lines().skip(1).filter(|it| !it.is_empty());
    rows.map(|row| sign(row).expect("every row of the table is a sign, as a test holds")).collect()
});

fn sign(row: &'static str) -> Option<Sign> {
    let mut cells = row.split(',');
    let mark = cells.next()?;
    let language = Language::by_name(cells.next()?)?;
    let code = expression(cells.next()?)?;
    let with = cells.next()?.split_whitespace().map(expression).collect::<Option<Vec<Regex>>>()?;
    let unless = match cells.next()? {
        "" => None,
        unless => Some(expression(unless)?),
    };
    (cells.count() == 2).then_some(Sign { mark, language, code, with, unless })
}

fn expression(text: &str) -> Option<Regex> {
    RegexBuilder::new(text).multi_line(true).build().ok()
}

/// The marks in code without comments and where they stand, in the order of the text. A place ends with its
/// line.
pub(super) fn signs(code: &str, language: Language) -> Vec<(&'static str, Range<usize>)> {
    let mut found = Vec::new();
    for sign in SIGNS.iter().filter(|it| it.language == language) {
        let mut places = sign.code.find_iter(code).take(MAX_PLACES).peekable();
        if places.peek().is_none()
            || !sign.with.iter().all(|it| it.is_match(code))
            || sign.unless.as_ref().is_some_and(|it| it.is_match(code))
        {
            continue;
        }
        found.extend(places.map(|it| (sign.mark, place(code, it.range()))));
    }
    found.sort_by_key(|(mark, at)| (at.start, *mark));
    found.dedup_by_key(|(mark, at)| (at.start, *mark));
    found
}

/// Without the white space in front, and on one line.
fn place(code: &str, range: Range<usize>) -> Range<usize> {
    let text = &code[range.clone()];
    let start = range.start + (text.len() - text.trim_start().len());
    let line = code[start..range.end].lines().next().unwrap_or_default();
    start..start + line.trim_end().len()
}
