//! Stand-ins for popular modules that are not on disk: what they make and give back, as far as a rule,
//! the tags or the bill need it. Each is a file of Terraform that starts with a `stub` block.

pub mod version;

use std::borrow::Cow;

use crate::source::{FileId, joined};
use crate::syntax::{self, ExprKind};
use version::Range;

/// One that comes with the program.
struct Embedded {
    /// `terraform-aws-modules/vpc/aws`, and behind it `modules/x` of a module inside of it.
    address: &'static str,
    /// Of the file: `v5`.
    name: &'static str,
    versions: &'static str,
    text: &'static str,
}

static EMBEDDED: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/stubs.rs"));

/// One of the user's.
#[derive(Debug)]
struct Own {
    address: String,
    name: String,
    versions: Range,
    text: String,
}

/// Every stand-in there is.
#[derive(Debug, Default)]
pub struct Stubs {
    own: Vec<Own>,
}

/// A stand-in, and the versions for which it was chosen.
#[derive(Debug)]
pub struct Chosen<'s> {
    address: Cow<'s, str>,
    /// Of the file, or the versions that are meant by what it calls.
    name: String,
    pub text: Cow<'s, str>,
}

impl Chosen<'_> {
    /// What reports print in place of a directory.
    pub fn directory(&self) -> String {
        format!("stub:{}@{}", self.address, self.name)
    }
}

impl Stubs {
    /// The user's stand-ins: their paths from the directory that holds them, and their texts.
    pub fn new(texts: Vec<(String, String)>) -> Stubs {
        let own = texts.into_iter().filter_map(|(path, text)| {
            let (address, name) = path.rsplit_once('/')?;
            let name = name.trim_end_matches(".tf").to_owned();
            let versions = header(&text, "versions");
            let address = header(&text, "source").unwrap_or_else(|| address.to_owned());
            let versions = versions.map_or_else(Range::any, |it| Range::read(&it));
            Some(Own { address, name, versions, text })
        });
        Stubs { own: own.collect() }
    }

    /// The stand-in for what a call names. `from`: the directory of the stand-in that calls.
    pub fn find(
        &self,
        source: &str,
        version: Option<&str>,
        from: Option<&str>,
    ) -> Option<Chosen<'_>> {
        let (address, range) = match (from, source.starts_with('.')) {
            (Some(from), true) => {
                let (address, range) = from.strip_prefix("stub:")?.rsplit_once('@')?;
                (joined(address, source), Range::read(range))
            }
            (None, true) => return None,
            (_, false) => named(source, version)?,
        };
        let own = self.own.iter().filter(|it| it.address == address || it.address == source);
        let own = own.filter(|it| it.versions.meets(&range)).max_by_key(|it| it.versions.least());
        if let Some(own) = own {
            let name = named_by(&own.name, &own.versions, &range, &own.text);
            return Some(Chosen { address: address.into(), name, text: own.text.as_str().into() });
        }
        let start = EMBEDDED.partition_point(|it| it.address < address.as_str());
        let same = EMBEDDED[start..].iter().take_while(|it| it.address == address);
        let ranges =
            same.map(|it| (it, Range::read(it.versions))).filter(|(_, it)| it.meets(&range));
        let (embedded, versions) = ranges.max_by_key(|(_, it)| it.least())?;
        Some(Chosen {
            address: embedded.address.into(),
            name: named_by(embedded.name, &versions, &range, embedded.text),
            text: embedded.text.into(),
        })
    }
}

/// Which versions are meant matters only to what a stand-in calls in turn. One that calls nothing is the
/// same for all, and is read once.
fn named_by(name: &str, versions: &Range, asked: &Range, text: &str) -> String {
    let calls = text.lines().any(|it| it.starts_with("module "));
    if calls { versions.and(asked).to_string() } else { name.to_owned() }
}

/// What the registry calls a module, and the versions that are asked for.
fn named(source: &str, version: Option<&str>) -> Option<(String, Range)> {
    let (bare, query) = source.split_once('?').unwrap_or((source, ""));
    let bare = bare.strip_prefix("git::").unwrap_or(bare);
    let bare = ["https://", "ssh://git@", "git@", "http://"]
        .iter()
        .fold(bare, |it, start| it.strip_prefix(start).unwrap_or(it));
    let (module, inside) = match bare.split_once("//") {
        Some((module, inside)) => (module, format!("/{}", inside.trim_end_matches('/'))),
        None => (bare, String::new()),
    };
    let asked = version.map_or_else(Range::any, Range::read);
    let hosted = module.strip_prefix("github.com/").or_else(|| module.strip_prefix("github.com:"));
    if let Some(repository) = hosted {
        // `terraform-<provider>-<name>` is where the registry takes it from.
        let (namespace, name) = repository.trim_end_matches(".git").split_once('/')?;
        let (provider, name) = name.strip_prefix("terraform-")?.split_once('-')?;
        let reference = query.split('&').find_map(|it| it.strip_prefix("ref="));
        let range = reference.and_then(Range::exactly).unwrap_or_else(Range::any);
        return Some((format!("{namespace}/{name}/{provider}{inside}"), range));
    }
    let module = module.strip_prefix("registry.terraform.io/").unwrap_or(module);
    (module.split('/').count() == 3).then(|| (format!("{module}{inside}"), asked))
}

/// A text in the `stub` block.
fn header(text: &str, name: &str) -> Option<String> {
    let tree = syntax::parse(FileId::DETACHED, text).tree;
    let block = tree.body.blocks("stub").next()?;
    match &block.body.attribute(name)?.expr.kind {
        ExprKind::String(text) => Some(text.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Stubs;

    #[test]
    fn a_call_finds_the_stand_in_for_its_version() {
        let stubs = Stubs::default();
        let found = |source: &str, version: Option<&str>| {
            stubs.find(source, version, None).map(|it| it.directory())
        };
        let vpc = "terraform-aws-modules/vpc/aws";
        assert_eq!(found(vpc, Some("~> 5.1")), Some(format!("stub:{vpc}@v4")));
        let eks = "terraform-aws-modules/eks/aws";
        assert_eq!(found(eks, Some("~> 20.1")), Some(format!("stub:{eks}@>=20.1.0,<21.0.0")));
        assert_eq!(found("./vpc", None), None);
        assert_eq!(found("nobody/knows/aws", None), None);
        let git = "git::https://github.com/terraform-aws-modules/terraform-aws-vpc.git?ref=v5.1.0";
        assert_eq!(found(git, None), found(vpc, Some("5.1.0")));
        assert_eq!(found(&git.replace("5.1.0", "1.0.0"), None), None);
    }
}
