//! The words for what is found, as all formats say them.

use super::How;
use crate::graph::{By, ExitKind, Sync};

impl How {
    /// On an arrow. Programs read these: they stay.
    pub fn name(self) -> &'static str {
        match self {
            How::Waits => "waits",
            How::HandsOver => "hands over",
            How::Polled => "polled",
            How::Invokes => "invokes",
            How::Reaches => "database",
            How::MayReach => "firewall lets in",
            How::Proxies => "proxy of",
            How::DeadLetters => "dead letters",
            How::Names => "names",
            How::Granted => "granted",
            How::Runs => "runs",
            How::LeavesBy => "leaves by",
        }
    }

    /// Of the first, to a reader of the second.
    pub(super) fn of_caller(self) -> &'static str {
        match self {
            How::Waits => "calls it and waits",
            How::HandsOver => "hands over to it",
            How::Polled => "is read by it",
            How::Invokes => "can invoke it",
            How::Reaches => "keeps its data in it",
            How::MayReach => "is let in by its firewall",
            How::Proxies => "is its proxy",
            How::DeadLetters => "leaves its dead letters to it",
            How::Names => "carries its name",
            How::Granted => "has a role whose policies name it",
            How::Runs => "runs it",
            How::LeavesBy => "leaves the network by it",
        }
    }

    /// Of the second, to a reader of the first.
    pub(super) fn of_called(self) -> &'static str {
        match self {
            How::Waits => "called, and waited for",
            How::HandsOver => "handed over to",
            How::Polled => "reads it",
            How::Invokes => "can be invoked",
            How::Reaches => "a database of its",
            How::MayReach => "whose firewall lets it in",
            How::Proxies => "which it is the proxy of",
            How::DeadLetters => "for dead letters",
            How::Names => "whose name it carries",
            How::Granted => "named by the policies of its role",
            How::Runs => "run by it",
            How::LeavesBy => "its way out",
        }
    }
}

pub(super) fn sync(sync: Sync) -> &'static str {
    match sync {
        Sync::Waits => "waits",
        Sync::HandsOver => "hands_over",
        Sync::Polls => "polls",
    }
}

pub(super) fn by(by: By) -> &'static str {
    match by {
        By::Address => "address",
        By::Secret => "secret",
        By::Firewall => "firewall",
    }
}

pub(super) fn exit(kind: ExitKind) -> &'static str {
    match kind {
        ExitKind::Nat => "nat",
        ExitKind::Internet => "internet",
        ExitKind::EgressOnly => "egress_only",
        ExitKind::Machine => "machine",
        ExitKind::Transit => "transit",
        ExitKind::Peering => "peering",
        ExitKind::Vpn => "vpn",
        ExitKind::Endpoint => "endpoint",
    }
}

/// The directory of a root as people write it.
pub(super) fn directory(directory: &str) -> &str {
    if directory.is_empty() { "." } else { directory }
}

/// `1 thing`, `2 things`.
pub(super) fn count(n: usize, one: &str) -> String {
    let many = match one.strip_suffix('y') {
        _ if n == 1 => return format!("1 {one}"),
        Some(stem) => format!("{stem}ies"),
        None => format!("{one}s"),
    };
    format!("{n} {many}")
}
