//! What became of earlier judgments: one plain object, and each form of it from that.

mod markdown;
mod text;
mod timeline;

use serde::Serialize;

use crate::lineage::{Course, Lineage, Place, Step};
use crate::source::Sources;

pub use markdown::markdown;
pub use text::text;
pub use timeline::{of_body, timeline};

/// The version of the form.
pub const VERSION: u32 = 1;

/// Everything that was traced.
#[derive(Debug, Serialize)]
pub struct Traced {
    version: u32,
    /// Each body with at least two cycles.
    pub bodies: Vec<Body>,
}

/// The inspections of one body.
#[derive(Debug, Serialize)]
pub struct Body {
    /// Who was inspected.
    pub body: String,
    /// The cycles, the earliest first.
    pub cycles: Vec<Cycle>,
    /// The grades of each area, cycle by cycle.
    pub grades: Vec<Grades>,
    /// Each judgment and what became of it.
    pub judgments: Vec<Traveller>,
    /// Statements that take up something no earlier inspection at hand has raised.
    pub unlisted: Vec<Mention>,
    /// Statements that retell an earlier inspection otherwise, each with what stands there.
    pub drifted: Vec<[Mention; 2]>,
    /// Weaknesses that no judgment had raised, each with the statement that tells it again.
    pub told_again: Vec<[Mention; 2]>,
}

/// A cycle.
#[derive(Debug, Serialize)]
pub struct Cycle {
    /// Id of the framework.
    pub framework: String,
    /// Its title.
    pub title: String,
    /// The first date of publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Ids of the inspections at hand.
    pub inspections: Vec<String>,
    /// Whether its grades can be compared with those of the cycle before; `null`: not said.
    pub comparable: Option<bool>,
}

/// The grades of an area.
#[derive(Debug, Serialize)]
pub struct Grades {
    /// The area.
    pub area: String,
    /// The grade in each cycle, `null` where there is none.
    pub grades: Vec<Option<String>>,
}

/// A judgment on its way through the cycles.
#[derive(Debug, Serialize)]
pub struct Traveller {
    /// Its id.
    pub id: String,
    /// Id of its inspection.
    pub inspection: String,
    /// The cycle it was raised in, counted from 0.
    pub cycle: usize,
    /// Its kind.
    pub kind: String,
    /// Title of its kind.
    #[serde(skip)]
    pub title: String,
    /// Its area.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// What it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The file.
    pub path: String,
    /// The line it stands in.
    pub line: usize,
    /// What happened to it, as the file says.
    pub events: Vec<Happening>,
    /// What each later cycle says of it.
    pub steps: Vec<Stop>,
}

/// Something that happened.
#[derive(Debug, Serialize)]
pub struct Happening {
    /// What.
    pub event: String,
    /// ISO date.
    pub date: String,
    /// Where it is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

/// What one cycle says of an earlier judgment.
#[derive(Debug, Serialize)]
pub struct Stop {
    /// The cycle, counted from 0.
    pub cycle: usize,
    /// What became of it.
    pub outcome: &'static str,
    /// What the texts alone give.
    pub read: &'static str,
    /// Whether a person said so in the file.
    pub confirmed: bool,
    /// How it was found: named, matched, nowhere.
    pub found: &'static str,
    /// Whether the cycle's documents lost judgments of this kind.
    pub incomplete: bool,
    /// The judgment that raises it again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub again: Option<Again>,
    /// The statements that show it; of what is not mentioned, those that come near.
    pub witnesses: Vec<Mention>,
    /// Strengths told with it at first that no longer hold.
    pub relapsed: Vec<Mention>,
}

/// A later judgment of the same subject.
#[derive(Debug, Serialize)]
pub struct Again {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// Whether that is a graver one.
    pub escalated: bool,
}

/// A statement with its place.
#[derive(Debug, Serialize)]
pub struct Mention {
    /// Its id.
    pub id: String,
    /// Id of its inspection.
    pub inspection: String,
    /// The file.
    pub path: String,
    /// The line it stands in.
    pub line: usize,
    /// What it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// The plain object of lineages; without `quotes` texts are left out.
pub fn traced(lineages: &[Lineage<'_, '_>], sources: &Sources, quotes: bool) -> Traced {
    let bodies = lineages.iter().map(|lineage| Reader { lineage, sources, quotes }.body());
    Traced { version: VERSION, bodies: bodies.collect() }
}

/// As JSON.
pub fn json(traced: &Traced) -> String {
    super::json::pretty(traced)
}

struct Reader<'r, 'g, 'a> {
    lineage: &'r Lineage<'g, 'a>,
    sources: &'r Sources,
    quotes: bool,
}

impl Reader<'_, '_, '_> {
    fn body(&self) -> Body {
        let pairs = |pairs: &[(Place, Place)]| {
            let both =
                pairs.iter().filter_map(|(a, b)| Some([self.mention(*a)?, self.mention(*b)?]));
            both.collect()
        };
        Body {
            body: self.lineage.body.clone(),
            cycles: self.cycles(),
            grades: self.grades(),
            judgments: self.lineage.courses.iter().filter_map(|one| self.traveller(one)).collect(),
            unlisted: self.mentions(&self.lineage.unlisted),
            drifted: pairs(&self.lineage.drifted),
            told_again: pairs(&self.lineage.told_again),
        }
    }

