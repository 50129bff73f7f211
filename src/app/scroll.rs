//! Marks and scrolling: what is in sight, and where the next key leads.
//!
//! How much there is to see is known from the last frame, in [`Extent`]. The invariant: a mark stands on an entry that
//! there is, and a scroll ends where the content does.

use super::{
    chart, map,
    model::Extent,
    model::{Model, Screen},
    page, palette,
    settings::Setting,
    why,
};

/// How many entries the marks of this screen go over.
pub(super) fn entries(model: &Model) -> usize {
    match model.screen() {
        Screen::Library { .. } => model.rows().len(),
        Screen::Play { .. } => model.game.as_ref().map_or(0, |g| page::now(g, &model.lang).choices.len()),
        Screen::Numbers { .. } => model.game.as_ref().map_or(0, |g| g.story.parameters.len()),
        Screen::Govern { .. } => model.game.as_ref().map_or(0, |g| g.hand.len()),
        Screen::Why { subject, point, .. } => model.game.as_ref().map_or(0, |g| {
            why::page(g, *subject, *point, &model.lang).rows.iter().filter(|r| r.follow.is_some()).count()
        }),
        Screen::Settings { .. } => Setting::ALL.len(),
        Screen::Map { .. } => {
            model.game.as_ref().map_or(0, |g| map::of(g, &model.known(), &model.lang).spots.len())
        }
        Screen::Charts { .. } => model.game.as_ref().map_or(0, |g| chart::subjects(g, &model.lang).len()),
        Screen::Palette { .. } => palette::entries(model, false).len(),
        Screen::Transcript { .. }
        | Screen::Mirror { .. }
        | Screen::Hinges { .. }
        | Screen::Rules { .. }
        | Screen::People { .. }
        | Screen::Find { .. }
        | Screen::Keys { .. } => 0,
    }
}

pub(super) fn keep_marks_inside(model: &mut Model) {
    let last = entries(model).saturating_sub(1);
    if let Some(
        Screen::Library { marked }
        | Screen::Settings { marked }
        | Screen::Palette { marked, .. }
        | Screen::Charts { marked, .. }
        | Screen::Map { marked, .. }
        | Screen::Play { marked, .. }
        | Screen::Govern { marked, .. }
        | Screen::Numbers { marked, .. }
        | Screen::Why { marked, .. },
    ) = model.screens.last_mut()
    {
        *marked = (*marked).min(last);
    }
}

/// On a map, the place beside the marked one in its layer; the place above or below, the one that stands most nearly so.
pub(super) fn on_map(model: &mut Model, (across, down): (isize, isize)) {
    let Some(game) = &model.game else { return };
    let map = map::of(game, &model.known(), &model.lang);
    let Some(Screen::Map { marked, .. }) = model.screens.last_mut() else { return };
    let Some(spot) = map.spots.get(*marked) else { return };
    let layer = spot.layer.saturating_add_signed(down).min(map.layers.saturating_sub(1));
    let here: Vec<usize> = map.layer(spot.layer).map(|(n, _)| n).collect();
    let there: Vec<usize> = map.layer(layer).map(|(n, _)| n).collect();
    let Some(at) = here.iter().position(|n| n == marked) else { return };
    let next = if layer == spot.layer {
        at.saturating_add_signed(across).min(here.len() - 1)
    } else {
        (2 * at + 1) * there.len() / (2 * here.len())
    };
    *marked = there.get(next).copied().unwrap_or(*marked);
}

