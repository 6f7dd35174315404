//! With which role something runs, and what that role may do: every form that a policy takes.

use super::policy::{self, Answer as Allowed, Gap, Pattern, Statements, document, managed};
use super::{Blind, Graph, ThingId};
use crate::eval::{Kind, Value};
use crate::model::{Configuration, Piece, pieces};
use crate::source::Span;

/// What something may do.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Role {
    /// The role itself; `None` where it is not in this configuration.
    pub thing: Option<ThingId>,
    pub statements: Statements,
}

/// The attributes that name the role of a thing.
const ROLES: &[&str] =
    &["role", "role_arn", "task_role_arn", "execution_role_arn", "service_role_arn"];

/// A role is named by a thing in the configuration, and by nothing else.
pub(super) const LOST: &str = "the role is not in this configuration";

impl<'m, 'a> Graph<'m, 'a> {
    /// The role that a thing runs with, and every statement of its policies.
    pub fn role(&self, thing: ThingId, configuration: &mut Configuration<'m, 'a>) -> Role {
        let roles = ROLES.iter().flat_map(|it| self.refs_in(thing, it));
        let role = roles.into_iter().find(|it| self.things[*it].kind() == "aws_iam_role");
        let Some(role) = role.filter(|it| self.things[*it].is_managed()) else {
            let at = self.blind(thing).find(|it| ROLES.contains(&it.attribute.as_str()));
            let gap = Gap {
                reason: at.map_or_else(|| LOST.into(), |it| it.reason.clone()),
                at: at.map(|it| it.span),
            };
            let statements = Statements { unknown: Some(gap), ..Statements::default() };
            return Role { thing: None, statements };
        };
        Role { thing: Some(role), statements: self.statements(role, configuration) }
    }

    /// Every statement of the policies of a role.
    pub fn statements(
        &self,
        role: ThingId,
        configuration: &mut Configuration<'m, 'a>,
    ) -> Statements {
        let mut all = Statements::default();
        let inline = self.traced(role, "inline_policy", configuration);
        for block in inline.as_items().unwrap_or_default() {
            let policy = block.as_object().and_then(|it| it.get("policy"));
            all.append(self.document(policy.unwrap_or(&Value::null()), configuration));
        }
        let arns = self.traced(role, "managed_policy_arns", configuration);
        for arn in arns.as_items().unwrap_or_default() {
            all.append(self.managed(arn, configuration));
        }
        for edge in self.referrers(role).cloned().collect::<Vec<_>>() {
            let is_role = matches!(edge.attribute.as_str(), "role" | "roles" | "role_name");
            match self.things[edge.from].kind() {
                "aws_iam_role_policy" if is_role => {
                    let policy = self.traced(edge.from, "policy", configuration);
                    all.append(self.document(&policy, configuration));
                }
                "aws_iam_role_policy_attachment" | "aws_iam_policy_attachment" if is_role => {
                    let arn = self.traced(edge.from, "policy_arn", configuration);
                    all.append(self.managed(&arn, configuration));
                }
                "aws_iam_role_policy_attachments_exclusive" if is_role => {
                    let arns = self.traced(edge.from, "policy_arns", configuration);
                    for arn in arns.as_items().unwrap_or(&[Value::null()]) {
                        all.append(self.managed(arn, configuration));
                    }
                }
                _ => {}
            }
        }
        all
    }

    /// A policy that is attached by its ARN: one of the configuration's, or one of AWS's.
    fn managed(&self, arn: &Value, configuration: &mut Configuration<'m, 'a>) -> Statements {
        let Some(text) = arn.as_str() else { return lost(arn) };
        if let [Piece::Token(token)] = pieces(text)[..]
            && let Some(target) = configuration.target(token).cloned()
        {
            for thing in self.targets(&target) {
                let kind = self.things[thing].kind();
                match (kind, self.things[thing].is_managed()) {
                    ("aws_iam_policy", true) => {
                        let policy = self.traced(thing, "policy", configuration);
                        return self.document(&policy, configuration);
                    }
                    ("aws_iam_policy", false) => {
                        let named = ["arn", "name"].map(|it| self.traced(thing, it, configuration));
                        let named = named.iter().find_map(Value::as_str);
                        return managed::statements_or_unknown(named.unwrap_or_default());
                    }
                    _ => {}
                }
            }
        }
        managed::statements_or_unknown(text)
    }

    /// A document in any of its forms: a text of JSON, or what a data source writes.
    fn document(&self, policy: &Value, configuration: &mut Configuration<'m, 'a>) -> Statements {
        if let Some(text) = policy.as_str()
            && let [Piece::Token(token)] = pieces(text)[..]
            && let Some(target) = configuration.target(token).cloned()
        {
            let sources = self.targets(&target);
            let source =
                sources.into_iter().find(|it| self.things[*it].kind() == "aws_iam_policy_document");
            if let Some(source) = source {
                return self.written(source, configuration, 0);
            }
        }
        document::statements(policy, &|text| self.pattern(text, configuration))
    }

