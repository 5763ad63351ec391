//! Checks: one demand each, and what to say when it is not met.

use super::Resolver;
use crate::diagnostic::{Authority, Diagnostic, Severity, did_you_mean};
use crate::language::rulebook::{Check, Form, Test};
use crate::language::syntax::{Clause, Condition, Line, Name, Text};

/// What a message of a rule may speak of.
pub const PLACEHOLDERS: &[&str] = &[
    "it",
    "title",
    "kind",
    "area",
    "grade",
    "missing",
    "given",
    "computed",
    "verdict",
    "method",
    "framework",
    "support",
    "gap",
    "other",
    "days",
    "elsewhere",
    "words",
    "reason",
    "origin",
    "score",
    "before",
];

/// What the words for several things at once may speak of.
const TOGETHER: &[&str] = &["number", "areas"];
impl Check {
    /// What its page says: why it matters, and how to mend it, whatever the case.
    pub fn page(&self) -> impl Iterator<Item = &str> {
        let help = self.help.iter().filter(|(condition, _)| condition.is_none());
        self.because.as_deref().into_iter().chain(help.map(|(_, text)| text.as_str()))
    }
}

impl Resolver<'_> {
    pub(super) fn check(
        &mut self,
        code: &Name,
        severity: &Name,
        title: &Text,
        lines: &[Line],
        broken: bool,
        span: crate::source::Span,
    ) {
        let severity = self.severity(severity);
        let mut demands = Vec::new();
        let mut check = Check {
            code: code.text.clone(),
            severity,
            title: title.text.clone(),
            demand: Test { form: Form::All(Vec::new()), span },
            otherwise: Vec::new(),
            together: None,
            help: Vec::new(),
            because: None,
            escalations: Vec::new(),
            authority: Authority::Official,
            span,
        };
        for line in lines {
            match &line.clause {
                Clause::Demand(condition) => demands.push((self.condition(condition), line.span)),
                Clause::Otherwise(condition, text) => {
                    self.template(text);
                    check.otherwise.extend(self.message(condition.as_ref(), text));
                }
                Clause::Together(condition, text) => {
                    self.placeholders(text, TOGETHER);
                    if check.together.is_some() {
                        let help = "leave one of them; the others can be told by `otherwise`";
                        self.wrong_at("`together` stands twice in this check", text.span, help);
                    }
                    check.together = self.message(condition.as_ref(), text);
                }
                Clause::Help(condition, text) => {
                    self.template(text);
                    check.help.extend(self.message(condition.as_ref(), text));
                }
                Clause::Because(text) => check.because = Some(text.text.clone()),
                Clause::Escalate(severity, condition) => {
                    let severity = self.severity(severity);
                    if let Some(test) = self.condition(condition) {
                        check.escalations.push((severity, test));
                    }
                }
                Clause::Source(source) => check.authority = self.authority(Some(source)),
                _ => {}
            }
        }
        if check.otherwise.is_empty() && !broken {
            let help = "add a line such as `otherwise \"`{it}` has …\"`";
            self.wrong(format!("check `{}` has nothing to say", code.text), code, help);
        }
        match demands.len() {
            1 => {}
            0 if broken => {}
            0 => self.wrong(
                format!("check `{}` demands nothing", code.text),
                code,
                "add one line that begins with `every` or `no`",
            ),
            _ => self.wrong(
                format!("check `{}` demands {} things", code.text, demands.len()),
                code,
                "a check has one `every` or `no` line; make a second check of the other",
            ),
        }
        if let Some((Some(demand), _)) = demands.into_iter().next() {
            check.demand = demand;
            self.book.checks.push(check);
        }
    }

    /// What to say under a condition, or always; nothing if the condition is faulty.
    fn message(
        &mut self,
        condition: Option<&Condition>,
        text: &Text,
    ) -> Option<(Option<Test>, String)> {
        let test = match condition {
            Some(condition) => Some(self.condition(condition)?),
            None => None,
        };
        Some((test, text.text.clone()))
    }

    pub(super) fn severity(&mut self, name: &Name) -> Severity {
        match name.text.as_str() {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            "note" => Severity::Note,
            _ => {
                self.unknown("severity", "severities", name, ["error", "warning", "note"]);
                Severity::Warning
            }
        }
    }

    /// Reports placeholders that no message knows.
    pub(super) fn template(&mut self, text: &Text) {
        self.placeholders(text, PLACEHOLDERS);
    }

    fn placeholders(&mut self, text: &Text, known: &[&str]) {
        for part in text.text.split('{').skip(1) {
            let name = part.split('}').next().unwrap_or("");
            if !known.contains(&name) {
                self.faults.push(
                    Diagnostic::error(
                        "unknown-name",
                        format!("there is no placeholder `{{{name}}}`"),
                    )
                    .at(text.span, "in this text")
                    .help(did_you_mean(
                        name,
                        "placeholders",
                        known.iter().copied(),
                    )),
                );
            }
        }
    }
}
