//! The manual pages.

use std::fs;
use std::path::Path;
use std::process::Command;

use regex::Regex;
use skint::cli::man_pages;

#[test]
fn every_command_has_a_manual_page() {
    let pages = man_pages().unwrap();
    let (name, page) = &pages[0];
    let page = String::from_utf8(page.clone()).unwrap();
    assert_eq!(name, "skint.1");
    let listed = Regex::new(r"(?m)^skint\\-(\w+)\(1\)$").unwrap();
    let listed: Vec<String> = listed.captures_iter(&page).map(|it| it[1].to_owned()).collect();
    assert!(listed.iter().any(|it| it == "cost"), "{page}");
    for command in listed {
        let name = format!("skint-{command}.1");
        assert!(pages.iter().any(|(it, _)| *it == name), "there is no {name}");
    }
    for (name, page) in &pages {
        let page = String::from_utf8(page.clone()).unwrap();
        assert!(page.starts_with(".ie ") || page.contains(".TH "), "{name}: {page}");
        assert!(page.contains(".SH SYNOPSIS"), "{name}");
    }
}

#[test]
fn manual_pages_are_printed_and_written() {
    let dir = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let mut command = assert_cmd::Command::cargo_bin("skint").unwrap();
        command.current_dir(dir.path()).arg("man").args(args).output().unwrap()
    };
    let pages = man_pages().unwrap();
    assert_eq!(run(&[]).stdout, pages[0].1);
    assert!(run(&["share/man1"]).status.success());
    for (name, page) in &pages {
        assert_eq!(&fs::read(dir.path().join("share/man1").join(name)).unwrap(), page);
        rendered(name, &dir.path().join("share/man1").join(name));
    }
}

/// What groff says of a page: nothing.
fn rendered(name: &str, path: &Path) {
    let ran = Command::new("groff").args(["-man", "-ww", "-Tutf8", "-z"]).arg(path).output();
    match ran {
        Ok(ran) => {
            let said = String::from_utf8_lossy(&ran.stderr).into_owned();
            assert!(ran.status.success() && said.is_empty(), "{name}: {said}");
        }
        Err(_) => eprintln!("{name}: groff is not there, so nobody reads the page: skipped"),
    }
}
