//! `.skint.hcl`: text in, settings or complaints out. Files nearer to the code win key by key.

mod cost;
mod decode;
mod ignore;
mod table;
mod tags;
mod template;

pub use cost::{CostSettings, DiscountSettings, EntrySettings, Per, PriceSettings};
pub use decode::Known;
pub use ignore::IgnoreSettings;
pub use table::{GROUPS, Group, Setting, reference};
pub use tags::{About, Exemption, Pattern, TagKey, TagPolicy};
pub use tags::{is_day, is_like, is_like_in_any_case, is_of};
pub use template::TEMPLATE;

use std::collections::BTreeSet;
use std::sync::Arc;

use ecow::EcoString;
use globset::GlobSet;
use indexmap::IndexMap;

use crate::decode::{Complaint, Document, Refused, harmless};
use crate::finding::Severity;
use crate::source::joined;
use crate::syntax::Expr;

use self::ignore::CommentSettings;

/// The name of the file.
pub const FILE_NAME: &str = ".skint.hcl";

/// What makes a run fail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FailOn {
    Severity(Severity),
    Never,
}

/// A value, how it was written, and where: `.skint.hcl:3`.
#[derive(Clone, Debug)]
pub struct Said<T> {
    pub value: T,
    written: EcoString,
    pub place: EcoString,
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
    /// Which rules are asked.
    pub preset: Option<Said<String>>,
    /// Globs of paths below `directory` that are not read.
    pub exclude: Vec<Said<String>>,
    /// Directories with packs, relative to `directory`.
    pub packs: Vec<Said<String>>,
    /// Directories with stand-ins for modules, relative to `directory`.
    pub stubs: Vec<Said<String>>,
    /// Files with tag policies of AWS Organizations, relative to `directory`, the root's first.
    pub tags_policy: Vec<Said<String>>,
    /// What `terraform.workspace` is.
    pub workspace: Option<Said<String>>,
    pub cost: CostSettings,
    excluded: GlobSet,
    rules: IndexMap<EcoString, RuleSettings>,
    /// Policies of tags.
    tags: Vec<Arc<TagPolicy>>,
    /// What may stay as it is.
    ignores: Vec<IgnoreSettings>,
    comments: CommentSettings,
    /// The path and the text of the file, where somebody may want to point there.
    source: Option<(String, String)>,
    paths: Vec<PathSettings>,
    /// The globs of `paths`, in their order.
    globs: GlobSet,
}

/// `path "glob" { ... }`
#[derive(Debug)]
struct PathSettings {
    glob: EcoString,
    rules: IndexMap<EcoString, RuleSettings>,
    tags: Vec<Arc<TagPolicy>>,
}

impl Settings {
    /// `path` is where the file is, as reports print it.
    pub fn decode(path: &str, text: &str, known: &Known<'_>) -> Result<Settings, Vec<Complaint>> {
        decode::settings(path, text, known)
    }

    fn reaching(mut self, reach: Reach<'_>, prefix: &str) -> Settings {
        match reach {
            Reach::Everywhere => self.directory.clear(),
            Reach::Directories { base } => {
                self.directory = joined(prefix, &self.directory);
                if self.below(base).is_none() && self.directory != base {
                    (self.fail_on, self.min_severity, self.preset) = (None, None, None);
                    self.workspace = None;
                    self.cost = CostSettings::default();
                }
            }
        }
        self
    }

    /// The path below this file's directory; `None` where it is elsewhere.
    fn below<'p>(&self, path: &'p str) -> Option<&'p str> {
        match self.directory.as_str() {
            "" => Some(path),
            directory => path.strip_prefix(directory)?.strip_prefix('/'),
        }
    }

    /// The names of the rules that it speaks of, `path` blocks included.
    fn subjects(&self) -> impl Iterator<Item = &EcoString> {
        let within = self.paths.iter().flat_map(|it| it.rules.keys());
        self.rules.keys().chain(within)
    }

    /// What it says of a rule at a path below its directory, the `path` blocks behind the rest.
    fn about<'s>(&'s self, rule: &'s str, below: &str) -> impl Iterator<Item = &'s RuleSettings> {
        let spoken_of = self.paths.iter().any(|it| it.rules.contains_key(rule));
        let matching = if spoken_of { self.globs.matches(below) } else { Vec::new() };
        let within = matching.into_iter().filter_map(move |it| self.paths[it].rules.get(rule));
        self.rules.get(rule).into_iter().chain(within)
    }

    fn describe(&self, lines: &mut Vec<(String, EcoString)>) {
        let mut line = |key: &str, written: &str, place: &EcoString| {
            lines.push((format!("{key} = {written}"), place.clone()));
        };
        if let Some(it) = &self.fail_on {
            line("fail_on", &it.written, &it.place);
        }
        if let Some(it) = &self.min_severity {
            line("min_severity", &it.written, &it.place);
        }
        if let Some(it) = &self.preset {
            line("preset", &it.written, &it.place);
        }
        if let Some(it) = &self.workspace {
            line("workspace", &it.written, &it.place);
        }
        let lists = [
            ("exclude", &self.exclude),
            ("packs", &self.packs),
            ("stubs", &self.stubs),
            ("tags_policy", &self.tags_policy),
        ];
        for (key, list) in lists {
            for it in list {
                line(key, &format!("[{}]", it.written), &it.place);
            }
        }
        self.cost.describe(&mut |key, written, place| {
            lines.push((format!("{key} = {written}"), place.into()));
        });
        self.tags.iter().for_each(|it| it.describe("", lines));
        self.ignores.iter().for_each(|it| it.describe(lines));
        self.comments.describe(lines);
        for (name, it) in &self.rules {
            it.describe("", name, lines);
        }
        for path in &self.paths {
            let within = format!("path \"{}\" ", path.glob);
            path.tags.iter().for_each(|it| it.describe(&within, lines));
            for (name, it) in &path.rules {
                it.describe(&within, name, lines);
            }
        }
    }
}

