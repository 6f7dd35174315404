//! The unified patch between two texts, as git writes it: to the byte, so that it can be applied.

use std::fmt::Write;

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices, group_diff_ops};

/// Lines around a change.
const CONTEXT: usize = 3;

/// What makes the one text of the other. `path` is the way from the repository's root. Empty where they are the same.
pub fn patch(path: &str, before: &str, after: &str) -> String {
    let (old, new) = (lines(before), lines(after));
    let changes = capture_diff_slices(Algorithm::Myers, &old, &new);
    let hunks = group_diff_ops(changes, CONTEXT);
    if before == after {
        return String::new();
    }
    let (from, to) = (quoted(&format!("a/{path}")), quoted(&format!("b/{path}")));
    // Else nobody knows where a name with a space in it ends.
    let end = if from.contains(' ') && !from.starts_with('"') { "\t" } else { "" };
    let mut out = format!("diff --git {from} {to}\n--- {from}{end}\n+++ {to}{end}\n");
    for hunk in hunks {
        write_hunk(&mut out, &hunk, &old, &new);
    }
    out
}

/// Only a line feed ends a line, also where others see one in a carriage return.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn write_hunk(out: &mut String, hunk: &[DiffOp], old: &[&str], new: &[&str]) {
    let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { return };
    let removed = range(first.old_range().start, last.old_range().end);
    let added = range(first.new_range().start, last.new_range().end);
    // Writing to a string cannot fail.
    let _ = writeln!(out, "@@ -{removed} +{added} @@");
    for change in hunk {
        let (was, is) = (&old[change.old_range()], &new[change.new_range()]);
        if change.tag() == DiffTag::Equal {
            write_lines(out, ' ', was);
        } else {
            write_lines(out, '-', was);
            write_lines(out, '+', is);
        }
    }
}

fn range(start: usize, end: usize) -> String {
    match end - start {
        // The line that it stands behind.
        0 => format!("{start},0"),
        n => format!("{},{n}", start + 1),
    }
}

fn write_lines(out: &mut String, mark: char, lines: &[&str]) {
    for line in lines {
        out.push(mark);
        out.push_str(line);
        if !line.ends_with('\n') {
            out.push_str("\n\\ No newline at end of file\n");
        }
    }
}

/// A name as git writes it: what is not plain is escaped.
fn quoted(name: &str) -> String {
    if name.bytes().all(|it| matches!(it, b' '..=b'~') && it != b'"' && it != b'\\') {
        return name.to_owned();
    }
    let mut out = String::from("\"");
    for byte in name.bytes() {
        match byte {
            b'"' | b'\\' => out.extend(['\\', char::from(byte)]),
            b' '..=b'~' => out.push(char::from(byte)),
            b'\t' => out.push_str("\\t"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            byte => {
                let _ = write!(out, "\\{byte:03o}");
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::patch;

    #[test]
    fn a_line_in_its_surroundings() {
        let before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        let after = "1\n2\n3\n4\nfive\n6\n7\n8\n9\n";
        let expected = "diff --git a/m.tf b/m.tf\n--- a/m.tf\n+++ b/m.tf\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n";
        assert_eq!(patch("m.tf", before, after), expected);
        assert_eq!(patch("m.tf", before, before), "");
    }

    #[test]
    fn ends_of_lines_and_of_files_stay() {
        let expected = "diff --git a/m.tf b/m.tf\n--- a/m.tf\n+++ b/m.tf\n@@ -1,2 +1,3 @@\n a\r\n+x\r\n b\rc\n\\ No newline at end of file\n";
        assert_eq!(patch("m.tf", "a\r\nb\rc", "a\r\nx\r\nb\rc"), expected);
        let grown = patch("m.tf", "a", "a\n");
        assert!(grown.ends_with("-a\n\\ No newline at end of file\n+a\n"), "{grown}");
        assert!(patch("m.tf", "", "a\n").contains("@@ -0,0 +1,1 @@\n+a\n"));
    }

    #[test]
    fn names_are_written_as_git_does() {
        let head =
            |path: &str| patch(path, "", "a\n").lines().nth(2).unwrap_or_default().to_owned();
        assert_eq!(head("a b.tf"), "+++ b/a b.tf\t");
        assert_eq!(head("a\"\\\n\u{1b}ü.tf"), "+++ \"b/a\\\"\\\\\\n\\033\\303\\274.tf\"");
    }
}
