//! What many plays came to, written for people, as JSON and as CSV.
//!
//! Shares have a 95 % interval (Wilson 1927), which holds for few plays and for shares near nothing too. The invariant:
//! every figure is a count of plays or worked out from one here.

use std::fmt::Write as _;

use serde::Serialize;

use crate::{
    app::{Lang, wrap},
    lab::{Gap, Sway, Tally},
    story::{Story, model::Owner},
};

/// What is told of the plays beside their tally.
#[derive(Debug, Clone)]
pub struct Told<'a> {
    /// The story that was played.
    pub story: &'a Story,
    /// Which of its languages the names are in.
    pub language: usize,
    /// How they decided, as it was asked for.
    pub policy: String,
    /// The schedule's id.
    pub schedule: String,
    /// Which numbers were changed, in words.
    pub numbers: Option<String>,
    /// The seed.
    pub seed: u64,
    /// What no play came to.
    pub gaps: Vec<Gap>,
    /// By choice, whether it changes endings.
    pub sway: Vec<Sway>,
}

/// The bounds of a share in hundredths of a percent: `count` of `all`, with 95 %.
pub(super) fn interval(count: u64, all: u64) -> (f64, f64) {
    if all == 0 {
        return (0.0, 100.0);
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of plays are far below 2^52")]
    let (count, all) = (count as f64, all as f64);
    let z = 1.959_963_985;
    let share = count / all;
    let middle = (share + z * z / (2.0 * all)) / (1.0 + z * z / all);
    let half = z / (1.0 + z * z / all) * (share * (1.0 - share) / all + z * z / (4.0 * all * all)).sqrt();
    ((middle - half).max(0.0) * 100.0, (middle + half).min(1.0) * 100.0)
}

pub(super) fn percent(count: u64, all: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of plays are far below 2^52")]
    let share = count as f64 / all.max(1) as f64;
    share * 100.0
}

/// The quantiles that are told, in hundredths.
const QUANTILES: [u64; 5] = [5, 25, 50, 75, 95];

/// For people.
#[must_use]
pub fn text(told: &Told<'_>, tally: &Tally, lang: &Lang) -> String {
    let story = told.story;
    let mut out = String::new();
    let title = story.label(story.about.title, told.language);
    let args = [
        ("story", title.to_owned().into()),
        ("plays", tally.plays.into()),
        ("policy", told.policy.clone().into()),
        ("schedule", told.schedule.clone().into()),
        ("seed", told.seed.to_string().into()),
    ];
    let _ = writeln!(out, "{}", lang.say_with("sim-head", &args));
    if let Some(numbers) = &told.numbers {
        let _ = writeln!(out, "{numbers}");
    }
    let _ = writeln!(out, "{}", lang.say("sim-claim"));
    if tally.stuck > 0 {
        let _ = writeln!(out, "{}", lang.say_with("sim-stuck", &[("n", tally.stuck.into())]));
    }
    let _ = writeln!(out, "\n{}", lang.say("sim-endings"));
    for (n, ending) in story.endings.iter().enumerate() {
        let name = story.label_or(ending.title, told.language, &ending.id);
        let shortest = tally.shortest[n].as_ref().map(|s| {
            let args = [("n", s.choices.len().into()), ("play", s.play.into())];
            lang.say_with("sim-shortest", &args)
        });
        row(&mut out, name, tally.endings[n], tally.plays, &shortest.unwrap_or_default());
    }
    let _ = writeln!(out, "\n{}", lang.say("sim-regions"));
    for (n, region) in story.regions.iter().enumerate() {
        row(&mut out, story.label(region.name, told.language), tally.regions[n], tally.plays, "");
    }
    let last = tally.points.len().saturating_sub(1);
    let _ = writeln!(out, "\n{}", lang.say("sim-numbers"));
    for (n, var) in tally.numbers.iter().enumerate() {
        let record = story.var(*var);
        let name = story.label_or(record.name, told.language, &record.id);
        let values = QUANTILES.map(|q| tally.quantile(story, last, n, q));
        let values: Vec<String> =
            values.iter().map(|v| v.map_or_else(|| "  -".to_owned(), |v| format!("{v:>4}"))).collect();
        let _ = writeln!(out, "{}{}", named(name), values.join(" "));
    }
    let _ = writeln!(out, "\n{}", lang.say("sim-choices"));
    for (n, choice) in story.choices.iter().enumerate() {
        let counts = tally.choices[n];
        if counts.met > 0 && (counts.taken * 100 < counts.met || counts.open * 100 < counts.met * 90) {
            let open = percent(counts.open, counts.met);
            let taken = percent(counts.taken, counts.met);
            let _ = writeln!(out, "{}{open:5.1} % {taken:5.1} %", named(&choice.id));
        }
    }
    let idle: Vec<String> = story
        .choices
        .iter()
        .zip(&told.sway)
        .filter(|(_, sway)| sway.compared >= COMPARED && sway.changed == 0)
        .map(|(choice, sway)| format!("{} ({})", choice.id, sway.compared))
        .collect();
    if !idle.is_empty() {
        let _ = writeln!(out, "\n{}\n  {}", lang.say("sim-idle"), idle.join(", "));
    }
    let key = if told.gaps.is_empty() { "sim-no-gaps" } else { "sim-gaps" };
    let _ = writeln!(out, "\n{}", lang.say(key));
    for gap in &told.gaps {
        let _ = writeln!(out, "  {}: {}", gap.what, gap.why.join("; "));
    }
    out
}

/// How often a choice must have been compared before it is said to change no ending.
const COMPARED: u64 = 20;
/// The columns of a name.
const NAME: usize = 28;

/// A name, filled up to its columns.
fn named(name: &str) -> String {
    let name = wrap::cut(name, NAME, "…");
    let pad = NAME.saturating_sub(wrap::columns(&name));
    format!("  {name}{} ", " ".repeat(pad))
}

fn row(out: &mut String, name: &str, count: u64, all: u64, more: &str) {
    let (low, high) = interval(count, all);
    let line = format!("{}{:5.1} %  {low:5.1} - {high:5.1}  {more}", named(name), percent(count, all));
    let _ = writeln!(out, "{}", line.trim_end());
}

#[derive(Serialize)]
struct Whole<'a> {
    story: &'a str,
    plays: u64,
    stuck: u64,
    decisions: u64,
    policy: &'a str,
    schedule: &'a str,
    seed: u64,
    numbers_changed: Option<&'a str>,
    endings: Vec<Share<'a>>,
    regions: Vec<Share<'a>>,
    scenes: Vec<Seen<'a>>,
    choices: Vec<ChoiceRow<'a>>,
    gaps: Vec<GapRow<'a>>,
    quantiles: Vec<Quantiles<'a>>,
}

