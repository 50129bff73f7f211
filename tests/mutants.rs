//! What the checker finds: every shipped pack is broken in many ways, one at a time, and looked at.
//!
//! A mutant is a file with one change. Those that break a reference, a type or the structure have to be caught on the
//! line of the change; those that kill a branch have to be caught at all. Whether a mutant that only might kill one did
//! is asked of plays, not of the checker. `cargo test --test mutants -- --nocapture` prints the report.

#[path = "mutants/breaks.rs"]
mod breaks;
#[path = "mutants/kills.rs"]
mod kills;
#[path = "mutants/pack.rs"]
mod pack;

use std::{collections::BTreeMap, fmt::Write as _, sync::Mutex};

use pack::{Mutant, Original, originals};

/// How many mutants of one kind a pack gives at most.
const EACH: usize = 7;

/// What came of the mutants of one kind.
#[derive(Default)]
struct Row {
    made: usize,
    caught: usize,
    on_line: usize,
    /// Lines between the change and the nearest problem, of those that were caught in its file.
    distances: Vec<usize>,
    missed: Vec<String>,
}

fn judge(originals: &[Original], mutants: &[Mutant]) -> BTreeMap<&'static str, Row> {
    let rows: Mutex<BTreeMap<&'static str, Row>> = Mutex::new(BTreeMap::new());
    let next = std::sync::atomic::AtomicUsize::new(0);
    let work = || {
        loop {
            let n = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let Some(mutant) = mutants.get(n) else { return };
            let original = &originals[mutant.pack];
            let found = original.look(mutant);
            let mut rows = rows.lock().expect("no test has panicked");
            let row = rows.entry(mutant.kind).or_default();
            row.made += 1;
            row.caught += usize::from(found.any);
            row.on_line += usize::from(found.distance == Some(0));
            row.distances.extend(found.distance);
            if !found.any || found.distance != Some(0) {
                let file = &original.files[mutant.file].name;
                row.missed.push(format!("{file}:{} {} {:?}", mutant.line, mutant.what, found.said));
            }
        }
    };
    std::thread::scope(|scope| {
        let threads = std::thread::available_parallelism().map_or(2, usize::from);
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    rows.into_inner().expect("no test has panicked")
}

fn report(title: &str, rows: &BTreeMap<&'static str, Row>) -> (usize, usize, usize) {
    let mut out = format!(
        "\n{title}\n{:<34} {:>5} {:>6} {:>7} {:>9}\n",
        "kind", "made", "caught", "on line", "farthest"
    );
    let (mut made, mut caught, mut on_line) = (0, 0, 0);
    for (kind, row) in rows {
        let far = row.distances.iter().max().map_or_else(|| "-".to_owned(), usize::to_string);
        let _ = writeln!(out, "{kind:<34} {:>5} {:>6} {:>7} {far:>9}", row.made, row.caught, row.on_line);
        (made, caught, on_line) = (made + row.made, caught + row.caught, on_line + row.on_line);
    }
    let _ = writeln!(out, "{:<34} {made:>5} {caught:>6} {on_line:>7}", "all");
    println!("{out}");
    (made, caught, on_line)
}

#[test]
fn what_breaks_a_name_a_type_or_the_structure_is_caught_on_its_line() {
    let originals = originals();
    let mutants = breaks::mutants(&originals, EACH);
    let rows = judge(&originals, &mutants);
    let (made, caught, on_line) = report("Broken names, types, structure", &rows);
    assert_eq!(rows.len(), breaks::KINDS.0, "a way to break a pack has found nothing to break");
    assert!(made >= 300, "only {made} mutants");
    let missed: Vec<&String> = rows.values().flat_map(|r| &r.missed).collect();
    assert_eq!((caught, on_line), (made, made), "{missed:#?}");
}

#[test]
fn what_cannot_stand_on_its_line_is_caught_where_it_shows() {
    let originals = originals();
    let mutants = breaks::elsewhere(&originals, EACH);
    let rows = judge(&originals, &mutants);
    let (made, caught, _) = report("Dropped or moved: caught where it shows", &rows);
    let missed: Vec<&String> = rows.values().filter(|r| r.caught < r.made).flat_map(|r| &r.missed).collect();
    assert_eq!(rows.len(), breaks::KINDS.1, "a way to break a pack has found nothing to break");
    assert!(made >= 60, "only {made} mutants");
    assert_eq!(caught, made, "{missed:#?}");
}

#[test]
fn nine_of_ten_dead_branches_are_caught() {
    let originals = originals();
    let mutants = kills::mutants(&originals, EACH);
    let rows = judge(&originals, &mutants);
    let (made, caught, _) = report("Branches killed, as plays show", &rows);
    for (kind, row) in &rows {
        for missed in row.missed.iter().filter(|_| row.caught < row.made) {
            println!("  {kind}: {missed}");
        }
    }
    assert!(made >= 100, "only {made} mutants");
    assert!(caught * 10 >= made * 9, "{caught} of {made}");
}
