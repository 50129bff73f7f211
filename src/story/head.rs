//! What a shelf shows of a story, read without compiling it: its title, its chair, its notes.
//!
//! So the library is on the screen before the stories behind it are read through. Nothing is checked here; what is
//! broken is found when the story is loaded. The invariant: a head says what the story will say of itself.

use super::{
    model::LAST_ON_SHELF,
    raw,
    scan::entries,
    source::{PackFiles, Shelves, SourceError},
    spanned::{Leaf, options},
};

/// What a shelf shows of a story.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// The story's id.
    pub id: String,
    /// Minutes to play: from, to.
    pub minutes: Option<(i64, i64)>,
    /// Its place in the library, lower ones first.
    pub shelf: i64,
    /// In the language it is written in, then in the others.
    words: Vec<Words>,
}

/// A head in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    tag: String,
    /// The title.
    pub title: String,
    /// Who the player is.
    pub chair: String,
    /// What it is about; may be empty.
    pub about: String,
    /// What a player should know before it begins.
    pub notes: Vec<String>,
}

impl Head {
    /// The head of something that has none: a name and nothing else.
    #[must_use]
    pub fn named(name: &str) -> Self {
        let words = vec![Words { title: super::sane(name), ..Words::default() }];
        Self { id: name.to_owned(), minutes: None, shelf: LAST_ON_SHELF, words }
    }

    /// The words in a language, or in the one it is written in.
    #[must_use]
    pub fn words(&self, tag: &str) -> &Words {
        static NONE: Words = Words {
            tag: String::new(),
            title: String::new(),
            chair: String::new(),
            about: String::new(),
            notes: Vec::new(),
        };
        self.words.iter().find(|w| w.tag == tag).or(self.words.first()).unwrap_or(&NONE)
    }

    /// The head of a story that is loaded.
    #[must_use]
    pub fn of(story: &super::Story) -> Self {
        let about = &story.about;
        let words = story.languages.iter().enumerate().map(|(n, tag)| Words {
            tag: tag.clone(),
            title: story.label(about.title, n).to_owned(),
            chair: story.label(about.chair, n).to_owned(),
            about: story.label_or(about.about, n, "").to_owned(),
            notes: about.notes.iter().map(|t| story.label(*t, n).to_owned()).collect(),
        });
        Self { id: about.id.clone(), minutes: about.minutes, shelf: about.shelf, words: words.collect() }
    }
}

/// Reads the head of a pack; none where it is a world alone.
///
/// # Errors
/// [`SourceError`] when the pack cannot be read.
pub fn read(shelves: &Shelves, name: &str) -> Result<Option<Head>, SourceError> {
    let pack = shelves.read(name)?;
    if !super::compile::is_story(&pack.files) {
        return Ok(None);
    }
    Ok(Some(head(&pack).unwrap_or_else(|| Head::named(name))))
}

/// The language of a translation, and the slices of the story's own texts: so many of them, wherever they stand.
fn slices(file: &str, wanted: usize) -> Option<(String, Vec<(&str, &str)>)> {
    let find = |field: &str| entries(file).find(|(key, _)| *key == field).map(|(_, value)| value);
    let tag = String::read(find("lang")?).ok()?;
    let own = |key: &str| key.strip_prefix('"').is_some_and(|k| k.starts_with("story."));
    let texts = entries(find("texts")?).filter(|(key, _)| own(key)).take(wanted);
    Some((tag, texts.collect()))
}

fn head(pack: &PackFiles) -> Option<Head> {
    let of = |part| pack.files.iter().filter(move |f| super::compile::opens_with(f, part));
    let story: raw::Story<'_> = options().from_str(&of("Story").next()?.text).ok()?;
    let clean = |text: &str| text.replace(super::is_unsafe, "\u{fffd}");
    let said = |text: &raw::Str<'_>| text.value.as_deref().map(clean).unwrap_or_default();
    let tag = story.languages.first().map(said).unwrap_or_default();
    let own = Words {
        tag,
        title: said(&story.title),
        chair: said(&story.chair),
        about: story.about.as_ref().map(said).unwrap_or_default(),
        notes: story.notes.iter().map(said).collect(),
    };
    let mut words = vec![own];
    for file in of("Translation") {
        let own = &words[0];
        let Some((tag, texts)) = slices(&file.text, 3 + own.notes.len()) else { continue };
        let text = |key: &str| {
            let (_, entry) = texts.iter().find(|(k, _)| String::read(k).as_deref() == Ok(key))?;
            raw::Translated::read(entry).ok()?.text.value.as_deref().map(clean).ok()
        };
        words.push(Words {
            tag: clean(&tag),
            title: text("story.title").unwrap_or_else(|| own.title.clone()),
            chair: text("story.chair").unwrap_or_else(|| own.chair.clone()),
            about: text("story.about").unwrap_or_else(|| own.about.clone()),
            notes: (0..own.notes.len())
                .map(|n| text(&format!("story.note.{n}")).unwrap_or_else(|| own.notes[n].clone()))
                .collect(),
        });
    }
    let minutes = story.minutes.as_ref().and_then(|m| m.value.as_ref().ok()).copied();
    // Runs are looked for under this id before the story is checked: what is no id must not become a path.
    let id = story.id.value.as_deref().ok().filter(|id| super::is_id(id))?.to_owned();
    let shelf = story.shelf.as_ref().and_then(|s| s.value.as_ref().ok()).copied().unwrap_or(LAST_ON_SHELF);
    Some(Head { id, minutes, shelf, words })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_id_is_no_head_either() {
        let file = |id: &str| super::super::source::SourceFile {
            name: "story.ron".to_owned(),
            text: format!(
                "Story(id: \"{id}\", format: 1, world: \"w\", title: \"T\", chair: \"C\", opens: \"a\", turns: (0, 1))"
            ),
        };
        let pack = |id| PackFiles {
            name: "demo".to_owned(),
            beside: None,
            files: vec![file(id)],
            below: Vec::new(),
        };
        assert_eq!(head(&pack("demo")).map(|h| h.id).as_deref(), Some("demo"));
        assert_eq!(head(&pack("../../elsewhere")), None);
    }

    #[test]
    fn a_head_says_what_the_story_says_of_itself() {
        let shelves = Shelves::default();
        let head = read(&shelves, "measure").expect("read").expect("a story");
        let story = super::super::load(&shelves, "measure").expect("read").story.expect("good");
        assert_eq!(head, Head::of(&story));
        assert_eq!(head.words("id").title, "Takaran");
        assert_eq!(head.words("xx").title, "The Measure");
        assert_eq!(read(&shelves, "gulf").expect("read"), None);
    }
}
