//! What things are called in policies: ARNs and names as patterns, with holes where only AWS knows.

use super::policy::{Hole, Pattern};
use super::{Graph, Path, Place, ThingId};
use crate::model::{Configuration, Key, Piece, Target, pieces};

impl<'m, 'a> Graph<'m, 'a> {
    /// A text with tokens as a pattern: what a token's thing is called, as far as that is known.
    pub(super) fn pattern(&self, text: &str, configuration: &Configuration<'m, 'a>) -> Pattern {
        let mut parts = Vec::new();
        for (at, piece) in pieces(text).into_iter().enumerate() {
            match piece {
                Piece::Text(text) if at == 0 => parts.extend(of_partition(text)),
                Piece::Text(text) => parts.push(Pattern::parse(text)),
                Piece::Token(token) => parts.push(match configuration.target(token) {
                    Some(target) => self.identity(target),
                    None => Pattern::hole(Hole::text()),
                }),
            }
        }
        parts.into_iter().collect()
    }

    fn identity(&self, target: &Target<'m, 'a>) -> Pattern {
        let attribute = target.attribute.as_str();
        let [thing] = self.targets(target)[..] else { return Pattern::hole(Hole::text()) };
        let kind = self.things[thing].kind();
        let thing = self.made(thing);
        match (kind, attribute, &target.text) {
            // Any of several.
            _ if matches!(target.instance.key, Some(Key::Unknown(_))) => {
                Pattern::hole(Hole::text())
            }
            (_, _, Some(text)) => Pattern::exactly(text),
            ("aws_partition", "partition" | "id", _) => hole("partition"),
            ("aws_caller_identity", "account_id" | "id", _) => self.account(thing),
            ("aws_region", "name" | "region" | "id", _) => self.region(thing),
            (_, "arn", _) => self.arn(thing),
            _ if is_name(kind, attribute) => self.called(thing),
            // What nobody can know is at least the same wherever it is said.
            _ => Pattern::hole(Hole::text().named(format!("{thing}.{attribute}"))),
        }
    }

    fn called(&self, thing: ThingId) -> Pattern {
        match self.name_of(thing) {
            Some(name) => Pattern::exactly(name),
            None => hole(&format!("{thing}.name")),
        }
    }

    /// The region that a thing is in, as far as that is known.
    fn region(&self, thing: ThingId) -> Pattern {
        match self.places.get(&thing) {
            Some(Place { region: Some(region), .. }) => Pattern::exactly(region),
            Some(Place { provider, .. }) => hole(&format!("region of {provider}")),
            None => Pattern::hole(Hole::part()),
        }
    }

    fn account(&self, thing: ThingId) -> Pattern {
        match self.places.get(&thing) {
            Some(Place { provider, .. }) => hole(&format!("account of {provider}")),
            None => Pattern::hole(Hole::part()),
        }
    }

    /// The ARN of a thing, with holes where only AWS knows.
    pub fn arn(&self, thing: ThingId) -> Pattern {
        if self.things[thing].kind() == "aws_lambda_alias"
            && let Some(function) = self.function_of(thing)
        {
            let parts = [self.arn(function), Pattern::exactly(":"), self.called(thing)];
            return parts.into_iter().collect();
        }
        self.arn_called(thing, self.called(thing))
    }

    /// The ARN that a thing would have if it were called so.
    pub(super) fn arn_called(&self, thing: ThingId, name: Pattern) -> Pattern {
        let kind = self.things[thing].kind();
        let Some((service, prefix)) = super::name::arn_of(kind) else {
            return Pattern::hole(Hole::text().named(format!("{thing}.arn")));
        };
        // Buckets and roles belong to no region, and buckets to no account.
        let region = match service {
            "s3" | "iam" => Pattern::default(),
            _ => self.region(thing),
        };
        let account = match service {
            "s3" => Pattern::default(),
            _ => self.account(thing),
        };
        // The path of a role is a part of its ARN.
        let path = match service {
            "iam" => self.places.get(&thing).and_then(|it| it.path.as_ref()),
            _ => None,
        };
        let path = match path {
            Some(Path::Known(path)) => Pattern::exactly(path.trim_start_matches('/')),
            Some(Path::Unknown) => Pattern::hole(Hole::part()),
            None => Pattern::default(),
        };
        let exactly = Pattern::exactly;
        let partition = hole("partition");
        let parts = [exactly("arn:"), partition, exactly(&format!(":{service}:")), region];
        let rest = [exactly(":"), account, exactly(":"), exactly(prefix), path, name];
        parts.into_iter().chain(rest).collect()
    }
}

/// A part of an ARN that is not known, and is the same wherever it is said.
fn hole(name: &str) -> Pattern {
    Pattern::hole(Hole::part().named(name))
}

/// Whether an attribute is the name of a thing of this type.
fn is_name(kind: &str, attribute: &str) -> bool {
    const BY_NAME: &[&str] =
        &["aws_dynamodb_table", "aws_iam_role", "aws_lambda_function", "aws_s3_bucket"];
    super::name::names(attribute) || (attribute == "id" && BY_NAME.contains(&kind))
}

/// A text of a policy. In which partition it is goes without saying: IAM takes no other.
fn of_partition(text: &str) -> Vec<Pattern> {
    const PARTITIONS: &[&str] = &["arn:aws:", "arn:aws-cn:", "arn:aws-us-gov:"];
    match PARTITIONS.iter().find_map(|it| text.strip_prefix(it)) {
        Some(rest) => {
            let partition = hole("partition");
            let rest = Pattern::parse(&format!(":{rest}"));
            vec![Pattern::exactly("arn:"), partition, rest]
        }
        None => vec![Pattern::parse(text)],
    }
}
