//! Callouts: the boxes in which a report states a judgment with what it rests on.

use super::document::{Block, Role};
use super::phrasing::{number, words};
use super::walk::Walk;
use crate::inspection::model::Reference;
use crate::inspection::prose::Prose;
use crate::language::rulebook::{Form, Noun, Rulebook, Test};
use crate::language::syntax::Relation;

/// A callout being read.
#[derive(Debug)]
pub struct Callout {
    /// The kind it announces.
    kind: String,
    /// The boxes its title stands in.
    boxes: Vec<usize>,
    /// Its judgment, once it was read.
    judgment: Option<usize>,
    /// The judgment it belongs to.
    parent: Option<usize>,
    /// Whether each item and paragraph is a judgment of its own.
    listing: bool,
    /// What leads a list in, such as *within three months the force should:*: its deadline.
    lead: Option<Option<String>>,
    /// Whether what follows is the answer of the inspected body.
    pub answering: bool,
}

impl Walk<'_, '_> {
    /// Opens a callout; one that the open callout needs becomes a part of it.
    pub(super) fn open_callout(&mut self, kind: &str, block: &Block) {
        self.gathered.callouts = true;
        let before = self.callout.take();
        let parent = before.and_then(|before| {
            let owner = before.parent.or(before.judgment)?;
            let owned = self.gathered.judgments.get(owner)?;
            needs(self.plan.book, &owned.kind, kind).then_some(owner)
        });
        let listing = !rests(self.plan.book, kind);
        self.callout = Some(Callout {
            kind: kind.to_owned(),
            boxes: block.boxes.clone(),
            judgment: None,
            parent,
            listing,
            lead: None,
            answering: false,
        });
    }

    /// A callout ends where its box does.
    pub(super) fn leave_box(&mut self, block: &Block) {
        if let Some(callout) = &self.callout
            && (callout.judgment.is_some() || callout.listing)
            && !block.boxes.starts_with(&callout.boxes)
        {
            self.callout = None;
        }
    }

    /// Whether a heading is part of the open callout: its headline, or one inside the same box.
    pub(super) fn takes_headings(&self, block: &Block) -> bool {
        self.callout.as_ref().is_some_and(|callout| {
            let boxed = !block.boxes.is_empty() && block.boxes.starts_with(&callout.boxes);
            (callout.judgment.is_none() && !callout.listing) || boxed
        })
    }

    /// Text inside a callout.
    pub(super) fn in_callout(&mut self, prose: &Prose, role: Role) {
        let Some(callout) = &mut self.callout else {
            return;
        };
        if callout.answering {
            let judgment = callout.judgment.and_then(|at| self.gathered.judgments.get_mut(at));
            if let Some(judgment) = judgment {
                let response = judgment.response.get_or_insert_default();
                if !response.is_empty() {
                    response.push(' ');
                }
                response.push_str(&prose.text);
            }
            return;
        }
        let own = callout.judgment.is_none()
            || (callout.listing && (role == Role::Item || callout.lead.is_none()))
            || role == Role::Heading;
        if !own {
            let under = callout.judgment;
            self.statements(prose, under);
            return;
        }
        // A paragraph that leads a list in is no judgment; neither is a list's first item alone.
        if prose.text.ends_with(':') {
            callout.listing = true;
            callout.lead = Some(deadline(&prose.text));
            return;
        }
        if role == Role::Item && callout.judgment.is_none() {
            callout.listing = true;
            callout.lead.get_or_insert(None);
        }
        let (kind, parent, lead) =
            (callout.kind.clone(), callout.parent, callout.lead.clone().flatten());
        self.beside(prose);
        let mut judgment = self.judgment(&kind, prose);
        judgment.deadline = deadline(&prose.text).or(lead);
        judgment.parent = parent
            .and_then(|at| self.gathered.judgments.get(at))
            .map(|owner| Reference { id: owner.id.clone(), span: owner.span });
        let at = self.gathered.judgments.len();
        self.gathered.judgments.push(judgment);
        if let Some(callout) = &mut self.callout {
            callout.judgment = Some(at);
        }
    }
}

/// Whether a kind of judgment asks for one of another kind.
fn needs(book: &Rulebook, kind: &str, part: &str) -> bool {
    let (Some((_, kind)), Some((wanted, _))) = (book.kind(kind), book.kind(part)) else {
        return false;
    };
    kind.requirements.iter().any(|needed| {
        counts(&needed.test, &|relation, noun| {
            relation != Some(&Relation::RestsOn) && *noun == Noun::Kind(wanted)
        })
    })
}

/// Whether a kind of judgment has to rest on evidence.
fn rests(book: &Rulebook, kind: &str) -> bool {
    book.kind(kind).is_none_or(|(_, kind)| {
        kind.requirements.iter().any(|needed| {
            counts(&needed.test, &|relation, noun| relation.is_some() && *noun == Noun::Statement)
        })
    })
}

fn counts(test: &Test, wanted: &impl Fn(Option<&Relation>, &Noun) -> bool) -> bool {
    match &test.form {
        Form::All(tests) | Form::Any(tests) => tests.iter().any(|test| counts(test, wanted)),
        Form::Count { relation, things, .. } => wanted(relation.as_ref(), &things.noun),
        _ => false,
    }
}

/// A deadline as a curated file writes it: `immediately`, `within 3 months`, `by 2024-09-30`.
pub fn written_deadline(text: &str) -> Option<String> {
    let words = words(text);
    let plain = |at: usize| words.get(at).map_or("", |word| word.plain.as_str());
    if plain(0).starts_with("immediate") {
        return Some("immediately".to_owned());
    }
    match plain(0) {
        "within" | "in" => Some(format!("within {} {}", number(plain(1))?, plain(2))),
        "by" => crate::inspection::dates::first(text).map(|date| format!("by {date}")),
        _ => None,
    }
}

/// By when something must be done, in the words of the report.
fn deadline(text: &str) -> Option<String> {
    let words = words(text);
    let plain = |at: usize| words.get(at).map_or("", |word| word.plain.as_str());
    const SPANS: &[&str] = &["day", "days", "week", "weeks", "month", "months", "year", "years"];
    let said = |from: usize, to: usize| {
        let (first, last) = (words.get(from)?, words.get(to)?);
        text.get(first.at.start..last.at.end).map(str::to_owned)
    };
    (0..words.len()).find_map(|at| match plain(at) {
        "within" | "in" if number(plain(at + 1)).is_some() && SPANS.contains(&plain(at + 2)) => {
            said(at, at + 2)
        }
        "immediately" => said(at, at),
        "immediate" if plain(at + 1) == "effect" => said(at, at + 1),
        "by" => {
            let end = (at + 1..=at + 4).find(|end| {
                plain(*end).len() == 4
                    && plain(*end).starts_with("20")
                    && number(plain(*end)).is_some()
            })?;
            said(at, end)
        }
        _ => None,
    })
}
