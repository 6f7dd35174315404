//! What people said may stay as it is: comments beside the code, blocks in the settings, and the baseline. What
//! is suppressed is marked, never removed.

mod baseline;
mod comment;
mod cover;
mod others;

use std::collections::BTreeMap;

use ecow::EcoString;
use rayon::prelude::*;

pub use self::baseline::{BASELINE, Baseline, BaselineError, dearer};
use self::comment::Said;
use self::cover::Scene;
pub use self::cover::{Cover, Whereabouts};
use crate::model::{File, Origin};
use crate::settings::Layers;
use crate::source::{FileId, Sources, Span};

/// The detectors of the rules about suppressions themselves, and those rules.
pub const DETECTORS: &[&str] =
    &["expired-suppressions", "malformed-suppressions", "unused-suppressions"];
pub const EXPIRED: &str = "suppression-expired";
pub const MALFORMED: &str = "suppression-malformed";
pub const UNUSED: &str = "suppression-unused";

/// A comment that suppresses something.
#[derive(Debug)]
pub struct Ignore {
    /// The comment.
    pub span: Span,
    /// The names that the rules have today; `*` for all of them.
    pub rules: Vec<EcoString>,
    /// The names as they are written.
    pub written: String,
    /// What stands nearest to it, for its address.
    pub near: String,
    pub reason: Option<String>,
    /// The last day on which it holds.
    pub until: Option<EcoString>,
    pub cover: Cover,
    /// It is in the user's files and meant for us: its author wants to know what became of it.
    pub is_own: bool,
}

impl Ignore {
    pub fn is_about(&self, rule: &str) -> bool {
        self.rules.iter().any(|it| it == "*" || it == rule)
    }

    /// Whether its last day has passed, on a day: `2026-11-21`.
    pub fn is_over(&self, today: &str) -> bool {
        self.until.as_deref().is_some_and(|until| today > until)
    }
}

/// A comment that means to suppress something and does not.
#[derive(Debug)]
pub struct Mistake {
    pub span: Span,
    pub kind: Kind,
    /// What is wrong, as it is written.
    pub written: String,
    /// What stands nearest to the comment, for its address.
    pub near: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// It names no rules in brackets.
    Brackets,
    /// There is no such rule.
    Rule,
    /// A rule about suppressions.
    Own,
    /// `until` is no day.
    Day,
    /// A reason is asked for.
    Reason,
    /// There is nothing that it could be about.
    Alone,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Kind::Brackets => "brackets",
            Kind::Rule => "rule",
            Kind::Own => "own",
            Kind::Day => "day",
            Kind::Reason => "reason",
            Kind::Alone => "alone",
        }
    }
}

/// What comments say, by file.
#[derive(Debug, Default)]
pub struct Comments {
    of: BTreeMap<FileId, Vec<Ignore>>,
    pub mistakes: Vec<Mistake>,
}

/// What reading comments needs to know.
pub struct Known<'k> {
    pub sources: &'k Sources,
    pub settings: &'k Layers,
    /// The name that a rule has today.
    pub current: &'k (dyn Fn(&str) -> Option<EcoString> + Sync),
    /// Files with mistakes in their syntax: what is near to a comment may be missing.
    pub broken: &'k [FileId],
}

impl Comments {
    /// What the comments of these files say. What others downloaded says nothing here.
    pub fn read(files: &[File], known: &Known<'_>) -> Comments {
        let files = files.par_iter().filter(|it| it.origin != Origin::Stub && !is_downloaded(it));
        let of_file = files.map(|file| {
            let mut comments = Comments::default();
            comments.read_file(file, known);
            comments
        });
        let mut all = Comments::default();
        for it in of_file.collect::<Vec<Comments>>() {
            all.of.extend(it.of);
            all.mistakes.extend(it.mistakes);
        }
        all
    }

    fn read_file(&mut self, file: &File, known: &Known<'_>) {
        let text = &known.sources.get(file.id).text;
        let is_own = file.origin == Origin::Own;
        let map = known.settings.other_ids(&file.path);
        for (at, comment) in file.tree.comments.iter().enumerate() {
            let words = comment::words(known.sources.text(comment.span));
            let said = match comment::said(&words) {
                Said::Nothing if map.is_empty() => continue,
                Said::Nothing => match others::said(&words, &map) {
                    Some(it) => it,
                    None => continue,
                },
                said => said,
            };
            let scene = Scene { tree: &file.tree, text };
            let (cover, near) = (scene.cover(at), || scene.near(comment.span, &file.path));
            let mut wrong = |kind: Kind, written: String| {
                if is_own {
                    self.mistakes.push(Mistake { span: comment.span, kind, written, near: near() });
                }
            };
            let (rules, until, reason, is_ours) = match said {
                Said::Nothing => continue,
                Said::Wrong(kind, written) => {
                    wrong(kind, written);
                    continue;
                }
                Said::Ignore { rules, until, reason, is_ours } => (rules, until, reason, is_ours),
            };
            if is_ours && reason.is_none() && known.settings.requires_reason(&file.path) {
                wrong(Kind::Reason, rules.join(", "));
                continue;
            }
            let Some(cover) = cover else {
                if is_ours && !known.broken.contains(&file.id) {
                    wrong(Kind::Alone, rules.join(", "));
                }
                continue;
            };
            let mut names: Vec<EcoString> = Vec::new();
            for rule in &rules {
                match (known.current)(rule) {
                    _ if rule == "*" => names.push(rule.clone()),
                    Some(it) if [EXPIRED, MALFORMED, UNUSED].contains(&it.as_str()) => {
                        wrong(Kind::Own, rule.to_string());
                    }
                    Some(it) => names.push(it),
                    None => wrong(Kind::Rule, rule.to_string()),
                }
            }
            if !names.is_empty() {
                let written = rules.join(", ");
                let is_own = is_own && is_ours;
                let span = comment.span;
                let near = near();
                let it = Ignore { span, rules: names, written, near, reason, until, cover, is_own };
                self.of.entry(file.id).or_default().push(it);
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    pub fn all(&self) -> impl Iterator<Item = &Ignore> {
        self.of.values().flatten()
    }

    /// The comments that are about a rule at a place, the nearest one first.
    pub fn about<'c>(&'c self, rule: &str, at: &Whereabouts) -> Vec<&'c Ignore> {
        let mut files: Vec<FileId> = at.files().collect();
        files.sort();
        files.dedup();
        let of = files.iter().filter_map(|it| self.of.get(it)).flatten();
        let mut found: Vec<&Ignore> =
            of.filter(|it| it.is_about(rule) && it.cover.holds(at)).collect();
        found.sort_by_key(|it| it.cover.width());
        found
    }
}

/// Whoever wrote it does not decide what its users are told.
fn is_downloaded(file: &File) -> bool {
    file.path.split('/').any(|it| it == ".terraform")
}
