//! The command line: one file for each subcommand. What a command needs of the
//! terminal comes in; what it has to say goes out; `main` only joins the two.

mod baseline;
mod carried;
mod check;
mod compare;
mod completions;
mod config;
mod diff;
mod explain;
mod export;
mod figures;
mod fix;
mod gather;
mod graph;
mod import;
mod load;
mod man;
mod map;
mod new;
mod outputs;
mod progress;
mod report;
mod rules;
mod schema;
mod test;
mod trace;
mod version;
mod walk;
mod watch;

use std::io::Write;
use std::path::PathBuf;
use std::rc::Rc;

use clap::{Args, Parser, Subcommand, ValueEnum};

use self::progress::Progress;
use crate::render::style::Style;
use crate::settings::Settings;
use crate::source;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Nothing at or above the failing level.
    Clean = 0,
    /// Findings at or above it.
    Findings = 1,
    /// It could not run.
    Broken = 2,
}

/// Checks the findings of inspections against the framework they are judged by.
#[derive(Debug, Parser)]
#[command(
    name = "peelcheck",
    version,
    about,
    max_term_width = 100,
    disable_version_flag = true,
    arg_required_else_help = true
)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    /// Print the version
    #[arg(short = 'V', long)]
    version: bool,
    /// With --version: the rule packs, what they hold, and a digest of each
    #[arg(long, requires = "version")]
    verbose: bool,
    #[command(flatten)]
    global: Global,
}

/// What every command takes.
#[derive(Debug, Args)]
pub struct Global {
    /// Folder of rule files (*.peel) to add; a file named like a built-in one replaces it
    #[arg(long, value_name = "DIR", global = true)]
    rules: Option<PathBuf>,
    /// Settings file [default: peelcheck.toml here or in the nearest folder above]
    #[arg(long, value_name = "FILE", global = true, conflicts_with = "no_config")]
    config: Option<PathBuf>,
    /// Take no settings file
    #[arg(long, global = true)]
    no_config: bool,
    /// When to use colour
    #[arg(long, value_enum, default_value_t = Colour::Auto, global = true)]
    color: Colour,
    /// Columns of text output [default: the terminal's, else 80]
    #[arg(long, value_name = "N", global = true, value_parser = clap::value_parser!(u16).range(20..=400))]
    width: Option<u16>,
    /// Leave out the text of statements and source lines
    #[arg(long, global = true)]
    no_quotes: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Report what does not hold in inspections and drafts (files or folders, - for standard input)
    Check(check::Arguments),
    /// Show why an area got its grade, or what a judgment rests on
    Explain(explain::Arguments),
    /// Show which statement bears on which characteristic, and by which rule
    Map(map::Arguments),
    /// List every figure: what is given, what it computes to, and the verdict
    Figures(figures::Arguments),
    /// Write a first curated file from a draft, or read a draft again into an edited one
    Import(import::Arguments),
    /// Write the dependency graph: as a picture (SVG), for Graphviz or Mermaid, or as JSON
    Graph(graph::Arguments),
    /// Show what became of earlier judgments in the inspections that came after
    Trace(trace::Arguments),
    /// Put forces, cycles or areas side by side, theme by theme
    Compare(compare::Arguments),
    /// Show what two versions of a draft or a file differ in
    Diff(diff::Arguments),
    /// Write one self-contained page to read and click through
    Report(report::Arguments),
    /// Write a first curated file, or a pack to begin a new framework with
    New(new::Arguments),
    /// List the rulebook, or show one entry of it
    Rules(rules::Arguments),
    /// Keep the file of known findings, of which `check --baseline` reports only what is new
    Baseline(baseline::Arguments),
    /// Show the settings and where each comes from
    Config(config::Arguments),
    /// Write tables for analysis: areas, judgments, statements, links, figures, findings
    Export(export::Arguments),
    /// Print the JSON Schema of the curated YAML or of an output
    Schema(schema::Arguments),
    /// Run the examples inside the rules
    Test(test::Arguments),
    /// Print a script that lets a shell complete commands and flags
    Completions(completions::Arguments),
    /// Print the manual, or write a page for each command
    Man(man::Arguments),
}

/// Where a command writes, and how.
pub struct Terminal<'w> {
    /// Results.
    pub out: &'w mut dyn Write,
    /// Notes and errors.
    pub err: &'w mut dyn Write,
    /// Whether the reader of the results has gone.
    pub closed: bool,
    /// Width of the terminal, if there is one.
    pub columns: Option<u16>,
    /// Whether results go to a terminal that takes colour.
    pub colour: bool,
}

