//! From what is written to what is played: names are declared, then every expression and text is compiled.
//!
//! All problems are collected in one pass; an item that is broken is left out and the rest goes on. The invariant: the
//! tables that come out fit each other even then, so that a half-broken pack cannot make this code panic; the caller
//! throws the story away if there was an error.

mod audit;
mod bodies;
mod claims;
mod events;
mod guide;
mod lets;
mod parts;
mod record;
mod scenes;
mod sink;
mod story;
mod structure;
mod translate;
mod workshop;
mod world;

use std::{borrow::Cow, hash::Hasher as _};

use hashbrown::HashMap;

use super::{
    diagnostic::{Allowed, Code as Problem, Diagnostic, Place, Severity},
    expr::{Type, lower::Pool, resolve::Expr},
    ids::VarId,
    index::Index,
    model::{Bounds, Flat, Owner, Story, Var, VarKind},
    names::{Names, Tracker, Trackers},
    prose::{self, Texts},
    source::SourceFile,
    spanned::{Leaf as _, Pairs},
};
use parts::Parts;
use sink::Sink;

/// The world that the story among these files names, and where it names it; none where the files bring a world.
pub(super) fn world_named(files: &[SourceFile]) -> Option<(String, Place)> {
    let of = |part: &str| files.iter().find(|f| parts::first_word(&f.text) == part);
    if of("World").is_some() {
        return None;
    }
    let story: super::raw::Story<'_> = super::spanned::options().from_str(&of("Story")?.text).ok()?;
    let name = story.world.value.ok()?;
    Some((name.into_owned(), Sink::new(files).place(story.world.text)?))
}

/// Whether a file opens with a part.
pub(super) fn opens_with(file: &SourceFile, part: &str) -> bool {
    parts::first_word(&file.text) == part
}

/// Whether these files hold a story, or only a world, as far as their first words tell.
pub(super) fn is_story(files: &[SourceFile]) -> bool {
    files.iter().any(|f| matches!(parts::first_word(&f.text), "Story" | "Scenes"))
}

/// What came of compiling.
pub(super) struct Compiled {
    /// The story, of use only where no error was found.
    pub(super) story: Option<Story>,
    /// The problems.
    pub(super) found: Vec<Diagnostic>,
    /// What the packs allow.
    pub(super) allowed: Vec<Allowed>,
}

/// Compiles the files of a world (those before `own`) and a story (the others).
///
/// Where everything stands is written into `index`, where there is one.
pub(super) fn compile(files: &[SourceFile], own: usize, name: &str, index: Option<&mut Index>) -> Compiled {
    let mut sink = Sink::new(files);
    let mut parts = Parts::read(files, own, &mut sink);
    let Some(mut build) = Build::new(&parts, sink) else {
        let mut sink = Sink::new(files);
        Parts::read(files, own, &mut sink);
        if sink.found.is_empty() {
            let message = format!("the pack `{name}` has neither a World nor a Story");
            sink.whole(Problem::Part, message, "write `World(id: …)` or `Story(id: …)` in one of its files");
        }
        return Compiled { story: None, found: sink.found, allowed: Vec::new() };
    };
    build.index = index.as_ref().map(|_| Box::default());
    let story = build.run(&mut parts, files);
    if let (Some(index), Some(made)) = (index, build.index.take()) {
        *index = *made;
    }
    build.sink.drop_echoes();
    build.folder_is_named(&story, name, is_story(files));
    Compiled { story: Some(story), found: build.sink.found, allowed: build.allowed }
}

/// What a text is, so that its translations are compiled as it was.
#[derive(Debug, Clone, Copy)]
struct TextKind<'s> {
    /// With markup, or a plain label.
    prose: bool,
    owner: Owner,
    place: u64,
    /// The literal of the source text; empty where there is none.
    source: &'s str,
}

impl TextKind<'_> {
    /// The mark of the source text.
    fn mark(&self) -> String {
        Cow::read(self.source).map(|text| prose::mark(&text)).unwrap_or_default()
    }
}

