//! `cermin report`: what was kept of a session, written out.

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::{Context as _, bail};

use super::{
    again::say,
    args::{Common, Report, ReportAs},
    play,
};
use crate::{
    app::{Game, Lang, workshop::Session},
    report::session::{Arranged, arrange, csv, html, json, markdown},
    save,
};

pub(super) fn report(common: &Common, args: &Report) -> anyhow::Result<ExitCode> {
    let path = match &args.session {
        Some(path) => path.clone(),
        None => match play::store(common)?.last_session() {
            Some(path) => path,
            None => bail!("no session was kept; name a file, or lead one: `cermin host STORY`"),
        },
    };
    let session = save::read_session(&path)?;
    let story = play::story(&play::shelves(common)?, &session.story)?;
    let lang = Lang::new(common.lang.as_deref().unwrap_or(&session.lang));
    let games = games(&session, &story, &lang)?;
    let arranged = arrange(&session, &story, &games, &lang);
    let Some(folder) = &args.to else {
        say(&written(&arranged, args.format)?)?;
        return Ok(ExitCode::SUCCESS);
    };
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let name = path.file_stem().map_or_else(|| "session".to_owned(), |s| s.to_string_lossy().into_owned());
    for (format, end) in [
        (ReportAs::Html, "html"),
        (ReportAs::Markdown, "md"),
        (ReportAs::Csv, "csv"),
        (ReportAs::Json, "json"),
    ] {
        let file: PathBuf = folder.join(format!("{}-{name}.{end}", session.story));
        save::write_text(&file, &written(&arranged, format)?)?;
        say(&format!("{}\n", file.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn written(of: &Arranged, format: ReportAs) -> anyhow::Result<String> {
    Ok(match format {
        ReportAs::Html => html(of),
        ReportAs::Markdown => markdown(of),
        ReportAs::Csv => csv(of)?,
        ReportAs::Json => json(of),
    })
}

/// The plays of a session, played again.
fn games(session: &Session, story: &Arc<crate::story::Story>, lang: &Lang) -> anyhow::Result<Vec<Game>> {
    let again = |run: &crate::engine::Run| {
        Game::resume(Arc::clone(story), run.clone(), None, lang.tag()).map(|resumed| resumed.game)
    };
    session.runs.iter().map(again).collect::<Result<_, _>>().context("the play of this session")
}
