//! The name that was probably meant.
//!
//! The invariant: a suggestion is one of the known names, and none is made where none is near.

/// The known name nearest to `name`, if any is near enough to be meant.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let far = (name.chars().count() / 3).max(1);
    let long = name.len();
    known
        .into_iter()
        // A name much longer or shorter is never near; most are ruled out so, without a closer look.
        .filter(|k| k.len().abs_diff(long) <= far * 4)
        .map(|k| (strsim::damerau_levenshtein(&name.to_lowercase(), &k.to_lowercase()), k))
        .filter(|(distance, _)| *distance <= far)
        .min()
        .map(|(_, k)| k)
}

/// The help for a name that nothing has: the nearest one, or the whole list where it is short.
#[must_use]
pub fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let mut known: Vec<&str> = known.into_iter().collect();
    known.sort_unstable();
    known.dedup();
    if let Some(near) = nearest(name, known.iter().copied()) {
        return format!("did you mean `{near}`?");
    }
    match known.len() {
        0 => "there is none to name".to_owned(),
        1..=8 => format!("there are: {}", known.join(", ")),
        n => format!("{n} are known; none is near this word"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_gets_the_nearest_one() {
        assert_eq!(nearest("oversigt", ["order", "oversight", "reach"]), Some("oversight"));
        assert_eq!(nearest("zebra", ["order", "oversight", "reach"]), None);
        assert_eq!(did_you_mean("ordr", ["order", "reach"]), "did you mean `order`?");
    }
}
