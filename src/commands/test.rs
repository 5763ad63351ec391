//! `peelcheck test`: the examples inside the rules, and labelled statements.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::{Args, ValueEnum};

use super::{Context, Status, load};
use crate::diagnostic::{Diagnostic, did_you_mean, number, plural};
use crate::language::rulebook::Rulebook;
use crate::mapping::Mapper;
use crate::quality::examples;
use crate::quality::gold::{self, Labelled, Outcome};
use crate::quality::hygiene;
use crate::quality::measure::{Measure, Scores, measure};
use crate::render::quality::{self, List};
use crate::render::text;
use crate::source::{self, Sources};

/// Flags of `test`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Labelled statements (JSON lines) to measure the rules on, in place of running the examples
    #[arg(long, value_name = "FILE")]
    gold: Vec<PathBuf>,
    /// Field of the labelled statements to give the scores by, such as force, cycle or section
    #[arg(long, value_name = "FIELD", requires = "gold")]
    group_by: Option<String>,
    /// Fail when a score is lower: area, theme, polarity or general
    #[arg(long, value_name = "SCORE=SHARE", value_delimiter = ',', requires = "gold")]
    fail_below: Vec<Gate>,
    /// Lists to show in full
    #[arg(long, value_enum, value_name = "LIST", value_delimiter = ',', requires = "gold")]
    show: Vec<Show>,
    /// Framework whose areas are meant [default: the latest]
    #[arg(long, value_name = "ID", requires = "gold")]
    framework: Option<String>,
    /// Form of the result
    #[arg(long, value_enum, default_value_t = Format::Text, requires = "gold")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Show {
    /// Statements that are not right, with what was read and by which words
    Misses,
    /// Every theme
    Themes,
    /// Every rule that made a first link
    Rules,
    /// Rules and words that are idle, doubled or ambiguous
    Hygiene,
}

/// A score that must be reached.
#[derive(Debug, Clone)]
struct Gate {
    score: String,
    least: f64,
}

const SCORES: &[&str] = &["area", "theme", "polarity", "general"];

impl FromStr for Gate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((score, least)) = text.split_once('=') else {
            return Err("write a score and a share, such as theme=0.8".to_owned());
        };
        if !SCORES.contains(&score) {
            let help = did_you_mean(score, "scores", SCORES.iter().copied());
            return Err(format!("there is no score `{score}`; {}", help.unwrap_or_default()));
        }
        match least.parse::<f64>() {
            Ok(least) if (0.0..=1.0).contains(&least) => {
                Ok(Self { score: score.to_owned(), least })
            }
            _ => Err(format!("`{least}` is no share from 0 to 1")),
        }
    }
}

impl Gate {
    fn reached(&self, scores: &Scores) -> f64 {
        match self.score.as_str() {
            "area" => scores.area.f1,
            "theme" => scores.theme.f1,
            "polarity" => scores.polarity.value,
            _ => scores.general.value,
        }
    }
}

/// Runs the examples, or measures the rules on labelled statements.
pub fn run(arguments: &Arguments, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    let mut sources = Sources::default();
    let Some(book) = load::rulebook(context, &mut sources)? else {
        return Ok(Status::Broken);
    };
    let mut mapper = Mapper::new(&book);
    if arguments.gold.is_empty() {
        return run_examples(&book, &mut mapper, &sources, context);
    }
    let Some(framework) = load::framework(arguments.framework.as_deref(), &book, context)? else {
        return Ok(Status::Broken);
    };
    let Some(files) = labelled(&arguments.gold, &book, &mut sources, context)? else {
        return Ok(Status::Broken);
    };
    if let Some(field) = &arguments.group_by
        && let Some(message) = no_field(field, &files)
    {
        context.complain(&message)?;
        return Ok(Status::Broken);
    }
    context.begin("measuring", None);
    let outcomes: Vec<Vec<Outcome<'_>>> =
        files.iter().map(|(_, rows)| gold::run(rows, framework, &mut mapper)).collect();
    let group = arguments.group_by.as_deref();
    let quotes = context.style().quotes;
    let measures: Vec<(String, Measure)> = files
        .iter()
        .zip(&outcomes)
        .map(|((name, _), outcomes)| (name.clone(), measured(outcomes, group, &book, quotes)))
        .collect();
    let rows: Vec<&Labelled> = files.iter().flat_map(|(_, rows)| rows).collect();
    let all: Vec<&Outcome<'_>> = outcomes.iter().flatten().collect();
    let tidy = hygiene::look(&book, &mut mapper, &rows, &all);
    context.end();
    match arguments.format {
        Format::Json => context.print(&quality::json(&measures, &tidy))?,
        Format::Text => {
            let lists: Vec<List> = arguments.show.iter().map(|show| show.list()).collect();
            let style = context.style();
            for (name, measure) in &measures {
                context.print(&quality::file(name, measure, &lists, style))?;
                context.print("\n")?;
            }
            context.print(&quality::hygiene(&tidy, lists.contains(&List::Hygiene), style))?;
        }
    }
    gates(&arguments.fail_below, &measures, context)
}

