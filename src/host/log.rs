//! The log of a room: records appended one after another, on the disk before anybody is told that their vote is in.
//!
//! What a record says is not known here, and nobody can tell from it: they come sealed. A database can take the file's
//! place behind [`EventLog`] when a room outgrows one laptop. The invariant: what `append` has accepted is read back
//! whole and in order, whatever becomes of the program; of what it had not accepted, nothing or a beginning.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

/// Records, one after another.
pub trait EventLog: Send {
    /// Appends records. They are safe when this returns.
    ///
    /// # Errors
    /// What the disk said; nothing of it can be counted on then.
    fn append(&mut self, records: &[Vec<u8>]) -> io::Result<()>;

    /// All records, the first appended first.
    ///
    /// # Errors
    /// What the disk said.
    fn read(&mut self) -> io::Result<Vec<Vec<u8>>>;

    /// Puts these in the place of all that was there, at once or not at all.
    ///
    /// # Errors
    /// What the disk said; what was there still is then.
    fn replace(&mut self, records: &[Vec<u8>]) -> io::Result<()>;

    /// Destroys it.
    ///
    /// # Errors
    /// What the disk said.
    fn destroy(&mut self) -> io::Result<()>;
}

/// A log in memory, for tests and for rooms that need not survive.
#[derive(Debug, Default)]
pub struct MemoryLog(Vec<Vec<u8>>);

impl EventLog for MemoryLog {
    fn append(&mut self, records: &[Vec<u8>]) -> io::Result<()> {
        self.0.extend_from_slice(records);
        Ok(())
    }

    fn read(&mut self) -> io::Result<Vec<Vec<u8>>> {
        Ok(self.0.clone())
    }

    fn replace(&mut self, records: &[Vec<u8>]) -> io::Result<()> {
        self.0 = records.to_vec();
        Ok(())
    }

    fn destroy(&mut self) -> io::Result<()> {
        self.0.clear();
        Ok(())
    }
}

/// What every file of a log opens with.
const MARK: &[u8] = b"cermin room log 1\n";
/// The longest record that is believed: a whole room of thousands.
const LONGEST: u32 = 64 << 20;

/// A log in one file: a mark, and for each record its length and itself.
#[derive(Debug)]
pub struct FileLog {
    path: PathBuf,
    file: File,
    /// Where the last whole record ends.
    end: u64,
}

impl FileLog {
    /// Makes a new log, or opens one that is there. Nobody else can have it open meanwhile.
    ///
    /// # Errors
    /// What the disk said; that it is no log; that another program has it.
    pub fn open(path: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path)?;
        file.try_lock()
            .map_err(|_error| io::Error::new(io::ErrorKind::WouldBlock, "another room has it open"))?;
        let mut log = Self { path: path.to_owned(), file, end: 0 };
        if log.file.metadata()?.len() == 0 {
            log.file.write_all(MARK)?;
            log.file.sync_all()?;
            sync_folder(path)?;
        }
        log.read()?;
        Ok(log)
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Makes a file's name safe as its content is.
fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

fn framed(records: &[Vec<u8>]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for record in records {
        let length = u32::try_from(record.len()).ok().filter(|n| *n <= LONGEST);
        let length =
            length.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "a record is too long"))?;
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(record);
    }
    Ok(bytes)
}

impl EventLog for FileLog {
    fn append(&mut self, records: &[Vec<u8>]) -> io::Result<()> {
        if records.is_empty() {
            return Ok(());
        }
        let bytes = framed(records)?;
        // What was being written when the program died was never acknowledged: it goes when something comes after it, and
        // not because somebody looks.
        self.file.set_len(self.end)?;
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(&bytes)?;
        self.file.sync_data()?;
        self.end += bytes.len() as u64;
        Ok(())
    }

    fn read(&mut self) -> io::Result<Vec<Vec<u8>>> {
        let mut bytes = Vec::new();
        self.file.seek(SeekFrom::Start(0))?;
        self.file.read_to_end(&mut bytes)?;
        let Some(mut rest) = bytes.strip_prefix(MARK) else {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "this is no room's log"));
        };
        let mut records = Vec::new();
        while let Some((length, after)) = rest.split_first_chunk::<4>() {
            let length = u32::from_le_bytes(*length);
            let Some((record, after)) = after.split_at_checked(length as usize).filter(|_| length <= LONGEST)
            else {
                break;
            };
            records.push(record.to_vec());
            rest = after;
        }
        self.end = (bytes.len() - rest.len()) as u64;
        Ok(records)
    }

    fn replace(&mut self, records: &[Vec<u8>]) -> io::Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let mut new = tempfile::NamedTempFile::new_in(folder)?;
        new.write_all(MARK)?;
        new.write_all(&framed(records)?)?;
        new.as_file().sync_all()?;
        new.as_file().try_lock().map_err(|_error| io::Error::other("the new log cannot be locked"))?;
        let file = new.persist(&self.path).map_err(|e| e.error)?;
        sync_folder(&self.path)?;
        self.file = file;
        self.end = self.file.metadata()?.len();
        Ok(())
    }

    fn destroy(&mut self) -> io::Result<()> {
        // Overwriting says little on today's disks; what makes it unreadable is that its key is gone.
        self.file.set_len(0)?;
        self.file.sync_all()?;
        std::fs::remove_file(&self.path)?;
        sync_folder(&self.path)
    }
}