/// How often something came, with the bounds of its share in percent.
#[derive(Serialize)]
pub(super) struct Share<'a> {
    id: &'a str,
    /// None where it was counted out.
    plays: Option<u64>,
    percent: f64,
    low: f64,
    high: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    shortest: Option<ShortestRow<'a>>,
}

impl<'a> Share<'a> {
    /// `plays` of `all`.
    pub(super) fn new(id: &'a str, plays: u64, all: u64) -> Self {
        let (low, high) = interval(plays, all);
        Self { id, plays: Some(plays), percent: percent(plays, all), low, high, shortest: None }
    }

    /// A share that was counted out.
    pub(super) const fn exact(id: &'a str, percent: f64) -> Self {
        Self { id, plays: None, percent, low: percent, high: percent, shortest: None }
    }
}

#[derive(Serialize)]
struct ShortestRow<'a> {
    play: u64,
    choices: Vec<&'a str>,
}

#[derive(Serialize)]
struct Seen<'a> {
    id: &'a str,
    plays: u64,
}

#[derive(Serialize)]
struct ChoiceRow<'a> {
    id: &'a str,
    met: u64,
    open: u64,
    taken: u64,
    /// How often it was compared with another that was open, and how often the play then ended elsewhere.
    compared: u64,
    changed: u64,
}

