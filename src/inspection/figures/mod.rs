//! Figures: read from running text in its order, recomputed, and held against the
//! words around them.

mod changes;
mod claim;
mod figure;
mod lexeme;
mod parts;
mod periods;
mod reader;
mod repeats;
mod shares;
mod wording;

pub use claim::Claim;
pub use figure::{Checked, Figure, Numbers, Printed, Sort, Verdict};
pub use reader::{Found, Reader, of_text};
pub use repeats::{Named, clashes, named};
