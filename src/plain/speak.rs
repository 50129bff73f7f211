//! What the plain face says: screens as lines, and only what is new.
//!
//! The invariant: a line has no control character and, where a word fits, at most [`WIDTH`] columns.

use super::{
    answers::{chart_lines, governing, hinges_lines, map_lines, mirror_lines, not_here, rules_lines},
    words::{self, Said},
};
use crate::{
    app::{
        Game, Lang, Model, Screen, Setting,
        keys::Binding,
        lang::number,
        library,
        model::{Shelved, Stock},
        page::{self, Block, Page, meter_words, stance_key},
        people,
        why::Subject,
        wrap::wrap_plain,
    },
    engine::{Passage, Place, Point},
    report::transcript::{self, Format},
};

/// The columns that lines are broken to.
pub(super) const WIDTH: usize = 76;

/// What was said last, so that only what is new is said.
#[derive(Debug, Default)]
pub struct Voice {
    last: Option<String>,
    /// How many quarters of a world governed by hand were told of.
    pub(super) told: usize,
    /// What the rows of the last answer lead to.
    pub(super) leads: Vec<(Subject, Point)>,
}

impl Voice {
    /// The lines that the model now gives to say: a notice, and the screen if it is another one.
    pub fn news(&mut self, model: &Model) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(notice) = &model.notice {
            lines.extend(wrap_plain(notice, WIDTH));
        }
        let key = key(model);
        if self.last.as_ref() != Some(&key) {
            self.last = Some(key);
            // What rows led to belongs to the moment they were told in.
            self.leads.clear();
            lines.extend(self.between(model));
            lines.extend(screen(model));
        }
        clean(lines)
    }

    /// The lines that answer a word which changes nothing.
    pub fn answer(&mut self, said: &Said, model: &Model) -> Vec<String> {
        let lines = match said {
            Said::Why(word, turn) => self.why(word, *turn, model),
            Said::Follow(n) => {
                let lead = n.checked_sub(1).and_then(|n| self.leads.get(n)).copied();
                match (lead, &model.game) {
                    (Some((subject, point)), Some(game)) => self.answer_page(game, subject, point, model),
                    _ => not_here(&n.to_string(), model),
                }
            }
            Said::Mirror => model.game.as_ref().map_or_else(Vec::new, |g| mirror_lines(g, model)),
            Said::Hinges => model.game.as_ref().map_or_else(Vec::new, |g| hinges_lines(g, model)),
            Said::Chart(word) => model.game.as_ref().map_or_else(Vec::new, |g| chart_lines(g, word, model)),
            Said::Map => model.game.as_ref().map_or_else(Vec::new, |g| map_lines(g, model)),
            Said::Rules(word) => model.game.as_ref().map_or_else(Vec::new, |g| rules_lines(g, word, model)),
            Said::Settings => settings_lines(model),
            Said::Keys => keys_lines(model),
            Said::People => model.game.as_ref().map_or_else(Vec::new, |g| people_lines(g, model)),
            Said::Help => wrap_plain(&model.lang.say("plain-help"), WIDTH),
            Said::Again => screen(model),
            Said::Meters => model.game.as_ref().map_or_else(Vec::new, |g| {
                page::now(g, &model.lang).meters.iter().map(|m| one_meter(m, &model.lang)).collect()
            }),
            Said::Transcript => model.game.as_ref().map_or_else(Vec::new, |g| {
                let text = transcript::write(g, &model.lang, Format::Text, None);
                text.lines().flat_map(|l| wrap_plain(l, WIDTH)).collect()
            }),
            Said::Unknown(line) => wrap_plain(
                &model.lang.say_with("plain-not-understood", &[("line", line.clone().into())]),
                WIDTH,
            ),
            Said::Do(_) | Said::Nothing => Vec::new(),
        };
        clean(lines)
    }
}

fn clean(lines: Vec<String>) -> Vec<String> {
    lines.into_iter().map(|l| l.replace(char::is_control, " ")).collect()
}

/// What makes one screen another: said again only when this changes.
fn key(model: &Model) -> String {
    let play = model.game.as_ref().map(|g| {
        let now = g.timeline.now();
        let params: Vec<String> = g.timeline.setup.params.iter().map(i64::to_string).collect();
        let digest = now.state.digest(&g.story);
        format!("{} {} {digest} {}", g.run.seed, g.timeline.decisions(), params.join(","))
    });
    let in_library = matches!(model.screen(), Screen::Library { .. });
    format!("{} {in_library} {}", model.lang.tag(), play.unwrap_or_default())
}

