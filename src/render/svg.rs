//! The dependency graph as a picture: areas as columns, the grade on top, then its judgments,
//! the characteristics, the statements. Marks and hatching tell for from against, so that it can
//! be read without colour; what is missing is a dashed empty box.

use serde::Serialize;

use super::style::clean;
use crate::graph::{Graph, Node};
use crate::judging::{Judged, Truth, title};
use crate::language::syntax::{Polarity, Relation};

/// How much is drawn below the grades.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Grades and judgments.
    Judgments,
    /// And characteristics.
    Characteristics,
    /// And statements.
    Statements,
}

/// Width of a column.
const COLUMN: usize = 178;
const GAP: usize = 14;
/// Width of a character, and of the room beside the text of a box.
const CHARACTER: usize = 6;
const BESIDE: usize = 16;
/// Most lines of a text in a box.
const MOST_LINES: usize = 3;
/// Most statements drawn below one characteristic; the others are counted.
const MOST_STATEMENTS: usize = 14;
const LINE: usize = 14;
const TOP: usize = 10;

#[derive(Serialize)]
struct Picture {
    title: String,
    /// An id of the hatching, so that several pictures can stand in one page.
    hatch: String,
    width: usize,
    height: usize,
    boxes: Vec<Shape>,
    lines: Vec<Curve>,
    legend: Vec<Key>,
}

#[derive(Serialize)]
struct Shape {
    x: usize,
    y: usize,
    w: usize,
    h: usize,
    round: usize,
    fill: String,
    stroke: &'static str,
    thick: usize,
    dashed: bool,
    bold: bool,
    lines: Vec<String>,
    hint: String,
}

#[derive(Serialize)]
struct Curve {
    x1: usize,
    y1: usize,
    x2: usize,
    y2: usize,
    bend: usize,
    stroke: &'static str,
    dashed: bool,
}

#[derive(Serialize)]
struct Key {
    x: usize,
    fill: String,
    stroke: &'static str,
    dashed: bool,
    text: &'static str,
}

/// A text in a box, with the most lines it may take.
type Said = (String, usize);

/// What a box looks like.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Grade,
    Judgment,
    For,
    Against,
    Both,
    Plain,
    Missing,
}

const BLUE: &str = "#0072B2";
const RED: &str = "#D55E00";
const GREY: &str = "#555";

impl Look {
    fn of(strengths: usize, weaknesses: usize) -> Self {
        match (strengths, weaknesses) {
            (0, 0) => Look::Missing,
            (_, 0) => Look::For,
            (0, _) => Look::Against,
            _ => Look::Both,
        }
    }

    fn stroke(self) -> &'static str {
        match self {
            Look::For => BLUE,
            Look::Against => RED,
            _ => GREY,
        }
    }

    fn fill(self, hatch: &str) -> String {
        match self {
            Look::For => "#DCEBF5".to_owned(),
            Look::Against => format!("url(#{hatch})"),
            Look::Grade => "#EEE".to_owned(),
            _ => "#fff".to_owned(),
        }
    }
}

/// Draws an area, or all.
pub fn draw(
    graph: &Graph<'_>,
    judged: &[Judged<'_>],
    area: Option<&str>,
    depth: Depth,
    quotes: bool,
) -> Result<String, String> {
    let whole = format!("hatch-{}-{}", graph.inspection.id, area.unwrap_or("all"));
    let hatch = whole.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    let mut drawing =
        Drawing { graph, judged, depth, quotes, hatch, boxes: Vec::new(), lines: Vec::new() };
    let mut x = TOP;
    let mut height = 0;
    for index in 0..graph.framework.areas.len() {
        let Some(id) = graph.framework.areas.get(index).map(|area| area.id.as_str()) else {
            continue;
        };
        let drawn = graph
            .all()
            .any(|node| graph.area(node) == Some(id) && !matches!(node, Node::Characteristic(..)));
        if !drawn || area.is_some_and(|wanted| wanted != id) {
            continue;
        }
        let (right, bottom) = match area {
            Some(_) => drawing.wide(index, x),
            None => drawing.column(index, x),
        };
        x = right + GAP;
        height = height.max(bottom);
    }
    let legend = drawing.legend();
    let about = area.map_or(String::new(), |area| format!(", {area}"));
    let picture = Picture {
        title: clean(&format!("{}: what the judgments rest on{about}", graph.inspection.body)),
        width: x.max(640),
        height: height + 40,
        hatch: drawing.hatch,
        boxes: drawing.boxes,
        lines: drawing.lines,
        legend,
    };
    super::template::svg(&picture)
}

struct Drawing<'d, 'a> {
    graph: &'d Graph<'a>,
    judged: &'d [Judged<'a>],
    depth: Depth,
    quotes: bool,
    hatch: String,
    boxes: Vec<Shape>,
    lines: Vec<Curve>,
}