    /// What `aws_iam_policy_document` writes, with the documents that it starts from and puts on top.
    fn written(
        &self,
        source: ThingId,
        configuration: &mut Configuration<'m, 'a>,
        depth: usize,
    ) -> Statements {
        const MAX_DEPTH: usize = 20;
        if depth > MAX_DEPTH {
            return lost(&Value::error("documents are made of each other"));
        }
        let instance = &self.things[source].instance;
        let blocks = configuration.traced(|it| instance.to_value(it));
        let blocks = document::of_blocks(&blocks, &|text| self.pattern(text, configuration));
        let mut all = Statements::default();
        if let Some(other) = &blocks.sources {
            all.append(self.another(other, configuration, depth));
        }
        all.overlay(blocks.statements);
        if let Some(other) = &blocks.overrides {
            let other = self.another(other, configuration, depth);
            all.overlay(other);
        }
        all
    }

    fn another(
        &self,
        value: &Value,
        configuration: &mut Configuration<'m, 'a>,
        depth: usize,
    ) -> Statements {
        if let Some(items) = value.as_items() {
            let mut all = Statements::default();
            for item in items {
                all.append(self.another(item, configuration, depth + 1));
            }
            return all;
        }
        let token = value.as_str().and_then(|text| match pieces(text)[..] {
            [Piece::Token(token)] => configuration.target(token).cloned(),
            _ => None,
        });
        let source = token.and_then(|it| self.targets(&it).first().copied());
        match source.filter(|it| self.things[*it].kind() == "aws_iam_policy_document") {
            Some(source) => self.written(source, configuration, depth + 1),
            None => document::statements(value, &|text| self.pattern(text, configuration)),
        }
    }

    /// A text with tokens as a pattern: what a token's thing is called, as far as that is known.
    fn pattern(&self, text: &str, configuration: &Configuration<'m, 'a>) -> Pattern {
        let parts = pieces(text).into_iter().map(|piece| match piece {
            Piece::Text(text) => Pattern::parse(text),
            Piece::Token(token) => match configuration.target(token) {
                Some(target) => self.identity(target, configuration),
                None => Pattern::hole(policy::Hole::text()),
            },
        });
        parts.collect()
    }

    fn identity(
        &self,
        target: &crate::model::Target<'m, 'a>,
        configuration: &Configuration<'m, 'a>,
    ) -> Pattern {
        let thing = self.targets(target).first().copied();
        match (target.attribute.as_str(), thing, &target.text) {
            ("arn", Some(thing), _) => self.arn(thing, configuration),
            (_, _, Some(text)) => Pattern::exactly(text),
            // What nobody can know is at least the same wherever it is said.
            (attribute, Some(thing), None) => {
                let name = format!("{thing}.{attribute}");
                Pattern::hole(policy::Hole::part().named(name))
            }
            _ => Pattern::hole(policy::Hole::text()),
        }
    }

    /// The ARN of a thing, with holes where only AWS knows.
    pub fn arn(&self, thing: ThingId, configuration: &Configuration<'m, 'a>) -> Pattern {
        let _ = configuration;
        let hole = |name: &str| Pattern::hole(policy::Hole::part().named(name));
        let kind = self.things[thing].kind();
        let Some((service, prefix)) = super::name::arn_of(kind) else {
            return Pattern::hole(policy::Hole::text().named(format!("{thing}.arn")));
        };
        let name = match self.name_of(thing) {
            Some(name) => Pattern::exactly(name),
            None => hole(&format!("{thing}.name")),
        };
        let parts = match service {
            // Buckets and roles belong to no region, and buckets to no account.
            "s3" => {
                vec![Pattern::exactly("arn:"), hole("partition"), Pattern::exactly(":s3:::"), name]
            }
            "iam" => vec![
                Pattern::exactly("arn:"),
                hole("partition"),
                Pattern::exactly(":iam::"),
                hole("account"),
                Pattern::exactly(":"),
                Pattern::exactly(prefix),
                name,
            ],
            _ => vec![
                Pattern::exactly("arn:"),
                hole("partition"),
                Pattern::exactly(&format!(":{service}:")),
                hole("region"),
                Pattern::exactly(":"),
                hole("account"),
                Pattern::exactly(&format!(":{prefix}")),
                name,
            ],
        };
        parts.into_iter().collect()
    }

    /// Whether a role may call a function: the place of the statement. `Err`: it cannot be told.
    pub fn allows_invoking(
        &self,
        role: &Role,
        function: ThingId,
        configuration: &mut Configuration<'m, 'a>,
    ) -> Result<Option<Span>, Gap> {
        let arn = self.arn(function, configuration);
        match policy::allows(&role.statements, "lambda:InvokeFunction", &arn) {
            Allowed::Yes { by } => {
                let statement = &role.statements.list[by];
                let own = role.thing.map(|it| self.things[it].instance.resource.block.header());
                Ok(statement.span.or(own))
            }
            Allowed::No => Ok(None),
            Allowed::Unknown(gap) => Err(gap),
        }
    }

    /// A gap in what is known of a thing's role.
    pub(super) fn gap(&self, thing: ThingId, gap: Gap) -> Blind {
        let header = self.things[thing].instance.resource.block.header();
        Blind {
            from: thing,
            attribute: "role".into(),
            span: gap.at.unwrap_or(header),
            reason: gap.reason,
        }
    }
}

fn lost(value: &Value) -> Statements {
    let (reason, at) = match &value.kind {
        Kind::Unknown(unknown) => (unknown.reason.clone(), unknown.at),
        _ => ("a policy is no text".into(), value.from),
    };
    Statements { list: Vec::new(), unknown: Some(Gap { reason, at }) }
}