fn screen(model: &Model) -> Vec<String> {
    match &model.game {
        Some(game) if matches!(model.screen(), Screen::Library { .. }) || game.governs() => {
            if game.governs() { governing(game, model) } else { shelf(model) }
        }
        Some(game) => play(game, model),
        _ => shelf(model),
    }
}

fn shelf(model: &Model) -> Vec<String> {
    let lang = &model.lang;
    let mut lines =
        vec![lang.say("app-name"), lang.say("app-line"), String::new(), lang.say("library-title")];
    let rows = model.rows();
    for (n, shelved) in model.shelf.iter().enumerate() {
        lines.push(String::new());
        match &shelved.stock {
            Stock::Broken(errors) => {
                let args = [("name", shelved.name.clone().into()), ("n", number(*errors))];
                lines.extend(wrap_plain(&lang.say_with("library-broken", &args), WIDTH));
            }
            Stock::Unread | Stock::Story(_) => {
                let words = shelved.head.words(lang.tag());
                if shelved.world {
                    lines.push(format!("{}.", lang.say("sandbox-title")));
                    lines.extend(wrap_plain(&lang.say("sandbox-about"), WIDTH));
                } else {
                    lines.extend(wrap_plain(&format!("{}. {}", words.title, words.chair), WIDTH));
                    lines.extend(wrap_plain(&words.about, WIDTH));
                }
                if !words.notes.is_empty() {
                    let notes = lang.say_with("content-notes", &[("notes", words.notes.join(" ").into())]);
                    lines.extend(wrap_plain(&notes, WIDTH));
                }
                let found = library::endings(shelved, lang).map(|(_, words)| words);
                lines.extend(found.into_iter().flat_map(|words| wrap_plain(&words, WIDTH)));
                for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.story == n) {
                    lines.push(format!("{}. {}", at + 1, library::row_words(model, *row)));
                }
            }
        }
    }
    let fresh = library::fresh_words(model);
    if !fresh.is_empty() {
        lines.push(String::new());
        lines.extend(wrap_plain(&fresh, WIDTH));
        let story = model.shelf.iter().find_map(Shelved::story);
        let ids = |list: Vec<&String>| list.into_iter().cloned().collect::<Vec<_>>().join(", ");
        let (schedules, presets) = story.map_or_else(Default::default, |s| {
            (ids(s.schedules.iter().map(|x| &x.id).collect()), ids(s.presets.iter().map(|x| &x.id).collect()))
        });
        let args = [("schedules", schedules.into()), ("presets", presets.into())];
        lines.extend(wrap_plain(&lang.say_with("plain-fresh", &args), WIDTH));
    }
    if rows.is_empty() {
        lines.extend(wrap_plain(&lang.say("library-empty"), WIDTH));
    }
    lines
}

fn play(game: &Game, model: &Model) -> Vec<String> {
    let lang = &model.lang;
    let page = page::now(game, lang);
    let mut lines = vec![String::new(), heading(&page)];
    for block in &page.blocks {
        lines.push(String::new());
        lines.extend(block_lines(block, game));
    }
    lines.push(String::new());
    lines.extend(changes(&page, game.timeline.decisions(), lang));
    if page.choices.is_empty() {
        let chairs = library::other_chairs(model);
        lines.extend(chairs.into_iter().flat_map(|words| wrap_plain(&words, WIDTH)));
        return lines;
    }
    lines.push(String::new());
    for (n, choice) in page.choices.iter().enumerate() {
        let mut words = format!("{}. {}", n + 1, choice.label);
        let mut rest = Vec::new();
        rest.extend(choice.gives.as_ref().map(|g| format!("{}: {g}", lang.say("gives"))));
        rest.extend(choice.costs.as_ref().map(|c| format!("{}: {c}", lang.say("costs"))));
        rest.extend(choice.stance.map(|s| lang.say(stance_key(s))));
        rest.extend(choice.locked.as_ref().map(|why| format!("{}, {why}", lang.say("locked"))));
        if !rest.is_empty() {
            words = format!("{words} ({})", rest.join("; "));
        }
        lines.extend(wrap_plain(&words, WIDTH));
    }
    let words = words::offered(lang.tag());
    lines.extend(wrap_plain(&lang.say_with("plain-choose", &[("words", words.into())]), WIDTH));
    lines
}

/// A line for each who has spoken, and how many have not.
fn people_lines(game: &Game, model: &Model) -> Vec<String> {
    let (met, unmet) = people::met(game, &model.lang);
    let mut lines = Vec::new();
    for person in met {
        let scenes = model.lang.say_with("people-scenes", &[("n", number(person.scenes))]);
        let about = if person.about.is_empty() { String::new() } else { format!(", {}", person.about) };
        lines.extend(wrap_plain(&format!("{}{about}. {scenes}", person.name), WIDTH));
    }
    lines.extend(wrap_plain(&model.lang.say_with("people-unmet", &[("n", number(unmet))]), WIDTH));
    lines
}