    fn cycles(&self) -> Vec<Cycle> {
        let stages = &self.lineage.stages;
        let before = std::iter::once(None).chain(stages.iter().map(Some));
        let cycles = stages.iter().zip(before).map(|(stage, before)| {
            let book = stage.graphs.first().map(|graph| graph.book);
            let comparable = before.zip(book).and_then(|(before, book)| {
                let back = book.back_to(stage.framework(), before.framework());
                back.comparable.filter(|_| back.met)
            });
            Cycle {
                framework: stage.framework().to_owned(),
                title: stage.title().to_owned(),
                published: stage.published().map(str::to_owned),
                inspections: stage.inspections().map(|one| one.id.clone()).collect(),
                comparable,
            }
        });
        cycles.collect()
    }

    fn grades(&self) -> Vec<Grades> {
        let stages = &self.lineage.stages;
        let mut rows: Vec<Grades> = Vec::new();
        for (index, stage) in stages.iter().enumerate() {
            for judgment in stage.inspections().flat_map(|one| &one.judgments) {
                let (Some(grade), Some(area)) = (&judgment.grade, &judgment.area) else { continue };
                let known = rows.iter().position(|row| row.area == *area);
                let at = known.unwrap_or_else(|| {
                    rows.push(Grades { area: area.clone(), grades: vec![None; stages.len()] });
                    rows.len() - 1
                });
                if let Some(cell) = rows.get_mut(at).and_then(|row| row.grades.get_mut(index)) {
                    cell.get_or_insert_with(|| grade.clone());
                }
            }
        }
        rows
    }

    fn traveller(&self, course: &Course) -> Option<Traveller> {
        let judgment = self.lineage.judgment(course.item)?;
        let graph = self.lineage.graph(course.item)?;
        let (path, place) = self.sources.locate(judgment.span);
        let title = graph.book.kind(&judgment.kind).map(|(_, kind)| kind.title.clone());
        Some(Traveller {
            id: judgment.id.clone(),
            inspection: graph.inspection.id.clone(),
            cycle: course.item.stage,
            kind: judgment.kind.clone(),
            title: title.unwrap_or_default(),
            area: judgment.area.clone(),
            text: self.quotes.then(|| judgment.text.clone()),
            path: path.to_owned(),
            line: place.line,
            events: judgment
                .events
                .iter()
                .map(|one| Happening {
                    event: one.event.clone(),
                    date: one.date.clone(),
                    at: one.at.as_ref().map(ToString::to_string),
                })
                .collect(),
            steps: course.steps.iter().map(|step| self.stop(step)).collect(),
        })
    }

    fn stop(&self, step: &Step) -> Stop {
        let again = step.again.and_then(|(place, escalated)| {
            let judgment = self.lineage.judgment(place)?;
            Some(Again { id: judgment.id.clone(), kind: judgment.kind.clone(), escalated })
        });
        Stop {
            cycle: step.stage,
            outcome: step.outcome.word(),
            read: step.read.word(),
            confirmed: step.confirmed,
            found: step.found.word(),
            incomplete: step.incomplete,
            again,
            witnesses: self.mentions(&step.witnesses),
            relapsed: self.mentions(&step.relapsed),
        }
    }

    fn mentions(&self, places: &[Place]) -> Vec<Mention> {
        places.iter().filter_map(|place| self.mention(*place)).collect()
    }

    fn mention(&self, place: Place) -> Option<Mention> {
        let statement = self.lineage.statement(place)?;
        let (path, at) = self.sources.locate(statement.span);
        Some(Mention {
            id: statement.id.clone(),
            inspection: self.lineage.graph(place)?.inspection.id.clone(),
            path: path.to_owned(),
            line: at.line,
            text: self.quotes.then(|| statement.text.clone()),
        })
    }
}

/// What became of it, in words.
fn spoken(outcome: &str) -> String {
    outcome.replace('-', " ")
}

/// A mark that does not need colour.
fn mark(outcome: &str) -> &'static str {
    match outcome {
        "resolved" => "✓",
        "improved" => "◐",
        "still-failing" => "✗",
        "reversed" => "↯",
        _ => "·",
    }
}

impl Stop {
    /// How it is known, in words.
    fn known(&self) -> String {
        let how = match (self.found, self.confirmed) {
            (_, true) if self.read == self.outcome => "confirmed".to_owned(),
            (_, true) => format!("confirmed; the text alone reads {}", spoken(self.read)),
            ("named", _) => "taken up by name".to_owned(),
            ("matched", _) => "same subject, not named".to_owned(),
            _ => String::new(),
        };
        match (self.outcome, self.incomplete) {
            ("not-mentioned", true) if how.is_empty() => "what was lost may tell".to_owned(),
            ("not-mentioned", true) => format!("{how}; what was lost may tell"),
            _ => how,
        }
    }

    /// What else happened to it in this cycle.
    fn beyond(&self) -> Option<String> {
        let again = self.again.as_ref()?;
        let verb = if again.escalated { "escalated to" } else { "raised again as" };
        Some(format!("{verb} {} {}", spoken(&again.kind), again.id))
    }
}

impl Body {
    /// How many judgments of a cycle came out how in a later one: outcome, number.
    pub fn tally(&self, raised: usize, later: usize) -> Vec<(&'static str, usize)> {
        let outcomes = crate::inspection::model::Outcome::ALL.iter().map(|(word, _)| *word);
        let of = |word: &str| {
            let judgments = self.judgments.iter().filter(|one| one.cycle == raised);
            let steps = judgments.flat_map(|one| &one.steps);
            steps.filter(|step| step.cycle == later && step.outcome == word).count()
        };
        outcomes.map(|word| (word, of(word))).filter(|(_, count)| *count > 0).collect()
    }
}
