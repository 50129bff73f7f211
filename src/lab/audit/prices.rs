//! What each option of a dilemma gains and costs, as the engine works it out.
//!
//! From every play that comes to the dilemma, each option that is open is taken, and six turns pass with the same luck
//! and the same draws among later choices. The invariant: two options are compared only on plays where both were open.

use crate::{
    engine::{Place, Quick, Setup, State, TurnError},
    lab::{Policy, seed_of, walk::LONGEST},
    story::{
        Story,
        ids::{ChoiceId, SceneId, VarId},
    },
};

/// How many turns pass before an option is judged.
pub const HORIZON: i64 = 6;

/// What an option came to beside the others of its dilemma.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced {
    /// The option.
    pub choice: ChoiceId,
    /// In how many plays it was open.
    pub open: u64,
    /// By outcome of [`Prices::outcomes`]: the sum over all plays and all other open options of how much more it came
    /// to than they did, in units, and how many such pairs there were.
    pub against: Vec<i64>,
    /// How many pairs.
    pub pairs: i64,
    /// By option of the same dilemma and by outcome: the sum of how much more it came to than that one, and how many
    /// plays had both.
    pub beside: Vec<(Vec<i64>, i64)>,
}

impl Priced {
    /// By outcome, how much more than the others it came to on average, in units.
    #[must_use]
    pub fn mean(&self, outcome: usize) -> i64 {
        self.against.get(outcome).map_or(0, |sum| sum / self.pairs.max(1))
    }
}

/// A dilemma and its options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prices {
    /// The scene.
    pub scene: SceneId,
    /// How many plays came there with more than one option open.
    pub met: u64,
    /// What was compared.
    pub outcomes: Vec<VarId>,
    /// Its options, as written.
    pub options: Vec<Priced>,
}

impl Prices {
    /// The option that is at least as good as the `n`-th on every outcome and better on one, over the plays that had
    /// both.
    #[must_use]
    pub fn dominated(&self, n: usize) -> Option<ChoiceId> {
        let worse = |(sums, plays): &(Vec<i64>, i64)| {
            *plays > 0 && sums.iter().all(|sum| *sum <= 0) && sums.iter().any(|sum| *sum < 0)
        };
        let by = self.options[n].beside.iter().position(worse)?;
        self.options.get(by).map(|o| o.choice)
    }
}

/// The dilemmas of a story's guide, from `plays` plays at random.
///
/// # Errors
/// A story that cannot be begun.
pub fn prices(story: &Story, setup: &Setup, plays: u64) -> Result<Vec<Prices>, TurnError> {
    let outcomes = &story.audit.outcomes;
    let mut all: Vec<Prices> = story.guide.dilemmas.iter().map(|d| blank(story, d.scene)).collect();
    let mut play = Quick::new(story, setup.clone())?;
    for number in 0..plays {
        let seed = seed_of(setup.seed, number);
        if play.restart(seed).is_err() {
            continue;
        }
        for step in 0..LONGEST {
            let Place::Scene(scene) = play.state().place else { break };
            let Ok(open) = play.open().map(<[ChoiceId]>::to_vec) else { break };
            if let Some(prices) = all.iter_mut().find(|p| p.scene == scene)
                && open.len() > 1
            {
                prices.met += 1;
                let came: Vec<(ChoiceId, Vec<i64>)> = open
                    .iter()
                    .filter_map(|choice| {
                        Some((*choice, after(story, &play, *choice, (seed, step), outcomes)?))
                    })
                    .collect();
                compare(prices, &came);
            }
            let Some(choice) = Policy::Uniform.choose(story, &open, (seed, step), &[]) else { break };
            if play.decide(choice).is_err() {
                break;
            }
        }
    }
    Ok(all)
}

fn blank(story: &Story, scene: SceneId) -> Prices {
    let outcomes = story.audit.outcomes.clone();
    let zero = || vec![0; outcomes.len()];
    let count = story.scene(scene).choices.len();
    let option = |choice| Priced {
        choice,
        open: 0,
        against: zero(),
        pairs: 0,
        beside: (0..count).map(|_| (zero(), 0)).collect(),
    };
    let options = story.choices_of(scene).map(|(id, _)| option(id)).collect();
    Prices { scene, met: 0, outcomes, options }
}

/// The outcomes six turns after a choice, or at the end if that comes before; the same draws decide on the way.
fn after(
    story: &Story,
    at: &Quick<'_>,
    choice: ChoiceId,
    (seed, step): (u64, u32),
    outcomes: &[VarId],
) -> Option<Vec<i64>> {
    let mut play = at.clone();
    let until = play.state().turn() + HORIZON;
    play.decide(choice).ok()?;
    for step in step + 1..LONGEST {
        if play.state().turn() >= until {
            break;
        }
        let open = play.open().ok()?;
        let Some(next) = Policy::Uniform.choose(story, open, (seed, step), &[]) else { break };
        play.decide(next).ok()?;
    }
    let value = |state: &State| outcomes.iter().map(|var| state.value(*var)).collect();
    Some(value(play.state()))
}

fn compare(prices: &mut Prices, came: &[(ChoiceId, Vec<i64>)]) {
    let at: Vec<usize> = came
        .iter()
        .filter_map(|(choice, _)| prices.options.iter().position(|o| o.choice == *choice))
        .collect();
    for (a, (_, mine)) in at.iter().zip(came) {
        prices.options[*a].open += 1;
        for (b, (_, theirs)) in at.iter().zip(came).filter(|(b, _)| *b != a) {
            let option = &mut prices.options[*a];
            option.pairs += 1;
            let (sums, plays) = &mut option.beside[*b];
            *plays += 1;
            for (n, (mine, theirs)) in mine.iter().zip(theirs).enumerate() {
                option.against[n] += mine - theirs;
                sums[n] += mine - theirs;
            }
        }
    }
}
