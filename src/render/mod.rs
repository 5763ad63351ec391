//! What people and machines read. One file for each format, all from the one
//! result object; nothing here decides anything.

pub mod annotated;
pub mod blank;
pub mod checked;
pub mod crosswalk;
pub mod curated;
pub mod diagnostics;
pub mod explanation;
pub mod figures;
pub mod files;
pub mod gathered;
pub mod github;
pub mod gitlab;
pub mod json;
pub mod jsonl;
pub mod junit;
pub mod lineage;
pub mod markdown;
pub mod page;
pub mod patch;
pub mod pictures;
pub mod quality;
pub mod sarif;
pub mod side;
pub mod style;
pub mod svg;
pub mod tables;
mod template;
pub mod text;
pub mod versions;
