//! What is wrong with a pack: one value for one problem, with a stable code and an exact place.
//!
//! Not how it is printed: `report` does that, for people and for machines. The invariant: a span lies inside the
//! file it names.

use std::{ops::Range, sync::OnceLock};

use super::source::SourceFile;

/// How bad it is. An error keeps the pack from being played; a warning does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The pack cannot be played.
    Error,
    /// The pack plays; somebody should look.
    Warning,
}

impl Severity {
    /// The word that is printed.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $severity:ident;)+) => {
        /// The kinds of problem, each with a code that never changes its meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $name,)+ }

        impl Code {
            /// Every code, in order.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The code as printed, `C0011`.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// The kind that a word names.
            #[must_use]
            pub fn of(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.word() == word)
            }

            /// How bad this kind of problem is.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)+ }
            }
        }
    };
}

codes! {
    /// The file is no RON.
    Syntax = "C0001", Error;
    /// A field that this part of the format does not have.
    UnknownField = "C0002", Error;
    /// A value of the wrong kind, or a field that is missing.
    Shape = "C0003", Error;
    /// One id twice.
    Duplicate = "C0004", Error;
    /// A file that opens with no known part (`Scenes`, `Rules`, …).
    UnknownPart = "C0005", Error;
    /// A part that a pack needs is not there, or is there twice.
    Part = "C0006", Error;
    /// A word that cannot be an id.
    BadId = "C0007", Error;
    /// The world that a story names cannot be found, or is broken.
    World = "C0008", Error;
    /// A folder that is not called as the pack in it.
    Folder = "C0009", Warning;
    /// An expression or effect that cannot be read.
    ExprSyntax = "C0010", Error;
    /// A name that nothing has.
    UnknownName = "C0011", Error;
    /// A number where a yes or no is needed, or the other way round.
    Type = "C0012", Error;
    /// An effect on something that nothing may write.
    ReadOnly = "C0013", Error;
    /// `let`s or derived meters that need each other.
    Circle = "C0014", Error;
    /// A number outside what is allowed.
    Range = "C0015", Error;
    /// A file in a folder below the pack's, which is not read.
    Below = "C0016", Warning;
    /// A `goto` to nowhere.
    Goto = "C0020", Error;
    /// A scene that no choice and no deck leads to.
    Unreachable = "C0021", Warning;
    /// A scene with no choice, or from which no ending can be reached.
    NoWayOut = "C0022", Error;
    /// A scene whose turn has passed before it opens.
    TurnPassed = "C0023", Warning;
    /// A guide that asks one side only.
    Guide = "C0024", Error;
    /// Prose whose markup does not close.
    Markup = "C0030", Error;
    /// A control character in a text.
    Control = "C0031", Error;
    /// A sign that terminals set in different widths.
    Joined = "C0032", Warning;
    /// A choice's label that is longer than a line has room for.
    LongLabel = "C0033", Warning;
    /// A scene that does not fit the smallest usual screen with its choices.
    TooTall = "C0034", Warning;
    /// A word of the narration that judges.
    Judging = "C0035", Warning;
    /// A hidden stock whose number a text would show.
    Hidden = "C0036", Warning;
    /// A text with nothing in it.
    Empty = "C0037", Warning;
    /// A text that the pack's other language lacks.
    Untranslated = "C0040", Warning;
    /// A translation written against another source text.
    Stale = "C0041", Warning;
    /// A translation of a text that is not there.
    Orphan = "C0042", Warning;
    /// A translation that does not say what it was written against.
    Unmarked = "C0043", Warning;
    /// A translation that shows other numbers than its source.
    Holes = "C0044", Warning;
    /// A condition that can never hold where it stands.
    NeverHolds = "C0050", Warning;
    /// A condition that always holds where it stands.
    AlwaysHolds = "C0051", Warning;
    /// A choice that is always locked.
    AlwaysLocked = "C0052", Warning;
    /// A scene from which a play cannot go on.
    ShutIn = "C0053", Warning;
    /// An amount or a limit that is always cut at a bound.
    AlwaysCut = "C0054", Warning;
    /// A value that nothing writes.
    NeverWritten = "C0055", Warning;
    /// A value that nothing reads.
    NeverRead = "C0056", Warning;
    /// An ending that no play comes to.
    NoPlayEnds = "C0057", Warning;
    /// An ending or region that another before it always forestalls.
    Shadowed = "C0058", Warning;
    /// A deck that can be opened with nothing to draw.
    EmptyDeck = "C0059", Warning;
    /// An `allow` that allows nothing.
    Allow = "C0060", Warning;
    /// A consequence that falls due after every play is over.
    NeverDue = "C0061", Warning;
}

/// A place in a pack.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// Which file of [`Findings::files`].
    pub file: usize,
    /// Bytes in that file.
    pub span: Range<usize>,
}

impl Place {
    /// What problems are sorted by: those of the whole pack first, then by file and place.
    #[must_use]
    pub fn order(place: Option<&Self>) -> Option<(usize, usize, usize)> {
        place.map(|p| (p.file, p.span.start, p.span.end))
    }
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind.
    pub code: Code,
    /// Where; a problem of the whole pack has no place.
    pub place: Option<Place>,
    /// What is wrong.
    pub message: String,
    /// What to do next; empty where the message says it.
    pub help: String,
    /// Another place that belongs to it, such as the first of two equal ids.
    pub also: Option<(Place, String)>,
}

/// A kind of warning that a pack allows, with its reason in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// The kind.
    pub code: Code,
    /// The one id that it is allowed of; of all where there is none.
    pub of: Option<String>,
    /// Where it is allowed.
    pub place: Place,
}

/// Everything that was found, with the files it was found in.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// The files that were read, world and story.
    pub files: Vec<SourceFile>,
    /// The problems, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// What the packs allow.
    pub allowed: Vec<Allowed>,
    /// Where the lines of each file end, once somebody asks.
    pub(super) ends: OnceLock<Vec<Vec<usize>>>,
}

impl Findings {
    /// How many of them keep the pack from being played.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.diagnostics.iter().filter(|d| d.code.severity() == Severity::Error).count()
    }

    /// Puts the problems in the order of files and places, each once.
    pub fn sort(&mut self) {
        self.diagnostics.sort_by(|a, b| {
            let key = |d: &Diagnostic| (Place::order(d.place.as_ref()), d.code);
            key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
        });
        self.diagnostics.dedup();
    }

    /// Line and column of a byte, both from 1, columns in characters.
    #[must_use]
    pub fn line_column(&self, file: usize, byte: usize) -> (usize, usize) {
        let text = self.files.get(file).map_or("", |f| f.text.as_str());
        let before = text.get(..byte.min(text.len())).unwrap_or(text);
        let ends = self.ends.get_or_init(|| {
            let ends = |f: &SourceFile| f.text.match_indices('\n').map(|(at, _)| at).collect();
            self.files.iter().map(ends).collect()
        });
        let line = ends.get(file).map_or(0, |ends| ends.partition_point(|end| *end < before.len()));
        let start = line.checked_sub(1).and_then(|n| ends.get(file)?.get(n)).map_or(0, |end| end + 1);
        (line + 1, before.get(start..).unwrap_or_default().chars().count() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique() {
        let mut words: Vec<_> = Code::ALL.iter().map(|c| c.word()).collect();
        words.dedup();
        assert_eq!(words.len(), Code::ALL.len());
    }
}
