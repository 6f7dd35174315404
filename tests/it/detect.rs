//! Marks in the source of functions: where it is found, what counts, and what a report shows of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::documents::snapshot;
use crate::fixtures;
use crate::program::{Ran, repository, skint};

const PACK: &str = include_str!("../../fixtures/detect/pack.hcl");

fn run(files: &[(&str, &str)], args: &[&str]) -> Ran {
    let root = repository(files);
    asked(root.path(), args)
}

fn asked(directory: &Path, args: &[&str]) -> Ran {
    fs::write(directory.join("pack.hcl"), PACK).unwrap();
    let said = ["--isolated", "--rules", "pack.hcl", "--rule", "source-mark", "--undecided"];
    skint(directory, &[&said, args].concat())
}

/// A function that is made of the directory `src`.
fn main_tf(handler: &str) -> String {
    format!(
        "data \"archive_file\" \"it\" {{\n  type = \"zip\"\n  source_dir = \"src\"\n  output_path = \"it.zip\"\n}}\n\
         resource \"aws_lambda_function\" \"it\" {{\n  handler = \"{handler}\"\n  filename = data.archive_file.it.output_path\n}}\n"
    )
}

/// What is said of a function whose source are these files.
fn said(files: &[(&str, &str)]) -> String {
    let main = main_tf("app.handler");
    let files: Vec<(&str, &str)> =
        files.iter().copied().chain([("main.tf", main.as_str())]).collect();
    run(&files, &["--format", "short"]).out
}

/// Each folder is a repository; what is said of it lies beside it.
#[test]
fn every_place_of_a_source_is_found() {
    let mut cases: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for (path, file) in fixtures::files("detect") {
        let mut parts = path.splitn(3, '/').skip(1).map(str::to_owned);
        if let (Some(case), Some(name)) = (parts.next(), parts.next()) {
            let text = String::from_utf8(fixtures::read(&file)).unwrap();
            cases.entry(case).or_default().push((name, text));
        }
    }
    assert!(cases.len() >= 9, "{}", cases.len());
    for (case, files) in cases {
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let root = repository(&files);
        let ran = asked(root.path(), &["--quiet"]);
        let json = asked(root.path(), &["--format", "json"]).out;
        snapshot("detect", &case, &format!("{}{}\n{}", ran.out, ran.err, places(&json)));
    }
}

/// What is said of each place, also of those that are shown as one finding.
fn places(json: &str) -> String {
    let json: serde_json::Value = serde_json::from_str(json).unwrap();
    let findings = json["findings"].as_array().unwrap().iter();
    let places = findings.flat_map(|it| it["places"].as_array().unwrap());
    places.fold(String::new(), |all, it| all + &format!("{}: {}\n", it["address"], it["message"]))
}

#[test]
fn the_texts_of_sources_are_told_the_same_by_any_number_of_threads() {
    let mut files = Vec::new();
    for root in 0..12 {
        let main = main_tf("app.handler").replace("\"src\"", "\"../shared/src\"");
        files.push((
            format!("root{root}/main.tf"),
            format!("terraform {{\n  backend \"s3\" {{}}\n}}\n{main}"),
        ));
    }
    files.push(("shared/src/app.py".to_owned(), "import torch\n".to_owned()));
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let root = repository(&files);
    for format in ["json", "human"] {
        let told =
            |threads| asked(root.path(), &["--format", format, "--threads", threads, "--quiet"]);
        let one = told("1");
        assert!(one.out.contains("shared/src/app.py"), "{}", one.out);
        assert_eq!(one.out, told("8").out);
    }
}

#[test]
fn what_others_wrote_is_not_the_functions() {
    for path in [
        "src/node_modules/x/index.js",
        "src/vendor/x.go",
        "src/.venv/lib/x.py",
        "src/dist/index.js",
        "src/tests/app.py",
        "src/app.test.js",
        "src/x_test.go",
    ] {
        let text =
            "import torch\nimport \"onnxruntime-node\"\n\"github.com/yalue/onnxruntime_go\"\n";
        let told = said(&[("src/app.py", "pass\n"), (path, text)]);
        assert_eq!(told, "", "{path}");
        let plain = path.rsplit('/').next().unwrap().replace(".test", "").replace("_test", "");
        assert!(said(&[(&format!("src/{plain}"), text)]).contains("inference at src/"), "{plain}");
    }
}

