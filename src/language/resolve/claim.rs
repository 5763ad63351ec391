//! Claims that have to be shown: what makes them, and what bears them out.

use super::Resolver;
use super::item::{unless, when};
use crate::language::reading::Claim;
use crate::language::syntax::{Clause, Line, Name, Promise, Text};
use crate::source::Span;

impl Resolver<'_> {
    pub(super) fn claim(
        &mut self,
        name: &Name,
        title: &Text,
        lines: &[Line],
        broken: bool,
        span: Span,
    ) {
        let mut claim = Claim {
            id: name.text.clone(),
            title: title.text.clone(),
            when: self.patterns(lines, when),
            unless: self.patterns(lines, unless).into_iter().map(|(pattern, _)| pattern).collect(),
            shown_by: self.patterns(lines, |clause| match clause {
                Clause::ShownBy(pattern) => Some(pattern),
                _ => None,
            }),
            denied_by: self.patterns(lines, |clause| match clause {
                Clause::DeniedBy(pattern) => Some(pattern),
                _ => None,
            }),
            because: None,
            examples: Vec::new(),
            span,
        };
        for line in lines {
            match &line.clause {
                Clause::Because(text) => claim.because = Some(text.text.clone()),
                Clause::Example(promise, text) => {
                    if let Promise::Fires(_) = promise {
                        let help = "a claim has no polarity: write `example claims \"…\"`, \
                                    `example shows \"…\"`, `example denies \"…\"` or \
                                    `example silent \"…\"`";
                        self.wrong_at("an example of a claim promises a polarity", text.span, help);
                    }
                    claim.examples.push((*promise, text.text.clone(), text.span));
                }
                _ => {}
            }
        }
        if claim.when.is_empty() && !broken {
            let what = format!("claim `{}` is never made: it has no `when`", name.text);
            self.wrong(what, name, "add a line such as `when \"budget\" near \"balanced\"`");
        }
        if claim.shown_by.is_empty() && !broken {
            let what = format!("claim `{}` can never be shown: it has no `shown by`", name.text);
            self.wrong(what, name, "add a line such as `shown by \"surplus\" or \"balanced\"`");
        }
        self.book.claims.push(claim);
    }

    /// Only examples of claims say what is claimed and what shows it.
    pub(super) fn promises_polarity(&mut self, promise: Promise, text: &Text) {
        if matches!(promise, Promise::Claims | Promise::Shows | Promise::Denies) {
            let help = "`claims`, `shows` and `denies` are for the examples of a `claim`; write a \
                        polarity or `silent`";
            self.wrong_at("an example of a rule promises no polarity", text.span, help);
        }
    }
}
