//! The layout of a pack's file, settled: indentation by brackets, one space after `,` and `:`, no space at a line's end.
//!
//! Lines stay lines, comments and strings stay as they are, but for the indentation of a prose string, which means
//! nothing. What follows an open bracket on its line is what the lines below it align with; a bracket that ends its
//! line indents them by four. The invariant: what is read from the file is the same as before, and a settled file is
//! settled.

/// What a line begins in.
enum Inside {
    Nothing,
    /// `/* … */`.
    Comment,
    /// A string in quotes that runs over lines.
    Quoted,
    /// A raw string; how it closes, and by how much its lines are moved.
    Raw(String, isize),
}

/// A file with its layout settled.
#[must_use]
pub fn settled(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mut out = String::with_capacity(text.len());
    // For each open bracket: where the lines below align, and where its own line begins.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut inside = Inside::Nothing;
    let mut blank = true;
    for line in text.lines() {
        match &inside {
            Inside::Nothing => {}
            Inside::Comment | Inside::Quoted => {
                let line = if matches!(inside, Inside::Comment) { line.trim_end() } else { line };
                out.push_str(line);
                out.push('\n');
                inside = scan(line, inside, &mut open, 0);
                continue;
            }
            Inside::Raw(_, shift) => {
                let moved = moved(line, *shift);
                let ended = {
                    let next = scan(&moved, inside, &mut open, 0);
                    let ended = !matches!(next, Inside::Raw(..));
                    inside = next;
                    ended
                };
                out.push_str(if ended { moved.trim_end() } else { &moved });
                out.push('\n');
                continue;
            }
        }
        let bare = spaced(line.trim());
        if bare.is_empty() {
            // One empty line in a row says as much as five.
            if !blank {
                out.push('\n');
            }
            blank = true;
            continue;
        }
        blank = false;
        let closes = bare.starts_with([')', ']', '}']);
        let indent = open.last().map_or(0, |(align, begins)| if closes { *begins } else { *align });
        let before = line.len() - line.trim_start().len();
        let laid = format!("{}{bare}", " ".repeat(indent));
        let shift = isize::try_from(indent).unwrap_or(0) - isize::try_from(before).unwrap_or(0);
        inside = scan(&laid, Inside::Nothing, &mut open, shift);
        // A string that runs on keeps what stands at this line's end.
        out.push_str(if matches!(inside, Inside::Quoted) { &laid } else { laid.trim_end() });
        out.push('\n');
    }
    let end = out.trim_end().len();
    out.truncate(end);
    out.push('\n');
    out
}

/// A line of a raw string, moved as its beginning was.
fn moved(line: &str, shift: isize) -> String {
    if line.trim().is_empty() {
        return String::new();
    }
    let spaces = line.len() - line.trim_start_matches(' ').len();
    let to = usize::try_from(isize::try_from(spaces).unwrap_or(0) + shift).unwrap_or(0);
    format!("{}{}", " ".repeat(to), line.trim_start_matches(' '))
}

/// One space after `,` and `:`, none before, none inside a bracket's ends; outside strings and comments.
fn spaced(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(next) = rest.chars().next() {
        if rest.starts_with("//") || rest.starts_with("/*") {
            out.push_str(rest);
            return out;
        }
        if let Some((len, closed)) = string(rest) {
            out.push_str(rest.get(..len).unwrap_or(rest));
            if !closed {
                return out;
            }
            rest = rest.get(len..).unwrap_or_default();
            continue;
        }
        rest = rest.get(next.len_utf8()..).unwrap_or_default();
        match next {
            ',' | ':' => {
                let end = out.trim_end().len();
                out.truncate(end);
                out.push(next);
                rest = rest.trim_start();
                let closes = next == ',' && rest.starts_with([')', ']', '}']);
                if !(rest.is_empty() || closes) {
                    out.push(' ');
                }
            }
            c if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with([' ', '(', '[', '{']) {
                    out.push(' ');
                }
            }
            ')' | ']' | '}' => {
                let end = out.trim_end().len();
                out.truncate(end);
                out.push(next);
            }
            c => out.push(c),
        }
    }
    out
}

