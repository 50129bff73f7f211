//! Changes that kill a branch: a choice that never opens any more, a storylet, an ending or a part of a text that never
//! comes.
//!
//! Most are dead as they are written. Of a comparison that was turned round plays say whether anything died: what some
//! of many plays could do before, and none of many can do after.

use std::{ops::Range, sync::atomic::AtomicU64};

use cermin::{
    engine::Setup,
    lab::{Order, Policy, Tally, sim},
    story::Story,
};

use super::pack::{Mutant, Original, between, replaced, some};

fn sites(original: &Original, of: &str, before: &str, after: &str) -> Vec<(usize, Range<usize>)> {
    let files = original.files.iter().enumerate().filter(|(_, f)| f.text.contains(of));
    files.flat_map(|(n, f)| between(&f.text, before, after).into_iter().map(move |r| (n, r))).collect()
}

/// A kind: its name, the part it is for, before, after, and the condition made of the one that is there.
type Way = (&'static str, &'static str, &'static str, &'static str, fn(&str) -> Option<String>);

const WAYS: &[Way] = &[
    ("a choice's parts exclude each other", "Scenes(", "when: \"", "\"", |c| {
        Some(format!("({c}) and not ({c})"))
    }),
    ("a choice for before the beginning", "Scenes(", "when: \"", "\"", |c| {
        Some(format!("({c}) and turn < 0"))
    }),
    ("a choice for after the end", "Scenes(", "when: \"", "\"", |c| Some(format!("({c}) and turn > 99"))),
    ("a lever above its last step", "Scenes(", "when: \"", "\"", |c| Some(format!("({c}) and c >= 5"))),
    ("a meter in two places at once", "Scenes(", "when: \"", "\"", |c| {
        Some(format!("({c}) and order > 600 and order < 400"))
    }),
    ("a bound beyond the scale", "Scenes(", "when: \"", "\"", |c| beyond(c)),
    ("a part of a text for after the end", "Scenes(", "{if ", "}", |c| Some(format!("({c}) and turn > 99"))),
    ("a part of a text that excludes itself", "Scenes(", "{if ", "}", |c| {
        Some(format!("({c}) and not ({c})"))
    }),
    ("a part of a translation that never comes", "Translation(", "{if ", "}", |c| {
        Some(format!("({c}) and turn < 0"))
    }),
    ("a rule out of reach", "Rules(", "when: \"", "\"", |c| Some(format!("({c}) and reach > 1000"))),
];

/// A comparison with a number, the number put beyond every scale.
fn beyond(condition: &str) -> Option<String> {
    let at = condition.find(">= ").map(|n| n + 3)?;
    let digits = condition.get(at..)?.find(|c: char| !c.is_ascii_digit()).unwrap_or(condition.len() - at);
    (digits > 0).then(|| {
        format!(
            "{}12345{}",
            condition.get(..at).unwrap_or_default(),
            condition.get(at + digits..).unwrap_or_default()
        )
    })
}

/// Comparisons turned round, one by one.
fn turned(condition: &str) -> Vec<String> {
    let turns =
        [(" >= ", " < "), (" < ", " >= "), (" <= ", " > "), (" > ", " <= "), (" == ", " != "), ("not ", "")];
    let mut all = Vec::new();
    for (from, to) in turns {
        for (at, _) in condition.match_indices(from) {
            let mut changed = condition.to_owned();
            changed.replace_range(at..at + from.len(), to);
            all.push(changed);
        }
    }
    all
}

/// What plays under every schedule could do.
fn plays(story: &Story, plays: u64) -> Tally {
    let mut all = Tally::new(story);
    for schedule in &story.schedules {
        for policy in [Policy::LeastUsed, Policy::Uniform] {
            let setup = Setup::new(story, 3, &schedule.id, "").expect("the defaults");
            let order = Order { setup, plays, policy, threads: 1 };
            all.add(sim(story, &order, &AtomicU64::new(0)).expect("it begins"));
        }
    }
    all
}

