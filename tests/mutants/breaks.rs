//! Changes that break a name, a type or the structure; and those that cannot be seen where they were made.

use super::pack::{Mutant, Original, between, replaced, some};

type At = (usize, usize);
/// A kind: its name, which files it is for, where it can be done, and what is written there.
type Way = (&'static str, fn(&str) -> bool, fn(&str) -> Vec<(std::ops::Range<usize>, String)>);

fn scenes(text: &str) -> bool {
    text.contains("Scenes(")
}

fn story(text: &str) -> bool {
    text.contains("Story(")
}

fn guide(text: &str) -> bool {
    text.contains("Guide(")
}

fn rules(text: &str) -> bool {
    text.contains("Rules(")
}

fn translation(text: &str) -> bool {
    text.contains("Translation(")
}

fn any(_: &str) -> bool {
    true
}

type Sites = Vec<(std::ops::Range<usize>, String)>;

/// Each place between two words, with what is there rewritten.
fn each(text: &str, before: &str, after: &str, with: impl Fn(&str) -> Option<String>) -> Sites {
    let at = between(text, before, after).into_iter();
    at.filter_map(|range| Some((range.clone(), with(text.get(range)?)?))).collect()
}

/// Each occurrence of a word, rewritten.
fn word(text: &str, from: &str, to: &str) -> Sites {
    text.match_indices(from).map(|(at, _)| (at..at + from.len(), to.to_owned())).collect()
}

/// A word with a letter too many in its middle.
fn misspelt(word: &str) -> String {
    let middle = word.len() / 2;
    format!("{}q{}", word.get(..middle).unwrap_or_default(), word.get(middle..).unwrap_or_default())
}

/// An expression whose first name is misspelt: a value, not a function or a word of the language.
fn first_name_misspelt(expression: &str) -> Option<String> {
    const WORDS: &[&str] = &["not", "and", "or", "if", "then", "else", "turn", "true", "false"];
    let mut at = 0;
    while at < expression.len() {
        let rest = expression.get(at..)?;
        let start = at + rest.find(|c: char| c.is_ascii_alphabetic())?;
        let len = expression.get(start..)?.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let end = len.map_or(expression.len(), |n| start + n);
        let name = expression.get(start..end)?;
        if !WORDS.contains(&name) && !expression.get(end..)?.starts_with('(') {
            return Some(format!("{}{}{}", expression.get(..start)?, misspelt(name), expression.get(end..)?));
        }
        at = end;
    }
    None
}

fn target(name: &str) -> Option<String> {
    (!matches!(name, "end" | "return")).then(|| misspelt(name))
}

/// How many ways there are to break a pack on a line, and elsewhere.
pub(crate) const KINDS: (usize, usize) = (WAYS.len(), ELSEWHERE.len());

const WAYS: &[Way] = &[
    ("goto misspelt", scenes, |t| each(t, "goto: \"", "\"", target)),
    ("then of a deck misspelt", story, |t| each(t, "then: \"", "\"", target)),
    ("value in a condition misspelt", any, |t| each(t, "when: \"", "\"", first_name_misspelt)),
    ("value in an effect misspelt", scenes, |t| each(t, "do: [\"", " ", |w| Some(misspelt(w)))),
    ("value in a rule misspelt", rules, |t| each(t, "then: [\"", " ", |w| Some(misspelt(w)))),
    ("field misspelt: choices", scenes, |t| word(t, "        choices: [", "        choises: [")),
    ("field misspelt: gives", scenes, |t| word(t, " gives: \"", " givse: \"")),
    ("field misspelt: stance", scenes, |t| word(t, " stance: ", " stanse: ")),
    ("field misspelt: because", rules, |t| word(t, " because: \"", " becuase: \"")),
    ("function misspelt", any, |t| word(t, "chosen(", "choosen(")),
    ("function misspelt: region", story, |t| word(t, "region(", "regoin(")),
    ("parameter misspelt", rules, |t| each(t, "scaled(", ",", |w| Some(misspelt(w)))),
    ("stance that is none", scenes, |t| word(t, "stance: Watch", "stance: Watching")),
    ("side that is none", any, |t| word(t, "side: Against", "side: Againts")),
    ("choice id twice", scenes, |t| {
        // Of choices alone: consequences have ids of their own.
        let ids = between(t, "            (id: \"", "\", text: \"");
        ids.windows(2).map(|w| (w[1].clone(), t.get(w[0].clone()).unwrap_or_default().to_owned())).collect()
    }),
    ("scene id twice", scenes, |t| {
        let ids = between(t, "\n    \"", "\": (");
        ids.windows(2).map(|w| (w[1].clone(), t.get(w[0].clone()).unwrap_or_default().to_owned())).collect()
    }),
    ("id with a space", scenes, |t| each(t, "            (id: \"", "\"", |w| Some(format!("my {w}")))),
    ("number for a yes or no", any, |t| each(t, "when: \"", "\"", |_| Some("turn + 1".to_owned()))),
    ("string for a number", scenes, |t| each(t, "turn: ", ",", |w| Some(format!("\"{w}\"")))),
    ("number for a string", scenes, |t| {
        let titles = between(t, "        title: \"", "\",").into_iter();
        titles.map(|r| (r.start - 1..r.end + 1, "7".to_owned())).collect()
    }),
    ("effect on a derived meter", scenes, |t| each(t, "do: [\"", " ", |_| Some("standing".to_owned()))),
    ("rule that writes a lever", rules, |t| each(t, "then: [\"", " ", |_| Some("c".to_owned()))),
    ("chance above one", scenes, |t| each(t, "chance: (", ",", |_| Some("9".to_owned()))),
    ("mark of the text that is none", scenes, |t| word(t, "{if ", "{fi ")),
    ("choice in a text misspelt", any, |t| each(t, "{if chosen(", ")", |w| Some(misspelt(w)))),
    ("speaker misspelt", any, |t| each(t, "{say ", "}", |w| Some(misspelt(w)))),
    ("sign of a comparison turned", any, |t| {
        let with = |c: &str| c.contains(" >= ").then(|| c.replacen(" >= ", " => ", 1));
        each(t, "when: \"", "\"", with)
    }),
    ("parenthesis not closed", any, |t| {
        each(t, "when: \"", "\"", |c| c.contains(')').then(|| c.replacen(')', "", 1)))
    }),
    ("string in an expression", scenes, |t| each(t, "when: \"", "\"", |c| Some(format!("{c} == 'yes'")))),
    ("guide to a scene misspelt", guide, |t| each(t, "\n        \"", "\": (", |w| Some(misspelt(w)))),
    ("role misspelt", guide, |t| each(t, "role: \"", "\"", |w| Some(misspelt(w)))),
    ("minutes out of range", guide, |t| each(t, "minutes: ", ",", |_| Some("6000".to_owned()))),
    ("claim misspelt", story, |t| each(t, "Reachable(\"", "\"", |w| Some(misspelt(w)))),
    ("lever of a plan misspelt", story, |t| each(t, "levers: {\"", "\"", |w| Some(misspelt(w)))),
    ("translation of nothing", translation, |t| each(t, "        \"", "\": (", |w| Some(format!("{w}x")))),
    ("mark of a translation altered", translation, |t| {
        each(t, "(of: \"", "\"", |w| {
            Some(if w.starts_with('0') { format!("1{}", w.get(1..)?) } else { format!("0{}", w.get(1..)?) })
        })
    }),
    ("language that the pack has not", translation, |t| each(t, "lang: \"", "\"", |_| Some("qq".to_owned()))),
    ("field twice", scenes, |t| {
        let gotos = between(t, "goto: \"", "\"").into_iter();
        gotos.map(|r| (r.end + 1..r.end + 1, ", goto: \"end\"".to_owned())).collect()
    }),
];

/// Mutants that have to be caught on their line.
pub(crate) fn mutants(originals: &[Original], most: usize) -> Vec<Mutant> {
    let mut made = Vec::new();
    for (kind, of, sites) in WAYS {
        for (pack, original) in originals.iter().enumerate() {
            let mut all: Vec<(At, std::ops::Range<usize>, String)> = Vec::new();
            for (file, source) in original.files.iter().enumerate().filter(|(_, f)| of(&f.text)) {
                // What is in a comment is no mistake.
                let commented = |at: usize| {
                    source
                        .text
                        .get(..at)
                        .and_then(|t| t.rsplit('\n').next())
                        .is_some_and(|l| l.contains("//"))
                };
                let sites = sites(&source.text).into_iter().filter(|(range, _)| !commented(range.start));
                all.extend(sites.map(|(range, with)| ((pack, file), range, with)));
            }
            let chosen = some(&all, most);
            made.extend(
                chosen
                    .into_iter()
                    .map(|(at, range, with)| replaced(at, kind, &original.files[at.1].text, &range, &with)),
            );
        }
    }
    made
}

const ELSEWHERE: &[Way] = &[
    ("scene dropped", scenes, |t| {
        let starts: Vec<usize> = between(t, "\n    \"", "\": (").into_iter().map(|r| r.start - 5).collect();
        let block = |start: &usize| {
            let end = t.get(*start..)?.find("\n    ),\n").map(|n| start + n + 7)?;
            Some((*start..end, String::new()))
        };
        starts.iter().filter_map(block).collect()
    }),
    ("translation dropped", translation, |t| {
        let lines = t.match_indices("\n        \"").filter_map(|(at, _)| {
            let line = t.get(at + 1..)?.split('\n').next()?;
            line.ends_with("),").then(|| (at..at + 1 + line.len(), String::new()))
        });
        lines.collect()
    }),
    ("source rewritten", scenes, |t| each(t, "\", text: \"", "\"", |w| Some(format!("Now: {w}")))),
    ("quote not closed", scenes, |t| {
        let at = between(t, "            (id: \"", "\"").into_iter();
        at.map(|r| (r.end..r.end + 1, String::new())).collect()
    }),
    ("bracket not closed", scenes, |t| word(t, "        choices: [", "        choices: ")),
    ("condition on the last ending", story, |t| {
        // The last ending has none, so that every play has one.
        let last = t.rfind("(id: \"drawer\"").or_else(|| t.rfind("text: r#\""));
        let at = last.map(|_| between(t, "        (id: \"", "\",").into_iter().last());
        at.flatten().map(|r| (r.end + 1..r.end + 1, ", when: \"turn > 3\"".to_owned())).into_iter().collect()
    }),
    ("flag not declared", story, |t| {
        let list = between(t, "    flags: [", "]").into_iter().next();
        let flags = list.map(|r| {
            between(t.get(r.clone()).unwrap_or_default(), "\"", "\"")
                .into_iter()
                .map(move |f| (r.start + f.start, r.start + f.end))
        });
        flags.into_iter().flatten().step_by(2).map(|(from, to)| (from..to, format!("spare_{from}"))).collect()
    }),
    ("cast id changed", story, |t| {
        let cast = t.find("    cast: {").map_or(0, |n| n + 8);
        let rest = t.get(cast..).unwrap_or_default();
        between(rest, "\n        \"", "\": (name")
            .into_iter()
            .map(|r| (cast + r.start..cast + r.end, "somebody_else".to_owned()))
            .collect()
    }),
    ("deck id changed", story, |t| {
        each(t, "\": (draw", "(", |_| None)
            .into_iter()
            .chain(between(t, "        \"", "\": (draw").into_iter().map(|r| (r, "another_deck".to_owned())))
            .collect()
    }),
    ("number dropped from a translation", translation, |t| {
        let holes = ["{trust}", "{number}", "{means}", "{reach}", "{order}", "{standing}"];
        // Where a text shows a number twice, one of them may go.
        let once = |hole: &str, at: usize| {
            let from = t.get(..at).and_then(|t| t.rfind("\n        \"")).unwrap_or(0);
            let to = t.get(at..).and_then(|t| t.find("\n        \"")).map_or(t.len(), |n| at + n);
            t.get(from..to).is_some_and(|entry| entry.matches(hole).count() == 1)
        };
        let all =
            holes.iter().flat_map(|h| word(t, h, "banyak").into_iter().filter(|(r, _)| once(h, r.start)));
        all.collect()
    }),
    ("goto dropped", scenes, |t| {
        let at = between(t, "goto: \"", "\"").into_iter();
        at.map(|r| (r.start - 7..r.end + 1, String::new())).collect()
    }),
];

/// Mutants that have to be caught, wherever they show.
pub(crate) fn elsewhere(originals: &[Original], most: usize) -> Vec<Mutant> {
    let mut made = Vec::new();
    for (kind, of, sites) in ELSEWHERE {
        for (pack, original) in originals.iter().enumerate() {
            let mut all = Vec::new();
            for (file, source) in original.files.iter().enumerate().filter(|(_, f)| of(&f.text)) {
                all.extend(sites(&source.text).into_iter().map(|(range, with)| ((pack, file), range, with)));
            }
            made.extend(some(&all, most).into_iter().map(|(at, range, with)| {
                let mut mutant = replaced(at, kind, &original.files[at.1].text, &range, &with);
                mutant
                    .what
                    .truncate(mutant.what.char_indices().nth(120).map_or(mutant.what.len(), |(n, _)| n));
                mutant
            }));
        }
    }
    made
}
