//! Small whole numbers written as words.

const WORDS: &[&str] = &[
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// The number that a word in small letters stands for, from one to twenty.
pub fn spelt(word: &str) -> Option<u32> {
    let index = WORDS.iter().position(|known| *known == word)?;
    u32::try_from(index + 1).ok()
}
