//! The functions of the language and how each is written, for messages and documents.
//!
//! What they mean is [`resolve`](super::resolve)'s. The invariant: every function that it knows stands here.

/// What `since` takes.
pub(super) const SINCE: &str =
    "as in since(chosen(widen)); it takes peak, visits, chosen, happened and fired";

/// What each function comes to.
pub const MEANINGS: &[(&str, &str)] = &[
    ("min", "the smaller of two numbers"),
    ("max", "the larger of two numbers"),
    ("abs", "a number without its sign"),
    ("clamp", "a number within bounds; where they cross, the upper one wins"),
    ("pick", "the entry of index `i`, counted from 0"),
    ("scaled", "`a * parameter / 100`, cut towards zero"),
    ("param", "a parameter, in hundredths"),
    ("shock", "whether a shock happens this turn"),
    ("region", "whether the world is in a region"),
    ("peak", "the highest value of a meter at the end of a turn, the start included"),
    ("visits", "how often a scene was opened, this time included"),
    ("chosen", "whether a choice was made before"),
    ("happened", "whether a shock ever happened, this turn included"),
    ("fired", "whether a rule applied in an earlier turn"),
    ("since", "turns since `peak`, `visits`, `chosen`, `happened` or `fired` last was so; -1 if never"),
];

/// The functions of the language and how each is written.
pub const CALLS: &[(&str, &str)] = &[
    ("min", "min(a, b)"),
    ("max", "max(a, b)"),
    ("abs", "abs(a)"),
    ("clamp", "clamp(a, low, high)"),
    ("pick", "pick(i, a, b, …)"),
    ("scaled", "scaled(parameter, a)"),
    ("param", "param(parameter)"),
    ("shock", "shock(shock)"),
    ("region", "region(region)"),
    ("peak", "peak(meter)"),
    ("visits", "visits(scene)"),
    ("chosen", "chosen(choice)"),
    ("happened", "happened(shock)"),
    ("fired", "fired(rule)"),
    ("since", "since(chosen(choice))"),
];
