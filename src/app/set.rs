//! Settings changed: by a key, or by words; each holds at once and is written.
//!
//! The invariant: a word that a setting does not know changes nothing.

use super::{
    lang::Lang,
    model::{Capture, Model, Screen, Shown},
    msg::Effect,
    settings::{Face, Setting},
};

/// Says everything in a language.
pub(super) fn speak(model: &mut Model, tag: &str) {
    model.lang = Lang::new(tag);
    if let Some(game) = &mut model.game {
        game.language = game.story.language(model.lang.tag());
    }
}

/// The marked setting, so many words further, round and round.
pub(super) fn turn(model: &mut Model, by: isize) -> Vec<Effect> {
    let Screen::Settings { marked } = *model.screen() else { return Vec::new() };
    let Some(setting) = Setting::ALL.get(marked).copied() else { return Vec::new() };
    let words = setting.words();
    let now = words.iter().position(|w| *w == setting.word(&model.settings)).unwrap_or(0);
    let next = now.saturating_add_signed(by + words.len().cast_signed()) % words.len();
    set(model, setting, words[next])
}

/// The next language, which is kept as if it were set.
pub(super) fn language(model: &mut Model) -> Vec<Effect> {
    set(model, Setting::Language, model.lang.next())
}

/// Sets a setting by a word, at once.
fn set(model: &mut Model, setting: Setting, word: &str) -> Vec<Effect> {
    if !setting.set(&mut model.settings, word) {
        let help = crate::story::nearest::did_you_mean(word, setting.words());
        model.notice = Some(help);
        return Vec::new();
    }
    let mut effects = vec![Effect::Settings(model.settings.clone())];
    match setting {
        Setting::Language => {
            let tag = model.settings.language.clone();
            speak(model, tag.as_deref().unwrap_or(model.native));
        }
        Setting::Mouse => {
            model.mouse = if model.settings.mouse { Capture::Ours } else { Capture::Terminal };
            effects.push(Effect::Mouse(model.mouse));
        }
        Setting::Face => {
            let other = match model.settings.face {
                Face::Auto => false,
                Face::Screen => model.shown != Shown::Screen,
                Face::Plain => model.shown != Shown::Lines,
            };
            effects.extend(other.then_some(Effect::OtherFace));
        }
        Setting::Theme | Setting::Signs | Setting::Motion | Setting::Pace => {}
    }
    effects
}

/// The same, and says so: for who does not see it.
pub(super) fn said(model: &mut Model, setting: Setting, word: &str) -> Vec<Effect> {
    let effects = set(model, setting, word);
    if !effects.is_empty() {
        let name = model.lang.say(&format!("setting-{}", setting.id()));
        let word = model.lang.say(&format!("setting-{}-{word}", setting.id()));
        let args = [("name", name.into()), ("word", word.into())];
        model.notice = Some(model.lang.say_with("notice-set", &args));
    }
    effects
}

/// What came of writing them.
pub(super) fn written(model: &mut Model, result: Result<String, String>) -> Vec<Effect> {
    if let Err(why) = result {
        model.notice = Some(model.lang.say_with("notice-no-settings", &[("why", why.into())]));
    }
    Vec::new()
}

/// Takes the mouse, or leaves it to the terminal, for now.
pub(super) fn mouse(model: &mut Model) -> Vec<Effect> {
    let (taken, key) = match model.mouse {
        Capture::Ours => (Capture::Terminal, "notice-mouse-off"),
        Capture::Terminal => (Capture::Ours, "notice-mouse-on"),
    };
    model.mouse = taken;
    model.notice = Some(model.lang.say(key));
    vec![Effect::Mouse(taken)]
}
