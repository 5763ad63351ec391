//! Layouts: how the reports of a framework are set out, so that a draft can be read.

use super::Resolver;
use crate::language::reading::{Layout, Part};
use crate::language::syntax::{Clause, Line, Name, Text};
use crate::source::Span;

/// What a phrasing may leave open.
const PLACEHOLDERS: &[&str] = &["number", "grade", "areas", "body", "cycle"];

impl Resolver<'_> {
    pub(super) fn layout(
        &mut self,
        name: &Name,
        title: &Text,
        framework: &Name,
        lines: &[Line],
        span: Span,
    ) {
        if !self.declared.frameworks.contains_key(&framework.text) {
            self.unknown_framework(framework);
        }
        let mut layout = Layout {
            id: name.text.clone(),
            title: title.text.clone(),
            framework: framework.text.clone(),
            known_by: Vec::new(),
            sections: Vec::new(),
            callouts: Vec::new(),
            passes_over: Vec::new(),
            dated_after: Vec::new(),
            counts: Vec::new(),
            headings: None,
            says: Vec::new(),
            loses: Vec::new(),
            abbreviations: None,
            compares: Vec::new(),
            missing_callouts: None,
            span,
        };
        let plain = |texts: &[Text]| texts.iter().map(|text| text.text.clone()).collect::<Vec<_>>();
        for line in lines {
            match &line.clause {
                Clause::KnownBy(texts) => layout.known_by.extend(plain(texts)),
                Clause::PassesOver(texts) => layout.passes_over.extend(plain(texts)),
                Clause::DatedAfter(texts) => layout.dated_after.extend(plain(texts)),
                Clause::Section(name, titles) => {
                    let word = Part::WORDS.iter().find(|(word, _)| *word == name.text);
                    let part = match word {
                        Some((_, part)) => part.clone(),
                        None if self.declared.kinds.contains_key(&name.text) => {
                            Part::Claims(self.kind_named(name))
                        }
                        None => {
                            self.areas_named.push((name.clone(), framework.text.clone()));
                            Part::Area(name.text.clone())
                        }
                    };
                    layout.sections.push((part, plain(titles)));
                }
                Clause::Callout(name, titles) => {
                    let kind = self.kind_named(name);
                    layout.callouts.push((kind, plain(titles)));
                }
                Clause::Loses(gaps) => {
                    for gap in gaps {
                        self.gap_named(gap);
                        layout.loses.push(gap.text.clone());
                    }
                }
                Clause::Abbreviations(texts) => {
                    layout.abbreviations.get_or_insert_default().extend(plain(texts));
                }
                Clause::ComparesGrade(phrasings) => {
                    self.phrasings(phrasings, "cycle");
                    layout.compares.extend(plain(phrasings));
                }
                Clause::HeadingsAnnounce(kind) => {
                    layout.headings = Some(self.kind_named(kind));
                }
                Clause::Counts(name, phrasings) => {
                    let counted = match name.text.as_str() {
                        "grade" | "area" => name.text.clone(),
                        _ => self.kind_named(name),
                    };
                    self.phrasings(phrasings, "number");
                    layout.counts.push((counted, plain(phrasings)));
                }
                Clause::Says(name, phrasings) => {
                    let said = match name.text.as_str() {
                        "grade" => {
                            self.phrasings(phrasings, "grade");
                            name.text.clone()
                        }
                        _ => self.kind_named(name),
                    };
                    layout.says.push((said, plain(phrasings)));
                }
                Clause::MissingCallouts(grades, gap) => {
                    self.missing_callouts(grades, gap, framework);
                    let grades = grades.iter().map(|grade| grade.text.clone()).collect();
                    layout.missing_callouts = Some((grades, gap.text.clone()));
                }
                _ => {}
            }
        }
        self.book.layouts.push(layout);
    }

    /// The id of a kind that is named by it or by its plural; reported if there is none.
    fn kind_named(&mut self, name: &Name) -> String {
        let index = self.declared.kinds.get(&name.text).copied();
        if index.is_none() {
            let known: Vec<String> = self.declared.kinds.keys().cloned().collect();
            self.unknown("kind", "kinds", name, known.iter().map(String::as_str));
        }
        self.declared.kind_id(index).unwrap_or(&name.text).to_owned()
    }

    fn missing_callouts(&mut self, grades: &[Name], gap: &Name, framework: &Name) {
        let known = self.declared.frameworks.get(&framework.text).cloned().unwrap_or_default();
        for grade in grades.iter().filter(|grade| !known.contains(&grade.text)) {
            self.unknown("grade", "grades", grade, known.iter().map(String::as_str));
        }
        self.gap_named(gap);
    }

    fn gap_named(&mut self, gap: &Name) {
        if !self.declared.gaps.contains_key(&gap.text) {
            let known: Vec<String> = self.declared.gaps.keys().cloned().collect();
            self.unknown("gap", "gaps", gap, known.iter().map(String::as_str));
        }
    }

    /// A phrasing must hold what it is there to catch, and nothing that is not known.
    fn phrasings(&mut self, phrasings: &[Text], needed: &str) {
        for phrasing in phrasings {
            let at = Name { text: phrasing.text.clone(), span: phrasing.span };
            let open = phrasing.text.split('{').skip(1).filter_map(|rest| rest.split('}').next());
            let open: Vec<&str> = open.collect();
            if !open.contains(&needed) {
                self.wrong(
                    format!("this phrasing catches nothing: it has no `{{{needed}}}`"),
                    &at,
                    format!("write `{{{needed}}}` where the report writes it"),
                );
            }
            for word in open.iter().filter(|word| !PLACEHOLDERS.contains(word)) {
                self.wrong(
                    format!("a phrasing has no `{{{word}}}`"),
                    &at,
                    format!("`{{{}}}`", PLACEHOLDERS.join("}`, `{")),
                );
            }
        }
    }

    /// Reports sections that name an area their framework does not have; areas are only known
    /// once every framework has taken what it takes from others.
    pub(super) fn section_areas(&mut self) {
        for (name, framework) in std::mem::take(&mut self.areas_named) {
            let Some(areas) = self.book.framework(&framework).map(|one| &one.areas) else {
                continue;
            };
            if areas.iter().any(|area| area.id == name.text) {
                continue;
            }
            let mut known: Vec<String> = areas.iter().map(|area| area.id.clone()).collect();
            known.extend(Part::WORDS.iter().map(|(word, _)| (*word).to_owned()));
            known.extend(self.book.kinds.iter().map(|kind| kind.id.clone()));
            self.unknown(
                "area, kind or part",
                "areas, kinds and parts",
                &name,
                known.iter().map(String::as_str),
            );
        }
    }
}
