//! What an ending tells: where the country is, the second figures, what was changed, and questions to talk about.
//!
//! The invariant: it has no word of praise or blame; what is told is what was measured.

use super::{Block, Maker};
use crate::{
    app::numbers,
    engine::{Place, region},
    story::{ids::TextId, model::Side},
};

impl Maker<'_> {
    pub(super) fn ending(&self, ending: crate::story::ids::EndingId, blocks: &mut Vec<Block>) {
        let (story, lang) = (self.story, self.lang);
        let record = story.ending(ending);
        let title = story.label_or(record.title, self.game.language, &record.id).to_owned();
        blocks.push(Block::Ending(lang.say_with("ending-reached", &[("title", title.into())])));
        blocks.push(Block::Prose(self.text(record.text)));
        let state = &self.game.timeline.moments()[self.n].state;
        if let Ok(Some(found)) = region(story, &self.game.timeline.setup, state) {
            let name = story.label(story.region(found).name, self.game.language).to_owned();
            blocks.push(Block::Fact(lang.say_with("ending-region", &[("region", name.into())])));
        }
        blocks.extend(self.figures(state).into_iter().map(Block::Fact));
        blocks.extend(numbers::changed(self.game, lang).map(Block::Fact));
        let seed = self.game.run.seed.to_string();
        blocks.push(Block::Fact(lang.say_with("ending-seed", &[("seed", seed.into())])));
        let lines = self.questions();
        if !lines.is_empty() {
            blocks.push(Block::List { heading: lang.say("questions"), lines, asked: Vec::new() });
        }
    }

    /// The second figures of the world, each beside the one that was measured.
    fn figures(&self, state: &crate::engine::State) -> Vec<String> {
        let (story, lang) = (self.story, self.lang);
        let values = crate::engine::figures(story, &self.game.timeline.setup, state).unwrap_or_default();
        let line = |(figure, value): (&crate::story::model::Figure, i64)| {
            let beside = story.var(figure.beside);
            let label = |t: Option<TextId>| story.label_or(t, self.game.language, "").to_owned();
            let args = [
                ("meter", label(beside.name).into()),
                ("measured", lang.exact(state.value(figure.beside), story.point).into()),
                ("name", label(Some(figure.name)).into()),
                ("value", lang.exact(value, story.point).into()),
                ("about", label(figure.about).into()),
            ];
            lang.say_with("ending-figure", &args)
        };
        story.figures.iter().zip(values).map(line).collect()
    }

    /// The guide's questions about the scenes this play went through, for those who talk about it.
    fn questions(&self) -> Vec<String> {
        let story = self.story;
        let visited = |scene| {
            let moments = self.game.timeline.moments().iter().take(self.n + 1);
            moments.into_iter().any(|m| m.state.place == Place::Scene(scene))
        };
        let talked = story.guide.dilemmas.iter().filter(|d| visited(d.scene));
        // The first for each side; the guide has the others.
        let first =
            |d: &'_ crate::story::model::Dilemma, side| d.prompts.iter().find(|p| p.side == side).copied();
        let prompts = talked.flat_map(|d| [first(d, Side::For), first(d, Side::Against)]).flatten();
        prompts.map(|p| story.label(p.text, self.game.language).to_owned()).collect()
    }
}
