//! Every way a decision can turn out: each draw on the way taken each way it can fall, with its share.
//!
//! The same turns by the same code as in play, with luck that is told how to fall. It may also be blind: to a condition
//! on numbers it does not know it answers both ways, and rules, which write such numbers alone, are left out. So what
//! it finds blind is at least what can happen. The invariant: the shares of one decision add up to 1, but for what
//! their last binary digits lose.

use std::collections::HashMap;

use crate::{
    engine::{
        chance::Draws,
        eval::{Reader, Scratch},
        fault::TurnError,
        ledger::{Entry, Happening, Witness},
        locks,
        reads::Reads,
        state::{Place, Setup, State},
        step::{Course, Room, Turn},
    },
    story::{
        Story,
        expr::lower::Code,
        ids::{ChoiceId, Slot},
        model::{Odds, slot_of},
    },
};

/// A share of 1, in 2^-60.
pub type Share = u64;

/// The whole.
pub const WHOLE: Share = 1 << 60;

/// How one draw fell: at a place, between two bounds of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fall {
    /// Events, then decks.
    pub n: usize,
    /// The place of the draw.
    pub place: u64,
    /// The lowest number drawn that falls so.
    pub from: u32,
    /// One past the highest.
    pub to: u32,
    /// How many numbers there are.
    pub of: u32,
}

/// A condition, and whether it should hold; or nothing, to keep a place.
pub type Watched = Option<(Code, bool)>;

/// One way a decision can turn out.
#[derive(Debug)]
pub struct Way<'a> {
    /// Where it leads.
    pub state: &'a State,
    /// Its share among the ways of this decision.
    pub share: Share,
    /// How luck fell.
    pub falls: &'a [Fall],
    /// Which of the conditions that are watched were not as they should be when some turn on the way ended, or at the
    /// end of the way, a bit each.
    pub broken: u64,
}

/// Luck that is told how to fall, and tries every way in turn.
#[derive(Debug, Clone, Default)]
struct Script {
    /// For each draw: which option is taken, and how many there are.
    taken: Vec<(usize, usize)>,
    at: usize,
    share: Share,
    falls: Vec<Fall>,
    /// By slot: what is not known. Empty where everything is.
    blind: Vec<bool>,
    /// What each piece of code reads, asked once.
    asked: HashMap<(u32, u32), bool>,
}

impl Script {
    fn begin(&mut self) {
        self.at = 0;
        self.share = WHOLE;
        self.falls.clear();
    }

    /// Moves on to the next way; false where all were tried.
    fn next(&mut self) -> bool {
        while let Some((taken, options)) = self.taken.last_mut() {
            if *taken + 1 < *options {
                *taken += 1;
                return true;
            }
            self.taken.pop();
        }
        false
    }

    fn option(&mut self, options: usize) -> usize {
        let at = self.at;
        self.at += 1;
        if let Some((taken, _)) = self.taken.get(at) {
            return *taken;
        }
        self.taken.push((0, options));
        0
    }
}

impl Draws for Script {
    fn happens(&mut self, n: usize, odds: &Odds) -> bool {
        let (wins, of) = odds.chance();
        // What never happens is no way.
        wins > 0 && self.one_of(n, odds.place, &[wins, of.saturating_sub(wins)]) == 0
    }

    fn one_of(&mut self, n: usize, place: u64, weights: &[u32]) -> usize {
        let can: Vec<usize> = (0..weights.len()).filter(|i| weights[*i] > 0).collect();
        let option = self.option(can.len());
        let taken = can.get(option).copied().unwrap_or(0);
        let of: u32 = weights.iter().sum();
        let from: u32 = weights[..taken].iter().sum();
        let wide = u128::from(self.share) * u128::from(weights[taken]) / u128::from(of.max(1));
        self.share = u64::try_from(wide).unwrap_or(0);
        self.falls.push(Fall { n, place, from, to: from + weights[taken], of });
        taken
    }

    fn guess(&mut self, story: &Story, code: Code) -> Option<bool> {
        self.unknown(story, code).then(|| self.option(2) == 0)
    }

    fn unknown(&mut self, story: &Story, code: Code) -> bool {
        let Self { blind, asked, .. } = self;
        if blind.is_empty() {
            return false;
        }
        if code.len == 0 {
            return reads_any(story, code, blind);
        }
        *asked.entry((code.start, code.len)).or_insert_with(|| reads_any(story, code, blind))
    }

    fn blind(&self) -> bool {
        !self.blind.is_empty()
    }

    fn any(&mut self, options: usize) -> usize {
        self.option(options)
    }
}

/// Whether code reads one of the slots that are marked.
fn reads_any(story: &Story, code: Code, marked: &[bool]) -> bool {
    read_slots(story, code).iter().any(|slot| marked.get(slot.at()).copied().unwrap_or(false))
}

/// Every slot that code reads.
#[must_use]
pub fn read_slots(story: &Story, code: Code) -> Vec<Slot> {
    let mut reads = Reads::default();
    reads.code(story, code);
    reads.vars.iter().map(|v| slot_of(*v)).chain(reads.slots.iter().copied()).collect()
}