/// Everything that is being made.
struct Build<'s> {
    sink: Sink<'s>,
    names: Names,
    /// Kind and owner of each variable, for scopes.
    kinds: Vec<(VarKind, Owner)>,
    /// Type and owner of each `let`, for scopes.
    let_types: Vec<(Option<Type>, Owner)>,
    trackers: Trackers,
    pool: Pool,
    trees: Vec<Expr>,
    texts: Texts,
    /// By text; empty where nothing is translated.
    text_kinds: Vec<TextKind<'s>>,
    translated: bool,
    languages: Vec<String>,
    /// Which of them the world is written in.
    world_language: usize,
    /// The `let`s in an order in which each needs only those before it.
    let_order: Vec<super::ids::LetId>,
    /// Where each id was first written, by its kind.
    first: HashMap<(&'static str, Cow<'s, str>), &'s str>,
    allowed: Vec<Allowed>,
    /// Where everything stands, if somebody asked.
    index: Option<Box<Index>>,
}

impl<'s> Build<'s> {
    fn new(parts: &Parts<'s>, sink: Sink<'s>) -> Option<Self> {
        if parts.world.is_none() && parts.story.is_none() {
            return None;
        }
        Some(Self {
            sink,
            names: Names::default(),
            kinds: Vec::new(),
            let_types: Vec::new(),
            trackers: Trackers::default(),
            pool: Pool::default(),
            trees: Vec::new(),
            texts: Texts::default(),
            text_kinds: Vec::new(),
            translated: false,
            languages: Vec::new(),
            world_language: 0,
            let_order: Vec::new(),
            first: HashMap::new(),
            allowed: Vec::new(),
            index: None,
        })
    }

    /// Warns of a folder that is not called as its pack: runs name the pack, and are replayed by that name.
    fn folder_is_named(&mut self, story: &Story, folder: &str, holds_story: bool) {
        let id = if story.about.id.is_empty() { &story.world } else { &story.about.id };
        // A story that could not be read has a name, which is not known.
        if story.about.id.is_empty() && holds_story {
            return;
        }
        if id != folder && !id.is_empty() {
            let folder = super::sane(folder);
            let message = format!("the folder is called `{folder}`, the pack in it `{id}`");
            let help = format!("call the folder `{id}`, so that runs find the pack again");
            self.sink.whole(Problem::Folder, message, help);
        }
    }

    fn run(&mut self, parts: &mut Parts<'s>, files: &[SourceFile]) -> Story {
        self.settle_languages(parts);
        self.texts = Texts::new(self.languages.len());
        // Texts are most of a pack; room that is not used is not taken from the machine.
        self.texts.letters.reserve(files.iter().map(|f| f.text.len()).sum());
        // The first text is the empty one, for what has none.
        self.texts.declare("");
        self.translated = !parts.translations.is_empty() || self.languages.len() > 1;
        self.note_kind(TextKind { prose: false, owner: Owner::Story, place: 0, source: "" });
        let mut story = self.declare(parts);
        story.version = version(files);
        self.trackers = Trackers::starting_at(1 + story.vars.len());
        self.lets(parts, &mut story);
        self.definitions(parts, &mut story);
        self.world_bodies(parts, &mut story);
        self.story_bodies(parts, &mut story);
        // Each scene is let go once it is made: they are most of a pack.
        let places = self.scene_bodies(std::mem::take(&mut parts.scenes), &mut story);
        self.workshop(parts, &mut story);
        self.guide(parts, &mut story);
        self.claims(parts, &mut story);
        self.audits(parts, &mut story);
        for list in parts.world.iter().map(|w| &w.allow).chain(parts.story.iter().map(|s| &s.allow)) {
            self.allows(list);
        }
        self.translations(parts);
        self.finish(&mut story);
        structure::check(&story, parts, &places, self);
        story
    }

    /// What a pack allows: warnings alone, each with a reason.
    fn allows(&mut self, list: &Pairs<'s, super::raw::Str<'s>>) {
        self.once(list);
        for (key, reason) in &list.0 {
            let (Some(word), Some(reason_text)) = (self.sink.take(key), self.sink.take(reason)) else {
                continue;
            };
            // "C0056 stamped" allows it of one id alone.
            let (word, of) = word
                .split_once(' ')
                .map_or((word.as_ref(), None), |(code, of)| (code, Some(of.trim().to_owned())));
            let Some(code) = Problem::of(word) else {
                let message = format!("there is no diagnostic `{}`", super::sane(word));
                let help = super::nearest::did_you_mean(word, Problem::ALL.iter().map(|c| c.word()));
                self.sink.report(Problem::UnknownName, key.text, message, help);
                continue;
            };
            if code.severity() == Severity::Error {
                let message = format!("{} is an error; it cannot be allowed", code.word());
                self.sink.report(Problem::Allow, key.text, message, "a pack with it cannot be played");
            } else if reason_text.trim().is_empty() {
                let help = "say why it is right here, for whoever comes after you";
                self.sink.report(Problem::Allow, reason.text, "an `allow` needs a reason", help);
            } else if let Some(place) = self.sink.place(key.text) {
                self.allowed.push(Allowed { code, of, place });
            }
        }
    }