/// What to say of a field that no row has.
fn no_field(field: &str, files: &[Named]) -> Option<String> {
    let rows = || files.iter().flat_map(|(_, rows)| rows);
    if rows().any(|row| row.field(field).is_some()) {
        return None;
    }
    let help = did_you_mean(field, "fields", rows().flat_map(Labelled::fields));
    let help = help.map_or(String::new(), |help| format!("\n  help: {help}"));
    Some(format!("error: `--group-by`: no row has a field `{field}`{help}\n"))
}

impl Show {
    fn list(self) -> List {
        match self {
            Show::Misses => List::Misses,
            Show::Themes => List::Themes,
            Show::Rules => List::Rules,
            Show::Hygiene => List::Hygiene,
        }
    }
}

fn run_examples(
    book: &Rulebook,
    mapper: &mut Mapper<'_>,
    sources: &Sources,
    context: &mut Context<'_, '_>,
) -> std::io::Result<Status> {
    context.begin("testing", None);
    let outcome = examples::run(book, mapper);
    context.end();
    let style = context.style();
    context.print(&text::findings(&outcome.faults, sources, style))?;
    let failed = outcome.faults.len();
    let kept = number(outcome.kept, "example holds", "examples hold");
    context.print(&format!("{kept}, {}\n", plural(failed, "fault")))?;
    Ok(if failed == 0 { Status::Clean } else { Status::Findings })
}

fn measured(
    outcomes: &[Outcome<'_>],
    group: Option<&str>,
    book: &Rulebook,
    quotes: bool,
) -> Measure {
    let mut measure = measure(outcomes, group, book);
    if !quotes {
        for miss in &mut measure.misses {
            miss.text = None;
            miss.words.clear();
        }
    }
    measure
}

/// A labelled file: its name and its rows.
type Named = (String, Vec<Labelled>);

/// Reads every file; nothing is measured unless all can be read.
fn labelled(
    paths: &[PathBuf],
    book: &Rulebook,
    sources: &mut Sources,
    context: &mut Context<'_, '_>,
) -> std::io::Result<Option<Vec<Named>>> {
    let mut files = Vec::new();
    let mut faults: Vec<Diagnostic> = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        match source::read(Path::new(path)) {
            Ok(text) => {
                let file = sources.add(name.clone(), text.clone());
                let rows = gold::read(&text, file, book, &mut faults);
                if rows.is_empty() && faults.is_empty() {
                    let told = format!("error: `{name}` holds no labelled statement\n");
                    context.complain(&told)?;
                    return Ok(None);
                }
                files.push((name, rows));
            }
            Err(error) => {
                context.complain(&format!("error: {error}\n"))?;
                return Ok(None);
            }
        }
    }
    if faults.is_empty() {
        return Ok(Some(files));
    }
    let style = context.style();
    context.show(&text::findings(&faults, sources, style))?;
    Ok(None)
}

fn gates(
    gates: &[Gate],
    measures: &[(String, Measure)],
    context: &mut Context<'_, '_>,
) -> std::io::Result<Status> {
    let mut status = Status::Clean;
    for (name, measure) in measures {
        for gate in gates {
            let reached = gate.reached(&measure.scores);
            if reached < gate.least {
                status = Status::Findings;
                let Gate { score, least } = gate;
                let short = format!("error: {name}: {score} is {reached:.3}, below {least}\n");
                context.complain(&short)?;
            }
        }
    }
    Ok(status)
}
