//! Which resources, keys and values what is said of tags holds for. Nothing is copied where all is well:
//! this is asked of every resource.

use ecow::EcoString;
use regex::{Regex, RegexBuilder};

use super::{About, Exemption, Pattern, TagKey};

/// Larger machines are not built for one expression.
const MAX_REGEX: usize = 2 << 20;

impl About {
    /// Whether it is about a resource of this type and provider configuration.
    pub fn holds(&self, kind: &str, provider: &str) -> bool {
        let any = |patterns: &[EcoString], holds: &dyn Fn(&str) -> bool| {
            patterns.is_empty() || patterns.iter().any(|it| holds(it))
        };
        let rest = kind.split_once('_').map_or(kind, |(_, rest)| rest);
        any(&self.types, &|it| is_like(it, kind))
            && any(&self.services, &|it| is_service(it, rest))
            && any(&self.providers, &|it| is_provider(it, provider))
    }

    pub fn is_everything(&self) -> bool {
        self.types.is_empty() && self.services.is_empty() && self.providers.is_empty()
    }
}

/// `lambda` is the service of `lambda_function`, and `s3` none of `s3control_bucket`.
fn is_service(pattern: &str, rest: &str) -> bool {
    let ends = rest.match_indices('_').map(|(at, _)| at).chain([rest.len()]);
    ends.into_iter().any(|end| is_like(pattern, &rest[..end]))
}

fn is_provider(pattern: &str, provider: &str) -> bool {
    is_like(pattern, provider) || pattern.strip_suffix(".*").is_some_and(|it| is_like(it, provider))
}

impl TagKey {
    /// Whether a resource of this type has to carry the key.
    pub fn is_required_of(&self, kind: &str) -> bool {
        let listed = self.required_for.as_ref();
        self.is_required && listed.is_none_or(|it| it.contains(kind))
    }

    /// Whether only some values are right.
    pub fn is_restricted(&self) -> bool {
        !self.values.is_empty() || self.matches.is_some()
    }

    /// Whether a value is right; in any case where the resource knows no capital letters.
    pub fn allows(&self, value: &str, any_case: bool) -> bool {
        let any_case = any_case || self.values_any_case;
        let is_one = |it: &EcoString| match any_case {
            true => is_like_in_any_case(it, value),
            false => is_like(it, value),
        };
        (self.values.is_empty() || self.values.iter().any(is_one))
            && self.matches.as_ref().is_none_or(|it| it.is_match(value, any_case))
    }
}

impl Pattern {
    /// The whole text has to match, whatever the expression says of where it begins.
    pub fn new(text: &str, any_case: bool) -> Result<Pattern, regex::Error> {
        // It is read alone first, so that no bracket of it closes ours.
        built(text, any_case)?;
        let regex = built(&format!("\\A(?:{text})\\z"), any_case)?;
        Ok(Pattern { written: text.into(), regex })
    }

    /// Where there are no capital letters, what asks for them is content with small ones.
    pub fn is_match(&self, text: &str, any_case: bool) -> bool {
        self.regex.is_match(text) || any_case && self.regex.is_match(&text.to_uppercase())
    }
}

fn built(text: &str, any_case: bool) -> Result<Regex, regex::Error> {
    let mut builder = RegexBuilder::new(text);
    builder.size_limit(MAX_REGEX).nest_limit(50).case_insensitive(any_case).build()
}

impl Exemption {
    /// Whether it lets something pass, on a day: `2026-11-21`. What speaks of `aws_instance.web` speaks of its
    /// instances too.
    pub fn holds(&self, address: &str, today: &str) -> bool {
        if self.until.as_deref().is_some_and(|until| today > until) {
            return false;
        }
        is_of(&self.address, address)
    }
}

/// Whether an address is what a pattern says. What speaks of `aws_instance.web` speaks of its instances too.
pub fn is_of(pattern: &str, address: &str) -> bool {
    is_like(pattern, address)
        || !pattern.contains('[')
            && address.contains('[')
            && is_like(pattern, &without_keys(address))
}

