//! The model of an inspection and the readers that fill it.

mod dates;
pub mod draft;
pub mod figures;
pub mod model;
pub mod numerals;
mod prose;
pub mod remark;
pub mod table;
pub mod yaml;
