//! The world's half: its variables and names are declared, its rules and schedules compiled.
//!
//! The invariant: the n-th good item of a list is the n-th record of its table, whether or not its id was good.

use std::borrow::Cow;

use super::{Build, parts::Parts};
use crate::story::{
    diagnostic::Code as Problem,
    expr::{lower::Code, resolve::Writer},
    ids::{GroupId, ParamId, PresetId, RegionId, RuleId, ScheduleId, ShockId, TextId, VarId},
    model::{
        Cause, Figure, Group, Named, Owner, PARAMETER_RANGE, Parameter, Preset, Region, Rule, Schedule,
        ScheduledTurn, Shock, Story, Var, VarKind,
    },
    raw::{self, List},
};

/// How far a number of a pack may go. Sums and products of a few of them stay far from 64 bits.
pub(super) const WIDEST: std::ops::Range<i64> = -1_000_000_000..1_000_000_001;

/// The items of a list that could be read.
pub(super) fn good<'a, 's, T>(list: &'a List<'s, T>) -> impl Iterator<Item = &'a T> + use<'a, 's, T> {
    list.iter().filter_map(|item| item.value.as_ref().ok())
}

impl<'s> Build<'s> {
    /// Reports the items of a list that could not be read.
    pub(super) fn read_all<T>(&mut self, list: &List<'s, T>) {
        for item in list {
            if self.sink.take(item).is_none() {
                self.sink.lost_item(item.text);
            }
        }
    }

    pub(super) fn declare_world(&mut self, world: &raw::World<'s>, parts: &Parts<'s>, story: &mut Story) {
        let owner = Owner::World;
        self.int(Some(&world.format), 1..2, 1);
        story.world = self.id("world", &world.id).unwrap_or_default();
        story.point = self.int(world.point.as_ref(), 1..1001, 10);
        story.budget = self.int(world.budget.as_ref(), 0..1_000_001, i64::MAX);
        self.declare_meters(&world.meters, VarKind::Meter, owner, story);
        self.declare_meters(&world.stocks, VarKind::Stock, owner, story);
        self.read_all(&world.memory);
        for raw in good(&world.memory) {
            let min = self.int(raw.min.as_ref(), WIDEST, 0);
            let max = self.int(raw.max.as_ref(), min..WIDEST.end, 1000.max(min));
            let start = self.int(raw.start.as_ref(), min..max + 1, min.max(0).min(max));
            self.declare_var(&raw.id, Var { start, min, max, ..blank(VarKind::Memory, owner) }, story);
        }
        self.read_all(&world.levers);
        for raw in good(&world.levers) {
            let max = self.int(Some(&raw.max), 1..1001, 1);
            let start = self.int(raw.start.as_ref(), 0..max + 1, 0);
            let cost = self.int(raw.cost.as_ref(), 0..1_000_001, 0);
            let name = Some(self.label(&raw.name, &format!("lever.{}.name", text_of(&raw.id)), owner));
            let about =
                self.label_opt(raw.about.as_ref(), &format!("lever.{}.about", text_of(&raw.id)), owner);
            let var = Var { name, about, start, max, cost, ..blank(VarKind::Lever, owner) };
            self.declare_var(&raw.id, var, story);
        }
        self.declare_flags(&world.flags, (owner, true), story);
        self.declare_names(world, parts);
    }

    fn declare_names(&mut self, world: &raw::World<'s>, parts: &Parts<'s>) {
        macro_rules! names {
            ($($list:expr, $kind:literal, $table:ident, $index:ident;)+) => {$(
                self.read_all(&$list);
                for (n, raw) in good(&$list).enumerate() {
                    if let Some(id) = self.id($kind, &raw.id) {
                        self.names.$table.insert(id, $index::new(n));
                    }
                }
            )+};
        }
        names! {
            world.parameters, "parameter", params, ParamId;
            world.shocks, "shock", shocks, ShockId;
            world.presets, "preset", presets, PresetId;
            world.groups, "group", groups, GroupId;
            parts.regions, "region", regions, RegionId;
            parts.rules, "rule", rules, RuleId;
            parts.schedules, "schedule", schedules, ScheduleId;
        }
        self.read_all(&world.lets);
        self.read_all(&world.figures);
        for raw in good(&world.figures) {
            self.id("figure", &raw.id);
        }
    }

