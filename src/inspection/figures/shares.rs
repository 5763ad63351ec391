//! Parts of a whole: `57 of 61`, `85.9 percent (352 people)`, `all 29 cases`,
//! `almost all of the plans (38 of 40)`, and parts that make up a total.

use super::claim::Claim;
use super::figure::{Numbers, Printed, Sort};
use super::lexeme::{Kind, Lexeme, Unit, run};
use super::parts::{quantities, sums};
use super::reader::{Found, Reader};

/// Words that may stand between a count and the whole it is of.
const LINKS: &[&str] =
    &["the", "these", "those", "all", "our", "its", "a", "total", "of", "sample"];

/// Reads the shares of a sentence.
pub fn read(reader: &Reader, words: &[Lexeme], found: &mut Vec<Found>) {
    let mut taken = vec![false; words.len()];
    ratios(reader, words, found, &mut taken);
    percents(reader, words, found, &mut taken);
    of_these(reader, words, found, &taken);
    quantities(words, found);
    sums(reader, words, found, &taken);
}

/// Whether a number is said to be about so much.
pub fn approximate(words: &[Lexeme], at: usize) -> bool {
    let before = words.get(at.saturating_sub(2)..at).unwrap_or_default();
    before.iter().any(|one| {
        one.among(&[
            "around",
            "about",
            "approximately",
            "roughly",
            "some",
            "nearly",
            "almost",
            "over",
            "under",
            "least",
            "most",
            "than",
            "circa",
        ])
    })
}

/// `57 of 61`, `22 out of 24`, `87 cases out of 100`, with the percent beside it.
fn ratios(reader: &Reader, words: &[Lexeme], found: &mut Vec<Found>, taken: &mut [bool]) {
    for at in 0..words.len() {
        let Some((end, count, of)) =
            ratio(words, at).or_else(|| whole_of(words, at)).or_else(|| of_them(reader, words, at))
        else {
            continue;
        };
        let (mut start, mut stop) = (at, end);
        let mut percent = None;
        // `46 of 72 (63.9 percent)`, `63.9 percent (46 of 72)`, `…, or 63.9 percent`
        let after = bracketed(words, end + 1);
        let before = at.checked_sub(2).filter(|back| {
            words.get(at - 1).is_some_and(|one| one.is("("))
                && words.get(*back).is_some_and(|one| one.percent().is_some())
        });
        // The percent may be parted from its bracket by a noun: `71.2 percent of them (89 of 125)`.
        let before = before.or_else(|| {
            let bracket = words.get(at.checked_sub(1)?)?.is("(");
            let near = (at.saturating_sub(12)..at).rev();
            let mut near =
                near.filter(|back| words.get(*back).is_some_and(|one| one.number().is_some()));
            let nearest = near.next()?;
            (bracket && words.get(nearest)?.percent().is_some()).then_some(nearest)
        });
        if let Some(place) = after.filter(|_| before.is_none()) {
            percent = words.get(place).and_then(Lexeme::percent);
            stop = place;
        } else if let Some(place) = before {
            percent = words.get(place).and_then(Lexeme::percent);
            start = place;
        }
        let interval_follows = percent.is_some()
            && words
                .get(stop + 1..(stop + 10).min(words.len()))
                .unwrap_or_default()
                .iter()
                .any(|one| one.among(&["interval", "+/-", "±"]));
        if interval_follows {
            percent = None; // an estimate of a whole population, not the share of the sample
            (start, stop) = (at, end);
        }
        for index in start..=stop {
            if let Some(flag) = taken.get_mut(index) {
                *flag = true;
            }
        }
        let numbers = Numbers { count: Some(count), of: Some(of), percent, ..Numbers::default() };
        let claim = within(reader, words, end, of);
        let bytes = span(words, start, stop);
        let approximate = approximate(words, start);
        found.push(Found { at: bytes, numbers, sort: numbers.sort(), claim, approximate });
    }
}

