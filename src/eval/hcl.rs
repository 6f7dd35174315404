//! Values as the language writes them.

use std::fmt::Write as _;

use super::value::{Kind, Marks, Object, Value};

impl Value {
    /// As HCL, on one line.
    pub fn to_hcl(&self) -> String {
        let mut out = String::new();
        self.write_hcl(&mut out);
        out
    }

    fn write_hcl(&self, out: &mut String) {
        if self.marks.has(Marks::SENSITIVE) {
            return out.push_str("(sensitive)");
        }
        match &self.kind {
            Kind::Null(_) => out.push_str("null"),
            Kind::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Kind::Number(number) => out.push_str(&number.to_string()),
            Kind::String(text) => write_quoted(text, out),
            Kind::Sequence(sequence) => {
                out.push('[');
                for (index, item) in sequence.items().iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { ", " });
                    item.write_hcl(out);
                }
                out.push(']');
            }
            Kind::Object(object) => write_object(object, out),
            Kind::Unknown(_) => out.push_str("(unknown)"),
        }
    }
}

fn write_object(object: &Object, out: &mut String) {
    out.push('{');
    for (index, (key, value)) in object.entries().iter().enumerate() {
        out.push_str(if index == 0 { " " } else { ", " });
        write_quoted(key, out);
        out.push_str(" = ");
        value.write_hcl(out);
    }
    out.push_str(match (object.entries().is_empty(), object.open()) {
        (true, None) => "}",
        (_, None) => " }",
        (true, Some(_)) => " (more) }",
        (false, Some(_)) => ", (more) }",
    });
}

/// A string in quotes as Terraform reads it.
fn write_quoted(text: &str, out: &mut String) {
    let start = out.len();
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            it if it.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(it));
            }
            it => out.push(it),
        }
    }
    out.push('"');
    if text.contains("${") || text.contains("%{") {
        let escaped = out[start..].replace("${", "$${").replace("%{", "%%{");
        out.truncate(start);
        out.push_str(&escaped);
    }
}
