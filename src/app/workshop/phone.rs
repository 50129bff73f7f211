//! What one participant's phone shows: what the wall shows, in words, with what this person can send.
//!
//! The invariant: it shows nothing of anybody else, and no count that the wall does not show.

use super::{
    Workshop,
    pages::{Form, Offer, Piece, Question},
};
use crate::{
    app::{Lang, lang::number},
    group::{Alias, DOTS, MOST_DRAFTS, Person, Phase, Stage, Standing, Who},
    story::model::{Item, Step},
};

/// A phone's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// Counts up with what happens.
    pub heard: u64,
    /// What is going on.
    pub heading: String,
    /// What this participant is called.
    pub alias: String,
    /// What was given or done by this phone, in words.
    pub done: Option<String>,
    /// What is read.
    pub pieces: Vec<Piece>,
    /// What can be sent.
    pub form: Option<Form>,
    /// The role's name and card.
    pub role: Option<(String, String)>,
    /// Three sentences on what happened so far, and whether they are to be seen at once.
    pub recap: Option<(Vec<String>, bool)>,
}

/// The page of a participant; none where the room does not know this number.
#[must_use]
pub fn phone(shop: &Workshop, who: Who, lang: &Lang) -> Option<Phone> {
    let room = &shop.room;
    let person = room.people.get(&who)?;
    let alias = Alias::of(who, room.settings.seed);
    let (pieces, form, done) = match room.stage {
        Stage::Lobby => {
            let rules = shop.story.workshop.rules.iter().map(|t| shop.label(*t, lang)).collect();
            (vec![Piece::Text(lang.say("room-phone-lobby")), Piece::List(rules)], None, None)
        }
        Stage::Before | Stage::After => questions(shop, person, lang),
        Stage::Roles => {
            let read = Piece::Text(lang.say("room-phone-roles"));
            (shop.content_notes(lang).into_iter().chain([read]).collect(), None, None)
        }
        Stage::Play => playing(shop, who, person, lang),
        Stage::Ending => (ending(shop, person, lang), None, None),
        Stage::Debrief(step) => debrief(shop, who, step, lang),
        Stage::Ranking => ranking(shop, person, lang),
        Stage::Closing => {
            let done = person.parting.map(|_| lang.say("room-phone-sent"));
            (vec![Piece::Text(lang.say("room-phone-closing"))], Some(Form::Parting(person.parting)), done)
        }
    };
    // The roles end when the debrief begins.
    let role = person.role.filter(|_| room.stage < Stage::Ending && room.stage >= Stage::Roles);
    let role = role.and_then(|r| shop.story.workshop.roles.get(r));
    Some(Phone {
        heard: room.heard,
        heading: shop.stage_words(lang),
        alias: lang.say_with(
            "room-alias",
            &[
                ("colour", lang.say(&format!("room-colour-{}", alias.colour)).into()),
                ("number", u32::from(alias.number).into()),
            ],
        ),
        done,
        pieces,
        form,
        role: role.map(|r| (shop.label(r.name, lang), shop.label(r.card, lang))),
        recap: recap(shop, person, lang),
    })
}

type Shown = (Vec<Piece>, Option<Form>, Option<String>);

fn questions(shop: &Workshop, person: &Person, lang: &Lang) -> Shown {
    let after = shop.room.stage == Stage::After;
    let given = if after { &person.after } else { &person.before };
    let answer = |n: usize| given.get(n).copied().flatten().map(|a| (a.value, a.sure));
    let agree: Vec<String> = (0..5).map(|n| lang.say(&format!("room-agree-{n}"))).collect();
    let workshop = &shop.story.workshop;
    let statements = workshop.statements.iter().map(|s| Question {
        text: shop.label(if after { s.after } else { s.before }, lang),
        answers: agree.clone(),
        given: None,
    });
    let of_case = |item: &Item| Question {
        text: shop.label(item.text, lang),
        answers: item.options.iter().map(|o| shop.label(*o, lang)).collect(),
        given: None,
    };
    let cases = workshop.cases.iter().map(|c| of_case(if after { &c.after } else { &c.before }));
    let mut asked: Vec<Question> = statements.chain(cases).collect();
    for (n, question) in asked.iter_mut().enumerate() {
        question.given = answer(n);
    }
    let all = asked.len();
    let answered = asked.iter().filter(|q| q.given.is_some()).count();
    let args = [("n", number(answered)), ("all", number(all))];
    let done = (answered > 0).then(|| lang.say_with("room-phone-answered", &args));
    (vec![Piece::Text(lang.say("room-phone-questions"))], Some(Form::Answers(asked)), done)
}