impl Drawing<'_, '_> {
    /// A whole area in one column: everything under each other. Returns its right and its bottom.
    fn column(&mut self, index: usize, x: usize) -> (usize, usize) {
        let (_, mut y) = self.grade(index, x, COLUMN);
        let from = (x + 12, y);
        y += 10;
        for judgment in self.judgments(index) {
            let (look, lines, hint) = self.judgment(judgment);
            y = self.put(x + 16, y, COLUMN - 16, look, &lines, &hint) + 6;
        }
        for missing in self.missing(index) {
            let said = [(missing.clone(), MOST_LINES)];
            y = self.put(x + 16, y, COLUMN - 16, Look::Missing, &said, &missing) + 6;
        }
        if self.depth >= Depth::Characteristics {
            y += 6;
            for place in 0..self.characteristics(index) {
                let node = Node::Characteristic(index, place);
                let top = y;
                y = self.characteristic(node, x + 16, y, COLUMN - 16) + 6;
                self.tie(from, (x + 16, top + 8), GREY, false);
                if self.depth >= Depth::Statements {
                    y = self.statements(node, x + 32, y, COLUMN - 32);
                }
            }
        }
        (x + COLUMN, y)
    }

    /// One area over the whole width: a column for each characteristic.
    fn wide(&mut self, index: usize, x: usize) -> (usize, usize) {
        let all = self.characteristics(index);
        let judgments = self.judgments(index);
        let missing = self.missing(index);
        let across = all.max(3);
        let total = across * (COLUMN + GAP);
        let (at, mut y) = self.grade(index, x, COLUMN + 40);
        y += 34;
        let from = (at, y - 34);
        let mut bottom = y;
        let shown = judgments.iter().map(|node| self.judgment(*node));
        let lost = missing
            .iter()
            .map(|text| (Look::Missing, vec![(text.clone(), MOST_LINES)], text.clone()));
        let row: Vec<(Look, Vec<Said>, String)> = shown.chain(lost).collect();
        for (number, (look, lines, hint)) in row.iter().enumerate() {
            let place = (x + number % across * (COLUMN + GAP), y + number / across * 78);
            self.tie(from, (place.0 + COLUMN / 2, place.1), GREY, *look == Look::Missing);
            bottom = bottom.max(self.put(place.0, place.1, COLUMN, *look, lines, hint));
        }
        if self.depth >= Depth::Characteristics {
            y = bottom + 46;
            for place in 0..all {
                let node = Node::Characteristic(index, place);
                let left = x + place * (COLUMN + GAP);
                self.tie(from, (left + COLUMN / 2, y), GREY, false);
                let mut under = self.characteristic(node, left, y, COLUMN) + 8;
                if self.depth >= Depth::Statements {
                    under = self.statements(node, left + 10, under, COLUMN - 10);
                }
                bottom = bottom.max(under);
            }
        }
        (x + total, bottom)
    }

    /// The box of the grade; returns the middle of its lower edge.
    fn grade(&mut self, index: usize, x: usize, width: usize) -> (usize, usize) {
        let Some(area) = self.graph.framework.areas.get(index) else {
            return (x, TOP);
        };
        let judged = self.judged.iter().find(|judged| {
            self.graph
                .judgment(judged.node)
                .is_some_and(|one| one.grade.is_some() && one.area.as_deref() == Some(&area.id))
        });
        let grade = judged.and_then(|judged| self.graph.judgment(judged.node)?.grade.clone());
        let mut lines = vec![(area.title.clone(), 2)];
        match (&grade, judged) {
            (Some(grade), Some(judged)) => {
                let mark = super::style::support_words(judged.support);
                lines.push((format!("{} · {mark}", grade.replace('-', " ")), 2));
            }
            _ => lines.push(("not graded".to_owned(), 1)),
        }
        let bottom = self.put(x, TOP, width, Look::Grade, &lines, &area.title);
        (x + width / 2, bottom)
    }

    /// The judgments of an area that are no grades, those that belong to others left out.
    fn judgments(&self, index: usize) -> Vec<Node> {
        let id = self.graph.framework.areas.get(index).map(|area| area.id.as_str());
        let judgments = self.graph.inspection.judgments.iter().enumerate();
        let here = judgments.filter(|(_, one)| {
            one.area.as_deref() == id && one.grade.is_none() && one.parent.is_none()
        });
        here.map(|(at, _)| Node::Judgment(at)).collect()
    }

    fn judgment(&self, node: Node) -> (Look, Vec<Said>, String) {
        let Some(judgment) = self.graph.judgment(node) else {
            return (Look::Plain, Vec::new(), String::new());
        };
        let kind = self.graph.book.kind(&judgment.kind);
        let name = kind.map_or(judgment.kind.clone(), |(_, kind)| kind.title.clone());
        let said = if self.quotes { judgment.text.as_str() } else { judgment.id.as_str() };
        let lines = vec![(name, 1), (said.to_owned(), 2)];
        let look = match kind.and_then(|(_, kind)| kind.speaks_of) {
            Some(Polarity::Weakness) => Look::Against,
            Some(Polarity::Strength) => Look::For,
            _ => Look::Judgment,
        };
        (look, lines, clean(said))
    }

