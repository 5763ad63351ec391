//! Shares with the interval in which the true one lies at 95%.

use serde::Serialize;

/// The 97.5% quantile of the normal distribution.
const Z: f64 = 1.959_964;

/// So many right of so many, with the Wilson interval (E. B. Wilson, 1927).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rate {
    /// Right ones.
    pub right: usize,
    /// All.
    pub of: usize,
    /// The share, 0 of nothing.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Rate {
    /// The share of `right` in `of`.
    pub fn new(right: usize, of: usize) -> Self {
        if of == 0 {
            return Self { right, of, value: 0.0, low: 0.0, high: 1.0 };
        }
        let (share, all) = (right as f64 / of as f64, of as f64);
        let scale = 1.0 + Z * Z / all;
        let centre = (share + Z * Z / (2.0 * all)) / scale;
        let reach = Z / scale * (share * (1.0 - share) / all + Z * Z / (4.0 * all * all)).sqrt();
        Self {
            right,
            of,
            value: share,
            low: (centre - reach).max(0.0),
            high: (centre + reach).min(1.0),
        }
    }
}

/// Precision over what was linked, recall over what was to be linked, and their harmonic mean
/// with a linearised interval (a ratio of two sums over statements: Cochran, Sampling Techniques,
/// chapter 6).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Balanced {
    /// Right among those linked.
    pub precision: Rate,
    /// Right among those to be linked.
    pub recall: Rate,
    /// The harmonic mean.
    pub f1: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Balanced {
    /// From the right ones, those linked and those to be linked; what is linked is to be linked.
    pub fn new(right: usize, linked: usize, wanted: usize) -> Self {
        let all = (linked + wanted) as f64;
        let f1 = if all > 0.0 { 2.0 * right as f64 / all } else { 0.0 };
        let squares = right as f64 * (2.0 - 2.0 * f1).powi(2)
            + linked.saturating_sub(right) as f64 * (2.0 * f1).powi(2)
            + wanted.saturating_sub(linked) as f64 * f1.powi(2);
        let reach = if all > 0.0 { Z * squares.sqrt() / all } else { 1.0 };
        Self {
            precision: Rate::new(right, linked),
            recall: Rate::new(right, wanted),
            f1,
            low: (f1 - reach).max(0.0),
            high: (f1 + reach).min(1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wilson_interval_of_a_textbook() {
        // 15 of 20: Brown, Cai and DasGupta (2001) give 0.531 to 0.888.
        let rate = Rate::new(15, 20);
        assert!((rate.low - 0.531).abs() < 0.001, "{rate:?}");
        assert!((rate.high - 0.888).abs() < 0.001, "{rate:?}");
    }

    #[test]
    fn all_right_leaves_no_doubt_and_nothing_is_no_number() {
        assert_eq!(Balanced::new(5, 5, 5).f1, 1.0);
        assert_eq!(Balanced::new(0, 0, 0).f1, 0.0);
        assert_eq!(Rate::new(0, 0).value, 0.0);
    }
}