/// The percent that stands in brackets, or after `or`, soon after a place, with no other share
/// in between.
fn bracketed(words: &[Lexeme], from: usize) -> Option<usize> {
    let mut reach = words.iter().enumerate().skip(from).take(16);
    let (open, _) = reach.find(|(_, one)| one.among(&["(", "or", ";", ".", "and", ","]))?;
    let led = words.get(open)?.among(&["(", "or"]);
    let between = words.get(from..open)?;
    let shares = (from..open).any(|at| {
        let of = words.get(at).is_some_and(|one| one.is("of"));
        let after = words.get(at + 1..(at + 4).min(open)).unwrap_or_default();
        of && after.iter().any(|one| one.amount().is_some())
    });
    let clean = !shares && between.iter().all(|one| one.percent().is_none());
    let percent = words.get(open + 1)?.percent();
    (led && clean && percent.is_some()).then_some(open + 1)
}

/// `21 of them`: so many of those counted before, or of the sample that the paragraph speaks of.
fn of_them(reader: &Reader, words: &[Lexeme], at: usize) -> Option<(usize, Printed, Printed)> {
    let count = words.get(at)?.amount()?;
    let these = words.get(at + 2)?.is("these")
        && words.get(at + 3).is_none_or(|next| next.among(&[",", ".", ";", ":", ")"]));
    let them = words.get(at + 1)?.is("of") && (words.get(at + 2)?.is("them") || these);
    let own = words.get(..at)?.iter().rev().find_map(|one| match one.number()? {
        (printed, Unit::Plain) => Some(printed),
        _ => None,
    });
    let of = own.or_else(|| reader.levels.last_plain())?;
    // What was counted before may be something else: only what can be a part of it is one. A
    // sample is what it says it is.
    let sample = reader.here.as_ref().map(|sample| sample.size);
    let sampled = sample.is_some_and(|size| size.value.total_cmp(&of.value).is_eq());
    let fits = count.value <= of.value || sampled;
    (them && fits && of.decimals == 0).then_some((at + 2, count, of))
}

/// A count and a whole in words next to each other.
fn ratio(words: &[Lexeme], at: usize) -> Option<(usize, Printed, Printed)> {
    let count = words.get(at)?.amount()?;
    let mut next = at + 1;
    // `87 cases out of 100`: up to three words between, then `out of`.
    let gap = (0..=3).find(|gap| {
        let noun = words.get(next..next + gap).unwrap_or_default();
        noun.iter().all(|one| one.kind == Kind::Word)
            && run(words, next + gap, &["out", "of"]).is_some()
    });
    match gap {
        Some(gap) => next += gap + 2,
        None if words.get(next)?.is("of") => next += 1,
        None => return None,
    }
    for _ in 0..4 {
        if words.get(next)?.among(LINKS) {
            next += 1;
        }
    }
    let of = words.get(next)?.amount()?;
    // `one of 43 forces` and `one of the three` count no share.
    let spelt = |at: usize| words.get(at).is_some_and(|one| matches!(one.kind, Kind::Spelt(_)));
    let names = (spelt(at) && count.value <= 1.0) || (spelt(at) && spelt(next));
    let first = at.checked_sub(1).and_then(|back| words.get(back));
    let ordinal = first.is_some_and(|one| one.among(&["only", "just"])) && spelt(at);
    (!names || ordinal).then_some((next, count, of))
}

