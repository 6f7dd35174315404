//! One plain line in Markdown, as GitHub and GitLab read it: it formats nothing, links nowhere and calls nobody.

/// What is code is no mention, no link and no emoji. A span of backticks is easier to read in the source, and cannot hold
/// everything.
pub fn code(line: &str) -> String {
    match line.contains(['`', '|', '\\', '<', '$']) || line.trim() != line || line.is_empty() {
        true => format!("<code>{}</code>", numbered(line)),
        false => format!("`{line}`"),
    }
}

/// Words in which a stranger's name may stand. Names of people, numbers of issues and addresses are looked for in what
/// is shown, where a number is its sign again: something that is not seen keeps them apart.
pub fn quiet(line: &str) -> String {
    let text = numbered(line).replace("&#64;", "&#64;&#8203;").replace("&#35;", "&#35;&#8203;");
    let mut out = String::with_capacity(text.len());
    for (at, it) in text.char_indices() {
        let is_address =
            it == '.' && ends_with_www(&text[..at]) || it == '/' && text[..at].ends_with("&#58;");
        if is_address {
            out.push_str("&#8203;");
        }
        out.push(it);
    }
    out
}

/// Words and amounts of ours: between two dollar signs there is a formula.
pub fn ours(words: &str) -> String {
    words.replace('$', "&#36;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A sentence in which names stand between backticks.
pub fn marked(words: &str) -> String {
    let parts = words.split('`').enumerate();
    let parts = parts.map(|(at, it)| match at % 2 {
        0 => quiet(it),
        _ => code(it),
    });
    parts.collect()
}

fn ends_with_www(text: &str) -> bool {
    text.len() >= 3 && text.as_bytes()[text.len() - 3..].eq_ignore_ascii_case(b"www")
}

/// Every sign that could mean something becomes its number.
fn numbered(text: &str) -> String {
    let is_sign =
        |it: char| it.is_ascii_punctuation() && !matches!(it, '.' | ',' | '-' | '/' | ';');
    let signs = text.chars().map(|it| match is_sign(it) {
        true => format!("&#{};", u32::from(it)),
        false => it.to_string(),
    });
    signs.collect()
}

#[cfg(test)]
mod tests {
    use super::{code, marked, quiet};

    #[test]
    fn words_are_no_markup() {
        assert_eq!(
            quiet("**a** [b](c) <i> `d`"),
            "&#42;&#42;a&#42;&#42; &#91;b&#93;&#40;c&#41; &#60;i&#62; &#96;d&#96;"
        );
    }

    #[test]
    fn nobody_is_called_and_nothing_is_linked() {
        assert_eq!(quiet("@a #1"), "&#64;&#8203;a &#35;&#8203;1");
        assert_eq!(quiet("http://a WWW.a"), "http&#58;&#8203;//a WWW&#8203;.a");
    }

    #[test]
    fn code_ends_where_it_shall() {
        assert_eq!(code("a@b"), "`a@b`");
        assert_eq!(code("a`|b"), "<code>a&#96;&#124;b</code>");
        assert_eq!(marked("`x|y` and @z"), "<code>x&#124;y</code> and &#64;&#8203;z");
    }
}
