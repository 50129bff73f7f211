//! The settled layout: shipped files have it, loosened files come back to it, and nothing that is read changes.

use cermin::story::{layout::settled, source::Shelves};
use proptest::prelude::*;

fn files() -> Vec<(String, String)> {
    let shelves = Shelves::default();
    let packs =
        shelves.names().into_iter().flat_map(|name| shelves.read(&name).expect("it is shipped").files);
    packs.map(|f| (f.name, f.text)).collect()
}

#[test]
fn every_shipped_file_is_settled() {
    for (name, text) in files() {
        assert_eq!(settled(&text), text, "{name}");
    }
}

/// A file whose lines begin elsewhere, those of strings aside.
fn loosened(text: &str, mut by: impl FnMut() -> usize) -> String {
    let mut raw = false;
    let mut out = String::new();
    for line in text.lines() {
        if raw {
            out.push_str(line);
        } else {
            out.push_str(&" ".repeat(by()));
            out.push_str(line.trim_start());
        }
        out.push_str(if by().is_multiple_of(7) && !raw { "  \r\n" } else { "\n" });
        // The shipped files open and close raw strings once a line at most.
        raw = if raw {
            !line.contains("\"#")
        } else {
            line.matches("r#\"").count() > line.matches("\"#").count()
        };
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_loosened_file_says_the_same_and_settles_for_good(file in any::<prop::sample::Index>(), seed in any::<u64>()) {
        let files = files();
        let (name, text) = file.get(&files);
        let mut state = seed | 1;
        let loose = loosened(text, || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            usize::try_from((state >> 40) % 13).expect("small")
        });
        let laid = settled(&loose);
        prop_assert_eq!(settled(&laid), laid.clone(), "{}", name);
        // The same words in the same order, whatever stands around them.
        let words = |t: &str| t.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        prop_assert_eq!(words(&laid), words(text), "{}", name);
        // Outside of prose, which keeps the place it has, every line is where it was.
        if !text.contains("r#\"") {
            prop_assert_eq!(&laid, text, "{}", name);
        }
    }
}
