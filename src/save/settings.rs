//! The settings' file: a few words in RON, with comments, that people may write themselves.
//!
//! The invariant: whatever is in it, reading it gives settings, with a note for all that was not understood; and what
//! was not understood is set aside, never overwritten.

use std::{fmt::Write as _, fs, path::PathBuf};

use serde::Deserialize;

use super::{SaveError, Store, aside, files::text_of, temporary};
use crate::{
    app::{
        Setting, Settings,
        keys::{Keymap, Wishes},
    },
    story::{nearest::did_you_mean, sane, spanned::options},
};

/// The file as it is written: every part may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(rename = "Settings", default)]
struct Written {
    language: Option<String>,
    theme: Option<String>,
    signs: Option<String>,
    face: Option<String>,
    motion: Option<String>,
    pace: Option<String>,
    mouse: Option<String>,
    keys: Wishes,
}

impl Written {
    fn of(&self, setting: Setting) -> Option<&str> {
        match setting {
            Setting::Language => self.language.as_deref(),
            Setting::Theme => self.theme.as_deref(),
            Setting::Signs => self.signs.as_deref(),
            Setting::Face => self.face.as_deref(),
            Setting::Motion => self.motion.as_deref(),
            Setting::Pace => self.pace.as_deref(),
            Setting::Mouse => self.mouse.as_deref(),
        }
    }
}

/// What is set, and what in the file was not understood: a sentence each, without the file's name.
#[must_use]
pub(super) fn parse(text: &str) -> (Settings, Vec<String>) {
    let (mut settings, mut notes) = (Settings::default(), Vec::new());
    let mut unread = Vec::new();
    let written: Written = match ron::Deserializer::from_str_with_options(text, &options()) {
        Ok(mut ron) => match serde_ignored::deserialize(&mut ron, |path| unread.push(path.to_string())) {
            Ok(written) => written,
            Err(error) => {
                let at = options().from_str::<Written>(text).err().map(|e| e.span.start);
                let place = at.map(|p| format!("line {}, column {}: ", p.line, p.col)).unwrap_or_default();
                return (settings, vec![format!("{place}{}", sane(&error.to_string()))]);
            }
        },
        Err(error) => return (settings, vec![sane(&error.to_string())]),
    };
    let (keys, refused) = Keymap::with(&written.keys);
    settings.keys = keys.wishes();
    notes.extend(refused);
    for name in unread {
        // The deserializer marks the way through an option by a question mark.
        let name = sane(name.trim_start_matches("?."));
        let help = did_you_mean(&name, Setting::ALL.iter().map(|s| s.id()).chain(["keys"]));
        notes.push(format!("there is no setting `{name}`; {help}"));
    }
    for setting in Setting::ALL {
        if let Some(word) = written.of(*setting)
            && !setting.set(&mut settings, word)
        {
            let (id, word) = (setting.id(), sane(word));
            let help = did_you_mean(&word, setting.words());
            notes.push(format!("`{id}` cannot be `{word}`; {help}"));
        }
    }
    (settings, notes)
}

/// The file for settings; a comment says what each can be.
#[must_use]
pub(super) fn text(settings: &Settings) -> String {
    let mut out =
        "// Settings of Cermin: change a word here, or on the screen behind S.\nSettings(\n".to_owned();
    for setting in Setting::ALL {
        let about = match setting {
            Setting::Language => "what everything is said in; auto is the environment's",
            Setting::Theme => "how the screen is painted; terminal is your terminal's own colours",
            Setting::Signs => "which signs are drawn; auto is as the locale says",
            Setting::Face => {
                "the full screen, or lines of words as with --plain; auto is the screen where there is one"
            }
            Setting::Motion => "how much moves; auto is full, or reduced where NO_MOTION is set",
            Setting::Pace => "how fast the text of a new scene unfolds",
            Setting::Mouse => "whether clicks and the wheel are Cermin's",
        };
        let (id, word, words) = (setting.id(), setting.word(settings), setting.words().join(", "));
        let _ = writeln!(out, "    // {about}: {words}\n    {id}: \"{word}\",");
    }
    out.push_str("    // keys that are not as they come, as in {\"play.undo\": [\"z\"]}; docs/keys.md has every name\n    keys: {\n");
    for (id, keys) in &settings.keys {
        let keys = keys.iter().map(|key| quoted(key)).collect::<Vec<_>>().join(", ");
        let _ = writeln!(out, "        {}: [{keys}],", quoted(id));
    }
    out.push_str("    },\n)\n");
    out
}

