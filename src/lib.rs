//! peelcheck checks the findings of police inspections against the framework
//! they are judged by. `ARCHITECTURE.md` shows the rooms and the one direction
//! in which data flows through them.

pub mod commands;
pub mod compare;
pub mod diagnostic;
pub mod explain;
pub mod graph;
pub mod inspection;
pub mod judging;
pub mod language;
pub mod lineage;
pub mod mapping;
pub mod quality;
pub mod render;
pub mod settings;
pub mod source;
