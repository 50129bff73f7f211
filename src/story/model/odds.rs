//! A chance as it is drawn: one comparison of even bits.
//!
//! Not the bits: those are the engine's. The invariant: it comes exactly where a draw from as many as there are lies under
//! those that win.

/// A chance, and where its draws are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Odds {
    /// The place of its draws.
    pub place: u64,
    /// What 64 even bits must be under for it to come.
    under: u64,
    wins: u32,
    of: u32,
}

impl Odds {
    /// A chance of `wins` in `of`, which is above 0.
    #[must_use]
    pub fn new(place: u64, (wins, of): (u32, u32)) -> Self {
        // The high word of bits times `of` is under `wins` exactly where the bits are under this, rounded up.
        let under = (u128::from(wins) << 64).div_ceil(u128::from(of.max(1)));
        Self { place, under: u64::try_from(under).unwrap_or(u64::MAX), wins, of }
    }

    /// How often it comes, in how many.
    #[must_use]
    pub const fn chance(&self) -> (u32, u32) {
        (self.wins, self.of)
    }

    /// Whether there is nothing to be drawn.
    #[must_use]
    pub const fn certain(&self) -> bool {
        self.wins >= self.of
    }

    /// Whether it comes by so many even bits; not to be asked where it is certain.
    #[inline]
    #[must_use]
    pub const fn come(&self, bits: u64) -> bool {
        bits < self.under
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The high word of the bits times the whole is what a draw from so many is.
        #[test]
        fn what_comes_is_drawn_under_the_wins(
            bits in any::<u64>(),
            wins in any::<u32>(),
            more in 1..=u32::MAX,
            near in -2_i64..3,
        ) {
            let of = wins.saturating_add(more);
            prop_assume!(wins < of);
            let odds = Odds::new(7, (wins, of));
            for bits in [bits, odds.under.wrapping_add_signed(near)] {
                let drawn = (u128::from(bits) * u128::from(of)) >> 64;
                prop_assert_eq!(odds.come(bits), drawn < u128::from(wins));
            }
        }
    }
}
