//! Side by side: what one framework asks and what another does, what inspections say of the same
//! themes, what two versions of one differ in.

pub mod crosswalk;
pub mod side;
pub mod versions;
