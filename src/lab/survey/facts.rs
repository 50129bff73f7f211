//! What the survey says of conditions, choices, endings, regions and bounds.
//!
//! The invariant: a problem is told only where something was come to and came out one way alone.

use super::{
    Chance, Survey,
    culprit::{each, part},
};
use crate::{
    lab::ranges::{Ranges, Span},
    story::{
        diagnostic::{Code, Diagnostic, Place},
        expr::{
            Binary,
            resolve::{Expr, Node},
        },
        ids::{EndingId, SceneId},
        index::{Written, is_condition, space},
        model::VarKind,
    },
};

fn problem(code: Code, place: Place, message: String, help: &str) -> Diagnostic {
    Diagnostic { code, place: Some(place), message, help: help.to_owned(), also: None }
}

const NEVER: &str = "loosen it, or take out what hangs on it";
const ALWAYS: &str = "leave it out, or ask for something that can fail";

impl<'a> Survey<'a> {
    /// Everything that came out one way alone.
    pub(super) fn facts(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        // Conditions that are told of with the choice, ending or region they belong to.
        let mut told = vec![false; self.reading.story.trees.len()];
        self.choices(&mut told, &mut found);
        self.endings(&mut told, &mut found);
        self.regions(&mut told, &mut found);
        for (n, chance) in self.seen.conditions.iter().enumerate().filter(|(n, _)| !told[*n]) {
            let (tree, place) = (&self.reading.story.trees[n], self.index.conditions.get(n));
            let Some(Some(place)) = place else { continue };
            found.extend(self.one_way(*chance, tree, place, self.seen.asked[n].as_ref()));
        }
        for (n, asked) in self.seen.asked.iter().enumerate() {
            let (Some(asked), Chance { holds: true, fails: true }) = (asked, self.seen.conditions[n]) else {
                continue;
            };
            if let Some(Some(place)) = self.index.conditions.get(n) {
                self.parts(&self.reading.story.trees[n], asked, place, &mut found);
            }
        }
        for (n, seen) in self.seen.effects.iter().enumerate() {
            let Some(written) = self.effects[n] else { continue };
            if let Some(when) = &written.when {
                found.extend(self.one_way(seen.when, when, &written.place, self.all.as_ref()));
            }
            let var = self.reading.story.var(self.reading.story.effects[n].var);
            if seen.came && !seen.uncut && var.kind != VarKind::Flag {
                let message =
                    format!("`{}` runs from {} to {}, and this always goes beyond", var.id, var.min, var.max);
                let help = "what goes beyond is cut off; write the amount that is meant";
                found.push(problem(Code::AlwaysCut, written.place.clone(), message, help));
            }
            found.extend(self.limits(&written.value, &written.place));
        }
        let defined =
            self.index.definitions.iter().map(|(_, w)| w).chain(self.index.lets.iter().map(|(_, w)| w));
        for written in defined.chain(&self.index.numbers) {
            found.extend(self.limits(&written.tree, &written.place));
        }
        self.texts(&mut found);
        self.too_late(&mut found);
        found
    }

    /// Scenes that open after their turn has passed, and consequences that fall due after the end.
    fn too_late(&self, found: &mut Vec<Diagnostic>) {
        let story = self.reading.story;
        for (n, scene) in story.scenes.iter().enumerate() {
            if self.places[n].is_some() && !self.seen.in_time[n] {
                let place = self.index.definition(space::PLACE, &scene.id).map(|m| m.place.clone());
                let message = format!("the turn of `{}` has passed before it opens", scene.id);
                let help = "time only goes forward; give it a later turn, or none";
                found.extend(place.map(|place| problem(Code::TurnPassed, place, message, help)));
            }
        }
        for (n, later) in story.laters.iter().enumerate() {
            // What is due at a turn comes in the step that leaves it.
            let last = self.all.as_ref().map_or(0, |all| all.of(crate::story::model::TURN).1);
            if self.seen.laters[n].is_some_and(|soonest| soonest >= last) && !story.scenes.is_empty() {
                let place = self.index.definition("later", &later.id).map(|m| m.place.clone());
                let message = format!("`{}` never falls due: every play is over by then", later.id);
                let help = "let it come sooner, or make the choice that brings it earlier";
                found.extend(place.map(|place| problem(Code::NeverDue, place, message, help)));
            }
        }
    }

    fn one_way(&self, chance: Chance, tree: &Expr, place: &Place, at: Option<&Ranges>) -> Option<Diagnostic> {
        match (chance.holds, chance.fails) {
            (false, true) => {
                let (culprit, why) = self.culprit(at, tree, true);
                Some(problem(
                    Code::NeverHolds,
                    part(place, culprit),
                    format!("this can never hold here{why}"),
                    NEVER,
                ))
            }
            (true, false) => {
                let (_, why) = self.culprit(at, tree, false);
                Some(problem(
                    Code::AlwaysHolds,
                    part(place, tree),
                    format!("this always holds here{why}"),
                    ALWAYS,
                ))
            }
            _ => None,
        }
    }

