//! The physical limit: GATE-12 written by hand, `gate12.rs`, with a keyed generator for each play.

pub struct M {
    trust: i32,
    power: i32,
    dread: i32,
}

impl Clone for M {
    fn clone(&self) -> Self {
        *self
    }
}
impl Copy for M {}

pub trait Rnd {
    fn seed(s: u64) -> Self;
    fn below(&mut self, n: u32) -> u32;
}

/// xoshiro256++
pub struct Xo([u64; 4]);

impl Rnd for Xo {
    #[inline]
    fn seed(mut s: u64) -> Self {
        let mut f = || {
            s = s.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = s;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^ (z >> 31)
        };
        Self([f(), f(), f(), f()])
    }
    #[inline]
    fn below(&mut self, n: u32) -> u32 {
        let s = &mut self.0;
        let r = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        (((r >> 32) * u64::from(n)) >> 32) as u32
    }
}

#[inline(always)]
fn add(m: &mut i32, d: i32) {
    *m = (*m + d).clamp(0, 100);
}

#[inline(always)]
fn num(o: &mut String, n: i32) {
    if n >= 100 {
        o.push_str("100");
    } else {
        if n >= 10 {
            o.push((b'0' + (n / 10) as u8) as char);
        }
        o.push((b'0' + (n % 10) as u8) as char);
    }
}

include!("gate12.rs");

fn play<R: Rnd, const T: bool>(r: &mut R, out: &mut String) -> usize {
    let mut m = M { trust: 50, power: 50, dread: 30 };
    let mut i = 0;
    while i < SCENES {
        i = scene::<R, T>(i, &mut m, r, out);
    }
    finale::<T>(&m, out)
}

/// So many plays from a first seed on; how often each ending came.
pub fn run<const T: bool>(plays: usize, first: u64) -> Vec<usize> {
    let mut out = String::with_capacity(16_384);
    let (mut endings, mut letters) = (vec![0; ENDING_NAME.len()], 0);
    for n in 0..plays {
        out.clear();
        endings[play::<Xo, T>(&mut Xo::seed(first + n as u64), &mut out)] += 1;
        letters += out.len();
    }
    std::hint::black_box(letters);
    endings
}
