//! The fairness ledger: what a sceptical room may ask of a pack, counted.
//!
//! What an option gains and costs, who speaks how much, which claims of the debate are played, how ways to govern stand
//! beside each other. The invariant: every figure is a count of plays, words or draws that anybody can make again.

mod prices;
mod standing;
mod voices;

pub use prices::{HORIZON, Priced, Prices, prices};
pub use standing::{Draws, Outcome, Standing, World, draws, standing};
pub use voices::{BANNED, Banned, SceneWords, Voices, last_words, spoken, voices};
