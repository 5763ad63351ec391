//! An explanation as a tree on the terminal.

use termtree::{GlyphPalette, Tree};

use super::style::{Style, clean};
use crate::diagnostic::{Authority, unquoted};
use crate::explain::Branch;
use crate::explain::weight::{MOST_FALLING, Weights};
use crate::explain::why_not::{Act, MOST_CHANGES, MOST_COPIES, Step, Ways, WhyNot};

/// Narrowest a text is wrapped to, however deep it stands.
const NARROWEST: usize = 24;

/// The tree, wrapped to the width.
pub fn tree(branch: &Branch, style: Style) -> String {
    let drawn = grow(branch, style, 0).to_string();
    let lines: Vec<&str> = drawn.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n"))
}

fn grow(branch: &Branch, style: Style, depth: usize) -> Tree<String> {
    let glyphs = GlyphPalette {
        middle_item: "├",
        last_item: "└",
        item_indent: "─ ",
        middle_skip: "│",
        last_skip: " ",
        skip_indent: "  ",
    };
    let width = style.width.saturating_sub(3 * depth).max(NARROWEST);
    let narrow = Style { width, ..style };
    let hidden = (!style.quotes).then(|| unquoted(&branch.text));
    let mut text = narrow.wrap(hidden.as_deref().unwrap_or(&branch.text), "", "");
    if depth == 0 {
        text = style.bold(&text);
    }
    if let (Some(quote), true) = (&branch.quote, style.quotes) {
        let quote = narrow.wrap(&format!("“{}”", clean(quote)), "", "");
        text.push('\n');
        text.push_str(&style.dim(&quote));
    }
    Tree::new(text)
        .with_glyphs(glyphs)
        .with_multiline(true)
        .with_leaves(branch.branches.iter().map(|inner| grow(inner, style, depth + 1)))
}

/// Why not another grade, as text.
pub fn why_not(answer: &WhyNot, style: Style) -> String {
    let say = |grade: &str| grade.replace('-', " ");
    let WhyNot { area, grade, asked, .. } = answer;
    let mut out = format!(
        "{}\n\n",
        style.bold(&format!("{area} is graded {}. Why not {}?", say(grade), say(asked)))
    );
    out.push_str(&format!("What {} needs, as things stand\n", say(asked)));
    for line in &answer.requirements {
        let mark = match line.state {
            "met" => "✓",
            "not met" => "✗",
            _ => "?",
        };
        let source = match line.source {
            Authority::Official => "official",
            Authority::House => "house rule",
        };
        let told = match line.state {
            "unknown" => format!("it cannot be told that {}", line.sentence),
            _ => line.sentence.clone(),
        };
        let text = format!("{mark} {} ({source}): {told}", line.state);
        out.push_str(&format!("{}\n", style.wrap(&text, "  ", "    ")));
    }
    for gap in &answer.gaps {
        let text = format!("! {gap}: what stood there is not known, and comes before all below");
        out.push_str(&format!("{}\n", style.wrap(&text, "  ", "    ")));
    }
    out.push('\n');
    out.push_str(&ways("To meet all that is official", &answer.official, style));
    out.push_str(&ways("To meet the thresholds of the house, too", &answer.house, style));
    let note = "A grade whose requirements are met can be supported. Whether it is the right one \
                is a matter of how the inspectors weigh the evidence.";
    out.push_str(&format!("{}\n", style.wrap(note, "", "")));
    out
}

fn ways(title: &str, ways: &Ways, style: Style) -> String {
    let mut out = format!("{}\n", style.bold(title));
    let mut line = |text: &str| out.push_str(&format!("{}\n", style.wrap(text, "  ", "     ")));
    if ways.met {
        line("nothing has to change");
    }
    for (at, way) in ways.ways.iter().enumerate() {
        let steps: Vec<String> = way.iter().map(step).collect();
        let lead = if at == 0 { String::new() } else { "or ".to_owned() };
        line(&format!("{lead}{}", steps.join("; and ")));
    }
    if !ways.in_the_way.is_empty() {
        let all = ways.in_the_way.join(", ");
        line(&format!("nothing would do while this evidence stands: {all}"));
    } else if !ways.met && ways.ways.is_empty() {
        line("no way was found");
    }
    if ways.bounded {
        line(&format!(
            "searched up to {MOST_CHANGES} changes and {MOST_COPIES} judged copies; there may be more ways"
        ));
    }
    out.push('\n');
    out
}

fn step(step: &Step) -> String {
    let what = match (step.act, step.number) {
        (Act::ShowStrength, 1) => "show a strength on".to_owned(),
        (Act::ShowStrength, many) => format!("show a strength on each of {many} of"),
        (Act::ShowWeakness, 1) => "show a weakness on".to_owned(),
        (Act::ShowWeakness, many) => format!("show {many} weaknesses of different bases on"),
        (Act::Raise, many) => format!("add {many} more of kind"),
        (Act::Withdraw, 1) => "close or withdraw".to_owned(),
        (Act::Withdraw, many) => format!("close or withdraw {many} of"),
        (Act::Drop, many) => format!("{many} of these statements would have to fall:"),
    };
    let named = step.of.iter().zip(&step.titles).map(|(id, title)| match step.act {
        Act::Raise => title.clone(),
        _ => format!("{id} ({title})"),
    });
    let named: Vec<String> = named.collect();
    let any = if named.len() > step.number && step.number == 1 { " any of" } else { "" };
    let known = match step.maybe_there {
        true => " (it is unknown whether it is there already: the capture may have lost it)",
        false => "",
    };
    format!("{what}{any}: {}{known}", named.join(", "))
}

/// What carries weight, as text.
pub fn weights(weights: &Weights, style: Style) -> String {
    let mut out = String::new();
    let (moved, firm): (Vec<_>, Vec<_>) =
        weights.judgments.iter().partition(|weight| !weight.sets.is_empty());
    for weight in moved {
        let support = weight.support.word().replace('-', " ");
        let head = format!("{}: {support}", weight.judgment);
        out.push_str(&format!("{}\n", style.wrap(&style.bold(&head), "", "  ")));
        for fall in &weight.sets {
            let then = fall.support.word().replace('-', " ");
            let line = format!("without {} it would be {then}", fall.without.join(" and "));
            out.push_str(&format!("{}\n", style.wrap(&line, "  ", "    ")));
        }
    }
    let named = |carried: bool| {
        let names = firm.iter().filter(|weight| weight.carried == carried);
        let names: Vec<&str> = names.map(|weight| weight.judgment.as_str()).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    if let Some(names) = named(true) {
        let line =
            format!("Only if more than {MOST_FALLING} things fell would these change: {names}");
        out.push_str(&format!("{}\n", style.wrap(&line, "", "  ")));
    }
    if let Some(names) = named(false) {
        let line = format!("These rest on no evidence, and would be the same without any: {names}");
        out.push_str(&format!("{}\n", style.wrap(&line, "", "  ")));
    }
    if weights.bounded {
        let line = format!(
            "at most {} copies were judged for each; there may be more such sets",
            crate::explain::weight::MOST_COPIES
        );
        out.push_str(&format!("{}\n", style.wrap(&line, "", "")));
    }
    out
}