/// `all 29 cases`, `none of the 12`.
fn whole_of(words: &[Lexeme], at: usize) -> Option<(usize, Printed, Printed)> {
    let zero = Printed { value: 0.0, decimals: 0 };
    let first = words.get(at)?;
    if first.is("none") && words.get(at + 1)?.is("of") {
        let next = if words.get(at + 2)?.among(LINKS) { at + 3 } else { at + 2 };
        return Some((next, zero, words.get(next)?.amount()?));
    }
    let next = match first.plain.as_str() {
        "all" if words.get(at + 1)?.is("of") => at + 3,
        "all" if words.get(at + 1)?.is("the") => at + 2,
        "all" => at + 1,
        _ => return None,
    };
    let one = words.get(next)?;
    let of = one.amount().filter(|of| of.value >= 2.0)?;
    let named = matches!(one.kind, Kind::Spelt(_)) && of.value < 4.0;
    let before = at.checked_sub(1).and_then(|back| words.get(back));
    let linked = before.is_some_and(|one| one.among(&["of", "almost", "nearly", "not", "from"]));
    // `all 43 forces` is a name; `in all 29 cases we sampled` a share.
    let counted = before.is_some_and(|one| one.among(&["in", "for", "with"]));
    (counted && !named && !linked).then_some((next, of, of))
}

/// The sample that a whole cannot exceed, if the sentence takes it from one.
fn within(reader: &Reader, words: &[Lexeme], end: usize, of: Printed) -> Option<Claim> {
    let survey = words.iter().any(|one| one.among(&["survey", "surveyed"]));
    let sample = reader.here.as_ref().filter(|sample| sample.size.value < of.value)?;
    if survey != sample.survey {
        return None; // the sentence speaks of another sample
    }
    let after = words.get(end + 1..(end + 6).min(words.len())).unwrap_or_default();
    let same = after.iter().any(|one| {
        sample.nouns.iter().any(|noun| stem(noun) == stem(&one.plain) && noun.len() > 3)
    });
    let taken_from = after.iter().any(|one| one.among(&["we", "these", "reviewed"]));
    (same || taken_from).then_some(Claim::Within(sample.size))
}

