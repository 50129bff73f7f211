//! Where numbers come from: everything that writes a slot, what the new value is made of, and what decides whether it
//! is written.
//!
//! The invariant: whatever the engine writes in a turn is in here, but for bounds, which move nothing by themselves.

use std::{collections::BTreeSet, ops::Range};

use crate::{
    engine::read_slots,
    story::{
        Story,
        expr::lower::{Code, Condition},
        ids::{LaterId, SceneId, Slot, VarId},
        model::{TURN, VarKind, slot_of},
        names::Tracker,
    },
};

/// Somewhere that slots are written.
#[derive(Debug, Clone, Default)]
pub(super) struct Flow {
    /// What is written.
    pub(super) writes: Vec<Slot>,
    /// What the new value is made of.
    pub(super) made_of: Vec<Slot>,
    /// What decides whether it is written at all.
    pub(super) when: Vec<Slot>,
    /// The scene it belongs to; none where it may come at any time.
    pub(super) scene: Option<SceneId>,
    /// Whether it comes with a rule, or with what is defined by an expression.
    pub(super) of_rules: bool,
}
/// The slots of all levers that the budget pays for.
pub(super) fn priced(story: &Story) -> Vec<Slot> {
    let priced = story.bounds.iter().enumerate().filter(|(_, b)| b.priced);
    priced.map(|(n, _)| slot_of(VarId::new(n))).collect()
}

/// Everything that writes anything.
pub(super) fn flows(story: &Story) -> Vec<Flow> {
    let read = |code: Code| read_slots(story, code);
    let maybe = |when: Option<Condition>| when.map(|w| read(w.code)).unwrap_or_default();
    let mut flows = Vec::new();
    let effects = |flows: &mut Vec<Flow>, range: Range<usize>, when: &[Slot], scene, of_rules, paid: bool| {
        for effect in &story.effects[range] {
            let mut when = when.to_vec();
            when.extend(effect.when.map(read).unwrap_or_default());
            // Whoever did not ask beforehand moves a lever as far as it can be paid for.
            let mut made_of = read(effect.value);
            if !paid && story.bounds[effect.var.at()].priced {
                made_of.extend(priced(story));
            }
            let writes = vec![slot_of(effect.var)];
            flows.push(Flow { writes, made_of, when, scene, of_rules });
        }
    };
    let waits = |flows: &mut Vec<Flow>, range: Range<usize>, when: &[Slot], scene, of_rules| {
        for later in &story.laters[range] {
            let writes = vec![later.due, later.tries];
            flows.push(Flow { made_of: writes.clone(), writes, when: when.to_vec(), scene, of_rules });
        }
    };
    let trackers = |flows: &mut Vec<Flow>, slots: [Option<Slot>; 2], when: &[Slot], scene, of_rules| {
        for slot in slots.into_iter().flatten() {
            flows.push(Flow {
                writes: vec![slot],
                made_of: vec![slot],
                when: when.to_vec(),
                scene,
                of_rules,
            });
        }
    };
    for choice in &story.choices {
        let (scene, when) = (Some(choice.scene), maybe(choice.when));
        effects(&mut flows, choice.effects.clone(), &when, scene, false, true);
        waits(&mut flows, choice.laters.clone(), &when, scene, false);
        trackers(&mut flows, [choice.last, None], &when, scene, false);
    }
    let events = |flows: &mut Vec<Flow>, range: Range<usize>, scene| {
        for event in &story.events[range] {
            effects(flows, event.effects.clone(), &maybe(event.when), scene, false, false);
        }
    };
    for (n, scene) in story.scenes.iter().enumerate() {
        let id = Some(SceneId::new(n));
        effects(&mut flows, scene.effects.clone(), &[], id, false, false);
        events(&mut flows, scene.events.clone(), id);
        trackers(&mut flows, [scene.visits, scene.last], &[], id, false);
    }
    for turn in story.schedules.iter().flat_map(|s| &s.turns) {
        events(&mut flows, turn.events.clone(), None);
    }
    for shock in &story.shocks {
        trackers(&mut flows, [shock.last, None], &[], None, false);
    }
    for rule in &story.rules {
        let when = maybe(rule.when);
        effects(&mut flows, rule.then.clone(), &when, None, true, true);
        waits(&mut flows, rule.laters.clone(), &when, None, true);
        trackers(&mut flows, [rule.last, None], &when, None, true);
    }
    for later in &story.laters {
        let mut when = maybe(later.when);
        when.extend([later.due, later.tries]);
        effects(&mut flows, later.effects.clone(), &when, None, false, false);
        let writes = vec![later.due, later.tries];
        flows.push(Flow { made_of: writes.clone(), writes, when, ..Flow::default() });
    }
    for entry in &story.plan {
        let mut when = maybe(entry.when);
        when.push(entry.done);
        let mut writes: Vec<Slot> = entry.levers.iter().map(|(lever, _)| slot_of(*lever)).collect();
        writes.push(entry.done);
        flows.push(Flow { writes, made_of: priced(story), when, ..Flow::default() });
    }
    for (id, var) in story.vars() {
        let of_rules = matches!(var.kind, VarKind::Memory | VarKind::Derived);
        if let Some(is) = var.is {
            flows.push(Flow { writes: vec![slot_of(id)], made_of: read(is), of_rules, ..Flow::default() });
        }
        let kept: Vec<Slot> = [var.peak, var.peak_turn].into_iter().flatten().collect();
        if !kept.is_empty() {
            let mut made_of = kept.clone();
            made_of.push(slot_of(id));
            flows.push(Flow { writes: kept, made_of, of_rules: true, ..Flow::default() });
        }
    }
    flows
}

