//! Where something is, as SARIF says it: URIs from the repository's root, columns in UTF-16.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::check::Run;
use crate::report::places::{Places, is_carried, rooted};
use crate::source::Span;

pub(super) struct Here<'r> {
    pub(super) run: &'r Run,
    pub(super) places: Places<'r>,
}

impl Here<'_> {
    /// `None` for what is in no file that a reader has: stand-ins are carried by the program.
    pub(super) fn physical(&self, span: Span) -> Option<Value> {
        let path = self.places.path(span);
        let place =
            || json!({ "artifactLocation": self.artifact(path), "region": self.region(span) });
        (!is_carried(path)).then(place)
    }

    pub(super) fn artifact(&self, path: &str) -> Value {
        let path = rooted(self.run, path);
        let uri = encoded(&path);
        // What leads out of the repository is relative to nothing that a reader knows.
        match (path.starts_with('/'), path.starts_with("../")) {
            (true, _) => json!({ "uri": format!("file://{uri}") }),
            (_, true) => json!({ "uri": uri }),
            _ => json!({ "uri": uri, "uriBaseId": "%SRCROOT%" }),
        }
    }

    pub(super) fn region(&self, span: Span) -> Value {
        let (start, end) = (self.places.start(span), self.places.end(span));
        json!({
            "startLine": start.line,
            "startColumn": self.places.utf16_column(start, span.file),
            "endLine": end.line,
            "endColumn": self.places.utf16_column(end, span.file),
        })
    }
}

/// What is neither a letter, a digit nor one of `-._~/` becomes `%` and its bytes.
fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(byte.into()),
            _ if byte.is_ascii_alphanumeric() => uri.push(byte.into()),
            // Writing to a string cannot fail.
            _ => drop(write!(uri, "%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn a_path_is_one_uri() {
        assert_eq!(encoded("a/b-c_1.tf"), "a/b-c_1.tf");
        assert_eq!(encoded("a b%\u{e9}?#:\n"), "a%20b%25%C3%A9%3F%23%3A%0A");
    }
}
