//! Frameworks: their areas with characteristics, and what each grade needs.

use std::collections::BTreeMap;

use super::Resolver;
use crate::diagnostic::{Authority, Diagnostic};
use crate::language::rulebook::{Area, Characteristic, Framework, Requirement, Topic};
use crate::language::syntax::{Clause, Line, Name, Subject, Text};

impl Resolver<'_> {
    pub(super) fn framework(
        &mut self,
        name: &Name,
        title: &Text,
        lines: &[Line],
        span: crate::source::Span,
    ) {
        let mut framework = Framework {
            id: name.text.clone(),
            title: title.text.clone(),
            published: None,
            follows: None,
            grades: Vec::new(),
            revised: None,
            takes_from: None,
            areas: Vec::new(),
            requirements: BTreeMap::new(),
            outweighed: BTreeMap::new(),
            span,
        };
        for line in lines {
            match &line.clause {
                Clause::Published(date) => {
                    self.date(date);
                    framework.published = Some(date.text.clone());
                }
                Clause::Revised(date) => {
                    self.date(date);
                    framework.revised = Some(date.text.clone());
                }
                Clause::TakesFrom(other) => {
                    if !self.declared.frameworks.contains_key(&other.text) {
                        self.unknown_framework(other);
                    }
                    framework.takes_from = Some(other.text.clone());
                }
                Clause::Follows(other, comparable) => {
                    framework.follows = Some((other.text.clone(), *comparable));
                }
                Clause::Grades(grades) => {
                    framework.grades = grades.iter().map(|grade| grade.text.clone()).collect();
                }
                _ => {}
            }
        }
        self.book.frameworks.push(framework);
    }

    fn date(&mut self, date: &Name) {
        if date.text.parse::<jiff::civil::Date>().is_err() {
            let help = "dates are written year-month-day: 2023-02-08";
            self.wrong(format!("`{}` is no date", date.text), date, help);
        }
    }

    /// Fills each framework with what it does not declare and takes from another.
    pub(super) fn inherit(&mut self) {
        for at in self.declared.heirs() {
            let Some(index) = self.book.frameworks.iter().position(|one| one.id == at) else {
                continue;
            };
            let taken = self.book.frameworks.get(index).and_then(|one| one.takes_from.clone());
            let Some(from) = taken.and_then(|id| self.book.framework(&id)) else {
                continue;
            };
            let (grades, areas, requirements, outweighed) = (
                from.grades.clone(),
                from.areas.clone(),
                from.requirements.clone(),
                from.outweighed.clone(),
            );
            let Some(heir) = self.book.frameworks.get_mut(index) else {
                continue;
            };
            if heir.grades.is_empty() {
                heir.grades = grades;
            }
            let own: Vec<String> = heir.areas.iter().map(|area| area.id.clone()).collect();
            heir.areas.extend(areas.into_iter().filter(|area| !own.contains(&area.id)));
            for (grade, balance) in outweighed {
                heir.outweighed.entry(grade).or_insert(balance);
            }
            for (grade, needs) in requirements {
                heir.requirements.entry(grade).or_insert(needs);
            }
        }
    }

    /// Reports areas that are part of one the framework does not have.
    pub(super) fn parts(&mut self) {
        let mut wrong = Vec::new();
        for framework in &self.book.frameworks {
            for area in &framework.areas {
                if let Some(whole) = &area.part_of
                    && (framework.area(whole).is_none() || *whole == area.id)
                {
                    wrong.push((area.span, area.id.clone(), whole.clone()));
                }
            }
        }
        for (span, area, whole) in wrong {
            self.faults.push(
                Diagnostic::error(
                    "unknown-name",
                    format!("`{area}` is part of `{whole}`, which its framework does not have"),
                )
                .at(span, "this area")
                .help(format!("declare `area {whole} \"…\"` in the same framework")),
            );
        }
    }

    pub(super) fn area(
        &mut self,
        name: &Name,
        title: &Text,
        framework: &Name,
        lines: &[Line],
        span: crate::source::Span,
    ) {
        let mut area = Area {
            id: name.text.clone(),
            title: title.text.clone(),
            aliases: Vec::new(),
            graded: true,
            part_of: None,
            optional: false,
            separate: false,
            themes: Vec::new(),
            characteristics: Vec::new(),
            span,
        };
        for line in lines {
            self.area_line(&mut area, line);
        }
        match self.book.frameworks.iter_mut().find(|known| known.id == framework.text) {
            Some(framework) => framework.areas.push(area),
            None => self.unknown_framework(framework),
        }
    }

    pub(super) fn area_line(&mut self, area: &mut Area, line: &Line) {
        match &line.clause {
            Clause::Also(texts) => {
                area.aliases.extend(texts.iter().map(|text| text.text.clone()));
            }
            Clause::Graded(graded) => area.graded = *graded,
            Clause::PartOf(whole) => area.part_of = Some(whole.text.clone()),
            Clause::Optional => area.optional = true,
            Clause::Separate => area.separate = true,
            Clause::HomeOf(themes) => {
                for theme in themes {
                    let subject = Subject { theme: theme.clone(), aspect: None };
                    area.themes.extend(self.topic(&subject).map(|topic| topic.theme));
                }
            }
            Clause::Characteristic(id, text) => area.characteristics.push(Characteristic {
                id: id.text.clone(),
                text: text.text.clone(),
                topics: Vec::new(),
                provenance: "official".to_owned(),
                span: id.span,
            }),
            Clause::About(subjects, _) => {
                let topics: Vec<Topic> =
                    subjects.iter().filter_map(|subject| self.topic(subject)).collect();
                match area.characteristics.last_mut() {
                    Some(characteristic) => characteristic.topics.extend(topics),
                    None => self.homeless(line, "`about`"),
                }
            }
            Clause::Source(source) => {
                if !["official", "seed", "recalled"].contains(&source.text.as_str()) {
                    let known = ["official", "seed", "recalled"];
                    self.unknown("provenance", "provenances", source, known);
                }
                match area.characteristics.last_mut() {
                    Some(characteristic) => characteristic.provenance.clone_from(&source.text),
                    None => self.homeless(line, "`source`"),
                }
            }
            _ => {}
        }
    }

    pub(super) fn homeless(&mut self, line: &Line, word: &str) {
        self.faults.push(
            Diagnostic::error("rule-meaning", format!("{word} stands before any characteristic"))
                .at(line.span, "belongs to no characteristic")
                .help("put it below the `characteristic` line it speaks of".to_owned()),
        );
    }

    pub(super) fn unknown_framework(&mut self, name: &Name) {
        let known: Vec<String> = self.declared.frameworks.keys().cloned().collect();
        self.unknown("framework", "frameworks", name, known.iter().map(String::as_str));
    }

    pub(super) fn grade(&mut self, name: &Name, framework: &Name, lines: &[Line]) {
        let requirements = self.requirements(lines);
        let Some(grades) = self.declared.frameworks.get(&framework.text).cloned() else {
            self.unknown_framework(framework);
            return;
        };
        if !grades.contains(&name.text) {
            let what = format!("grade in `{}` named", framework.text);
            self.unknown(&what, "grades", name, grades.iter().map(String::as_str));
        }
        let found = self.book.frameworks.iter_mut().find(|known| known.id == framework.text);
        if let Some(framework) = found {
            framework.requirements.insert(name.text.clone(), requirements);
            let balance = lines.iter().find_map(|line| match &line.clause {
                Clause::OutweighedBy(polarity, times) => Some((*polarity, *times)),
                _ => None,
            });
            framework.outweighed.extend(balance.map(|balance| (name.text.clone(), balance)));
        }
    }

    /// The `needs` lines with the `because` and `otherwise` below each.
    pub(super) fn requirements(&mut self, lines: &[Line]) -> Vec<Requirement> {
        let mut requirements: Vec<Requirement> = Vec::new();
        let mut resolved = true;
        for line in lines {
            match &line.clause {
                Clause::Needs(condition, source) => {
                    let authority = self.authority(source.as_ref());
                    let test = self.condition(condition);
                    resolved = test.is_some();
                    let Some(test) = test else { continue };
                    requirements.push(Requirement {
                        wording: wording(self.sources.text(line.span)),
                        test,
                        authority,
                        because: None,
                        otherwise: None,
                        span: line.span,
                    });
                }
                Clause::Because(text) if resolved => {
                    self.template(text);
                    if let Some(last) = requirements.last_mut() {
                        last.because = Some(text.text.clone());
                    }
                }
                Clause::Otherwise(_, text) if resolved => {
                    self.template(text);
                    if let Some(last) = requirements.last_mut() {
                        last.otherwise = Some(text.text.clone());
                    }
                }
                _ => {}
            }
        }
        requirements
    }

    pub(super) fn authority(&mut self, source: Option<&Name>) -> Authority {
        match source.map(|name| name.text.as_str()) {
            Some("official") => Authority::Official,
            Some("house") | None => Authority::House,
            Some(_) => {
                if let Some(name) = source {
                    self.unknown("source", "sources", name, ["official", "house"]);
                }
                Authority::House
            }
        }
    }
}

/// A condition as one line of words.
fn wording(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take_while(|word| *word != "source").collect();
    words.join(" ")
}