/// One entry or line up or down. In a play the text comes first: the mark moves only once its choice is in sight.
pub(super) fn move_by(model: &mut Model, by: isize) {
    if matches!(model.screen(), Screen::Map { table: false, .. }) {
        return on_map(model, (0, by));
    }
    let count = entries(model);
    let extent = model.extent.clone();
    match model.screens.last_mut() {
        Some(
            Screen::Library { marked }
            | Screen::Settings { marked }
            | Screen::Palette { marked, .. }
            | Screen::Charts { marked, .. }
            | Screen::Govern { marked, .. },
        ) => {
            *marked = marked.saturating_add_signed(by).min(count.saturating_sub(1));
        }
        Some(Screen::Play { marked, scroll }) if count > 0 && by > 0 => {
            if !in_sight(&extent, *marked, *scroll) {
                scroll_by(model, 1);
                return;
            }
            *marked = (*marked + 1).min(count - 1);
            follow(&extent, *marked, scroll);
        }
        Some(Screen::Play { marked, scroll })
            if count > 0 && *marked > 0 && in_sight(&extent, *marked, *scroll) =>
        {
            *marked -= 1;
            follow(&extent, *marked, scroll);
        }
        Some(Screen::Why { marked, scroll, .. } | Screen::Numbers { marked, scroll }) if count > 0 => {
            *marked = marked.saturating_add_signed(by).min(count - 1);
            follow(&extent, *marked, scroll);
        }
        Some(
            Screen::Play { .. }
            | Screen::Why { .. }
            | Screen::Numbers { .. }
            | Screen::Transcript { .. }
            | Screen::Mirror { .. }
            | Screen::Hinges { .. }
            | Screen::Rules { .. }
            | Screen::People { .. }
            | Screen::Map { .. }
            | Screen::Find { .. }
            | Screen::Keys { .. },
        )
        | None => {
            scroll_by(model, by);
        }
    }
}

/// Whether a choice was seen whole. Where nothing was drawn yet, everything is in sight.
pub(super) fn in_sight(extent: &Extent, marked: usize, scroll: usize) -> bool {
    let rows = extent.rows;
    extent.choices.get(marked).is_none_or(|(first, last)| {
        let fits = last - first < rows;
        *first >= scroll && (*last < scroll + rows || !fits)
    })
}

/// Scrolls as little as brings a choice into sight.
pub(super) fn follow(extent: &Extent, marked: usize, scroll: &mut usize) {
    if let Some((first, last)) = extent.choices.get(marked) {
        *scroll = (*scroll).max((last + 1).saturating_sub(extent.rows)).min(*first);
    }
}

pub(super) fn page_height(model: &Model) -> isize {
    isize::try_from(model.extent.rows.saturating_sub(2).max(1)).unwrap_or(1)
}

/// Scrolls within what was last drawn; the transcript counts from its end.
pub(super) fn scroll_by(model: &mut Model, by: isize) {
    let last = model.extent.last();
    let add =
        |scroll: &mut usize, by: isize| *scroll = (*scroll).min(last).saturating_add_signed(by).min(last);
    match model.screens.last_mut() {
        Some(
            Screen::Play { scroll, .. }
            | Screen::Govern { scroll, .. }
            | Screen::Numbers { scroll, .. }
            | Screen::Why { scroll, .. }
            | Screen::Mirror { scroll, .. }
            | Screen::Charts { scroll, .. }
            | Screen::Map { table: true, scroll, .. }
            | Screen::Hinges { scroll }
            | Screen::Rules { scroll }
            | Screen::People { scroll }
            | Screen::Keys { scroll },
        ) => add(scroll, by),
        Some(Screen::Transcript { scroll }) => add(scroll, by.saturating_neg()),
        Some(
            Screen::Library { marked }
            | Screen::Settings { marked }
            | Screen::Palette { marked, .. }
            | Screen::Map { marked, .. },
        ) => {
            *marked = marked.saturating_add_signed(by);
        }
        Some(Screen::Find { .. }) | None => {}
    }
    keep_marks_inside(model);
    note_read(model);
}

/// Notes that the end of a scene has come into sight.
pub(super) fn note_read(model: &mut Model) {
    if let Screen::Play { scroll, .. } = model.screen() {
        model.read |= *scroll >= model.extent.last();
    }
}
