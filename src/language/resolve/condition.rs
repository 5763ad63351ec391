//! Looking up nouns, attributes and values in conditions over the graph.

use super::Resolver;
use crate::language::reading::Notice;
use crate::language::rulebook::{Attribute, Form, Noun, Test, Things};
use crate::language::syntax::{Condition, Name, Reach, Set};

const SUPPORTS: &[&str] =
    &["supported", "partly-supported", "unsupported", "contradicted", "not-assessed"];
const VERDICTS: &[&str] =
    &["consistent", "truncated", "inconsistent", "impossible", "not-checkable"];
/// What can happen to a judgment after it was made.
pub const EVENTS: &[&str] = &["raised", "revisited", "closed"];
const FLAGS: &[&str] = &[
    "historical",
    "self-reported",
    "decisive",
    "graded",
    "disputed",
    "contradictory",
    "drafted",
    "idle",
    "corrected",
    "incomparable",
];

/// The engine's own nouns, beside the kinds that packs declare.
const NOUNS: &[(&str, Noun)] = &[
    ("judgment", Noun::Judgment),
    ("judgments", Noun::Judgment),
    ("grade", Noun::Grade),
    ("grades", Noun::Grade),
    ("statement", Noun::Statement),
    ("statements", Noun::Statement),
    ("characteristic", Noun::Characteristic),
    ("characteristics", Noun::Characteristic),
    ("figure", Noun::Figure),
    ("figures", Noun::Figure),
    ("tally", Noun::Tally),
    ("tallies", Noun::Tally),
    ("inspection", Noun::Inspection),
    ("inspections", Noun::Inspection),
    ("remark", Noun::Remark),
    ("remarks", Noun::Remark),
    ("strength", Noun::Strength),
    ("strengths", Noun::Strength),
    ("weakness", Noun::Weakness),
    ("weaknesses", Noun::Weakness),
];

