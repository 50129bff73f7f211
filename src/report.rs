//! What is written for reading elsewhere: diagnostics and transcripts, for people and for machines.
//!
//! Not the faces that one plays in. The invariant: text from a pack or a run comes out without control characters.

pub mod audit;
pub mod chart;
pub mod diagnostics;
pub mod explain;
pub mod graph;
pub mod hinges;
mod json;
pub mod kit;
pub mod ledger;
pub mod mirror;
pub mod odds;
pub mod picture;
pub mod proof;
pub mod qr;
pub mod reference;
pub mod session;
pub mod stats;
pub mod table;
pub mod transcript;
