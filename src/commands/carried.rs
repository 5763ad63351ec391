//! What a curated file made from a draft no longer shows: the findings of the draft
//! that the file does not have. The curated form has no place for what they rest on.

use crate::diagnostic::Diagnostic;
use crate::graph::Graph;
use crate::inspection::model::Inspection;
use crate::inspection::yaml;
use crate::judging::{Report, assess};
use crate::language::rulebook::Rulebook;
use crate::mapping::Mapper;
use crate::render::curated::{Mark, Place};
use crate::source::{Sources, Span};

/// A finding of a draft.
pub struct Told {
    code: String,
    message: String,
    thing: Thing,
}

/// What a finding is about. Parts are numbered: they may get other names.
enum Thing {
    Judgment(usize),
    Statement(usize),
    Area(String),
    /// Something that keeps its name, such as a count.
    Named(String),
    Whole,
}

/// The findings of an inspection, those that follow from others too, without what it sets aside.
pub fn findings(
    inspection: &Inspection,
    book: &Rulebook,
    mapper: &mut Mapper<'_>,
) -> Vec<Diagnostic> {
    let Some(graph) = Graph::build(inspection, book, mapper) else {
        return Vec::new();
    };
    let mut report = Report::default();
    report.add(&graph, assess(&graph));
    report.set_aside(&inspection.allowed);
    let mut all = Vec::new();
    for mut one in report.findings {
        let related = std::mem::take(&mut one.related);
        all.push(one);
        all.extend(related);
    }
    all
}

/// The findings of a draft with what each is about, and where its other places are.
pub fn told(
    inspection: &Inspection,
    book: &Rulebook,
    mapper: &mut Mapper<'_>,
    sources: &Sources,
) -> Vec<Told> {
    let all = findings(inspection, book, mapper).into_iter();
    all.map(|one| {
        let thing = thing(&one, inspection);
        let mut message = one.message;
        for label in one.labels.iter().skip(1) {
            let line = sources.locate(label.span).1.line;
            message.push_str(&format!("; {}: draft:{line}", label.text));
        }
        Told { thing, code: one.code, message }
    })
    .collect()
}

fn thing(one: &Diagnostic, inspection: &Inspection) -> Thing {
    let subject = one.subject.as_deref().unwrap_or("");
    let subject = subject.split_once('/').map_or(subject, |(id, _)| id);
    let (judgments, statements) = (&inspection.judgments, &inspection.statements);
    let span = one.span();
    let holds = |other: Span| {
        span.is_some_and(|span| {
            other.file == span.file && other.start <= span.start && span.start < other.end
        })
    };
    let judgment = judgments.iter().position(|one| one.id == subject);
    if let Some(at) = judgment {
        let grade = judgments.get(at).filter(|one| one.grade.is_some());
        return match grade.and_then(|one| one.area.clone()) {
            Some(area) => Thing::Area(area),
            None => Thing::Judgment(at),
        };
    }
    if inspection.tallies.iter().any(|tally| tally.id == subject) {
        return Thing::Named(subject.to_owned());
    }
    let named = statements.iter().position(|one| one.id == subject);
    if let Some(at) = named.or_else(|| statements.iter().position(|one| holds(one.span))) {
        return Thing::Statement(at);
    }
    match judgments.iter().position(|one| one.grade.is_none() && holds(one.span)) {
        Some(at) => Thing::Judgment(at),
        None => one.area.clone().map_or(Thing::Whole, Thing::Area),
    }
}

/// Where a curated file tells of a thing.
fn place(thing: &Thing, inspection: &Inspection) -> Place {
    let id = match thing {
        Thing::Area(area) => return Place::Area(area.clone()),
        Thing::Judgment(at) => inspection.judgments.get(*at).map(|one| one.id.clone()),
        Thing::Statement(at) => inspection.statements.get(*at).map(|one| one.id.clone()),
        Thing::Named(name) => Some(name.clone()),
        Thing::Whole => None,
    };
    id.map_or(Place::Head, Place::Part)
}

/// Those of the findings of a draft that the file written of it, `text`, does not show.
pub fn lost(
    told: &[Told],
    text: &str,
    inspection: &Inspection,
    (book, mapper): (&Rulebook, &mut Mapper<'_>),
    sources: &mut Sources,
) -> Vec<Mark> {
    let file = sources.add("", text);
    let Some(read) = yaml::read(file, sources, book).inspection else {
        return Vec::new();
    };
    let found = findings(&read, book, mapper).into_iter();
    let mut shown: Vec<(String, Place)> =
        found.map(|one| (one.code.clone(), place(&thing(&one, &read), &read))).collect();
    let mut lost = Vec::new();
    for one in told {
        let place = place(&one.thing, inspection);
        let still = shown.iter().position(|(code, other)| *code == one.code && *other == place);
        match still {
            Some(at) => drop(shown.swap_remove(at)),
            None => {
                let (code, message) = (one.code.clone(), one.message.clone());
                lost.push(Mark { place, code, message });
            }
        }
    }
    lost
}
