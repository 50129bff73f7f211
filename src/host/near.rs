//! The wall on another terminal of this laptop: a line of JSON for each change, over loopback, for who has the word.
//!
//! The word lies in the runtime directory, for this user alone. The invariant: what goes out is the wall, never the desk.

use std::{
    fs,
    io::{self, BufRead as _, BufReader, Write as _},
    net::{Ipv4Addr, TcpStream},
    path::Path,
    time::Duration,
};

use subtle::ConstantTimeEq as _;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use super::{
    code::draw_token,
    keeper::{Keeper, Said, View},
    seal::private_file,
};
use crate::app::workshop::{Join, Wall, wall};

/// Listens for walls of this laptop. Where and with which word is written to a file.
///
/// # Errors
/// What the system said.
pub(super) async fn serve(
    keeper: Keeper,
    join: Join,
    lang: &'static str,
    file: std::path::PathBuf,
) -> io::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let word = draw_token()?;
    private_file(&file, format!("{} {word}\n", listener.local_addr()?.port()).as_bytes())?;
    tokio::spawn(async move {
        loop {
            let Ok((stream, _)) = listener.accept().await else {
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            tokio::spawn(one(stream, word.clone(), keeper.clone(), join.clone(), lang));
        }
    });
    Ok(())
}

async fn one(
    mut stream: tokio::net::TcpStream,
    word: String,
    keeper: Keeper,
    join: Join,
    lang: &'static str,
) {
    let mut given = vec![0; word.len()];
    let heard = tokio::time::timeout(Duration::from_secs(5), stream.read_exact(&mut given)).await;
    if !matches!(heard, Ok(Ok(_))) || !bool::from(given.ct_eq(word.as_bytes())) {
        return;
    }
    let mut news = keeper.news();
    loop {
        news.borrow_and_update();
        let join = join.clone();
        let seen = keeper.read(move |view: &View<'_>| wall(view.shop, &join, view.at, view.lang(lang)));
        let wall = match seen.await {
            Ok(wall) => wall,
            Err(Said::Over) => return,
            // Where too much is asked at once, or the log fails, what is shown stands.
            Err(Said::Busy | Said::Log(_) | Said::Refused(_)) => {
                tokio::time::sleep(Duration::from_secs(1)).await;
                continue;
            }
        };
        let Ok(mut line) = serde_json::to_string(&wall) else { return };
        line.push('\n');
        if stream.write_all(line.as_bytes()).await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        if news.changed().await.is_err() {
            return;
        }
    }
}

/// Walls as they come, from a room on this laptop.
#[derive(Debug)]
pub struct Near(BufReader<TcpStream>);

impl Near {
    /// Finds a room by its file.
    ///
    /// # Errors
    /// What the system said; that the file says nothing of use.
    pub fn find(file: &Path) -> io::Result<Self> {
        let text = fs::read_to_string(file)?;
        let wrong =
            || io::Error::new(io::ErrorKind::InvalidData, format!("{} names no room", file.display()));
        let (port, word) = text.trim().split_once(' ').ok_or_else(wrong)?;
        let port: u16 = port.parse().map_err(|_error| wrong())?;
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.write_all(word.as_bytes())?;
        Ok(Self(BufReader::new(stream)))
    }
}

impl Iterator for Near {
    type Item = Wall;

    fn next(&mut self) -> Option<Wall> {
        let mut line = String::new();
        self.0.read_line(&mut line).ok().filter(|n| *n > 0)?;
        serde_json::from_str(&line).ok()
    }
}
