//! How far a run is: numbers that somebody may look at while it works. There is no clock here, and nobody waits for
//! anybody.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use crate::money::words::grouped;

/// Who finishes before is not told that it takes long.
const PATIENCE: Duration = Duration::from_millis(500);

/// What is being done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    Finding,
    Reading,
    Checking,
    Pricing,
}

impl Stage {
    const ALL: [Stage; 4] = [Stage::Finding, Stage::Reading, Stage::Checking, Stage::Pricing];

    /// What is done, and to what.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Stage::Finding => ("looking for", "files"),
            Stage::Reading => ("reading", "files"),
            Stage::Checking => ("checking", "configurations"),
            Stage::Pricing => ("pricing", "configurations"),
        }
    }
}

/// Counted by those who work, on any thread; read by whoever draws.
#[derive(Debug, Default)]
pub struct Counter {
    stage: AtomicUsize,
    done: AtomicUsize,
    of: AtomicUsize,
}

impl Counter {
    pub fn begin(&self, stage: Stage, of: usize) {
        self.of.store(0, Relaxed);
        self.done.store(0, Relaxed);
        self.stage.store(stage as usize, Relaxed);
        self.of.store(of, Relaxed);
    }

    pub fn step(&self) {
        self.done.fetch_add(1, Relaxed);
    }

    /// The line that says how far it is; nothing as long as nobody has waited.
    pub fn line(&self, elapsed: Duration) -> Option<String> {
        let stage = Stage::ALL.get(self.stage.load(Relaxed)).copied().unwrap_or(Stage::Finding);
        line(stage, self.done.load(Relaxed), self.of.load(Relaxed), elapsed)
    }
}

/// `reading 3,120 of 5,000 files`
pub fn line(stage: Stage, done: usize, of: usize, elapsed: Duration) -> Option<String> {
    if elapsed < PATIENCE {
        return None;
    }
    let (verb, noun) = stage.words();
    let count = match of {
        0 => String::new(),
        of => format!("{} of {} ", grouped(done.min(of).into()), grouped(of.into())),
    };
    Some(format!("{verb} {count}{noun}"))
}
