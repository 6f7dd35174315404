//! The functions of rules that ask neither the graph nor the prices.

use ecow::eco_format;
use rust_decimal::Decimal;
use time::{Date, Month};

use super::stage;
use super::subject::Subject;
use crate::cost::{decimal, number};
use crate::eval::{self, Kind, Value};
use crate::money::words;
use crate::syntax::ExprKind;

impl Subject<'_, '_, '_, '_> {
    pub(super) fn plainly(&mut self, name: &str, args: &[Value]) -> Option<Value> {
        let value = match (name, args) {
            ("unset", [value, like @ ..]) => eval::unset(value, like),
            ("unchosen", [value, default]) => self.unchosen(value, default),
            ("known", [value]) => value.is_known().into(),
            ("has_block", [name]) => {
                let body = &self.instance.resource.block.body;
                name.as_str().is_some_and(|it| body.blocks(it).next().is_some()).into()
            }
            ("ignores", [attribute]) => self.ignores(attribute.as_str().unwrap_or_default()),
            ("says", [name]) => {
                let body = &self.instance.resource.block.body;
                name.as_str().is_some_and(|it| body.attribute(it).is_some()).into()
            }
            ("declared", [kind]) => {
                let kind = kind.as_str().unwrap_or_default();
                let resources = self.world.configuration.resources();
                let configuration = &self.world.configuration;
                let own = |node| configuration.called_at(node).is_none();
                resources.iter().any(|(node, it)| it.kind == kind && own(*node)).into()
            }
            ("stage", []) => self.stage(),
            ("fact", [table, key]) => self.fact(table, key),
            ("today", []) => Value::from(self.checked.terms.support.today.as_str()),
            ("past", [date]) => self.days_until(date, |days| (days <= 0).into()),
            ("days_until", [date]) => self.days_until(date, |days| number(Decimal::from(days))),
            ("support", [platform, version]) => self.checked.terms.support.of(platform, version),
            ("dollars", [amount]) => match decimal(amount) {
                Ok(amount) => Value::from(words::dollars(amount)),
                Err(unknown) => unknown,
            },
            ("plural", [n, noun]) => plural(n, noun),
            _ => return None,
        };
        Some(value)
    }

    /// Whether nobody in this repository chose a value: it is not there, or it is the default that a module
    /// of others gives its variable.
    fn unchosen(&mut self, value: &Value, default: &Value) -> Value {
        match &value.kind {
            Kind::Null(_) => true.into(),
            Kind::Unknown(_) => eval::unset(value, &[]),
            _ => {
                let is_theirs = value.from.is_some_and(|it| self.checked.is_foreign_default(it));
                match is_theirs {
                    true => eval::unset(value, std::slice::from_ref(default)),
                    false => false.into(),
                }
            }
        }
    }

    /// Whether what becomes of an attribute outside of Terraform is left alone.
    fn ignores(&self, attribute: &str) -> Value {
        let blocks = self.instance.resource.block.body.blocks("lifecycle");
        let mut lists = blocks.filter_map(|it| it.body.attribute("ignore_changes"));
        let is_named = lists.any(|list| {
            let mut found = false;
            list.expr.walk(&mut |it| {
                found |= matches!(&it.kind, ExprKind::Variable(name) if name == attribute || name == "all");
            });
            found
        });
        is_named.into()
    }

    fn stage(&mut self) -> Value {
        match stage::of(self.instance, &mut self.world.configuration, self.checked.prefix) {
            Some(stage) => Value::from(stage),
            None => Value::null(),
        }
    }

    fn fact(&self, table: &Value, key: &Value) -> Value {
        if let Some(unknown) = [table, key].into_iter().find(|it| it.as_unknown().is_some()) {
            return unknown.clone();
        }
        let text = |it: &Value| match it.as_str() {
            Some(text) => text.to_owned(),
            None => it.to_hcl(),
        };
        match self.checked.packs.facts(&text(table)) {
            Some(table) => table.row(&text(key)).unwrap_or_else(Value::null),
            None => Value::error(eco_format!("there is no table of facts {}", text(table))),
        }
    }

    fn days_until(&self, date: &Value, then: impl Fn(i64) -> Value) -> Value {
        let Some(text) = date.as_str() else {
            let none = || Value::error("this is no date");
            return if date.as_unknown().is_some() { date.clone() } else { none() };
        };
        match (day(text), day(&self.checked.terms.support.today)) {
            (Some(date), Some(today)) => then((date - today).whole_days()),
            _ => Value::error(eco_format!("{text} is no date such as 2026-11-21")),
        }
    }
}

fn day(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month = Month::try_from(parts.next()?.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year, month, parts.next()?.parse().ok()?).ok()
}

/// `1 function`, `3 functions`.
fn plural(n: &Value, noun: &Value) -> Value {
    if let Some(unknown) = [n, noun].into_iter().find(|it| it.as_unknown().is_some()) {
        return unknown.clone();
    }
    let (n, noun) = (n.to_hcl(), noun.as_str().unwrap_or_default());
    let s = if n == "1" { "" } else { "s" };
    Value::from(eco_format!("{n} {noun}{s}"))
}
