//! The model of an inspection and the readers that fill it.

mod dates;
pub mod draft;
pub mod figure;
pub mod figure_text;
pub mod model;
mod prose;
pub mod yaml;
