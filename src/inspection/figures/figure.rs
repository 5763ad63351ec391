//! Figures: what the report gives, what its own numbers compute to, and the
//! verdict. Rounding is half up; a last digit that was cut off instead is told
//! apart from a wrong one, as statcheck does.

use schemars::JsonSchema;
use serde::Serialize;

use super::claim::Claim;
use crate::source::Span;

/// Numbers of one measure as a report prints them.
#[derive(Debug, Clone)]
pub struct Figure {
    /// What is measured.
    pub measure: String,
    /// How the figure is written; its numbers.
    pub numbers: Numbers,
    /// What is counted, or `percent` where the levels are percents.
    pub unit: Option<String>,
    /// Of whom, if not of the inspected body.
    pub population: Option<String>,
    /// The ISO interval it is of, where a person gave it.
    pub period: Option<String>,
    /// Whether the report says "around".
    pub approximate: bool,
    /// Where it stands.
    pub span: Span,
    /// Where the printed percent or change stands, which a mismatch underlines.
    pub stated_span: Span,
    /// What sort of figure it is.
    pub sort: Sort,
    /// What the words around the numbers claim of them, in a draft.
    pub claim: Option<Claim>,
    /// The figure as a draft prints it; empty where a person curated it.
    pub said: String,
}

/// What sort of figure one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// So many of so many.
    Ratio,
    /// A share in percent.
    Percent,
    /// A movement from one level to another.
    Change,
    /// Parts of a whole.
    Sum,
    /// A word such as *most*, with the share it stands for.
    Quantity,
    /// An estimate with its confidence interval.
    Interval,
    /// A claim that two estimates differ.
    Significance,
    /// A span of time.
    Period,
    /// One figure stated in two places.
    Repeated,
    /// A plain value or rate.
    Value,
}

impl Sort {
    /// The word for it in outputs.
    pub fn word(self) -> &'static str {
        match self {
            Sort::Ratio => "ratio",
            Sort::Percent => "percent",
            Sort::Change => "change",
            Sort::Sum => "sum",
            Sort::Quantity => "quantity",
            Sort::Interval => "interval",
            Sort::Significance => "significance",
            Sort::Period => "period",
            Sort::Repeated => "repeated",
            Sort::Value => "value",
        }
    }
}

impl Numbers {
    /// What sort of figure these numbers make.
    pub fn sort(&self) -> Sort {
        match (self.count, self.of, self.percent, self.change.or(self.to)) {
            (Some(_), Some(_), None, _) => Sort::Ratio,
            (_, _, Some(_), _) => Sort::Percent,
            (_, _, _, Some(_)) => Sort::Change,
            _ => Sort::Value,
        }
    }
}

/// The numbers of a figure; each as printed, so that its digits are known.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Numbers {
    /// The part.
    pub count: Option<Printed>,
    /// The whole.
    pub of: Option<Printed>,
    /// The share in percent.
    pub percent: Option<Printed>,
    /// Half the width of the confidence interval, in points.
    pub interval: Option<Printed>,
    /// The level before.
    pub from: Option<Printed>,
    /// The level after.
    pub to: Option<Printed>,
    /// The relative change in percent, with its sign.
    pub change: Option<Printed>,
    /// A plain value or a rate.
    pub value: Option<Printed>,
}

/// A number and how many decimals it was printed with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Printed {
    /// The number.
    pub value: f64,
    /// Decimals printed.
    pub decimals: u32,
}

impl std::fmt::Display for Printed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.*}", self.decimals as usize, self.value)
    }
}

/// What recomputing gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It follows.
    Consistent,
    /// It follows if the last digit was cut off instead of rounded.
    Truncated,
    /// It does not follow.
    Inconsistent,
    /// No whole count gives it, or a part is larger than its whole.
    Impossible,
    /// An input is not printed.
    NotCheckable,
}

