//! Cermin: a terminal game about how far a state may watch its people.
//!
//! Imports run one way: `main → cli → {shell, host} → {ui, plain} → report → app → {group, lab} → engine → story`, with
//! `save` beside the engine as a door to the disk; see `ARCHITECTURE.md`.

pub mod app;
pub mod cli;
pub mod editor;
pub mod engine;
pub mod group;
pub mod host;
pub mod lab;
pub mod plain;
pub mod report;
pub mod save;
pub mod shell;
pub mod story;
pub mod ui;
