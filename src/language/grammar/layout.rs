//! Clauses of a layout: what the titles and sentences of a draft mean.

use nom::Parser;

use super::token::{Grammar, Parsed};
use crate::language::syntax::Clause;

impl<'s> Grammar<'s> {
    /// What follows the opening word of a clause of a layout.
    pub(super) fn layout_clause(&self, keyword: &str, input: &'s str) -> Parsed<'s, Clause> {
        let texts = || self.texts("a text in quotes");
        match keyword {
            "section" | "callout" => {
                let wanted = match keyword {
                    "section" => "the id of an area or a kind, or a part such as `aside`",
                    _ => "the id of a kind",
                };
                let (rest, name) = self.name(wanted)(input)?;
                let (rest, _) = self.keyword(&["titled"], "`titled`")(rest)?;
                let (rest, titles) = texts()(rest)?;
                let clause = match keyword {
                    "section" => Clause::Section(name, titles),
                    _ => Clause::Callout(name, titles),
                };
                Ok((rest, clause))
            }
            "passes" => {
                let (rest, _) = self.keyword(&["over"], "`over`")(input)?;
                texts().map(Clause::PassesOver).parse(rest)
            }
            "counts" | "says" => {
                let wanted = match keyword {
                    "counts" => "`grade`, `area` or the id of a kind",
                    _ => "`grade` or the id of a kind",
                };
                let (rest, name) = self.name(wanted)(input)?;
                let (rest, _) = self.keyword(&["by"], "`by`")(rest)?;
                let (rest, phrasings) = texts()(rest)?;
                let clause = match keyword {
                    "counts" => Clause::Counts(name, phrasings),
                    _ => Clause::Says(name, phrasings),
                };
                Ok((rest, clause))
            }
            "missing" => {
                let (rest, ()) = self.words(&["callouts", "under"], "`callouts under`")(input)?;
                let (rest, grades) = self.names("a grade")(rest)?;
                let (rest, _) = self.keyword(&["mean"], "`mean`")(rest)?;
                let gap = self.name("the id of a gap");
                gap.map(|gap| Clause::MissingCallouts(grades.clone(), gap)).parse(rest)
            }
            "loses" => self.names("the id of a gap").map(Clause::Loses).parse(input),
            "abbreviations" => {
                let (rest, _) = self.keyword(&["known"], "`known`")(input)?;
                texts().map(Clause::Abbreviations).parse(rest)
            }
            "compares" => {
                let (rest, ()) = self.words(&["grade", "by"], "`grade by`")(input)?;
                texts().map(Clause::ComparesGrade).parse(rest)
            }
            "headings" => {
                let (rest, _) = self.keyword(&["announce"], "`announce`")(input)?;
                self.name("the id of a kind").map(Clause::HeadingsAnnounce).parse(rest)
            }
            "known" => {
                let (rest, _) = self.keyword(&["by"], "`by`")(input)?;
                texts().map(Clause::KnownBy).parse(rest)
            }
            _ => {
                let (rest, _) = self.keyword(&["after"], "`after`")(input)?;
                texts().map(Clause::DatedAfter).parse(rest)
            }
        }
    }
}
