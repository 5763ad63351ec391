//! Conditions over the graph. `and` binds tighter than `or`; what follows `that`
//! may be joined by `and`. Only `every` and a percentage are followed by a
//! condition on each thing; a plain number counts the things that the set names.

use nom::Parser;
use nom::combinator::{cut, opt};
use nom::multi::many0;
use nom::sequence::preceded;

use super::token::{Expected, Grammar, Parsed, fail, missing};
use crate::language::syntax::{Condition, Quantifier, Reach, Relation, Set};

const START: &str = "a condition, such as `at least 1 …`, `every …`, `rests on …`, `is …`";
/// Deepest nesting of conditions with a quantity: each multiplies the work.
const DEEPEST_QUANTITY: usize = 4;
const QUANTIFIERS: &str = "`at least N`, `at most N`, `exactly N`, `every`, `some` or `no`";

impl<'s> Grammar<'s> {
    /// A whole condition.
    pub fn condition(&self, input: &'s str) -> Parsed<'s, Condition> {
        self.either(input, 0)
    }

    /// What a check demands: `every …` or `no …`, and of each a whole condition.
    pub fn demand(&self, input: &'s str) -> Parsed<'s, Condition> {
        let (rest, quantifier) = self.quantifier(input)?;
        let (rest, set) = cut(|i| self.set(i, 0)).parse(rest)?;
        let wanted = quantifier == Quantifier::Every || !rest.is_empty();
        let (rest, body) = if wanted {
            let (rest, body) = cut(|i| self.either(i, 0)).parse(rest)?;
            (rest, Some(Box::new(body)))
        } else {
            (rest, None)
        };
        let span = self.between(input, rest);
        let condition = Condition::Quantified { relation: None, quantifier, set, body, span };
        Ok((rest, condition))
    }

    fn either(&self, input: &'s str, depth: usize) -> Parsed<'s, Condition> {
        let (rest, first) = self.both(input, depth)?;
        let more = preceded(self.keyword(&["or"], "`or`"), cut(|i| self.both(i, depth)));
        let (rest, others) = many0(more).parse(rest)?;
        Ok((rest, self.join(input, rest, first, others, Condition::Any)))
    }

    fn both(&self, input: &'s str, depth: usize) -> Parsed<'s, Condition> {
        let (rest, first) = self.single(input, depth)?;
        let more = preceded(self.keyword(&["and"], "`and`"), cut(|i| self.single(i, depth)));
        let (rest, others) = many0(more).parse(rest)?;
        Ok((rest, self.join(input, rest, first, others, Condition::All)))
    }

    fn join(
        &self,
        from: &'s str,
        to: &'s str,
        first: Condition,
        others: Vec<Condition>,
        many: fn(Vec<Condition>, crate::source::Span) -> Condition,
    ) -> Condition {
        if others.is_empty() {
            return first;
        }
        let all = std::iter::once(first).chain(others).collect();
        many(all, self.between(from, to))
    }

    fn single(&self, input: &'s str, depth: usize) -> Parsed<'s, Condition> {
        let deeper = self.deeper(input, depth)?;
        if input.starts_with('(') {
            let (rest, ()) = self.symbol("(", "`(`")(input)?;
            let (rest, inside) = cut(|i| self.either(i, deeper)).parse(rest)?;
            let (rest, ()) = cut(self.symbol(")", "`)`")).parse(rest)?;
            return Ok((rest, inside));
        }
        if let Ok((rest, _)) = self.keyword(&["not"], "`not`")(input) {
            let (rest, inside) = cut(|i| self.single(i, deeper)).parse(rest)?;
            let span = self.between(input, rest);
            return Ok((rest, Condition::Not(Box::new(inside), span)));
        }
        if let Ok((rest, _)) = self.keyword(&["is", "are"], "`is`")(input) {
            return self.is(input, rest);
        }
        if let Ok((rest, _)) = self.keyword(&["average"], "`average`")(input) {
            return self.average(input, rest, deeper);
        }
        if let Some((rest, relation)) = self.only(input) {
            return self.only_of(input, rest, relation, deeper);
        }
        if let Some((rest, relation)) = self.relation(input) {
            return self.related(input, rest, relation, deeper);
        }
        match self.quantified(input, input, Some(Relation::Has), deeper) {
            Err(nom::Err::Error(_)) => Err(missing(input, START)),
            other => other,
        }
    }

    fn is(&self, whole: &'s str, input: &'s str) -> Parsed<'s, Condition> {
        let (rest, negated) = opt(self.keyword(&["not"], "`not`")).parse(input)?;
        let wanted = "what it is: a grade, a support, a method, a verdict or a definition";
        let (rest, value) = cut(self.name(wanted)).parse(rest)?;
        let reach = |i| {
            let (rest, ()) = self.words(&["or", "better"], "`or better`")(i)?;
            Ok::<_, nom::Err<Expected<'s>>>((rest, Reach::OrBetter))
        };
        let worse = |i| {
            let (rest, ()) = self.words(&["or", "worse"], "`or worse`")(i)?;
            Ok::<_, nom::Err<Expected<'s>>>((rest, Reach::OrWorse))
        };
        let (rest, reach) = opt(nom::branch::alt((reach, worse))).parse(rest)?;
        let span = self.between(whole, rest);
        let condition = Condition::Is { value, reach: reach.unwrap_or(Reach::Alone), span };
        Ok(match negated {
            Some(_) => (rest, Condition::Not(Box::new(condition), span)),
            None => (rest, condition),
        })
    }

    fn only(&self, input: &'s str) -> Option<(&'s str, Relation)> {
        let verbs: [(&'static [&'static str], Relation); 6] = [
            (&["ultimately", "rests", "only", "on"], Relation::UltimatelyRestsOn),
            (&["ultimately", "rest", "only", "on"], Relation::UltimatelyRestsOn),
            (&["rests", "only", "on"], Relation::RestsOn),
            (&["rest", "only", "on"], Relation::RestsOn),
            (&["bears", "only", "on"], Relation::BearsOn),
            (&["has", "only"], Relation::Has),
        ];
        verbs.into_iter().find_map(|(words, relation)| {
            let (rest, ()) = self.words(words, "a relation")(input).ok()?;
            Some((rest, relation))
        })
    }

    /// `rests only on statements that are X`: on at least one statement, and every one is X.
    fn only_of(
        &self,
        whole: &'s str,
        input: &'s str,
        relation: Relation,
        depth: usize,
    ) -> Parsed<'s, Condition> {
        let (rest, set) = cut(|i| self.set(i, depth)).parse(input)?;
        let Some(filter) = set.filter.clone() else {
            return Err(fail(rest, "`that` and a condition"));
        };
        let span = self.between(whole, rest);
        let count = |quantifier, body| Condition::Quantified {
            relation: Some(relation),
            quantifier,
            set: Set { filter: None, ..set.clone() },
            body,
            span,
        };
        let both = vec![count(Quantifier::Some, None), count(Quantifier::Every, Some(filter))];
        Ok((rest, Condition::All(both, span)))
    }

    /// `excludes causes-of-concern`: there may be none.
    pub fn excluded(&self, input: &'s str) -> Parsed<'s, Condition> {
        let (rest, set) = self.set(input, 0)?;
        let condition = Condition::Quantified {
            relation: Some(Relation::Has),
            quantifier: Quantifier::No,
            set,
            body: None,
            span: self.between(input, rest),
        };
        Ok((rest, condition))
    }

    fn relation(&self, input: &'s str) -> Option<(&'s str, Relation)> {
        let verbs: [(&'static [&'static str], Relation); 11] = [
            (&["has"], Relation::Has),
            (&["have"], Relation::Has),
            (&["rests", "on"], Relation::RestsOn),
            (&["rest", "on"], Relation::RestsOn),
            (&["ultimately", "rests", "on"], Relation::UltimatelyRestsOn),
            (&["ultimately", "rest", "on"], Relation::UltimatelyRestsOn),
            (&["supports"], Relation::Supports),
            (&["bears", "on"], Relation::BearsOn),
            (&["bear", "on"], Relation::BearsOn),
            (&["follows", "up"], Relation::FollowsUp),
            (&["follow", "up"], Relation::FollowsUp),
        ];
        verbs.into_iter().find_map(|(words, relation)| {
            let (rest, ()) = self.words(words, "a relation")(input).ok()?;
            Some((rest, relation))
        })
    }

    /// What follows a verb: `itself`, an attribute, or a quantity of things.
    fn related(
        &self,
        whole: &'s str,
        input: &'s str,
        relation: Relation,
        depth: usize,
    ) -> Parsed<'s, Condition> {
        if let Ok((rest, _)) = self.keyword(&["itself"], "`itself`")(input) {
            let span = self.between(whole, rest);
            return Ok((rest, Condition::Itself { relation, span }));
        }
        match self.quantified(whole, input, Some(relation), depth) {
            Err(nom::Err::Error(_)) if relation == Relation::Has => self.attribute(whole, input),
            Err(nom::Err::Error(_)) => Err(fail(input, QUANTIFIERS)),
            other => other,
        }
    }

    /// `average score of quality-statements is at least 2.5`
    fn average(&self, whole: &'s str, input: &'s str, depth: usize) -> Parsed<'s, Condition> {
        let (rest, attribute) = cut(self.name("an attribute with numbers")).parse(input)?;
        let (rest, _) = cut(self.keyword(&["of"], "`of`")).parse(rest)?;
        let (rest, set) = cut(|i| self.set(i, depth)).parse(rest)?;
        let (rest, _) = cut(self.keyword(&["is"], "`is`")).parse(rest)?;
        let (rest, comparison) = cut(|i| self.comparison(i)).parse(rest)?;
        let (rest, amount) = cut(|i| self.amount(i)).parse(rest)?;
        let span = self.between(whole, rest);
        Ok((rest, Condition::Average { attribute, set, comparison, amount, span }))
    }

