//! How far a long run is: the line, and that it is in nobody's way.

use std::time::Duration;

use skint::progress::{Counter, Stage, line};

use crate::program::{repository, skint};

const LONG: Duration = Duration::from_millis(500);

#[test]
fn the_line_says_what_is_done_and_how_much_of_it() {
    let said = |stage, done, of| line(stage, done, of, LONG).unwrap();
    assert_eq!(said(Stage::Finding, 0, 0), "looking for files");
    assert_eq!(said(Stage::Reading, 3_120, 5_000), "reading 3,120 of 5,000 files");
    assert_eq!(said(Stage::Checking, 41, 310), "checking 41 of 310 configurations");
    assert_eq!(said(Stage::Pricing, 1, 1), "pricing 1 of 1 configurations");
    assert_eq!(
        said(Stage::Reading, 9, 5),
        "reading 5 of 5 files",
        "files may be read that nobody announced"
    );
}

#[test]
fn who_is_done_before_sees_nothing() {
    assert_eq!(line(Stage::Reading, 1, 2, Duration::from_millis(499)), None);
}

#[test]
fn a_stage_begins_at_nothing() {
    let counter = Counter::default();
    assert_eq!(counter.line(LONG).unwrap(), "looking for files");
    counter.begin(Stage::Reading, 3);
    counter.step();
    assert_eq!(counter.line(LONG).unwrap(), "reading 1 of 3 files");
    counter.begin(Stage::Checking, 2);
    assert_eq!(counter.line(LONG).unwrap(), "checking 0 of 2 configurations");
}

#[test]
fn nothing_of_it_is_in_a_pipe() {
    let root = repository(&[("main.tf", "locals {}\n")]);
    for command in ["check", "audit", "cost", "tags"] {
        let run = skint(root.path(), &[command, "--isolated"]);
        assert_eq!(run.err, "", "{command}");
    }
}

/// What a terminal shows in the end: a carriage return goes back to the start of a line.
#[cfg(target_os = "linux")]
fn shown(bytes: &str) -> String {
    let mut screen: Vec<Vec<char>> = vec![Vec::new()];
    let mut column = 0;
    for it in bytes.chars() {
        match it {
            '\n' => screen.push(Vec::new()),
            '\r' => column = 0,
            it => {
                let line = screen.last_mut().unwrap();
                if line.len() <= column {
                    line.resize(column + 1, ' ');
                }
                line[column] = it;
                column += 1;
            }
        }
        if it == '\n' {
            column = 0;
        }
    }
    let lines = screen.iter().map(|it| it.iter().collect::<String>().trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n")
}

/// On a terminal the line goes before the report comes, whether or not there was time to draw it.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_keeps_nothing_of_it() {
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    let program = assert_cmd::cargo::cargo_bin("skint");
    let function = |at: usize| {
        format!(
            "resource \"aws_lambda_function\" \"f{at}\" {{\n  function_name = \"f{at}\"\n  role = \"r\"\n}}\n"
        )
    };
    let files: Vec<(String, String)> =
        (0..300).map(|at| (format!("d{at}/main.tf"), (0..20).map(function).collect())).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    let root = repository(&files);
    for command in ["cost", "audit"] {
        let line = format!(
            "'{}' {command} --isolated --color never --today 2026-11-21",
            program.display()
        );
        let run = Command::new("script")
            .args(["-qec", &line, "/dev/null"])
            .current_dir(root.path())
            .env_remove("CI")
            .env("TERM", "xterm")
            .stdin(Stdio::null())
            .output();
        let Ok(run) = run else {
            let _ =
                writeln!(std::io::stderr(), "SKIPPED: no pseudo terminal: there is no `script`");
            return;
        };
        let text = shown(&String::from_utf8_lossy(&run.stdout));
        for word in ["reading ", "looking for", "checking ", "pricing "] {
            assert!(!text.contains(word), "{word} in {text}");
        }
        assert!(text.contains("before the first request"), "{text}");
    }
}
