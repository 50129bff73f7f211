//! What the plain face answers: why, the rules, and where a world stands that is governed by hand.
//!
//! The invariant: a row that leads on has a number, and the number leads where the row does.

use std::sync::atomic::AtomicU64;

use super::speak::{Voice, WIDTH, block_lines, changes, heading};
use crate::{
    app::{
        Game, Model, chart, govern, made, map,
        model::PLAYS,
        numbers,
        page::{self, Block},
        rules,
        seen::Seen,
        why::{self, Subject, Tone},
        wrap::wrap_plain,
    },
    engine::{Asked, Point},
    lab,
    report::{hinges, mirror},
};

impl Voice {
    /// What was set in quarters that passed since the last that was told of; the newest has its own lines.
    pub(super) fn between(&mut self, model: &Model) -> Vec<String> {
        let Some(game) = model.game.as_ref().filter(|g| g.governs()) else { return Vec::new() };
        let now = game.timeline.decisions();
        let pages = (self.told + 1..now).map(|n| page::of(game, n, &model.lang));
        let mut lines = Vec::new();
        for page in pages {
            for block in page.blocks {
                if let Block::Chosen(line) = block {
                    lines.extend(wrap_plain(&format!("{}: {line}", page.date), WIDTH));
                }
            }
        }
        self.told = now;
        lines
    }

    pub(super) fn why(&mut self, word: &str, turn: Option<i64>, model: &Model) -> Vec<String> {
        let Some(game) = &model.game else { return not_here(word, model) };
        let Some(subject) = why::find(game, word) else { return not_here(word, model) };
        // People count quarters from 1.
        let point = turn.map_or_else(|| why::here(game), |turn| Point::Turn(turn.saturating_sub(1).max(0)));
        self.answer_page(game, subject, point, model)
    }

    pub(super) fn answer_page(
        &mut self,
        game: &Game,
        subject: Subject,
        point: Point,
        model: &Model,
    ) -> Vec<String> {
        let page = why::page(game, subject, point, &model.lang);
        let mut lines = vec![format!("{}.", page.title.trim_end_matches(['.', '?']))];
        self.leads.clear();
        for row in &page.rows {
            let sign = match row.tone {
                Tone::Holds => model.lang.say("holds"),
                Tone::Fails => model.lang.say("fails"),
                Tone::Plain | Tone::Heading | Tone::Up | Tone::Down | Tone::Total => row.amount.clone(),
            };
            let mut text =
                [sign, row.text.clone()].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ");
            if let Some(lead) = row.follow {
                self.leads.push(lead);
                text = format!("{}. {text}", self.leads.len());
            }
            lines.extend(wrap_plain(&text, WIDTH));
        }
        if !self.leads.is_empty() {
            lines.extend(wrap_plain(&model.lang.say("plain-why"), WIDTH));
        }
        lines
    }
}

pub(super) fn not_here(word: &str, model: &Model) -> Vec<String> {
    let word = crate::story::sane(word);
    wrap_plain(&model.lang.say_with("plain-not-here", &[("word", word.into())]), WIDTH)
}

/// The play beside those of the stances, in lines of words.
pub(super) fn mirror_lines(game: &Game, model: &Model) -> Vec<String> {
    match &*made::mirrored(game) {
        Ok(sides) => {
            // Words, not a table: the width that fits none.
            let text = mirror::text(game, sides, &model.lang, 0, None);
            text.lines().flat_map(|l| wrap_plain(l.trim(), WIDTH)).collect()
        }
        Err(error) => {
            wrap_plain(&model.lang.say_with("notice-fault", &[("why", error.to_string().into())]), WIDTH)
        }
    }
}

/// The decisions that moved the odds of the endings.
pub(super) fn hinges_lines(game: &Game, model: &Model) -> Vec<String> {
    if game.governs() {
        return wrap_plain(&model.lang.say("hinges-none"), WIDTH);
    }
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    match lab::hinges(&game.story, &game.timeline, PLAYS, threads, &AtomicU64::new(0)) {
        Ok(found) => {
            let text = hinges::text(game, &found, PLAYS, &model.lang);
            text.lines().flat_map(|l| wrap_plain(l.trim(), WIDTH)).collect()
        }
        Err(error) => {
            wrap_plain(&model.lang.say_with("notice-fault", &[("why", error.to_string().into())]), WIDTH)
        }
    }
}

