//! A session written out: for handing round, for a spreadsheet, for a program.
//!
//! One arrangement of what was kept, and four ways to write it. The invariant: a cell that is hidden is a dash in all
//! of them, and nothing is said that was not counted: no effect, no significance, only what people in this room did.

mod html;
mod tables;

use crate::{
    app::{
        Game, Lang,
        lang::number,
        page,
        workshop::{
            Session, choice_words, clock_words, finding_words, half_key, role_words, scene_words, stage_key,
        },
    },
    group::{Cell, FEW, How, KeptBallot, KeptItem, Stage},
    story::Story,
};

pub use html::page as html;
pub use tables::{csv, json, markdown};

/// A part of what is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// Lines.
    List(Vec<String>),
    /// A table.
    Table(Table),
}

/// A table of counts: rows and columns with names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it is about, by the author's id; empty where that is nothing in particular.
    pub about: String,
    /// What it counts.
    pub caption: String,
    /// The columns' names.
    pub columns: Vec<String>,
    /// The rows: name and cells.
    pub rows: Vec<(String, Vec<Cell>)>,
}

/// What is written of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arranged {
    /// The title.
    pub title: String,
    /// The language.
    pub lang: String,
    /// The parts, in their order.
    pub parts: Vec<Part>,
}

/// A table, or a sentence where nothing in it may be shown.
fn counted(table: Table, lang: &Lang) -> Part {
    let any = table.rows.iter().flat_map(|(_, cells)| cells).any(|c| c.shown().is_some());
    if any {
        Part::Table(table)
    } else {
        Part::Text(lang.say_with("report-too-few", &[("what", table.caption.into())]))
    }
}

/// Arranges what was kept of a session. `games` are its plays, for what was decided and how it ended.
#[must_use]
pub fn arrange(session: &Session, story: &Story, games: &[Game], lang: &Lang) -> Arranged {
    let kept = &session.kept;
    let title = story.label(story.about.title, story.language(lang.tag())).to_owned();
    let mut parts = vec![Part::Text(people(session, lang)), Part::Text(lang.say("report-how"))];
    parts.push(Part::Heading(lang.say("report-path")));
    for (half, game) in games.iter().enumerate() {
        if games.len() > 1 {
            parts.push(Part::Text(lang.say(half_key(half))));
        }
        parts.push(Part::List(path(game, lang)));
    }
    let ballots: Vec<(&str, &[String])> =
        kept.ballots.iter().map(|b| (b.scene.as_str(), b.options.as_slice())).collect();
    let mut found: Vec<String> =
        kept.board.iter().map(|f| finding_words(story, &ballots, *f, lang)).collect();
    found.extend(session.hinges.iter().flatten().cloned());
    if !found.is_empty() {
        parts.push(Part::Heading(lang.say("room-board")));
        parts.push(Part::List(found));
    }
    parts.push(Part::Heading(lang.say("report-ballots")));
    for ballot in &kept.ballots {
        of_ballot(ballot, story, lang, &mut parts);
    }
    if !kept.items.is_empty() {
        parts.push(Part::Heading(lang.say("report-before-after")));
        parts.push(Part::Text(lang.say("report-caution")));
        for (n, item) in kept.items.iter().enumerate() {
            of_item(n, item, story, lang, &mut parts);
        }
    }
    if !kept.safeguards.is_empty() {
        parts.push(Part::Heading(lang.say("room-safeguards")));
        let rows = kept.safeguards.iter().map(|(text, dots)| (text.clone(), vec![*dots])).collect();
        let columns = vec![lang.say("report-dots")];
        parts.push(counted(
            Table { about: String::new(), caption: lang.say("report-safeguards"), columns, rows },
            lang,
        ));
    }
    parts.push(Part::Heading(lang.say("report-session")));
    let three = |key: &str, cells: &[Cell]| Table {
        about: String::new(),
        caption: lang.say(key),
        columns: vec![lang.say("report-people")],
        rows: (0..)
            .zip(cells)
            .map(|(n, c): (usize, _)| (lang.say(&format!("{key}-{n}")), vec![*c]))
            .collect(),
    };
    parts.push(counted(three("room-worth", &kept.worth), lang));
    parts.push(counted(three("room-change", &kept.change), lang));
    parts.push(Part::List(kept.began.iter().map(|(stage, at)| began(*stage, *at, lang)).collect()));
    parts.push(Part::Text(lang.say_with("report-hidden", &[("n", number(FEW as usize))])));
    Arranged { title, lang: lang.tag().to_owned(), parts }
}