/// `module.a["x"].aws_instance.b[0]` to `module.a.aws_instance.b`.
fn without_keys(address: &str) -> String {
    let (mut out, mut inside, mut quoted, mut escaped) = (String::new(), false, false, false);
    for it in address.chars() {
        match it {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' if inside => quoted = !quoted,
            '[' if !inside => inside = true,
            ']' if inside && !quoted => inside = false,
            _ if inside => {}
            _ => out.push(it),
        }
    }
    out
}

/// Whether a text is what a pattern says; `*` is any text.
pub fn is_like(pattern: &str, text: &str) -> bool {
    like(pattern.as_bytes(), text.as_bytes(), |one, other| one == other)
}

/// The same, where capital letters count as small ones.
pub fn is_like_in_any_case(pattern: &str, text: &str) -> bool {
    if pattern.is_ascii() && text.is_ascii() {
        return like(pattern.as_bytes(), text.as_bytes(), |one, other| {
            one.eq_ignore_ascii_case(&other)
        });
    }
    is_like(&pattern.to_lowercase(), &text.to_lowercase())
}

/// Goes back to the last star where it went wrong, so it takes no longer than one length times the other.
fn like(pattern: &[u8], text: &[u8], same: impl Fn(u8, u8) -> bool) -> bool {
    let (mut at, mut read) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while read < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at + 1, read));
                at += 1;
            }
            Some(it) if same(*it, text[read]) => (at, read) = (at + 1, read + 1),
            _ => match star {
                Some((after, from)) => {
                    star = Some((after, from + 1));
                    (at, read) = (after, from + 1);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|it| *it == b'*')
}

#[cfg(test)]
mod tests {
    use super::{About, Exemption, is_like, is_like_in_any_case, without_keys};

    #[test]
    fn a_star_is_any_text() {
        for (pattern, text) in
            [("", ""), ("*", ""), ("a*", "a"), ("*b", "ab"), ("a*c*e", "abcde"), ("**x", "yx")]
        {
            assert!(is_like(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("", "a"), ("a", "ab"), ("a*c", "ab"), ("*a*b", "ba"), ("A", "a")] {
            assert!(!is_like(pattern, text), "{pattern} {text}");
        }
        assert!(is_like_in_any_case("DEV-*", "dev-É") && is_like_in_any_case("ÉTÉ", "été"));
        assert!(!is_like(&"a*".repeat(500), &"a".repeat(499)));
    }

    #[test]
    fn what_a_policy_is_about() {
        let about = |services: &str, providers: &str| About {
            services: vec![services.into()],
            providers: vec![providers.into()],
            ..About::default()
        };
        assert!(about("lambda", "aws").holds("aws_lambda_function", "aws"));
        assert!(!about("lambda", "aws").holds("aws_lambda_function", "aws.west"));
        assert!(about("s3*", "aws.*").holds("aws_s3control_bucket", "aws"));
        assert!(!about("s3", "aws.*").holds("aws_s3control_bucket", "aws"));
        assert!(about("instance", "aws.*").holds("aws_instance", "aws.west"));
        assert!(!about("*", "aws.*").holds("google_storage_bucket", "google"));
    }

    #[test]
    fn what_speaks_of_a_resource_speaks_of_its_instances() {
        let exemption = |address: &str| Exemption {
            address: address.into(),
            reason: "old".into(),
            until: Some("2026-11-21".into()),
            place: "".into(),
        };
        assert_eq!(without_keys(r#"module.a["x]\".y"].b.c[0]"#), "module.a.b.c");
        assert!(exemption("module.a.*").holds("module.a[0].b.c", "2026-11-21"));
        assert!(!exemption("module.a.*").holds("module.a.b.c", "2026-11-22"));
        assert!(!exemption("module.a[1].*").holds("module.a[0].b.c", "2026-11-01"));
        assert!(!exemption("aws_vpc.a").holds("aws_vpc.ab", "2026-11-01"));
    }
}
