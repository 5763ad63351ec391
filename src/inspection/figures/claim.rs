//! What the words around numbers claim of them, held against the numbers.

use jiff::civil::Date;

use super::figure::{Checked, Figure, Printed, Verdict};
use super::wording::Direction;

/// A claim.
#[derive(Debug, Clone, PartialEq)]
pub enum Claim {
    /// From one level to the other it rises or falls.
    Moves(Direction),
    /// Its relative change lies between these, in percent.
    Factor(f64, f64),
    /// Its share lies between these, in percent.
    Words(f64, f64),
    /// These parts make up the whole (`value`); with whether they must make up all of it.
    Parts(Vec<Printed>, bool),
    /// The interval is that of a sample of this size (`of`).
    Precision,
    /// It differs significantly from another estimate with its interval, or (`true`) does not.
    Significant(Printed, Printed, bool),
    /// It ends on the first date, though the report was published on the second.
    After(Date, Date),
    /// It ends before it begins.
    Reversed,
    /// It counts within a sample of this size.
    Within(Printed),
    /// It is a share of only some of a sample of this size.
    Part(Printed),
    /// The same figure is stated elsewhere with this value.
    Elsewhere(Printed, String),
}

/// Between these parts of the simple 95 percent interval a printed one is believed: designs and
/// finite populations make it narrower or wider.
const NARROWEST: f64 = 0.6;
/// See [`NARROWEST`].
const WIDEST: f64 = 1.9;

impl Claim {
    /// Holds the claim against a figure whose numbers gave `checked` by themselves.
    pub(super) fn check(&self, figure: &Figure, checked: Checked) -> Checked {
        let verdict = |holds: bool, computed: String| Checked {
            verdict: if holds { Verdict::Consistent } else { Verdict::Inconsistent },
            given: format!("`{}` is given", figure.said),
            computed,
        };
        let numbers = &figure.numbers;
        match self {
            Claim::Moves(direction) => match (numbers.from, numbers.to) {
                (Some(from), Some(to)) => {
                    let up = to.value > from.value;
                    let holds = from.value != to.value && up == (*direction == Direction::Up);
                    let way = match (up, from.value == to.value) {
                        (_, true) => "no change",
                        (true, _) => "a rise",
                        (false, _) => "a fall",
                    };
                    let size = figure.change().map(|by| format!(" of {:.1} percent", by.abs()));
                    verdict(holds, format!("{from} to {to} is {way}{}", size.unwrap_or_default()))
                }
                _ => checked,
            },
            Claim::Factor(low, high) => match (numbers.from, numbers.to, figure.change()) {
                (Some(from), Some(to), Some(change)) => verdict(
                    (*low..=*high).contains(&change),
                    format!("{from} to {to} is a change of {change:.1} percent"),
                ),
                _ => checked,
            },
            Claim::Words(low, high) => match figure.share() {
                Some(share) => verdict(
                    (low - 1e-9..=high + 1e-9).contains(&share),
                    format!("the share is {share:.1} percent"),
                ),
                None => checked,
            },
            Claim::Parts(parts, whole) => {
                let Some(total) = numbers.value else { return checked };
                let sum: f64 = parts.iter().map(|part| part.value).sum();
                let off = (sum - total.value).abs();
                let all: Vec<String> = parts.iter().map(Printed::to_string).collect();
                let computed = format!("{} is {sum}, and the whole is {total}", all.join(" + "));
                // Parts that fall short may leave some out; parts that exceed the whole cannot.
                if off < 1e-9 || sum > total.value || (*whole && off <= total.value * 0.2) {
                    verdict(off < 1e-9, computed)
                } else {
                    Checked { verdict: Verdict::NotCheckable, computed, ..checked }
                }
            }
            Claim::Precision => match (numbers.percent, numbers.interval, numbers.of) {
                (Some(percent), Some(interval), Some(of)) if of.value >= 1.0 => {
                    let share = percent.value / 100.0;
                    let simple = 196.0 * (share * (1.0 - share) / of.value).sqrt();
                    let holds = (NARROWEST * simple..=WIDEST * simple).contains(&interval.value);
                    verdict(
                        holds || simple == 0.0,
                        format!("a simple sample of {of} gives about +/- {simple:.1} points"),
                    )
                }
                _ => checked,
            },
            Claim::Significant(other, other_interval, denied) => {
                let (Some(one), Some(interval)) = (numbers.percent, numbers.interval) else {
                    return checked;
                };
                let apart = (one.value - other.value).abs();
                let disjoint = apart > interval.value + other_interval.value;
                let overlapping = apart < interval.value.max(other_interval.value);
                let computed = format!(
                    "{:.1} to {:.1} and {:.1} to {:.1} {}",
                    one.value - interval.value,
                    one.value + interval.value,
                    other.value - other_interval.value,
                    other.value + other_interval.value,
                    if disjoint { "do not overlap" } else { "overlap" }
                );
                match (disjoint, overlapping) {
                    (true, _) => verdict(!denied, computed),
                    (_, true) => verdict(*denied, computed),
                    _ => Checked { verdict: Verdict::NotCheckable, computed, ..checked },
                }
            }
            Claim::After(ends, published) => {
                verdict(false, format!("it ends on {ends}, after publication on {published}"))
            }
            Claim::Reversed => verdict(false, "it ends before it begins".to_owned()),
            Claim::Within(sample) => match numbers.of {
                Some(of) if of.value > sample.value => Checked {
                    verdict: Verdict::Impossible,
                    given: format!("`{}` is given", figure.said),
                    computed: format!("the sample it is taken from has only {sample}"),
                },
                _ => checked,
            },
            Claim::Part(whole) => verdict(
                false,
                format!("it is computed on all {whole}, not on those the sentence speaks of"),
            ),
            Claim::Elsewhere(value, place) => {
                verdict(false, format!("{place} gives {value} for the same thing"))
            }
        }
    }
}
