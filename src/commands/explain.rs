//! `peelcheck explain`: why a grade, what a judgment rests on.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::{Context, Status, load, rules};
use crate::diagnostic::did_you_mean;
use crate::explain::weight::weigh;
use crate::explain::why_not::why_not;
use crate::explain::{Asked, Branch, explain};
use crate::graph::Graph;
use crate::inspection::model::{Inspection, Judgment};
use crate::judging::assess;
use crate::language::rulebook::Rulebook;
use crate::mapping::Mapper;
use crate::render::style::Style;
use crate::render::{explanation, json, text};
use crate::source::Sources;

/// Flags of `explain`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// A curated inspection or a draft; `-` is standard input. A finding code, with nothing else
    /// asked, shows the page of that code
    #[arg(value_name = "PATH|CODE")]
    path: PathBuf,
    #[command(flatten)]
    drafts: load::Drafts,
    /// The area whose grade is asked about
    #[arg(long, value_name = "AREA", conflicts_with = "judgment")]
    area: Option<String>,
    /// The id of a judgment
    #[arg(long, value_name = "ID")]
    judgment: Option<String>,
    /// Ask what would have to change for this grade
    #[arg(long, value_name = "GRADE", requires = "area")]
    why_not: Option<String>,
    /// Ask without which statements, audits or samples the judgments would stand otherwise
    #[arg(long, conflicts_with_all = ["why_not", "judgment"])]
    weight: bool,
    /// How many steps down from the judgment: 1 shows what it needs, 2 what bears it out
    #[arg(long, value_name = "N", conflicts_with_all = ["why_not", "weight"])]
    depth: Option<usize>,
    /// Leave out how it was found: rules, matched words, confidences
    #[arg(long, conflicts_with_all = ["why_not", "weight"])]
    brief: bool,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl Arguments {
    /// As much of an explanation as is asked for.
    fn trim(&self, branch: Branch) -> Branch {
        let branch = if self.brief { branch.in_brief() } else { branch };
        match self.depth {
            Some(depth) => branch.down_to(depth),
            None => branch,
        }
    }
}

/// The page of a finding code; a file alone is no question.
fn page_of_code(
    name: &Path,
    book: &Rulebook,
    sources: &Sources,
    context: &mut Context<'_, '_>,
) -> std::io::Result<Status> {
    if name.exists() || name.as_os_str() == "-" {
        let areas = "what is asked is missing\n  help: add `--area AREA`, `--judgment ID` or \
                     `--weight`; or name a finding code instead of a file\n";
        context.complain(&format!("error: {areas}"))?;
        return Ok(Status::Broken);
    }
    // A code has neither; who writes one means a file.
    if name.extension().is_some() || name.components().count() > 1 {
        let name = name.display();
        context
            .complain(&format!("error: there is no file `{name}`, and no code is called so\n"))?;
        return Ok(Status::Broken);
    }
    rules::show(&name.to_string_lossy(), book, sources, context)
}

/// Explains one grade or judgment.
pub fn run(arguments: &Arguments, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    let mut sources = Sources::default();
    let Some(book) = load::rulebook(context, &mut sources)? else {
        return Ok(Status::Broken);
    };
    if arguments.area.is_none() && arguments.judgment.is_none() && !arguments.weight {
        return page_of_code(&arguments.path, &book, &sources, context);
    }
    let paths = std::slice::from_ref(&arguments.path);
    let mut mapper = Mapper::new(&book);
    let read = load::inspections(paths, &arguments.drafts, &mut mapper, &mut sources, context)?;
    let style = context.style();
    if read.inspections.is_empty() {
        context.show(&text::findings(&read.faults, &sources, style))?;
        return Ok(Status::Broken);
    }
    if let (Some(grade), Some(area)) = (&arguments.why_not, &arguments.area) {
        return other_grade(grade, area, arguments, &read.inspections, &mut mapper, context);
    }
    if arguments.weight {
        return carried(arguments, &read.inspections, &mut mapper, context);
    }
    let asked = match (&arguments.area, &arguments.judgment) {
        (Some(area), _) => Asked::Area(area),
        (None, Some(id)) => Asked::Judgment(id),
        (None, None) => return Ok(Status::Broken),
    };
    let mut known: Vec<String> = Vec::new();
    let mut answers = Vec::new();
    for inspection in &read.inspections {
        let Some(graph) = Graph::build(inspection, &book, &mut mapper) else {
            continue;
        };
        let assessment = assess(&graph);
        match explain(&asked, &graph, &assessment, &sources) {
            Some(branch) => answers.push(arguments.trim(branch)),
            None => match asked {
                Asked::Area(_) => {
                    known.extend(inspection.judgments.iter().filter_map(|one| one.area.clone()));
                }
                Asked::Judgment(_) => {
                    known.extend(inspection.judgments.iter().map(|one| one.id.clone()));
                }
            },
        }
    }
    if answers.is_empty() {
        let (what, name) = match asked {
            Asked::Area(area) => ("area", area),
            Asked::Judgment(id) => ("judgment", id),
        };
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        return unknown(arguments, what, name, &known, context);
    }
    say(arguments, &answers, explanation::tree, context)
}