impl Resolver<'_> {
    /// Resolves a condition; `None` if a name in it is unknown, which is then reported.
    pub fn condition(&mut self, condition: &Condition) -> Option<Test> {
        let span = condition.span();
        let form = match condition {
            Condition::All(all, _) => Form::All(self.conditions(all)?),
            Condition::Any(all, _) => Form::Any(self.conditions(all)?),
            Condition::Not(inner, _) => Form::Not(Box::new(self.condition(inner)?)),
            Condition::Is { value, reach, .. } => self.value(value, *reach)?,
            Condition::HasAttribute { attribute, value, .. } => {
                self.attribute(attribute, value.as_ref())?
            }
            Condition::HasNumber { attribute, comparison, amount, .. } => {
                let attribute = self.named_attribute(attribute)?;
                Form::Number(attribute, *comparison, amount.value)
            }
            Condition::HasWithin { attribute, days, .. } => {
                let attribute = self.named_attribute(attribute)?;
                let within = crate::language::syntax::Comparison::AtMost;
                Form::Number(attribute, within, f64::from(*days))
            }
            Condition::Average { attribute, set, comparison, amount, .. } => {
                let attribute = self.named_attribute(attribute);
                let things = self.things(set);
                Form::Average(attribute?, things?, *comparison, amount.value)
            }
            Condition::Itself { relation, .. } => Form::Itself(*relation),
            Condition::Quantified { relation, quantifier, set, body, .. } => {
                // `has a deadline` reads like a quantity of things; it asks for an attribute.
                if let (Some(attribute), None, None) =
                    (Attribute::named(&set.noun.text), &set.filter, body)
                    && self.noun_of(&set.noun.text).is_none()
                {
                    let present = Test { form: Form::Has(attribute, Vec::new()), span };
                    return Some(match quantifier {
                        crate::language::syntax::Quantifier::No => {
                            Test { form: Form::Not(Box::new(present)), span }
                        }
                        _ => present,
                    });
                }
                let things = self.things(set);
                let body = body.as_ref().map(|body| self.condition(body));
                Form::Count {
                    relation: *relation,
                    quantifier: *quantifier,
                    things: things?,
                    body: match body {
                        Some(body) => Some(Box::new(body?)),
                        None => None,
                    },
                }
            }
        };
        Some(Test { form, span })
    }

    fn conditions(&mut self, all: &[Condition]) -> Option<Vec<Test>> {
        let resolved: Vec<Option<Test>> = all.iter().map(|one| self.condition(one)).collect();
        resolved.into_iter().collect()
    }

    fn things(&mut self, set: &Set) -> Option<Things> {
        let noun = self.noun(&set.noun);
        let filter = match &set.filter {
            Some(filter) => Some(Box::new(self.condition(filter)?)),
            None => None,
        };
        Some(Things {
            independent: set.independent,
            noun: noun?,
            word: set.noun.text.clone(),
            filter,
        })
    }

    fn noun_of(&self, word: &str) -> Option<Noun> {
        let built_in = NOUNS.iter().find(|(name, _)| *name == word);
        built_in.map(|(_, noun)| *noun).or_else(|| {
            let kind = self.declared.kinds.get(word);
            kind.map(|index| Noun::Kind(*index))
        })
    }

    /// A noun, reported if unknown.
    pub fn noun(&mut self, name: &Name) -> Option<Noun> {
        let found = self.noun_of(&name.text);
        if found.is_none() {
            let mut known: Vec<String> = self.declared.kinds.keys().cloned().collect();
            known.extend(NOUNS.iter().map(|(word, _)| (*word).to_owned()));
            let what = "kind of thing";
            self.unknown(what, "kinds of things", name, known.iter().map(String::as_str));
        }
        found
    }

    /// `is VALUE`: the value says which attribute is meant.
    fn value(&mut self, value: &Name, reach: Reach) -> Option<Form> {
        let word = value.text.as_str();
        let scales: Vec<&Vec<String>> = self
            .declared
            .frameworks
            .values()
            .filter(|grades| grades.iter().any(|grade| grade == word))
            .collect();
        if reach != Reach::Alone {
            let mut grades: Vec<String> =
                scales.iter().flat_map(|scale| reached(scale, word, reach)).collect();
            grades.sort();
            grades.dedup();
            if grades.is_empty() {
                let known: Vec<String> = self.all_grades();
                self.unknown("grade", "grades", value, known.iter().map(String::as_str));
                return None;
            }
            return Some(Form::Has(Attribute::Grade, grades));
        }
        let attribute = if let Some(definition) = self.declared.definitions.get(word) {
            return Some(Form::Defined(*definition));
        } else if !scales.is_empty() {
            Attribute::Grade
        } else if SUPPORTS.contains(&word) {
            Attribute::Support
        } else if VERDICTS.contains(&word) {
            Attribute::Verdict
        } else if EVENTS.contains(&word) {
            Attribute::Status
        } else if self.declared.methods.contains_key(word) {
            Attribute::Method
        } else if word == "grade" || self.declared.kinds.contains_key(word) {
            Attribute::Kind
        } else if FLAGS.contains(&word) || Notice::ALL.iter().any(|(name, _)| *name == word) {
            Attribute::Flag
        } else {
            let mut known = self.all_grades();
            for words in [SUPPORTS, VERDICTS, EVENTS, FLAGS] {
                known.extend(words.iter().map(|word| (*word).to_owned()));
            }
            known.extend(Notice::ALL.iter().map(|(word, _)| (*word).to_owned()));
            known.extend(self.declared.methods.keys().cloned());
            known.extend(self.declared.definitions.keys().cloned());
            let what = "grade, support, method, verdict or definition";
            self.unknown(what, "known", value, known.iter().map(String::as_str));
            return None;
        };
        Some(Form::Has(attribute, vec![word.to_owned()]))
    }

    fn all_grades(&self) -> Vec<String> {
        let mut grades: Vec<String> =
            self.declared.frameworks.values().flatten().cloned().collect();
        grades.sort();
        grades.dedup();
        grades
    }

    fn named_attribute(&mut self, name: &Name) -> Option<Attribute> {
        let found = Attribute::named(&name.text);
        if found.is_none() {
            let words = Attribute::ALL.iter().map(|(word, _)| *word);
            self.unknown("attribute", "attributes", name, words);
        }
        found
    }

    fn attribute(&mut self, name: &Name, value: Option<&Name>) -> Option<Form> {
        let attribute = self.named_attribute(name)?;
        let Some(value) = value else {
            return Some(Form::Has(attribute, Vec::new()));
        };
        let known: Vec<String> = match attribute {
            Attribute::Coverage => self.declared.gaps.keys().cloned().collect(),
            Attribute::Method => self.declared.methods.keys().cloned().collect(),
            Attribute::Grade => self.all_grades(),
            Attribute::Support => SUPPORTS.iter().map(|word| (*word).to_owned()).collect(),
            Attribute::Verdict => VERDICTS.iter().map(|word| (*word).to_owned()).collect(),
            Attribute::Status => EVENTS.iter().map(|word| (*word).to_owned()).collect(),
            _ => return Some(Form::Has(attribute, vec![value.text.clone()])),
        };
        if !known.contains(&value.text) {
            let what = format!("{} of this name:", name.text);
            self.unknown(&what, "known", value, known.iter().map(String::as_str));
            return None;
        }
        Some(Form::Has(attribute, vec![value.text.clone()]))
    }
}

/// The grades of a scale from `word` on, in one direction.
fn reached(scale: &[String], word: &str, reach: Reach) -> Vec<String> {
    let Some(at) = scale.iter().position(|grade| grade == word) else {
        return Vec::new();
    };
    scale
        .iter()
        .enumerate()
        .filter(|(index, _)| match reach {
            Reach::Alone => *index == at,
            Reach::OrBetter => *index <= at,
            Reach::OrWorse => *index >= at,
        })
        .map(|(_, grade)| grade.clone())
        .collect()
}
