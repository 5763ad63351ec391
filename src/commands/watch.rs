//! `check --watch`: the report again whenever a file is saved. Only what changed is read and
//! mapped again. Rules or settings that change begin it all anew.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, SystemTime};

use notify_debouncer_mini::notify::{ErrorKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_mini::{Debouncer, new_debouncer};

use super::check::{self, Arguments};
use super::gather::{Mapped, Part, across};
use super::walk::{How, walk};
use super::{Context, Status, load};
use crate::judging::Unread;
use crate::language::rulebook::Rulebook;
use crate::mapping::Mapper;
use crate::settings;
use crate::source::{Sources, said};

/// How long after the last of several changes the report is made; editors write in steps.
const SETTLED: Duration = Duration::from_millis(100);

/// What can happen.
#[derive(Debug, PartialEq, Eq)]
enum Event {
    /// Something under what is watched is another than before.
    Changed,
    /// Nobody wants more.
    End,
}

/// How a session ended.
enum Next {
    /// Rules or settings changed.
    Again,
    /// Nobody wants more.
    End(Status),
}

/// The time of the last change and the size of a file, if it is there.
type Stamp = Option<(SystemTime, u64)>;

fn stamp(path: &Path) -> Stamp {
    let data = path.metadata().ok()?;
    Some((data.modified().ok()?, data.len()))
}

/// Watches until it is ended; the status is that of the last report.
pub fn run(arguments: &Arguments, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    if arguments.paths.iter().any(|path| path.as_os_str() == "-") {
        context.complain("error: `--watch` takes files and folders, not standard input\n")?;
        return Ok(Status::Broken);
    }
    let (sender, events) = mpsc::channel();
    let mut watcher = match Watcher::new(&sender) {
        Ok(watcher) => watcher,
        Err(message) => {
            context.complain(&format!("error: cannot watch: {message}\n"))?;
            return Ok(Status::Broken);
        }
    };
    end_with_input(&sender);
    let interrupted = sender.clone();
    // Where another handler stands already, the process ends as it would without this one.
    let _ = ctrlc::set_handler(move || drop(interrupted.send(Event::End)));
    watcher.follow(arguments, context);
    loop {
        if let Next::End(status) = session(arguments, &events, &mut watcher, context)? {
            return Ok(status);
        }
    }
}

/// Ends the run when standard input does, as it does with the program that began it.
fn end_with_input(sender: &Sender<Event>) {
    let sender = sender.clone();
    std::thread::spawn(move || {
        let mut part = [0u8; 1024];
        while std::io::stdin().lock().read(&mut part).is_ok_and(|count| count > 0) {}
        let _ = sender.send(Event::End);
    });
}

/// One set of rules and settings.
fn session(
    arguments: &Arguments,
    events: &Receiver<Event>,
    watcher: &mut Watcher,
    context: &mut Context<'_, '_>,
) -> std::io::Result<Next> {
    let mut sources = Sources::renewing();
    let before = watcher.fixed(arguments, context);
    let book = load::rulebook(context, &mut sources)?;
    watcher.follow(arguments, context);
    let Some(book) = book else {
        return Ok(match wait(events) {
            Event::Changed => Next::Again,
            Event::End => Next::End(Status::Broken),
        });
    };
    let mut mapper = Mapper::new(&book);
    let mut known = Known::default();
    let mut status = Status::Clean;
    loop {
        if watcher.fixed(arguments, context) != before {
            return Ok(Next::Again);
        }
        if known.refresh(arguments, &book, &mut mapper, &mut sources, context)? {
            status = draw(&known, arguments, &book, &mut mapper, &sources, context)?;
        }
        if context.terminal.closed || wait(events) == Event::End {
            return Ok(Next::End(status));
        }
    }
}

/// The next event, after changes that come close together are all in.
fn wait(events: &Receiver<Event>) -> Event {
    let Ok(mut event) = events.recv() else {
        return Event::End;
    };
    while event == Event::Changed {
        match events.recv_timeout(Duration::ZERO) {
            Ok(next) => event = next,
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => return Event::End,
        }
    }
    event
}

/// What one file gave, and what holds it against others.
type Judged = (Part, Vec<Mapped>);

/// What every file gave when it was read last.
#[derive(Default)]
struct Known {
    files: BTreeMap<PathBuf, (Stamp, Option<Judged>)>,
    /// The files of this report in order, and what could not be walked.
    order: Vec<PathBuf>,
    lost: Vec<Unread>,
    /// The file of known findings.
    baseline: Stamp,
    /// Whether there was a report already.
    drawn: bool,
}

impl Known {
    /// Reads what changed; whether there is anything to draw.
    fn refresh(
        &mut self,
        arguments: &Arguments,
        book: &Rulebook,
        mapper: &mut Mapper<'_>,
        sources: &mut Sources,
        context: &mut Context<'_, '_>,
    ) -> std::io::Result<bool> {
        let settings = Rc::clone(&context.settings);
        let drafts = arguments.drafts.within(&settings);
        let walk = walk(&arguments.paths, &settings);
        let mut changed = Vec::new();
        for meant in &walk.files {
            let now = stamp(&meant.path);
            if self.files.get(&meant.path).is_some_and(|(stamp, _)| *stamp == now) {
                continue;
            }
            let mut read = load::Inspections::default();
            let took = load::one(meant, &drafts, mapper, sources, &mut read);
            if let Err(message) = &took {
                let path = load::shown(&meant.path);
                read.unread.push(Unread { path, message: message.clone() });
                read.unreadable += 1;
            }
            for taken in &read.taken {
                context.complain(&format!("{}\n", load::how_taken(taken)))?;
            }
            let is_one = took != Ok(false);
            let ledger = arguments.ledger;
            let part = is_one.then(|| Part::alone(&mut read, book, mapper, ledger, context));
            let was_one = self.files.get(&meant.path).is_some_and(|(_, part)| part.is_some());
            if is_one || was_one {
                changed.push(load::shown(&meant.path));
            }
            self.files.insert(meant.path.clone(), (now, part));
        }
        let order: Vec<PathBuf> = walk.files.iter().map(|meant| meant.path.clone()).collect();
        let there: BTreeSet<&PathBuf> = order.iter().collect();
        self.files.retain(|path, _| there.contains(path));
        self.lost = self.lost(arguments, &walk);
        let baseline = arguments.overrides.baseline(&settings).and_then(stamp);
        let again = std::mem::replace(&mut self.drawn, true);
        let same = self.order == order && self.baseline == baseline && again;
        (self.order, self.baseline) = (order, baseline);
        if again && !changed.is_empty() {
            context.complain(&format!("note: read again: {}\n", changed.join(", ")))?;
        }
        Ok(!same || !changed.is_empty())
    }

    /// Folders that could not be walked, or that hold nothing.
    fn lost(&self, arguments: &Arguments, walk: &super::walk::Walk) -> Vec<Unread> {
        let mut lost = Vec::new();
        for (of, path) in arguments.paths.iter().enumerate() {
            let shown = load::shown(path);
            let errors = walk.errors.iter().filter(|(other, _)| *other == of);
            lost.extend(
                errors.map(|(_, message)| Unread { path: shown.clone(), message: message.clone() }),
            );
            let mut tally = load::Tally::default();
            for meant in walk.files.iter().filter(|meant| meant.of == of) {
                let known = self.files.get(&meant.path);
                tally.count(
                    meant.how == How::Named || known.is_some_and(|(_, part)| part.is_some()),
                );
            }
            let nothing = tally.nothing(path);
            lost.extend(nothing.map(|message| Unread { path: shown, message }));
        }
        lost
    }
}

/// The whole report, on an empty screen if there is one.
fn draw(
    known: &Known,
    arguments: &Arguments,
    book: &Rulebook,
    mapper: &mut Mapper<'_>,
    sources: &Sources,
    context: &mut Context<'_, '_>,
) -> std::io::Result<Status> {
    if context.terminal.colour {
        context.print("\u{1b}[2J\u{1b}[H")?;
    }
    let mut whole = Part::default();
    let mut all: Vec<&Mapped> = Vec::new();
    for path in &known.order {
        if let Some((_, Some((part, mapped)))) = known.files.get(path) {
            whole.join(part.clone());
            all.extend(mapped);
        }
    }
    whole.report.findings.extend(across(&all, book, mapper));
    whole.report.unreadable += known.lost.len();
    whole.report.unread.extend(known.lost.iter().cloned());
    for unread in &whole.report.unread {
        context.complain(&format!("error: {}\n", unread.message))?;
    }
    let status = match check::terms(arguments, book, context)? {
        Some(terms) => {
            let report = terms.settle(whole, sources);
            check::tell(report, &[], book, sources, arguments, context)?
        }
        None => Status::Broken,
    };
    // A closed pipe shows only once something is really written.
    if context.terminal.out.flush().is_err_and(|why| why.kind() == std::io::ErrorKind::BrokenPipe) {
        context.terminal.closed = true;
    }
    Ok(status)
}

/// Watches folders.
struct Watcher {
    debouncer: Debouncer<RecommendedWatcher>,
    followed: BTreeSet<PathBuf>,
}

impl Watcher {
    fn new(sender: &Sender<Event>) -> Result<Self, String> {
        let sender = sender.clone();
        let debouncer = new_debouncer(SETTLED, move |_| drop(sender.send(Event::Changed)))
            .map_err(|error| match &error.kind {
                ErrorKind::Io(why) => said(why),
                _ => error.to_string(),
            })?;
        Ok(Self { debouncer, followed: BTreeSet::new() })
    }

    /// Watches everything that the report depends on, as far as it is there. Of a file its
    /// folder is watched: editors put a new file in the place of the old one.
    fn follow(&mut self, arguments: &Arguments, context: &Context<'_, '_>) {
        for path in &arguments.paths {
            self.add(path);
        }
        let (files, rules) = beside(arguments, context);
        for path in files.iter().chain(&rules) {
            self.add(path);
        }
    }

    fn add(&mut self, path: &Path) {
        let (folder, mode) = match path.is_dir() {
            true => (path, RecursiveMode::Recursive),
            false => (path.parent().unwrap_or(path), RecursiveMode::NonRecursive),
        };
        let here = folder.as_os_str().is_empty();
        let folder = if here { Path::new(".") } else { folder };
        if !self.followed.contains(folder) && self.debouncer.watcher().watch(folder, mode).is_ok() {
            self.followed.insert(folder.to_path_buf());
        }
    }

    /// The state of rules and settings.
    fn fixed(&self, arguments: &Arguments, context: &Context<'_, '_>) -> BTreeMap<PathBuf, Stamp> {
        let (files, rules) = beside(arguments, context);
        let within = rules.iter().flat_map(|folder| {
            ignore::WalkBuilder::new(folder).standard_filters(false).build().flatten()
        });
        let within = within.map(ignore::DirEntry::into_path);
        let baseline = arguments.overrides.baseline(&context.settings).map(Path::to_path_buf);
        files
            .into_iter()
            .filter(|file| Some(file) != baseline.as_ref())
            .chain(within)
            .map(|path| (path.clone(), stamp(&path)))
            .collect()
    }
}

/// The files beside the inspections that the report depends on, and the folder of rules.
fn beside(arguments: &Arguments, context: &Context<'_, '_>) -> (Vec<PathBuf>, Option<PathBuf>) {
    let global = context.global;
    let mut files = Vec::new();
    if !global.no_config {
        let found = global.config.clone().or_else(settings::find);
        files.push(found.unwrap_or_else(|| PathBuf::from(settings::FILE)));
    }
    let settings = &context.settings;
    files.extend(arguments.overrides.baseline(settings).map(Path::to_path_buf));
    let given = settings.rules.as_ref().map(|given| given.value.clone());
    (files, global.rules.clone().or(given))
}
