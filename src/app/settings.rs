//! What a player has set: one value, with the words by which a file and a screen name each part of it.
//!
//! Not where it is kept, nor what a theme looks like. The invariant: every setting has a default, so a file that says
//! nothing is a good one.

use super::keys::Wishes;

/// How the screen is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "each is named as it is set")]
pub enum Theme {
    #[default]
    Terminal,
    Ink,
    Paper,
    Contrast,
    OkabeIto,
    Mono,
}

impl Theme {
    /// All of them.
    pub const ALL: &[Self] =
        &[Self::Terminal, Self::Ink, Self::Paper, Self::Contrast, Self::OkabeIto, Self::Mono];

    /// The word by which it is set.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Ink => "ink",
            Self::Paper => "paper",
            Self::Contrast => "contrast",
            Self::OkabeIto => "okabe-ito",
            Self::Mono => "mono",
        }
    }
}

/// Which signs are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Signs {
    /// As the terminal's locale says.
    #[default]
    Auto,
    /// Arrows, bars and rules.
    Unicode,
    /// Their twins.
    Ascii,
}

impl Signs {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Auto, Self::Unicode, Self::Ascii];

    /// The word by which it is set.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Unicode => "unicode",
            Self::Ascii => "ascii",
        }
    }
}

/// Which face is up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Face {
    /// The full screen where there is one.
    #[default]
    Auto,
    /// The full screen.
    Screen,
    /// Lines of words.
    Plain,
}

impl Face {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Auto, Self::Screen, Self::Plain];

    /// The word by which it is set.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Screen => "screen",
            Self::Plain => "plain",
        }
    }
}

/// How much may move on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Motion {
    /// As the environment says.
    #[default]
    Auto,
    /// Text may unfold, bars may fill.
    Full,
    /// Nothing moves but what tells how far work is.
    Reduced,
    /// Not even that: it is told in digits.
    None,
}

impl Motion {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Auto, Self::Full, Self::Reduced, Self::None];

    /// The word by which it is set.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Full => "full",
            Self::Reduced => "reduced",
            Self::None => "none",
        }
    }
}

/// How fast text unfolds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "each is named as it is set")]
pub enum Pace {
    #[default]
    Fast,
    Middling,
    Slow,
    Instant,
}

impl Pace {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Fast, Self::Middling, Self::Slow, Self::Instant];

    /// The word by which it is set.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Fast => "fast",
            Self::Middling => "middling",
            Self::Slow => "slow",
            Self::Instant => "instant",
        }
    }
}

/// What is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The language's tag; none is the environment's.
    pub language: Option<String>,
    /// How the screen is painted.
    pub theme: Theme,
    /// Which signs are drawn.
    pub signs: Signs,
    /// Which face comes up.
    pub face: Face,
    /// How much may move.
    pub motion: Motion,
    /// How fast text unfolds.
    pub pace: Pace,
    /// The keys that are not as they come: by a binding's name, the names of its keys.
    pub keys: Wishes,
    /// Whether clicks and the wheel are this program's.
    pub mouse: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: None,
            theme: Theme::default(),
            signs: Signs::default(),
            face: Face::default(),
            motion: Motion::default(),
            pace: Pace::default(),
            keys: Wishes::new(),
            mouse: true,
        }
    }
}

/// One of them, as it stands on the screen and in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named for what it sets")]
pub enum Setting {
    Language,
    Theme,
    Signs,
    Face,
    Motion,
    Pace,
    Mouse,
}

impl Setting {
    /// All of them, in the order in which they are shown.
    pub const ALL: &[Self] =
        &[Self::Language, Self::Theme, Self::Signs, Self::Face, Self::Motion, Self::Pace, Self::Mouse];

    /// The word by which it is named in the file and in the plain face.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Theme => "theme",
            Self::Signs => "signs",
            Self::Face => "face",
            Self::Motion => "motion",
            Self::Pace => "pace",
            Self::Mouse => "mouse",
        }
    }

    /// The words for what it can be; the first of them is the default.
    #[must_use]
    pub fn words(self) -> Vec<&'static str> {
        match self {
            Self::Language => [&["auto"], super::lang::LANGUAGES].concat(),
            Self::Theme => Theme::ALL.iter().map(|t| t.id()).collect(),
            Self::Signs => Signs::ALL.iter().map(|s| s.id()).collect(),
            Self::Face => Face::ALL.iter().map(|f| f.id()).collect(),
            Self::Motion => Motion::ALL.iter().map(|m| m.id()).collect(),
            Self::Pace => Pace::ALL.iter().map(|p| p.id()).collect(),
            Self::Mouse => vec!["on", "off"],
        }
    }

    /// The word for what it is.
    #[must_use]
    pub fn word(self, settings: &Settings) -> &str {
        match self {
            Self::Language => settings.language.as_deref().unwrap_or("auto"),
            Self::Theme => settings.theme.id(),
            Self::Signs => settings.signs.id(),
            Self::Face => settings.face.id(),
            Self::Motion => settings.motion.id(),
            Self::Pace => settings.pace.id(),
            Self::Mouse if settings.mouse => "on",
            Self::Mouse => "off",
        }
    }

    /// Sets it by a word; whether there is such a word.
    pub fn set(self, settings: &mut Settings, word: &str) -> bool {
        let Some(n) = self.words().iter().position(|w| *w == word) else { return false };
        match self {
            Self::Language => settings.language = (n > 0).then(|| word.to_owned()),
            Self::Theme => settings.theme = Theme::ALL[n],
            Self::Signs => settings.signs = Signs::ALL[n],
            Self::Face => settings.face = Face::ALL[n],
            Self::Motion => settings.motion = Motion::ALL[n],
            Self::Pace => settings.pace = Pace::ALL[n],
            Self::Mouse => settings.mouse = n == 0,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_every_setting_sets_what_it_says() {
        for setting in Setting::ALL {
            assert_eq!(setting.words()[0], setting.word(&Settings::default()), "the default comes first");
            for word in setting.words() {
                let mut settings = Settings::default();
                assert!(setting.set(&mut settings, word));
                assert_eq!(setting.word(&settings), word);
            }
            assert!(!setting.set(&mut Settings::default(), "no such word"));
        }
    }
}