#[test]
fn hostile_sources_come_to_an_end() {
    let root =
        repository(&[("main.tf", &main_tf("app.handler")), ("src/app.py", "import torch\n")]);
    let src = root.path().join("src");
    let told = || asked(root.path(), &["--format", "short"]).out;
    let usual = told();
    assert!(usual.contains("its source: inference at src/app.py:1"), "{usual}");
    fs::write(src.join("binary.py"), b"\0\x01import torch\n").unwrap();
    fs::write(src.join("latin.py"), b"# \xe9\nimport torch\n").unwrap();
    fs::write(src.join("long.js"), format!("{}\nimport \"onnxruntime-node\"\n", "x".repeat(9_000)))
        .unwrap();
    for (name, text) in
        [("a.py", "\"\"\""), ("b.js", "/*"), ("c.js", "`${`${"), ("d.rb", "'\\"), ("e.go", "'\\")]
    {
        fs::write(src.join(name), text.repeat(1_000)).unwrap();
    }
    fs::create_dir(src.join("folder.py")).unwrap();
    assert_eq!(told(), usual);
    // Comes after the others by its name.
    fs::write(src.join("z.py"), "import torch\n".repeat(400_000)).unwrap();
    assert_eq!(told(), usual);
    fs::remove_file(src.join("app.py")).unwrap();
    let without = told();
    assert!(without.contains("src/z.py is larger than 4 MiB and is not read"), "{without}");
    fs::write(src.join("z.py"), "import torch\n".repeat(40_000)).unwrap();
    assert!(told().contains("with src/z.py it is more source than is read"));
}

#[test]
fn more_files_than_are_read_are_not_nothing() {
    let names: Vec<String> = (0..250).map(|it| format!("src/f{it:03}.py")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|it| (it.as_str(), "pass\n")).collect();
    assert!(said(&files).contains("more than 200 files are not read"));
}

#[cfg(unix)]
#[test]
fn nothing_outside_of_the_repository_is_read() {
    let outside = repository(&[("secret/app.py", "import torch\n")]);
    let root = repository(&[("main.tf", &main_tf("app.handler")), ("src/app.py", "pass\n")]);
    let link = |to: &Path, at: &str| std::os::unix::fs::symlink(to, root.path().join(at)).unwrap();
    link(&outside.path().join("secret/app.py"), "src/link.py");
    link(&outside.path().join("secret"), "src/links");
    link(Path::new("src"), "src/round");
    assert_eq!(asked(root.path(), &["--format", "short"]).out, "");
    fs::remove_dir_all(root.path().join("src")).unwrap();
    link(&outside.path().join("secret"), "src");
    let told = asked(root.path(), &["--format", "short"]).out;
    assert!(told.contains("outside of the repository"), "{told}");
}

/// A place in a text that only the function's reader knows is no place for anything but a label.
#[test]
fn places_in_sources_do_not_mislead_messages() {
    let root =
        repository(&[("main.tf", &main_tf("app.handler")), ("src/app.py", "import torch\n")]);
    let mut pack = PACK.replace("length(let.marks) > 0", "tonumber(let.marks[0].at) > 0");
    fs::write(root.path().join("other.hcl"), &pack).unwrap();
    let told = |args: &[&str]| {
        skint(root.path(), &[&["--isolated", "--rules", "other.hcl"], args].concat())
    };
    let ran = told(&["--rule", "source-mark", "--undecided", "--format", "json"]);
    assert!(ran.err.is_empty() && ran.out.contains("is no number"), "{}{}", ran.out, ran.err);
    pack = PACK.replace("\"its source", "\"${tonumber(let.marks[0].at)} its source");
    fs::write(root.path().join("other.hcl"), &pack).unwrap();
    let ran = told(&["--rule", "source-mark", "--format", "short"]);
    assert!(ran.out.contains("(unknown) its source"), "{}{}", ran.out, ran.err);
}

/// Every row is a sign with a source, and its mark is one of those that are promised.
#[test]
fn the_table_of_marks_is_whole() {
    let table = include_str!("../../rules/facts/source-marks.csv");
    let mut wrong = String::new();
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [mark, _, code, with, unless, source, read] = cells[..] else {
            panic!("{line}");
        };
        let is_mark =
            ["invoke", "invoke-event", "database", "inference", "storage"].contains(&mark);
        let expressions = [code, unless].into_iter().chain(with.split_whitespace());
        let are_right = expressions.into_iter().all(|it| regex::Regex::new(it).is_ok());
        let is_read = read.is_empty() || read.len() == "2026-11-21".len();
        if !is_mark || !are_right || !source.starts_with("https://") || !is_read {
            let _ = writeln!(wrong, "{line}");
        }
    }
    assert_eq!(wrong, "");
}