/// A number quarter by quarter with what was decided; without a word all of them, where they began and where they are.
pub(super) fn chart_lines(game: &Game, word: &str, model: &Model) -> Vec<String> {
    let lang = &model.lang;
    let wanted = word.to_lowercase();
    let subjects = chart::subjects(game, lang);
    if wanted.is_empty() {
        let line = |subject: &chart::Subject| {
            let trace = chart::trace(game, subject.of);
            let word = |end: Option<&(i64, Seen)>| end.map(|(_, value)| chart::words(*value, subject.point));
            let ends = [word(trace.first()), word(trace.last())].map(Option::unwrap_or_default);
            let [from, to] = ends;
            let args = [("name", subject.name.clone().into()), ("from", from.into()), ("to", to.into())];
            lang.say_with("plain-chart", &args)
        };
        return subjects.iter().flat_map(|s| wrap_plain(&line(s), WIDTH)).collect();
    }
    let named = |subject: &&chart::Subject| {
        let id = match subject.of {
            Asked::Var(var) => game.story.var(var).id.as_str(),
            Asked::Group(group) => game.story.groups[group.at()].id.as_str(),
        };
        id == wanted || subject.name.to_lowercase().starts_with(&wanted)
    };
    let Some(subject) = subjects.iter().find(named) else { return not_here(word, model) };
    let mut lines = vec![lang.say_with("chart-by-quarter", &[("name", subject.name.clone().into())]) + "."];
    for (date, values, decided) in chart::table(game, &[chart::trace(game, subject.of)], subject.point, lang)
    {
        let value = values.into_iter().next().unwrap_or_default();
        let decided = if decided.is_empty() { decided } else { format!(". {decided}") };
        lines.push(format!("{date}: {value}{decided}"));
    }
    lines.iter().flat_map(|l| wrap_plain(l, WIDTH)).collect()
}

/// Where one was, in the order of the story, and how many places lie in the fog.
pub(super) fn map_lines(game: &Game, model: &Model) -> Vec<String> {
    let lang = &model.lang;
    let lines = map::list(&map::of(game, &model.known(), lang), lang);
    lines.iter().flat_map(|l| wrap_plain(l, WIDTH)).collect()
}

/// The world's rules; those in whose title, or in the names of what they move, a word stands.
pub(super) fn rules_lines(game: &Game, word: &str, model: &Model) -> Vec<String> {
    let lang = &model.lang;
    let wanted = word.to_lowercase();
    let mut lines = Vec::new();
    if wanted.is_empty() {
        lines.push(lang.say("rules-about"));
        lines.push(numbers::changed(game, lang).unwrap_or_else(|| lang.say("numbers-unchanged")));
        lines.push(format!("{}:", lang.say("rules-presets")));
        lines.extend(rules::presets(game, lang));
    }
    for rule in rules::list(game, lang) {
        let found = format!("{} {}", rule.title, rule.moves).to_lowercase();
        if !found.contains(&wanted) {
            continue;
        }
        lines.push(String::new());
        lines.push(format!("{}: {}. {}", rule.title, rule.moves, rule.because));
        lines.extend(rule.says);
        lines.extend(rule.factors.into_iter().map(|(factor, _)| factor));
    }
    if lines.is_empty() {
        return not_here(word, model);
    }
    lines.iter().flat_map(|l| wrap_plain(l, WIDTH)).collect()
}

/// The levers with what they cost, and what changed.
pub(super) fn governing(game: &Game, model: &Model) -> Vec<String> {
    let lang = &model.lang;
    let page = page::now(game, lang);
    let mut lines = vec![String::new(), heading(&page)];
    for block in &page.blocks {
        lines.extend(block_lines(block, game));
    }
    lines.extend(changes(&page, game.timeline.decisions(), lang));
    let first = game.timeline.decisions() == 0;
    for lever in govern::levers(game).into_iter().filter(|_| first) {
        let id = &game.story.var(lever.var).id;
        let cost = lang.say_with("lever-cost", &[("cost", lever.cost.into())]);
        let scale = lang.say_with("plain-of", &[("value", lever.value.into()), ("max", lever.max.into())]);
        lines.extend(wrap_plain(&format!("{id}: {} {scale}, {cost}. {}", lever.name, lever.about), WIDTH));
    }
    if !first && !game.hand.is_empty() {
        let levers = govern::levers(game);
        let levers: Vec<String> = levers.iter().map(|l| format!("{} {}", l.name, l.value)).collect();
        lines.extend(wrap_plain(&format!("{}.", levers.join(", ")), WIDTH));
    }
    lines.extend(Some(govern::budget_words(game, lang)).filter(|w| !w.is_empty()));
    if first {
        lines.extend(wrap_plain(&lang.say("plain-govern"), WIDTH));
    }
    lines
}
