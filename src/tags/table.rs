//! Which resource types take tags, and by which attribute.

/// How a resource type is tagged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Taggable {
    pub kind: &'static str,
    /// `tags`, `labels`, `tag`.
    pub attribute: &'static str,
    pub tags: Tags,
}

/// The rules that tags follow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tags {
    /// A map; what the provider gives to all is below it.
    AwsWithDefaults,
    /// A map of its own, or blocks with `key` and `value`.
    Aws,
    GoogleWithDefaults,
    Google,
    Azure,
}

impl Tags {
    /// Whether what the provider says of all resources reaches this one.
    pub fn takes_defaults(self) -> bool {
        matches!(self, Tags::AwsWithDefaults | Tags::GoogleWithDefaults)
    }

    pub fn is_google(self) -> bool {
        matches!(self, Tags::GoogleWithDefaults | Tags::Google)
    }

    pub fn is_aws(self) -> bool {
        matches!(self, Tags::AwsWithDefaults | Tags::Aws)
    }
}

/// By type.
const ALL: &[Taggable] = include!(concat!(env!("OUT_DIR"), "/taggable.rs"));

/// How a type is tagged. `None`: it takes no tags, or nobody knows.
pub fn taggable(kind: &str) -> Option<Taggable> {
    ALL.binary_search_by(|it| it.kind.cmp(kind)).ok().map(|at| ALL[at])
}