/// The directories that a settings file names as packs, relative to it: needed before the rest can be
/// decoded, because what is known depends on them. Mistakes are told then.
pub fn packs(path: &str, text: &str) -> Vec<String> {
    named(path, text, "packs")
}

/// The directories that a settings file names as stand-ins, relative to it.
pub fn stubs(path: &str, text: &str) -> Vec<String> {
    named(path, text, "stubs")
}

/// The files with tag policies of AWS Organizations that a settings file names, relative to it.
pub fn tags_policies(path: &str, text: &str) -> Vec<String> {
    named(path, text, "tags_policy")
}

/// The usage file that a settings file names, relative to it.
pub fn usage(path: &str, text: &str) -> Option<String> {
    let (mut document, body) = Document::parse("settings", path, text);
    let cost = body.blocks("cost").next()?;
    let usage = cost.body.attribute("usage")?;
    document.string(usage).map(|it| it.to_string())
}

fn named(path: &str, text: &str, key: &str) -> Vec<String> {
    let (mut document, body) = Document::parse("settings", path, text);
    let strings = body.attribute(key).map(|it| document.strings(it)).unwrap_or_default();
    strings.into_iter().map(|(text, _)| text.to_string()).collect()
}

/// Where settings files hold.
#[derive(Clone, Copy, Debug)]
pub enum Reach<'r> {
    /// Each below its directory. What concerns the run as a whole is said by those above `base`, the
    /// directory that everything that is checked has in common.
    Directories { base: &'r str },
    /// Everywhere: the user named the file.
    Everywhere,
}

