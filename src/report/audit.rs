//! The tables of the fairness ledger, from what the lab has counted.
//!
//! The invariant: each table says how it was worked out, and what in it breaks a rule.

use super::ledger::{Cell, Section};
use crate::{
    app::Lang,
    engine::read,
    lab::{
        Tally,
        audit::{Banned, Draws, HORIZON, Prices, Standing, Voices, last_words, voices},
    },
    story::{
        Story,
        ids::{ChoiceId, SceneId},
        model::{Side, Stance},
    },
};

/// The claims and arguments of the debate, by id: claims, arguments for, arguments against, and how many of each.
const DEBATE: [(&str, usize); 3] = [("S", 25), ("A", 10), ("B", 13)];
/// Least gain and loss that counts, in points.
const NOTABLE: i64 = 1;

/// Whose words the tables are in, and which of a story's languages.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The story, or the world.
    pub story: &'a Story,
    /// Which of its languages the names are in.
    pub language: usize,
    /// The interface's words.
    pub lang: &'a Lang,
}

impl Told<'_> {
    fn title(&self) -> String {
        self.story.label(self.story.about.title, self.language).to_owned()
    }

    fn section(&self, id: &'static str, columns: Vec<String>) -> Section {
        Section {
            id,
            of: self.title(),
            title: self.lang.say(&format!("audit-{id}")),
            how: self.lang.say(&format!("audit-{id}-how")),
            columns,
            rows: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn word(&self, key: &str) -> String {
        self.lang.say(key)
    }

    fn scene(&self, scene: SceneId) -> String {
        let record = self.story.scene(scene);
        self.story.label_or(record.title, self.language, &record.id).to_owned()
    }

    fn choice(&self, choice: ChoiceId) -> String {
        self.story.choice(choice).id.clone()
    }

    fn outcomes(&self) -> Vec<String> {
        let name = |v: &crate::story::ids::VarId| {
            let record = self.story.var(*v);
            self.story.label_or(record.name, self.language, &record.id).to_owned()
        };
        self.story.audit.outcomes.iter().map(name).collect()
    }
}

/// Who speaks how much, and who speaks last.
#[must_use]
pub fn words(told: &Told<'_>) -> Vec<Section> {
    let story = told.story;
    let mut sections = Vec::new();
    for (number, language) in story.languages.iter().enumerate() {
        let columns = [
            "audit-scene",
            "audit-for",
            "audit-against",
            "audit-share",
            "audit-others",
            "audit-told",
            "audit-last",
        ];
        let mut section = told.section("words", columns.iter().map(|c| told.word(c)).collect());
        section.title = format!("{} ({language})", section.title);
        let by_scene = voices(story, number);
        let last = last_words(story, number);
        let side = |side: Option<Side>| match side {
            Some(Side::For) => told.word("audit-for").into(),
            Some(Side::Against) => told.word("audit-against").into(),
            Some(Side::Undecided) | None => Cell::Nothing,
        };
        #[expect(clippy::cast_precision_loss, reason = "counts of words")]
        let row = |name: String, v: Voices, last: Cell| {
            vec![
                name.into(),
                Cell::Number(v.pro as f64),
                Cell::Number(v.con as f64),
                Cell::share(v.pro, v.pro + v.con),
                Cell::Number(v.undecided as f64),
                Cell::Number(v.told as f64),
                last,
            ]
        };
        for (scene, who) in &last {
            let found = by_scene.iter().find(|s| s.scene == *scene).map(|s| s.voices).unwrap_or_default();
            section.rows.push(row(told.scene(*scene), found, side(*who)));
        }
        let all = by_scene.iter().fold(Voices::default(), |sum, s| Voices {
            pro: sum.pro + s.voices.pro,
            con: sum.con + s.voices.con,
            undecided: sum.undecided + s.voices.undecided,
            told: sum.told + s.voices.told,
        });
        section.rows.push(row(told.word("audit-all"), all, Cell::Nothing));
        let sided = all.pro + all.con;
        if sided > 0 && !(45..=55).contains(&(100 * all.pro / sided)) {
            section.notes.push(told.word("audit-words-uneven"));
        }
        let count = |wanted| last.iter().filter(|(_, s)| *s == Some(wanted)).count();
        let (pro, con) = (count(Side::For), count(Side::Against));
        if pro.abs_diff(con) > 1 {
            let args = [("pro", pro.into()), ("con", con.into())];
            section.notes.push(told.lang.say_with("audit-last-uneven", &args));
        }
        sections.push(section);
    }
    sections
}

/// What each option gains and costs.
#[must_use]
pub fn options(told: &Told<'_>, prices: &[Prices]) -> Section {
    let story = told.story;
    let columns = [
        "audit-scene",
        "audit-option",
        "audit-open",
        "audit-gains",
        "audit-costs",
        "audit-declared",
        "audit-dominated",
    ];
    let mut section = told.section("prices", columns.iter().map(|c| told.word(c)).collect());
    section.how = told.lang.say_with("audit-prices-how", &[("turns", HORIZON.into())]);
    let names = told.outcomes();
    for dilemma in prices {
        for (n, option) in dilemma.options.iter().enumerate() {
            let mut moved: Vec<(i64, &String)> =
                names.iter().enumerate().map(|(outcome, name)| (option.mean(outcome), name)).collect();
            moved.sort_by_key(|(by, _)| std::cmp::Reverse(by.abs()));
            let list = |up: bool| -> String {
                let some = moved.iter().filter(|(by, _)| if up { *by > 0 } else { *by < 0 });
                let some = some.filter(|(by, _)| by.abs() >= NOTABLE * story.point).take(3);
                some.map(|(by, name)| format!("{name} {}", told.lang.signed(*by, story.point)))
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            let (gains, costs) = (list(true), list(false));
            let record = story.choice(option.choice);
            let id = told.choice(option.choice);
            let dominated = dilemma.dominated(n);
            let note = |key: &str, section: &mut Section| {
                section.notes.push(told.lang.say_with(key, &[("option", id.clone().into())]));
            };
            if option.open == 0 {
                note("audit-never-open", &mut section);
            } else if gains.is_empty() || costs.is_empty() {
                note("audit-one-sided", &mut section);
            }
            if record.gives.is_none() || record.costs.is_none() {
                note("audit-undeclared", &mut section);
            }
            let words = |text: String| if text.is_empty() { Cell::Nothing } else { text.into() };
            let label = |text| text_of(told, text);
            let declared = [record.gives.map(label), record.costs.map(label)];
            section.rows.push(vec![
                if n == 0 { told.scene(dilemma.scene).into() } else { "".into() },
                id.clone().into(),
                Cell::share(option.open, dilemma.met),
                words(gains),
                words(costs),
                words(declared.into_iter().flatten().collect::<Vec<_>>().join(" / ")),
                dominated.map_or(Cell::Nothing, |by| told.choice(by).into()),
            ]);
        }
    }
    section
}

/// The word for a stance's plays.
#[must_use]
pub const fn stance_word(stance: Stance) -> &'static str {
    match stance {
        Stance::Watch => "audit-as-watch",
        Stance::Regulate => "audit-as-regulate",
        Stance::Refuse => "audit-as-refuse",
        Stance::Listen => "audit-as-listen",
    }
}

fn text_of(told: &Told<'_>, text: crate::story::ids::TextId) -> String {
    let setup = crate::engine::Setup::new(told.story, 0, "", "").ok();
    let start = setup.and_then(|s| crate::engine::Timeline::begin(told.story, s).ok());
    let read = start.and_then(|t| read(told.story, &t.setup, &t.now().state, text, told.language).ok());
    read.map(|p| p.plain()).unwrap_or_default()
}

/// How often endings and regions come: a column for each of some ways to play.
#[must_use]
pub fn reached(told: &Told<'_>, tallies: &[(String, Tally)]) -> Section {
    let story = told.story;
    let columns =
        std::iter::once(told.word("audit-reached-what")).chain(tallies.iter().map(|(name, _)| name.clone()));
    let mut section = told.section("reached", columns.collect());
    let mut row = |name: String, count: &dyn Fn(&Tally) -> u64, ending: bool| {
        let cells = tallies.iter().map(|(_, t)| Cell::share(count(t), t.plays));
        if ending && tallies.iter().all(|(_, t)| count(t) == 0) {
            section.notes.push(told.lang.say_with("audit-unreached", &[("what", name.clone().into())]));
        }
        section.rows.push(std::iter::once(name.into()).chain(cells).collect());
    };
    for (n, ending) in story.endings.iter().enumerate() {
        let name = story.label_or(ending.title, told.language, &ending.id).to_owned();
        row(name, &|t: &Tally| t.endings[n], true);
    }
    for (n, region) in story.regions.iter().enumerate() {
        let name = format!("{}: {}", told.word("audit-region"), story.label(region.name, told.language));
        row(name, &|t: &Tally| t.regions[n], false);
    }
    section
}

/// Words that the narration is not to use, and uses.
#[must_use]
pub fn banned(told: &Told<'_>, found: &[Banned]) -> Section {
    let columns = ["audit-word", "audit-text", "audit-language"];
    let mut section = told.section("banned", columns.iter().map(|c| told.word(c)).collect());
    for one in found {
        section.rows.push(vec![one.word.into(), one.key.clone().into(), one.language.clone().into()]);
        section.notes.push(told.lang.say_with("audit-banned-note", &[("word", one.word.into())]));
    }
    section
}

/// Which claims and arguments of the debate the guides name, and where.
#[must_use]
pub fn coverage(all: &[Told<'_>], lang: &Lang) -> Section {
    let mut section = Section {
        id: "coverage",
        of: lang.say("audit-all"),
        title: lang.say("audit-coverage"),
        how: lang.say("audit-coverage-how"),
        columns: vec![lang.say("audit-claim-id"), lang.say("audit-where")],
        rows: Vec::new(),
        notes: Vec::new(),
    };
    let mut missing = Vec::new();
    for (letter, count) in DEBATE {
        for n in 1..=count {
            let id = if letter == "S" { format!("S{n:02}") } else { format!("{letter}{n}") };
            let mut places = Vec::new();
            for told in all {
                let named = told
                    .story
                    .guide
                    .dilemmas
                    .iter()
                    .filter(|d| d.claims.contains(&id) || d.arguments.contains(&id));
                places.extend(named.map(|d| format!("{}: {}", told.title(), told.scene(d.scene))));
            }
            if places.is_empty() {
                missing.push(id.clone());
            }
            let places = if places.is_empty() { Cell::Nothing } else { places.join("; ").into() };
            section.rows.push(vec![id.into(), places]);
        }
    }
    if !missing.is_empty() {
        let args = [("ids", missing.join(", ").into())];
        section.notes.push(lang.say_with("audit-coverage-missing", &args));
    }
    section
}

/// How the strategies of a world stand: what they come to, who dominates them, and who is content.
#[must_use]
pub fn strategies(told: &Told<'_>, standing: &Standing) -> Vec<Section> {
    let story = told.story;
    let name = |n: usize| story.label(story.audit.strategies[n].name, told.language).to_owned();
    let first = |key: &str| vec![told.word("audit-schedule"), told.word(key)];
    let mut values = told.section("outcomes", [first("audit-strategy"), told.outcomes()].concat());
    values.how = told.lang.say_with("audit-outcomes-how", &[("turns", standing.turns.into())]);
    let groups =
        story.groups.iter().map(|g| format!("{} ({} %)", story.label(g.name, told.language), g.share));
    let mut content = told.section(
        "content",
        first("audit-strategy").into_iter().chain(groups).chain([told.word("audit-half")]).collect(),
    );
    let columns = std::iter::once(told.word("audit-strategy"));
    let worlds = standing.worlds.iter().map(|w| {
        let schedule = w.schedule.map_or("-", |s| story.schedules[s.at()].id.as_str());
        let preset = w.preset.map_or("-", |p| story.presets[p.at()].id.as_str());
        format!("{schedule}, {preset}")
    });
    let mut front = told.section("front", columns.chain(worlds).collect());
    for world in standing.worlds.iter().filter(|w| w.preset.is_none_or(|p| p.at() == 0)) {
        let schedule =
            world.schedule.map_or("-", |s| story.label(story.schedules[s.at()].name, told.language));
        for (n, outcome) in world.outcomes.iter().enumerate() {
            let start =
                |n: usize| vec![if n == 0 { schedule.into() } else { "".into() }, Cell::from(name(n))];
            let points = |v: &i64| Cell::points(*v, story.point);
            values.rows.push([start(n), outcome.values.iter().map(points).collect()].concat());
            let half: i64 = story
                .groups
                .iter()
                .zip(&outcome.groups)
                .filter(|(_, c)| **c >= 500)
                .map(|(g, _)| g.share)
                .sum();
            let groups = outcome.groups.iter().map(|c| Cell::points(*c, 10));
            content.rows.push(start(n).into_iter().chain(groups).chain([Cell::points(half, 1)]).collect());
        }
    }
    for n in 0..story.audit.strategies.len() {
        let by = |world: &crate::lab::audit::World| {
            let by = &world.outcomes[n].dominated_by;
            if by.is_empty() {
                Cell::Nothing
            } else {
                by.iter().map(|m| name(*m)).collect::<Vec<_>>().join(", ").into()
            }
        };
        front.rows.push(std::iter::once(name(n).into()).chain(standing.worlds.iter().map(by)).collect());
        let dominated = standing.worlds.iter().any(|w| {
            let by = &w.outcomes[n].dominated_by;
            by.iter().any(|m| story.audit.strategies[*m].stance.is_some())
        });
        if dominated && story.audit.strategies[n].stance.is_some() {
            front.notes.push(told.lang.say_with("audit-front-dominated", &[("strategy", name(n).into())]));
        }
    }
    vec![values, front, content]
}

/// How the stances stand where contested numbers are moved.
#[must_use]
pub fn moved(told: &Told<'_>, draws: &Draws, spread: u32) -> Section {
    let story = told.story;
    let compared: Vec<String> = story
        .audit
        .strategies
        .iter()
        .filter(|s| s.stance.is_some())
        .map(|s| story.label(s.name, told.language).to_owned())
        .collect();
    let mut section =
        told.section("draws", std::iter::once(told.word("audit-outcome")).chain(compared).collect());
    let args = [("draws", draws.draws.into()), ("spread", spread.into())];
    section.how = told.lang.say_with("audit-draws-how", &args);
    let shares = |counts: &[u64]| counts.iter().map(|c| Cell::share(*c, draws.draws)).collect::<Vec<_>>();
    section
        .rows
        .push([vec![Cell::from(told.word("audit-undominated"))], shares(&draws.undominated)].concat());
    for (name, best) in told.outcomes().into_iter().zip(&draws.best) {
        let name = told.lang.say_with("audit-best", &[("outcome", name.into())]);
        section.rows.push([vec![Cell::from(name)], shares(best)].concat());
    }
    section
}
