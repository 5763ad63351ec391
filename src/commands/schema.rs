//! `peelcheck schema`: the JSON Schema of what goes in and of what comes out.

use clap::{Args, ValueEnum};

use super::{Context, Status, load, map};
use crate::inspection::yaml;
use crate::render::{figures, json};
use crate::source::Sources;

/// Flags of `schema`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Of what
    #[arg(value_enum, value_name = "WHAT", default_value_t = What::Inspection)]
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// A curated inspection in YAML, with the names that the rules know
    Inspection,
    /// `check --format json`
    Check,
    /// `figures --format json`
    Figures,
    /// One line of `map --format jsonl`
    Map,
}

/// Prints one schema. Names of frameworks, areas and kinds are those of the packs, `--rules` included.
pub fn run(arguments: &Arguments, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    let schema = match arguments.what {
        What::Inspection => {
            let mut sources = Sources::default();
            let Some(book) = load::rulebook(context, &mut sources)? else {
                return Ok(Status::Broken);
            };
            yaml::schema::schema(&book)
        }
        What::Check => json::schema(),
        What::Figures => figures::schema(),
        What::Map => map::schema(),
    };
    context.print(&json::pretty(&schema))?;
    Ok(Status::Clean)
}
