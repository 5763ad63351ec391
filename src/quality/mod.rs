//! How good the rules are: their own examples, run; labelled statements, scored; and what is
//! idle, doubled or ambiguous in them.

pub mod examples;
pub mod gold;
pub mod hygiene;
pub mod measure;
pub mod rate;
