//! Bytes of a text and positions of an editor, which counts in lines and in units of UTF-16; paths and their addresses.
//!
//! The invariant: a position beyond a line's end is its end, and one beyond the text is the text's end.

use std::{
    fmt::Write as _,
    ops::Range,
    path::{Path, PathBuf},
    str::FromStr as _,
};

use lsp_types::{Location, Position, Uri};

use crate::story::diagnostic::{Findings, Place};

/// The byte of a position.
pub(super) fn byte(text: &str, position: Position) -> usize {
    let mut start = 0;
    for _ in 0..position.line {
        match text.get(start..).and_then(|rest| rest.find('\n')) {
            Some(end) => start += end + 1,
            None => return text.len(),
        }
    }
    let line = text.get(start..).unwrap_or_default().split('\n').next().unwrap_or_default();
    let mut units = 0;
    for (at, letter) in line.char_indices() {
        if units >= position.character as usize {
            return start + at;
        }
        units += letter.len_utf16();
    }
    start + line.len()
}

/// The position of a byte.
fn position(text: &str, byte: usize) -> Position {
    let before = text.get(..byte.min(text.len())).unwrap_or(text);
    let line = before.matches('\n').count();
    let units: usize = before.rsplit('\n').next().unwrap_or_default().chars().map(char::len_utf16).sum();
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Position::new(number(line), number(units))
}

/// The range of some bytes.
pub(super) fn range(text: &str, span: &Range<usize>) -> lsp_types::Range {
    lsp_types::Range::new(position(text, span.start), position(text, span.end))
}

/// A place as an editor goes to it; none where its file lies in no folder.
pub(super) fn location(findings: &Findings, place: &Place) -> Option<Location> {
    let file = findings.files.get(place.file)?;
    let path = Path::new(&file.name);
    // What the program carries has a name and no place on the disk.
    if !path.is_absolute() {
        return None;
    }
    Some(Location::new(uri_of(path)?, range(&file.text, &place.span)))
}

/// The address of a file.
#[must_use]
pub fn uri_of(path: &Path) -> Option<Uri> {
    let mut out = String::from("file://");
    let path = path.display().to_string().replace('\\', "/");
    if !path.starts_with('/') {
        out.push('/');
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    Uri::from_str(&out).ok()
}

/// The file of an address; none for what is no file.
#[must_use]
pub fn path_of(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    let path = rest.get(rest.find('/')?..)?;
    let mut bytes = Vec::new();
    let mut at = path.bytes();
    while let Some(byte) = at.next() {
        if byte == b'%' {
            let (high, low) = (at.next()?, at.next()?);
            let digit = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
            bytes.push(digit(high)? * 16 + digit(low)?);
        } else {
            bytes.push(byte);
        }
    }
    let path = String::from_utf8(bytes).ok()?;
    // `/C:/stories` is `C:/stories`.
    let drive = path.get(2..3) == Some(":");
    Some(PathBuf::from(if drive { path.get(1..).unwrap_or_default() } else { &path }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_units_of_utf_16_and_bytes_do_not() {
        let text = "one\nzwei 🏮 drei\nvier";
        let lantern = text.find("drei").expect("it is there");
        assert_eq!(position(text, lantern), Position::new(1, 8));
        assert_eq!(byte(text, Position::new(1, 8)), lantern);
        assert_eq!(byte(text, Position::new(1, 99)), text.find("\nvier").expect("it is there"));
        assert_eq!(byte(text, Position::new(9, 0)), text.len());
    }

    #[test]
    fn a_path_and_its_address_are_each_other_s() {
        let path = Path::new("/tmp/my stories/lampu é/scenes.ron");
        let uri = uri_of(path).expect("an address");
        assert_eq!(uri.as_str(), "file:///tmp/my%20stories/lampu%20%C3%A9/scenes.ron");
        assert_eq!(path_of(&uri).as_deref(), Some(path));
    }
}
