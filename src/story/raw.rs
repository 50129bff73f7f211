//! A pack as it is written: one struct for each shape in a file, every leaf with its place.
//!
//! Nothing is checked here but the shape; names are strings, expressions are text. The invariant: a field that the
//! format does not have is an error (`deny_unknown_fields`), and each item of a list or map is read by itself, so that
//! one broken scene hides no other. What most scenes and choices lack is boxed: a pack may have tens of thousands.

use std::borrow::Cow;

use ron::error::SpannedError;
use serde::Deserialize;

use super::{
    spanned::{Leaf, Pairs, Quick, Spanned, from_ron, leaf},
    split,
};

/// A string with its place.
pub type Str<'s> = Spanned<'s, Cow<'s, str>>;
/// A whole number with its place.
pub type Int<'s> = Spanned<'s, i64>;
/// A list whose items are read one by one.
pub type List<'s, T> = Vec<Spanned<'s, T>>;
/// A map of ids whose values are read one by one.
pub type Map<'s, T> = Pairs<'s, Spanned<'s, T>>;

/// The name of a field in a file.
macro_rules! written {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident serde(default)) => {
        stringify!($field)
    };
    ($field:ident serde(default, rename = $name:literal)) => {
        $name
    };
}

/// Whether a field has to be there.
macro_rules! needed {
    () => {
        true
    };
    (serde($($default:tt)*)) => {
        false
    };
}

/// A field of the format, as it is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// As it is written.
    pub name: &'static str,
    /// Its type, as it is declared here.
    pub ty: &'static str,
    /// Whether it has to be there.
    pub needed: bool,
}

/// A shape of the format, as it is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Its name here.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// Its fields.
    pub fields: &'static [Field],
}

/// What a field is where it is left out.
macro_rules! left_out {
    ($ty:ty) => {
        None
    };
    ($ty:ty, serde($($default:tt)*)) => {
        <$ty as Quick<'_>>::missing()
    };
}

macro_rules! raw {
    ($($(#[doc = $doc:literal])* $name:ident { $($(#[$($attr:tt)*])* $field:ident : $ty:ty),+ $(,)? })+) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields)]
        #[expect(missing_docs, reason = "the fields are the format, described in docs/authoring.md")]
        pub struct $name<'s> { $($(#[$($attr)*])* #[serde(borrow)] pub $field: $ty,)+ }

        impl<'s> $name<'s> {
            /// The shape as it is declared, for documents and editors.
            pub const SHAPE: Shape = Shape {
                name: stringify!($name),
                about: concat!($($doc),*),
                fields: &[$(Field {
                    name: written!($field $($($attr)*)*),
                    ty: stringify!($ty),
                    needed: needed!($($($attr)*)*),
                },)+],
            };

            /// The same without RON, where nothing in it is out of the ordinary.
            pub(in crate::story) fn quick(text: &'s str) -> Option<Self> {
                $(let mut $field: Option<$ty> = None;)+
                for (name, value) in split::fields(stringify!($name), text)? {
                    match name {
                        $(written!($field $($($attr)*)*) if $field.is_none() => $field = Some(Quick::quick(value)?),)+
                        _ => return None,
                    }
                }
                Some(Self { $($field: match $field {
                    Some(value) => value,
                    None => left_out!($ty $(, $($attr)*)*)?,
                },)+ })
            }
        }

        impl<'de: 's, 's> Leaf<'de> for $name<'s> {
            fn read(text: &'de str) -> Result<Self, Box<SpannedError>> {
                Self::quick(text).map_or_else(|| from_ron(text), Ok)
            }
        }
    )+};
}

mod guide;
pub use guide::*;

