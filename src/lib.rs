//! Cermin: a terminal game about how far a state may watch its people.
//!
//! Imports run one way: `main → cli → shell → {ui, plain, report} → app → engine → story`; see `ARCHITECTURE.md`.

pub mod story;
pub mod engine;
pub mod app;
pub mod report;
pub mod save;
pub mod plain;
pub mod ui;
