//! A trace as a picture: a line for each judgment, a column for each cycle. Shapes tell the outcomes
//! apart, so that it can be read without colour.

use serde::Serialize;

use super::{Body, Stop, Traced, Traveller, spoken};
use crate::render::style::clean;
use crate::render::template;

const LABEL: usize = 430;
const COLUMN: usize = 150;
const ROW: usize = 26;
const TOP: usize = 56;
/// Most characters of a label.
const MOST: usize = 62;
/// How far after its column a mark stands that happened between two cycles.
const AFTER: usize = 45;

#[derive(Serialize)]
struct Picture {
    title: String,
    width: usize,
    height: usize,
    top: usize,
    bottom: usize,
    columns: Vec<Column>,
    rows: Vec<Row>,
    legend: Vec<Key>,
}

#[derive(Serialize)]
struct Column {
    x: usize,
    title: String,
    date: String,
}

#[derive(Serialize)]
struct Row {
    y: usize,
    id: String,
    text: String,
    hint: String,
    from: usize,
    to: usize,
    dashed: bool,
    marks: Vec<Mark>,
}

#[derive(Serialize)]
struct Mark {
    x: usize,
    shape: &'static str,
    hint: String,
}

#[derive(Serialize)]
struct Key {
    x: usize,
    text: &'static str,
}

/// The pictures of all bodies, one below the other in one document of the first body's width.
///
/// # Errors
/// What the template says.
pub fn timeline(traced: &Traced) -> Result<String, String> {
    let pictures: Result<Vec<String>, String> = traced.bodies.iter().map(of_body).collect();
    pictures.map(|pictures| pictures.concat())
}

/// The picture of one body.
///
/// # Errors
/// What the template says.
pub fn of_body(body: &Body) -> Result<String, String> {
    let x = |cycle: usize| LABEL + COLUMN / 2 + cycle * COLUMN;
    let columns = body.cycles.iter().enumerate().map(|(cycle, one)| Column {
        x: x(cycle),
        title: clean(&one.title),
        date: one.published.clone().unwrap_or_default(),
    });
    let rows: Vec<Row> = body
        .judgments
        .iter()
        .enumerate()
        .map(|(at, one)| row(one, TOP + at * ROW + ROW / 2, &x))
        .collect();
    let bottom = TOP + rows.len() * ROW;
    let picture = Picture {
        title: format!("What became of earlier judgments: {}", clean(&body.body)),
        width: LABEL + body.cycles.len() * COLUMN + 20,
        height: bottom + 36,
        top: TOP,
        bottom,
        columns: columns.collect(),
        rows,
        legend: vec![Key {
            x: 0,
            text: "● raised  ✓ resolved  ◐ improved  ✕ still failing  ▼ turned into the opposite  \
                   ◇ raised again or escalated  □ closed  ◌ not mentioned",
        }],
    };
    template::timeline(&picture)
}

fn row(one: &Traveller, y: usize, x: &impl Fn(usize) -> usize) -> Row {
    let from = x(one.cycle);
    let mut marks = vec![Mark {
        x: from,
        shape: "raised",
        hint: format!("raised: {} {}", one.title.to_lowercase(), one.id),
    }];
    for event in one.events.iter().filter(|event| event.event == "closed") {
        let hint = format!("closed on {}", event.date);
        marks.push(Mark { x: from + AFTER, shape: "closed", hint });
    }
    for step in &one.steps {
        marks.push(Mark { x: x(step.cycle), shape: step.outcome, hint: hint(step) });
        if let Some(beyond) = step.beyond() {
            marks.push(Mark { x: x(step.cycle) + AFTER / 2, shape: "again", hint: beyond });
        }
    }
    let text = one.text.as_deref().map(clean).unwrap_or_default();
    let room = MOST.saturating_sub(one.id.chars().count());
    let short = match text.chars().count() > room {
        true => text.chars().take(room.saturating_sub(1)).chain(['…']).collect(),
        false => text.clone(),
    };
    Row {
        y,
        id: clean(&one.id),
        text: short,
        hint: text,
        from,
        to: marks.iter().map(|mark| mark.x).max().unwrap_or(from),
        dashed: one.steps.iter().all(|step| step.outcome == "not-mentioned"),
        marks,
    }
}

fn hint(step: &Stop) -> String {
    let known = step.known();
    let known = if known.is_empty() { known } else { format!(", {known}") };
    format!("{}{known}", spoken(step.outcome))
}