impl Verdict {
    /// The word for it in rules and outputs.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Consistent => "consistent",
            Verdict::Truncated => "truncated",
            Verdict::Inconsistent => "inconsistent",
            Verdict::Impossible => "impossible",
            Verdict::NotCheckable => "not-checkable",
        }
    }
}

/// A figure judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The verdict.
    pub verdict: Verdict,
    /// What the report says.
    pub given: String,
    /// What its numbers give.
    pub computed: String,
}

impl Figure {
    /// The share in percent: computed from its counts if they are there, else as printed.
    pub fn share(&self) -> Option<f64> {
        match (self.numbers.count, self.numbers.of) {
            (Some(count), Some(of)) if of.value > 0.0 => Some(100.0 * count.value / of.value),
            _ => self.numbers.percent.map(|percent| percent.value),
        }
    }

    /// The share as printed, if one is.
    pub fn printed_share(&self) -> Option<f64> {
        self.numbers.percent.map(|percent| percent.value)
    }

    /// The relative change in percent: computed if both levels are there, else as printed.
    pub fn change(&self) -> Option<f64> {
        match (self.numbers.from, self.numbers.to) {
            (Some(from), Some(to)) if from.value != 0.0 => {
                Some(100.0 * (to.value - from.value) / from.value)
            }
            _ => self.numbers.change.map(|change| change.value),
        }
    }

    /// Recomputes the figure from its own numbers, then holds the words around it against them.
    pub fn check(&self) -> Checked {
        let checked = self.check_numbers();
        match &self.claim {
            Some(claim)
                if matches!(checked.verdict, Verdict::Consistent | Verdict::NotCheckable) =>
            {
                claim.check(self, checked)
            }
            _ => checked,
        }
    }

    fn check_numbers(&self) -> Checked {
        if let Some((given, why)) = self.absurd() {
            let computed = why.to_owned();
            return Checked { verdict: Verdict::Impossible, given, computed };
        }
        let numbers = &self.numbers;
        match (numbers.count, numbers.of, numbers.percent) {
            (Some(count), Some(of), _) if count.value > of.value => {
                return Checked {
                    verdict: Verdict::Impossible,
                    given: format!("{count} of {of}"),
                    computed: "a part cannot be larger than its whole".to_owned(),
                };
            }
            (Some(count), Some(of), Some(percent)) if of.value > 0.0 => {
                let exact = 100.0 * count.value / of.value;
                let given = format!("{percent} percent is given for {count} of {of}");
                return self.compare(percent, exact, given);
            }
            (Some(count), Some(of), None) => {
                return Checked {
                    verdict: Verdict::Consistent,
                    given: format!("{count} of {of}"),
                    computed: match self.share() {
                        Some(share) => format!("that is {share:.1} percent"),
                        None => "nothing to divide by".to_owned(),
                    },
                };
            }
            (None, Some(of), Some(percent)) => return possible(percent, of),
            _ => {}
        }
        match (numbers.from, numbers.to, numbers.change) {
            (Some(from), Some(to), Some(change)) if from.value != 0.0 => {
                let exact = 100.0 * (to.value - from.value) / from.value;
                let given = format!("a change of {change} percent is given for {from} to {to}");
                self.compare(change, exact, given)
            }
            (Some(from), Some(to), None) if !self.said.is_empty() && self.claim.is_none() => {
                Checked {
                    verdict: Verdict::Consistent,
                    given: format!("{from} to {to}"),
                    computed: match self.change() {
                        Some(change) => format!("that is a change of {change:.1} percent"),
                        None => "there is nothing to compare with".to_owned(),
                    },
                }
            }
            _ => Checked {
                verdict: Verdict::NotCheckable,
                given: self.describe(),
                computed: "an input is not printed".to_owned(),
            },
        }
    }