/// All settings of a run.
#[derive(Debug, Default)]
pub struct Layers {
    /// Outer directories first.
    files: Vec<Settings>,
    /// The rules that any of them speaks of.
    subjects: BTreeSet<EcoString>,
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
        reach: Reach<'_>,
    ) -> Result<Layers, Refused> {
        let mut layers = Layers { prefix: prefix.to_owned(), ..Layers::default() };
        let mut all = Vec::new();
        for (path, text) in files {
            match Settings::decode(path, text, known) {
                Ok(settings) => layers.files.push(settings.reaching(reach, prefix)),
                Err(complaints) => all.extend(complaints),
            }
        }
        layers.files.sort_by_key(|it| depth(&it.directory));
        layers.subjects = layers.files.iter().flat_map(Settings::subjects).cloned().collect();
        if all.is_empty() { Ok(layers) } else { Err(Refused { all }) }
    }

    /// A settings file says that this path is not read.
    pub fn excludes(&self, path: &str) -> bool {
        let path = joined(&self.prefix, path);
        let excluded = |file: &Settings| file.below(&path).map(|it| file.excluded.is_match(it));
        self.files.iter().filter_map(excluded).any(|it| it)
    }

    pub fn fail_on(&self) -> Option<FailOn> {
        self.files.iter().filter_map(|it| it.fail_on.as_ref()).next_back().map(|it| it.value)
    }

    pub fn preset(&self) -> Option<&str> {
        let said = self.files.iter().filter_map(|it| it.preset.as_ref()).next_back();
        said.map(|it| it.value.as_str())
    }

    pub fn workspace(&self) -> Option<&str> {
        self.files
            .iter()
            .filter_map(|it| it.workspace.as_ref())
            .next_back()
            .map(|it| it.value.as_str())
    }

    /// What is said of money: inner directories over outer ones.
    pub fn cost(&self) -> CostSettings {
        let mut merged = CostSettings::default();
        self.files.iter().for_each(|it| merged.overlay(&it.cost));
        merged
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
            file.about(rule, below).for_each(|it| merged.overlay(it));
        }
        merged
    }

    /// The policies of tags for what stands in a file. An inner one holds instead of an outer one of the same name.
    pub fn tags(&self, path: &str) -> Vec<Arc<TagPolicy>> {
        let path = joined(&self.prefix, path);
        let mut all: Vec<Arc<TagPolicy>> = Vec::new();
        for file in &self.files {
            let Some(below) = file.below(&path) else { continue };
            let within = file.globs.matches(below).into_iter().flat_map(|it| &file.paths[it].tags);
            for policy in file.tags.iter().chain(within) {
                all.retain(|it| it.name != policy.name);
                all.push(Arc::clone(policy));
            }
        }
        all
    }

    /// What the settings ignore about a rule at an address. `paths`: where it is told, and where it is.
    pub fn ignored(&self, rule: &str, address: &str, paths: &[&str]) -> Vec<&IgnoreSettings> {
        if self.files.iter().all(|it| it.ignores.is_empty()) {
            return Vec::new();
        }
        let paths: Vec<String> = paths.iter().map(|it| joined(&self.prefix, it)).collect();
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        self.files.iter().flat_map(|it| it.ignored(rule, address, &paths)).collect()
    }

    /// Everything that settings ignore, with the path and the text of the file that says it.
    pub fn ignores(&self) -> impl Iterator<Item = (&IgnoreSettings, &(String, String))> {
        let with_source = |it: &'_ Settings| it.source.is_some();
        let files = self.files.iter().filter(move |it| with_source(it));
        files.flat_map(|file| file.ignores.iter().zip(file.source.iter().cycle()))
    }

    /// Whether a comment in a file has to say why.
    pub fn requires_reason(&self, path: &str) -> bool {
        let said = |file: &Settings| file.comments.require_reason.as_ref().map(|it| it.value);
        self.above(path).filter_map(said).last().unwrap_or(false)
    }

    /// Ids of other tools whose comments count in a file, each with the rule that it stands for.
    pub fn other_ids(&self, path: &str) -> Vec<(&str, &EcoString)> {
        if self.files.iter().all(|it| it.comments.map.is_empty()) {
            return Vec::new();
        }
        let all = self.above(path).flat_map(|it| &it.comments.map);
        all.map(|(id, rule)| (id.as_str(), &rule.value)).collect()
    }

    /// The settings files that hold at a path, outer ones first.
    fn above(&self, path: &str) -> impl Iterator<Item = &Settings> {
        let path = joined(&self.prefix, path);
        self.files.iter().filter(move |it| it.below(&path).is_some())
    }

    /// Somebody asks for this rule, at some path.
    pub fn enables(&self, rule: &str) -> bool {
        let all = self.files.iter().flat_map(|file| {
            let within = file.paths.iter().filter_map(|it| it.rules.get(rule));
            file.rules.get(rule).into_iter().chain(within)
        });
        all.filter_map(|it| it.enabled.as_ref()).any(|it| it.value)
    }

    /// Nobody said anything about this rule anywhere.
    pub fn is_silent_about(&self, rule: &str) -> bool {
        !self.subjects.contains(rule)
    }

    /// Every key with its value and the place that said it, a line each. Where one stands twice, the
    /// later line holds.
    pub fn describe(&self) -> String {
        let mut lines = Vec::new();
        self.files.iter().for_each(|it| it.describe(&mut lines));
        let width = lines.iter().map(|(text, _)| text.chars().count()).max().unwrap_or(0);
        let mut out = String::new();
        for (text, place) in lines {
            out += &harmless::line(&format!("{text:<width$}  # {place}"));
            out.push('\n');
        }
        out
    }
}

impl RuleSettings {
    fn overlay(&mut self, inner: &RuleSettings) {
        self.enabled = inner.enabled.clone().or(self.enabled.take());
        self.severity = inner.severity.clone().or(self.severity.take());
        let params = inner.params.iter();
        self.params.extend(params.map(|(name, it)| (name.clone(), it.clone())));
    }

    fn describe(&self, within: &str, rule: &str, lines: &mut Vec<(String, EcoString)>) {
        let mut line = |key: &str, written: &str, place: &EcoString| {
            lines.push((format!("{within}rule \"{rule}\" {key} = {written}"), place.clone()));
        };
        if let Some(it) = &self.enabled {
            line("enabled", &it.written, &it.place);
        }
        if let Some(it) = &self.severity {
            line("severity", &it.written, &it.place);
        }
        for (name, it) in &self.params {
            line(&format!("params {name}"), &it.written, &it.place);
        }
    }
}

fn depth(directory: &str) -> usize {
    directory.split('/').filter(|it| !it.is_empty()).count()
}
