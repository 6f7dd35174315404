//! `.skint.hcl`: text in, settings or complaints out. Files nearer to the code win key by key.

mod decode;
mod template;

pub use decode::Known;
pub use template::TEMPLATE;

use ecow::EcoString;
use globset::{GlobMatcher, GlobSet, GlobSetBuilder};
use indexmap::IndexMap;

use crate::decode::{Complaint, Document, Refused};
use crate::finding::Severity;
use crate::source::joined;
use crate::syntax::Expr;

/// The name of the file.
pub const FILE_NAME: &str = ".skint.hcl";

/// What makes a run fail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FailOn {
    Severity(Severity),
    Never,
}

/// A value and where it was said: `.skint.hcl:3`.
#[derive(Clone, Debug)]
pub struct Said<T> {
    pub value: T,
    pub place: String,
}

/// What one rule is told, somewhere.
#[derive(Clone, Debug, Default)]
pub struct RuleSettings {
    pub enabled: Option<Said<bool>>,
    pub severity: Option<Said<Severity>>,
    pub params: IndexMap<EcoString, Said<Expr>>,
}

/// One settings file.
#[derive(Debug, Default)]
pub struct Settings {
    /// The directory of the file from the repository's root: what it says holds below it.
    directory: String,
    pub fail_on: Option<Said<FailOn>>,
    pub min_severity: Option<Said<Severity>>,
    /// Globs of paths below `directory` that are not read.
    pub exclude: Vec<Said<String>>,
    /// Directories with packs, relative to `directory`.
    pub packs: Vec<Said<String>>,
    rules: IndexMap<EcoString, RuleSettings>,
    paths: Vec<PathSettings>,
}

/// `path "glob" { ... }`
#[derive(Debug)]
struct PathSettings {
    glob: GlobMatcher,
    text: String,
    rules: IndexMap<EcoString, RuleSettings>,
}

impl Settings {
    /// `path` is where the file is, as reports print it.
    pub fn decode(path: &str, text: &str, known: &Known<'_>) -> Result<Settings, Vec<Complaint>> {
        decode::settings(path, text, known)
    }

    fn seen_from(mut self, prefix: &str) -> Settings {
        self.directory = joined(prefix, &self.directory);
        self
    }

    fn matcher(&self) -> GlobSet {
        let mut builder = GlobSetBuilder::new();
        for glob in self.exclude.iter().filter_map(|it| decode::glob(&it.value).ok()) {
            builder.add(glob);
        }
        builder.build().unwrap_or_default()
    }

    /// The path below this file's directory; `None` where it is elsewhere.
    fn below<'p>(&self, path: &'p str) -> Option<&'p str> {
        match self.directory.as_str() {
            "" => Some(path),
            directory => path.strip_prefix(directory)?.strip_prefix('/'),
        }
    }
}

/// The directories that a settings file names as packs, relative to it: needed before the rest can be
/// decoded, because what is known depends on them. Mistakes are told then.
pub fn packs(path: &str, text: &str) -> Vec<String> {
    let (mut document, body) = Document::parse("settings", path, text);
    let strings = body.attribute("packs").map(|it| document.strings(it)).unwrap_or_default();
    strings.into_iter().map(|(text, _)| text.to_string()).collect()
}

/// All settings of a run.
#[derive(Debug, Default)]
pub struct Layers {
    /// Outer directories first.
    files: Vec<Settings>,
    /// What each file says is not read.
    excludes: Vec<GlobSet>,
    /// The way from the repository's root to where the user stands.
    prefix: String,
}

impl Layers {
    /// Decodes settings files, given as path and text. Paths are seen from where the user stands, and
    /// `prefix` leads there from the repository's root.
    pub fn decode(
        files: &[(String, String)],
        known: &Known<'_>,
        prefix: &str,
    ) -> Result<Layers, Refused> {
        let mut layers = Layers { prefix: prefix.to_owned(), ..Layers::default() };
        let mut all = Vec::new();
        for (path, text) in files {
            match Settings::decode(path, text, known) {
                Ok(settings) => layers.files.push(settings.seen_from(prefix)),
                Err(complaints) => all.extend(complaints),
            }
        }
        layers.files.sort_by_key(|it| depth(&it.directory));
        layers.excludes = layers.files.iter().map(Settings::matcher).collect();
        if all.is_empty() { Ok(layers) } else { Err(Refused { all }) }
    }

