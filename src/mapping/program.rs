//! The whole rulebook compiled once: words to atoms, phrases to runs of atoms,
//! patterns to trees over phrases, and for each phrase the rules it can wake.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::scan::{PhraseSet, Scan, Spot};
use super::wakes::Wakes;
use super::words::{Atom, Known, Lexicon, Memory, tokens};
use crate::language::rulebook::Rulebook;
use crate::language::syntax::{Amount, Comparison, Likeness, Order, Pattern, Quantity};
use crate::source::Span;

/// A pattern over phrases.
pub enum Matcher {
    /// A run of words, by index.
    Phrase(usize),
    /// A word list, by index.
    List(usize),
    /// A comparison of the statement's figures.
    Figure(Quantity, Comparison, Amount),
    /// A number, in digits or words.
    Number,
    /// One of them.
    Any(Vec<Matcher>),
    /// One of several phrases: what a text holds is laid over them.
    Phrases(PhraseSet),
    /// All of them, anywhere.
    All(Vec<Matcher>),
    /// Not found.
    Not(Box<Matcher>),
    /// Both, close by.
    Near {
        /// The one.
        left: Box<Matcher>,
        /// The other.
        right: Box<Matcher>,
        /// Which comes first.
        order: Order,
        /// Words that may lie between.
        within: usize,
    },
    /// In the heading.
    Heading(Box<Matcher>),
    /// Beginning with one of the first words.
    Opening(Box<Matcher>),
}

/// Compiled patterns of one rule.
pub struct Alternatives {
    /// One of these must match.
    pub when: Vec<Matcher>,
    /// None of these may.
    pub unless: Vec<Matcher>,
}

/// All patterns of a rulebook, ready to run.
pub struct Program {
    lexicon: Lexicon,
    phrases: Vec<Vec<Atom>>,
    known: HashMap<Vec<Atom>, usize>,
    /// First atom → phrases that begin with it.
    openings: Vec<Vec<Opening>>,
    /// Word lists in order of name.
    pub lists: Vec<Matcher>,
    /// The evidence rules, in the rulebook's order.
    pub evidence: Vec<Alternatives>,
    /// The polarities that an evidence rule fixes, in the rulebook's order.
    pub overrides: Vec<Vec<Matcher>>,
    /// The signs, in the rulebook's order.
    pub signs: Vec<Alternatives>,
    /// What makes each claim that has to be shown, in the rulebook's order.
    pub claims: Vec<Alternatives>,
    /// What bears each of them out.
    pub shown_by: Vec<Vec<Matcher>>,
    /// What denies each of them.
    pub denied_by: Vec<Vec<Matcher>>,
    /// The cues of the methods, in the rulebook's order.
    pub methods: Vec<Alternatives>,
    /// What shows that a statement only tells of an earlier inspection.
    pub historical: Vec<Matcher>,
    /// What ends such a retelling.
    pub historical_until: Vec<Matcher>,
    /// What shows that a statement takes up an earlier inspection.
    pub follow_up: Vec<Matcher>,
    /// What takes one up without naming it.
    pub follow_up_hinted: Vec<Matcher>,
    /// Words that carry no meaning of their own in a claim.
    pub light: Vec<Matcher>,
    /// How a statement opens that leans on those before it.
    pub leaning: Vec<Matcher>,
    /// The evidence rules that each phrase wakes.
    waking: Wakes,
    /// The signs that each phrase wakes.
    waking_signs: Wakes,
    /// Phrase → how many themes use it; common words say less.
    uses: Vec<u32>,
}

/// A phrase by how it begins.
#[derive(Clone, Copy)]
struct Opening {
    phrase: usize,
    /// Its second atom, if it has one: most phrases that begin at a word end there.
    second: Option<Atom>,
}