#[derive(Serialize)]
struct GapRow<'a> {
    what: &'a str,
    why: &'a [String],
}

#[derive(Serialize)]
struct Quantiles<'a> {
    turn: i64,
    id: &'a str,
    /// The 5th, 25th, 50th, 75th and 95th hundredth, in points.
    points: [Option<i64>; 5],
}

/// As JSON.
#[must_use]
pub fn json(told: &Told<'_>, tally: &Tally) -> String {
    let story = told.story;
    let share = |id, plays, shortest| Share { shortest, ..Share::new(id, plays, tally.plays) };
    let shortest = |n: usize| {
        tally.shortest[n].as_ref().map(|s| ShortestRow {
            play: s.play,
            choices: s.choices.iter().map(|c| story.choice(*c).id.as_str()).collect(),
        })
    };
    let endings = story.endings.iter().enumerate();
    let regions = story.regions.iter().enumerate();
    let choices = story.choices.iter().zip(&tally.choices).zip(&told.sway);
    let whole = Whole {
        story: &story.about.id,
        plays: tally.plays,
        stuck: tally.stuck,
        decisions: tally.decisions,
        policy: &told.policy,
        schedule: &told.schedule,
        seed: told.seed,
        numbers_changed: told.numbers.as_deref(),
        endings: endings.map(|(n, e)| share(&e.id, tally.endings[n], shortest(n))).collect(),
        regions: regions.map(|(n, r)| share(&r.id, tally.regions[n], None)).collect(),
        scenes: story.scenes.iter().zip(&tally.scenes).map(|(s, n)| Seen { id: &s.id, plays: *n }).collect(),
        choices: choices
            .map(|((c, n), sway)| ChoiceRow {
                id: &c.id,
                met: n.met,
                open: n.open,
                taken: n.taken,
                compared: sway.compared,
                changed: sway.changed,
            })
            .collect(),
        gaps: told.gaps.iter().map(|g| GapRow { what: &g.what, why: &g.why }).collect(),
        quantiles: quantiles(story, tally),
    };
    serde_json::to_string_pretty(&whole).map(|text| text + "\n").unwrap_or_default()
}

fn quantiles<'a>(story: &'a Story, tally: &Tally) -> Vec<Quantiles<'a>> {
    let mut rows = Vec::new();
    for turn in 0..tally.points.len() {
        for (n, var) in tally.numbers.iter().enumerate() {
            let points = QUANTILES.map(|q| tally.quantile(story, turn, n, q));
            let turn = story.about.turns.0 + i64::try_from(turn).unwrap_or(0);
            rows.push(Quantiles { turn, id: &story.var(*var).id, points });
        }
    }
    rows
}

/// The quantiles of every number at every turn, as CSV.
#[must_use]
pub fn csv(told: &Told<'_>, tally: &Tally) -> String {
    let mut out = String::from("turn,id,owner,q05,q25,q50,q75,q95\n");
    for row in quantiles(told.story, tally) {
        let var = told.story.var_named(row.id).map(|v| told.story.var(v).owner);
        let owner = if var == Some(Owner::World) { "world" } else { "story" };
        let cells = row.points.map(|p| p.map(|p| p.to_string()).unwrap_or_default());
        let _ = writeln!(out, "{},{},{owner},{}", row.turn, row.id, cells.join(","));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_is_wilson_s() {
        // Worked out by hand from the formula: 10 of 100.
        let (low, high) = interval(10, 100);
        assert!((low - 5.523).abs() < 0.01 && (high - 17.437).abs() < 0.01, "{low} {high}");
        let (low, high) = interval(0, 50);
        assert!(low == 0.0 && (high - 7.135).abs() < 0.01, "{low} {high}");
        assert_eq!(interval(0, 0), (0.0, 100.0));
    }
}
