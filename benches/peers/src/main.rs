//! GATE-12 in one run: by hand, by Cermin with and without text, with the ledger, and by the peers; and, with `--load`,
//! loading ten thousand scenes beside bare RON.
//!
//! Rounds are interleaved and medians taken, so that what disturbs the machine disturbs all alike.

use std::{hint::black_box, time::Instant};

use cermin::{
    engine::{Quick, Setup, Timeline, choices},
    story::{Story, load as load_pack, source::Shelves},
};

mod hand;
mod load;
mod peers;

const ROUNDS: usize = 5;

/// A way to play: its name, how many plays a round has, and what plays so many from a first seed on and counts endings.
struct Way {
    name: &'static str,
    plays: usize,
    play: Box<dyn FnMut(usize, u64) -> Vec<usize>>,
    seconds: Vec<f64>,
    endings: Vec<usize>,
}

fn gate() -> Story {
    let packs = concat!(env!("CARGO_MANIFEST_DIR"), "/packs");
    let shelves = Shelves { folders: vec![packs.into()], ..Shelves::default() };
    load_pack(&shelves, "gate12").expect("it is there").story.expect("it is good")
}

fn main() {
    // Loading is measured in processes of its own: `--load` alone compares, with a name it is one of them.
    let args: Vec<String> = std::env::args().collect();
    match args.iter().position(|a| a == "--load").map(|at| &args[at + 1..]) {
        Some([what, folder, ..]) => return load::child(what, folder),
        Some(_) => return load::compare(),
        None => {}
    }
    let story: &'static Story = Box::leak(Box::new(gate()));
    let mut ways = vec![
        way("hand-written, text", 300_000, |n, seed| hand::run::<true>(n, seed)),
        way("hand-written, no text", 300_000, |n, seed| hand::run::<false>(n, seed)),
        way("cermin, text", 100_000, move |n, seed| cermin(story, n, seed, true)),
        way("cermin, no text", 100_000, move |n, seed| cermin(story, n, seed, false)),
        way("cermin, ledger", 100_000, move |n, seed| with_ledger(story, n, seed)),
        way("cermin, timeline", 30_000, move |n, seed| with_timeline(story, n, seed)),
    ];
    if std::env::args().all(|a| a != "--own") {
        ways.push(way("bladeink", 1_000, peers::bladeink()));
        ways.push(way("brink-runtime", 3_000, peers::brink()));
    }
    // For counting instructions: so many plays of one way.
    if let Some([name, plays]) = args.iter().position(|a| a == "--count").and_then(|at| args.get(at + 1..at + 3)) {
        let way = ways.iter_mut().find(|w| w.name == *name).expect("a way of that name");
        black_box((way.play)(plays.parse().expect("a number of plays"), 1));
        return;
    }
    // For a profiler: one way alone.
    if let Some(only) = std::env::args().skip_while(|a| a != "--only").nth(1) {
        let way = ways.iter_mut().find(|w| w.name == only).expect("a way of that name");
        (0..20).for_each(|round| drop((way.play)(way.plays, round)));
        return;
    }
    for round in 0..ROUNDS {
        for way in &mut ways {
            let since = Instant::now();
            let endings = (way.play)(way.plays, (round * 1_000_000) as u64);
            way.seconds.push(since.elapsed().as_secs_f64());
            way.endings.resize(endings.len().max(way.endings.len()), 0);
            way.endings.iter_mut().zip(endings).for_each(|(all, n)| *all += n);
        }
    }
    let rate = |way: &Way| {
        let mut seconds = way.seconds.clone();
        seconds.sort_by(f64::total_cmp);
        way.plays as f64 / seconds[seconds.len() / 2]
    };
    let (text, bare) = (rate(&ways[0]), rate(&ways[1]));
    for way in &ways {
        let base = if way.name.ends_with(", text") { text } else { bare };
        let all: usize = way.endings.iter().sum();
        let shares: Vec<String> =
            way.endings.iter().map(|n| format!("{:.1}", 100.0 * *n as f64 / all.max(1) as f64)).collect();
        let rate = rate(way);
        println!("{:24} {rate:>10.0} plays/s  {:>7.4} of hand-written   endings % {}", way.name, rate / base, shares.join(" "));
    }
    for (name, least) in [("bladeink", 400.0), ("brink-runtime", 80.0)] {
        if let Some(peer) = ways.iter().find(|w| w.name == name) {
            println!("cermin, text: {:.0} times {name} (asked: {least})", rate(&ways[2]) / rate(peer));
        }
    }
}

fn way(name: &'static str, plays: usize, play: impl FnMut(usize, u64) -> Vec<usize> + 'static) -> Way {
    Way { name, plays, play: Box::new(play), seconds: Vec::new(), endings: Vec::new() }
}

/// Draws of the player, not of the story: xorshift, as it is nobody's luck.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 32) as usize * n) >> 32
    }
}

fn cermin(story: &Story, plays: usize, first: u64, text: bool) -> Vec<usize> {
    let setup = Setup::new(story, 0, "", "").expect("a setup");
    let mut play = Quick::new(story, setup).expect("it begins");
    let mut dice = Dice(first | 1);
    let mut out = Vec::with_capacity(16_384);
    let mut endings = vec![0; story.endings.len()];
    for n in 0..plays {
        play.restart(first + n as u64).expect("it begins");
        out.clear();
        loop {
            let open = play.open().expect("it can be worked out");
            let choice = (!open.is_empty()).then(|| open[dice.below(open.len())]);
            if text {
                play.read(&mut out).expect("it reads");
            }
            let Some(choice) = choice else { break };
            if text {
                play.read_outcome(choice, &mut out).expect("it reads");
            }
            play.decide(choice).expect("it is open");
        }
        endings[play.ended().expect("it ended").at()] += 1;
        black_box(&out);
    }
    endings
}

/// The same with everything written down that anybody wrote.
fn with_ledger(story: &Story, plays: usize, first: u64) -> Vec<usize> {
    let setup = Setup::new(story, 0, "", "").expect("a setup");
    let mut play = Quick::with_ledger(story, setup).expect("it begins");
    let mut dice = Dice(first | 1);
    let mut endings = vec![0; story.endings.len()];
    for n in 0..plays {
        play.restart(first + n as u64).expect("it begins");
        loop {
            let open = play.open().expect("it can be worked out");
            let Some(choice) = (!open.is_empty()).then(|| open[dice.below(open.len())]) else { break };
            play.decide(choice).expect("it is open");
        }
        endings[play.ended().expect("it ended").at()] += 1;
        black_box(play.ledger());
    }
    endings
}

/// As a player's play is kept: the ledger, every state on the way, what to undo.
fn with_timeline(story: &Story, plays: usize, first: u64) -> Vec<usize> {
    let mut dice = Dice(first | 1);
    let mut endings = vec![0; story.endings.len()];
    for n in 0..plays {
        let setup = Setup::new(story, first + n as u64, "", "").expect("a setup");
        let mut timeline = Timeline::begin(story, setup).expect("it begins");
        loop {
            let offers = choices(story, &timeline.setup, &timeline.now().state);
            let open: Vec<_> = offers.iter().filter(|o| o.lock.is_none()).collect();
            if open.is_empty() {
                break;
            }
            timeline.decide(story, open[dice.below(open.len())].choice).expect("it is open");
        }
        if let cermin::engine::Place::Ended(ending) = timeline.now().state.place {
            endings[ending.at()] += 1;
        }
        black_box(&timeline.ledger);
    }
    endings
}