impl Program {
    /// Compiles a rulebook.
    pub fn new(book: &Rulebook) -> Self {
        let mut builder = Builder {
            lexicon: Lexicon::new(&book.forms),
            phrases: Vec::new(),
            known: HashMap::new(),
            lists: book.lists.keys().enumerate().map(|(i, name)| (name.clone(), i)).collect(),
            near: book.mapping.near as usize,
        };
        let lists: Vec<Matcher> = book.lists.values().map(|list| builder.matcher(list)).collect();
        let evidence: Vec<Alternatives> =
            book.evidence.iter().map(|one| builder.rule(lines(&one.when), &one.unless)).collect();
        let overrides = book
            .evidence
            .iter()
            .map(|one| builder.all(one.overrides.iter().map(|(_, pattern)| pattern)))
            .collect();
        let signs: Vec<Alternatives> =
            book.signs.iter().map(|one| builder.rule(lines(&one.when), &one.unless)).collect();
        let methods =
            book.methods.iter().map(|one| builder.rule(one.when.iter(), &one.unless)).collect();
        let claims =
            book.claims.iter().map(|one| builder.rule(lines(&one.when), &one.unless)).collect();
        let shown_by = book.claims.iter().map(|one| builder.all(lines(&one.shown_by))).collect();
        let denied_by = book.claims.iter().map(|one| builder.all(lines(&one.denied_by))).collect();
        let mut cues = |patterns: &[Pattern]| builder.all(patterns.iter());
        let historical = cues(&book.mapping.historical);
        let historical_until = cues(&book.mapping.historical_until);
        let follow_up = cues(&book.mapping.follow_up);
        let follow_up_hinted = cues(&book.mapping.follow_up_hinted);
        let light = cues(&book.mapping.light);
        let leaning = cues(&book.mapping.leaning);
        let mut openings: Vec<Vec<Opening>> = vec![Vec::new(); builder.lexicon.len()];
        for (phrase, atoms) in builder.phrases.iter().enumerate() {
            let first = atoms.first().and_then(|first| openings.get_mut(*first as usize));
            let opening = Opening { phrase, second: atoms.get(1).copied() };
            first.into_iter().for_each(|begun| begun.push(opening));
        }
        let phrases = builder.phrases.len();
        let waking = Wakes::new(&evidence, &lists, phrases);
        let waking_signs = Wakes::new(&signs, &lists, phrases);
        let mut program = Self {
            lexicon: builder.lexicon,
            uses: vec![0; phrases],
            phrases: builder.phrases,
            known: builder.known,
            openings,
            lists,
            evidence,
            overrides,
            signs,
            claims,
            shown_by,
            denied_by,
            methods,
            historical,
            historical_until,
            follow_up,
            follow_up_hinted,
            light,
            leaning,
            waking,
            waking_signs,
        };
        program.count_uses(book);
        program
    }

    /// How many themes use each phrase.
    fn count_uses(&mut self, book: &Rulebook) {
        for (uses, rules) in self.uses.iter_mut().zip(self.waking.by_phrase()) {
            let rules = rules.iter().filter_map(|rule| book.evidence.get(*rule));
            let themes: BTreeSet<usize> =
                rules.flat_map(|rule| &rule.about).map(|topic| topic.theme).collect();
            *uses = u32::try_from(themes.len()).unwrap_or(u32::MAX);
        }
    }

    /// Cuts a text into words and finds every phrase of the rules in it.
    pub fn scan(&self, text: &str, memory: &mut Memory) -> Scan {
        let tokens = tokens(text);
        let words: Vec<Known> =
            tokens.iter().map(|token| memory.look_up(&token.word, &self.lexicon)).collect();
        let mut found = Vec::new();
        for (first, word) in words.iter().enumerate() {
            let begun = word.atoms.iter().filter_map(|atom| self.openings.get(*atom as usize));
            for opening in begun.flatten() {
                if opening.second.is_some_and(|second| after(first, second, &words).is_none()) {
                    continue;
                }
                if let Some(last) = self.follow(opening.phrase, first, &words) {
                    found.push(Spot { phrase: opening.phrase, first, last });
                }
            }
        }
        Scan::new(tokens, found, self.phrases.len())
    }

    /// The last token of a phrase that begins at a token, if all of it is there.
    fn follow(&self, phrase: usize, at: usize, words: &[Known]) -> Option<usize> {
        let further = self.phrases.get(phrase)?.iter().skip(1);
        further.copied().try_fold(at, |last, atom| after(last, atom, words))
    }

    /// The evidence rules worth trying on a text, in order.
    pub fn awake(&self, scan: &Scan) -> Vec<usize> {
        self.waking.awake(scan)
    }

