//! The peers: the same story in ink, played by bladeink and by brink-runtime.

use bladeink::story::Story;

const INK: &str = include_str!("../packs/gate12.ink");
const ENDS: [&str; 5] = [
    "They carry your chair",
    "The gate holds because",
    "The siege lifts",
    "At first light the cou",
    "The season turns",
];

fn ending(text: &str) -> Option<usize> {
    ENDS.iter().position(|end| text.starts_with(end))
}

pub fn bladeink() -> impl FnMut(usize, u64) -> Vec<usize> {
    let json = bladeink_compiler::Compiler::new().compile(INK).expect("it compiles");
    let mut story = Story::new_with_seed(&json, 1).expect("it loads");
    move |plays, first| {
        let mut dice = crate::Dice(first | 1);
        let mut endings = vec![0; ENDS.len()];
        for _ in 0..plays {
            story.reset_state().expect("it begins again");
            let seed = bladeink::value_type::ValueType::Int(dice.below(1_000_000_000) as i32);
            let mut told = String::new();
            story.evaluate_function("seed", Some(&vec![seed]), &mut told).expect("seeded");
            let mut last = None;
            loop {
                while story.can_continue() {
                    let line = story.cont().expect("it goes on");
                    last = ending(&line).or(last);
                    std::hint::black_box(&line);
                }
                let choices = story.get_current_choices();
                if choices.is_empty() {
                    break;
                }
                story.choose_choice_index(dice.below(choices.len())).expect("it is open");
            }
            endings[last.expect("an ending")] += 1;
        }
        endings
    }
}

pub fn brink() -> impl FnMut(usize, u64) -> Vec<usize> {
    let compiled = brink_compiler::compile("gate12.ink", |_| Ok(INK.to_owned())).expect("it compiles");
    let (program, lines) = brink_runtime::link(&compiled.data).expect("it links");
    let program = std::sync::Arc::new(program);
    move |plays, first| {
        let mut dice = crate::Dice(first | 1);
        let mut endings = vec![0; ENDS.len()];
        for _ in 0..plays {
            let mut story: brink_runtime::Story = brink_runtime::Story::new(program.clone(), lines.clone());
            story.set_rng_seed(dice.below(1_000_000_000) as i32);
            let mut last = None;
            loop {
                match story.continue_single().expect("it goes on") {
                    brink_runtime::Step::Line(line) => {
                        last = ending(&line.text).or(last);
                        std::hint::black_box(&line);
                    }
                    brink_runtime::Step::Choices(choices) => {
                        let choice = &choices[dice.below(choices.len())];
                        story.choose(choice.index).expect("it is open");
                    }
                    brink_runtime::Step::Done | brink_runtime::Step::End | brink_runtime::Step::Suspended => break,
                }
            }
            endings[last.expect("an ending")] += 1;
        }
        endings
    }
}
