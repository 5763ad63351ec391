//! Phrasings of a layout: words with gaps, such as `{grade} at {areas}`, found in a
//! sentence whatever its quotation marks and capitals.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::inspection::numerals::spelt;

/// Most words that a gap takes.
const WIDEST_GAP: usize = 40;

/// A word of a text: how it is compared, and where it stands.
#[derive(Debug, Clone)]
pub struct Word {
    /// In small letters, quotation marks made plain.
    pub plain: String,
    /// Its bytes.
    pub at: Range<usize>,
}

/// The words of a text.
pub fn words(text: &str) -> Vec<Word> {
    text.unicode_word_indices()
        .map(|(start, word)| Word { plain: plain(word), at: start..start + word.len() })
        .collect()
}

/// Small letters, plain quotation marks and dashes, single blanks.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '’' | '‘' | '`' | 'ʼ' => out.push('\''),
            '“' | '”' => out.push('"'),
            '–' | '—' | '−' | '‑' => out.push('-'),
            c if c.is_whitespace() => {
                if !out.ends_with(' ') && !out.is_empty() {
                    out.push(' ');
                }
            }
            c => out.extend(c.to_lowercase()),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Word(String),
    Gap(String),
}

/// A phrasing ready to be looked for.
#[derive(Debug, Clone)]
pub struct Phrasing {
    parts: Vec<Part>,
}

/// What a gap was filled with: its name and the words by index.
pub type Filled = Vec<(String, Range<usize>)>;

impl Phrasing {
    /// Reads a phrasing as a layout writes it.
    pub fn new(text: &str) -> Self {
        let mut parts = Vec::new();
        for (index, piece) in text.split(['{', '}']).enumerate() {
            match index % 2 {
                1 => parts.push(Part::Gap(piece.to_owned())),
                _ => parts.extend(words(piece).into_iter().map(|word| Part::Word(word.plain))),
            }
        }
        Self { parts }
    }

    /// Every place where it fits; `fits` says which words a gap may take.
    pub fn find(&self, words: &[Word], fits: &impl Fn(&str, &[Word]) -> bool) -> Vec<Filled> {
        // Few sentences hold all its words, and only there is it worth trying what fills the gaps.
        let held = self.parts.iter().all(|part| match part {
            Part::Word(wanted) => words.iter().any(|word| word.plain == *wanted),
            Part::Gap(_) => true,
        });
        match held {
            true => (0..words.len()).filter_map(|start| self.fill(words, start, 0, fits)).collect(),
            false => Vec::new(),
        }
    }

    fn fill(
        &self,
        words: &[Word],
        at: usize,
        part: usize,
        fits: &impl Fn(&str, &[Word]) -> bool,
    ) -> Option<Filled> {
        match self.parts.get(part) {
            None => Some(Vec::new()),
            Some(Part::Word(wanted)) => {
                let word = words.get(at)?;
                (word.plain == *wanted).then(|| self.fill(words, at + 1, part + 1, fits))?
            }
            Some(Part::Gap(name)) => {
                let last = part + 1 == self.parts.len();
                let most = (at + WIDEST_GAP).min(words.len());
                // The last gap takes as much as it can, the others as little.
                let ends: Box<dyn Iterator<Item = usize>> = match last {
                    true => Box::new((at + 1..=most).rev()),
                    false => Box::new(at + 1..=most),
                };
                for end in ends {
                    let taken = words.get(at..end)?;
                    if !fits(name, taken) {
                        continue;
                    }
                    if let Some(mut filled) = self.fill(words, end, part + 1, fits) {
                        filled.insert(0, (name.clone(), at..end));
                        return Some(filled);
                    }
                }
                None
            }
        }
    }
}

/// A small whole number, in digits or as a word.
pub fn number(word: &str) -> Option<usize> {
    match word {
        "no" | "none" | "zero" => Some(0),
        _ => spelt(word)
            .and_then(|number| usize::try_from(number).ok())
            .or_else(|| word.parse().ok().filter(|number| *number < 10_000)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_take_what_fits() {
        let text = "The force is ‘Requires improvement’ at investigating crime and at nothing else";
        let words = words(text);
        let fits = |name: &str, words: &[Word]| {
            let said: Vec<&str> = words.iter().map(|word| word.plain.as_str()).collect();
            name != "grade" || said.join(" ") == "requires improvement"
        };
        let found = Phrasing::new("is {grade} at {areas}").find(&words, &fits);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0][0], ("grade".to_owned(), 3..5));
        assert_eq!(found[0][1], ("areas".to_owned(), 6..12));
    }
}