    /// The signs worth trying on a text, in order.
    pub fn awake_signs(&self, scan: &Scan) -> Vec<usize> {
        self.waking_signs.awake(scan)
    }

    /// The index of a phrase of the rules.
    pub fn phrase(&self, text: &str, likeness: Likeness) -> Option<usize> {
        let words = tokens(text);
        let atoms: Option<Vec<Atom>> =
            words.iter().map(|token| self.lexicon.find(&token.word, likeness)).collect();
        self.known.get(&atoms?).copied()
    }

    /// The words of the rules.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// How many themes a phrase speaks for.
    pub fn uses(&self, phrase: usize) -> u32 {
        self.uses.get(phrase).copied().unwrap_or(0)
    }
}

/// The token after another that an atom is found in: the next, or the one after it if a phrase may
/// pass over the next.
fn after(at: usize, atom: Atom, words: &[Known]) -> Option<usize> {
    let next = words.get(at + 1)?;
    if next.atoms.contains(&atom) {
        return Some(at + 1);
    }
    let further = words.get(at + 2).filter(|_| next.passed_over)?;
    further.atoms.contains(&atom).then_some(at + 2)
}

struct Builder {
    lexicon: Lexicon,
    phrases: Vec<Vec<Atom>>,
    known: HashMap<Vec<Atom>, usize>,
    lists: BTreeMap<String, usize>,
    near: usize,
}

/// The patterns of clauses.
fn lines(clauses: &[(Pattern, Span)]) -> impl Iterator<Item = &Pattern> {
    clauses.iter().map(|(pattern, _)| pattern)
}

impl Builder {
    fn rule<'p>(
        &mut self,
        when: impl Iterator<Item = &'p Pattern>,
        unless: &'p [Pattern],
    ) -> Alternatives {
        Alternatives { when: self.all(when), unless: self.all(unless.iter()) }
    }

    fn all<'p>(&mut self, patterns: impl Iterator<Item = &'p Pattern>) -> Vec<Matcher> {
        patterns.map(|pattern| self.matcher(pattern)).collect()
    }

    fn matcher(&mut self, pattern: &Pattern) -> Matcher {
        match pattern {
            Pattern::Phrase { text, likeness } => self.phrase(&text.text, *likeness),
            Pattern::List(name) => Matcher::List(self.lists.get(&name.text).copied().unwrap_or(0)),
            Pattern::Figure { quantity, comparison, amount, .. } => {
                Matcher::Figure(*quantity, *comparison, *amount)
            }
            Pattern::Any(all) => self.any(all),
            Pattern::All(all) => Matcher::All(all.iter().map(|one| self.matcher(one)).collect()),
            Pattern::Not(inner) => Matcher::Not(Box::new(self.matcher(inner))),
            Pattern::Heading(inner) => Matcher::Heading(Box::new(self.matcher(inner))),
            Pattern::Number => Matcher::Number,
            Pattern::Opening(inner) => Matcher::Opening(Box::new(self.matcher(inner))),
            Pattern::Near { left, right, order, within } => Matcher::Near {
                left: Box::new(self.matcher(left)),
                right: Box::new(self.matcher(right)),
                order: *order,
                within: within.map_or(self.near, |words| words as usize),
            },
        }
    }

    /// Alternatives; the phrases among them are put together.
    fn any(&mut self, all: &[Pattern]) -> Matcher {
        let mut others = Vec::new();
        let mut phrases = BTreeSet::new();
        for one in all {
            match self.matcher(one) {
                Matcher::Phrase(index) => {
                    phrases.insert(index);
                }
                other => others.push(other),
            }
        }
        let phrases = Matcher::Phrases(phrases.into_iter().collect());
        match others.is_empty() {
            true => phrases,
            false => {
                others.push(phrases);
                Matcher::Any(others)
            }
        }
    }

    fn phrase(&mut self, text: &str, likeness: Likeness) -> Matcher {
        let atoms: Vec<Atom> =
            tokens(text).iter().map(|token| self.lexicon.intern(&token.word, likeness)).collect();
        let index = *self.known.entry(atoms.clone()).or_insert_with(|| {
            self.phrases.push(atoms);
            self.phrases.len() - 1
        });
        Matcher::Phrase(index)
    }
}
