//! Side by side: what one framework asks and what another does.

pub mod crosswalk;
