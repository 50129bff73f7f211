//! `cermin host` and `cermin wall`: a room opened, led from the desk, and shown to everybody.

use std::{
    io::{self, BufReader, IsTerminal as _, Write as _},
    process::ExitCode,
    sync::Arc,
};

use anyhow::{Context as _, bail};

use super::{
    args::{Common, Host, Wall},
    play,
};
use crate::{
    app::{
        Lang,
        lang::number,
        numbers,
        workshop::{Conductor as _, Session},
    },
    engine::{Run, Setup},
    group::Settings,
    host::{Hosted, Kept, Near, Opened, Opening, Place, Places, listen},
    report::qr,
    save::{Store, text, write_text},
    shell::{
        self,
        lines::Piped,
        room::{DeskLeft, desk_by_lines, wall_by_lines},
        typed::Typed,
    },
    story::Story,
};

/// Keeps what may be kept with the runs.
#[derive(Debug)]
struct WithRuns(Store);

impl Kept for WithRuns {
    fn keep(&mut self, session: &Session) -> Result<String, String> {
        self.0.keep_session(session).map(|path| path.display().to_string()).map_err(|e| e.to_string())
    }
}

/// A room.
pub(super) fn host(common: &Common, args: &Host) -> anyhow::Result<ExitCode> {
    let store = play::store(common)?;
    let places = Places::new(store.folder(), args.runtime.clone()).context("the places of rooms")?;
    let (left, destroyed) = places.left().context("the rooms that were left")?;
    let lang = play::language(common);
    if destroyed > 0 {
        let told = lang.say_with("room-leftovers", &[("n", number(destroyed))]);
        writeln!(io::stderr(), "{told}")?;
    }
    let mut room = if args.resume {
        resume(common, left, &store)?
    } else {
        let Some(name) = &args.story else {
            bail!(
                "name the storyline, as in `cermin host measure`, or take up a room that was left: `cermin host --resume`"
            );
        };
        // A room that still runs has its log locked, and is none of those that were left.
        for place in &left {
            if let Ok(Opened { story, .. }) = Hosted::left(place) {
                let told = lang.say_with("room-waits-for", &[("story", story.into())]);
                writeln!(io::stderr(), "{told}")?;
            }
        }
        open(common, args, name, &places, &store)?
    };
    if let Some(sheet) = &args.sheet {
        write_text(sheet, &room.sheet())?;
    }
    // A room speaks the language it was opened in.
    let lang = Lang::new(&room.look().map_or_else(|| lang.tag().to_owned(), |(_, wall)| wall.lang));
    if !play::by_screen(common) || !io::stdin().is_terminal() {
        before(&room)?;
    }
    let screen = play::by_screen(common) && io::stdin().is_terminal();
    let left = if screen {
        shell::desk(&mut room, &lang, &play::look()).context("the terminal")?
    } else if io::stdin().is_terminal() && io::stdout().is_terminal() {
        desk_by_lines(&mut Typed::new()?, io::stdout(), &mut room, &lang)?
    } else {
        desk_by_lines(&mut Piped(BufReader::new(io::stdin().lock())), io::stdout().lock(), &mut room, &lang)?
    };
    match left {
        DeskLeft::Ended(told) => {
            for line in told {
                writeln!(io::stdout(), "{line}")?;
            }
        }
        DeskLeft::Left => writeln!(io::stderr(), "{}", lang.say("room-left"))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn resume(common: &Common, left: Vec<Place>, store: &Store) -> anyhow::Result<Hosted> {
    let mut why = None;
    for place in left {
        match Hosted::left(&place) {
            Ok(opened) => {
                let story = play::story(&play::shelves(common)?, &opened.story)?;
                return Ok(Hosted::resume(place, &story, Box::new(WithRuns(store.clone())))?);
            }
            Err(error) => why = Some(error),
        }
    }
    match why {
        Some(error) => Err(error.into()),
        None => bail!("no room was left; `cermin host STORY` opens one"),
    }
}

fn open(common: &Common, args: &Host, name: &str, places: &Places, store: &Store) -> anyhow::Result<Hosted> {
    let story = play::story(&play::shelves(common)?, name)?;
    let run = fresh(&story, args)?;
    let seed = crate::shell::Doors::seed();
    let workshop = &story.workshop;
    let settings = Settings {
        seed,
        minutes: args.minutes,
        seats: args.seats,
        quorum: args.quorum,
        roles: workshop.roles.len(),
        items: (workshop.statements.len(), workshop.cases.len()),
    };
    let listener = listen(args.bind.as_deref()).context("the network")?;
    let opening = Opening {
        name: name.to_owned(),
        run: text(&run),
        lang: if play::language(common).tag() == "id" { "id" } else { "en" },
        settings,
        wifi: args.wifi.as_ref().map(|name| (name.clone(), args.wifi_password.clone().unwrap_or_default())),
        story,
    };
    let room = format!("{:08x}", crate::shell::Doors::seed() & 0xffff_ffff);
    Ok(Hosted::open(opening, listener, places.of(&room), Box::new(WithRuns(store.clone())))?)
}

/// The run that a room begins with.
fn fresh(story: &Arc<Story>, args: &Host) -> anyhow::Result<Run> {
    let mut run = Run::new(story, args.seed.unwrap_or_else(crate::shell::Doors::seed));
    if let Some(schedule) = &args.schedule {
        run.schedule.clone_from(schedule);
    }
    if let Some(preset) = &args.preset {
        run.preset.clone_from(preset);
    }
    let mut setup = Setup::new(story, run.seed, &run.schedule, &run.preset)?;
    numbers::apply(&mut setup, story, &run)?;
    Ok(run)
}

/// What is looked at before the first phone comes.
fn before(room: &Hosted) -> anyhow::Result<()> {
    let mut err = io::stderr().lock();
    let join = room.join();
    for line in room.checks() {
        writeln!(err, "  {line}")?;
    }
    if io::stderr().is_terminal() {
        if let Some(wifi) = &join.wifi {
            writeln!(err, "\n{}\n", qr::text(wifi))?;
        }
        writeln!(err, "\n{}\n", qr::text(&join.url))?;
    }
    Ok(())
}

/// The wall, on another terminal of this laptop.
pub(super) fn wall(common: &Common, args: &Wall) -> anyhow::Result<ExitCode> {
    let store = play::store(common)?;
    let places = Places::new(store.folder(), args.runtime.clone()).context("the places of rooms")?;
    let near = places.walls().iter().find_map(|file| Near::find(file).ok());
    let Some(near) = near else {
        bail!("no room is open on this laptop; `cermin host STORY` opens one");
    };
    if play::by_screen(common) {
        shell::wall(near, &play::look()).context("the terminal")?;
    } else {
        wall_by_lines(near, io::stdout().lock(), Lang::new)?;
    }
    Ok(ExitCode::SUCCESS)
}
