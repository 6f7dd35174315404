//! What all pages have in common: a head that forbids scripts and everything from elsewhere, how they look by day, by
//! night, on a phone and on paper, and text made harmless for markup.

/// What a page may do: show itself.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The look of every page; each adds its own.
const STYLE: &str = "\
:root { --ink: #1b1f24; --soft: #5b6570; --line: #d8dde3; --page: #ffffff; --card: #f6f8fa; --link: #1f5f99;
  --fixed: #2c5f8a; --usage: #d98a29; --good: #2f7d4f; --bad: #b8402f; --open: #c98a1b; --never: #8a939c; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e8ec; --soft: #98a3ae; --line: #343b43; --page: #14181c; --card: #1b2026; --link: #7ab4e6;
    --fixed: #6aa6d8; --usage: #e0a456; --good: #4f9e70; --bad: #d0604e; --open: #c9983f; --never: #6b747d; }
}
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; overflow-wrap: anywhere; }
.sentence { font-size: 1.1rem; }
.soft, small, footer { color: var(--soft); font-size: .85rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .75rem; margin: 1rem 0; }
.tiles div { border: 1px solid var(--line); border-radius: .5rem; padding: .6rem 1rem; }
.tiles dt { color: var(--soft); font-size: .85rem; }
.tiles dd { margin: 0; }
.tiles b { display: block; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
code { font-size: .9em; overflow-wrap: anywhere; }
summary { cursor: pointer; }
footer { margin-top: 2.5rem; }
@media print {
  :root { --ink: #000000; --soft: #444444; --line: #bbbbbb; --page: #ffffff; --card: #ffffff; --link: #000000;
    --fixed: #2c5f8a; --usage: #d98a29; --good: #2f7d4f; --bad: #b8402f; --open: #c98a1b; --never: #8a939c; }
  main { max-width: none; padding: 0; }
  h2, h3 { break-after: avoid; }
  tr, article, .tiles div { break-inside: avoid; }
  thead { display: table-header-group; }
  .wide { overflow: visible; }
}
";

/// Everything up to the heading; `title` is ours, and so is the style.
pub fn head(title: &str, style: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>\n{STYLE}{style}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    )
}

/// What stands behind everything.
pub const FOOT: &str = "</main>\n</body>\n</html>\n";

/// A text inside of markup, in an attribute too. What a terminal would obey is somebody else's to take away.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(it),
        }
    }
    out
}

/// Words of ours, with commands in backticks.
pub fn marked(words: &str) -> String {
    let parts = words.split('`').enumerate();
    let parts = parts.map(|(at, it)| match at % 2 {
        0 => escaped(it),
        _ => format!("<code>{}</code>", escaped(it)),
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::{escaped, marked};

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(escaped("<a b=\"c\" d='e'>&"), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
        assert_eq!(marked("run `a <b>` now"), "run <code>a &lt;b&gt;</code> now");
    }
}
