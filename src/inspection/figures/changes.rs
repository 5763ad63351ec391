//! Movements: `from 2,044 to 1,415`, `fell to 1,700`, `down from 25.8 percent`, `a
//! fall of 31 percent`, `halved`; the other level may stand sentences before.

use std::ops::Range;

use super::claim::Claim;
use super::figure::{Numbers, Printed, Sort};
use super::lexeme::{Kind, Lexeme, Unit};
use super::reader::{Found, Reader};
use super::shares::is_movement;
use super::wording::{Direction, direction, factor};
use crate::inspection::dates::month;

/// A number that a paragraph gave, with the time it is of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    value: Printed,
    unit: Unit,
    /// Year and month, as far as the sentence says them.
    time: Option<(i16, i8)>,
    /// Its place among the lexemes of its sentence.
    place: usize,
}

/// The numbers that a paragraph has given so far.
#[derive(Debug, Default)]
pub struct Levels {
    all: Vec<Level>,
    /// The time spoken of last.
    time: Option<(i16, i8)>,
}

impl Levels {
    fn last(&self, unit: Unit) -> Option<Level> {
        self.all.iter().rev().find(|level| level.unit == unit).copied()
    }

    /// The last count.
    pub fn last_plain(&self) -> Option<Printed> {
        self.last(Unit::Plain).map(|level| level.value)
    }

    /// The last sum of money, in the paragraph or in the sentence before a place.
    pub fn last_money(&self, words: &[Lexeme], before: usize) -> Option<Printed> {
        let own = words.get(..before).unwrap_or_default().iter().rev().find_map(|one| {
            one.number().filter(|(_, unit)| *unit == Unit::Money).map(|(printed, _)| printed)
        });
        own.or_else(|| self.last(Unit::Money).map(|level| level.value))
    }

    /// The last two of one unit, the earlier in time first.
    fn last_two(&self, unit: Unit) -> Option<(Level, Level)> {
        let mut same = self.all.iter().rev().filter(|level| level.unit == unit);
        let (second, first) = (same.next()?, same.next()?);
        Some(in_time(*first, *second))
    }
}

/// Two levels in order of time where both say theirs, else as they were mentioned.
fn in_time(first: Level, second: Level) -> (Level, Level) {
    match (first.time, second.time) {
        (Some(one), Some(other)) if one > other => (second, first),
        _ => (first, second),
    }
}

/// The levels of a sentence.
fn levels(words: &[Lexeme]) -> Vec<Level> {
    let times = times(words);
    words
        .iter()
        .enumerate()
        .filter_map(|(place, one)| {
            let (value, unit) = one.number()?;
            let points = words.get(place + 1).is_some_and(|next| next.is("percentage"));
            let moved = unit == Unit::Percent && is_movement(words, place);
            let after = times.iter().find(|(at, _)| *at > place && *at <= place + 12);
            let before = times.iter().rev().find(|(at, _)| *at < place);
            let time = after.or(before).map(|(_, time)| *time);
            (!points && !moved).then_some(Level { value, unit, time, place })
        })
        .collect()
}

/// The years of a sentence with their months.
fn times(words: &[Lexeme]) -> Vec<(usize, (i16, i8))> {
    let named = |at: usize| {
        let Kind::Year(year) = words.get(at)?.kind else { return None };
        let month = at.checked_sub(1).and_then(|back| month(&words.get(back)?.plain));
        Some((at, (year, month.unwrap_or(0))))
    };
    let financial = |at: usize| {
        // `2021/22`
        let one = words.get(at)?;
        let slash = words.get(at + 1)?.is("/");
        let year: i16 = one.plain.parse().ok().filter(|year| (1990..2100).contains(year))?;
        (slash && one.kind == Kind::Label).then_some((at, (year, 0)))
    };
    (0..words.len()).filter_map(|at| named(at).or_else(|| financial(at))).collect()
}

