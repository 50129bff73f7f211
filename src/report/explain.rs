//! The page of every diagnostic: what it means, a pack that has it, and the same pack mended.
//!
//! The pages are Markdown in `assets/codes`, carried in the program. The invariant: every code has a page, and a test
//! puts its examples together and looks at them.

use include_dir::{Dir, include_dir};

use crate::story::diagnostic::Code;

static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/codes");

/// The page of a code, as Markdown.
#[must_use]
pub fn page(code: Code) -> &'static str {
    let file = PAGES.get_file(format!("{}.md", code.word()));
    file.and_then(|file| file.contents_utf8()).unwrap_or_default()
}

/// What a code means in a few words: the title of its page.
#[must_use]
pub fn title(code: Code) -> &'static str {
    let first = page(code).lines().next().unwrap_or_default();
    first.split_once(": ").map_or("", |(_, title)| title)
}

/// Every code with its severity and title, a line each.
#[must_use]
pub fn list() -> String {
    let line = |code: &Code| format!("{}  {:<7}  {}\n", code.word(), code.severity().word(), title(*code));
    Code::ALL.iter().map(line).collect()
}