/// A line for each binding of the full screen: its name, its keys, what it does.
fn keys_lines(model: &Model) -> Vec<String> {
    let line = |binding: &Binding| {
        let keys: Vec<String> = binding.keys.iter().map(|key| key.shown(true)).collect();
        let what = model.lang.say(binding.action.description());
        wrap_plain(&format!("{}: {}. {what}", binding.id(), keys.join(", ")), WIDTH)
    };
    model.keys.all().iter().flat_map(line).collect()
}

/// A line for each setting: its word, what it is, and what it can be.
fn settings_lines(model: &Model) -> Vec<String> {
    let say = |setting: &Setting| {
        let (id, words) = (setting.id(), setting.words().join(", "));
        let name = model.lang.say(&format!("setting-{id}"));
        let args = [
            ("name", name.into()),
            ("id", id.into()),
            ("word", setting.word(&model.settings).to_owned().into()),
            ("words", words.into()),
        ];
        wrap_plain(&model.lang.say_with("plain-setting", &args), WIDTH)
    };
    Setting::ALL.iter().flat_map(say).collect()
}

pub(super) fn heading(page: &Page) -> String {
    let numbers = page.numbers.clone().unwrap_or_default();
    let parts = [&page.title, &page.place, &page.date, &page.schedule, &numbers];
    // A title such as `Daole, K.` brings its own full stop.
    let sentence = |part: &String| format!("{}.", part.trim_end_matches('.'));
    parts.into_iter().filter(|p| !p.is_empty()).map(sentence).collect::<Vec<_>>().join(" ")
}

pub(super) fn block_lines(block: &Block, game: &Game) -> Vec<String> {
    match block {
        Block::Prose(passage) | Block::News(passage) => passage_lines(passage, game),
        Block::List { heading, lines, .. } => {
            std::iter::once(heading).chain(lines).flat_map(|l| wrap_plain(l, WIDTH)).collect()
        }
        Block::Notes(line)
        | Block::Chosen(line)
        | Block::Line(line)
        | Block::Pending(line)
        | Block::Ending(line)
        | Block::Fact(line) => wrap_plain(line, WIDTH),
    }
}

fn passage_lines(passage: &Passage, game: &Game) -> Vec<String> {
    let mut lines = Vec::new();
    for (n, paragraph) in passage.paragraphs.iter().enumerate() {
        if n > 0 {
            lines.push(String::new());
        }
        let speaker = paragraph.speaker.map(|s| game.story.label(game.story.person(s).name, game.language));
        let text = paragraph.plain();
        let text = speaker.map_or_else(|| text.clone(), |name| format!("{name}: {text}"));
        lines.extend(wrap_plain(&text, WIDTH));
    }
    lines
}

/// The meters that changed, in words; all of them where there was no moment before.
pub(super) fn changes(page: &Page, decisions: usize, lang: &Lang) -> Vec<String> {
    let told = page.meters.iter().filter(|m| m.change != 0 || decisions == 0);
    let changed: Vec<String> = told.map(|m| meter_words(m, lang)).collect();
    let text = if decisions == 0 {
        format!("{}.", changed.join("; "))
    } else if changed.is_empty() {
        lang.say("unchanged")
    } else {
        lang.say_with("changed", &[("list", changed.join("; ").into())])
    };
    wrap_plain(&text, WIDTH)
}

/// A meter with its scale: `Trust 51 of 100, up 1`.
fn one_meter(meter: &page::Meter, lang: &Lang) -> String {
    let scale = lang.say_with("plain-of", &[("value", meter.points.into()), ("max", meter.most.into())]);
    meter_words(meter, lang).replacen(&format!(" {}", meter.points), &format!(" {scale}"), 1)
}

/// The last lines: where the run is kept, and `ending: ID` if one was reached.
#[must_use]
pub fn farewell(model: &Model, path: Option<&str>) -> Vec<String> {
    let Some(game) = &model.game else { return Vec::new() };
    let lang = &model.lang;
    let mut lines = vec![match path {
        Some(path) => lang.say_with("plain-saved", &[("path", path.to_owned().into())]),
        None => lang.say("plain-not-saved"),
    }];
    if let Place::Ended(ending) = game.timeline.now().state.place {
        lines.push(format!("ending: {}", game.story.ending(ending).id));
    }
    clean(lines)
}