/// Reads the movements of a sentence; `next` is the sentence after it.
pub fn read(
    reader: &mut Reader,
    words: &[Lexeme],
    next: Option<&[Lexeme]>,
    heading: Option<&str>,
    found: &mut Vec<Found>,
) {
    let mut own = levels(words);
    if let Some((_, time)) = times(words).last() {
        reader.levels.time = Some(*time);
    }
    for level in own.iter_mut().filter(|level| level.time.is_none()) {
        level.time = reader.levels.time;
    }
    let sentence = Sentence { words, own: &own, before: &reader.levels };
    let pairs = sentence.pairs();
    let mut said: Vec<usize> = Vec::new();
    for pair in &pairs {
        let by = sentence.by(pair.direction);
        said.extend(by.map(|(place, ..)| place));
        found.push(pair.found(by, sentence.factor()));
    }
    if pairs.is_empty() {
        found.extend(sentence.compared(heading));
        found.extend(sentence.factor_elsewhere(next));
        found.extend(sentence.concluded());
    }
    // Movements in percent that no levels stand beside.
    for (place, one) in words.iter().enumerate() {
        if said.contains(&place) || !is_movement(words, place) {
            continue;
        }
        if let Some(percent) = one.percent() {
            let told = pairs.is_empty() && !sentence.denies();
            found.push(sentence.moved_by(place, percent, told));
        }
    }
    reader.levels.all.extend(own);
}

struct Sentence<'s> {
    words: &'s [Lexeme],
    own: &'s [Level],
    before: &'s Levels,
}

/// A movement from one level to another.
struct Pair {
    from: Level,
    to: Level,
    direction: Option<Direction>,
    at: Range<usize>,
}

impl Pair {
    /// The figure, with the percent it is said to be, if any, and what `halved` claims.
    fn found(&self, by: Option<(usize, Printed, bool)>, factor: Option<(f64, f64)>) -> Found {
        let mut numbers =
            Numbers { from: Some(self.from.value), to: Some(self.to.value), ..Numbers::default() };
        let mut claim = self.direction.map(Claim::Moves);
        let mut approximate = false;
        if let Some((_, percent, around)) = by {
            let sign = if self.direction == Some(Direction::Down) { -1.0 } else { 1.0 };
            let points = (self.to.value.value - self.from.value.value).abs();
            // `rose by 5 percent, from 20 to 25 percent` speaks of points.
            let in_points =
                self.from.unit == Unit::Percent && (points - percent.value).abs() < 0.06;
            if !in_points {
                numbers.change = Some(Printed { value: sign * percent.value, ..percent });
            }
            approximate = around;
        }
        if let Some((low, high)) = factor {
            claim = Some(Claim::Factor(low, high));
        }
        Found { at: self.at.clone(), numbers, sort: Sort::Change, claim, approximate }
    }
}

