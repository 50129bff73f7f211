//! The file of a language, kept in step with its source: what is missing is added to be filled in, what is stale is
//! marked with the source as it was and as it is.
//!
//! Everything that is there stays, byte for byte, but for the comments that are written here. The invariant: a second
//! time changes nothing.

use std::fmt::Write as _;

use super::{
    prose,
    raw::Translation,
    spanned::{Leaf as _, from_ron},
};

/// A text of the pack, in the language it is written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its key.
    pub key: String,
    /// As it is written.
    pub text: String,
}

/// A file in step, and what was done to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refreshed {
    /// The file.
    pub text: String,
    /// Texts that were added, to be filled in.
    pub added: usize,
    /// Translations whose source has changed.
    pub stale: usize,
    /// Translations that are still empty.
    pub empty: usize,
    /// Translations of texts that are no longer there.
    pub orphaned: usize,
}

/// A source on one line, as a comment shows it.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Brings a language's file into step with its sources, or begins one. `from` is the language of the sources.
///
/// # Errors
/// A file that cannot be read as a translation; it is left alone then.
pub fn refresh(
    file: Option<&str>,
    sources: &[Source],
    (from, to): (&str, &str),
) -> Result<Refreshed, String> {
    let begun = format!("Translation(\n    lang: \"{to}\", of: \"{from}\",\n    texts: {{\n    }},\n)\n");
    let text = file.unwrap_or(&begun);
    let raw: Translation<'_> =
        Translation::read(text).or_else(|_| from_ron(text)).map_err(|e| e.to_string())?;
    let mut done = Refreshed { text: String::new(), added: 0, stale: 0, empty: 0, orphaned: 0 };
    let (mut out, mut copied) = (String::new(), 0);
    let start_of = |slice: &str| slice.as_ptr() as usize - text.as_ptr() as usize;
    let mut known: Vec<&str> = Vec::new();
    let (now, was) = (format!("// {from}: "), format!("// {from} was: "));
    for (key, entry) in &raw.texts.0 {
        let (Ok(name), Ok(entry)) = (&key.value, &entry.value) else { continue };
        known.push(name);
        let Some(source) = sources.iter().find(|s| s.key == name.as_ref()) else {
            done.orphaned += 1;
            continue;
        };
        let empty = entry.text.value.as_ref().is_ok_and(|t| t.trim().is_empty());
        done.empty += usize::from(empty);
        let mark = prose::mark(&source.text);
        let of = entry.of.as_ref().and_then(|of| of.value.as_ref().ok());
        let stale = of.is_some_and(|of| *of != mark.as_str());
        done.stale += usize::from(stale && !empty);
        // The comments right above it that were written here before.
        let at = text.get(..start_of(key.text)).unwrap_or_default().rfind('\n').map_or(0, |n| n + 1);
        let mut from_line = at;
        let mut before = None;
        let mut commented = false;
        while let Some(above) = text.get(copied..from_line).and_then(|t| t.strip_suffix('\n')) {
            let begin = above.rfind('\n').map_or(copied, |n| copied + n + 1);
            let comment = text.get(begin..from_line).unwrap_or_default().trim();
            if let Some(old) = comment.strip_prefix(was.as_str()) {
                before = Some(old.to_owned());
            } else if let Some(old) = comment.strip_prefix(now.as_str()) {
                commented = true;
                before = before.or_else(|| (old != line(&source.text)).then(|| old.to_owned()));
            } else {
                break;
            }
            from_line = begin;
        }
        out.push_str(text.get(copied..from_line).unwrap_or_default());
        let indent: String = text.get(at..).unwrap_or_default().chars().take_while(|c| *c == ' ').collect();
        if let (true, Some(before)) = (stale && !empty, &before) {
            let _ = writeln!(out, "{indent}{was}{before}");
        }
        if stale || commented {
            let _ = writeln!(out, "{indent}{now}{}", line(&source.text));
        }
        copied = at;
        // What nobody has filled in yet is of the source as it is.
        if let (true, true, Some(of)) = (empty, stale, &entry.of) {
            out.push_str(text.get(copied..start_of(of.text)).unwrap_or_default());
            let _ = write!(out, "\"{mark}\"");
            copied = start_of(of.text) + of.text.len();
        }
    }
    let missing: Vec<&Source> =
        sources.iter().filter(|s| !known.contains(&s.key.as_str()) && !s.text.trim().is_empty()).collect();
    done.added = missing.len();
    // The new ones stand last, before the bracket that closes them all.
    let end = text.rfind('}').ok_or("this file has no `texts: {…}`")?;
    let body = text.get(copied..end).unwrap_or_default().trim_end_matches(' ');
    out.push_str(body);
    if !missing.is_empty() {
        if !body.trim_end().ends_with(['{', ',']) && !known.is_empty() {
            let keep = out.trim_end().len();
            out.truncate(keep);
            out.push(',');
        }
        if !out.ends_with('\n') {
            out.push('\n');
        }
    }
    for source in missing {
        let mark = prose::mark(&source.text);
        let _ = writeln!(
            out,
            "        {now}{}\n        \"{}\": (of: \"{mark}\", text: \"\"),",
            line(&source.text),
            source.key
        );
    }
    let last = text.get(..end).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
    out.push_str(if last.trim().is_empty() { last } else { "" });
    out.push_str(text.get(end..).unwrap_or_default());
    done.text = out;
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(key: &str, text: &str) -> Source {
        Source { key: key.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_file_is_begun_filled_and_kept_in_step() {
        let first = [source("scene.a", "One\n  line."), source("choice.x", "Go.")];
        let begun = refresh(None, &first, ("en", "id")).expect("it is begun");
        assert_eq!((begun.added, begun.stale, begun.empty), (2, 0, 0));
        assert!(
            begun.text.contains("        // en: One line.\n        \"scene.a\": (of: \""),
            "{}",
            begun.text
        );
        let again = refresh(Some(&begun.text), &first, ("en", "id")).expect("it is read");
        assert_eq!((again.text.as_str(), again.empty), (begun.text.as_str(), 2));
        // Somebody fills one in, and writes a comment of their own; then the source changes.
        let filled = begun.text.replacen("text: \"\"", "text: \"Satu baris.\"", 1);
        let filled = filled.replace("        \"choice.x\"", "        // mine\n        \"choice.x\"");
        let second =
            [source("scene.a", "Two lines."), source("choice.x", "Go."), source("choice.y", "Stay.")];
        let stale = refresh(Some(&filled), &second, ("en", "id")).expect("it is read");
        assert_eq!((stale.added, stale.stale, stale.empty), (1, 1, 1));
        assert!(
            stale.text.contains(
                "        // en was: One line.\n        // en: Two lines.\n        \"scene.a\": (of: \""
            ),
            "{}",
            stale.text
        );
        assert!(stale.text.contains("text: \"Satu baris.\"") && stale.text.contains("// mine\n"));
        let again = refresh(Some(&stale.text), &second, ("en", "id")).expect("it is read");
        assert_eq!(again.text, stale.text);
        // Its mark is set anew: what was is forgotten, what is stays.
        let mark = prose::mark("One\n  line.");
        let mended = stale.text.replace(&mark, &prose::mark("Two lines."));
        let mended = refresh(Some(&mended), &second, ("en", "id")).expect("it is read");
        assert!(
            !mended.text.contains("was:") && mended.text.contains("// en: Two lines."),
            "{}",
            mended.text
        );
        let gone = refresh(Some(&mended.text), &second[1..], ("en", "id")).expect("it is read");
        assert_eq!((gone.orphaned, gone.text), (1, mended.text));
    }
}
