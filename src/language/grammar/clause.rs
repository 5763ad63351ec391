//! Heads and clauses: which keyword opens what, and what may follow it. The
//! two tables are the list of keywords; the parser, the error messages and the
//! reference in `docs/language.md` go by them.

use nom::Parser;
use nom::combinator::{cut, opt};
use nom::sequence::preceded;

use super::token::{Expected, Grammar, Parsed, expecting, fail, missing};
use crate::language::syntax::{Clause, Effect, Head, Polarity, Promise, Subject, Valence, Voice};

/// The words that open an item.
pub const HEADS: &[&str] = &[
    "theme",
    "words",
    "forms",
    "evidence",
    "sign",
    "framework",
    "area",
    "kind",
    "grade",
    "define",
    "check",
    "gap",
    "method",
    "layout",
    "claim",
    "mapping",
];

/// The words that open a clause, and the items that take it.
pub const CLAUSES: &[(&str, &[&str])] = &[
    ("aspect", &["theme"]),
    ("general", &["theme"]),
    ("when", &["evidence", "sign", "method", "claim"]),
    ("unless", &["evidence", "sign", "method", "claim"]),
    ("about", &["evidence", "area"]),
    ("strength", &["evidence"]),
    ("weakness", &["evidence"]),
    ("mixed", &["evidence"]),
    ("neutral", &["evidence"]),
    ("because", &["evidence", "sign", "kind", "grade", "check", "gap", "claim"]),
    ("otherwise", &["kind", "grade", "check"]),
    ("help", &["check"]),
    ("example", &["evidence", "sign", "claim"]),
    ("published", &["framework"]),
    ("follows", &["framework"]),
    ("grades", &["framework"]),
    ("graded", &["area"]),
    ("ungraded", &["area"]),
    ("also", &["area"]),
    ("part", &["area"]),
    ("optional", &["area"]),
    ("separate", &["area"]),
    ("takes", &["framework"]),
    ("revised", &["framework"]),
    ("home", &["area"]),
    ("characteristic", &["area"]),
    ("source", &["area", "check"]),
    ("plural", &["kind"]),
    ("short", &["kind"]),
    ("needs", &["kind", "grade"]),
    ("outweighed", &["grade"]),
    ("excludes", &["kind", "grade"]),
    ("every", &["check"]),
    ("no", &["check"]),
    ("error", &["check"]),
    ("warning", &["check"]),
    ("note", &["check"]),
    ("hides", &["gap"]),
    ("gives", &["sign"]),
    ("reverses", &["sign"]),
    ("mends", &["sign"]),
    ("spoils", &["sign"]),
    ("decides", &["sign"]),
    ("hints", &["sign"]),
    ("stands", &["sign"]),
    ("near", &["mapping"]),
    ("certain", &["mapping"]),
    ("heading", &["mapping"]),
    ("before", &["mapping"]),
    ("leaning", &["mapping"]),
    ("decisive", &["mapping"]),
    ("at", &["mapping"]),
    ("end", &["mapping"]),
    ("historical", &["mapping"]),
    ("follow-up", &["mapping"]),
    ("resolved", &["mapping"]),
    ("recognised", &["mapping"]),
    ("shown", &["claim"]),
    ("denied", &["claim"]),
    ("together", &["check"]),
    ("self-reported", &["method"]),
    ("known", &["layout"]),
    ("section", &["layout"]),
    ("callout", &["layout"]),
    ("passes", &["layout"]),
    ("dated", &["layout"]),
    ("counts", &["layout"]),
    ("says", &["layout"]),
    ("missing", &["layout"]),
    ("headings", &["layout"]),
    ("loses", &["layout"]),
    ("abbreviations", &["layout"]),
    ("compares", &["layout"]),
    ("speaks", &["kind"]),
    ("light", &["mapping"]),
];

/// Whether an item of this keyword takes a clause of that one.
pub fn takes(head: &str, clause: &str) -> bool {
    CLAUSES.iter().any(|(word, heads)| *word == clause && heads.contains(&head))
}

const POLARITIES: &[&str] = &["strength", "weakness", "mixed", "neutral"];

fn polarity(word: &str) -> Polarity {
    match word {
        "strength" => Polarity::Strength,
        "weakness" => Polarity::Weakness,
        "mixed" => Polarity::Mixed,
        _ => Polarity::Neutral,
    }
}

