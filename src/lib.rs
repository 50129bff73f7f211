//! Cermin: a terminal game about how far a state may watch its people.
//!
//! Imports run one way: `main → cli → shell → {ui, plain, report} → app → engine → story`; see `ARCHITECTURE.md`.

pub mod story;
pub mod engine;