    pub(super) fn declare_meters(
        &mut self,
        list: &List<'s, raw::Meter<'s>>,
        kind: VarKind,
        owner: Owner,
        story: &mut Story,
    ) {
        self.read_all(list);
        for raw in good(list) {
            let id = text_of(&raw.id);
            let word = if kind == VarKind::Stock { "stock" } else { "meter" };
            let min = self.int(raw.min.as_ref(), WIDEST, 0);
            let max = self.int(raw.max.as_ref(), min..WIDEST.end, 1000.max(min));
            let start = self.int(raw.start.as_ref(), min..max + 1, min.max(0).min(max));
            if let (VarKind::Stock, Some(is)) = (kind, &raw.is) {
                let help = "make it a meter, which is seen, or a `let`, which is not";
                self.sink.report(
                    Problem::ReadOnly,
                    is.text,
                    "a stock is written by rules; it has no `is`",
                    help,
                );
            }
            let kind = if raw.is.is_some() { VarKind::Derived } else { kind };
            if let (Some(start), Some(_)) = (&raw.start, &raw.is) {
                let help = "a derived meter is what its `is` says, from the start";
                self.sink.report(Problem::Range, start.text, "a derived meter has no `start`", help);
            }
            let name = Some(self.label(&raw.name, &format!("{word}.{id}.name"), owner));
            let about = self.label_opt(raw.about.as_ref(), &format!("{word}.{id}.about"), owner);
            let low = self.label_opt(raw.low.as_ref(), &format!("{word}.{id}.low"), owner);
            let high = self.label_opt(raw.high.as_ref(), &format!("{word}.{id}.high"), owner);
            let shown = raw.shown.as_ref().and_then(|s| self.sink.take(s)).copied().unwrap_or(false);
            let var = Var { name, about, low, high, start, min, max, shown, ..blank(kind, owner) };
            self.declare_var(&raw.id, var, story);
        }
    }

    /// Flags; `carried` says whether a world card may bring them.
    pub(super) fn declare_flags(
        &mut self,
        list: &List<'s, Cow<'s, str>>,
        (owner, carried): (Owner, bool),
        story: &mut Story,
    ) {
        for raw in list {
            if self.sink.take(raw).is_some() {
                self.declare_var(raw, Var { max: 1, carried, ..blank(VarKind::Flag, owner) }, story);
            }
        }
    }

    fn declare_var(&mut self, id: &raw::Str<'s>, var: Var, story: &mut Story) {
        self.kinds.push((var.kind, var.owner));
        if let Some(name) = self.id("name", id) {
            self.names.vars.insert(name, VarId::new(story.vars.len()));
        }
        let mut var = var;
        var.id = text_of(id);
        story.vars.push(var);
    }

    pub(super) fn world_bodies(&mut self, parts: &Parts<'s>, story: &mut Story) {
        let owner = Owner::World;
        if let Some(world) = &parts.world {
            self.world_tables(world, story);
        }
        for raw in good(&parts.regions) {
            let id = text_of(&raw.id);
            let name = self.label(&raw.name, &format!("region.{id}.name"), owner);
            let when = self.condition(raw.when.as_ref(), owner);
            if let (Some(leaf), Some(when)) = (&raw.when, when) {
                self.no_region(when.code, leaf);
            }
            story.regions.push(Region { id, name, when });
        }
        for (n, raw) in good(&parts.rules).enumerate() {
            let id = text_of(&raw.id);
            let name = self.label(&raw.name, &format!("rule.{id}.name"), owner);
            let because = self.label(&raw.because, &format!("rule.{id}.because"), owner);
            let says = self.label_opt(raw.says.as_ref(), &format!("rule.{id}.says"), owner);
            let written = (
                raw.when.as_ref().and_then(|w| w.value.as_ref().ok()).map(ToString::to_string),
                good(&raw.then).map(ToString::to_string).collect(),
            );
            let when = self.condition(raw.when.as_ref(), owner);
            let then = self.effects(&raw.then, Writer::Rule, owner, &mut story.effects);
            let by = Cause::Rule(RuleId::new(n));
            let laters = self.laters(&raw.later, by, owner, story);
            story.rules.push(Rule { id, name, because, says, written, when, then, laters, last: None });
        }
        for raw in good(&parts.schedules) {
            let schedule = self.schedule(raw, story);
            story.schedules.push(schedule);
        }
    }