/// How long a string at the beginning of a text is, and whether it ends there.
fn string(rest: &str) -> Option<(usize, bool)> {
    if let Some(inner) = rest.strip_prefix('"') {
        let end = quoted(inner);
        return Some(end.map_or((rest.len(), false), |n| (n + 2, true)));
    }
    let (open, close) = raw(rest)?;
    let end = rest.get(open..)?.find(&close);
    Some(end.map_or((rest.len(), false), |n| (open + n + close.len(), true)))
}

/// How a raw string opens, in bytes, and how it closes.
pub(crate) fn raw(rest: &str) -> Option<(usize, String)> {
    let hashes = rest.strip_prefix('r')?;
    let count = hashes.len() - hashes.trim_start_matches('#').len();
    hashes.get(count..)?.starts_with('"').then(|| (count + 2, format!("\"{}", "#".repeat(count))))
}

/// Where a quoted string ends, in bytes after its quote.
pub(crate) fn quoted(inner: &str) -> Option<usize> {
    let mut escaped = false;
    inner.char_indices().find_map(|(at, c)| {
        let end = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        end.then_some(at)
    })
}

/// Reads a line: brackets are opened and closed, and what the next line begins in is answered.
fn scan(line: &str, mut inside: Inside, open: &mut Vec<(usize, usize)>, shift: isize) -> Inside {
    let begins = line.len() - line.trim_start().len();
    let mut at = 0;
    loop {
        let rest = line.get(at..).unwrap_or_default();
        let ended = match &inside {
            Inside::Nothing => None,
            Inside::Comment => Some(rest.find("*/").map(|n| n + 2)),
            Inside::Quoted => Some(quoted(rest).map(|n| n + 1)),
            Inside::Raw(close, _) => Some(rest.find(close).map(|n| n + close.len())),
        };
        match ended {
            Some(None) => return inside,
            Some(Some(len)) => {
                at += len;
                inside = Inside::Nothing;
                continue;
            }
            None => {}
        }
        let Some(next) = rest.chars().next() else { return inside };
        if rest.starts_with("//") {
            return inside;
        }
        if rest.starts_with("/*") {
            (at, inside) = (at + 2, Inside::Comment);
        } else if next == '"' {
            (at, inside) = (at + 1, Inside::Quoted);
        } else if let Some((len, close)) = raw(rest).filter(|_| !word_before(line, at)) {
            (at, inside) = (at + len, Inside::Raw(close, shift));
        } else {
            at += next.len_utf8();
            match next {
                '(' | '[' | '{' => {
                    let behind = line.get(at..).unwrap_or_default().trim_start();
                    let ends = behind.is_empty() || behind.starts_with("//");
                    let columns = line.get(..at).unwrap_or_default().chars().count();
                    open.push((if ends { begins + 4 } else { columns }, begins));
                }
                ')' | ']' | '}' => {
                    open.pop();
                }
                _ => {}
            }
        }
    }
}

/// Whether a letter stands right before a place, so that an `r` there is part of a word.
fn word_before(line: &str, at: usize) -> bool {
    line.get(..at).and_then(|b| b.chars().next_back()).is_some_and(|c| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_align_with_what_follows_a_bracket_and_comments_stay() {
        let loose = "Scenes({\n  \"a\":(  text:\"Two, three: four\" ,\n choices:[\n(id:\"x\",// why\n      text :  \"y\"),\n\n\n\n],\n),\n})\n\n";
        let settled_text = "Scenes({\n    \"a\": (text: \"Two, three: four\",\n          choices: [\n              (id: \"x\", // why\n               text: \"y\"),\n\n          ],\n    ),\n})\n";
        assert_eq!(settled(loose), settled_text);
        assert_eq!(settled(settled_text), settled_text);
    }

    #[test]
    fn prose_moves_with_its_beginning_and_keeps_its_shape() {
        let loose = "Scenes({\n\"a\": (\ntext: r#\"\n    One (two\n      three\n\n    four\n\"#,\n),\n})";
        let settled_text = "Scenes({\n    \"a\": (\n        text: r#\"\n            One (two\n              three\n\n            four\n        \"#,\n    ),\n})\n";
        assert_eq!(settled(loose), settled_text);
    }
}