    /// Parts of a condition that decide nothing: one side of an `or` that can never hold, of an `and` that always does.
    fn parts(&self, tree: &'a Expr, at: &Ranges, place: &Place, found: &mut Vec<Diagnostic>) {
        let (ab, of_or) = match &tree.node {
            Node::Or(ab) => (ab, true),
            Node::And(ab) => (ab, false),
            Node::Not(a) => return self.parts(a, at, place, found),
            _ => return,
        };
        for side in [&ab.0, &ab.1] {
            if self.reading.possible(at, &[(side, of_or)]) {
                self.parts(side, at, place, found);
                continue;
            }
            let (culprit, why) = self.culprit(Some(at), side, of_or);
            let (code, message, help) = if of_or {
                (Code::NeverHolds, format!("this part can never hold here{why}"), NEVER)
            } else {
                (Code::AlwaysHolds, format!("this part always holds here{why}"), ALWAYS)
            };
            found.push(problem(code, part(place, culprit), message, help));
        }
    }

    fn choices(&self, told: &mut [bool], found: &mut Vec<Diagnostic>) {
        let story = self.reading.story;
        for (n, choice) in story.choices.iter().enumerate() {
            let here = self.places[choice.scene.at()].as_ref();
            let tree = choice.when.map(|w| w.tree.at());
            if let Some(tree) = tree {
                told[tree] = true;
            }
            let (Some(here), seen) = (here, self.seen.choices[n]) else { continue };
            let written = tree.and_then(|t| Some((&story.trees[t], self.index.conditions.get(t)?.as_ref()?)));
            let condition = tree.map(|t| self.seen.conditions[t]).unwrap_or_default();
            if !seen.holds {
                let id = self.index.definition("choice", &choice.id).map(|m| m.place.clone());
                let (place, why) = match written.filter(|_| !condition.holds) {
                    Some((tree, place)) => {
                        let (culprit, why) = self.culprit(Some(here), tree, true);
                        (Some(part(place, culprit)), why)
                    }
                    None => (id, ": the budget never allows its levers".to_owned()),
                };
                let message = format!("the choice `{}` is always locked{why}", choice.id);
                found.extend(place.map(|place| problem(Code::AlwaysLocked, place, message, NEVER)));
            } else if let Some((tree, place)) = written {
                found.extend(self.one_way(condition, tree, place, Some(here)));
            }
        }
    }

    fn endings(&self, told: &mut [bool], found: &mut Vec<Diagnostic>) {
        let story = self.reading.story;
        for (n, ending) in story.endings.iter().enumerate() {
            let Some(when) = ending.when else { continue };
            told[when.tree.at()] = true;
            let chance = self.seen.conditions[when.tree.at()];
            let named = self.leads_to(EndingId::new(n));
            let hidden = story.endings.iter().take(n).any(|e| e.when.is_none());
            if self.seen.endings[n] || named || hidden || !self.seen.came_to_end {
                continue;
            }
            let (tree, place) = (&story.trees[when.tree.at()], self.index.conditions.get(when.tree.at()));
            let Some(Some(place)) = place else { continue };
            if self.seen.alone[n] {
                let message =
                    format!("no play comes to the ending `{}`: one before it always fits first", ending.id);
                let help = "endings are tried in order; put the narrower one first";
                found.push(problem(Code::Shadowed, place.clone(), message, help));
            } else if !chance.holds {
                let (culprit, why) = self.culprit(self.seen.at_end.as_ref(), tree, true);
                let message = format!("no play comes to the ending `{}`{why}", ending.id);
                found.push(problem(Code::NoPlayEnds, part(place, culprit), message, NEVER));
            }
        }
        // What stands after an ending that always fits is told of by the shape of the story.
        let first_open = story.endings.iter().position(|e| e.when.is_none()).unwrap_or(usize::MAX);
        let unreached = story.endings.iter().enumerate();
        let unreached =
            unreached.filter(|(n, e)| e.when.is_none() && !self.seen.endings[*n] && *n <= first_open);
        for (n, ending) in unreached {
            if self.leads_to(EndingId::new(n)) || self.seen.came_to_end {
                let message = if self.seen.came_to_end && !self.leads_to(EndingId::new(n)) {
                    format!("no play comes to the ending `{}`: one before it always fits", ending.id)
                } else {
                    format!(
                        "no play comes to the ending `{}`: every choice that leads to it is always locked",
                        ending.id
                    )
                };
                let place = self.index.definition(space::PLACE, &ending.id).map(|m| m.place.clone());
                let help = "give it a play that ends so, or take it out";
                found.extend(place.map(|place| problem(Code::NoPlayEnds, place, message, help)));
            }
        }
    }

