//! Laws that hold over the whole rulebook: nothing is defined by itself, and one
//! sentence never turns several characteristics of an area green.

use std::collections::BTreeMap;

use super::Resolver;
use crate::diagnostic::Diagnostic;
use crate::language::rulebook::{Area, Characteristic, Form, Test, Topic};

/// How many definitions deep sizes are counted.
const DEEPEST_DEFINITION: usize = 16;
/// Most conditions a definition may stand for, those of definitions in it counted each time.
const MOST_CONDITIONS: usize = 1_000;

impl Resolver<'_> {
    pub(super) fn definition_cycles(&mut self) {
        let uses: Vec<Vec<usize>> = self
            .book
            .definitions
            .iter()
            .map(|definition| definitions_in(&definition.test))
            .collect();
        let mut sizes: Vec<usize> = vec![1; uses.len()];
        // Each round looks one definition deeper.
        for _ in 0..DEEPEST_DEFINITION {
            sizes = uses
                .iter()
                .map(|used| {
                    let inner = used.iter().filter_map(|at| sizes.get(*at));
                    inner.fold(1usize, |sum, size| sum.saturating_add(*size))
                })
                .collect();
        }
        if let Some((definition, _)) =
            self.book.definitions.iter().zip(&sizes).find(|(_, size)| **size > MOST_CONDITIONS)
        {
            self.faults.push(
                Diagnostic::error(
                    "rule-meaning",
                    format!("definition `{}` calls itself, or others too often", definition.id),
                )
                .at(definition.test.span, "grows without end")
                .help(format!("a definition stands for at most {MOST_CONDITIONS} conditions")),
            );
            return;
        }
        for (index, definition) in self.book.definitions.iter().enumerate() {
            let mut seen = std::collections::BTreeSet::new();
            let mut open = uses.get(index).cloned().unwrap_or_default();
            while let Some(next) = open.pop() {
                if next == index {
                    self.faults.push(
                        Diagnostic::error(
                            "rule-meaning",
                            format!("definition `{}` calls itself", definition.id),
                        )
                        .at(definition.test.span, "leads back to where it began")
                        .help(
                            "a definition may only use definitions that do not use it".to_owned(),
                        ),
                    );
                    break;
                }
                if seen.insert(next) {
                    open.extend(uses.get(next).into_iter().flatten());
                }
            }
        }
    }

    /// A theme is at home in one area of a framework at most.
    pub(super) fn homes(&mut self) {
        for framework in &self.book.frameworks {
            let mut homes: BTreeMap<usize, &Area> = BTreeMap::new();
            for area in &framework.areas {
                for theme in &area.themes {
                    let Some(first) = homes.insert(*theme, area) else {
                        continue;
                    };
                    let theme = self.book.themes.get(*theme).map_or("", |theme| &theme.id);
                    let id = &framework.id;
                    self.faults.push(
                        Diagnostic::error(
                            "rule-meaning",
                            format!("`{theme}` is at home in two areas of `{id}`"),
                        )
                        .at(area.span, "in this one")
                        .at(first.span, "and in this one")
                        .help(format!("name `{theme}` in one `home of` only")),
                    );
                }
            }
        }
    }

    /// One sentence must never turn several characteristics of an area green.
    pub(super) fn shared_topics(&mut self) {
        for framework in &self.book.frameworks {
            for area in &framework.areas {
                let mut seen: BTreeMap<&Topic, &Characteristic> = BTreeMap::new();
                for characteristic in &area.characteristics {
                    for topic in &characteristic.topics {
                        let Some(first) = seen.insert(topic, characteristic) else {
                            continue;
                        };
                        let theme = self.book.themes.get(topic.theme).map_or("", |t| &t.id);
                        self.faults.push(
                            Diagnostic::error(
                                "rule-meaning",
                                format!("two characteristics of `{}` are about `{theme}`", area.id),
                            )
                            .at(characteristic.span, "this one")
                            .at(first.span, "and this one")
                            .help(
                                "give the theme aspects and let each characteristic name its own"
                                    .to_owned(),
                            ),
                        );
                    }
                }
            }
        }
    }
}

fn definitions_in(test: &Test) -> Vec<usize> {
    match &test.form {
        Form::All(all) | Form::Any(all) => all.iter().flat_map(definitions_in).collect(),
        Form::Not(inner) => definitions_in(inner),
        Form::Defined(index) => vec![*index],
        Form::Has(..) | Form::Number(..) | Form::Itself(_) => Vec::new(),
        Form::Average(_, things, ..) => {
            things.filter.as_ref().map(|test| definitions_in(test)).unwrap_or_default()
        }
        Form::Count { things, body, .. } => {
            let mut found: Vec<usize> =
                things.filter.as_ref().map(|test| definitions_in(test)).unwrap_or_default();
            found.extend(body.iter().flat_map(|test| definitions_in(test)));
            found
        }
    }
}