    fn world_tables(&mut self, world: &raw::World<'s>, story: &mut Story) {
        let owner = Owner::World;
        for raw in good(&world.parameters) {
            let id = text_of(&raw.id);
            let name = self.label(&raw.name, &format!("parameter.{id}.name"), owner);
            let about = self.label_opt(raw.about.as_ref(), &format!("parameter.{id}.about"), owner);
            let contested = raw.contested.as_ref().and_then(|c| self.sink.take(c)).copied().unwrap_or(false);
            story.parameters.push(Parameter { id, name, about, contested });
        }
        for raw in good(&world.shocks) {
            let Named { id, name } = self.named("shock", &raw.id, &raw.name);
            story.shocks.push(Shock { id, name, last: None });
        }
        for raw in good(&world.presets) {
            let Named { id, name } = self.named("preset", &raw.id, &raw.name);
            let mut set = Vec::new();
            self.once(&raw.set);
            for (param, value) in &raw.set.0 {
                let param = self.find(param, "parameter", |n| &n.params);
                let value = self.int(Some(value), PARAMETER_RANGE, 100);
                set.extend(param.map(|p| (p, value)));
            }
            story.presets.push(Preset { id, name, set });
        }
        for raw in good(&world.groups) {
            let Named { id, name } = self.named("group", &raw.id, &raw.name);
            let share = self.int(Some(&raw.share), 0..101, 0);
            let is = self.number(&raw.is, owner);
            story.groups.push(Group { id, name, share, is });
        }
        for raw in good(&world.figures) {
            let Named { id, name } = self.named("figure", &raw.id, &raw.name);
            let about = self.label_opt(raw.about.as_ref(), &format!("figure.{id}.about"), owner);
            let beside = self.find(&raw.beside, "meter", |n| &n.vars);
            let is = self.number(&raw.is, owner);
            story.figures.extend(beside.map(|beside| Figure { id, name, about, beside, is }));
        }
        for raw in good(&world.memory) {
            if let Some(var) = self.declared(&raw.id) {
                story.vars[var.at()].is = Some(self.number(&raw.is, owner));
                self.defines(var);
            }
        }
    }

    /// Compiles what meters and stocks of both packs are made of.
    pub(super) fn definitions(&mut self, parts: &Parts<'s>, story: &mut Story) {
        let world = parts.world.iter().flat_map(|w| good(&w.meters).chain(good(&w.stocks)));
        let own = parts.story.iter().flat_map(|s| good(&s.meters).chain(good(&s.stocks)));
        let all = world.map(|m| (m, Owner::World)).chain(own.map(|m| (m, Owner::Story)));
        let mut derived = Vec::new();
        for (raw, owner) in all {
            let Some(var) = self.declared(&raw.id) else { continue };
            derived.extend(raw.is.as_ref().map(|is| (var, is, owner)));
            story.vars[var.at()].band = raw.band.as_ref().map(|band| self.number(band, owner));
        }
        self.derived(parts, &derived, story);
    }

    fn declared(&self, id: &raw::Str<'s>) -> Option<VarId> {
        self.names.vars.get(id.value.as_deref().ok()?).copied()
    }

    fn named(&mut self, kind: &str, id: &raw::Str<'s>, name: &raw::Str<'s>) -> Named {
        let id = text_of(id);
        let name = self.label(name, &format!("{kind}.{id}.name"), Owner::World);
        Named { id, name }
    }

    fn schedule(&mut self, raw: &raw::Schedule<'s>, story: &mut Story) -> Schedule {
        let Named { id, name } = self.named("schedule", &raw.id, &raw.name);
        let mut turns: Vec<ScheduledTurn> = Vec::new();
        for (turn, shocks) in &raw.turns.0 {
            let turn = self.int(Some(turn), 0..100_001, 0);
            let shocks = shocks.iter().filter_map(|s| self.find(s, "shock", |n| &n.shocks)).collect();
            turns.push(ScheduledTurn { turn, shocks, events: 0..0 });
        }
        for (turn, events) in &raw.events.0 {
            let turn = self.int(Some(turn), 0..100_001, 0);
            let events = self.events(events, Owner::World, story);
            match turns.iter_mut().find(|t| t.turn == turn) {
                Some(found) if found.events.is_empty() => found.events = events,
                Some(_) => {
                    let message = format!("the events of turn {turn} stand twice in this schedule");
                    self.sink.report(Problem::Duplicate, raw.id.text, message, "put them into one list");
                }
                None => turns.push(ScheduledTurn { turn, shocks: Vec::new(), events }),
            }
        }
        turns.sort_by_key(|t| t.turn);
        if let Some(pair) = turns.windows(2).find(|pair| pair[0].turn == pair[1].turn) {
            let message = format!("turn {} stands twice in this schedule", pair[0].turn);
            self.sink.report(Problem::Duplicate, raw.id.text, message, "put its shocks into one list");
        }
        Schedule { id, name, turns }
    }
}

/// The text of an id, empty where it could not be read.
pub(super) fn text_of(id: &raw::Str<'_>) -> String {
    id.value.as_deref().unwrap_or_default().to_owned()
}

/// A variable with nothing said of it yet.
const fn blank(kind: VarKind, owner: Owner) -> Var {
    const NONE: Option<TextId> = None;
    Var {
        id: String::new(),
        kind,
        owner,
        name: NONE,
        about: NONE,
        low: NONE,
        high: NONE,
        start: 0,
        min: 0,
        max: 1,
        cost: 0,
        is: None::<Code>,
        band: None,
        shown: false,
        carried: false,
        peak: None,
        peak_turn: None,
    }
}
