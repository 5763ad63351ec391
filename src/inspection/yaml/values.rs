//! Values of one field: names that must be known, dates, deadlines, figures.

use super::raw::RawFigure;
use super::valid::{Check, Part};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::inspection::figures::{Figure, Numbers, Printed};
use crate::inspection::model::Pointer;
use crate::source::Span;

impl Check<'_> {
    pub(super) fn known(&mut self, what: &str, name: &str, part: Part<'_>, known: &[&str]) {
        if known.contains(&name) {
            return;
        }
        let code = match what.split(' ').next() {
            Some("area") => "unknown-area",
            Some("grade") => "unknown-grade",
            Some("kind") => "unknown-kind",
            Some("method") => "unknown-method",
            Some("coverage") => "unknown-coverage",
            _ => "wrong-value",
        };
        self.faults.push(
            Diagnostic::error(code, format!("unknown {what}: `{name}`"))
                .at(part.span(), "not known")
                .help(did_you_mean(name, "known", known.iter().copied())),
        );
    }

    pub(super) fn pointer(&mut self, text: &str, part: Part<'_>) -> Pointer {
        let pointer = Pointer::parse(text);
        if self.documents.iter().any(|document| document.id == pointer.document) {
            return pointer;
        }
        let known: Vec<String> =
            self.documents.iter().map(|document| document.id.clone()).collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        self.dangling(&pointer.document, part.span(), "source", &known);
        pointer
    }

    /// A text that must say something.
    pub(super) fn filled(&mut self, text: &str, part: Part<'_>) {
        if text.trim().is_empty() {
            self.faults.push(
                Diagnostic::error("wrong-value", "this text is empty")
                    .at(part.span(), "nothing here")
                    .help("fill it in, or take the part out".to_owned()),
            );
        }
    }

    /// A name or id: one line, and nothing in it that steers a screen or turns the writing. What
    /// does is told, and taken out.
    pub(super) fn plain(&mut self, text: &mut String, part: Part<'_>) {
        let steers = |c: char| {
            c.is_control()
                || matches!(c, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}' | '\u{fffe}'..='\u{ffff}')
        };
        // A block of text ends with a line end that is no part of the name.
        text.truncate(text.trim_end_matches('\n').len());
        if text.chars().any(steers) {
            self.faults.push(
                Diagnostic::error("wrong-value", "this name holds signs that cannot be seen")
                    .at(part.span(), "a line end, or a sign that steers the screen")
                    .help("write it in one line of plain letters".to_owned()),
            );
            *text = text.replace(steers, "\u{fffd}");
        }
    }

    pub(super) fn dangling(&mut self, id: &str, span: Span, what: &str, known: &[&str]) {
        self.faults.push(
            Diagnostic::error("dangling-reference", format!("there is no {what} `{id}`"))
                .at(span, "leads nowhere")
                .help(did_you_mean(id, "known", known.iter().copied())),
        );
    }

    pub(super) fn date(&mut self, text: &str, part: Part<'_>) -> bool {
        let good = text.parse::<jiff::civil::Date>().is_ok();
        if !good {
            self.faults.push(
                Diagnostic::error("impossible-date", format!("`{text}` is no date"))
                    .at(part.span(), "no such day")
                    .help("dates are written year-month-day: 2024-03-12".to_owned()),
            );
        }
        good
    }

    pub(super) fn period(&mut self, text: &str, part: Part<'_>) {
        let days: Vec<Option<jiff::civil::Date>> =
            text.split('/').map(|day| day.parse().ok()).collect();
        let message = match days.as_slice() {
            [Some(from), Some(to)] if from <= to => return,
            [Some(_), Some(_)] => format!("the period `{text}` ends before it begins"),
            _ => format!("`{text}` is no period"),
        };
        self.faults.push(
            Diagnostic::error("impossible-date", message)
                .at(part.span(), "here")
                .help("a period is two dates: 2022-04-01/2023-03-31".to_owned()),
        );
    }

    pub(super) fn deadline(&mut self, text: &str, part: Part<'_>) {
        let words: Vec<&str> = text.split(' ').collect();
        let good = match words.as_slice() {
            ["immediately"] => true,
            ["within", number, "day" | "days" | "week" | "weeks" | "month" | "months"] => {
                number.parse::<u16>().is_ok()
            }
            ["by", date] => {
                self.date(date, part);
                return;
            }
            _ => false,
        };
        if !good {
            self.faults.push(
                Diagnostic::error("wrong-value", format!("`{text}` is no deadline"))
                    .at(part.span(), "here")
                    .help("write `immediately`, `within 3 months` or `by 2024-09-30`".to_owned()),
            );
        }
    }

    pub(super) fn figure(&mut self, raw: RawFigure, part: Part<'_>) -> Figure {
        let printed = |value: Option<f64>, key: &str| {
            value.map(|value| {
                let text = self.sources.text(part.get(key).span());
                let decimals = text.split_once('.').map_or(0, |(_, digits)| digits.len().min(9));
                Printed { value, decimals: u32::try_from(decimals).unwrap_or(0) }
            })
        };
        let numbers = Numbers {
            count: printed(raw.count, "count"),
            of: printed(raw.of, "of"),
            percent: printed(raw.percent, "percent"),
            interval: printed(raw.interval, "interval"),
            from: printed(raw.from, "from"),
            to: printed(raw.to, "to"),
            change: printed(raw.change, "change"),
            value: printed(raw.value, "value"),
        };
        let stated = ["percent", "change", "count", "value", "measure"]
            .into_iter()
            .map(|key| part.get(key))
            .find(|place| place.node.is_some());
        if let Some(period) = &raw.period {
            self.period(period, part.get("period"));
        }
        Figure {
            measure: raw.measure,
            numbers,
            unit: raw.unit,
            population: raw.population,
            period: raw.period,
            approximate: raw.approximate,
            span: part.span(),
            stated_span: stated.unwrap_or(part).span(),
            sort: numbers.sort(),
            claim: None,
            said: String::new(),
        }
    }
}