    /// Whether a `goto` names an ending.
    fn leads_to(&self, ending: EndingId) -> bool {
        let target = crate::story::model::Target::Ending(ending);
        let story = self.reading.story;
        story.choices.iter().any(|c| c.goto == target) || story.decks.iter().any(|d| d.then == target)
    }

    /// Regions are told of by the bounds alone: a world is for more than one story.
    fn regions(&self, told: &mut [bool], found: &mut Vec<Diagnostic>) {
        let story = self.reading.story;
        let tree = |n: usize| story.regions[n].when.map(|w| &story.trees[w.tree.at()]);
        for (n, region) in story.regions.iter().enumerate() {
            let Some(when) = region.when else {
                let place = self.index.definition("region", &region.id).map(|m| m.place.clone());
                let place = place.filter(|_| (0..n).any(|before| tree(before).is_none()));
                let message = format!("the region `{}` is never tried: one before it always fits", region.id);
                let help = "give the one before it a `when`";
                found.extend(place.map(|place| problem(Code::Shadowed, place, message, help)));
                continue;
            };
            told[when.tree.at()] = true;
            let own = &story.trees[when.tree.at()];
            let Some(Some(place)) = self.index.conditions.get(when.tree.at()) else { continue };
            if !self.reading.possible(&self.bounds, &[(own, true)]) {
                let (culprit, why) = self.culprit(Some(&self.bounds), own, true);
                let message = format!("the world can never be in the region `{}`{why}", region.id);
                found.push(problem(Code::NeverHolds, part(place, culprit), message, NEVER));
                continue;
            }
            let before = (0..n).map(tree);
            let always = before.clone().any(|t| t.is_none());
            let mut goals: Vec<_> = before.flatten().map(|t| (t, false)).collect();
            goals.push((own, true));
            if always || !self.reading.possible(&self.bounds, &goals) {
                let message =
                    format!("the region `{}` is never tried: one before it always fits first", region.id);
                let help = "regions are tried in order; put the narrower one first";
                found.push(problem(Code::Shadowed, place.clone(), message, help));
            }
        }
    }

    /// Limits in an expression that always bite: `min(500, e)` where `e` is never below 500.
    fn limits(&self, tree: &Expr, place: &Place) -> Vec<Diagnostic> {
        let Some(all) = &self.all else { return Vec::new() };
        let mut found = Vec::new();
        each(tree, &mut |expr| {
            let Node::Binary(op @ (Binary::Min | Binary::Max), ab) = &expr.node else { return };
            let (a, b) = (self.reading.span(all, &ab.0), self.reading.span(all, &ab.1));
            let fixed = |e: &Expr| matches!(e.node, Node::Constant(_));
            let bites = |limit: Span, other: Span| match op {
                Binary::Min => other.0 >= limit.1,
                _ => other.1 <= limit.0,
            };
            let limit = match (fixed(&ab.0), fixed(&ab.1)) {
                (true, false) if bites(a, b) => a.0,
                (false, true) if bites(b, a) => b.0,
                _ => return,
            };
            let message = format!("this limit always bites: it is always {limit}");
            let help = "write the number, or a limit that can be missed";
            found.push(problem(Code::AlwaysCut, part(place, expr), message, help));
        });
        found
    }

    /// Conditions in the texts of scenes, choices and endings.
    fn texts(&self, found: &mut Vec<Diagnostic>) {
        let story = self.reading.story;
        let mut at = vec![None; story.texts.count()];
        for (n, scene) in story.scenes.iter().enumerate() {
            let id = SceneId::new(n);
            at[scene.text.at()] = Some(self.places[n].as_ref());
            // What nobody comes to is read by nobody.
            if self.places[n].is_none() {
                for (_, choice) in story.choices_of(id) {
                    for text in choice.texts() {
                        at[text.at()] = Some(None);
                    }
                }
            }
        }
        for written in &self.index.in_texts {
            // A label, an outcome, an event's text may be read at any later moment.
            let here = at[written.text.at()].unwrap_or(self.all.as_ref());
            let (Some(here), Written { place, tree }) = (here, &written.written) else { continue };
            if is_condition(&written.written) {
                let chance = Chance {
                    holds: self.reading.possible(here, &[(tree, true)]),
                    fails: self.reading.possible(here, &[(tree, false)]),
                };
                found.extend(self.one_way(chance, tree, place, Some(here)));
            }
        }
    }
}
