//! `cermin`, `cermin play` and `cermin data`: the library and a storyline, on the face that the terminal can show.

use std::{
    env,
    io::{self, BufReader, IsTerminal as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::{Context as _, bail};

use super::args::{Common, Data, Play};
use crate::{
    app::{
        Face, Lang, Model, Msg, Signs, Theme, keys::Keymap, model::Capture, model::Screen, notes, numbers,
        update,
    },
    engine::{Run, Setup},
    report::diagnostics::{self, Colour},
    save::{self, Store},
    shell::{
        self, Doors,
        lines::{self, Other, Over, Piped},
        screen::Left,
        typed::Typed,
    },
    story::{Story, load, source::Shelves},
    ui::Look,
};

/// The library.
pub(super) fn library(common: &Common) -> anyhow::Result<ExitCode> {
    let mut doors = Doors::new(shelves(common)?, store(common));
    doors.look();
    let lang = language(common);
    let told: Vec<String> = doors.sweep().iter().map(|p| notes::unreadable(p, &lang)).collect();
    let mut model = Model::new(lang, doors.shelf());
    model.notice = (!told.is_empty()).then(|| told.join(" "));
    run(common, model, doors)
}

/// One storyline.
pub(super) fn play(common: &Common, args: &Play) -> anyhow::Result<ExitCode> {
    let from = args.from.as_deref().map(save::read).transpose()?;
    let name = match (&args.story, &from) {
        (Some(name), _) => name.clone(),
        (None, Some(run)) => run.story.clone(),
        (None, None)
            if args.seed.is_none()
                && args.schedule.is_none()
                && args.preset.is_none()
                && args.param.is_empty()
                && args.at.is_none()
                && args.set.is_empty()
                && !args.watch
                && args.world_card.is_none() =>
        {
            return library(common);
        }
        (None, None) => bail!("name the storyline that this is for, as in `cermin play measure --seed 7`"),
    };
    let shelves = shelves(common)?;
    let story = story(&shelves, &name)?;
    let run_to_play = match from {
        Some(run) => run,
        None => fresh(&story, args)?,
    };
    let watched = args.watch.then(|| watched(&shelves, &name, &story)).transpose()?;
    open(common, shelves, &name, story, run_to_play, watched)
}

/// The folders of a pack and its world, which are followed.
fn watched(shelves: &Shelves, name: &str, story: &Story) -> anyhow::Result<Vec<PathBuf>> {
    let Some(folder) = shelves.folder(name, None) else {
        bail!(
            "`{}` is a pack of the program itself; only a pack in a folder can be followed",
            crate::story::sane(name)
        );
    };
    let beside = folder.canonicalize().ok().and_then(|f| f.parent().map(Path::to_owned));
    let world = shelves.folder(&story.world, beside.as_deref());
    Ok(std::iter::once(folder).chain(world).collect())
}

/// A world, governed from where a run of it stands.
pub(super) fn govern(
    common: &Common,
    shelves: Shelves,
    world: Arc<Story>,
    run: Run,
) -> anyhow::Result<ExitCode> {
    let name = world.world.clone();
    open(common, shelves, &name, world, run, None)
}

fn open(
    common: &Common,
    shelves: Shelves,
    name: &str,
    story: Arc<Story>,
    run_to_play: Run,
    watched: Option<Vec<PathBuf>>,
) -> anyhow::Result<ExitCode> {
    let mut doors = Doors::new(shelves, store(common));
    doors.add(name, story);
    let mut model = Model::new(language(common), doors.shelf());
    let effects = crate::app::begin::play(&mut model, 0, run_to_play, None);
    for effect in effects {
        if let Some(msg) = doors.perform(&effect) {
            let _ = update(&mut model, msg);
        }
    }
    if model.game.is_none() {
        bail!("{}", model.notice.unwrap_or_default());
    }
    model
        .screens
        .retain(|s| matches!(s, Screen::Library { .. } | Screen::Play { .. } | Screen::Govern { .. }));
    if let Some(folders) = watched {
        doors.watch(name, folders);
    }
    run(common, model, doors)
}

/// A run that begins now, with what was asked for.
fn fresh(story: &Story, args: &Play) -> anyhow::Result<Run> {
    let mut run = Run::new(story, args.seed.unwrap_or_else(Doors::seed));
    if let Some(path) = &args.world_card {
        let card = save::read_card(path)?;
        run.begin_from(&card, story).with_context(|| format!("{}", path.display()))?;
    }
    if let Some(schedule) = &args.schedule {
        run.schedule.clone_from(schedule);
    }
    if let Some(preset) = &args.preset {
        run.preset.clone_from(preset);
    }
    run.parameters.extend(args.param.iter().cloned());
    run.start.extend(args.set.iter().cloned());
    run.at.clone_from(&args.at);
    let mut setup = Setup::new(story, run.seed, &run.schedule, &run.preset)?;
    numbers::apply(&mut setup, story, &run)?;
    Ok(run)
}

/// A story that can be played, or its problems on stderr.
pub(super) fn story(shelves: &Shelves, name: &str) -> anyhow::Result<Arc<Story>> {
    let story = load_pack(shelves, name)?;
    if story.scenes.is_empty() {
        let name = crate::story::sane(name);
        bail!(
            "`{name}` is a world, not a storyline; it has no scene to play. `cermin sandbox {name}` governs it"
        );
    }
    Ok(Arc::new(story))
}

/// A story or world without errors, or its problems on stderr.
pub(super) fn load_pack(shelves: &Shelves, name: &str) -> anyhow::Result<Story> {
    let loaded = load(shelves, name)?;
    let Some(story) = loaded.story else {
        let colour = if io::stderr().is_terminal() { Colour::Yes } else { Colour::No };
        let mut err = io::stderr().lock();
        let _ = err.write_all(diagnostics::text(&loaded.findings, colour).as_bytes());
        bail!("{}; it cannot be played", diagnostics::summary(&crate::story::sane(name), &loaded.findings));
    };
    Ok(story)
}

fn run(common: &Common, mut model: Model, mut doors: Doors) -> anyhow::Result<ExitCode> {
    let term = environment("TERM").unwrap_or_default();
    model.cards = doors.cards();
    model.moving.still = environment("NO_MOTION").is_some_and(|said| !said.is_empty());
    let (settings, unknown) = doors.settings();
    if common.lang.is_none()
        && let Some(tag) = &settings.language
    {
        let _ = update(&mut model, Msg::Speak(tag.clone()));
    }
    if !unknown.is_empty() {
        let args = [("why", unknown.join("; ").into())];
        let note = model.lang.say_with("notice-settings", &args);
        model.notice = Some(model.notice.into_iter().chain([note]).collect::<Vec<_>>().join(" "));
    }
    if !settings.mouse {
        model.mouse = Capture::Terminal;
    }
    model.keys = Keymap::with(&settings.keys).0;
    model.settings = settings;
    if common.no_mouse {
        model.mouse = Capture::Terminal;
    }
    let screen = shell::is_screen(&term);
    let means = shell::means(environment, &locale());
    let mut plain = common.plain || !screen || model.settings.face == Face::Plain;
    loop {
        if plain {
            if !by_lines(screen, &mut model, &mut doors)? {
                return Ok(ExitCode::SUCCESS);
            }
        } else {
            match shell::play(&mut model, &mut doors, means).context("the terminal")? {
                Left::OtherFace => {}
                Left::Quit | Left::Gone => return Ok(ExitCode::SUCCESS),
                Left::Signal(signal) => return Ok(ExitCode::from(u8::try_from(128 + signal).unwrap_or(1))),
            }
        }
        plain = !plain;
    }
}

/// Plays by lines of words; whether the player goes on by the screen.
fn by_lines(screen: bool, model: &mut Model, doors: &mut Doors) -> anyhow::Result<bool> {
    doors.load_all();
    model.shelf = doors.shelf();
    let other = if screen { Other::There } else { Other::None };
    let over = if io::stdin().is_terminal() && io::stdout().is_terminal() {
        // What is typed echoes between what is said, so nobody may hold standard output meanwhile.
        lines::run(&mut Typed::new()?, io::stdout(), other, model, doors)?
    } else {
        let mut piped = Piped(BufReader::new(io::stdin().lock()));
        lines::run(&mut piped, io::stdout().lock(), other, model, doors)?
    };
    Ok(over == Over::OtherFace)
}

/// `cermin data`.
pub(super) fn data(common: &Common, args: &Data) -> anyhow::Result<ExitCode> {
    let store = store(common)?;
    let folder = store.folder().display().to_string();
    let mut out = io::stdout().lock();
    if args.delete {
        let deleted = store.delete()?;
        writeln!(
            out,
            "{}",
            if deleted {
                format!("deleted: what was kept in {folder}")
            } else {
                format!("nothing is kept in {folder}")
            }
        )?;
    } else {
        writeln!(out, "{folder}")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether a full screen can and may be drawn here.
pub(super) fn by_screen(common: &Common) -> bool {
    !common.plain && shell::is_screen(&environment("TERM").unwrap_or_default())
}

/// How a screen that belongs to nobody's settings looks.
pub(super) fn look() -> Look {
    Look::of(Theme::default(), Signs::default(), shell::means(environment, &locale()))
}

/// The names of the packs that the program carries.
pub(super) fn shelves_of_the_program() -> Vec<String> {
    Shelves::default().names()
}

/// Where packs are looked for.
pub(super) fn shelves(common: &Common) -> anyhow::Result<Shelves> {
    for folder in &common.packs {
        std::fs::read_dir(folder).with_context(|| format!("--packs {}", folder.display()))?;
    }
    Ok(Shelves { folders: common.packs.clone(), ..Shelves::default() })
}

pub(super) fn store(common: &Common) -> Result<Store, save::SaveError> {
    match &common.data {
        Some(folder) => Ok(Store::at(absolute(folder))),
        None => Store::of_platform(),
    }
}

fn absolute(path: &Path) -> std::path::PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The language asked for, or the environment's.
pub(super) fn language(common: &Common) -> Lang {
    let from_locale = || if locale().starts_with("id") { "id" } else { "en" };
    Lang::new(common.lang.as_deref().unwrap_or_else(from_locale))
}

fn locale() -> String {
    ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| environment(name).filter(|v| !v.is_empty()))
        .unwrap_or_default()
}

/// A variable of the environment; one that is no text counts as not there.
pub(super) fn environment(name: &str) -> Option<String> {
    env::var(name).ok()
}
