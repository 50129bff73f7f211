//! The functions of the language and how each is written, for messages and documents.
//!
//! What they mean is [`resolve`](super::resolve)'s. The invariant: every function that it knows stands here.

/// What `since` takes.
pub(super) const SINCE: &str =
    "as in since(chosen(widen)); it takes peak, visits, chosen, happened and fired";

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
