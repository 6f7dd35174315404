//! SHELL: one line on stderr that says how far a long run is. On a terminal only, from half a second on, and gone before
//! anything else is written.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use skint::progress::Counter;

/// Between two looks at the counter.
const TICK: Duration = Duration::from_millis(100);

/// The thread that draws. It ends, and its line goes, when this is dropped.
pub(super) struct Watch {
    counter: Arc<Counter>,
    /// What stands on the terminal.
    drawn: Arc<Mutex<String>>,
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    /// Counts, and draws where there is somebody to see it.
    pub(super) fn start(is_quiet: bool) -> Watch {
        let (counter, drawn) = (Arc::<Counter>::default(), Arc::<Mutex<String>>::default());
        if is_quiet || !is_watched() {
            return Watch { counter, drawn, stop: None, thread: None };
        }
        let (stop, stopped) = mpsc::channel();
        let (counts, line) = (Arc::clone(&counter), Arc::clone(&drawn));
        let thread = thread::Builder::new().spawn(move || draw(&counts, &line, &stopped));
        Watch { counter, drawn, stop: Some(stop), thread: thread.ok() }
    }

    pub(super) fn counter(&self) -> &Arc<Counter> {
        &self.counter
    }

    /// Does what may write to the terminal, with the line out of its way.
    pub(super) fn aside<T>(&self, work: impl FnOnce() -> T) -> T {
        let mut drawn = locked(&self.drawn);
        put("", &mut drawn);
        work()
    }

    /// Takes the line away for good.
    pub(super) fn end(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A thread that failed has nothing left to say.
            let _ = thread.join();
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.end();
    }
}

/// A person at a terminal that can take a line back.
fn is_watched() -> bool {
    let said = |name: &str| std::env::var_os(name).is_some_and(|it| !it.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|it| it == "dumb");
    io::stderr().is_terminal() && !is_dumb && !said("CI")
}

fn draw(counter: &Counter, drawn: &Mutex<String>, stopped: &Receiver<()>) {
    let start = Instant::now();
    while stopped.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
        if let Some(line) = counter.line(start.elapsed()) {
            put(&line, &mut locked(drawn));
        }
    }
    put("", &mut locked(drawn));
}

/// Puts a line in the place of the one that stands there, and the cursor in front of it.
fn put(line: &str, drawn: &mut String) {
    if line == drawn {
        return;
    }
    let width =
        terminal_size::terminal_size_of(io::stderr()).map_or(80, |(it, _)| usize::from(it.0));
    let line: String = line.chars().take(width.saturating_sub(1)).collect();
    let rest = " ".repeat(drawn.chars().count().saturating_sub(line.chars().count()));
    // Where nobody can be told anything, nobody is.
    let _ = write!(io::stderr(), "\r{line}{rest}\r");
    *drawn = line;
}

fn locked(drawn: &Mutex<String>) -> MutexGuard<'_, String> {
    drawn.lock().unwrap_or_else(PoisonError::into_inner)
}