/// A string as RON writes it.
fn quoted(text: &str) -> String {
    ron::to_string(text).unwrap_or_default()
}

impl Store {
    /// Where the settings are.
    #[must_use]
    pub fn settings_path(&self) -> PathBuf {
        self.folder.join("settings.ron")
    }

    /// What is set, and a note for all that was not understood. Where there is no file, all is at its default.
    #[must_use]
    pub fn settings(&self) -> (Settings, Vec<String>) {
        let path = self.settings_path();
        if !path.exists() {
            return (Settings::default(), Vec::new());
        }
        match text_of(&path) {
            Ok(text) => parse(&text),
            Err(error) => (Settings::default(), vec![error.to_string()]),
        }
    }

    /// Writes the settings. A file that was not understood in full is set aside first.
    ///
    /// # Errors
    /// [`SaveError::Io`]; what was there before is untouched then.
    pub fn write_settings(&self, settings: &Settings) -> Result<PathBuf, SaveError> {
        let path = self.settings_path();
        fs::create_dir_all(&self.folder).map_err(|e| SaveError::io(&self.folder, e))?;
        let file = temporary(&self.folder, &text(settings))?;
        if !self.settings().1.is_empty() {
            let aside = aside(&path);
            fs::rename(&path, &aside).map_err(|e| SaveError::io(&path, e))?;
        }
        file.persist(&path).map_err(|e| SaveError::io(&path, e.error))?;
        Ok(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Theme;

    #[test]
    fn what_is_written_is_read_again() {
        for setting in Setting::ALL {
            for word in setting.words() {
                let mut settings = Settings::default();
                setting.set(&mut settings, word);
                assert_eq!(parse(&text(&settings)), (settings, Vec::new()));
            }
        }
    }

    #[test]
    fn what_is_not_understood_is_noted_and_the_rest_holds() {
        let (settings, notes) = parse("Settings(theme: \"ink\", thme: \"paper\", signs: \"asci\")");
        assert_eq!(settings.theme, Theme::Ink);
        assert_eq!(
            notes,
            [
                "there is no setting `thme`; did you mean `theme`?",
                "`signs` cannot be `asci`; did you mean `ascii`?"
            ]
        );
        let (settings, notes) = parse("Settings(\n  theme: ink,\n)");
        assert_eq!(settings, Settings::default());
        assert!(notes[0].starts_with("line 2, column"), "{notes:?}");
    }

    #[test]
    fn keys_that_are_set_are_kept_and_those_that_cannot_be_are_told() {
        let text_of = "Settings(keys: {\"play.undo\": [\"z\", \"Ctrl-X\"], \"play.why\": [\"c\"]})";
        let (settings, notes) = parse(text_of);
        assert_eq!(notes, ["`c` would be both `play.why` and `play.charts`; they keep their keys"]);
        assert_eq!(settings.keys.len(), 1);
        assert_eq!(parse(&text(&settings)), (settings, Vec::new()));
    }

    #[test]
    fn a_file_that_was_not_understood_is_set_aside() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::at(folder.path().to_owned());
        fs::write(store.settings_path(), "Settings(colour: \"green\")").expect("written");
        store.write_settings(&Settings { theme: Theme::Paper, ..Settings::default() }).expect("written");
        assert_eq!(store.settings().0.theme, Theme::Paper);
        let kept = fs::read_to_string(folder.path().join("settings.damaged-1")).expect("it is there");
        assert_eq!(kept, "Settings(colour: \"green\")");
    }
}