    /// A settings file says that this path is not read.
    pub fn excludes(&self, path: &str) -> bool {
        let path = joined(&self.prefix, path);
        let mut files = self.files.iter().zip(&self.excludes);
        files.any(|(file, globs)| file.below(&path).is_some_and(|below| globs.is_match(below)))
    }

    pub fn fail_on(&self) -> Option<FailOn> {
        self.files.iter().filter_map(|it| it.fail_on.as_ref()).next_back().map(|it| it.value)
    }

    pub fn min_severity(&self) -> Option<Severity> {
        self.files.iter().filter_map(|it| it.min_severity.as_ref()).next_back().map(|it| it.value)
    }

    /// What a rule is told at a path: outer files first, in each the `path` blocks behind the rest.
    pub fn rule(&self, rule: &str, path: &str) -> RuleSettings {
        let path = joined(&self.prefix, path);
        let mut merged = RuleSettings::default();
        for file in &self.files {
            let Some(below) = file.below(&path) else { continue };
            if let Some(settings) = file.rules.get(rule) {
                merged.overlay(settings);
            }
            for inner in file.paths.iter().filter(|it| it.glob.is_match(below)) {
                if let Some(settings) = inner.rules.get(rule) {
                    merged.overlay(settings);
                }
            }
        }
        merged
    }

    /// Nobody said anything about this rule anywhere.
    pub fn is_silent_about(&self, rule: &str) -> bool {
        let silent = |rules: &IndexMap<EcoString, RuleSettings>| !rules.contains_key(rule);
        self.files.iter().all(|it| silent(&it.rules) && it.paths.iter().all(|it| silent(&it.rules)))
    }

    /// Every key with its value and the place that said it, a line each.
    pub fn describe(&self) -> String {
        let mut lines: Vec<(String, String)> = Vec::new();
        for file in &self.files {
            if let Some(it) = &file.fail_on {
                let value = match it.value {
                    FailOn::Never => "never",
                    FailOn::Severity(severity) => severity.name(),
                };
                lines.push((format!("fail_on = \"{value}\""), it.place.clone()));
            }
            if let Some(it) = &file.min_severity {
                lines.push((format!("min_severity = \"{}\"", it.value.name()), it.place.clone()));
            }
            lines.extend(
                file.exclude
                    .iter()
                    .map(|it| (format!("exclude \"{}\"", it.value), it.place.clone())),
            );
            lines.extend(
                file.packs.iter().map(|it| (format!("packs \"{}\"", it.value), it.place.clone())),
            );
            file.rules.iter().for_each(|(name, it)| it.describe("", name, &mut lines));
            for path in &file.paths {
                let within = format!("path \"{}\" ", path.text);
                path.rules.iter().for_each(|(name, it)| it.describe(&within, name, &mut lines));
            }
        }
        let width = lines.iter().map(|(text, _)| text.chars().count()).max().unwrap_or(0);
        lines
            .iter()
            .fold(String::new(), |out, (text, place)| out + &format!("{text:<width$}  # {place}\n"))
    }
}

impl RuleSettings {
    fn overlay(&mut self, inner: &RuleSettings) {
        self.enabled = inner.enabled.clone().or(self.enabled.take());
        self.severity = inner.severity.clone().or(self.severity.take());
        let params = inner.params.iter();
        self.params.extend(params.map(|(name, it)| (name.clone(), it.clone())));
    }

    fn describe(&self, within: &str, rule: &str, lines: &mut Vec<(String, String)>) {
        let head = format!("{within}rule \"{rule}\"");
        if let Some(it) = &self.enabled {
            lines.push((format!("{head} enabled = {}", it.value), it.place.clone()));
        }
        if let Some(it) = &self.severity {
            lines.push((format!("{head} severity = \"{}\"", it.value.name()), it.place.clone()));
        }
        lines.extend(
            self.params
                .iter()
                .map(|(name, it)| (format!("{head} params {name}"), it.place.clone())),
        );
    }
}

fn depth(directory: &str) -> usize {
    directory.split('/').filter(|it| !it.is_empty()).count()
}