raw! {
    /// `World(…)`.
    World {
        id: Str<'s>,
        format: Int<'s>,
        #[serde(default)] languages: List<'s, Cow<'s, str>>,
        #[serde(default)] point: Option<Int<'s>>,
        #[serde(default)] meters: List<'s, Meter<'s>>,
        #[serde(default)] stocks: List<'s, Meter<'s>>,
        #[serde(default)] memory: List<'s, Memory<'s>>,
        #[serde(default)] levers: List<'s, Lever<'s>>,
        #[serde(default)] budget: Option<Int<'s>>,
        #[serde(default)] parameters: List<'s, Parameter<'s>>,
        #[serde(default, rename = "let")] lets: List<'s, Let<'s>>,
        #[serde(default)] flags: List<'s, Cow<'s, str>>,
        #[serde(default)] shocks: List<'s, Shock<'s>>,
        #[serde(default)] presets: List<'s, Preset<'s>>,
        #[serde(default)] groups: List<'s, Group<'s>>,
        #[serde(default)] figures: List<'s, Figure<'s>>,
        #[serde(default)] renamed: Pairs<'s, Str<'s>>,
        #[serde(default)] allow: Pairs<'s, Str<'s>>,
    }
    /// A meter, of the world or of a story, or a stock.
    Meter {
        id: Str<'s>,
        name: Str<'s>,
        #[serde(default)] about: Option<Str<'s>>,
        #[serde(default)] low: Option<Str<'s>>,
        #[serde(default)] high: Option<Str<'s>>,
        #[serde(default)] start: Option<Int<'s>>,
        #[serde(default)] min: Option<Int<'s>>,
        #[serde(default)] max: Option<Int<'s>>,
        #[serde(default)] is: Option<Str<'s>>,
        #[serde(default)] band: Option<Str<'s>>,
        #[serde(default)] shown: Option<Spanned<'s, bool>>,
    }
    /// What rules carry from turn to turn.
    Memory {
        id: Str<'s>,
        is: Str<'s>,
        #[serde(default)] start: Option<Int<'s>>,
        #[serde(default)] min: Option<Int<'s>>,
        #[serde(default)] max: Option<Int<'s>>,
    }
    /// What an office can set.
    Lever {
        id: Str<'s>,
        name: Str<'s>,
        #[serde(default)] about: Option<Str<'s>>,
        max: Int<'s>,
        #[serde(default)] cost: Option<Int<'s>>,
        #[serde(default)] start: Option<Int<'s>>,
    }
    /// A factor on rules.
    Parameter {
        id: Str<'s>,
        name: Str<'s>,
        #[serde(default)] about: Option<Str<'s>>,
        #[serde(default)] contested: Option<Spanned<'s, bool>>,
    }
    /// A named expression.
    Let {
        id: Str<'s>,
        is: Str<'s>,
        #[serde(default)] name: Option<Str<'s>>,
        #[serde(default)] because: Option<Str<'s>>,
    }
    /// An event of the world.
    Shock {
        id: Str<'s>,
        name: Str<'s>,
    }
    /// A named set of parameters.
    Preset {
        id: Str<'s>,
        name: Str<'s>,
        #[serde(default)] set: Pairs<'s, Int<'s>>,
    }
    /// A part of the people and how content it is.
    Group {
        id: Str<'s>,
        name: Str<'s>,
        share: Int<'s>,
        is: Str<'s>,
    }
    /// A second way to take a meter's figure, shown when a run has ended.
    Figure {
        id: Str<'s>,
        name: Str<'s>,
        beside: Str<'s>,
        is: Str<'s>,
        #[serde(default)] about: Option<Str<'s>>,
    }
    /// One of `Rules([…])`.
    Rule {
        id: Str<'s>,
        name: Str<'s>,
        because: Str<'s>,
        then: List<'s, Cow<'s, str>>,
        #[serde(default)] says: Option<Str<'s>>,
        #[serde(default)] when: Option<Str<'s>>,
        #[serde(default)] later: List<'s, Later<'s>>,
    }
    /// One of `Schedules([…])`.
    Schedule {
        id: Str<'s>,
        name: Str<'s>,
        #[serde(default)] turns: ByTurn<'s, Cow<'s, str>>,
        #[serde(default)] events: ByTurn<'s, Event<'s>>,
    }
    /// One of `Regions([…])`, tried in order.
    Region {
        id: Str<'s>,
        name: Str<'s>,
        #[serde(default)] when: Option<Str<'s>>,
    }
    /// One of `People({…})` or of a story's cast.
    Person {
        name: Str<'s>,
        #[serde(default)] about: Option<Str<'s>>,
        #[serde(default)] side: Option<Spanned<'s, Side>>,
    }
    /// `Story(…)`.
    Story {
        id: Str<'s>,
        format: Int<'s>,
        world: Str<'s>,
        title: Str<'s>,
        chair: Str<'s>,
        opens: Str<'s>,
        turns: Spanned<'s, (i64, i64)>,
        #[serde(default)] languages: List<'s, Cow<'s, str>>,
        #[serde(default)] about: Option<Str<'s>>,
        #[serde(default)] notes: List<'s, Cow<'s, str>>,
        #[serde(default)] minutes: Option<Spanned<'s, (i64, i64)>>,
        #[serde(default)] shelf: Option<Int<'s>>,
        #[serde(default)] country: Option<Str<'s>>,
        #[serde(default)] holds: List<'s, Cow<'s, str>>,
        #[serde(default)] plan: List<'s, Plan<'s>>,
        #[serde(default)] start: Pairs<'s, Int<'s>>,
        #[serde(default)] levers: Map<'s, LeverChange<'s>>,
        #[serde(default)] meters: List<'s, Meter<'s>>,
        #[serde(default)] stocks: List<'s, Meter<'s>>,
        #[serde(default)] flags: List<'s, Cow<'s, str>>,
        #[serde(default)] carried: List<'s, Cow<'s, str>>,
        #[serde(default, rename = "let")] lets: List<'s, Let<'s>>,
        #[serde(default)] cast: Map<'s, Person<'s>>,
        #[serde(default)] decks: Map<'s, Deck<'s>>,
        #[serde(default)] endings: List<'s, Ending<'s>>,
        #[serde(default)] claims: List<'s, Claim<'s>>,
        #[serde(default)] renamed: Pairs<'s, Str<'s>>,
        #[serde(default)] allow: Pairs<'s, Str<'s>>,
    }
    /// A story's own limits for a lever of its world.
    LeverChange {
        #[serde(default)] max: Option<Int<'s>>,
        #[serde(default)] cost: Option<Int<'s>>,
    }
    /// An entry of a plan.
    Plan {
        from: Int<'s>,
        levers: Pairs<'s, Int<'s>>,
        #[serde(default)] when: Option<Str<'s>>,
    }
    /// A set of storylets.
    Deck {
        draw: Spanned<'s, (i64, i64)>,
        then: Str<'s>,
        #[serde(default)] turn: Option<Int<'s>>,
    }
    /// How a story closes.
    Ending {
        id: Str<'s>,
        text: Str<'s>,
        #[serde(default)] title: Option<Str<'s>>,
        #[serde(default)] when: Option<Str<'s>>,
        #[serde(default)] turn: Option<Int<'s>>,
    }
    /// One of `Scenes({…})`.
    Scene {
        text: Str<'s>,
        #[serde(default)] title: Option<Box<Str<'s>>>,
        #[serde(default)] turn: Option<Int<'s>>,
        #[serde(default)] storylet: Option<Box<Spanned<'s, Storylet<'s>>>>,
        #[serde(default)] events: List<'s, Event<'s>>,
        #[serde(default, rename = "do")] effects: List<'s, Cow<'s, str>>,
        #[serde(default)] choices: List<'s, Choice<'s>>,
    }
    /// What makes a scene a storylet.
    Storylet {
        deck: Str<'s>,
        #[serde(default)] when: Option<Str<'s>>,
        #[serde(default)] priority: Option<Int<'s>>,
        #[serde(default)] weight: Option<Int<'s>>,
        #[serde(default)] cooldown: Option<Int<'s>>,
        #[serde(default)] max: Option<Int<'s>>,
    }
    /// An event, drawn once when it is reached.
    Event {
        id: Str<'s>,
        #[serde(default)] chance: Option<Spanned<'s, (i64, i64)>>,
        #[serde(default)] when: Option<Str<'s>>,
        #[serde(default)] text: Option<Str<'s>>,
        #[serde(default, rename = "do")] effects: List<'s, Cow<'s, str>>,
    }
    /// What can be done in a scene.
    Choice {
        id: Str<'s>,
        text: Str<'s>,
        goto: Str<'s>,
        #[serde(default)] stance: Option<Box<Spanned<'s, Stance>>>,
        #[serde(default)] when: Option<Box<Str<'s>>>,
        #[serde(default, rename = "do")] effects: List<'s, Cow<'s, str>>,
        #[serde(default)] gives: Option<Box<Str<'s>>>,
        #[serde(default)] outcome: Option<Str<'s>>,
        #[serde(default)] costs: Option<Box<Str<'s>>>,
        #[serde(default)] later: List<'s, Later<'s>>,
    }
    /// A consequence that waits.
    Later {
        id: Str<'s>,
        after: Int<'s>,
        #[serde(default)] when: Option<Str<'s>>,
        #[serde(default, rename = "do")] effects: List<'s, Cow<'s, str>>,
        #[serde(default)] text: Option<Str<'s>>,
        #[serde(default)] foreshadow: Option<Str<'s>>,
        #[serde(default)] or: Option<Spanned<'s, Or>>,
    }
    /// `Audit(…)`: what a pack is measured by.
    Audit {
        #[serde(default)] outcomes: List<'s, Cow<'s, str>>,
        #[serde(default)] strategies: List<'s, Strategy<'s>>,
    }
    /// A way to govern a world.
    Strategy {
        id: Str<'s>,
        name: Str<'s>,
        levers: Pairs<'s, Pairs<'s, Int<'s>>, i64>,
        #[serde(default)] stance: Option<Spanned<'s, Stance>>,
    }
    /// `Translation(…)`: the pack's texts in another language.
    Translation {
        lang: Str<'s>,
        of: Str<'s>,
        texts: Map<'s, Translated<'s>>,
    }
    /// One translated text.
    Translated {
        text: Str<'s>,
        #[serde(default)] of: Option<Str<'s>>,
    }
}

