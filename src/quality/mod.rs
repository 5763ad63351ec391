//! How good the rules are: their own examples, run.

pub mod examples;
