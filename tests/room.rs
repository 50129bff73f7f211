//! A room as those who use it meet it: the real program, real sockets, a desk by lines.
//!
//! Phones are plain HTTP, as a browser without script would speak it.

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "room/attacks.rs"]
mod attacks;
#[path = "room/faults.rs"]
mod faults;
#[path = "room/hosted.rs"]
mod hosted;
#[path = "room/privacy.rs"]
mod privacy;
#[path = "room/session.rs"]
mod session;