    fn attribute(&self, whole: &'s str, input: &'s str) -> Parsed<'s, Condition> {
        let wanted = "a quantity (`at least 1 …`), or an attribute and its value";
        let (rest, attribute) = cut(self.name(wanted)).parse(input)?;
        if let Ok((after, _)) = self.keyword(&["within"], "")(rest) {
            let (after, days) = cut(|i| self.whole_number(i)).parse(after)?;
            let (after, _) = cut(self.keyword(&["days", "day"], "`days`")).parse(after)?;
            let span = self.between(whole, after);
            return Ok((after, Condition::HasWithin { attribute, days, span }));
        }
        if let Ok((after, comparison)) = self.comparison(rest) {
            let (after, amount) = cut(|i| self.amount(i)).parse(after)?;
            let span = self.between(whole, after);
            return Ok((after, Condition::HasNumber { attribute, comparison, amount, span }));
        }
        let (rest, value) = match self.keyword(&["and", "or", "source"], "")(rest) {
            Ok(_) => (rest, None),
            Err(_) => opt(self.name("a value")).parse(rest)?,
        };
        let span = self.between(whole, rest);
        Ok((rest, Condition::HasAttribute { attribute, value, span }))
    }

    fn quantified(
        &self,
        whole: &'s str,
        input: &'s str,
        relation: Option<Relation>,
        depth: usize,
    ) -> Parsed<'s, Condition> {
        let (rest, quantifier) = self.quantifier(input)?;
        if depth > DEEPEST_QUANTITY {
            return Err(fail(input, "at most four quantities inside each other"));
        }
        let (rest, set) = cut(|i| self.set(i, depth)).parse(rest)?;
        let needs_body = matches!(quantifier, Quantifier::Every)
            || matches!(quantifier, Quantifier::AtLeast(a) | Quantifier::AtMost(a) if a.percent);
        let (rest, body) = if needs_body {
            let (rest, body) = cut(|i| self.single(i, depth)).parse(rest)?;
            (rest, Some(body))
        } else {
            (rest, None)
        };
        let span = self.between(whole, rest);
        Ok((
            rest,
            Condition::Quantified { relation, quantifier, set, body: body.map(Box::new), span },
        ))
    }

    fn quantifier(&self, input: &'s str) -> Parsed<'s, Quantifier> {
        if let Ok((rest, ())) = self.words(&["at", "least"], "")(input) {
            let (rest, amount) = cut(|i| self.amount(i)).parse(rest)?;
            return Ok((self.optional_of(rest), Quantifier::AtLeast(amount)));
        }
        if let Ok((rest, ())) = self.words(&["at", "most"], "")(input) {
            let (rest, amount) = cut(|i| self.amount(i)).parse(rest)?;
            return Ok((self.optional_of(rest), Quantifier::AtMost(amount)));
        }
        if let Ok((rest, _)) = self.keyword(&["exactly"], "")(input) {
            let (rest, number) = cut(|i| self.whole_number(i)).parse(rest)?;
            return Ok((rest, Quantifier::Exactly(u64::from(number))));
        }
        let (rest, word) = self.keyword(&["every", "some", "a", "an", "no"], QUANTIFIERS)(input)?;
        let quantifier = match word {
            "every" => Quantifier::Every,
            "no" => Quantifier::No,
            _ => Quantifier::Some,
        };
        Ok((rest, quantifier))
    }

    /// `at least 50% of characteristics` reads better than without `of`.
    fn optional_of(&self, input: &'s str) -> &'s str {
        self.keyword(&["of"], "`of`")(input).map_or(input, |(rest, _)| rest)
    }

    fn set(&self, input: &'s str, depth: usize) -> Parsed<'s, Set> {
        let (rest, independent) =
            opt(self.keyword(&["independent"], "`independent`")).parse(input)?;
        let wanted = "a kind of thing, such as `grade`, `statement` or `characteristic`";
        let (rest, noun) = self.name(wanted)(rest)?;
        let (rest, filter) =
            opt(preceded(self.keyword(&["that"], "`that`"), cut(|i| self.both(i, depth))))
                .parse(rest)?;
        Ok((rest, Set { independent: independent.is_some(), noun, filter: filter.map(Box::new) }))
    }
}