/// Every shape of the format, the parts of a file first.
pub const SHAPES: &[Shape] = &[
    World::SHAPE,
    Story::SHAPE,
    Meter::SHAPE,
    Memory::SHAPE,
    Lever::SHAPE,
    Parameter::SHAPE,
    Let::SHAPE,
    Shock::SHAPE,
    Preset::SHAPE,
    Group::SHAPE,
    Figure::SHAPE,
    Rule::SHAPE,
    Schedule::SHAPE,
    Region::SHAPE,
    Person::SHAPE,
    LeverChange::SHAPE,
    Plan::SHAPE,
    Deck::SHAPE,
    Ending::SHAPE,
    Scene::SHAPE,
    Storylet::SHAPE,
    Event::SHAPE,
    Choice::SHAPE,
    Later::SHAPE,
    Guide::SHAPE,
    Use::SHAPE,
    Dilemma::SHAPE,
    Prompt::SHAPE,
    Power::SHAPE,
    Workshop::SHAPE,
    Role::SHAPE,
    Statement::SHAPE,
    Case::SHAPE,
    Item::SHAPE,
    Question::SHAPE,
    Audit::SHAPE,
    Strategy::SHAPE,
    Translation::SHAPE,
    Translated::SHAPE,
];

/// What a story says can be proved of it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum Claim<'s> {
    /// Some play comes to this ending.
    #[serde(borrow)]
    Reachable(Str<'s>),
    /// At every decision, at the end of every turn and at every ending.
    #[serde(borrow)]
    Always(Str<'s>),
    /// At none of them.
    #[serde(borrow)]
    Never(Str<'s>),
    /// Sooner or later in every play, at a decision or an ending.
    #[serde(borrow)]
    AlwaysEventually(Str<'s>),
    /// From wherever a play can come to, it can come to an end.
    CanAlwaysEnd,
    /// A play in which this choice was made ends so.
    Implies(#[serde(borrow)] Str<'s>, #[serde(borrow)] Str<'s>),
}

impl<'de: 's, 's> Leaf<'de> for Claim<'s> {
    fn read(text: &'de str) -> Result<Self, Box<SpannedError>> {
        from_ron(text)
    }
}

/// Lists by turn, `{4: ["crime"]}`.
pub type ByTurn<'s, T> = Pairs<'s, List<'s, T>, i64>;

/// Where somebody stands in the debate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Side {
    /// For more watching.
    For,
    /// Against it.
    Against,
    /// Neither, yet.
    Undecided,
}

/// How a choice leans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub enum Stance {
    /// Watch more, or harder.
    Watch,
    /// Watch under rules.
    Regulate,
    /// Do not watch.
    Refuse,
    /// Ask the people who are watched.
    Listen,
}

/// What becomes of a consequence whose condition does not hold when it falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Or {
    /// It is dropped.
    Drop,
    /// It is tried again, so many turns in a row.
    Retry(i64),
}

leaf!(Side, Stance, Or);
