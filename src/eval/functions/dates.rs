//! Dates and times.

use super::super::number::Number;
use super::super::value::Value;
use super::pure::dates;
use super::{Answer, Entry, TEXT, Want, answered, entry, str};

pub(super) const TABLE: &[Entry] = &[
    entry("formatdate", &[TEXT, TEXT], Want::Text, |args| {
        answered(dates::format(str(&args[0]), str(&args[1])))
    }),
    entry("timeadd", &[TEXT, TEXT], Want::Text, |args| {
        answered(dates::add(str(&args[0]), str(&args[1])))
    }),
    entry("timecmp", &[TEXT, TEXT], Want::Number, timecmp),
];

fn timecmp(args: &[Value]) -> Answer {
    answered(dates::compare(str(&args[0]), str(&args[1])).map(Number::from))
}
