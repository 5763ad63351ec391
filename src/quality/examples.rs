//! The `example` lines of the packs as tests, and alternatives that none reaches.

use crate::diagnostic::Diagnostic;
use crate::language::rulebook::Rulebook;
use crate::language::syntax::Promise;
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
        let mut reached = vec![false; rule.when.len()];
        for (promise, text, span) in &rule.examples {
            let fired = mapper.try_rule(index, text);
            for alternative in fired.iter().flat_map(|fired| &fired.alternatives) {
                if let Some(slot) = reached.get_mut(*alternative) {
                    *slot = true;
                }
            }
            let said = fired.map(|fired| fired.polarity);
            let fault = match (promise, said) {
                (Promise::Silent, None) => None,
                (Promise::Silent, Some(_)) => {
                    Some("the rule fires here and should be silent".to_owned())
                }
                (Promise::Fires(_), None) => Some("the rule is silent here".to_owned()),
                (Promise::Fires(wanted), Some(found)) if *wanted == found => None,
                (Promise::Fires(_), Some(found)) => {
                    Some(format!("the rule reads {} here", found.word()))
                }
            };
            match fault {
                None => outcome.kept += 1,
                Some(label) => outcome.faults.push(
                    Diagnostic::error(
                        "example-fails",
                        format!("an example of `{}` does not hold", rule.id),
                    )
                    .at(*span, label)
                    .help("mend the rule, or the example if it promises too much".to_owned()),
                ),
            }
        }
        let lines = rule.when.iter().map(|(_, span)| *span);
        outcome.faults.extend(untested(&rule.id, lines.zip(reached)));
    }
    for (index, sign) in book.signs.iter().enumerate() {
        let mut reached = vec![false; sign.when.len()];
        for (promise, text, span) in &sign.examples {
            for alternative in mapper.sign_alternatives(index, text) {
                if let Some(slot) = reached.get_mut(alternative) {
                    *slot = true;
                }
            }
            let found = mapper.read_signs(text);
            let kept = match promise {
                Promise::Fires(wanted) => *wanted == found,
                Promise::Silent => true,
            };
            if kept {
                outcome.kept += 1;
            } else {
                outcome.faults.push(
                    Diagnostic::error(
                        "example-fails",
                        format!("an example of sign `{}` does not hold", sign.id),
                    )
                    .at(*span, format!("all signs together read {} here", found.word()))
                    .help("mend the signs, or the example if it promises too much".to_owned()),
                );
            }
        }
        let lines = sign.when.iter().map(|(_, span)| *span);
        outcome.faults.extend(untested(&sign.id, lines.zip(reached)));
    }
    outcome
}

/// A fault for each line that no example reached.
fn untested(id: &str, lines: impl Iterator<Item = (Span, bool)>) -> Vec<Diagnostic> {
    let idle = lines.filter(|(_, reached)| !reached);
    let fault = |(span, _): (Span, bool)| {
        let told = format!("no example of `{id}` reaches this line");
        Diagnostic::error("untested-alternative", told)
            .at(span, "never matched")
            .help("add an `example` line whose sentence it matches".to_owned())
    };
    idle.map(fault).collect()
}
