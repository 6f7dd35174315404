//! Writes the index of the component files: which resource types are priced in which, and which are free.
//! A test holds it against what the parser says.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

pub(crate) fn write(folder: &Path, out: &Path) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let (mut files, mut free) = (String::from("&[\n"), BTreeMap::new());
    for path in super::entries(folder)? {
        let text = fs::read_to_string(&path)?;
        let name = format!("prices/components/{}.hcl", super::stem(&path));
        let priced: Vec<&str> = text.lines().flat_map(|it| labels(it, "priced")).collect();
        let file = path.display().to_string();
        let _ = writeln!(
            files,
            "    Embedded {{ path: {name:?}, priced: &{priced:?}, text: include_str!({file:?}) }},"
        );
        free.extend(of_free(&text));
    }
    files.push_str("]\n");
    fs::write(out.join("components.rs"), files)?;
    let free: Vec<(String, String)> = free.into_iter().collect();
    fs::write(out.join("free.rs"), format!("&{free:?}"))
}

/// The labels of `priced "aws_lb" "aws_alb" {`.
fn labels<'t>(line: &'t str, kind: &str) -> impl Iterator<Item = &'t str> {
    let rest = line.strip_prefix(kind).filter(|it| it.starts_with(' ')).unwrap_or_default();
    rest.split('"').skip(1).step_by(2)
}

/// The types that are free, and in what they are billed.
fn of_free(text: &str) -> Vec<(String, String)> {
    let mut free: Vec<(String, String)> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        for kind in labels(line, "free") {
            free.push((kind.to_owned(), String::new()));
            open = true;
        }
        if let (true, Some((_, rest)), Some(last)) =
            (open, line.split_once("billed_in"), free.last_mut())
        {
            rest.split('"').nth(1).unwrap_or_default().clone_into(&mut last.1);
        }
        open &= !line.contains('}');
    }
    free
}