/// Looks at the end of every turn whether what is watched holds.
struct Watch<'a> {
    story: &'a Story,
    setup: &'a Setup,
    codes: &'a [Watched],
    scratch: Scratch,
    broken: u64,
}

impl Witness for Watch<'_> {
    const LOOKS: bool = true;
    fn entry(&mut self, _: Entry) {}
    fn happened(&mut self, _: i64, _: Happening) {}
    fn rules_read(&mut self, _: &State) {}
    fn turn_end(&mut self, state: &State) {
        self.broken |= broken(self.story, self.setup, state, self.codes, &mut self.scratch);
    }
}

/// Which of some conditions are not as they should be, a bit each; one that cannot be worked out is not.
fn broken(story: &Story, setup: &Setup, state: &State, codes: &[Watched], scratch: &mut Scratch) -> u64 {
    let mut reader = Reader::new(story, setup, state, scratch);
    let codes = codes.iter().enumerate();
    codes.fold(0, |bits, (n, watched)| match watched {
        Some((code, wanted)) if reader.holds(*code) != Ok(*wanted) => bits | 1 << n,
        Some(_) | None => bits,
    })
}

/// Tries every way.
#[derive(Debug)]
pub struct Explorer<'a> {
    story: &'a Story,
    setup: &'a Setup,
    /// Conditions that are looked at when a turn ends and when a decision is to be made, at most 64.
    watched: Vec<Watched>,
    script: Script,
    room: Room,
    scratch: Scratch,
}

impl<'a> Explorer<'a> {
    /// An explorer that knows every number, and watches conditions, at most 64.
    #[must_use]
    pub fn new(story: &'a Story, setup: &'a Setup, watched: Vec<Watched>) -> Self {
        let (script, room, scratch) = (Script::default(), Room::default(), Scratch::default());
        Self { story, setup, watched, script, room, scratch }
    }

    /// One that does not know what is in these slots, a mark each.
    #[must_use]
    pub fn blind(mut self, slots: Vec<bool>) -> Self {
        self.script.blind = slots;
        self
    }

    /// Every state in which a play can begin.
    ///
    /// # Errors
    /// A turn that cannot be worked out.
    pub fn begin(&mut self, see: &mut impl FnMut(Way<'_>)) -> Result<(), TurnError> {
        let start = State::at_start(self.story, self.setup);
        self.each(&start, see, |turn| {
            turn.before_all()?;
            turn.open()
        })
    }

    /// Every state to which a choice that is open can lead.
    ///
    /// # Errors
    /// A turn that cannot be worked out.
    pub fn decide(
        &mut self,
        from: &State,
        choice: ChoiceId,
        see: &mut impl FnMut(Way<'_>),
    ) -> Result<(), TurnError> {
        self.each(from, see, |turn| turn.choose(choice))
    }

    fn each(
        &mut self,
        from: &State,
        see: &mut impl FnMut(Way<'_>),
        go: impl Fn(&mut Turn<'_, Watch<'_>, Script>) -> Result<(), TurnError>,
    ) -> Result<(), TurnError> {
        let (story, setup) = (self.story, self.setup);
        self.script.taken.clear();
        loop {
            self.script.begin();
            let scratch = std::mem::take(&mut self.scratch);
            let witness = Watch { story, setup, codes: &self.watched, scratch, broken: 0 };
            let (luck, room) = (std::mem::take(&mut self.script), std::mem::take(&mut self.room));
            let mut course = Course { state: from.clone(), luck, room, witness };
            let went = go(&mut Turn { story, setup, course: &mut course });
            let Course { state, luck, room, witness: mut watch } = course;
            watch.turn_end(&state);
            let broken = watch.broken;
            (self.script, self.room, self.scratch) = (luck, room, watch.scratch);
            went?;
            see(Way { state: &state, share: self.script.share, falls: &self.script.falls, broken });
            if !self.script.next() {
                return Ok(());
            }
        }
    }

    /// The choices that are open in a state; blind, those that may be.
    ///
    /// # Errors
    /// A condition that cannot be worked out.
    pub fn open(&mut self, state: &State, open: &mut Vec<ChoiceId>) -> Result<(), TurnError> {
        open.clear();
        let Place::Scene(scene) = state.place else { return Ok(()) };
        for n in self.story.scene(scene).choices.clone() {
            let id = ChoiceId::new(n);
            if self.unsure(id) || locks::is_open(self.story, self.setup, state, id, &mut self.room)? {
                open.push(id);
            }
        }
        Ok(())
    }

    /// Whether a choice's lock depends on what is not known, so that it may be open or not.
    pub fn unsure(&mut self, id: ChoiceId) -> bool {
        if self.script.blind.is_empty() {
            return false;
        }
        let choice = self.story.choice(id);
        let unknown = choice.when.is_some_and(|when| self.script.unknown(self.story, when.code));
        let priced = self.story.bounds.iter().enumerate().filter(|(_, b)| b.priced);
        let dear = priced.map(|(n, _)| slot_of(crate::story::ids::VarId::new(n)));
        unknown || (choice.moves_levers && dear.clone().any(|s| self.script.blind[s.at()]))
    }
}
