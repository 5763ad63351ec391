//! The second pass: each item becomes its entry in the rulebook.

use super::Resolver;
use super::declare::plural_of;
use crate::language::reading::Method;
use crate::language::rulebook::{
    Definition, EvidenceRule, Form, Gap, Kind, Sign, Test, Theme, Topic,
};
use crate::language::syntax::{
    Around, Clause, Effect, Head, Item, Line, Name, Pattern, Subject, Text, Voice,
};
use crate::source::Span;

impl Resolver<'_> {
    /// Resolves every item, areas after the frameworks they belong to.
    pub fn all(&mut self, items: Vec<Item>) {
        let (frameworks, others): (Vec<Item>, Vec<Item>) =
            items.into_iter().partition(|item| matches!(item.head, Head::Framework(..)));
        for item in frameworks.into_iter().chain(others) {
            self.item(item);
        }
        self.book
            .kinds
            .sort_by_key(|kind| self.declared.kinds.get(&kind.id).copied().unwrap_or(usize::MAX));
        self.inherit();
        self.parts();
        self.section_areas();
        self.list_cycles();
        self.definition_cycles();
        self.shared_topics();
        self.homes();
    }

    fn item(&mut self, item: Item) {
        let Item { head, span, lines, broken } = &item;
        match head {
            Head::Theme(name, text) => self.theme(name, text, lines, *span),
            Head::Words(name, pattern) => {
                self.pattern(pattern);
                self.book.lists.entry(name.text.clone()).or_insert_with(|| pattern.clone());
            }
            Head::Forms(base, forms) => self.forms(base, forms),
            Head::Evidence(name) => self.evidence(name, lines, *broken, *span),
            Head::Sign(name) => self.sign(name, lines, *broken, *span),
            Head::Framework(name, title) => self.framework(name, title, lines, *span),
            Head::Area(name, title, framework) => self.area(name, title, framework, lines, *span),
            Head::Kind(name, title) => {
                let requirements = self.requirements(lines);
                let short = lines.iter().find_map(|line| match &line.clause {
                    Clause::Short(text) => Some(text.text.clone()),
                    _ => None,
                });
                self.book.kinds.push(Kind {
                    id: name.text.clone(),
                    title: title.text.clone(),
                    plural: plural_of(&item, name),
                    short,
                    speaks_of: lines.iter().find_map(|line| match &line.clause {
                        Clause::SpeaksOf(polarity) => Some(*polarity),
                        _ => None,
                    }),
                    requirements,
                    span: *span,
                });
            }
            Head::Grade(name, framework) => self.grade(name, framework, lines),
            Head::Define(name, condition) => {
                let test = self
                    .condition(condition)
                    .unwrap_or(Test { form: Form::Any(Vec::new()), span: condition.span() });
                self.book.definitions.push(Definition { id: name.text.clone(), test });
            }
            Head::Check(code, severity, title) => {
                self.check(code, severity, title, lines, *broken, *span)
            }
            Head::Gap(name, title) => {
                let names = lines.iter().flat_map(|line| match &line.clause {
                    Clause::Hides(names) => names.clone(),
                    _ => Vec::new(),
                });
                let hides = names.collect::<Vec<Name>>();
                let hides = hides.iter().filter_map(|name| self.noun(name)).collect();
                self.book.gaps.push(Gap {
                    id: name.text.clone(),
                    title: title.text.clone(),
                    hides,
                });
            }
            Head::Method(name, title) => self.method(name, title, lines),
            Head::Claim(name, title) => self.claim(name, title, lines, *broken, *span),
            Head::Layout(name, title, framework) => {
                self.layout(name, title, framework, lines, *span);
            }
            Head::Mapping => lines.iter().for_each(|line| self.setting(&line.clause)),
        }
    }

    fn setting(&mut self, clause: &Clause) {
        if let Clause::HistoricalIf(pattern)
        | Clause::HistoricalUntil(pattern)
        | Clause::Light(pattern)
        | Clause::LeaningIf(pattern)
        | Clause::FollowUpIf(pattern)
        | Clause::FollowUpHinted(pattern) = clause
        {
            self.pattern(pattern);
        }
        let settings = &mut self.book.mapping;
        match clause {
            Clause::NearWithin(words) => settings.near = *words,
            Clause::CertainFrom(confidence) => settings.certain = *confidence,
            Clause::Weighs(Around::Heading, weight) => settings.heading_weight = *weight,
            Clause::Weighs(Around::Before, weight) => settings.before_weight = *weight,
            Clause::Weighs(Around::Leaning, weight) => settings.leaning_weight = *weight,
            Clause::Weighs(Around::End, weight) => settings.end_weight = *weight,
            Clause::Weighs(Around::Home, weight) => settings.home_weight = *weight,
            Clause::DecisiveFrom(least, lead) => settings.decisive = Some((*least, *lead)),
            Clause::Fades(share) => settings.fading = *share,
            Clause::HistoricalIf(pattern) => settings.historical.push(pattern.clone()),
            Clause::HistoricalUntil(pattern) => settings.historical_until.push(pattern.clone()),
            Clause::Light(pattern) => settings.light.push(pattern.clone()),
            Clause::LeaningIf(pattern) => settings.leaning.push(pattern.clone()),
            Clause::FollowUpIf(pattern) => settings.follow_up.push(pattern.clone()),
            Clause::FollowUpHinted(pattern) => settings.follow_up_hinted.push(pattern.clone()),
            Clause::ResolvedFrom(share) => settings.resolved = *share,
            Clause::RecognisedBy(same, other) => settings.recognised = (*same, *other),
            _ => {}
        }
    }

    fn method(&mut self, name: &Name, title: &Text, lines: &[Line]) {
        let plain = |(pattern, _)| pattern;
        let method = Method {
            id: name.text.clone(),
            title: title.text.clone(),
            self_reported: self.declared.methods.get(&name.text).copied().unwrap_or(false),
            when: self.patterns(lines, when).into_iter().map(plain).collect(),
            unless: self.patterns(lines, unless).into_iter().map(plain).collect(),
        };
        self.book.methods.push(method);
    }

    /// The patterns of the clauses of one sort, looked up.
    pub(super) fn patterns(
        &mut self,
        lines: &[Line],
        sort: impl Fn(&Clause) -> Option<&Pattern>,
    ) -> Vec<(Pattern, Span)> {
        let found = lines.iter().filter_map(|line| Some((sort(&line.clause)?, line.span)));
        let found = found.inspect(|(pattern, _)| self.pattern(pattern));
        found.map(|(pattern, span)| (pattern.clone(), span)).collect()
    }

    fn theme(&mut self, name: &Name, text: &Text, lines: &[Line], span: Span) {
        let (index, aspects) = match self.declared.themes.get(&name.text) {
            Some((index, aspects)) => (*index, aspects.clone()),
            None => return,
        };
        if index != self.book.themes.len() {
            return; // declared twice, reported already
        }
        self.book.themes.push(Theme {
            id: name.text.clone(),
            definition: text.text.clone(),
            aspects,
            general: lines.iter().any(|line| line.clause == Clause::General),
            span,
        });
    }

    fn forms(&mut self, base: &Text, forms: &Pattern) {
        let all = match forms {
            Pattern::Any(all) => all.as_slice(),
            one => std::slice::from_ref(one),
        };
        let mut words = Vec::new();
        for form in all {
            match form {
                Pattern::Phrase { text, .. } => words.push(text.text.to_lowercase()),
                Pattern::List(name) => self.wrong(
                    "forms are words in quotes, not lists",
                    name,
                    "write each form in quotes",
                ),
                _ => {}
            }
        }
        self.book.forms.push((base.text.to_lowercase(), words));
    }

    pub(super) fn topic(&mut self, subject: &Subject) -> Option<Topic> {
        let Some((index, aspects)) = self.declared.themes.get(&subject.theme.text).cloned() else {
            let known: Vec<String> = self.declared.themes.keys().cloned().collect();
            self.unknown("theme", "themes", &subject.theme, known.iter().map(String::as_str));
            return None;
        };
        if let Some(aspect) = &subject.aspect
            && !aspects.contains(&aspect.text)
        {
            let what = format!("aspect of `{}` named", subject.theme.text);
            self.unknown(&what, "aspects", aspect, aspects.iter().map(String::as_str));
            return None;
        }
        Some(Topic {
            theme: index,
            aspect: subject.aspect.as_ref().map(|aspect| aspect.text.clone()),
        })
    }

    fn evidence(&mut self, name: &Name, lines: &[Line], broken: bool, span: Span) {
        let mut rule = EvidenceRule {
            id: name.text.clone(),
            when: self.patterns(lines, when),
            unless: self.patterns(lines, unless).into_iter().map(|(pattern, _)| pattern).collect(),
            about: Vec::new(),
            valence: None,
            overrides: Vec::new(),
            because: None,
            examples: Vec::new(),
            span,
        };
        for line in lines {
            match &line.clause {
                Clause::About(subjects, valence) => {
                    rule.about.extend(subjects.iter().filter_map(|subject| self.topic(subject)));
                    rule.valence = *valence;
                }
                Clause::PolarityIf(polarity, pattern) => {
                    self.pattern(pattern);
                    rule.overrides.push((*polarity, pattern.clone()));
                }
                Clause::Because(text) => rule.because = Some(text.text.clone()),
                Clause::Example(promise, text) => {
                    self.promises_polarity(*promise, text);
                    rule.examples.push((*promise, text.text.clone(), text.span));
                }
                _ => {}
            }
        }
        if rule.when.is_empty() && !broken {
            self.wrong(
                format!("evidence rule `{}` never fires: it has no `when`", name.text),
                name,
                "add a line such as `when \"abandon\" near \"call\"`",
            );
        }
        let says = lines.iter().any(|line| matches!(line.clause, Clause::About(..)));
        if !says && !broken {
            self.wrong(
                format!("evidence rule `{}` is about nothing: it has no `about`", name.text),
                name,
                "add a line such as `about call-answering`",
            );
        }
        self.book.evidence.push(rule);
    }

    fn sign(&mut self, name: &Name, lines: &[Line], broken: bool, span: Span) {
        let mut effect = None;
        let mut sign = Sign {
            id: name.text.clone(),
            when: self.patterns(lines, when),
            unless: self.patterns(lines, unless).into_iter().map(|(pattern, _)| pattern).collect(),
            effect: Effect::More,
            voice: Voice::Speaks,
            stands: false,
            examples: Vec::new(),
            span,
        };
        for line in lines {
            match &line.clause {
                Clause::Effect(given) => effect = Some(*given),
                Clause::Voice(voice) => sign.voice = *voice,
                Clause::Stands => sign.stands = true,
                Clause::Example(promise, text) => {
                    self.promises_polarity(*promise, text);
                    sign.examples.push((*promise, text.text.clone(), text.span));
                }
                _ => {}
            }
        }
        if sign.when.is_empty() && !broken {
            let help = "add a line such as `when \"poor\" or \"lack\"`";
            self.wrong(
                format!("sign `{}` is never found: it has no `when`", name.text),
                name,
                help,
            );
        }
        match effect {
            Some(effect) => sign.effect = effect,
            None if broken => {}
            None => self.wrong(
                format!("sign `{}` says nothing", name.text),
                name,
                "add `gives strength`, `gives weakness`, `gives more` or `reverses the next 4 words`",
            ),
        }
        self.book.signs.push(sign);
    }
}

/// The pattern of a `when`.
pub(super) fn when(clause: &Clause) -> Option<&Pattern> {
    match clause {
        Clause::When(pattern) => Some(pattern),
        _ => None,
    }
}

/// The pattern of an `unless`.
pub(super) fn unless(clause: &Clause) -> Option<&Pattern> {
    match clause {
        Clause::Unless(pattern) => Some(pattern),
        _ => None,
    }
}
