//! The plain face's loop: a line in, lines out.
//!
//! Generic over its streams, so that a test drives the same loop. The invariant: at the end of input it says where the
//! run is kept and, last, which ending was reached.

use std::io::{self, BufRead, Write};

use super::Doors;
use crate::{
    app::{Effect, Model, Msg, model::Shown, update},
    plain::{Completions, Said, Voice, completions, farewell, hear},
};

/// Where lines come from.
pub trait Lines {
    /// The next line; none at the end of input. `known` completes what is being typed, where somebody types.
    ///
    /// # Errors
    /// What reading said.
    fn next(&mut self, known: Completions) -> io::Result<Option<String>>;
}

/// Lines of a stream that nobody types at.
#[derive(Debug)]
pub struct Piped<R>(pub R);

impl<R: BufRead> Lines for Piped<R> {
    fn next(&mut self, _: Completions) -> io::Result<Option<String>> {
        let mut bytes = Vec::new();
        // Bytes, not text: a line that is no UTF-8 is not understood, and play goes on.
        let read = io::Read::take(&mut self.0, 1 << 16).read_until(b'\n', &mut bytes)?;
        Ok((read > 0).then(|| String::from_utf8_lossy(&bytes).into_owned()))
    }
}

/// Why the loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// The player left, or there is nothing more to hear.
    Left,
    /// The player goes on by the other face.
    OtherFace,
}

/// Whether this terminal has a full screen to go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Other {
    /// It has.
    There,
    /// It has none.
    None,
}

/// Plays until the player leaves or the input ends.
///
/// # Errors
/// What writing said; a closed pipe among it. The run is saved then.
pub fn run(
    input: &mut impl Lines,
    mut output: impl Write,
    other: Other,
    model: &mut Model,
    doors: &mut Doors,
) -> io::Result<Over> {
    let mut voice = Voice::default();
    let _ = update(model, Msg::Shown(Shown::Lines));
    say(&mut output, &voice.news(model))?;
    while let Some(line) = input.next(completions(model))? {
        // Where nobody is woken, what was edited meanwhile is taken up with the next line.
        for news in doors.news() {
            do_all(news, model, doors);
            say(&mut output, &voice.news(model))?;
        }
        match hear(&line, model) {
            Said::Nothing => {}
            Said::Do(msg) => {
                match do_all(msg, model, doors) {
                    Go::On => {}
                    Go::Leave => break,
                    Go::OtherFace if other == Other::There => return Ok(Over::OtherFace),
                    Go::OtherFace => model.notice = Some(model.lang.say("notice-no-screen")),
                }
                say(&mut output, &voice.news(model))?;
            }
            said => say(&mut output, &voice.answer(&said, model))?,
        }
    }
    let path = model.game.as_ref().and_then(|g| doors.path(&g.run.story, g.file?));
    let played = model.game.as_ref().is_some_and(|g| g.timeline.decisions() > 0 || path.is_some());
    if played {
        say(&mut output, &farewell(model, path.as_deref()))?;
    }
    output.flush()?;
    Ok(Over::Left)
}

#[derive(PartialEq, Eq)]
enum Go {
    On,
    OtherFace,
    Leave,
}

fn do_all(msg: Msg, model: &mut Model, doors: &mut Doors) -> Go {
    let (mut waiting, mut go) = (vec![msg], Go::On);
    while let Some(msg) = waiting.pop() {
        for effect in update(model, msg) {
            match effect {
                Effect::Quit => return Go::Leave,
                Effect::OtherFace => go = Go::OtherFace,
                _ => {}
            }
            let weighed = match (&effect, &model.game) {
                (Effect::Weigh, Some(game)) => doors.weigh(game),
                _ => doors.perform(&effect),
            };
            waiting.extend(weighed);
        }
    }
    go
}

fn say(output: &mut impl Write, lines: &[String]) -> io::Result<()> {
    for line in lines {
        writeln!(output, "{line}")?;
    }
    output.flush()
}
