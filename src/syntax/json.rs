//! JSON syntax: `.tf.json`, `.tofu.json` and `.tfvars.json` to the same tree as native syntax.
//!
//! JSON does not say what is a block and what is an argument whose value is an object; Terraform asks
//! the provider's schema. Here the words of Terraform's own blocks are known, and inside of resources
//! an object is a block unless its name is one that providers use for maps.

use jsonc_parser::ast::{Object, ObjectProp, Value};
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::errors::ParseError;
use jsonc_parser::{CollectOptions, ParseOptions};

use super::convert::Converter;
use super::crowded::Crowded;
use super::tree::{Attribute, Block, Body, Expr, ExprKind, Ident, Item, UnaryOp};
use super::{Parsed, SyntaxError, template};
use crate::source::{FileId, Span};

/// Deeper than any configuration, and shallow enough for the stack.
const MAX_DEPTH: usize = 128;

/// What the properties of an object are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    /// Terraform's own top level.
    Module,
    /// Arguments and nested blocks of a provider.
    Mixed,
    /// Arguments only.
    Arguments,
}

/// A module's file.
pub(super) fn parse(file: FileId, text: &str) -> Parsed {
    read(file, text, Content::Module)
}

/// A file of values for variables.
pub(super) fn parse_values(file: FileId, text: &str) -> Parsed {
    read(file, text, Content::Arguments)
}

fn read(file: FileId, text: &str, content: Content) -> Parsed {
    let mut reader = Reader { file, text, base: 0, parsed: Parsed::default() };
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    reader.base = text.len() - bare.len();
    if let Some(at) = too_deep(bare) {
        let message = format!("nested deeper than {MAX_DEPTH} levels");
        reader.error(Range { start: at, end: at }, message);
        return reader.parsed;
    }
    match jsonc_parser::parse_to_ast(bare, &CollectOptions::default(), &strict()) {
        Ok(result) => match result.value {
            Some(Value::Object(object)) => {
                let body = reader.body(&object, content);
                reader.parsed.tree.body = body;
            }
            Some(other) => reader.error(other.range(), "an object is needed here".to_owned()),
            None => reader.error(Range { start: 0, end: 0 }, "the file is empty".to_owned()),
        },
        Err(error) => reader.syntax_error(&error),
    }
    reader.parsed
}

fn strict() -> ParseOptions {
    ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

/// Where brackets outside of strings stand deeper than the limit.
fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Some(at);
        }
    }
    None
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    /// The length of the byte order mark.
    base: usize,
    parsed: Parsed,
}