    /// What the grade of an area asks for and does not have, or what cannot be told.
    fn missing(&self, index: usize) -> Vec<String> {
        let id = self.graph.framework.areas.get(index).map(|area| area.id.as_str());
        let grades = self.judged.iter().filter(|judged| {
            self.graph
                .judgment(judged.node)
                .is_some_and(|one| one.grade.is_some() && one.area.as_deref() == id)
        });
        let lines = grades.flat_map(|judged| &judged.lines);
        lines
            .filter_map(|line| match line.proof.truth {
                Truth::True => None,
                Truth::False => Some(line.sentence().to_owned()),
                Truth::Unknown => Some(format!("not known: {}", line.sentence())),
            })
            .collect()
    }

    fn characteristics(&self, index: usize) -> usize {
        self.graph.framework.areas.get(index).map_or(0, |area| area.characteristics.len())
    }

    fn characteristic(&mut self, node: Node, x: usize, y: usize, width: usize) -> usize {
        let bearing = self.graph.incoming(node, Relation::BearsOn);
        let of = |polarity| {
            let sure = bearing.iter().filter(|(_, edge)| edge.certain);
            sure.filter(|(_, edge)| edge.polarity == Some(polarity)).count()
        };
        let (strengths, weaknesses) = (of(Polarity::Strength), of(Polarity::Weakness));
        let text = title(self.graph, node);
        let most = if self.depth >= Depth::Statements { 4 } else { 2 };
        let head = format!("+{strengths} −{weaknesses}  {}", self.graph.id(node));
        let lines = [(head, 1), (text.clone(), most)];
        self.put(x, y, width, Look::of(strengths, weaknesses), &lines, &text)
    }

    fn statements(&mut self, node: Node, x: usize, y: usize, width: usize) -> usize {
        let graph = self.graph;
        let bearing = graph.incoming(node, Relation::BearsOn);
        let sure: Vec<_> = bearing.into_iter().filter(|(_, edge)| edge.certain).collect();
        let mut y = y;
        for (statement, edge) in sure.iter().take(MOST_STATEMENTS) {
            let (look, mark) = match edge.polarity {
                Some(Polarity::Strength) => (Look::For, "+"),
                Some(Polarity::Weakness) => (Look::Against, "−"),
                Some(Polarity::Mixed) => (Look::Both, "±"),
                _ => (Look::Plain, "·"),
            };
            let text = title(graph, *statement);
            let mut lines = vec![(format!("{mark} {}", graph.id(*statement)), 1)];
            let hint = if self.quotes { text.clone() } else { String::new() };
            if self.quotes {
                lines.push((text, 2));
            }
            y = self.put(x, y, width, look, &lines, &hint) + 5;
        }
        if sure.len() > MOST_STATEMENTS {
            let more = format!("and {} more", sure.len() - MOST_STATEMENTS);
            y = self.put(x, y, width, Look::Plain, &[(more, 1)], "") + 5;
        }
        y + 6
    }

    /// Puts a box; returns its bottom.
    fn put(
        &mut self,
        x: usize,
        y: usize,
        w: usize,
        look: Look,
        texts: &[Said],
        hint: &str,
    ) -> usize {
        let across = (w.saturating_sub(BESIDE) / CHARACTER).max(8);
        let lines: Vec<String> =
            texts.iter().flat_map(|(text, most)| wrap(text, *most, across)).collect();
        let h = 9 + LINE * lines.len().max(1);
        self.boxes.push(Shape {
            x,
            y,
            w,
            h,
            round: if matches!(look, Look::Grade | Look::Judgment) { 2 } else { 7 },
            fill: look.fill(&self.hatch),
            stroke: look.stroke(),
            thick: if look == Look::Grade { 2 } else { 1 },
            dashed: look == Look::Missing,
            bold: look == Look::Grade,
            lines,
            hint: clean(hint),
        });
        y + h
    }

    fn tie(
        &mut self,
        from: (usize, usize),
        to: (usize, usize),
        stroke: &'static str,
        dashed: bool,
    ) {
        let bend = usize::midpoint(from.1, to.1);
        self.lines.push(Curve { x1: from.0, y1: from.1, x2: to.0, y2: to.1, bend, stroke, dashed });
    }

    fn legend(&self) -> Vec<Key> {
        let all = [
            (Look::For, "counts for", 0),
            (Look::Against, "counts against", 95),
            (Look::Both, "both", 215),
            (Look::Missing, "nothing there, or not known", 280),
        ];
        let key = |(look, text, x): (Look, &'static str, usize)| Key {
            x,
            fill: look.fill(&self.hatch),
            stroke: look.stroke(),
            dashed: look == Look::Missing,
            text,
        };
        all.into_iter().map(key).collect()
    }
}

/// The first lines of a text, with a mark where it goes on.
fn wrap(text: &str, most: usize, across: usize) -> Vec<String> {
    let mut lines: Vec<String> =
        textwrap::wrap(&clean(text), across).into_iter().map(|line| line.into_owned()).collect();
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while last.chars().count() >= across {
                last.pop();
            }
            last.push('…');
        }
    }
    lines
}
