//! The rule language: text → syntax tree → rulebook. Mistakes of all files come
//! out of one call; a rulebook comes out only when there are none.

mod builtin;
mod grammar;
pub mod packs;
mod parse;
pub mod reading;
mod resolve;
pub mod rulebook;
pub mod syntax;

pub use builtin::packs;
pub use resolve::EVENTS;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Sources};
use rulebook::Rulebook;

/// Compiles rule files into one rulebook, or says all that is wrong with them.
pub fn compile(files: &[FileId], sources: &Sources) -> Result<Rulebook, Vec<Diagnostic>> {
    let mut faults = Vec::new();
    let mut items = Vec::new();
    for id in files {
        if let Some(file) = sources.file(*id) {
            items.extend(parse::parse(*id, &file.text, &mut faults));
        }
    }
    // A clause that could not be read leaves a hole; names are looked up all the same.
    let book = resolve::resolve(items, sources, &mut faults);
    if faults.is_empty() {
        return Ok(book);
    }
    faults.sort_by_key(|fault| fault.span());
    Err(faults)
}
