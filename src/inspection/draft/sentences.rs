//! Where sentences end. The boundaries are those of UAX 29; what it cannot know,
//! abbreviations and initials, is joined again.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// Abbreviations that a sentence goes on after, in small letters, without the full stop.
const ABBREVIATIONS: &[&str] = &[
    "e.g", "i.e", "cf", "vs", "viz", "approx", "incl", "mr", "mrs", "ms", "dr", "prof", "rev",
    "hon", "rt", "st", "sgt", "det", "insp", "supt", "ch", "con", "cllr", "lt", "col", "gen",
    "fig", "para", "paras", "vol", "art", "sec", "dept", "jan", "feb", "aug", "sept", "oct", "nov",
    "dec",
];

/// Abbreviations that a sentence goes on after only if a number follows.
const BEFORE_NUMBERS: &[&str] = &["no", "nos", "p", "pp", "c", "s", "ss"];

/// The sentences of a text, blanks around them left out.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Option<Range<usize>> = None;
    let last_word = text.rfind(char::is_alphanumeric).unwrap_or(0);
    for (start, piece) in text.split_sentence_bound_indices() {
        let end = start + piece.len();
        let range = match open.take() {
            Some(before) => before.start..end,
            None => start..end,
        };
        let (left, right) = (text.get(range.clone()).unwrap_or(""), text.get(end..).unwrap_or(""));
        let signs_alone = end > last_word && !right.trim_start().is_empty();
        if signs_alone || goes_on(left, right) {
            open = Some(range);
        } else {
            found.extend(trimmed(text, range));
        }
    }
    found.extend(open.and_then(|range| trimmed(text, range)));
    found
}

fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let piece = text.get(range.clone())?;
    let start = range.start + (piece.len() - piece.trim_start().len());
    let end = start + piece.trim().len();
    (end > start).then_some(start..end)
}

/// Whether what UAX 29 parts belongs together.
fn goes_on(left: &str, right: &str) -> bool {
    let next = right.trim_start();
    let Some(first) = next.chars().next() else {
        return false;
    };
    if first.is_lowercase() {
        return true;
    }
    let Some(body) = left.trim_end().strip_suffix('.') else {
        return false;
    };
    let word = body.rsplit(|c: char| c.is_whitespace() || "([“‘\"".contains(c)).next();
    let word = word.unwrap_or("").to_lowercase();
    let initial = body.ends_with(|c: char| c.is_uppercase())
        && word.chars().count() == 1
        && first.is_uppercase()
        // `… in category A. The force …` ends; `J. Smith` does not.
        && !body.trim_end_matches(char::is_alphabetic).trim_end().ends_with(char::is_lowercase);
    ABBREVIATIONS.contains(&word.as_str())
        || initial
        || (first.is_ascii_digit() && BEFORE_NUMBERS.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::sentences;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().filter_map(|range| text.get(range)).collect()
    }

    #[test]
    fn what_is_no_end_does_not_end() {
        for whole in [
            "Operation No. 4 ran in the north.",
            "Some areas, e.g. Harrowby, were slow.",
            "We estimate 90.4 percent (with a confidence interval of +/− 3.8 percent) of them.",
            "It was led by Det. Insp. Jones and Sgt. Ali.",
            "He asked “Why not?” and went on.",
            "The figure (approx. 40) is high.",
            "It went well! * † ! ‡ !",
        ] {
            assert_eq!(cut(whole), [whole]);
        }
    }

    #[test]
    fn what_ends_ends() {
        assert_eq!(
            cut(
                "Savings of £12m by 2026/27. The force said: “We will act.” It did. Why? Nobody knew!"
            ),
            [
                "Savings of £12m by 2026/27.",
                "The force said: “We will act.”",
                "It did.",
                "Why?",
                "Nobody knew!"
            ]
        );
        assert_eq!(
            cut("The answer is no. The force agreed."),
            ["The answer is no.", "The force agreed."]
        );
        assert_eq!(cut("They fall in category A. The rest wait.").len(), 2);
    }
}
