//! Grades and counts that a draft states: the opening sentence of an area, the
//! grade printed on a line of its own, the table of judgments, the summary.

use std::collections::BTreeMap;

use super::layout::Plan;
use super::phrasing::{Word, number, words};
use crate::inspection::model::{Account, Judgment, Pointer, Reference, Tally};
use crate::inspection::prose::Prose;
use crate::source::{Sources, Span};

/// Who says a grade, the one believed first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voice {
    /// The first sentence of the area.
    Opening,
    /// A line of its own in the area.
    Printed,
    /// The table of judgments.
    Table,
    /// A sentence elsewhere.
    Sentence,
}

impl Voice {
    fn name(self) -> &'static str {
        match self {
            Voice::Opening => "the opening sentence",
            Voice::Printed => "the printed grade",
            Voice::Table => "the table of judgments",
            Voice::Sentence => "a sentence",
        }
    }
}

/// Most places that are held against each other for one area.
const MOST_VOICES: usize = 64;

/// Most counts of one draft that are held against it.
const MOST_TALLIES: usize = 1000;

/// All that was said of grades and counts.
#[derive(Debug, Default)]
pub struct Stated {
    grades: BTreeMap<String, Vec<(Voice, String, Prose)>>,
    order: Vec<String>,
    /// Counts in the order they were stated.
    pub tallies: Vec<Tally>,
    /// For an area, the framework whose grade it is compared with.
    compared: BTreeMap<String, Reference>,
    /// Who was inspected, as the first grade says it.
    pub body: Option<String>,
}

impl Stated {
    /// Notes a grade of an area.
    pub fn grade(&mut self, area: &str, grade: &str, voice: Voice, prose: &Prose) {
        if !self.order.iter().any(|known| known == area) {
            self.order.push(area.to_owned());
        }
        let said = self.grades.entry(area.to_owned()).or_default();
        let again = |(one, other, place): &(Voice, String, Prose)| {
            *one == voice && other == grade && place.whole() == prose.whole()
        };
        if said.len() >= MOST_VOICES || said.iter().any(again) {
            return;
        }
        said.push((voice, grade.to_owned(), prose.clone()));
    }

    /// Whether an area has a grade from this voice already.
    pub fn has(&self, area: &str, voice: Voice) -> bool {
        self.grades.get(area).is_some_and(|said| said.iter().any(|(one, ..)| *one == voice))
    }

    /// Looks for grades and counts in a sentence that stands in an area or in none.
    pub fn read(&mut self, plan: &Plan<'_>, sentence: &Prose, area: Option<&str>, opening: bool) {
        let words = words(&sentence.text);
        let fits = |gap: &str, taken: &[Word]| match gap {
            "number" => taken.len() == 1 && taken.iter().all(|w| number(&w.plain).is_some()),
            "grade" => plan.grades_in(taken).iter().any(|(_, at)| *at == (0..taken.len())),
            "body" => taken.len() <= 6,
            "cycle" => {
                let year = |word: &Word| word.plain.len() == 4 && word.plain.starts_with("20");
                taken.first().is_some_and(year)
                    && taken.len() <= 2
                    && taken.iter().all(|word| word.plain.bytes().all(|byte| byte.is_ascii_digit()))
            }
            _ => true,
        };
        for (_, phrasing) in plan.says.iter().filter(|(kind, _)| *kind == "grade") {
            for filled in phrasing.find(&words, &fits) {
                let gap = |wanted: &str| {
                    let at = filled.iter().find(|(name, _)| name == wanted)?.1.clone();
                    words.get(at)
                };
                let grade = gap("grade").and_then(|taken| plan.grades_in(taken).first().cloned());
                let Some((grade, _)) = grade else { continue };
                if opening && self.body.is_none() {
                    self.body = gap("body").and_then(|taken| said(sentence, taken));
                }
                let areas = gap("areas").map(|taken| plan.areas_in(taken)).unwrap_or_default();
                match area {
                    Some(area) if opening => {
                        if !self.has(area, Voice::Opening) {
                            self.grade(area, grade, Voice::Opening, sentence);
                        }
                    }
                    _ => {
                        for area in areas {
                            self.grade(area, grade, Voice::Sentence, sentence);
                        }
                    }
                }
            }
        }
        let unsaid = |area: &&str| {
            opening && !self.has(area, Voice::Opening) && !self.has(area, Voice::Printed)
        };
        if let Some(area) = area.filter(unsaid) {
            let mut named = plan.grades_in(&words);
            named.dedup_by_key(|(grade, _)| *grade);
            if let [(grade, _)] = named.as_slice() {
                self.grade(area, grade, Voice::Opening, sentence);
            }
        }
        self.compare(plan, sentence, &words, area, &fits);
        // In an area a number may be its own, of another year, or of some among them.
        let told = |counts: &str| area.is_none() || matches!(counts, "grade" | "area");
        for (counts, phrasing) in plan.counts.iter().filter(|(counts, _)| told(counts)) {
            for filled in phrasing.find(&words, &fits) {
                self.count(plan, sentence, &words, counts, &filled);
            }
        }
    }

