//! The facilitator's desk and the wall on a terminal.
//!
//! The desk's lines are read here and done by whoever keeps the room; a wall is only shown. The invariant: to leave the
//! desk loses nothing: the room can be taken up again.

mod screen;

use std::io::{self, Write};

use super::lines::Lines;
use crate::{
    app::{
        Lang,
        workshop::{Act, Conductor, Wall},
    },
    plain,
};

pub(super) use screen::{desk_on_screen, wall_on_screen};

/// How the desk was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskLeft {
    /// The session is over; what belonged to phones is gone. What remains, in words.
    Ended(Vec<String>),
    /// The facilitator left, or there is nothing more to hear; the room can be taken up again.
    Left,
}

/// The desk by lines of words.
///
/// # Errors
/// What reading or writing said.
pub fn desk_by_lines(
    input: &mut impl Lines,
    mut output: impl Write,
    room: &mut impl Conductor,
    lang: &Lang,
) -> io::Result<DeskLeft> {
    tell(&mut output, &plain::join_lines(&room.join(), lang))?;
    look(&mut output, room, lang)?;
    while let Some(line) = input.next(plain::Completions::default())? {
        if line.trim().is_empty() {
            continue;
        }
        match room.hear(&line) {
            None => {
                let line = crate::story::sane(line.trim());
                tell(&mut output, &[lang.say_with("room-not-understood", &[("line", line.into())])])?;
            }
            Some(Act::Help) => tell(&mut output, &plain::desk_help(lang))?,
            Some(Act::Look) => look(&mut output, room, lang)?,
            Some(Act::Join) => tell(&mut output, &plain::join_lines(&room.join(), lang))?,
            Some(Act::Quit) => return Ok(DeskLeft::Left),
            Some(Act::End { sure: false }) => tell(&mut output, &[lang.say("room-end-sure")])?,
            Some(Act::End { sure: true }) => match room.end() {
                Ok(told) => return Ok(DeskLeft::Ended(told)),
                Err(why) => tell(&mut output, &[why])?,
            },
            Some(act) => match room.act(&act) {
                Ok(()) => look(&mut output, room, lang)?,
                Err(why) => tell(&mut output, &[why])?,
            },
        }
    }
    Ok(DeskLeft::Left)
}

fn look(output: &mut impl Write, room: &mut impl Conductor, lang: &Lang) -> io::Result<()> {
    let Some((desk, _)) = room.look() else { return Ok(()) };
    let (phones, _) = room.phones();
    let mut told = plain::desk_lines(&desk, lang);
    told.insert(3, lang.say_with("room-phones", &[("n", crate::app::lang::number(phones))]));
    tell(output, &told)
}

fn tell(output: &mut impl Write, lines: &[String]) -> io::Result<()> {
    for line in lines {
        writeln!(output, "{}", harmless(line))?;
    }
    output.flush()
}

/// Lines of a pack may hold what a terminal would obey.
fn harmless(line: &str) -> String {
    line.replace(crate::story::is_unsafe, "\u{fffd}")
}

/// The wall by lines of words, each time it changes.
///
/// # Errors
/// What writing said.
pub fn wall_by_lines(
    walls: impl Iterator<Item = Wall>,
    mut output: impl Write,
    lang: impl Fn(&str) -> Lang,
) -> io::Result<()> {
    let mut before: Option<Vec<String>> = None;
    for wall in walls {
        let lang = lang(&wall.lang);
        let told = plain::wall_lines(&wall, &lang);
        // Only the foot counts along with those who come and answer.
        let same = |old: &Vec<String>| old.split_last().map(|(_, l)| l) == told.split_last().map(|(_, l)| l);
        if before.as_ref().is_some_and(same) {
            tell(&mut output, told.last().map_or(&[], std::slice::from_ref))?;
        } else {
            tell(&mut output, &told)?;
        }
        before = Some(told);
    }
    Ok(())
}
