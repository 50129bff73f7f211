//! The plain face's loop: a line in, lines out.
//!
//! Generic over its streams, so that a test drives the same loop. The invariant: at the end of input it says where the
//! run is kept and, last, which ending was reached.

use std::io::{self, BufRead, Write};

use super::Doors;
use crate::{
    app::{Effect, Model, Msg, update},
    plain::{Said, Voice, farewell, hear},
};

/// Whether somebody sits before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prompt {
    /// Somebody does: a sign is shown where a line can be typed.
    Shown,
    /// It is a pipe.
    None,
}

/// Plays until the player leaves or the input ends.
///
/// # Errors
/// What writing said; a closed pipe among it. The run is saved then.
pub fn run(
    input: impl BufRead,
    mut output: impl Write,
    prompt: Prompt,
    model: &mut Model,
    doors: &mut Doors,
) -> io::Result<()> {
    let mut voice = Voice::default();
    say(&mut output, &voice.news(model))?;
    ask(&mut output, prompt)?;
    let mut input = input;
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        // Bytes, not text: a line that is no UTF-8 is not understood, and play goes on.
        if io::Read::take(&mut input, 1 << 16).read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        let line = String::from_utf8_lossy(&bytes);
        match hear(&line, model) {
            Said::Nothing => {}
            Said::Do(msg) => {
                if do_all(msg, model, doors) == Go::Leave {
                    break;
                }
                say(&mut output, &voice.news(model))?;
            }
            said => say(&mut output, &voice.answer(&said, model))?,
        }
        ask(&mut output, prompt)?;
    }
    let path = model.game.as_ref().and_then(|g| doors.path(&g.run.story, g.file?));
    let played = model.game.as_ref().is_some_and(|g| g.timeline.decisions() > 0 || path.is_some());
    if played {
        say(&mut output, &farewell(model, path.as_deref()))?;
    }
    output.flush()
}

#[derive(PartialEq, Eq)]
enum Go {
    On,
    Leave,
}

fn do_all(msg: Msg, model: &mut Model, doors: &mut Doors) -> Go {
    let mut waiting = vec![msg];
    while let Some(msg) = waiting.pop() {
        for effect in update(model, msg) {
            if effect == Effect::Quit {
                return Go::Leave;
            }
            let weighed = match (&effect, &model.game) {
                (Effect::Weigh, Some(game)) => doors.weigh(game),
                _ => doors.perform(&effect),
            };
            waiting.extend(weighed);
        }
    }
    Go::On
}

fn say(output: &mut impl Write, lines: &[String]) -> io::Result<()> {
    for line in lines {
        writeln!(output, "{line}")?;
    }
    output.flush()
}

fn ask(output: &mut impl Write, prompt: Prompt) -> io::Result<()> {
    match prompt {
        Prompt::None => Ok(()),
        Prompt::Shown => {
            write!(output, "> ")?;
            output.flush()
        }
    }
}