fn playing(shop: &Workshop, who: Who, person: &Person, lang: &Lang) -> Shown {
    let room = &shop.room;
    let half = person.half;
    let mut pieces: Vec<Piece> = shop.half_words(half, lang).map(Piece::Note).into_iter().collect();
    let Some(ballot) = room.ballots.get(half) else { return (pieces, None, None) };
    if shop.scene(half).is_none() && room.phase != Phase::Consequence {
        pieces.extend(shop.scene_prose(half, lang));
        return (pieces, None, None);
    }
    let options = |given: Option<&usize>| -> Vec<Offer> {
        let marked = |(n, option): (usize, Offer)| Offer { chosen: given == Some(&n), ..option };
        shop.options(half, lang).into_iter().enumerate().map(marked).collect()
    };
    let mut form = None;
    let mut done = None;
    match room.phase {
        Phase::Consequence => pieces.extend(shop.consequence(half, lang)),
        Phase::Read => {
            pieces.extend(shop.scene_prose(half, lang));
            pieces.push(Piece::Options(shop.options(half, lang)));
        }
        Phase::Vote | Phase::Revote if ballot.votes() => {
            // It was read; what can be done comes first.
            pieces.push(Piece::Folded(lang.say("room-scene-again"), shop.scene_prose(half, lang)));
            pieces.extend(shop.rules_of(half, lang).into_iter().map(Piece::Note));
            let key = if room.phase == Phase::Vote { "room-phone-vote" } else { "room-phone-revote" };
            pieces.push(Piece::Text(lang.say(key)));
            let given = ballot.last.get(&who);
            done = given.map(|_| lang.say("room-phone-voted"));
            form = Some(Form::Vote(ballot.number, options(given)));
        }
        Phase::Bet if ballot.votes() => {
            pieces.push(Piece::Text(lang.say("room-phone-bet")));
            let given = ballot.bets.get(&who);
            done = given.map(|_| lang.say("room-phone-bet-sent"));
            form = Some(Form::Bet(ballot.number, options(given)));
        }
        Phase::Vote | Phase::Revote | Phase::Bet => pieces.push(Piece::Text(lang.say("room-phone-wait"))),
        Phase::Reveal | Phase::Talk | Phase::Result => {
            if room.phase == Phase::Talk {
                pieces.push(Piece::Text(lang.say("room-talk")));
            }
            pieces.extend(shop.counts(half, lang));
        }
    }
    (pieces, form, done)
}

fn ending(shop: &Workshop, person: &Person, lang: &Lang) -> Vec<Piece> {
    let mut pieces = Vec::new();
    if shop.scene(person.half).is_none() {
        pieces.extend(shop.scene_prose(person.half, lang));
    } else {
        pieces.push(Piece::Text(lang.say("room-left-open")));
    }
    if let Some(leaving) = shop.story.workshop.leaving {
        pieces.push(Piece::Notice(shop.label(leaving, lang)));
    }
    pieces
}

fn debrief(shop: &Workshop, who: Who, step: Step, lang: &Lang) -> Shown {
    let mut pieces = vec![Piece::List(shop.questions(step, lang))];
    if step != Step::Apply || !shop.room.writing {
        return (pieces, None, None);
    }
    let theirs: Vec<String> =
        shop.room.drafts.iter().filter(|d| d.by == Some(who)).map(|d| d.text.clone()).collect();
    let left = MOST_DRAFTS.saturating_sub(theirs.len());
    pieces.push(Piece::Text(lang.say("room-phone-draft")));
    let done = (!theirs.is_empty()).then(|| lang.say("room-phone-draft-sent"));
    if !theirs.is_empty() {
        pieces.push(Piece::List(theirs));
    }
    (pieces, (left > 0).then_some(Form::Draft(left)), done)
}

