//! The model of an inspection and the readers that fill it.

pub mod figure;
pub mod figure_text;
pub mod model;
pub mod yaml;