    /// `has improved from requires improvement in 2018/19`
    fn compare(
        &mut self,
        plan: &Plan<'_>,
        sentence: &Prose,
        words: &[Word],
        area: Option<&str>,
        fits: &impl Fn(&str, &[Word]) -> bool,
    ) {
        let Some(area) = area else { return };
        for filled in plan.compares.iter().flat_map(|phrasing| phrasing.find(words, fits)) {
            let cycle = filled.iter().find(|(name, _)| name == "cycle");
            let Some(cycle) = cycle.and_then(|(_, at)| words.get(at.clone())) else { continue };
            let years: Vec<&str> = cycle.iter().map(|word| word.plain.as_str()).collect();
            let years = years.join("-");
            let known = plan.book.frameworks.iter().find(|one| one.id.contains(&years));
            let id = known.map_or(years, |framework| framework.id.clone());
            self.compared.insert(area.to_owned(), Reference { id, span: sentence.whole() });
        }
    }

    fn count(
        &mut self,
        plan: &Plan<'_>,
        sentence: &Prose,
        words: &[Word],
        counts: &str,
        filled: &[(String, std::ops::Range<usize>)],
    ) {
        let taken = |wanted: &str| {
            let at = filled.iter().find(|(name, _)| name == wanted)?.1.clone();
            words.get(at)
        };
        let Some(word) = taken("number").and_then(<[Word]>::first) else {
            return;
        };
        let Some(stated) = number(&word.plain) else {
            return;
        };
        let span = sentence.span(word.at.clone());
        if self.tallies.len() >= MOST_TALLIES || self.tallies.iter().any(|tally| tally.span == span)
        {
            return; // another phrasing found it already
        }
        let grade = taken("grade").and_then(|run| plan.grades_in(run).first().cloned());
        self.tallies.push(Tally {
            id: format!("count-{}", self.tallies.len() + 1),
            counts: counts.to_owned(),
            grade: grade.map(|(grade, _)| grade.to_owned()),
            number: stated,
            at: None,
            span,
            id_span: sentence.whole(),
        });
    }

    /// One judgment for each graded area: what the first voice says, the others as accounts.
    pub fn judgments(self, plan: &Plan<'_>, sources: &Sources) -> (Vec<Judgment>, Vec<Tally>) {
        let mut grades = self.grades;
        let mut compared = self.compared;
        let mut judgments = Vec::new();
        for area in self.order {
            let mut said = grades.remove(&area).unwrap_or_default();
            said.sort_by_key(|(voice, ..)| *voice);
            let mut said = said.into_iter();
            let Some((_, grade, prose)) = said.next() else {
                continue;
            };
            let title = plan.framework.area(&area).map(|one| one.title.clone()).unwrap_or_default();
            let mut judgment =
                Judgment::new(area.clone(), "grade".to_owned(), title, prose.whole());
            judgment.grade = Some(grade);
            judgment.compared_with = compared.remove(&area);
            judgment.area = Some(area);
            judgment.accounts = said
                .map(|(voice, grade, prose)| Account {
                    grade,
                    at: Pointer {
                        document: voice.name().to_owned(),
                        place: Some(line(sources, prose.whole())),
                    },
                    within: true,
                    span: prose.whole(),
                })
                .collect();
            judgment.prose = Some(prose);
            judgments.push(judgment);
        }
        (judgments, self.tallies)
    }
}

/// The line of a span, as a pointer writes it.
pub fn line(sources: &Sources, span: Span) -> String {
    let file = sources.file(span.file);
    file.map_or(1, |file| file.line_of(span.start).0 + 1).to_string()
}

fn said(sentence: &Prose, taken: &[Word]) -> Option<String> {
    let (first, last) = (taken.first()?, taken.last()?);
    sentence.text.get(first.at.start..last.at.end).map(str::to_owned)
}
