//! Everything the faces show, as one value.
//!
//! The invariant: the screens lie in a stack whose lowest is the library or, where a story was named on the command
//! line, the play; and a play screen is there only while a game is.

use std::sync::Arc;

use super::{
    game::Game, keys::Keymap, known::Known, lang::Lang, settings::Settings, unfold::Moving, why::Subject,
};
use crate::{
    engine::{Card, Point, Run},
    lab::Hinge,
    story::{Head, Story, ids::ChoiceId},
};

/// A storyline on the shelf.
#[derive(Debug, Clone)]
pub struct Shelved {
    /// The pack's name.
    pub name: String,
    /// What it says of itself.
    pub head: Head,
    /// The story behind it.
    pub stock: Stock,
    /// Whether it is a world, to be governed without a story.
    pub world: bool,
    /// Its saved runs, the last saved first: the number of the file, and the run.
    pub runs: Vec<(u32, Run)>,
    /// What all its saved runs have come to.
    pub known: Known,
}

/// What is behind a storyline on the shelf.
#[derive(Debug, Clone)]
pub enum Stock {
    /// It is not loaded yet.
    Unread,
    /// It can be played.
    Story(Arc<Story>),
    /// So many errors keep it from being played.
    Broken(usize),
}

impl Shelved {
    /// The story, if it can be played.
    #[must_use]
    pub const fn story(&self) -> Option<&Arc<Story>> {
        match &self.stock {
            Stock::Story(story) => Some(story),
            Stock::Unread | Stock::Broken(_) => None,
        }
    }
}

/// A screen and where one is on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Screen {
    /// The storylines.
    Library {
        /// Which row is marked.
        marked: usize,
    },
    /// A scene or an ending.
    Play {
        /// Which choice is marked.
        marked: usize,
        /// How many lines are scrolled away.
        scroll: usize,
    },
    /// All that was read.
    Transcript {
        /// How many lines are scrolled away, from the end.
        scroll: usize,
    },
    /// A world governed without a story.
    Govern {
        /// Which lever is marked.
        marked: usize,
        /// How many lines are scrolled away.
        scroll: usize,
    },
    /// An answer.
    Why {
        /// What was asked.
        subject: Subject,
        /// Of which point of the play.
        point: Point,
        /// Which row is marked.
        marked: usize,
        /// How many lines are scrolled away.
        scroll: usize,
    },
    /// The world's parameters, where one governs.
    Numbers {
        /// Which is marked.
        marked: usize,
        /// How many lines are scrolled away.
        scroll: usize,
    },
    /// The same play as each stance would have decided it.
    Mirror {
        /// As it stood at the end of the step to this turn; none is now.
        turn: Option<i64>,
        /// How many lines are scrolled away.
        scroll: usize,
    },
    /// Which decisions moved the odds of the endings.
    Hinges {
        /// How many lines are scrolled away.
        scroll: usize,
    },
    /// A number over the quarters.
    Charts {
        /// Which number.
        marked: usize,
        /// Whether it is a table.
        table: bool,
        /// Whether the plays of the stances stand beside it.
        beside: bool,
        /// How many lines are scrolled away.
        scroll: usize,
    },
    /// The story as a graph of places.
    Map {
        /// Which place is marked.
        marked: usize,
        /// Whether it is a list of what is known.
        table: bool,
        /// How many lines of that are scrolled away.
        scroll: usize,
    },
    /// The people who have spoken.
    People {
        /// How many lines are scrolled away.
        scroll: usize,
    },
    /// The world's rules.
    Rules {
        /// How many lines are scrolled away.
        scroll: usize,
    },
    /// What is set.
    Settings {
        /// Which setting is marked.
        marked: usize,
    },
    /// All that can be done on the screen below.
    Palette {
        /// What was typed to find it.
        query: String,
        /// Which row is marked.
        marked: usize,
    },
    /// A word that is typed, to be sought on the screen below.
    Find {
        /// The word so far.
        query: String,
    },
    /// The keys of the screen below.
    Keys {
        /// How many lines are scrolled away.
        scroll: usize,
    },
}

/// How much of a screen is seen, as it was last drawn. Rows count from the top of the content.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extent {
    /// Rows that are seen at once.
    pub rows: usize,
    /// Rows of the whole content.
    pub total: usize,
    /// First and last row of each choice.
    pub choices: Vec<(usize, usize)>,
    /// Rows that have what is sought.
    pub found: Vec<usize>,
    /// Whether some of what would be seen has not unfolded yet.
    pub hidden: bool,
}

impl Extent {
    /// The furthest one can scroll.
    #[must_use]
    pub const fn last(&self) -> usize {
        self.total.saturating_sub(self.rows)
    }
}

