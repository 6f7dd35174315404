//! Addresses of networks.

use super::super::types::Type;
use super::super::value::{Value, too_large};
use super::pure::cidr;
use super::{Answer, Entry, NUMBER, TEXT, Want, answered, entry, list, number, str, whole};

pub(super) const TABLE: &[Entry] = &[
    entry("cidrhost", &[TEXT, NUMBER], Want::Text, cidrhost),
    entry("cidrnetmask", &[TEXT], Want::Text, |args| answered(cidr::netmask(str(&args[0])))),
    entry("cidrsubnet", &[TEXT, NUMBER, NUMBER], Want::Text, cidrsubnet),
    entry("cidrsubnets", &[TEXT], Want::Texts, cidrsubnets).and(NUMBER),
];

/// A whole number that may be larger than a machine's.
fn large(value: &Value) -> Result<i128, Value> {
    let number = number(value)?;
    if !number.is_whole() {
        return Err(Value::error("a whole number is needed"));
    }
    number.to_string().parse().map_err(|_| too_large("the number"))
}

fn cidrhost(args: &[Value]) -> Answer {
    answered(cidr::host(str(&args[0]), large(&args[1])?))
}

fn cidrsubnet(args: &[Value]) -> Answer {
    answered(cidr::subnet(str(&args[0]), whole(&args[1])?, large(&args[2])?))
}

fn cidrsubnets(args: &[Value]) -> Answer {
    let bits = args[1..].iter().map(whole).collect::<Result<Vec<_>, _>>()?;
    let subnets = cidr::subnets(str(&args[0]), &bits).map_err(Value::error)?;
    list(subnets.into_iter().map(Value::from).collect(), Type::String)
}
