//! The way from one framework to another, as text and JSON.

use std::fmt::Write as _;

use super::style::Style;
use crate::compare::crosswalk::{Comparable, Crosswalk, Fate, Place};

/// As JSON.
pub fn json(crosswalk: &Crosswalk) -> String {
    super::json::pretty(crosswalk)
}

/// As text.
pub fn text(crosswalk: &Crosswalk, style: Style) -> String {
    let Crosswalk { from, to, grades, steps, moved } = crosswalk;
    let mut out = format!("{}\n", style.bold(&format!("{from} → {to}")));
    let said = match grades {
        Comparable::Yes => "Grades can be compared: the frameworks say so.",
        Comparable::No => {
            "Grades cannot be compared: the frameworks say that they are not comparable. \
             Compare findings and figures."
        }
        Comparable::NotSaid => "Whether grades can be compared, the frameworks do not say.",
    };
    let _ = writeln!(out, "{}\n", style.wrap(said, "", ""));
    for fate in Fate::ALL {
        let all: Vec<_> = steps.iter().filter(|step| step.fate == fate).collect();
        if all.is_empty() {
            continue;
        }
        let _ = writeln!(out, "{}", style.bold(&format!("{} ({})", fate.word(), all.len())));
        for step in all {
            let names = |places: &[Place]| {
                let named = places.iter().map(|one| format!("{}/{}", one.area, one.characteristic));
                named.collect::<Vec<_>>().join(", ")
            };
            let line = match (step.from.is_empty(), step.to.is_empty()) {
                (true, _) => names(&step.to),
                (_, true) => names(&step.from),
                _ => format!("{} → {}", names(&step.from), names(&step.to)),
            };
            let _ = writeln!(out, "{}", style.wrap(&line, "  ", "      "));
        }
        out.push('\n');
    }
    if !moved.is_empty() {
        let _ = writeln!(out, "{}", style.bold("themes with another home"));
        for one in moved {
            let home = |area: &Option<String>| area.clone().unwrap_or_else(|| "none".to_owned());
            let line = format!("{}: {} → {}", one.theme, home(&one.from), home(&one.to));
            let _ = writeln!(out, "{}", style.wrap(&line, "  ", "      "));
        }
    }
    out
}
