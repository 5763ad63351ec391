//! That something is going on: a line on standard error, once it takes longer than a second,
//! where a person looks on. Never in pipes, nor in the logs of CI servers.

use std::io::IsTerminal as _;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long work may take before anything is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// A line that is shown while this lives.
pub struct Progress {
    bar: ProgressBar,
    end: Option<Sender<()>>,
    waiter: Option<JoinHandle<()>>,
}

impl Progress {
    /// Whether standard error is a terminal that nobody records.
    pub fn is_wanted() -> bool {
        let recorded = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
        std::io::stderr().is_terminal() && !recorded
    }

    /// Begins to wait. `total` is the number of steps, where it is known.
    pub fn start(what: &'static str, total: Option<usize>) -> Self {
        let hidden = ProgressDrawTarget::hidden();
        let bar = ProgressBar::with_draw_target(total.map(|total| total as u64), hidden);
        let template = match total {
            Some(_) => "{spinner} {msg} {pos}/{len}, {elapsed}",
            None => "{spinner} {msg}, {elapsed}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(what);
        let (end, ended) = mpsc::channel();
        let shown = bar.clone();
        let waiter = std::thread::spawn(move || {
            if ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(Duration::from_millis(100));
            }
        });
        Self { bar, end: Some(end), waiter: Some(waiter) }
    }

    /// One more step is done.
    pub fn step(&self) {
        self.bar.inc(1);
    }

    /// Writes something without the line in its way.
    pub fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.end = None;
        if let Some(waiter) = self.waiter.take() {
            let _ = waiter.join();
        }
        self.bar.finish_and_clear();
    }
}
