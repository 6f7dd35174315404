//! Functions whose answers follow from their arguments alone, on plain types: an evaluator wraps them.

pub(super) mod cidr;
pub(super) mod csv;
pub(super) mod dates;
pub(super) mod yaml;