fn ranking(shop: &Workshop, person: &Person, lang: &Lang) -> Shown {
    let shown = shop.room.drafts.iter().enumerate().filter(|(_, d)| d.standing == Standing::Shown);
    let mut drafts: Vec<(usize, String, bool)> =
        shown.map(|(n, d)| (n, d.text.clone(), person.dots.contains(&n))).collect();
    drafts.sort_by(|a, b| a.1.cmp(&b.1));
    let text = lang.say_with("room-phone-dots", &[("n", number(DOTS))]);
    let done = (!person.dots.is_empty()).then(|| lang.say("room-phone-sent"));
    let form = (!drafts.is_empty()).then_some(Form::Dots(drafts));
    (vec![Piece::Text(text)], form, done)
}

/// What happened so far: who the room is, what it decided last, where it is.
fn recap(shop: &Workshop, person: &Person, lang: &Lang) -> Option<(Vec<String>, bool)> {
    let room = &shop.room;
    if room.stage != Stage::Play || room.past.is_empty() {
        return None;
    }
    let mut told = vec![shop.label(shop.story.about.chair, lang)];
    let decided = shop.decided(person.half, lang);
    if let [.., before, last] = &decided[..] {
        let args = [("before", before.clone().into()), ("last", last.clone().into())];
        told.push(lang.say_with("room-recap-two", &args));
    } else if let [last] = &decided[..] {
        told.push(lang.say_with("room-recap-one", &[("last", last.clone().into())]));
    }
    let scene = shop.scene(person.half).map(|s| shop.scene_title(&shop.story.scene(s).id, lang));
    let scene = scene.unwrap_or_else(|| lang.say("room-stage-ending"));
    told.push(lang.say_with("room-recap-now", &[("scene", scene.into())]));
    // Who came after the last decision has not seen any of it.
    let late = room.ballots.get(person.half).is_some_and(|b| person.came >= b.number);
    Some((told, late))
}

/// All that the room knows of a participant, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The lines.
    pub lines: Vec<String>,
}

/// All that the room knows of a participant; none where it does not know this number.
#[must_use]
pub fn known(shop: &Workshop, who: Who, lang: &Lang) -> Option<Known> {
    let room = &shop.room;
    let person = room.people.get(&who)?;
    let alias = Alias::of(who, room.settings.seed);
    let colour = lang.say(&format!("room-colour-{}", alias.colour));
    let name = [("colour", colour.into()), ("number", u32::from(alias.number).into())];
    let mut told =
        vec![lang.say_with("room-me-alias", &[("alias", lang.say_with("room-alias", &name).into())])];
    if let Some(role) = person.role {
        told.push(lang.say_with("room-me-role", &[("role", shop.role_name(role, lang).into())]));
    }
    told.extend(shop.half_words(person.half, lang));
    let ballot = room.ballots.get(person.half).filter(|_| room.stage == Stage::Play);
    let labels = shop.options(person.half, lang);
    let before = room.before_decision.as_ref().and_then(|b| b.ballots.get(person.half));
    let voted = before.is_some_and(|b| {
        b.first.contains_key(&who) || b.last.contains_key(&who) || b.bets.contains_key(&who)
    });
    if voted {
        told.push(lang.say("room-me-last-vote"));
    }
    for (key, votes) in [
        ("room-me-first-vote", ballot.map(|b| &b.first).filter(|_| room.again())),
        ("room-me-vote", ballot.map(|b| &b.last)),
        ("room-me-bet", ballot.map(|b| &b.bets)),
    ] {
        if let Some(option) = votes.and_then(|v| v.get(&who)).and_then(|n| labels.get(*n)) {
            told.push(lang.say_with(key, &[("option", option.label.clone().into())]));
        }
    }
    for (key, answers) in [("room-me-before", &person.before), ("room-me-after", &person.after)] {
        let n = answers.iter().flatten().count();
        if n > 0 {
            told.push(lang.say_with(key, &[("n", number(n))]));
        }
    }
    let drafts = room.drafts.iter().filter(|d| d.by == Some(who)).map(|d| d.text.clone());
    told.extend(drafts.map(|text| lang.say_with("room-me-draft", &[("text", text.into())])));
    if !person.dots.is_empty() {
        told.push(lang.say_with("room-me-dots", &[("n", number(person.dots.len()))]));
    }
    if person.parting.is_some() {
        told.push(lang.say("room-me-parting"));
    }
    Some(Known { lines: told })
}