fn people(session: &Session, lang: &Lang) -> String {
    let minutes = number(session.minutes as usize);
    match session.kept.people {
        Cell::Shown(n) => {
            lang.say_with("report-people-many", &[("n", number(n as usize)), ("minutes", minutes)])
        }
        Cell::Hidden => lang.say_with("report-people-few", &[("minutes", minutes)]),
    }
}

fn began(stage: Stage, at: u32, lang: &Lang) -> String {
    // To the minute: seconds tell who was there last.
    format!("{}: {}", lang.say(stage_key(stage)), clock_words(at / 60 * 60))
}

/// What a play decided and where it ended.
fn path(game: &Game, lang: &Lang) -> Vec<String> {
    let moments = game.timeline.moments().iter().enumerate().skip(1);
    let mut told: Vec<String> = moments
        .filter_map(|(n, _)| Some(format!("{}: {}", page::of(game, n - 1, lang).date, game.chosen(n)?)))
        .collect();
    let last = page::of(game, game.timeline.decisions(), lang);
    told.push(if game.ended() {
        lang.say_with("ending-reached", &[("title", last.place.into())])
    } else {
        lang.say("room-left-open")
    });
    told.push(last.meters.iter().map(|m| page::meter_words(m, lang)).collect::<Vec<_>>().join("; "));
    told
}

fn of_ballot(ballot: &KeptBallot, story: &Story, lang: &Lang, parts: &mut Vec<Part>) {
    let options: Vec<String> = ballot.options.iter().map(|id| choice_words(story, id, lang)).collect();
    let scene = scene_words(story, &ballot.scene, lang);
    let side = lang.say(half_key(ballot.half));
    let caption = if ballot.cut { format!("{scene} · {side}") } else { scene };
    let mut columns = vec![lang.say(if ballot.last.is_some() { "room-votes-first" } else { "room-votes" })];
    let mut cells: Vec<Vec<Cell>> = ballot.first.iter().map(|c| vec![*c]).collect();
    for (key, more) in [("room-votes-last", &ballot.last), ("room-bets", &ballot.bets)] {
        if let Some(more) = more {
            columns.push(lang.say(key));
            cells.iter_mut().zip(more).for_each(|(row, cell)| row.push(*cell));
        }
    }
    let rows = options.iter().cloned().zip(cells).collect();
    parts.push(counted(Table { about: ballot.scene.clone(), caption: caption.clone(), columns, rows }, lang));
    if let Some(option) = ballot.decided {
        let how = ballot.how.unwrap_or(How::Most);
        parts.push(Part::Text(decided(&options, option, how, story, lang)));
    }
    if let Some(option) = ballot.plain.filter(|plain| ballot.decided.is_some_and(|d| d != *plain)) {
        let label = options.get(option).cloned().unwrap_or_default();
        parts.push(Part::Text(lang.say_with("room-power-other", &[("option", label.into())])));
    }
    let any = |cells: &[Vec<Cell>]| cells.iter().flatten().any(|c| c.shown().is_some());
    if let Some(moves) = ballot.moves.as_ref().filter(|m| any(m)) {
        let rows = options.iter().cloned().zip(moves.iter().cloned()).collect();
        let args = [("scene", caption.clone().into())];
        let caption = lang.say_with("report-moves", &args);
        parts.push(counted(
            Table { about: ballot.scene.clone(), caption, columns: options.clone(), rows },
            lang,
        ));
    }
    if any(&ballot.by_role) {
        let rows = ballot.by_role.iter().enumerate();
        let rows = rows.map(|(role, cells)| (role_words(story, role, lang), cells.clone())).collect();
        let caption = lang.say_with("report-by-role", &[("scene", caption.into())]);
        parts.push(counted(Table { about: ballot.scene.clone(), caption, columns: options, rows }, lang));
    }
}

