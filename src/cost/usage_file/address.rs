//! Addresses of instances, and `[*]` in them, which stands for any index and any key. What a resource is
//! called is not looked at: `*` elsewhere is a letter like any other.

/// A part of an address.
#[derive(PartialEq)]
enum Piece<'a> {
    /// Names and dots.
    Text(&'a str),
    /// What stands in brackets.
    Index(&'a str),
}

/// Whether some index is left open.
pub(super) fn is_wildcard(address: &str) -> bool {
    pieces(address).contains(&Piece::Index("*"))
}

/// The address with every index left open.
pub(super) fn skeleton(address: &str) -> String {
    let shown = pieces(address).into_iter().map(|it| match it {
        Piece::Text(text) => text,
        Piece::Index(_) => "[*]",
    });
    shown.collect()
}

/// Whether an address, where some indexes may be left open, speaks of another.
pub(super) fn matches(pattern: &str, address: &str) -> bool {
    let (pattern, address) = (pieces(pattern), pieces(address));
    pattern.len() == address.len()
        && pattern.iter().zip(&address).all(|(wanted, it)| match (wanted, it) {
            (Piece::Index("*"), Piece::Index(_)) => true,
            _ => wanted == it,
        })
}

fn pieces(address: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = address;
    while let Some(open) = rest.find('[') {
        let Some(length) = index(&rest[open + 1..]) else { break };
        let close = open + 1 + length;
        pieces.push(Piece::Text(&rest[..open]));
        pieces.push(Piece::Index(&rest[open + 1..close]));
        rest = &rest[close + 1..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// How long an index is: to the bracket that ends it, which none in quotes does.
fn index(text: &str) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    for (at, it) in text.bytes().enumerate() {
        match it {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b']' if !quoted => return Some(at),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{is_wildcard, matches, skeleton};

    #[test]
    fn an_open_index_matches_any() {
        for (pattern, address, expected) in [
            ("aws_x.a[*]", "aws_x.a[0]", true),
            ("aws_x.a[*]", "aws_x.a[\"k\"]", true),
            ("aws_x.a[*]", "aws_x.a[\"a]b\\\"].c[0\"]", true),
            ("aws_x.a[*]", "aws_x.a", false),
            ("aws_x.a[*]", "aws_x.ab[0]", false),
            ("aws_x.a[*]", "module.m.aws_x.a[0]", false),
            ("aws_x.a[\"*\"]", "aws_x.a[0]", false),
            ("aws_x.*", "aws_x.a", false),
            ("module.m[*].aws_x.a[1]", "module.m[\"x.y\"].aws_x.a[1]", true),
            ("module.m[*].aws_x.a[1]", "module.m[\"x.y\"].aws_x.a[2]", false),
            ("aws_x.a[*", "aws_x.a[0]", false),
        ] {
            assert_eq!(matches(pattern, address), expected, "{pattern} {address}");
        }
    }

    #[test]
    fn indexes_are_found() {
        assert_eq!(skeleton("module.m[0].aws_x.a[\"[*]\"]"), "module.m[*].aws_x.a[*]");
        assert_eq!(skeleton("a[é"), "a[é");
        assert!(is_wildcard("module.m[*].aws_x.a"));
        assert!(!is_wildcard("aws_x.a[\"[*]\"]") && !is_wildcard("aws_*.a"));
    }
}
