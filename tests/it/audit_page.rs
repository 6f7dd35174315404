//! The page of `skint audit`: nothing from elsewhere, nothing of strangers but text, and as wide as a phone.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fixtures;
use crate::program::{repository, skint};

const ARGS: &[&str] = &["audit", "--color", "never", "--today", "2026-11-21", "--format", "html"];

fn page_of(directory: &Path) -> String {
    let run = skint(directory, &[ARGS, &["--isolated"]].concat());
    assert!(run.code == 0 || run.code == 2, "{}", run.err);
    run.out
}

fn shop() -> String {
    page_of(&fixtures::root().join("tally/shop"))
}

const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "\\\"><img src=http://evil.example/x onerror=alert(1)>",
    "</pre></style><b>|",
    "a|b `c` @everyone",
    "::error::no",
    "##[error]no",
    "\\u001b[31m",
    "\\u202egpj",
    "url(http://evil.example)",
];

/// Names, values and paths of strangers, in everything that a page shows.
fn hostile() -> String {
    let block = |(at, it): (usize, &&str)| {
        format!(
            "resource \"aws_ebs_volume\" \"v{at}\" {{\n  for_each = toset([\"{it}\"])\n  \
             availability_zone = \"us-east-1a\"\n  size = 500\n  type = \"gp2\" # {it}\n  \
             tags = {{ service = \"{it}\", \"{it}\" = \"x\" }}\n}}\n\
             module \"m{at}\" {{\n  source = \"{it}\"\n}}\n\
             resource \"aws_lambda_function\" \"f{at}\" {{\n  function_name = \"{it}\"\n  \
             runtime = \"nodejs12.x\"\n  role = \"r\"\n}}\n"
        )
    };
    let blocks = HOSTILE.iter().enumerate().map(block);
    let provider = "provider \"aws\" {\n  region = \"us-east-1\"\n}\n".to_owned();
    let text = provider + &blocks.collect::<String>();
    let root = repository(&[("main.tf", &text), ("`@x`<i>|=cmd.tf", "resource \"a\" {")]);
    page_of(root.path())
}

/// Elements in their order: the name, and whether one begins, ends or both.
fn elements(page: &str) -> Vec<(String, bool, bool)> {
    let element =
        regex::Regex::new(r"<(/?)([a-z][a-z0-9]*)((?:[^<>\x22]|\x22[^\x22]*\x22)*?)(/?)>").unwrap();
    let found = element.captures_iter(page);
    found.map(|it| (it[2].to_owned(), it[1].is_empty(), !it[4].is_empty())).collect()
}

#[test]
fn what_begins_ends() {
    for page in [shop(), hostile()] {
        let mut open: Vec<String> = Vec::new();
        for (name, begins, both) in elements(&page) {
            match begins {
                _ if both || ["meta", "br"].contains(&name.as_str()) => {}
                true => open.push(name),
                false => assert_eq!(open.pop(), Some(name)),
            }
        }
        assert_eq!(open, Vec::<String>::new());
    }
}