/// A command with the terminal and the global flags at hand.
pub struct Context<'c, 'w> {
    global: &'c Global,
    terminal: &'c mut Terminal<'w>,
    /// What `peelcheck.toml` says; read with the rulebook.
    settings: Rc<Settings>,
    /// What is shown while something takes long.
    progress: Option<Progress>,
}

impl Context<'_, '_> {
    fn style(&self) -> Style {
        let columns = self.global.width.or(self.terminal.columns).unwrap_or(80);
        Style {
            width: usize::from(columns.clamp(20, 400)),
            colour: match self.global.color {
                Colour::Auto => self.terminal.colour,
                Colour::Always => true,
                Colour::Never => false,
            },
            quotes: !self.global.no_quotes,
        }
    }

    /// Writes results. Once nobody reads any more the rest is dropped; the status stays.
    fn print(&mut self, text: &str) -> std::io::Result<()> {
        if self.terminal.closed {
            return Ok(());
        }
        let out = &mut *self.terminal.out;
        match aside(self.progress.as_ref(), || out.write_all(text.as_bytes())) {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {
                self.terminal.closed = true;
                Ok(())
            }
            other => other.map_err(unwritten),
        }
    }

    /// Says something on standard error; names in it cannot steer the terminal. Whether anyone
    /// listens changes nothing.
    fn complain(&mut self, text: &str) -> std::io::Result<()> {
        let clean = crate::render::style::clean(text);
        self.show(&clean)
    }

    /// Drawn diagnostics on standard error, with their colours.
    fn show(&mut self, drawn: &str) -> std::io::Result<()> {
        let err = &mut *self.terminal.err;
        let _ = aside(self.progress.as_ref(), || err.write_all(drawn.as_bytes()));
        Ok(())
    }

    /// Shows from now on that something is going on, if it takes long and a person looks on;
    /// `total` is the number of steps, where it is known.
    fn begin(&mut self, what: &'static str, total: Option<usize>) {
        let wanted = self.terminal.columns.is_some() && Progress::is_wanted();
        self.progress = wanted.then(|| Progress::start(what, total));
    }

    /// One more step is done.
    fn step(&self) {
        if let Some(progress) = &self.progress {
            progress.step();
        }
    }

    /// It is over.
    fn end(&mut self) {
        self.progress = None;
    }
}

/// That results could not be written, and why.
pub fn unwritten(why: std::io::Error) -> std::io::Error {
    std::io::Error::new(why.kind(), format!("cannot write the output: {}", source::said(&why)))
}

/// Writes with the line of the progress, if there is one, out of the way.
fn aside<T>(progress: Option<&Progress>, write: impl FnOnce() -> T) -> T {
    match progress {
        Some(progress) => progress.aside(write),
        None => write(),
    }
}

/// Runs a parsed command line.
pub fn run(cli: &Cli, terminal: &mut Terminal<'_>) -> std::io::Result<Status> {
    let mut context =
        Context { global: &cli.global, terminal, settings: Rc::default(), progress: None };
    let command = match &cli.command {
        Some(command) if !cli.version => command,
        _ if cli.version => return version::run(cli.verbose, &mut context),
        _ => {
            context.complain("error: say what to do: `peelcheck --help` lists the commands\n")?;
            return Ok(Status::Broken);
        }
    };
    match command {
        Command::Check(arguments) => check::run(arguments, &mut context),
        Command::Explain(arguments) => explain::run(arguments, &mut context),
        Command::Map(arguments) => map::run(arguments, &mut context),
        Command::Figures(arguments) => figures::run(arguments, &mut context),
        Command::Import(arguments) => import::run(arguments, &mut context),
        Command::Graph(arguments) => graph::run(arguments, &mut context),
        Command::Trace(arguments) => trace::run(arguments, &mut context),
        Command::Compare(arguments) => compare::run(arguments, &mut context),
        Command::Diff(arguments) => diff::run(arguments, &mut context),
        Command::Report(arguments) => report::run(arguments, &mut context),
        Command::New(arguments) => new::run(arguments, &mut context),
        Command::Rules(arguments) => rules::run(arguments, &mut context),
        Command::Baseline(arguments) => baseline::run(arguments, &mut context),
        Command::Config(arguments) => config::run(arguments, &mut context),
        Command::Export(arguments) => export::run(arguments, &mut context),
        Command::Schema(arguments) => schema::run(arguments, &mut context),
        Command::Test(arguments) => test::run(arguments, &mut context),
        Command::Completions(arguments) => completions::run(arguments, &mut context),
        Command::Man(arguments) => man::run(arguments, &mut context),
    }
}
