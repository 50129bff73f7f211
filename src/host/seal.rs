//! A room's records, sealed with a key that lies elsewhere: in the directory that the system forgets when it is turned off.
//!
//! `XChaCha20-Poly1305` with a nonce drawn for each record, bound to the record's place. The invariant: no byte of a
//! record reaches a log unsealed, and without the key nobody can read one or put another in its place.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use chacha20poly1305::{
    Key, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, KeyInit as _, Payload},
};
use rand::TryRng as _;
use zeroize::Zeroizing;

use super::log::EventLog;

const NONCE: usize = 24;

/// Bytes that nobody can foresee.
///
/// # Errors
/// The system has none to give.
pub(super) fn random<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    rand::rngs::SysRng.try_fill_bytes(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes)
}

/// Where a room's key lies.
#[derive(Debug, Clone)]
pub struct KeyFile(PathBuf);

impl KeyFile {
    /// The key of a room in a directory.
    #[must_use]
    pub fn at(runtime: &Path, room: &str) -> Self {
        Self(runtime.join(format!("{room}.key")))
    }

    /// Draws a key and keeps it, for its owner alone.
    ///
    /// # Errors
    /// What the system said.
    pub fn draw(&self) -> io::Result<Zeroizing<[u8; 32]>> {
        let key = Zeroizing::new(random::<32>()?);
        if let Some(folder) = self.0.parent() {
            private_folder(folder)?;
        }
        private_file(&self.0, key.as_slice())?;
        Ok(key)
    }

    /// The key, if it is still there.
    ///
    /// # Errors
    /// What the system said, or that it is no key.
    pub fn read(&self) -> io::Result<Zeroizing<[u8; 32]>> {
        let bytes = Zeroizing::new(fs::read(&self.0)?);
        let key = <[u8; 32]>::try_from(bytes.as_slice());
        key.map(Zeroizing::new).map_err(|_error| io::Error::new(io::ErrorKind::InvalidData, "this is no key"))
    }

    /// Whether it is there.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.0.exists()
    }

    /// Destroys it: what was sealed with it is then noise.
    ///
    /// # Errors
    /// What the system said.
    pub fn destroy(&self) -> io::Result<()> {
        if self.0.exists() {
            fs::write(&self.0, [0; 32])?;
            fs::remove_file(&self.0)?;
        }
        Ok(())
    }
}

/// A directory for its owner alone.
pub(super) fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A new file for its owner alone; what was there under this name is gone.
pub(super) fn private_file(path: &Path, content: &[u8]) -> io::Result<()> {
    use io::Write as _;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    if path.exists() {
        fs::remove_file(path)?;
    }
    let mut file = options.open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

/// A log whose records are sealed on their way in and opened on their way out.
pub struct Sealed {
    log: Box<dyn EventLog>,
    cipher: XChaCha20Poly1305,
    /// How many records there are.
    records: u64,
}

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealed({} records)", self.records)
    }
}

impl Sealed {
    /// Opens a log with its key; the records that were in it come with it.
    ///
    /// # Errors
    /// What the log said; a record that this key does not open.
    pub fn open(mut log: Box<dyn EventLog>, key: &[u8; 32]) -> io::Result<(Self, Vec<Vec<u8>>)> {
        let cipher = XChaCha20Poly1305::new(&Key::from(*key));
        let mut opened = Vec::new();
        for (n, record) in log.read()?.iter().enumerate() {
            let damaged = || {
                io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!("record {n} cannot be opened with this key"),
                )
            };
            let (nonce, sealed) = record.split_first_chunk::<NONCE>().ok_or_else(damaged)?;
            let place = (n as u64).to_le_bytes();
            let payload = Payload { msg: sealed, aad: &place };
            opened.push(cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_error| damaged())?);
        }
        let records = opened.len() as u64;
        Ok((Self { log, cipher, records }, opened))
    }

    fn seal(&self, records: &[Vec<u8>], first: u64) -> io::Result<Vec<Vec<u8>>> {
        let seal = |(n, record): (u64, &Vec<u8>)| {
            let nonce = random::<NONCE>()?;
            let place = n.to_le_bytes();
            let payload = Payload { msg: record, aad: &place };
            let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload);
            let sealed = sealed.map_err(|_error| io::Error::other("a record cannot be sealed"))?;
            Ok([nonce.as_slice(), sealed.as_slice()].concat())
        };
        (first..).zip(records).map(seal).collect()
    }

    /// Appends records. They are safe when this returns.
    ///
    /// # Errors
    /// What the log said.
    pub fn append(&mut self, records: &[Vec<u8>]) -> io::Result<()> {
        let sealed = self.seal(records, self.records)?;
        self.log.append(&sealed)?;
        self.records += sealed.len() as u64;
        Ok(())
    }

    /// Puts these in the place of all that was there.
    ///
    /// # Errors
    /// What the log said.
    pub fn replace(&mut self, records: &[Vec<u8>]) -> io::Result<()> {
        let sealed = self.seal(records, 0)?;
        self.log.replace(&sealed)?;
        self.records = sealed.len() as u64;
        Ok(())
    }

    /// Destroys the log.
    ///
    /// # Errors
    /// What the log said.
    pub fn destroy(&mut self) -> io::Result<()> {
        self.log.destroy()
    }
}