impl<'s> Grammar<'s> {
    /// What follows the opening word of an item.
    pub fn head(&self, keyword: &str, input: &'s str) -> Parsed<'s, Head> {
        let id = || self.name("an id: small letters, digits and hyphens");
        let text = |wanted| self.text(wanted);
        match keyword {
            "theme" => (id(), text("its definition in quotes"))
                .map(|(id, text)| Head::Theme(id, text))
                .parse(input),
            "words" => {
                let (rest, (id, ())) = (id(), self.symbol("=", "`=`")).parse(input)?;
                let (rest, words) = self.alternatives(rest)?;
                Ok((rest, Head::Words(id, words)))
            }
            "forms" => {
                let (rest, (base, ())) =
                    (text("the base form in quotes"), self.symbol("=", "`=`")).parse(input)?;
                let (rest, forms) = self.alternatives(rest)?;
                Ok((rest, Head::Forms(base, forms)))
            }
            "evidence" => id().map(Head::Evidence).parse(input),
            "sign" => id().map(Head::Sign).parse(input),
            "framework" => (id(), text("its title in quotes"))
                .map(|(id, title)| Head::Framework(id, title))
                .parse(input),
            "area" => {
                let within = preceded(
                    self.keyword(&["in"], "`in` and the framework"),
                    self.name("the id of a framework"),
                );
                (id(), text("its title in quotes"), within)
                    .map(|(id, title, framework)| Head::Area(id, title, framework))
                    .parse(input)
            }
            "kind" => (id(), text("its title in quotes"))
                .map(|(id, title)| Head::Kind(id, title))
                .parse(input),
            "grade" => {
                let within = preceded(
                    self.keyword(&["in"], "`in` and the framework"),
                    self.name("the id of a framework"),
                );
                (id(), within).map(|(id, framework)| Head::Grade(id, framework)).parse(input)
            }
            "define" => {
                let (rest, (id, ())) = (id(), self.symbol("=", "`=`")).parse(input)?;
                let (rest, condition) = self.condition(rest)?;
                Ok((rest, Head::Define(id, condition)))
            }
            "check" => {
                (id(), self.name("`error`, `warning` or `note`"), text("its title in quotes"))
                    .map(|(id, severity, title)| Head::Check(id, severity, title))
                    .parse(input)
            }
            "gap" => (id(), text("its title in quotes"))
                .map(|(id, title)| Head::Gap(id, title))
                .parse(input),
            "method" => (id(), text("its title in quotes"))
                .map(|(id, title)| Head::Method(id, title))
                .parse(input),
            "layout" => {
                let within = preceded(
                    self.keyword(&["in"], "`in` and the framework"),
                    self.name("the id of a framework"),
                );
                (id(), text("its title in quotes"), within)
                    .map(|(id, title, framework)| Head::Layout(id, title, framework))
                    .parse(input)
            }
            "claim" => (id(), text("what is claimed, in quotes"))
                .map(|(id, title)| Head::Claim(id, title))
                .parse(input),
            _ => Ok((input, Head::Mapping)),
        }
    }

    /// A clause: `line` begins with `keyword`, `input` is what follows it.
    pub fn clause(&self, keyword: &str, line: &'s str, input: &'s str) -> Parsed<'s, Clause> {
        let text = || self.text("a text in quotes");
        match keyword {
            "aspect" | "characteristic" => {
                let id = self.name("an id: small letters, digits and hyphens");
                let (rest, (id, words)) = (id, text()).parse(input)?;
                let clause = match keyword {
                    "aspect" => Clause::Aspect(id, words),
                    _ => Clause::Characteristic(id, words),
                };
                Ok((rest, clause))
            }
            "general" => Ok((input, Clause::General)),
            "when" => (|i| self.pattern(i)).map(Clause::When).parse(input),
            "unless" => (|i| self.pattern(i)).map(Clause::Unless).parse(input),
            "about" => self.about(input),
            "strength" | "weakness" | "mixed" | "neutral" => {
                let (rest, _) = self.keyword(&["if"], "`if`")(input)?;
                let (rest, pattern) = self.pattern(rest)?;
                Ok((rest, Clause::PolarityIf(polarity(keyword), pattern)))
            }
            "because" => text().map(Clause::Because).parse(input),
            "otherwise" | "help" | "together" => {
                let when = preceded(self.keyword(&["if"], "`if`"), cut(|i| self.condition(i)));
                let (rest, condition) = opt(when).parse(input)?;
                let (rest, words) = text()(rest)?;
                let clause = match keyword {
                    "help" => Clause::Help(condition, words),
                    "together" => Clause::Together(condition, words),
                    _ => Clause::Otherwise(condition, words),
                };
                Ok((rest, clause))
            }
            "example" => self.example(input),
            "published" => self.name("a date: 2023-02-08").map(Clause::Published).parse(input),
            "follows" => self.follows(input),
            "grades" => self.grades(input),
            "graded" => Ok((input, Clause::Graded(true))),
            "ungraded" => Ok((input, Clause::Graded(false))),
            "part" => {
                let (rest, _) = self.keyword(&["of"], "`of`")(input)?;
                self.name("the id of an area").map(Clause::PartOf).parse(rest)
            }
            "optional" => Ok((input, Clause::Optional)),
            "separate" => Ok((input, Clause::Separate)),
            "takes" => {
                let (rest, _) = self.keyword(&["from"], "`from`")(input)?;
                self.name("the id of a framework").map(Clause::TakesFrom).parse(rest)
            }
            "revised" => self.name("a date: 2022-03-01").map(Clause::Revised).parse(input),
            "also" => self.texts("a text in quotes").map(Clause::Also).parse(input),
            "home" => {
                let (rest, _) = self.keyword(&["of"], "`of`")(input)?;
                self.names("the id of a theme").map(Clause::HomeOf).parse(rest)
            }
            "source" => self
                .name("`official`, `house`, `seed` or `recalled`")
                .map(Clause::Source)
                .parse(input),
            "plural" => self.name("the plural").map(Clause::Plural).parse(input),
            "short" => text().map(Clause::Short).parse(input),
            "needs" | "excludes" => {
                let (rest, condition) = match keyword {
                    "needs" => self.condition(input)?,
                    _ => self.excluded(input)?,
                };
                let source = preceded(
                    self.keyword(&["source"], "`source`"),
                    cut(self.name("`official` or `house`")),
                );
                let (rest, source) = opt(source).parse(rest)?;
                Ok((rest, Clause::Needs(condition, source)))
            }
            "every" | "no" => (|i| self.demand(i)).map(Clause::Demand).parse(line),
            "error" | "warning" | "note" => {
                let (_, severity) = self.name("a severity")(line)?;
                let (rest, _) = self.keyword(&["if"], "`if`")(input)?;
                let (rest, condition) = self.condition(rest)?;
                Ok((rest, Clause::Escalate(severity, condition)))
            }
            "hides" => {
                self.names("a kind, `strength` or `weakness`").map(Clause::Hides).parse(input)
            }
            "gives" => self.gives(input),
            "reverses" | "mends" | "spoils" => {
                let (rest, ()) = self.words(&["the", "next"], "`the next`")(input)?;
                let (rest, words) = self.whole_number(rest)?;
                let (rest, _) = self.keyword(&["words", "word"], "`words`")(rest)?;
                let effect = match keyword {
                    "mends" => Effect::Mends(words),
                    "spoils" => Effect::Spoils(words),
                    _ => Effect::Reverses(words),
                };
                Ok((rest, Clause::Effect(effect)))
            }
            "decides" => Ok((input, Clause::Voice(Voice::Decides))),
            "hints" => Ok((input, Clause::Voice(Voice::Hints))),
            "stands" => Ok((input, Clause::Stands)),
            "near" | "certain" | "heading" | "before" | "leaning" | "decisive" | "at" | "end"
            | "historical" | "follow-up" | "resolved" | "recognised" | "light" => {
                self.setting(keyword, input)
            }
            "outweighed" => {
                let (rest, _) = self.keyword(&["by"], "`by`")(input)?;
                let wanted = "`strengths` or `weaknesses`";
                let (rest, word) = self.keyword(&["strengths", "weaknesses"], wanted)(rest)?;
                let (rest, times) = self.whole_number(rest)?;
                let (rest, _) = self.keyword(&["to"], "`to 1`")(rest)?;
                let (after, one) = self.whole_number(rest)?;
                if one != 1 || times == 0 {
                    return Err(fail(rest, "`to 1`, after a number from 1"));
                }
                let polarity = match word {
                    "strengths" => Polarity::Strength,
                    _ => Polarity::Weakness,
                };
                Ok((after, Clause::OutweighedBy(polarity, times)))
            }
            "speaks" => {
                let (rest, _) = self.keyword(&["of"], "`of`")(input)?;
                let (rest, word) =
                    self.keyword(&["strength", "weakness"], "`strength` or `weakness`")(rest)?;
                Ok((rest, Clause::SpeaksOf(polarity(word))))
            }
            "shown" | "denied" => {
                let (rest, _) = self.keyword(&["by"], "`by`")(input)?;
                let (rest, pattern) = self.pattern(rest)?;
                let clause = match keyword {
                    "shown" => Clause::ShownBy(pattern),
                    _ => Clause::DeniedBy(pattern),
                };
                Ok((rest, clause))
            }
            "self-reported" => Ok((input, Clause::SelfReported)),
            _ => self.layout_clause(keyword, input),
        }
    }

