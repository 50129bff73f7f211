//! The brief way through a decision: to add what stands fixed, to ask rules that are ranges, to draw by chance alone.
//!
//! Not another meaning of a turn: whoever needs more than that, or wants to look at the states in between, goes the way of
//! [`act`](super::act) and [`step`](super::step). It is a way of its own since thousands of plays between two key
//! presses consist of little else, and calls and questions whose answer is known took half of their time. The
//! invariant: it comes to the state, the luck and the ledger that the long way comes to.

use crate::{
    engine::{
        chance::Draws,
        fault::{Fault, TurnError},
        ledger::{Happening, Witness},
        rules,
        state::{Place, State, turn_of},
        step::Course,
        write::{add, beyond},
    },
    story::{
        Story,
        ids::{ChoiceId, EndingId, EventId},
        model::{Brief, Cause, Flat, FlatScene, TURN},
    },
};

/// Makes a choice where all that comes of it is [`brief`](Flat::brief).
///
/// # Errors
/// A number that grows beyond all numbers, or no ending that fits.
#[expect(
    clippy::inline_always,
    reason = "one body for all that a decision does: a third of a turn was calls"
)]
#[inline(always)]
pub(super) fn choose<W: Witness, L: Draws>(
    story: &Story,
    course: &mut Course<W, L>,
    id: ChoiceId,
    to: Brief,
) -> Result<(), TurnError> {
    let flat = &story.flat;
    let Course { state: State { slots, place }, luck, room, witness } = course;
    let slots = &mut **slots;
    let adds = flat.choices[id.at()].does.adds.among(&flat.adds);
    let done = match to {
        Brief::Scene(scene) => {
            *place = Place::Scene(scene);
            let scene = &flat.scenes[scene.at()];
            add(slots, adds, Cause::Choice(id), witness)
                .and_then(|()| arrive(flat, scene, slots, luck, &mut room.sums, witness))
        }
        Brief::End => {
            let last = story.about.turns.1;
            let fits = add(slots, adds, Cause::Choice(id), witness)
                .and_then(|()| end(flat, last, slots, &mut room.sums, witness));
            match fits {
                Ok(None) => return Err(TurnError::new(Fault::NoEnding, "the story's endings")),
                Ok(Some(ending)) => {
                    *place = Place::Ended(ending);
                    Ok(())
                }
                Err(cause) => Err(cause),
            }
        }
    };
    done.map_err(|cause| beyond(story, cause))
}

/// Lets the world run to a turn.
#[expect(clippy::inline_always, reason = "what it does is less than what a call costs")]
#[inline(always)]
fn advance<W: Witness>(
    flat: &Flat,
    until: i64,
    slots: &mut [i64],
    sums: &mut Vec<i64>,
    witness: &mut W,
) -> Result<(), Cause> {
    while turn_of(slots) < until {
        rules::brief(flat, slots, sums, witness)?;
        slots[TURN.at()] += 1;
    }
    Ok(())
}

/// The first ending that fits at the last turn.
#[inline(never)]
fn end<W: Witness>(
    flat: &Flat,
    last: i64,
    slots: &mut [i64],
    sums: &mut Vec<i64>,
    witness: &mut W,
) -> Result<Option<EndingId>, Cause> {
    advance(flat, last, slots, sums, witness)?;
    Ok(flat.endings.iter().position(|guard| guard.holds(slots)).map(EndingId::new))
}

#[expect(clippy::inline_always, reason = "what it does is less than what a call costs")]
#[inline(always)]
fn arrive<W: Witness, L: Draws>(
    flat: &Flat,
    scene: &FlatScene,
    slots: &mut [i64],
    luck: &mut L,
    sums: &mut Vec<i64>,
    witness: &mut W,
) -> Result<(), Cause> {
    advance(flat, scene.turn, slots, sums, witness)?;
    for (n, event) in scene.events.numbered(&flat.events) {
        if luck.happens(n as usize, &event.odds) {
            let id = EventId::of(n);
            witness.happened(turn_of(slots), Happening::Event(id));
            add(slots, event.does.adds.among(&flat.adds), Cause::Event(id), witness)?;
        }
    }
    Ok(())
}