/// Answers `--why-not` for each inspection that grades the area.
fn other_grade(
    grade: &str,
    area: &str,
    arguments: &Arguments,
    inspections: &[Inspection],
    mapper: &mut Mapper<'_>,
    context: &mut Context<'_, '_>,
) -> std::io::Result<Status> {
    let book = mapper.book();
    let mut answers = Vec::new();
    let mut areas: Vec<&str> = Vec::new();
    for inspection in inspections {
        let Some(graph) = Graph::build(inspection, book, mapper) else {
            continue;
        };
        let scale = &graph.framework.grades;
        if !scale.iter().any(|known| known == grade) {
            let help = did_you_mean(grade, "grades", scale.iter().map(String::as_str));
            let help = help.map_or(String::new(), |help| format!("\n  help: {help}"));
            let scale = &graph.framework.id;
            context.complain(&format!("error: `{scale}` has no grade `{grade}`{help}\n"))?;
            return Ok(Status::Broken);
        }
        areas.extend(inspection.judgments.iter().filter_map(|one| one.area.as_deref()));
        let has = |one: &Judgment| {
            one.area.as_deref() == Some(area) && one.grade.as_deref() == Some(grade)
        };
        if inspection.judgments.iter().any(has) {
            context.complain(&format!(
                "error: {area} is graded {grade}\n  help: ask for another grade, or leave out \
                 `--why-not` to see why it is this one\n"
            ))?;
            return Ok(Status::Broken);
        }
        answers.extend(why_not(&graph, area, grade));
    }
    if answers.is_empty() {
        return unknown(arguments, "graded area", area, &areas, context);
    }
    say(arguments, &answers, explanation::why_not, context)
}

/// Answers `--weight` for each inspection.
fn carried(
    arguments: &Arguments,
    inspections: &[Inspection],
    mapper: &mut Mapper<'_>,
    context: &mut Context<'_, '_>,
) -> std::io::Result<Status> {
    let book = mapper.book();
    let mut answers = Vec::new();
    let mut areas: Vec<&str> = Vec::new();
    context.begin("weighing", Some(inspections.len()));
    for inspection in inspections {
        areas.extend(inspection.judgments.iter().filter_map(|one| one.area.as_deref()));
        if let Some(graph) = Graph::build(inspection, book, mapper) {
            answers.push(weigh(&graph, arguments.area.as_deref()));
        }
        context.step();
    }
    context.end();
    if let Some(area) = arguments.area.as_deref().filter(|area| !areas.contains(area)) {
        return unknown(arguments, "area", area, &areas, context);
    }
    say(arguments, &answers, explanation::weights, context)
}

/// Prints answers in the form that was asked for.
fn say<A: Serialize>(
    arguments: &Arguments,
    answers: &[A],
    draw: impl Fn(&A, Style) -> String,
    context: &mut Context<'_, '_>,
) -> std::io::Result<Status> {
    let style = context.style();
    let told = match arguments.format {
        Format::Json => json::pretty(&answers),
        Format::Text => answers.iter().map(|answer| draw(answer, style)).collect(),
    };
    context.print(&told)?;
    Ok(Status::Clean)
}

/// Says that the file has no such thing, and what comes near.
fn unknown(
    arguments: &Arguments,
    what: &str,
    name: &str,
    known: &[&str],
    context: &mut Context<'_, '_>,
) -> std::io::Result<Status> {
    let help = did_you_mean(name, "the file has", known.iter().copied());
    let help = help.map_or(String::new(), |help| format!("\n  help: {help}"));
    let path = arguments.path.display();
    context.complain(&format!("error: `{path}` holds no {what} `{name}`{help}\n"))?;
    Ok(Status::Broken)
}
