//! What follows the opening word of a clause of `mapping`.

use nom::Parser;

use super::token::{Grammar, Parsed, fail};
use crate::language::syntax::{Around, Clause};

impl<'s> Grammar<'s> {
    /// A clause of `mapping`, after its opening word.
    pub fn setting(&self, keyword: &str, input: &'s str) -> Parsed<'s, Clause> {
        match keyword {
            "near" => {
                let (rest, _) = self.keyword(&["within"], "`within`")(input)?;
                let (rest, words) = self.whole_number(rest)?;
                let (rest, _) = self.keyword(&["words"], "`words`")(rest)?;
                Ok((rest, Clause::NearWithin(words)))
            }
            "certain" => {
                let (rest, _) = self.keyword(&["from"], "`from`")(input)?;
                let (after, amount) = self.amount(rest)?;
                if amount.percent || !(0.0..=1.0).contains(&amount.value) {
                    return Err(fail(rest, "a confidence from 0 to 1"));
                }
                Ok((after, Clause::CertainFrom(amount.value)))
            }
            "historical" => {
                let (rest, word) = self.keyword(&["if", "until"], "`if` or `until`")(input)?;
                let (rest, pattern) = self.pattern(rest)?;
                let clause = match word {
                    "if" => Clause::HistoricalIf(pattern),
                    _ => Clause::HistoricalUntil(pattern),
                };
                Ok((rest, clause))
            }
            "follow-up" => {
                let (rest, word) = self.keyword(&["if", "hinted"], "`if` or `hinted if`")(input)?;
                if word == "if" {
                    return (|i| self.pattern(i)).map(Clause::FollowUpIf).parse(rest);
                }
                let (rest, _) = self.keyword(&["if"], "`if`")(rest)?;
                (|i| self.pattern(i)).map(Clause::FollowUpHinted).parse(rest)
            }
            "resolved" => {
                let (rest, _) = self.keyword(&["from"], "`from` and a share such as 90%")(input)?;
                self.percent(rest).map(|(rest, share)| (rest, Clause::ResolvedFrom(share)))
            }
            "recognised" => {
                let (rest, _) = self.keyword(&["by"], "`by`")(input)?;
                let (rest, same) = self.whole_number(rest)?;
                let (rest, _) = self.keyword(&["words"], "`words`")(rest)?;
                let (rest, ()) = self.symbol(",", "`,` and a number such as `4 elsewhere`")(rest)?;
                let (rest, other) = self.whole_number(rest)?;
                let (rest, _) = self.keyword(&["elsewhere"], "`elsewhere`")(rest)?;
                Ok((rest, Clause::RecognisedBy(same, other)))
            }
            "decisive" => {
                let (rest, _) = self.keyword(&["from"], "`from`")(input)?;
                let (rest, least) = self.whole_number(rest)?;
                let (rest, _) = self.keyword(&["words"], "`words`")(rest)?;
                let (rest, ()) = self.symbol(",", "`,` and a lead such as `2 ahead`")(rest)?;
                let (rest, lead) = self.whole_number(rest)?;
                let (rest, _) = self.keyword(&["ahead"], "`ahead`")(rest)?;
                Ok((rest, Clause::DecisiveFrom(least, lead)))
            }
            "heading" => self.weighs(Around::Heading, input),
            "end" => self.weighs(Around::End, input),
            "at" => {
                let (rest, _) = self.keyword(&["home"], "`home`")(input)?;
                self.weighs(Around::Home, rest)
            }
            "before" => match self.words(&["fades", "to"], "`weighs` or `fades to`")(input) {
                Ok((rest, ())) => self.percent(rest).map(|(rest, to)| (rest, Clause::Fades(to))),
                Err(_) => self.weighs(Around::Before, input),
            },
            "leaning" => match self.keyword(&["if"], "`weighs` or `if`")(input) {
                Ok((rest, _)) => (|i| self.pattern(i)).map(Clause::LeaningIf).parse(rest),
                Err(_) => self.weighs(Around::Leaning, input),
            },
            _ => self.alternatives(input).map(|(rest, words)| (rest, Clause::Light(words))),
        }
    }

    fn weighs(&self, around: Around, input: &'s str) -> Parsed<'s, Clause> {
        let (rest, _) = self.keyword(&["weighs"], "`weighs` and a share such as 50%")(input)?;
        self.percent(rest).map(|(rest, share)| (rest, Clause::Weighs(around, share)))
    }

    /// A share from 0% to 200%.
    fn percent(&self, input: &'s str) -> Parsed<'s, f64> {
        let (rest, amount) = self.amount(input)?;
        if !amount.percent || !(0.0..=200.0).contains(&amount.value) {
            return Err(fail(input, "a share from 0% to 200%"));
        }
        Ok((rest, amount.value / 100.0))
    }
}
