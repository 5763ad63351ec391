//! The `example` lines of the packs as tests, and alternatives that none reaches.

use crate::diagnostic::Diagnostic;
use crate::language::reading::Claim;
use crate::language::rulebook::{EvidenceRule, Rulebook, Sign};
use crate::language::syntax::{Pattern, Promise};
use crate::mapping::Mapper;
use crate::source::Span;

/// What running the examples gave.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Examples that keep their promise.
    pub kept: usize,
    /// Examples that do not, and alternatives that none reaches.
    pub faults: Vec<Diagnostic>,
}

/// Runs all examples of a rulebook.
pub fn run(book: &Rulebook, mapper: &mut Mapper<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    for (index, rule) in book.evidence.iter().enumerate() {
        outcome.evidence(index, rule, mapper);
    }
    for (index, sign) in book.signs.iter().enumerate() {
        outcome.sign(index, sign, mapper);
    }
    for (index, claim) in book.claims.iter().enumerate() {
        outcome.claim(index, claim, mapper);
    }
    outcome
}

impl Outcome {
    fn evidence(&mut self, index: usize, rule: &EvidenceRule, mapper: &mut Mapper<'_>) {
        let mut reached = vec![false; rule.when.len()];
        for (promise, text, span) in &rule.examples {
            let fired = mapper.try_rule(index, text);
            reach(&mut reached, fired.iter().flat_map(|fired| &fired.alternatives));
            let fault = match (promise, fired.map(|fired| fired.polarity)) {
                (Promise::Silent, Some(_)) => {
                    Some("the rule fires here and should be silent".to_owned())
                }
                (Promise::Fires(_), None) => Some("the rule is silent here".to_owned()),
                (Promise::Fires(wanted), Some(found)) if *wanted != found => {
                    Some(format!("the rule reads {} here", found.word()))
                }
                _ => None,
            };
            self.take(&format!("`{}`", rule.id), "rule", *span, fault);
        }
        self.faults.extend(untested(&rule.id, &rule.when, &reached));
    }

    fn sign(&mut self, index: usize, sign: &Sign, mapper: &mut Mapper<'_>) {
        let mut reached = vec![false; sign.when.len()];
        for (promise, text, span) in &sign.examples {
            reach(&mut reached, &mapper.sign_alternatives(index, text));
            let found = mapper.read_signs(text);
            let broken = matches!(promise, Promise::Fires(wanted) if *wanted != found);
            let fault = broken.then(|| format!("all signs together read {} here", found.word()));
            self.take(&format!("sign `{}`", sign.id), "signs", *span, fault);
        }
        self.faults.extend(untested(&sign.id, &sign.when, &reached));
    }

    fn claim(&mut self, index: usize, claim: &Claim, mapper: &mut Mapper<'_>) {
        let mut made = vec![false; claim.when.len()];
        let mut shown = vec![false; claim.shown_by.len()];
        let mut denied = vec![false; claim.denied_by.len()];
        for (promise, text, span) in &claim.examples {
            let Some(found) = mapper.try_claim(index, text) else { continue };
            reach(&mut made, &found.when);
            reach(&mut shown, &found.shown_by);
            reach(&mut denied, &found.denied_by);
            let fault = match promise {
                Promise::Claims if !found.made => Some("this does not make the claim"),
                Promise::Shows if found.shown_by.is_empty() => Some("this does not show it"),
                Promise::Denies if found.denied_by.is_empty() => Some("this does not deny it"),
                Promise::Silent if found.made => Some("this makes the claim"),
                _ => None,
            };
            self.take(&format!("claim `{}`", claim.id), "claim", *span, fault.map(str::to_owned));
        }
        self.faults.extend(untested(&claim.id, &claim.when, &made));
        self.faults.extend(untested(&claim.id, &claim.shown_by, &shown));
        self.faults.extend(untested(&claim.id, &claim.denied_by, &denied));
    }

    /// Counts an example that holds; else says why it does not.
    fn take(&mut self, whose: &str, mend: &str, span: Span, fault: Option<String>) {
        let Some(label) = fault else {
            self.kept += 1;
            return;
        };
        self.faults.push(
            Diagnostic::error("example-fails", format!("an example of {whose} does not hold"))
                .at(span, label)
                .help(format!("mend the {mend}, or the example if it promises too much")),
        );
    }
}

/// Marks the lines that an example reached.
fn reach<'a>(reached: &mut [bool], lines: impl IntoIterator<Item = &'a usize>) {
    for line in lines {
        if let Some(slot) = reached.get_mut(*line) {
            *slot = true;
        }
    }
}

/// A fault for each line that no example reached.
fn untested(id: &str, lines: &[(Pattern, Span)], reached: &[bool]) -> Vec<Diagnostic> {
    let idle = lines.iter().zip(reached).filter(|(_, reached)| !**reached);
    let fault = |((_, span), _): (&(Pattern, Span), &bool)| {
        let told = format!("no example of `{id}` reaches this line");
        Diagnostic::error("untested-alternative", told)
            .at(*span, "never matched")
            .help("add an `example` line whose sentence it matches".to_owned())
    };
    idle.map(fault).collect()
}