fn decided(options: &[String], option: usize, how: How, story: &Story, lang: &Lang) -> String {
    let key = match how {
        How::Most => "room-decided-most",
        How::Lot => "room-decided-lot",
        How::AsItIs => "room-decided-as-it-is",
        How::Role(_) => "room-decided-role",
    };
    let role = if let How::Role(role) = how { role_words(story, role, lang) } else { String::new() };
    let label = options.get(option).cloned().unwrap_or_default();
    lang.say_with(key, &[("option", label.into()), ("role", role.into())])
}

fn of_item(n: usize, item: &KeptItem, story: &Story, lang: &Lang, parts: &mut Vec<Part>) {
    let label = |t| story.label(t, story.language(lang.tag())).to_owned();
    let workshop = &story.workshop;
    let ids = workshop.statements.iter().map(|s| &s.id).chain(workshop.cases.iter().map(|c| &c.id));
    let about = ids.into_iter().nth(n).cloned().unwrap_or_default();
    let (before, after, answers, change) = if let Some(statement) = workshop.statements.get(n) {
        let answers: Vec<(String, String)> =
            (0..5).map(|n| lang.say(&format!("room-agree-{n}"))).map(|a| (a.clone(), a)).collect();
        (label(statement.before), label(statement.after), answers, "report-change")
    } else {
        let Some(case) = workshop.cases.get(n - workshop.statements.len()) else { return };
        let best = |n: usize, best: usize| if n == best { " ✓" } else { "" };
        let pairs = case.before.options.iter().zip(&case.after.options).enumerate();
        let answers = pairs.map(|(n, (one, other))| {
            (label(*one) + best(n, case.before.best), label(*other) + best(n, case.after.best))
        });
        (label(case.before.text), label(case.after.text), answers.collect(), "report-case-change")
    };
    parts.push(Part::List(vec![
        lang.say_with("report-asked-before", &[("text", before.into())]),
        lang.say_with("report-asked-after", &[("text", after.into())]),
    ]));
    // A case has other answers before than after only in which of them fits.
    let same = answers.iter().all(|(one, other)| one == other);
    let row = |answer: String, cells: Vec<Cell>| (answer, cells);
    if same {
        let rows = answers.iter().zip(item.before.iter().zip(&item.after));
        let rows = rows.map(|((answer, _), (one, other))| row(answer.clone(), vec![*one, *other])).collect();
        let columns = vec![lang.say("report-before"), lang.say("report-after")];
        parts.push(counted(
            Table { about: about.clone(), caption: lang.say("report-answers"), columns, rows },
            lang,
        ));
    } else {
        for (key, cells, pick) in
            [("report-before", &item.before, true), ("report-after", &item.after, false)]
        {
            let rows = answers.iter().zip(cells);
            let rows = rows
                .map(|((one, other), cell)| row(if pick { one.clone() } else { other.clone() }, vec![*cell]))
                .collect();
            let columns = vec![lang.say("report-people")];
            parts.push(counted(Table { about: about.clone(), caption: lang.say(key), columns, rows }, lang));
        }
    }
    let sure = (0..3).zip(item.sure_before.iter().zip(&item.sure_after));
    let rows =
        sure.map(|(n, (one, other))| row(lang.say(&format!("room-sure-{n}")), vec![*one, *other])).collect();
    let columns = vec![lang.say("report-before"), lang.say("report-after")];
    parts.push(counted(Table { about: about.clone(), caption: lang.say("room-sure"), columns, rows }, lang));
    let rows =
        (0..3).zip(&item.change).map(|(n, c)| row(lang.say(&format!("{change}-{n}")), vec![*c])).collect();
    let columns = vec![lang.say("report-people")];
    parts.push(counted(Table { about: about.clone(), caption: lang.say(change), columns, rows }, lang));
}