    /// Numbers that no count can have.
    fn absurd(&self) -> Option<(String, &'static str)> {
        let numbers = &self.numbers;
        let share = numbers.count.is_some() || numbers.of.is_some() || numbers.interval.is_some();
        let given = |printed: Printed, what: &str| format!("{what} of {printed} is given");
        let all = [
            numbers.count,
            numbers.of,
            numbers.percent,
            numbers.interval,
            numbers.from,
            numbers.to,
            numbers.change,
            numbers.value,
        ];
        if all
            .into_iter()
            .flatten()
            .any(|printed| !printed.value.is_finite() || printed.value.abs() > 1e15)
        {
            return Some((
                "a figure without bounds is given".to_owned(),
                "it is no number a report prints",
            ));
        }
        match (numbers.count, numbers.of, numbers.percent) {
            (Some(count), ..) if count.value < 0.0 => {
                Some((given(count, "a count"), "a count cannot be negative"))
            }
            (_, Some(of), _) if of.value <= 0.0 => {
                Some((given(of, "a whole"), "there is nothing to take a share of"))
            }
            (.., Some(percent)) if share && !(0.0..=100.0).contains(&percent.value) => {
                let given = format!("a share of {percent} percent is given");
                Some((given, "a share lies between 0 and 100 percent"))
            }
            _ => None,
        }
    }

    fn compare(&self, stated: Printed, exact: f64, given: String) -> Checked {
        let scale = 10f64.powi(i32::try_from(stated.decimals).unwrap_or(0));
        // Half up on the size; the nudge keeps 2.5 from being held as 2.4999….
        let rounded = (exact.abs() * scale + 0.5 + 1e-9).floor() / scale * exact.signum();
        let cut = (exact.abs() * scale + 1e-9).floor() / scale * exact.signum();
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        let around =
            self.approximate && (exact - stated.value).abs() <= (exact.abs() * 0.05).max(1.0);
        let digits = stated.decimals as usize;
        let (verdict, computed) = if near(rounded, stated.value) || around {
            (Verdict::Consistent, format!("it computes to {exact:.2}"))
        } else if near(cut, stated.value) {
            let why = "the figure given was truncated, not rounded";
            (
                Verdict::Truncated,
                format!("it computes to {exact:.2}, which rounds to {rounded:.digits$}: {why}"),
            )
        } else {
            (
                Verdict::Inconsistent,
                format!("it computes to {exact:.2}, which rounds to {rounded:.digits$}"),
            )
        };
        Checked { verdict, given, computed }
    }

    fn describe(&self) -> String {
        let numbers = &self.numbers;
        let unit = self.unit.as_deref().unwrap_or("");
        let text = match (numbers.percent, numbers.from, numbers.to, numbers.change, numbers.value)
        {
            (Some(percent), ..) => format!("{percent} percent"),
            (_, Some(from), Some(to), ..) => format!("{from} to {to} {unit}"),
            (_, _, _, Some(change), _) => format!("a change of {change} percent"),
            (_, _, _, _, Some(value)) => format!("{value} {unit}"),
            _ => "no number".to_owned(),
        };
        text.trim_end().to_owned()
    }
}

/// Whether any whole count of a base gives a percent as printed.
fn possible(percent: Printed, of: Printed) -> Checked {
    let given = format!("{percent} percent of {of}");
    if of.value.fract() != 0.0 || of.value < 1.0 {
        return Checked {
            verdict: Verdict::NotCheckable,
            given,
            computed: "the base is no whole number".to_owned(),
        };
    }
    let half_step = 0.5 / 10f64.powi(i32::try_from(percent.decimals).unwrap_or(0));
    let nearest = (percent.value / 100.0 * of.value).round();
    let exact = 100.0 * nearest / of.value;
    let verdict = if (exact - percent.value).abs() <= half_step + 1e-9 {
        Verdict::Consistent
    } else {
        Verdict::Impossible
    };
    Checked {
        verdict,
        given,
        computed: match verdict {
            Verdict::Consistent => format!("{nearest:.0} of {of} gives it"),
            _ => {
                format!("no whole count of {of} gives it; {nearest:.0} would be {exact:.2} percent")
            }
        },
    }
}
