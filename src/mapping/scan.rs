//! A text cut into words, with the phrases of the rules that were found in it.

use super::words::Token;

/// Phrases of the rules, as bits in blocks of 64: which block, and the bits set in it. The
/// phrases of one rule have neighbouring numbers, so that few blocks hold many of them.
#[derive(Debug, Clone, Default)]
pub struct PhraseSet(Vec<(usize, u64)>);

impl PhraseSet {
    /// The phrases, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().flat_map(|(block, bits)| ones(*block, *bits))
    }
}

/// From phrases in order.
impl FromIterator<usize> for PhraseSet {
    fn from_iter<I: IntoIterator<Item = usize>>(phrases: I) -> Self {
        let mut blocks: Vec<(usize, u64)> = Vec::new();
        for phrase in phrases {
            let (block, bit) = (phrase / 64, 1 << (phrase % 64));
            match blocks.last_mut() {
                Some((last, bits)) if *last == block => *bits |= bit,
                _ => blocks.push((block, bit)),
            }
        }
        Self(blocks)
    }
}

/// The phrases whose bits are set in a block, in order.
fn ones(block: usize, mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let rest = bits.checked_sub(1)?;
        let lowest = bits.trailing_zeros() as usize;
        bits &= rest;
        Some(block * 64 + lowest)
    })
}

/// Where a phrase was found: its number, its first and its last token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The phrase.
    pub phrase: usize,
    /// Its first token.
    pub first: usize,
    /// Its last token.
    pub last: usize,
}

/// A text cut into words, with the phrases found in it.
pub struct Scan {
    /// Its words.
    pub tokens: Vec<Token>,
    /// Where phrases were found, by phrase, then by place.
    found: Vec<Spot>,
    /// A bit for each phrase of the rules: most questions are whether one is there at all.
    held: Vec<u64>,
}

impl Scan {
    /// Words and what was found in them; the rules have so many `phrases`.
    pub fn new(tokens: Vec<Token>, mut found: Vec<Spot>, phrases: usize) -> Self {
        found.sort_unstable();
        let mut held = vec![0; phrases.div_ceil(64)];
        for spot in &found {
            if let Some(bits) = held.get_mut(spot.phrase / 64) {
                *bits |= 1 << (spot.phrase % 64);
            }
        }
        Self { tokens, found, held }
    }

    /// The phrases found, in order.
    pub fn phrases(&self) -> impl Iterator<Item = usize> + '_ {
        self.found.chunk_by(|one, other| one.phrase == other.phrase).filter_map(|spots| {
            let first = spots.first()?;
            Some(first.phrase)
        })
    }

    /// Whether a phrase was found.
    pub fn holds(&self, phrase: usize) -> bool {
        self.block(phrase / 64) >> (phrase % 64) & 1 == 1
    }

    /// Whether one of the phrases was found.
    pub fn holds_any(&self, phrases: &PhraseSet) -> bool {
        phrases.0.iter().any(|(block, bits)| self.block(*block) & bits != 0)
    }

    /// Those of the phrases that were found, in order.
    pub fn held_of(&self, phrases: &PhraseSet) -> impl Iterator<Item = usize> {
        phrases.0.iter().flat_map(|(block, bits)| ones(*block, self.block(*block) & bits))
    }

    /// Where a phrase was found.
    pub fn places(&self, phrase: usize) -> &[Spot] {
        if !self.holds(phrase) {
            return &[];
        }
        let from = self.found.partition_point(|spot| spot.phrase < phrase);
        let rest = self.found.get(from..).unwrap_or_default();
        rest.chunk_by(|one, other| one.phrase == other.phrase).next().unwrap_or_default()
    }

    fn block(&self, block: usize) -> u64 {
        self.held.get(block).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_in_their_blocks() {
        let spot = |phrase, first| Spot { phrase, first, last: first };
        let found = vec![spot(130, 0), spot(63, 4), spot(130, 2), spot(64, 1)];
        let scan = Scan::new(Vec::new(), found, 200);
        assert_eq!(scan.phrases().collect::<Vec<_>>(), [63, 64, 130]);
        assert_eq!(scan.places(130), [spot(130, 0), spot(130, 2)]);
        assert!(scan.places(131).is_empty() && !scan.holds(999));
        let wanted: PhraseSet = [0, 63, 64, 129, 130, 199].into_iter().collect();
        assert_eq!(wanted.iter().collect::<Vec<_>>(), [0, 63, 64, 129, 130, 199]);
        assert_eq!(scan.held_of(&wanted).collect::<Vec<_>>(), [63, 64, 130]);
        assert!(!scan.holds_any(&[0, 62, 65, 199].into_iter().collect()));
    }
}
