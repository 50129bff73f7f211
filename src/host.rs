//! A room on the local network: phones, the wall, the log. The one room of this house that waits for many at once.
//!
//! The desk is not served: it is the terminal this was started in. The invariant: no address, agent or token is written
//! anywhere, and nothing that comes over the network can do what the desk can.

mod clean;
mod code;
mod conduct;
mod guard;
mod html;
mod keeper;
mod limits;
mod live;
mod log;
mod near;
mod net;
mod open;
mod place;
mod record;
mod seal;
mod server;
mod tongue;

pub use clean::{LETTERS, clean};
pub use code::{draw_code, draw_token, same_code, who};
pub use keeper::{Keeper, News, Said, View};
pub use log::{EventLog, FileLog, MemoryLog};
pub use near::Near;
pub use net::{addresses, listen};
pub use open::{CannotOpen, Hosted, Kept, Opening};
pub use place::{Place, Places};
pub use record::{Opened, Record, Unreadable, opened, replayed};
pub use seal::{KeyFile, Sealed};

/// Seconds since 1970, by this laptop's clock.
pub(crate) fn now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |d| d.as_secs())
}