/// The hinges of a play as it was at one moment: found, or as far as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    /// The play: its seed, and what was decided.
    pub of: (u64, Vec<ChoiceId>),
    /// How many plays have been made for it.
    pub done: u64,
    /// How many will be.
    pub all: u64,
    /// What was found, or why nothing was.
    pub found: Option<Result<Vec<Hinge>, String>>,
}

/// How many plays are made for each choice where somebody waits before the screen.
pub const PLAYS: u64 = 400;

/// What a run will be begun with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fresh {
    /// The schedule's id; none is the world's first.
    pub schedule: Option<String>,
    /// The preset's id; none is none.
    pub preset: Option<String>,
    /// Which of the kept world cards.
    pub card: Option<usize>,
}

/// Who has the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capture {
    /// This program.
    Ours,
    /// The terminal.
    Terminal,
}

/// Which face shows the game now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The full screen.
    Screen,
    /// Lines of words.
    Lines,
}

/// A row of the library that can be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The story's place on the shelf.
    pub story: usize,
    /// Which of its runs; none begins a new one.
    pub run: Option<usize>,
}

/// How many saved runs of a story the library offers.
pub const RUNS_SHOWN: usize = 3;

/// The whole game.
#[derive(Debug)]
pub struct Model {
    /// The interface's language.
    pub lang: Lang,
    /// The storylines.
    pub shelf: Vec<Shelved>,
    /// The world cards that are kept, the newest first.
    pub cards: Vec<Card>,
    /// What the next run will be begun with.
    pub fresh: Fresh,
    /// The screens, the one that is seen last.
    pub screens: Vec<Screen>,
    /// The play, once there is one.
    pub game: Option<Game>,
    /// The hinges of the play, once they were asked for.
    pub hinges: Option<Weighed>,
    /// What the player is to know now.
    pub notice: Option<String>,
    /// Who has the mouse.
    pub mouse: Capture,
    /// The tag of the language it was opened in, before any setting.
    pub native: &'static str,
    /// Which face it is shown by.
    pub shown: Shown,
    /// The keys as they are set.
    pub keys: Keymap,
    /// What is set.
    pub settings: Settings,
    /// The word that was sought last.
    pub sought: String,
    /// What moves.
    pub moving: Moving,
    /// Whether the story was begun where it lay open in the library, which shows its content notes.
    pub introduced: bool,
    /// Whether the end of this scene has been in sight.
    pub read: bool,
    /// How much of the screen was seen when it was last drawn.
    pub extent: Extent,
}

impl Model {
    /// A game that opens with the library.
    #[must_use]
    pub fn new(lang: Lang, shelf: Vec<Shelved>) -> Self {
        Self {
            native: lang.tag(),
            lang,
            shelf,
            cards: Vec::new(),
            fresh: Fresh::default(),
            screens: vec![Screen::Library { marked: 0 }],
            game: None,
            hinges: None,
            notice: None,
            mouse: Capture::Ours,
            shown: Shown::Screen,
            keys: Keymap::default(),
            settings: Settings::default(),
            sought: String::new(),
            moving: Moving::default(),
            introduced: false,
            read: false,
            extent: Extent::default(),
        }
    }

    /// What the window is called: the story that is played, or the program.
    #[must_use]
    pub fn title(&self) -> String {
        let name = self.lang.say("app-name");
        let Some(game) = self.game.as_ref().filter(|game| !game.governs()) else { return name };
        let title = crate::story::sane(game.story.label(game.story.about.title, game.language));
        format!("{title} - {name}")
    }

    /// What all runs of the story that is played have come to, as the shelf last knew.
    #[must_use]
    pub fn known(&self) -> Known {
        let id = self.game.as_ref().map(|g| g.run.story.as_str());
        let shelved = self.shelf.iter().find(|s| Some(s.head.id.as_str()) == id);
        shelved.map(|s| s.known.clone()).unwrap_or_default()
    }

    /// The screen that is seen.
    #[must_use]
    pub fn screen(&self) -> &Screen {
        static NONE: Screen = Screen::Library { marked: 0 };
        self.screens.last().unwrap_or(&NONE)
    }

    /// The story that lies open on the shelf: that of the marked row.
    #[must_use]
    pub fn open_on_shelf(&self) -> Option<usize> {
        let Screen::Library { marked } = self.screen() else { return None };
        self.rows().get(*marked).map(|row| row.story)
    }

    /// The rows of the library: for each story its unfinished and finished runs, then a new one.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (story, shelved) in self.shelf.iter().enumerate() {
            if !matches!(shelved.stock, Stock::Broken(_)) {
                rows.extend((0..shelved.runs.len().min(RUNS_SHOWN)).map(|r| Row { story, run: Some(r) }));
                rows.push(Row { story, run: None });
            }
        }
        rows
    }
}
