//! `peelcheck new`: a curated file to begin an inspection with, or a pack to begin a framework with.

use clap::{Args, Subcommand};

use super::{Context, Status, load};
use crate::render::blank;
use crate::source::Sources;

/// Flags of `new`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// A curated file with a section for each area, to be filled in
    Inspection {
        /// Who was inspected, such as "Westmoor Police"
        #[arg(value_name = "BODY")]
        body: String,
        /// Framework it is judged by [default: the latest]
        #[arg(long, value_name = "ID")]
        framework: Option<String>,
        /// Its id [default: made of body and framework]
        #[arg(long, value_name = "ID")]
        id: Option<String>,
    },
    /// A pack with a framework and its layout, to be filled in
    Framework {
        /// Its id: small letters, digits and hyphens, such as peel-2025-27
        #[arg(value_name = "ID")]
        id: String,
        /// Take grades, areas and requirements from this framework; declare only what differs
        #[arg(long, value_name = "ID")]
        from: Option<String>,
    },
}

/// Writes to standard output what can be read as it is.
pub fn run(arguments: &Arguments, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    match &arguments.what {
        What::Inspection { body, framework, id } => {
            inspection(body, framework.as_deref(), id.as_deref(), context)
        }
        What::Framework { id, from } => pack(id, from.as_ref(), context),
    }
}

/// Whether an id has the form of one; if not, that has been said.
fn well_formed(id: &str, context: &mut Context<'_, '_>) -> std::io::Result<bool> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let opens = id.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    let good = opens && id.chars().all(fits);
    if !good {
        context.complain("error: an id has small letters, digits and hyphens, and does not begin with a hyphen\n")?;
    }
    Ok(good)
}

/// A first curated file; `check` reads it and finds nothing wrong with it.
fn inspection(
    body: &str,
    framework: Option<&str>,
    id: Option<&str>,
    context: &mut Context<'_, '_>,
) -> std::io::Result<Status> {
    let mut sources = Sources::default();
    let Some(book) = load::rulebook(context, &mut sources)? else {
        return Ok(Status::Broken);
    };
    let Some(framework) = load::framework(framework, &book, context)? else {
        return Ok(Status::Broken);
    };
    if body.trim().is_empty() {
        context.complain(
            "error: say who was inspected: `peelcheck new inspection \"Westmoor Police\"`\n",
        )?;
        return Ok(Status::Broken);
    }
    let id = id.map_or_else(|| made_of(body, &framework.id), str::to_owned);
    if !well_formed(&id, context)? {
        return Ok(Status::Broken);
    }
    context.print(&blank::inspection(&id, body, framework, &book))?;
    Ok(Status::Clean)
}

fn made_of(body: &str, framework: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' };
    let words: String = body.chars().map(plain).collect();
    let words: Vec<&str> = words.split_whitespace().chain([framework]).collect();
    words.join("-")
}

/// A pack; it compiles as it is.
fn pack(id: &str, from: Option<&String>, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    if !well_formed(id, context)? {
        return Ok(Status::Broken);
    }
    let mut sources = Sources::default();
    let Some(book) = load::rulebook(context, &mut sources)? else {
        return Ok(Status::Broken);
    };
    if book.framework(id).is_some() {
        context.complain(&format!("error: there is a framework `{id}` already\n"))?;
        return Ok(Status::Broken);
    }
    if let Some(from) = from
        && book.framework(from).is_none()
    {
        let known = book.frameworks.iter().map(|framework| framework.id.as_str());
        let help = crate::diagnostic::did_you_mean(from, "frameworks", known);
        let help = help.map_or(String::new(), |help| format!("\n  help: {help}"));
        context.complain(&format!("error: there is no framework `{from}`{help}\n"))?;
        return Ok(Status::Broken);
    }
    let text = match from {
        Some(from) => HEIR.replace("FROM", from),
        None => WHOLE.to_owned(),
    };
    context.print(&(text + LAYOUT).replace("NEW-ID", id))?;
    Ok(Status::Clean)
}

const HEIR: &str = r#"# A framework that takes from another. Declare what differs; the rest is as there.
# Try it: peelcheck check DRAFT --rules DIR, with this file in DIR.

framework NEW-ID "Its title, as reports print it"
  published 2000-01-01
  takes from FROM
  follows FROM, grades not comparable
"#;

const WHOLE: &str = r#"# A framework of its own: what grades there are, what each needs, which areas get one.
# Try it: peelcheck check DRAFT --rules DIR, with this file in DIR.

framework NEW-ID "Its title, as reports print it"
  published 2000-01-01
  grades good > poor

grade good in NEW-ID
  needs at least 1 strength                     source house
    because "evidence shows characteristics of good performance"
    otherwise "no evidence shows a characteristic of good performance"

grade poor in NEW-ID
  needs at least 1 weakness                     source house
    because "evidence shows weaknesses"
    otherwise "no evidence shows a weakness"

# One item for each area; `also` lists other names that reports use for it. What a
# characteristic is about are themes: `peelcheck rules list` shows them.

area first-area "Title of the area, as reports print it" in NEW-ID
  also "A shorter name"
  # home of THEME
  # characteristic first-characteristic "What good looks like, in your own words"
  #   about THEME
"#;

const LAYOUT: &str = r#"
# How its reports are set out. Take the texts from a report; each list can be longer.

layout NEW-ID-report "Report of this cycle" in NEW-ID
  known by "A text that only these reports hold"
  dated after "Published on:"
  section judgments titled "Our judgments"
  section findings titled "Main findings"
  section aside titled "Contents"
  section appendix titled "About the data", "Methodology"
  # section KIND titled "Summary"          claims that the areas have to bear out
  # callout KIND titled "What a box is headed"
  # headings announce KIND
  # missing callouts under GRADE mean GAP
  says grade by "{body} is {grade} at {areas}"
  counts grade by "graded judgments in {number} of"
"#;