    /// Notes what the newest text is, for its translations.
    fn note_kind(&mut self, kind: TextKind<'s>) {
        if self.translated {
            self.text_kinds.push(kind);
        }
    }

    /// Gives every record the slots that something asked for, and moves the tables into the story.
    fn finish(&mut self, story: &mut Story) {
        for n in 0..story.vars.len() {
            let var = VarId::new(n);
            // The turn of a peak can only be kept beside the peak itself.
            if self.trackers.find(Tracker::PeakTurn(var)).is_some() {
                self.trackers.slot(Tracker::Peak(var));
            }
            story.vars[n].peak = self.trackers.find(Tracker::Peak(var));
            story.vars[n].peak_turn = self.trackers.find(Tracker::PeakTurn(var));
        }
        story.sitting = (self.trackers.slot(Tracker::Deck), self.trackers.slot(Tracker::DeckLeft));
        for (n, shock) in story.shocks.iter_mut().enumerate() {
            shock.last = self.trackers.find(Tracker::ShockTurn(super::ids::ShockId::new(n)));
        }
        for (n, rule) in story.rules.iter_mut().enumerate() {
            rule.last = self.trackers.find(Tracker::RuleTurn(super::ids::RuleId::new(n)));
        }
        for (n, choice) in story.choices.iter_mut().enumerate() {
            let effects = &story.effects[choice.effects.clone()];
            choice.moves_levers = effects.iter().any(|e| story.vars[e.var.at()].kind == VarKind::Lever);
            choice.last = self.trackers.find(Tracker::ChoiceTurn(super::ids::ChoiceId::new(n)));
        }
        for (n, scene) in story.scenes.iter_mut().enumerate() {
            let id = super::ids::SceneId::new(n);
            scene.visits = self.trackers.find(Tracker::Visits(id));
            scene.last = self.trackers.find(Tracker::SceneTurn(id));
        }
        story.bounds = story.vars.iter().map(bounds).collect();
        let added = story.rules.iter().flat_map(|r| &story.effects[r.then.clone()]).map(|e| e.var);
        story.summed = added.collect::<std::collections::BTreeSet<_>>().into_iter().collect();
        story.laters_by_id = (0..story.laters.len()).map(super::ids::LaterId::new).collect();
        story.laters_by_id.sort_by(|a, b| story.laters[a.at()].id.cmp(&story.laters[b.at()].id));
        let having = |keep: fn(&super::model::Var) -> bool| {
            story.vars().filter(|(_, v)| keep(v)).map(|(id, _)| id).collect()
        };
        let memories = having(|v| v.kind == VarKind::Memory);
        let peaked = having(|v| v.peak.is_some());
        (story.memories, story.peaked) = (memories, peaked);
        story.trackers = std::mem::take(&mut self.trackers.list);
        story.pool = std::mem::take(&mut self.pool);
        story.trees = std::mem::take(&mut self.trees);
        story.texts = std::mem::take(&mut self.texts);
        story.languages.clone_from(&self.languages);
        story.flat = Flat::of(story);
    }
}

/// What a turn asks of a variable most.
const fn bounds(var: &Var) -> Bounds {
    Bounds { min: var.min, max: var.max, priced: matches!(var.kind, VarKind::Lever) && var.cost != 0 }
}

/// A hash of all files: their names without folders, and their bytes.
fn version(files: &[SourceFile]) -> u64 {
    let mut hasher = super::hasher();
    for file in files {
        let name = file.name.rsplit(['/', '\\']).next().unwrap_or(&file.name);
        for part in [name, file.text.as_str()] {
            hasher.write(&(part.len() as u64).to_le_bytes());
            hasher.write(part.as_bytes());
        }
    }
    hasher.finish()
}
