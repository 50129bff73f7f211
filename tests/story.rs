//! Packs and the engine: what is wrong with a pack, what happens in a turn, and the laws that always hold.

#[path = "story/brief.rs"]
mod brief;
#[path = "story/diagnostics.rs"]
mod diagnostics;
#[path = "story/laws.rs"]
mod laws;
#[path = "story/packs.rs"]
mod packs;
#[path = "story/reading.rs"]
mod reading;
#[path = "story/turns.rs"]
mod turns;
