//! `peelcheck test`: the examples inside the rules.

use clap::Args;

use super::{Context, Status, load};
use crate::mapping::Mapper;
use crate::quality::examples;
use crate::render::text;
use crate::source::Sources;

/// Flags of `test`.
#[derive(Debug, Args)]
pub struct Arguments {}

/// Runs the examples.
pub fn run(_: &Arguments, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    let mut sources = Sources::default();
    let Some(book) = load::rulebook(context, &mut sources)? else {
        return Ok(Status::Broken);
    };
    let mut mapper = Mapper::new(&book);
    let outcome = examples::run(&book, &mut mapper);
    let style = context.style();
    context.print(&text::findings(&outcome.faults, &sources, style))?;
    let failed = outcome.faults.len();
    context.print(&format!("{} examples hold, {failed} faults\n", outcome.kept))?;
    Ok(if failed == 0 { Status::Clean } else { Status::Findings })
}
