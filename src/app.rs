//! The game as a person meets it: screens, actions and messages, and the one function that changes them.
//!
//! `Msg → update → (Model, Vec<Effect>)`. It draws nothing and touches no disk: faces draw a [`Model`], and the shell
//! performs each [`Effect`] and answers with a message. Everything a face shows of a play is a [`page`], made here once
//! for both faces, so that neither can show less. The invariant: [`update`](fn@update) is the only writer.

pub mod action;
pub mod begin;
pub mod chart;
pub mod check;
mod choose;
mod condition;
pub mod find;
mod fit;
pub mod game;
pub mod govern;
pub mod keys;
pub mod known;
pub mod lang;
pub mod library;
pub mod locks;
pub mod made;
pub mod map;
pub mod model;
pub mod msg;
pub mod notes;
pub mod numbers;
mod open;
pub mod page;
pub mod palette;
pub mod people;
pub mod quarters;
pub mod reload;
pub mod rules;
mod scroll;
pub mod seen;
mod set;
pub mod settings;
pub mod unfold;
pub mod update;
pub mod why;
pub mod workshop;
pub mod wrap;

pub use action::Action;
pub use game::Game;
pub use lang::Lang;
pub use model::{Model, Screen};
pub use msg::{Effect, Msg};
pub use settings::{Face, Motion, Pace, Setting, Settings, Signs, Theme};
pub use update::update;
