//! The grammar, one nom parser for each form. A parser sees one logical line
//! (a clause with the lines that continue it); cutting a file into such lines
//! and going on after a mistake is the work of `language::parse`.

mod clause;
mod condition;
mod layout;
mod pattern;
mod setting;
mod token;

pub use clause::{CLAUSES, HEADS, takes};
pub use pattern::BRACKETS;
pub use token::{Expected, Grammar, Parsed};