#[test]
fn nothing_comes_from_elsewhere() {
    let attribute =
        regex::Regex::new(r#"\b(href|src|srcset|data|action|xlink:href)="([^"]*)""#).unwrap();
    for page in [shop(), hostile()] {
        for found in attribute.captures_iter(&page) {
            assert!(&found[1] == "href" && found[2].starts_with('#'), "{}", &found[0]);
        }
        let style = page.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
        assert!(!style.contains("url(") && !style.contains("@import"), "{style}");
        assert!(page.contains("default-src 'none'"));
    }
}

#[test]
fn anchors_lead_somewhere() {
    let page = shop();
    for found in regex::Regex::new("href=\"#([a-z]+)\"").unwrap().captures_iter(&page) {
        assert!(page.contains(&format!("id=\"{}\"", &found[1])), "{}", &found[1]);
    }
}

#[test]
fn strangers_write_nothing_but_text() {
    let page = hostile();
    let known: BTreeSet<&str> = [
        "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "dl",
        "dt", "dd", "div", "b", "br", "span", "i", "section", "nav", "a", "article", "details",
        "summary", "ol", "ul", "li", "pre", "mark", "table", "thead", "tbody", "tr", "th", "td",
        "code", "small", "footer", "svg", "rect",
    ]
    .into();
    let elements = elements(&page);
    let used: BTreeSet<&str> = elements.iter().map(|(name, ..)| name.as_str()).collect();
    assert!(used.is_subset(&known), "{used:?}");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(!page.contains("<b>|") && !page.contains("<i>|") && !page.contains("<img"));
    let obeyed = |it: char| {
        it.is_control() && it != '\n' && it != '\t' || matches!(it, '\u{202a}'..='\u{202e}')
    };
    assert_eq!(page.chars().find(|it| obeyed(*it)), None);
}

/// The screen shows the same names, and a terminal obeys none of them.
#[test]
fn a_terminal_is_told_nothing_that_it_obeys() {
    let block = |(at, it): (usize, &&str)| {
        format!(
            "module \"m{at}\" {{\n  source = \"{it}\"\n}}\n\
             resource \"aws_nat_gateway\" \"n{at}\" {{\n  for_each = toset([\"{it}\"])\n  \
             subnet_id = \"s\"\n}}\n"
        )
    };
    let blocks = HOSTILE.iter().enumerate().map(block);
    let root = repository(&[("main.tf", &blocks.collect::<String>())]);
    for format in ["human", "json"] {
        let args = ["audit", "--isolated", "--today", "2026-11-21", "--format", format];
        let text = skint(root.path(), &args).out;
        let obeyed =
            |it: char| it.is_control() && it != '\n' || matches!(it, '\u{202a}'..='\u{202e}');
        assert_eq!(text.chars().find(|it| obeyed(*it)), None, "{format}");
        assert!(!text.lines().any(|it| it.trim_start().starts_with("::")), "{text}");
        assert!(!text.contains("##["), "{text}");
    }
}

/// However much is found, a page can be sent around.
#[test]
fn a_large_repository_has_a_page_of_a_bounded_size() {
    let volume = |at: usize| {
        format!(
            "resource \"aws_ebs_volume\" \"v{at}\" {{\n  availability_zone = \"us-east-1a\"\n  size = {at}\n  type = \"gp2\"\n}}\nmodule \"m{at}\" {{\n  source = \"some/one/{at}\"\n}}\n"
        )
    };
    let text: String = (1..1_500).map(volume).collect();
    let root = repository(&[("main.tf", &text)]);
    let page = page_of(root.path());
    assert!(page.len() < 1_500_000, "{}", page.len());
    assert!(page.contains("more finding") || page.contains(" more"), "the rest is counted");
}

fn browser() -> Option<PathBuf> {
    let named = env::var_os("CHROMIUM").map(PathBuf::from).filter(|it| it.is_file());
    let paths = env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let found = || {
        env::split_paths(&paths)
            .find_map(|it| names.iter().map(|name| it.join(name)).find(|it| it.is_file()))
    };
    named.or_else(found)
}

/// A page in a frame of some width, and what a script of ours measures of it.
fn measured(browser: &Path, page: &str, width: u32) -> Option<String> {
    let root = tempfile::TempDir::new().unwrap();
    fs::write(root.path().join("page.html"), page).unwrap();
    let frame = format!(
        "<!doctype html><iframe id=\"f\" style=\"width:{width}px;height:900px;border:0\" src=\"page.html\"></iframe>\
         <pre id=\"said\"></pre><script>\
         document.getElementById('f').addEventListener('load', function () {{\
         var page = this.contentDocument;\
         for (var it of page.querySelectorAll('details')) {{ it.open = true; }}\
         var n = this.contentWindow.performance.getEntriesByType('resource').length;\
         var wide = [];\
         for (var it of page.querySelectorAll('body *')) {{\
         if (it.getBoundingClientRect().right > {width} + 1 && !it.closest('pre, svg')) {{ wide.push(it.tagName); }} }}\
         document.getElementById('said').textContent = 'width=' + page.documentElement.scrollWidth + ' resources=' + n\
         + ' wide=[' + wide.slice(0, 5).join() + '] text=' + page.body.innerText;\
         }});</script>"
    );
    let file = root.path().join("frame.html");
    fs::write(&file, frame).unwrap();
    let output = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--allow-file-access-from-files",
            "--virtual-time-budget=4000",
        ])
        .arg(format!("--user-data-dir={}", root.path().join("profile").display()))
        .arg("--dump-dom")
        .arg(format!("file://{}", file.display()))
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.contains("width=").then_some(text)
}

#[test]
fn a_browser_shows_it_on_a_phone_and_on_a_desk() {
    let skipped = |why: &str| {
        let _ =
            writeln!(std::io::stderr(), "SKIPPED: the page was not looked at in a browser: {why}");
    };
    let Some(browser) = browser() else {
        return skipped("there is no chromium, nor does CHROMIUM name one");
    };
    for (page, words) in
        [(shop(), "before the first request"), (hostile(), "&lt;script&gt;alert(1)&lt;/script&gt;")]
    {
        for width in [360, 1280] {
            let Some(said) = measured(&browser, &page, width) else {
                return skipped("it does not run here");
            };
            assert!(
                said.contains(&format!("width={width} resources=0 wide=[]")),
                "{}",
                &said[..said.len().min(3_000)]
            );
            assert!(said.contains(words), "{words}");
        }
    }
}
