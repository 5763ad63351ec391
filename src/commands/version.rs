//! `peelcheck --version`, and with `--verbose` the rules it judges by.

use super::{Context, Status, load};
use crate::diagnostic::plural;
use crate::language::packs;
use crate::source::Sources;

/// Prints the version, and the packs of the rulebook if asked; `--rules DIR` counts.
pub fn run(verbose: bool, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    let version = concat!("peelcheck ", env!("CARGO_PKG_VERSION"), "\n");
    if !verbose {
        context.print(version)?;
        return Ok(Status::Clean);
    }
    let mut sources = Sources::default();
    let Some(book) = load::rulebook(context, &mut sources)? else {
        return Ok(Status::Broken);
    };
    let files: Vec<_> = sources.ids().collect();
    let all = packs::describe(&files, &sources, &book);
    let mut text = version.to_owned();
    text.push_str(&format!(
        "{}, sha256 {}\n",
        plural(all.len(), "rule pack"),
        packs::digest_of_all(&all)
    ));
    for pack in &all {
        let holds = match pack.holds.is_empty() {
            true => "settings and words".to_owned(),
            false => pack.holds.join(", "),
        };
        let name = crate::render::style::clean(&pack.name);
        text.push_str(&format!("\n{name}\n  {holds}\n  sha256 {}\n", pack.digest));
    }
    context.print(&text)?;
    Ok(Status::Clean)
}