impl Sentence<'_> {
    fn is(&self, at: usize, word: &str) -> bool {
        self.words.get(at).is_some_and(|one| one.is(word))
    }

    fn bytes(&self, from: usize, to: usize) -> Range<usize> {
        let start = self.words.get(from).map_or(0, |one| one.at.start);
        start..self.words.get(to).map_or(start, |one| one.at.end)
    }

    /// The first word that says which way it goes, in a range of lexemes.
    fn direction(&self, range: Range<usize>) -> Option<(usize, Direction)> {
        range
            .filter_map(|at| {
                let one = self.words.get(at)?;
                // `up to 12 officers`, `set up` move nothing; nor does what is denied.
                let idle = one.among(&["up", "down"])
                    && !self.is(at + 1, "from")
                    && !self.is(at + 1, "by");
                let denied = self.denied(at);
                (!idle && !denied).then_some(())?;
                Some((at, direction(&one.plain)?))
            })
            .next()
    }

    /// Whether the sentence denies a movement; what did not happen has no size to recompute.
    fn denies(&self) -> bool {
        (0..self.words.len()).any(|at| {
            let moves = self.words.get(at).is_some_and(|one| direction(&one.plain).is_some());
            moves && self.denied(at)
        })
    }

    fn denied(&self, at: usize) -> bool {
        let before = self.words.get(at.saturating_sub(3)..at).unwrap_or_default();
        before.iter().any(|one| {
            one.among(&["not", "no", "didn't", "hasn't", "haven't", "hadn't", "never", "without"])
        })
    }

    /// Whether the word before a level leads to it, small words such as `just` passed over.
    fn led_by(&self, place: usize, word: &str) -> Option<usize> {
        (1..=3).find_map(|back| {
            let at = place.checked_sub(back)?;
            let between = at + 1..place;
            let small = between.clone().all(|at| {
                self.words.get(at).is_some_and(|one| {
                    one.among(&[
                        "just", "only", "around", "about", "nearly", "almost", "over", "£",
                        "under", "some",
                    ])
                })
            });
            (small && self.is(at, word)).then_some(at)
        })
    }

    /// Levels that a movement joins.
    fn pairs(&self) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for (index, level) in self.own.iter().enumerate() {
            if let Some(at) = self.led_by(level.place, "from") {
                let to = self.own.get(index + 1..).unwrap_or_default().iter().find(|to| {
                    to.unit == level.unit
                        && to.place <= level.place + 22
                        && self.led_by(to.place, "to").is_some()
                });
                // `fell to 12 minutes, from 15 minutes`
                let told = self.own.get(..index).unwrap_or_default().iter().rev();
                let to = to.or_else(|| {
                    told.into_iter().find(|to| {
                        to.unit == level.unit
                            && to.place + 8 >= level.place
                            && self.led_by(to.place, "to").is_some()
                    })
                });
                let around = self.direction(at.saturating_sub(14)..self.words.len());
                if let Some(to) = to {
                    if let Some((word, direction)) = around {
                        let at = self.bytes(word.min(at), to.place);
                        pairs.push(Pair { from: *level, to: *to, direction: Some(direction), at });
                    }
                    continue;
                }
                // `an increase from 25.2 percent`: the other level was given before.
                let near = self.direction(at.saturating_sub(2)..at);
                let earlier = self.own.get(..index).unwrap_or_default().iter().rev();
                let other = earlier.copied().find(|to| to.unit == level.unit);
                let other = other.or_else(|| self.before.last(level.unit));
                if let (Some((word, direction)), Some(to)) = (near, other) {
                    let at = self.bytes(word, level.place);
                    pairs.push(Pair { from: *level, to, direction: Some(direction), at });
                }
            } else if let Some(at) = self.led_by(level.place, "to") {
                // `fell to 1,700`
                let near = self.direction(at.saturating_sub(2)..at);
                let near = near.filter(|(word, _)| {
                    !self.words.get(*word).is_some_and(|one| one.among(&["up", "down"]))
                });
                let earlier = self.own.get(..index).unwrap_or_default().iter().rev();
                let other = earlier.copied().find(|from| from.unit == level.unit);
                let other = other.or_else(|| self.before.last(level.unit));
                let from_named =
                    self.own.iter().any(|one| self.led_by(one.place, "from").is_some());
                if let (Some((word, direction)), Some(from), false) = (near, other, from_named) {
                    let at = self.bytes(word, level.place);
                    pairs.push(Pair { from, to: *level, direction: Some(direction), at });
                }
            }
        }
        pairs
    }

    /// The percent by which the sentence says it moved; `more than 12 percent` is a bound and
    /// no number to be recomputed.
    fn by(&self, direction: Option<Direction>) -> Option<(usize, Printed, bool)> {
        direction?;
        self.words.iter().enumerate().find_map(|(place, one)| {
            let percent = one.percent().filter(|_| is_movement(self.words, place))?;
            let bound = self.bound(place).is_some();
            (!bound).then(|| (place, percent, self.around(place)))
        })
    }

    fn around(&self, place: usize) -> bool {
        (place.saturating_sub(2)..place).any(|at| {
            self.words.get(at).is_some_and(|one| {
                one.among(&[
                    "around",
                    "about",
                    "approximately",
                    "roughly",
                    "nearly",
                    "almost",
                    "some",
                ])
            })
        })
    }

    /// Whether a percent is a bound: `more than` (true) or `less than` (false).
    fn bound(&self, place: usize) -> Option<bool> {
        let one = self.words.get(place.checked_sub(1)?)?;
        match one.plain.as_str() {
            "over" => Some(true),
            "under" => Some(false),
            "than" => Some(self.words.get(place.checked_sub(2)?)?.is("more")),
            "least" => Some(true),
            _ => None,
        }
    }

    fn factor(&self) -> Option<(f64, f64)> {
        (0..self.words.len())
            .find_map(|at| factor(self.words, at))
            .map(|(_, low, high)| (low, high))
    }

    /// `halved` in this sentence, its levels in the next or in those before.
    fn factor_elsewhere(&self, next: Option<&[Lexeme]>) -> Option<Found> {
        let at = (0..self.words.len()).find(|at| factor(self.words, *at).is_some())?;
        let (length, low, high) = factor(self.words, at)?;
        let bytes = self.bytes(at, at + length - 1);
        let after = next.and_then(|next| {
            let own = levels(next);
            let sentence = Sentence { words: next, own: &own, before: self.before };
            sentence.pairs().into_iter().next().map(|pair| (pair.from, pair.to))
        });
        let own = match self.own {
            [one, other] if one.unit == other.unit => Some(in_time(*one, *other)),
            _ => None,
        };
        let (from, to) = match after.or(own) {
            Some((from, to)) => (Some(from.value), Some(to.value)),
            None => (None, None),
        };
        let numbers = Numbers { from, to, ..Numbers::default() };
        let claim = from.map(|_| Claim::Factor(low, high));
        Some(Found { at: bytes, numbers, sort: Sort::Change, claim, approximate: false })
    }

    /// `This is compared to 59 people in May 2022`: two levels with their times.
    fn compared(&self, heading: Option<&str>) -> Option<Found> {
        let at = self
            .words
            .iter()
            .position(|one| one.among(&["compared", "compares", "comparison", "against"]))?;
        let level = self.own.iter().find(|level| level.place > at && level.place <= at + 5)?;
        let earlier = self.own.iter().rev().find(|one| one.place < at && one.unit == level.unit);
        let other = earlier.copied().or_else(|| self.before.last(level.unit))?;
        let (one, two) = (other.time?, level.time?);
        if one == two {
            return None;
        }
        let (from, to) = in_time(other, *level);
        // What the heading says of the movement holds for the numbers, if it speaks of the same.
        let claim = heading.and_then(|heading| {
            let heading = super::lexeme::lexemes(heading);
            let known = |one: &&Lexeme| {
                one.plain.len() > 4 && self.words.iter().any(|w| w.plain == one.plain)
            };
            let same = heading.iter().filter(known).count() >= 2;
            let negated = heading.iter().any(|one| one.among(&["not", "isn't", "but"]));
            let way = heading.iter().find_map(|one| direction(&one.plain));
            way.filter(|_| same && !negated).map(Claim::Moves)
        });
        let numbers = Numbers { from: Some(from.value), to: Some(to.value), ..Numbers::default() };
        let bytes = self.bytes(at, level.place);
        Some(Found { at: bytes, numbers, sort: Sort::Change, claim, approximate: false })
    }

    /// `This means the rate of applications has fallen`, after the two rates.
    fn concluded(&self) -> Option<Found> {
        let opens = self.words.first()?.among(&["this", "so", "that"]);
        let rate = self.words.iter().any(|one| one.among(&["rate", "proportion", "percentage"]));
        let (word, direction) = self.direction(0..self.words.len())?;
        if !opens || !self.own.is_empty() || !rate {
            return None;
        }
        let (from, to) = self.before.last_two(Unit::Percent)?;
        let timed = from.time.is_some() && to.time.is_some() && from.time != to.time;
        let numbers = Numbers { from: Some(from.value), to: Some(to.value), ..Numbers::default() };
        timed.then(|| Found {
            at: self.bytes(word, word),
            numbers,
            sort: Sort::Change,
            claim: Some(Claim::Moves(direction)),
            approximate: false,
        })
    }

    /// `This is a fall of 31 percent`, after its two levels; or a movement nothing stands beside.
    fn moved_by(&self, place: usize, percent: Printed, alone: bool) -> Found {
        let near = self.direction(place.saturating_sub(6)..(place + 3).min(self.words.len()));
        let way = near.map_or(Direction::Up, |(_, direction)| direction);
        let sign = if way == Direction::Down { -1.0 } else { 1.0 };
        let change = Printed { value: sign * percent.value, ..percent };
        let mut numbers = Numbers { change: Some(change), ..Numbers::default() };
        let mut claim = None;
        let back = self.words.first().is_some_and(|one| one.among(&["this", "that", "which"]));
        let own = match self.own {
            [one, other] if one.unit == other.unit && one.unit != Unit::Percent => {
                Some(in_time(*one, *other))
            }
            _ => None,
        };
        let before = self
            .before
            .last_two(Unit::Plain)
            .filter(|(from, to)| from.time.is_some() && to.time.is_some() && from.time != to.time);
        if let Some((from, to)) =
            own.or(before.filter(|_| back && self.own.is_empty())).filter(|_| alone)
        {
            numbers.from = Some(from.value);
            numbers.to = Some(to.value);
            if let Some(more) = self.bound(place) {
                numbers.change = None;
                let bounds = match (more, way) {
                    (true, Direction::Up) => (percent.value, f64::INFINITY),
                    (true, Direction::Down) => (-100.0, -percent.value),
                    (false, Direction::Up) => (0.0, percent.value),
                    (false, Direction::Down) => (-percent.value, 0.0),
                };
                claim = Some(Claim::Factor(bounds.0, bounds.1));
            }
        }
        let at = self.bytes(near.map_or(place, |(word, _)| word.min(place)), place);
        Found { at, numbers, sort: Sort::Change, claim, approximate: self.around(place) }
    }
}
