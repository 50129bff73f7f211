//! What a key press costs while playing, scrolling and watching text unfold: bytes written and time taken, beside a
//! bare ratatui draw of the same cells in the same run, and beside the smallest difference between the two screens.
//!
//! Ours is all of it: the key, the model, the page, the cells, the frame around them. The bare draw copies cells that
//! are there already. Rounds are interleaved and medians taken.

use std::{
    io::{self, Write},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use cermin::{
    app::{
        Action, Lang, Model, Msg, Pace, Signs, Theme,
        known::Known,
        model::{Shelved, Stock},
        update,
    },
    story::{Head, load, source::Shelves},
    ui::{Depth, Drawn, Look, Means, view},
};
use ratatui::{
    Terminal, TerminalOptions, Viewport,
    backend::{Backend, CrosstermBackend, TestBackend},
    buffer::Buffer,
    crossterm::{
        queue,
        terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate},
    },
    layout::{Rect, Size},
};

/// How often each script is played.
const ROUNDS: usize = 9;

/// Counts what is written, and writes it nowhere.
#[derive(Clone, Default)]
struct Counter(Arc<AtomicU64>);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Face {
    terminal: Terminal<CrosstermBackend<io::BufWriter<Counter>>>,
    written: Counter,
}

impl Face {
    fn new(size: Size) -> Self {
        let written = Counter::default();
        let backend = CrosstermBackend::new(io::BufWriter::new(written.clone()));
        let viewport = Viewport::Fixed(Rect::new(0, 0, size.width, size.height));
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport }).expect("a terminal");
        Self { terminal, written }
    }

    fn bytes(&self) -> u64 {
        self.written.0.load(Ordering::Relaxed)
    }
}

/// What some keys cost.
#[derive(Default, Clone)]
struct Cost {
    bytes: u64,
    time: Duration,
}

/// A script played once: by all of ours, by the bare draw, and the letters that changed, as bytes.
struct Round {
    ours: Cost,
    bare: Cost,
    least: u64,
    keys: usize,
}

fn main() {
    let loaded = load(&Shelves::default(), "measure").expect("it is in the binary");
    let story = Arc::new(loaded.story.expect("it has no error"));
    let look = Look::of(Theme::Terminal, Signs::Auto, Means { depth: Depth::Indexed, unicode: true });
    let down = |n: usize| std::iter::repeat_n(Msg::Act(Action::Down), n);
    let plays: Vec<Msg> = (0..12)
        .flat_map(|n| [Msg::Act(Action::Choose(if n == 0 { 3 } else { 1 })), Msg::Act(Action::PageDown)])
        .collect();
    let scrolls: Vec<Msg> = std::iter::once(Msg::Act(Action::Transcript)).chain(down(60)).collect();
    let moves: Vec<Msg> = std::iter::once(Msg::Act(Action::Why)).chain(down(40)).collect();
    let unfolds: Vec<Msg> =
        std::iter::once(Msg::Act(Action::Choose(1))).chain((0..60).map(|_| Msg::Tick(33))).collect();
    println!(
        "a key press, median of {ROUNDS} rounds           ours            bare            ratio   smallest difference"
    );
    for (width, height) in [(80, 24), (120, 36)] {
        for (name, script, clock) in [
            ("playing", &plays, false),
            ("scrolling", &scrolls, false),
            ("moving a mark", &moves, false),
            ("unfolding", &unfolds, true),
        ] {
            let mut rounds = Vec::new();
            for _ in 0..ROUNDS {
                let head = Head::of(&story);
                let shelved = Shelved {
                    name: "measure".into(),
                    head,
                    stock: Stock::Story(story.clone()),
                    world: false,
                    runs: Vec::new(),
                    known: Known::default(),
                };
                let mut model = Model::new(Lang::new("en"), vec![shelved]);
                model.settings.pace = Pace::Slow;
                let _ = update(&mut model, Msg::Begin { story: 0, seed: 7 });
                for n in [3, 1, 2] {
                    let _ = update(&mut model, Msg::Act(Action::Choose(n)));
                }
                if clock {
                    let _ = update(&mut model, Msg::Clock);
                }
                rounds.push(round(&mut model, script, &look, Size { width, height }));
            }
            report(&format!("{name}, {width}x{height}"), &rounds);
        }
    }
}

/// One script: what ours cost, what the bare draw of the same cells cost, and how many bytes the changed letters have.
fn round(model: &mut Model, script: &[Msg], look: &Look, size: Size) -> Round {
    let (mut ours, mut bare) = (Face::new(size), Face::new(size));
    frame(model, look, &mut ours);
    let mut last = cells(model, look, size);
    draw_bare(&mut bare, &last);
    let (mut our_cost, mut bare_cost, mut least) = (Cost::default(), Cost::default(), 0);
    for msg in script {
        let before = ours.bytes();
        let since = Instant::now();
        let _ = update(model, msg.clone());
        let drawn = frame(model, look, &mut ours);
        our_cost.time += since.elapsed();
        let buffer = cells(model, look, size);
        our_cost.bytes += ours.bytes() - before;
        let _ = update(model, Msg::Drawn(drawn.extent));
        least += smallest(&last, &buffer);
        let before = bare.bytes();
        let since = Instant::now();
        draw_bare(&mut bare, &buffer);
        bare_cost.time += since.elapsed();
        bare_cost.bytes += bare.bytes() - before;
        last = buffer;
    }
    Round { ours: our_cost, bare: bare_cost, least, keys: script.len() }
}

fn frame(model: &Model, look: &Look, face: &mut Face) -> Drawn {
    let mut drawn = Drawn::default();
    let _ = queue!(face.terminal.backend_mut(), BeginSynchronizedUpdate);
    face.terminal.draw(|frame| drawn = view(model, look, frame)).expect("drawn");
    let _ = queue!(face.terminal.backend_mut(), EndSynchronizedUpdate);
    Backend::flush(face.terminal.backend_mut()).expect("written");
    drawn
}

/// The same cells, for the bare draw.
fn cells(model: &Model, look: &Look, size: Size) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).expect("a terminal");
    terminal.draw(|frame| drop(view(model, look, frame))).expect("drawn");
    terminal.backend().buffer().clone()
}

fn draw_bare(face: &mut Face, buffer: &Buffer) {
    face.terminal.draw(|frame| frame.buffer_mut().clone_from(buffer)).expect("drawn");
    Backend::flush(face.terminal.backend_mut()).expect("written");
}

/// The letters that changed, as bytes: no way to move the cursor or to set a style is in it.
fn smallest(before: &Buffer, after: &Buffer) -> u64 {
    let changed = before.content.iter().zip(&after.content).filter(|(a, b)| a != b);
    changed.map(|(_, cell)| cell.symbol().len() as u64).sum()
}

#[expect(clippy::cast_precision_loss, reason = "counts of bytes and keys, to be told")]
fn report(name: &str, rounds: &[Round]) {
    let median = |of: &dyn Fn(&Round) -> f64| {
        let mut all: Vec<f64> = rounds.iter().map(|round| of(round) / round.keys as f64).collect();
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    };
    let (bytes, bare_bytes) = (median(&|r| r.ours.bytes as f64), median(&|r| r.bare.bytes as f64));
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    let (time, bare_time) = (median(&|r| micros(r.ours.time)), median(&|r| micros(r.bare.time)));
    let least = median(&|r| r.least as f64);
    println!("{name:26} bytes {bytes:>12.0} {bare_bytes:>15.0} {:>15.2} {least:>12.0}", bytes / bare_bytes);
    println!("{:26} us    {time:>12.1} {bare_time:>15.1} {:>15.2}", "", time / bare_time);
}