impl Reader<'_> {
    fn span(&self, range: Range) -> Span {
        Span::new(self.file, self.base + range.start, self.base + range.end)
    }

    fn error(&mut self, range: Range, message: String) {
        let span = self.span(range);
        self.parsed.errors.push(SyntaxError { span, message, help: None });
    }

    fn syntax_error(&mut self, error: &ParseError) {
        let message = error.kind().to_string();
        let message = message.trim_end_matches('.');
        let mut chars = message.chars();
        let first = chars.next().map(|it| it.to_ascii_lowercase());
        self.error(error.range(), first.into_iter().chain(chars).collect());
    }

    fn name(&self, property: &ObjectProp<'_>) -> Ident {
        Ident { text: property.name.as_str().into(), span: self.span(property.name.range()) }
    }

    fn body(&mut self, object: &Object<'_>, content: Content) -> Body {
        let mut body = Body::default();
        for property in &object.properties {
            let name = self.name(property);
            match content {
                // A property for people.
                _ if name.text == "//" => {}
                Content::Module => self.top_level(&name, &property.value, &mut body),
                Content::Mixed => self.mixed(name, &property.value, &mut body),
                Content::Arguments => self.argument(name, &property.value, &mut body),
            }
        }
        body
    }

    fn argument(&mut self, name: Ident, value: &Value<'_>, body: &mut Body) {
        let expr = self.expr(value);
        body.attributes.push(Attribute { name, expr });
    }

    fn mixed(&mut self, name: Ident, value: &Value<'_>, body: &mut Body) {
        let block = match value {
            Value::Object(_) => !is_map(&name.text),
            Value::Array(array) => {
                !array.elements.is_empty()
                    && array.elements.iter().all(|it| matches!(it, Value::Object(_)))
            }
            _ => false,
        };
        if block {
            let labels = usize::from(name.text == "dynamic");
            self.blocks(&name, labels, &[], value, Content::Mixed, body);
        } else {
            self.argument(name, value, body);
        }
    }

    fn top_level(&mut self, name: &Ident, value: &Value<'_>, body: &mut Body) {
        let (labels, content) = match name.text.as_str() {
            "resource" | "data" | "ephemeral" => (2, Content::Mixed),
            "provider" => (1, Content::Mixed),
            "terraform" => (0, Content::Mixed),
            "variable" | "output" | "module" | "check" => (1, Content::Arguments),
            "locals" | "moved" | "import" | "removed" => (0, Content::Arguments),
            // A block of a newer Terraform.
            _ => return,
        };
        self.blocks(name, labels, &[], value, content, body);
    }

    /// The blocks under a name: `missing` more labels are keys of the objects. An array anywhere holds
    /// several of the same.
    fn blocks(
        &mut self,
        kind: &Ident,
        missing: usize,
        labels: &[Ident],
        value: &Value<'_>,
        content: Content,
        body: &mut Body,
    ) {
        match value {
            Value::Array(array) => {
                for element in &array.elements {
                    self.blocks(kind, missing, labels, element, content, body);
                }
            }
            Value::Object(object) if missing > 0 => {
                for property in object.properties.iter().filter(|it| it.name.as_str() != "//") {
                    let labels = [labels, &[self.name(property)]].concat();
                    self.blocks(kind, missing - 1, &labels, &property.value, content, body);
                }
            }
            Value::Object(object) => {
                let span = self.span(object.range);
                let inside = self.body(object, content);
                let labels = labels.to_vec();
                body.blocks.push(Block { kind: kind.clone(), labels, body: inside, span });
            }
            Value::NullKeyword(_) => {}
            other => self.error(other.range(), format!("`{}` needs an object here", kind.text)),
        }
    }

    fn expr(&mut self, value: &Value<'_>) -> Expr {
        let span = self.span(value.range());
        let kind = match value {
            Value::NullKeyword(_) => ExprKind::Null,
            Value::BooleanLit(it) => ExprKind::Bool(it.value),
            Value::NumberLit(it) => number(it.value, span),
            Value::StringLit(it) => self.string(&it.value, span),
            Value::Array(it) => {
                ExprKind::Tuple(it.elements.iter().map(|it| self.expr(it)).collect())
            }
            Value::Object(it) => {
                ExprKind::Object(it.properties.iter().map(|it| self.item(it)).collect())
            }
        };
        Expr { kind, span }
    }

    fn item(&mut self, property: &ObjectProp<'_>) -> Item {
        let span = self.span(property.name.range());
        let kind = self.string(property.name.as_str(), span);
        Item { key: Expr { kind, span }, value: self.expr(&property.value) }
    }

    /// A string is a template.
    fn string(&mut self, value: &str, span: Span) -> ExprKind {
        if !value.contains("${") && !value.contains("%{") {
            return ExprKind::String(value.into());
        }
        // Without JSON escapes the template's own places are places of the file.
        let inside = &self.text[span.range()];
        let raw = inside.get(1..inside.len().saturating_sub(1)) == Some(value);
        let (text, base) = if raw { (self.text, span.range().start + 1) } else { (value, 0) };
        let crowded = Crowded::default();
        match hcl::edit::parser::parse_template(value) {
            Ok(template) => {
                let errors = &mut self.parsed.errors;
                let mut converter = Converter::new(self.file, text, base, &crowded, errors);
                converter.place = (!raw).then_some(span);
                template::bare(&mut converter, &template)
            }
            Err(error) => {
                let message = super::native::plain(error.message());
                self.parsed.errors.push(SyntaxError { span, message, help: None });
                ExprKind::String(value.into())
            }
        }
    }
}

fn number(written: &str, span: Span) -> ExprKind {
    match written.strip_prefix('-') {
        Some(digits) => {
            let expr = Expr { kind: ExprKind::Number(digits.into()), span };
            ExprKind::Unary(Box::new((UnaryOp::Neg, expr)))
        }
        None => ExprKind::Number(written.into()),
    }
}

/// Names that providers give to arguments whose value is a map.
fn is_map(name: &str) -> bool {
    const MAPS: &[&str] = &[
        "annotations",
        "app_settings",
        "attributes",
        "connection_properties",
        "default_arguments",
        "default_labels",
        "effective_labels",
        "environment_variables",
        "headers",
        "input",
        "keepers",
        "labels",
        "limits",
        "metadata",
        "node_selector",
        "options",
        "parameters",
        "properties",
        "provider_meta",
        "query",
        "request_parameters",
        "request_templates",
        "response_parameters",
        "response_templates",
        "stage_variables",
        "tags",
        "tags_all",
        "triggers",
        "triggers_replace",
        "user_labels",
        "values",
        "variables",
    ];
    MAPS.contains(&name) || name.ends_with("_tags") || name.ends_with("_labels")
}