/// Whether something that plays could do before cannot be done any more.
fn kills(story: &Story, before: &Tally, after: &Tally) -> bool {
    let choices = (0..story.choices.len()).any(|n| before.choices[n].open > 0 && after.choices[n].open == 0);
    let scenes = (0..story.scenes.len()).any(|n| before.scenes[n] > 0 && after.scenes[n] == 0);
    let endings = (0..story.endings.len()).any(|n| before.endings[n] > 0 && after.endings[n] == 0);
    choices || scenes || endings
}

const FEW: u64 = 200;
const MANY: u64 = 1_500;

/// Mutants that kill a branch.
pub(crate) fn mutants(originals: &[Original], most: usize) -> Vec<Mutant> {
    let mut made = Vec::new();
    for (pack, original) in originals.iter().enumerate() {
        for (kind, of, before, after, with) in WAYS {
            let all: Vec<(usize, Range<usize>, String)> = sites(original, of, before, after)
                .into_iter()
                .filter_map(|(file, r)| {
                    let there = original.files[file].text.get(r.clone())?;
                    Some((file, r.clone(), with(there)?))
                })
                .collect();
            made.extend(some(&all, most).into_iter().map(|(file, range, with)| {
                replaced((pack, file), kind, &original.files[file].text, &range, &with)
            }));
        }
        if original.story.scenes.is_empty() {
            continue;
        }
        flags(pack, original, &mut made);
        endings(pack, original, &mut made);
        later(pack, original, most, &mut made);
        comparisons(pack, original, &mut made);
    }
    made
}

/// A flag that nothing sets any more: its one writer is taken out.
fn flags(pack: usize, original: &Original, made: &mut Vec<Mutant>) {
    for var in &original.story.vars {
        let effect = format!("\"{} = true\"", var.id);
        let at: Vec<(usize, usize)> = (original.files.iter().enumerate())
            .flat_map(|(n, f)| f.text.match_indices(&effect).map(move |(at, _)| (n, at)))
            .collect();
        if let [(file, at)] = at.as_slice() {
            let text = &original.files[*file].text;
            let range = *at..at + effect.len();
            made.push(replaced((pack, *file), "a flag that nothing sets", text, &range, "\"means += 0\""));
        }
    }
}

/// An ending that takes everything, so that those after it never come.
fn endings(pack: usize, original: &Original, made: &mut Vec<Mutant>) {
    let conditions = original.story.endings.iter().filter(|e| e.when.is_some()).count();
    for (n, (file, range)) in sites(original, "Story(", "when: \"", "\"").into_iter().enumerate() {
        let text = &original.files[file].text;
        let of_ending = text
            .get(..range.start)
            .and_then(|t| t.rsplit('\n').next())
            .is_some_and(|l| l.contains("(id: \""));
        if of_ending && n < conditions + 20 {
            made.push(replaced((pack, file), "an ending that takes everything", text, &range, "turn >= 0"));
        }
    }
}

/// A choice asked for that can only be made later: in the last scene of the last file.
fn later(pack: usize, original: &Original, most: usize, made: &mut Vec<Mutant>) {
    let Some(last) = original.story.choices.last() else { return };
    let all: Vec<_> = sites(original, "Scenes(", "chosen(", ")")
        .into_iter()
        .filter(|(file, _)| !original.files[*file].name.contains("act3"))
        .collect();
    for (file, range) in some(&all, most) {
        let text = &original.files[file].text;
        let before = text.get(..range.start).unwrap_or_default();
        // `not chosen(…)` would come alive by it.
        if !before.ends_with("not chosen(") {
            made.push(replaced((pack, file), "a choice that comes later", text, &range, &last.id));
        }
    }
}

/// Comparisons turned round by which, as plays say, something died.
fn comparisons(pack: usize, original: &Original, made: &mut Vec<Mutant>) {
    let story = &original.story;
    let few = plays(story, FEW);
    let many = plays(story, MANY);
    for (file, range) in sites(original, "Scenes(", "when: \"", "\"") {
        let text = &original.files[file].text;
        for changed in turned(text.get(range.clone()).unwrap_or_default()) {
            let mutant = replaced((pack, file), "a comparison turned round", text, &range, &changed);
            let checked = original.checked(&mutant);
            let Some(after) = &checked.loaded.story else { continue };
            if kills(story, &few, &plays(after, FEW)) && kills(story, &many, &plays(after, MANY)) {
                made.push(mutant);
            }
        }
    }
}