    fn subject(&self, input: &'s str) -> Parsed<'s, Subject> {
        let (rest, theme) = expecting("the id of a theme", |i| self.word(i))(input)?;
        let span = self.between(input, rest);
        let theme = crate::language::syntax::Name { text: theme.to_owned(), span };
        let aspect =
            preceded(nom::character::complete::char('/'), cut(self.name("the id of an aspect")));
        let (rest, aspect) = opt(aspect).parse(rest)?;
        let (rest, ()) = self.blank(rest)?;
        Ok((rest, Subject { theme, aspect }))
    }

    fn about(&self, input: &'s str) -> Parsed<'s, Clause> {
        let (mut rest, first) = self.subject(input)?;
        let mut subjects = vec![first];
        while let Ok((after, ())) = self.symbol(",", "`,`")(rest) {
            if let Some((after, valence)) = self.valence(after)? {
                return Ok((after, Clause::About(subjects, Some(valence))));
            }
            let (after, subject) = cut(|i| self.subject(i)).parse(after)?;
            subjects.push(subject);
            rest = after;
        }
        Ok((rest, Clause::About(subjects, None)))
    }

    fn valence(
        &self,
        input: &'s str,
    ) -> Result<Option<(&'s str, Valence)>, nom::Err<Expected<'s>>> {
        let Ok((rest, word)) = self.keyword(&["good", "bad"], "")(input) else {
            return Ok(None);
        };
        let (rest, ()) = cut(self.words(&["when", "more"], "`when more`")).parse(rest)?;
        let valence = match word {
            "good" => Valence::GoodWhenMore,
            _ => Valence::BadWhenMore,
        };
        Ok(Some((rest, valence)))
    }

    fn example(&self, input: &'s str) -> Parsed<'s, Clause> {
        const WANTED: &str =
            "`strength`, `weakness`, `mixed`, `neutral`, `silent`, `claims`, `shows` or `denies`";
        let words =
            &["strength", "weakness", "mixed", "neutral", "silent", "claims", "shows", "denies"];
        let (rest, word) = self.keyword(words, WANTED)(input)?;
        let promise = match word {
            "silent" => Promise::Silent,
            "claims" => Promise::Claims,
            "shows" => Promise::Shows,
            "denies" => Promise::Denies,
            _ => Promise::Fires(polarity(word)),
        };
        let (rest, text) = self.text("a sentence in quotes")(rest)?;
        Ok((rest, Clause::Example(promise, text)))
    }

    fn follows(&self, input: &'s str) -> Parsed<'s, Clause> {
        let (rest, name) = self.name("the id of a framework")(input)?;
        let Ok((after, ())) = self.symbol(",", "`,`")(rest) else {
            return Ok((rest, Clause::Follows(name, None)));
        };
        let wanted = "`grades comparable` or `grades not comparable`";
        let (after, _) = cut(self.keyword(&["grades"], wanted)).parse(after)?;
        let (after, negated) = opt(self.keyword(&["not"], wanted)).parse(after)?;
        let (after, _) = cut(self.keyword(&["comparable"], wanted)).parse(after)?;
        Ok((after, Clause::Follows(name, Some(negated.is_none()))))
    }

    fn grades(&self, input: &'s str) -> Parsed<'s, Clause> {
        let (mut rest, first) = self.name("a grade, the best one first")(input)?;
        let mut grades = vec![first];
        while let Ok((after, ())) = self.symbol(">", "`>`")(rest) {
            let (after, grade) = cut(self.name("the next lower grade")).parse(after)?;
            grades.push(grade);
            rest = after;
        }
        Ok((rest, Clause::Grades(grades)))
    }

    fn gives(&self, input: &'s str) -> Parsed<'s, Clause> {
        const WANTED: &str = "a polarity, `more` or `less`";
        let (rest, word) =
            self.word(input).map_err(|_: nom::Err<Expected<'s>>| missing(input, WANTED))?;
        let effect = match word {
            "more" => Effect::More,
            "less" => Effect::Less,
            other if POLARITIES.contains(&other) => Effect::Gives(polarity(other)),
            _ => return Err(missing(input, WANTED)),
        };
        let (rest, ()) = self.blank(rest)?;
        Ok((rest, Clause::Effect(effect)))
    }
}