/// The slots whose content can be followed without the rules: flags, levers and what is remembered, as far as they
/// are made of nothing else.
pub(super) fn trackable(story: &Story, flows: &[Flow]) -> BTreeSet<Slot> {
    let vars = story.vars().filter(|(_, v)| matches!(v.kind, VarKind::Flag | VarKind::Lever));
    let mut kept: BTreeSet<Slot> = vars.map(|(id, _)| slot_of(id)).collect();
    let first = 1 + story.vars.len();
    let remembered = story.trackers.iter().enumerate();
    kept.extend(remembered.filter_map(|(n, tracker)| match tracker {
        Tracker::Peak(_) | Tracker::PeakTurn(_) | Tracker::RuleTurn(_) => None,
        _ => Some(Slot::new(first + n)),
    }));
    kept.insert(TURN);
    let dues: Vec<(LaterId, [Slot; 2])> =
        story.laters.iter().enumerate().map(|(n, l)| (LaterId::new(n), [l.due, l.tries])).collect();
    loop {
        let before = kept.len();
        for flow in flows {
            // A consequence whose date is not known may come at any time.
            let undated = dues.iter().any(|(_, [due, tries])| {
                flow.when.contains(due) && !(kept.contains(due) && kept.contains(tries))
            });
            if flow.of_rules || undated || flow.made_of.iter().any(|slot| !kept.contains(slot)) {
                flow.writes.iter().for_each(|slot| {
                    kept.remove(slot);
                });
            }
        }
        if kept.len() == before {
            return kept;
        }
    }
}

/// What has to be followed with some slots, so that they are known: what they are made of and the dates of what
/// writes them. With `wider`, also what decides whether they are written.
pub(super) fn followed(
    story: &Story,
    flows: &[Flow],
    trackable: &BTreeSet<Slot>,
    mut slots: BTreeSet<Slot>,
    wider: bool,
) -> BTreeSet<Slot> {
    let dated: BTreeSet<Slot> = story.laters.iter().flat_map(|l| [l.due, l.tries]).collect();
    let done: BTreeSet<Slot> = story.plan.iter().map(|p| p.done).collect();
    let writing = |slots: &BTreeSet<Slot>, flow: &&Flow| flow.writes.iter().any(|s| slots.contains(s));
    if wider {
        let when: Vec<Slot> =
            flows.iter().filter(|f| writing(&slots, f)).flat_map(|f| f.when.clone()).collect();
        slots.extend(when.into_iter().filter(|s| trackable.contains(s)));
    }
    loop {
        let before = slots.len();
        let needed: Vec<Slot> = flows
            .iter()
            .filter(|f| writing(&slots, f))
            .flat_map(|f| {
                let dates = f.when.iter().filter(|s| dated.contains(s) || done.contains(s));
                f.made_of.iter().chain(dates).copied().collect::<Vec<_>>()
            })
            .collect();
        slots.extend(needed);
        if slots.len() == before {
            return slots;
        }
    }
}
