//! Functions that read files, and templates. What a path means, and whether it may be read, is the
//! business of the scope.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ecow::EcoString;

use super::super::types::Type;
use super::super::value::{Kind, Value};
use super::super::{Evaluator, Reference, Resolved, Scope, sets};
use super::{Answer, Entry, Param, SOME_UNKNOWN, TEXT, Want, closed, entry, reading, str};
use crate::source::FileId;
use crate::syntax;

const TEMPLATE: Param = super::param(Want::Any);

pub(super) const TABLE: &[Entry] = &[
    entry("basename", &[TEXT], Want::Text, |args| Ok(basename(str(&args[0])).into())),
    entry("dirname", &[TEXT], Want::Text, |args| Ok(dirname(str(&args[0])).into())),
    reading("file", &[TEXT], Want::Text, |it, args| {
        Ok(super::text::normal(&text(it, str(&args[0]))?))
    }),
    reading("filebase64", &[TEXT], Want::Text, |it, args| {
        Ok(STANDARD.encode(it.scope.read(str(&args[0]))?).into())
    }),
    reading("fileexists", &[TEXT], Want::Bool, |it, args| {
        Ok(it.scope.exists(str(&args[0]))?.into())
    }),
    reading("fileset", &[TEXT, TEXT], Want::Any, fileset),
    reading("templatefile", &[TEXT, SOME_UNKNOWN], Want::Any, templatefile),
    reading("templatestring", &[TEMPLATE, SOME_UNKNOWN], Want::Text, templatestring),
];

fn text(evaluator: &mut Evaluator<'_>, path: &str) -> Result<String, Value> {
    let bytes = evaluator.scope.read(path)?;
    std::str::from_utf8(&bytes)
        .map(str::to_owned)
        .map_err(|_| Value::error(format!("{path} is not UTF-8")))
}

fn fileset(evaluator: &mut Evaluator<'_>, args: &[Value]) -> Answer {
    let found = evaluator.scope.list(str(&args[0]), str(&args[1]))?;
    if found.len() > super::MAX_ELEMENTS {
        return Err(super::too_large("the set of files"));
    }
    Ok(sets::of(found.into_iter().map(Value::from).collect(), Type::String))
}

fn templatefile(evaluator: &mut Evaluator<'_>, args: &[Value]) -> Answer {
    let path = str(&args[0]);
    let template = text(evaluator, path)?;
    let value =
        rendered(evaluator, template.strip_prefix('\u{feff}').unwrap_or(&template), &args[1])?;
    if value.is_null() { Err(Value::error("the template gives null")) } else { Ok(value) }
}

fn templatestring(evaluator: &mut Evaluator<'_>, args: &[Value]) -> Answer {
    match &args[0].kind {
        Kind::String(template) => rendered(evaluator, template, &args[1]),
        _ => Err(Value::error("templatestring() takes a string")),
    }
}

fn rendered(evaluator: &mut Evaluator<'_>, template: &str, vars: &Value) -> Answer {
    if evaluator.scope.is_template() {
        return Err(Value::error("a template cannot render another"));
    }
    let vars = match &vars.kind {
        Kind::Unknown(_) => return Err(vars.clone()),
        _ => closed(vars)?.entries().clone(),
    };
    if let Some(name) = vars.keys().find(|it| !is_name(it)) {
        return Err(Value::error(format!("\"{name}\" is no name of a variable")));
    }
    let parsed = syntax::parse_template(FileId::DETACHED, template)
        .map_err(|error| Value::error(format!("the template has a mistake: {}", error.message)))?;
    let mut scope = Template { vars, around: &mut *evaluator.scope };
    let mut inner = Evaluator {
        scope: &mut scope,
        bound: Vec::new(),
        fuel: evaluator.fuel,
        depth: evaluator.depth,
    };
    let value = inner.expr(&parsed);
    evaluator.fuel = inner.fuel;
    // Places in a template are not places in a source.
    Ok(placeless(value))
}

fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(unicode_ident::is_xid_start)
        && chars.all(|it| unicode_ident::is_xid_continue(it) || it == '-')
}

fn placeless(mut value: Value) -> Value {
    if value.from.is_some_and(|it| it.file == FileId::DETACHED) {
        value.from = None;
    }
    if let Kind::Unknown(unknown) = &mut value.kind
        && unknown.at.is_some_and(|it| it.file == FileId::DETACHED)
    {
        std::sync::Arc::make_mut(unknown).at = None;
    }
    value
}

/// What a template sees: the variables that it is given, and the files that its module sees.
struct Template<'s> {
    vars: BTreeMap<EcoString, Value>,
    around: &'s mut dyn Scope,
}

impl Scope for Template<'_> {
    fn resolve(&mut self, reference: &Reference<'_>) -> Resolved {
        let root = reference.root;
        let value = self
            .vars
            .get(root)
            .cloned()
            .unwrap_or_else(|| Value::error(format!("the template has no variable `{root}`")));
        Resolved { value, steps: 0 }
    }

    fn read(&mut self, path: &str) -> Result<std::sync::Arc<[u8]>, Value> {
        self.around.read(path)
    }

    fn exists(&mut self, path: &str) -> Result<bool, Value> {
        self.around.exists(path)
    }

    fn list(&mut self, directory: &str, pattern: &str) -> Result<Vec<String>, Value> {
        self.around.list(directory, pattern)
    }

    fn is_template(&self) -> bool {
        true
    }
}

/// As Go's `filepath.Base`.
fn basename(path: &str) -> String {
    if path.is_empty() {
        return ".".to_owned();
    }
    match path.trim_end_matches('/').rsplit('/').next() {
        Some("") | None => "/".to_owned(),
        Some(name) => name.to_owned(),
    }
}

/// As Go's `filepath.Dir`.
fn dirname(path: &str) -> String {
    let directory = path.rfind('/').map_or("", |at| &path[..=at]);
    clean(directory)
}

/// As Go's `filepath.Clean`.
fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|it| *it != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            _ => parts.push(part),
        }
    }
    match (rooted, parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".to_owned(),
        (false, false) => parts.join("/"),
    }
}