fn stem(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// The bytes of a run of lexemes.
pub fn span(words: &[Lexeme], start: usize, end: usize) -> std::ops::Range<usize> {
    let from = words.get(start).map_or(0, |one| one.at.start);
    from..words.get(end).map_or(from, |one| one.at.end)
}

/// `85.9 percent (352 people)`, `337 (88.7 percent)`, and percents of a known base.
fn percents(reader: &Reader, words: &[Lexeme], found: &mut Vec<Found>, taken: &mut [bool]) {
    let reviewed = refers_to_sample(words).then(|| reader.samples.last()).flatten();
    let total = sentence_base(words)
        .or_else(|| reader.here.as_ref().or(reviewed).map(|sample| sample.size));
    let subset = subset(words);
    for at in 0..words.len() {
        let Some(percent) = words.get(at).and_then(Lexeme::percent) else {
            continue;
        };
        // The half width of an interval is no share of anything.
        let half = at.checked_sub(1).and_then(|back| words.get(back));
        let half = half.is_some_and(|one| one.among(&["-", "+/-", "minus"]));
        if taken.get(at).copied().unwrap_or(false) || half || is_movement(words, at) {
            continue;
        }
        let counted = beside(words, at);
        let (count, unit, start, end) = match counted {
            Some((count, unit, start, end)) => (Some(count), unit, start, end),
            None => (None, Unit::Plain, at, at),
        };
        let mut of = match unit {
            Unit::Money => reader.levels.last_money(words, at),
            _ if count.is_some() => total,
            _ => total.filter(|_| refers_to_sample(words)),
        };
        // `37 percent of these 11 cases`
        of = direct_base(words, at).or(of);
        let interval = words.get(at + 1..(at + 10).min(words.len())).unwrap_or_default();
        if interval.iter().any(|one| one.among(&["interval"])) && count.is_none() {
            // The estimate itself is checked with its interval; its base by what was reviewed.
            of = of.filter(|_| refers_to_sample(words));
        }
        for index in start..=end {
            if let Some(flag) = taken.get_mut(index) {
                *flag = true;
            }
        }
        let numbers = Numbers { count, of, percent: Some(percent), ..Numbers::default() };
        let approximate = approximate(words, at);
        let mut one = Found {
            at: span(words, start, end),
            numbers,
            sort: Sort::Percent,
            claim: None,
            approximate,
        };
        if let (true, Some(count), Some(of)) = (subset, count, of) {
            // A share of some of them that computes exactly on all of them.
            let exact = 100.0 * count.value / of.value;
            let step = 0.5 / 10f64.powi(i32::try_from(percent.decimals).unwrap_or(0));
            if (exact - percent.value).abs() <= step + 1e-9 && percent.decimals > 0 {
                one.claim = Some(Claim::Part(of));
            } else {
                one.numbers.of = None;
            }
        }
        found.push(one);
    }
}

/// Whether a sentence speaks of some of those in the sample, without saying how many.
fn subset(words: &[Lexeme]) -> bool {
    let open = words.get(..6.min(words.len())).unwrap_or_default();
    let among = open.iter().position(|one| one.among(&["among", "amongst", "of"]));
    among.is_some_and(|at| {
        let those = words.get(at + 1).is_some_and(|one| one.among(&["those", "people", "the"]));
        let who = words.get(at + 2..at + 5).unwrap_or_default().iter().any(|one| one.is("who"));
        let sized =
            words.get(at..at + 5).unwrap_or_default().iter().any(|one| one.amount().is_some());
        let everyone = words.iter().any(|one| one.among(&["answered", "responded", "replied"]));
        at <= 1 && those && who && !sized && !everyone
    })
}

/// The count in brackets after a percent, or the count before a percent in brackets.
fn beside(words: &[Lexeme], at: usize) -> Option<(Printed, Unit, usize, usize)> {
    let plain = |index: usize| {
        let (printed, unit) = words.get(index)?.number()?;
        (unit != Unit::Percent).then_some((printed, unit))
    };
    if words.get(at + 1).is_some_and(|one| one.is("(")) {
        let pound = usize::from(words.get(at + 2).is_some_and(|one| one.is("£")));
        let (count, unit) = plain(at + 2 + pound)?;
        let close = (at + 2..at + 7).find(|end| words.get(*end).is_some_and(|one| one.is(")")))?;
        let clean = words.get(at + 3 + pound..close)?.iter().all(|one| one.number().is_none());
        return clean.then_some((count, unit, at, close));
    }
    let bracket =
        at.checked_sub(1).filter(|back| words.get(*back).is_some_and(|one| one.is("(")))?;
    let close = words.get(at + 1).is_some_and(|one| one.among(&[")", ","]));
    // `337 (88.7 percent)`, `337 people (88.7 percent)`
    // `39 were sent within 24 hours (65.0 percent)`: a length of time is no count.
    let count = (bracket.saturating_sub(14)..bracket)
        .rev()
        .filter(|back| !lasts(words, *back))
        .find(|back| words.get(*back).is_some_and(|one| one.amount().is_some() || one.is(")")))
        .and_then(|back| plain(back).map(|(count, unit)| (count, unit, back)));
    count.filter(|_| close).map(|(count, unit, back)| (count, unit, back, at + 1))
}

/// Whether a number is a length of time.
pub fn lasts(words: &[Lexeme], at: usize) -> bool {
    const UNITS: &[&str] = &[
        "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks",
        "year", "years",
    ];
    words.get(at + 1).is_some_and(|next| next.among(UNITS))
}

/// `of these 11 cases` right after a percent.
fn direct_base(words: &[Lexeme], at: usize) -> Option<Printed> {
    let of = words.get(at + 1)?.is("of");
    let next =
        (at + 2..at + 5).find(|next| words.get(*next).is_some_and(|one| !one.among(LINKS)))?;
    words.get(next)?.amount().filter(|base| of && base.decimals == 0 && base.value >= 2.0)
}

/// `Of the 380 people who answered`, `of 126 records`: a base in the same sentence.
fn sentence_base(words: &[Lexeme]) -> Option<Printed> {
    (0..words.len()).find_map(|at| {
        if !words.get(at)?.among(&["of", "among", "from"]) {
            return None;
        }
        let counted = at.checked_sub(1).and_then(|back| words.get(back));
        if counted.is_some_and(|one| one.amount().is_some() || one.is("out")) {
            return None;
        }
        let next =
            (at + 1..at + 4).find(|next| words.get(*next).is_some_and(|one| !one.among(LINKS)))?;
        let base =
            words.get(next)?.amount().filter(|base| base.decimals == 0 && base.value >= 5.0)?;
        let opening = at <= 2;
        let told = words
            .get(next + 1..next + 6)
            .unwrap_or_default()
            .iter()
            .any(|one| one.among(&["who", "that", "we", "reviewed", "sampled"]));
        (opening || told).then_some(base)
    })
}

fn refers_to_sample(words: &[Lexeme]) -> bool {
    (0..words.len()).any(|at| {
        run(words, at, &["this", "sample"]).is_some()
            || run(words, at, &["we", "reviewed"]).is_some()
            || run(words, at, &["we", "sampled"]).is_some()
            || run(words, at, &["we", "examined"]).is_some()
            || run(words, at, &["of", "respondents"]).is_some()
    })
}

/// `rose by 12 percent`, `a 25 percent decrease`, `a fall of 31 percent`: no share.
pub fn is_movement(words: &[Lexeme], at: usize) -> bool {
    let near = |from: usize, to: usize| words.get(from..to.min(words.len())).unwrap_or_default();
    let moves = |one: &Lexeme| super::wording::direction(&one.plain).is_some();
    let before = near(at.saturating_sub(4), at);
    let by = before.iter().any(|one| one.among(&["by"]))
        && near(at.saturating_sub(8), at).iter().any(moves);
    let of = before.iter().rev().take(3).any(|one| one.is("of")) && before.iter().any(moves);
    let adjective = near(at + 1, at + 3).iter().any(moves)
        && !near(at + 1, at + 2).iter().any(|one| one.among(&["of", ",", "."]));
    let straight = before.iter().rev().take(2).any(moves);
    // `fell to 8 percent` gives a level, not a movement.
    let small = |one: &&Lexeme| {
        !one.among(&["just", "only", "around", "about", "nearly", "almost", "over", "under"])
    };
    let led = before.iter().rev().find(small).is_some_and(|one| one.among(&["from", "to", "at"]));
    by || of || adjective || (straight && !led)
}

/// `Of these officers, 72 left`: a part of the number named before.
fn of_these(reader: &Reader, words: &[Lexeme], found: &mut Vec<Found>, taken: &[bool]) {
    let opens = words.first().is_some_and(|one| one.is("of"))
        && words.get(1).is_some_and(|one| one.among(&["these", "those", "them"]));
    if !opens {
        return;
    }
    let comma = words.iter().position(|one| one.is(",")).unwrap_or(usize::MAX);
    let named = words.get(2).and_then(Lexeme::amount);
    let amounts: Vec<(usize, Printed)> = words
        .iter()
        .enumerate()
        .filter(|(at, _)| {
            *at > 2 && !lasts(words, *at) && !taken.get(*at).copied().unwrap_or(false)
        })
        .filter_map(|(at, one)| Some((at, one.amount()?)))
        .collect();
    if let ([(at, count)], Some(of)) =
        (amounts.as_slice(), named.or_else(|| reader.levels.last_plain()))
        && *at > comma
        && comma < usize::MAX
        && !lasts(words, *at)
        && *count != of
        && count.decimals == 0
    {
        let numbers = Numbers { count: Some(*count), of: Some(of), ..Numbers::default() };
        found.push(Found {
            at: span(words, *at, *at),
            numbers,
            sort: Sort::Ratio,
            claim: None,
            approximate: false,
        });
    }
}
