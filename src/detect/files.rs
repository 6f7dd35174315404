//! Which files of a place are the function's own: no tests, and nothing that others wrote.

use std::collections::BTreeSet;

use ecow::{EcoString, eco_format};
use globset::{GlobBuilder, GlobMatcher};

use super::place::Place;
use super::table::Language;
use crate::model::{Absent, Files};

/// Directories of what others wrote, of what is made, and of tests.
const SKIPPED: &[&str] = &[
    ".git",
    ".terraform",
    ".venv",
    "__mocks__",
    "__pycache__",
    "__tests__",
    "bower_components",
    "build",
    "dist",
    "node_modules",
    "site-packages",
    "spec",
    "target",
    "test",
    "tests",
    "third_party",
    "vendor",
    "venv",
];

/// The paths of the files that are read of a place, those nearest to its top first.
pub(super) fn of(place: &Place, files: &dyn Files) -> Result<Vec<String>, EcoString> {
    let path = place.path.as_str();
    let shown = if path.is_empty() { "." } else { path };
    let below = match files.exists(path) {
        Ok(true) => return file(place),
        Ok(false) | Err(Absent::Missing) => return Err(eco_format!("{shown} is not on disk")),
        Err(Absent::NoFile) => files.list(path),
        Err(Absent::Closed(reason)) => return Err(reason.into()),
    };
    let below = below.map_err(|it| match it {
        Absent::Closed(reason) => reason.into(),
        Absent::Missing | Absent::NoFile => eco_format!("{shown} is not on disk"),
    })?;
    let excluded = excluded(&place.excludes);
    let installed = installed(&below);
    let mut own: Vec<&String> = below
        .iter()
        .filter(|it| Language::of(it).is_some() && !is_skipped(it))
        .filter(|it| !excluded(it) && !is_installed(it, &installed))
        .filter(|it| place.handler.as_ref().is_none_or(|handler| is_of(it, handler)))
        .collect();
    own.sort_by_key(|it| (it.matches('/').count(), it.as_str()));
    match (own.is_empty(), &place.handler) {
        (false, _) => {}
        (true, Some(_)) => return Err(eco_format!("{shown} is the source of several functions")),
        (true, None) => return Err(eco_format!("{shown} holds no source that is read")),
    }
    let slash = if path.is_empty() { "" } else { "/" };
    Ok(own.into_iter().map(|it| format!("{path}{slash}{it}")).collect())
}

fn file(place: &Place) -> Result<Vec<String>, EcoString> {
    let path = &place.path;
    let name = path.rsplit('/').next().unwrap_or(path);
    match place.handler.as_ref().is_none_or(|it| is_of(name, it)) {
        true if Language::of(path).is_some() => Ok(vec![path.clone()]),
        true => Err(eco_format!("{path} is no source that is read")),
        false => Err(eco_format!("{path} is the source of several functions")),
    }
}

/// Whether a file is the one that a handler names: `src/orders` of `src/orders.handler`.
fn is_of(path: &str, handler: &str) -> bool {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    stem == handler.trim_start_matches("./") || stem == handler.replace('.', "/")
}

fn is_skipped(path: &str) -> bool {
    let (directories, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    directories.split('/').any(|it| SKIPPED.contains(&it))
        || ["_test", ".test", ".spec", "_spec", ".min", ".d"].iter().any(|it| stem.ends_with(it))
        || stem.starts_with("test_")
        || stem == "conftest"
}

/// The directories into which packages of Python were installed.
fn installed(files: &[String]) -> BTreeSet<&str> {
    let mut installed = BTreeSet::new();
    for path in files {
        let mut start = 0;
        for part in path.split('/') {
            if part.ends_with(".dist-info") || part.ends_with(".egg-info") {
                installed.insert(path[..start].trim_end_matches('/'));
            }
            start += part.len() + 1;
        }
    }
    installed
}

/// Where packages are installed, only what stands beside them may be one's own.
fn is_installed(path: &str, installed: &BTreeSet<&str>) -> bool {
    installed.iter().any(|it| {
        let below = match it.is_empty() {
            true => Some(path),
            false => path.strip_prefix(it).and_then(|it| it.strip_prefix('/')),
        };
        below.is_some_and(|it| it.contains('/'))
    })
}

/// What the archive leaves out: files, directories, and patterns.
fn excluded(excludes: &[String]) -> impl Fn(&str) -> bool {
    let clean = |it: &String| it.trim_start_matches("./").trim_end_matches('/').to_owned();
    let plain: Vec<String> = excludes.iter().map(clean).collect();
    let glob = |it: &String| GlobBuilder::new(it).literal_separator(true).build().ok();
    let globs: Vec<GlobMatcher> =
        plain.iter().filter_map(glob).map(|it| it.compile_matcher()).collect();
    move |path| {
        let mut above = std::iter::successors(Some(path), |it| Some(it.rsplit_once('/')?.0));
        above
            .any(|it| plain.iter().any(|out| out == it) || globs.iter().any(|out| out.is_match(it)))
    }
}
