//! Which provider configuration a resource is made with.

use super::instance::member;
use super::{Configuration, Instance, NodeId, Provider};
use crate::eval::Value;
use crate::syntax::{ExprKind, Step};

/// A provider configuration, and the module that it stands in.
#[derive(Clone, Copy, Debug)]
pub struct ProviderConfig<'m, 'a> {
    pub node: NodeId,
    /// `None` where nobody wrote one.
    pub provider: Option<&'m Provider<'a>>,
    /// Whether it is the one that holds where no other is named.
    pub is_usual: bool,
}

impl<'m, 'a> Instance<'m, 'a> {
    /// The configuration of the provider that makes it.
    pub fn provider(&self, configuration: &Configuration<'m, 'a>) -> ProviderConfig<'m, 'a> {
        let Some(chosen) = self.resource.block.body.attribute("provider") else {
            let kind = self.resource.kind;
            let name = kind.split_once('_').map_or(kind, |(name, _)| name);
            return configuration.provider(self.node, name, None);
        };
        match provider_name(&chosen.expr.kind) {
            Some((name, alias)) => configuration.provider(self.node, name, alias),
            // `aws.by_region[each.key]`: any of several.
            None => ProviderConfig { node: self.node, provider: None, is_usual: false },
        }
    }
}

/// `aws` or `aws.east`, written as a reference or as a string.
fn provider_name(kind: &ExprKind) -> Option<(&str, Option<&str>)> {
    match kind {
        ExprKind::Variable(name) => Some((name, None)),
        ExprKind::String(text) => Some(match text.split_once('.') {
            Some((name, alias)) => (name, Some(alias)),
            None => (text, None),
        }),
        ExprKind::Traversal(it) => match (&it.base.kind, it.steps.as_slice()) {
            (ExprKind::Variable(name), [Step::Attribute(alias)]) => Some((name, Some(&alias.text))),
            _ => None,
        },
        _ => None,
    }
}

impl<'m, 'a> Configuration<'m, 'a> {
    /// What a module means by the name of a provider: its own configuration, what its call passes, or
    /// what its caller has.
    pub fn provider(
        &self,
        node: NodeId,
        name: &str,
        alias: Option<&str>,
    ) -> ProviderConfig<'m, 'a> {
        let module = self.module(node);
        let own = module.providers.iter().find(|it| it.name == name && it.alias == alias);
        let call = self.node(node).call;
        let passed = call.and_then(|it| it.block.body.attribute("providers"));
        if let (Some(passed), Some(parent)) = (passed, self.node(node).parent)
            && let ExprKind::Object(items) = &passed.expr.kind
        {
            let wanted = items.iter().find(|it| provider_name(&it.key.kind) == Some((name, alias)));
            if let Some((name, alias)) = wanted.and_then(|it| provider_name(&it.value.kind)) {
                return self.provider(parent, name, alias);
            }
        }
        match (own, self.node(node).parent) {
            (None, Some(parent)) if alias.is_none() => self.provider(parent, name, None),
            _ => ProviderConfig { node, provider: own, is_usual: alias.is_none() },
        }
    }
}

impl<'m, 'a> ProviderConfig<'m, 'a> {
    /// An attribute or the nested blocks of a name, as its own module sees them; null where there is
    /// neither.
    pub fn attribute(&self, name: &str, configuration: &mut Configuration<'m, 'a>) -> Value {
        let Some(provider) = self.provider else { return Value::null() };
        let mut scope = configuration.scope(self.node);
        member(&provider.block.body, name, &mut scope).unwrap_or_else(Value::null)
    }
}
