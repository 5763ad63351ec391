//! The whole rulebook compiled once: words to atoms, phrases to runs of atoms,
//! patterns to trees over phrases, and for each phrase the rules it can wake.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::words::{Atom, Lexicon, Token, tokens};
use crate::language::rulebook::Rulebook;
use crate::language::syntax::{Amount, Comparison, Likeness, Order, Pattern, Quantity};

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
    /// One of many phrases, by index in order: what a text holds is looked up in them, not they
    /// in it.
    Phrases(Vec<usize>),
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
    openings: HashMap<Atom, Vec<usize>>,
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
    /// Phrase → evidence rules that need it or another.
    wakes: HashMap<usize, Vec<usize>>,
    /// Evidence rules that can fire without a phrase of their own words.
    always: Vec<usize>,
    /// Phrase → how many themes use it; common words say less.
    uses: Vec<u32>,
}

/// From so many phrases on, alternatives are looked up instead of tried.
const MANY: usize = 6;

/// Longest word that is remembered, in bytes.
const LONGEST_WORD: usize = 64;

/// Words a phrase may pass over: `keep evidence` finds *keep the evidence*.
const PASSED_OVER: &[&str] =
    &["the", "a", "an", "its", "their", "his", "her", "this", "these", "those", "our", "any"];

/// A text cut into words, with the phrases found in it.
pub struct Scan {
    /// Its words.
    pub tokens: Vec<Token>,
    /// Phrase → first and last token of each place.
    found: BTreeMap<usize, Vec<(usize, usize)>>,
    /// A bit for each phrase of the rules: most questions are whether one is there at all.
    held: Vec<u64>,
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
        let mut evidence = Vec::new();
        let mut overrides = Vec::new();
        for rule in &book.evidence {
            evidence.push(Alternatives {
                when: rule.when.iter().map(|(pattern, _)| builder.matcher(pattern)).collect(),
                unless: rule.unless.iter().map(|pattern| builder.matcher(pattern)).collect(),
            });
            overrides.push(rule.overrides.iter().map(|(_, p)| builder.matcher(p)).collect());
        }
        let signs = book
            .signs
            .iter()
            .map(|sign| Alternatives {
                when: sign.when.iter().map(|(pattern, _)| builder.matcher(pattern)).collect(),
                unless: sign.unless.iter().map(|pattern| builder.matcher(pattern)).collect(),
            })
            .collect();
        let methods = book
            .methods
            .iter()
            .map(|method| Alternatives {
                when: method.when.iter().map(|pattern| builder.matcher(pattern)).collect(),
                unless: method.unless.iter().map(|pattern| builder.matcher(pattern)).collect(),
            })
            .collect();
        let mut claims = Vec::new();
        let mut shown_by = Vec::new();
        let mut denied_by = Vec::new();
        for claim in &book.claims {
            claims.push(Alternatives {
                when: claim.when.iter().map(|(pattern, _)| builder.matcher(pattern)).collect(),
                unless: claim.unless.iter().map(|pattern| builder.matcher(pattern)).collect(),
            });
            shown_by.push(claim.shown_by.iter().map(|(p, _)| builder.matcher(p)).collect());
            denied_by.push(claim.denied_by.iter().map(|(p, _)| builder.matcher(p)).collect());
        }
        let mut cues = |patterns: &[Pattern]| -> Vec<Matcher> {
            patterns.iter().map(|pattern| builder.matcher(pattern)).collect()
        };
        let historical = cues(&book.mapping.historical);
        let historical_until = cues(&book.mapping.historical_until);
        let follow_up = cues(&book.mapping.follow_up);
        let follow_up_hinted = cues(&book.mapping.follow_up_hinted);
        let light = cues(&book.mapping.light);
        let leaning = cues(&book.mapping.leaning);
        let mut openings: HashMap<Atom, Vec<usize>> = HashMap::new();
        for (index, phrase) in builder.phrases.iter().enumerate() {
            if let Some(first) = phrase.first() {
                openings.entry(*first).or_default().push(index);
            }
        }
        let mut program = Self {
            lexicon: builder.lexicon,
            uses: vec![0; builder.phrases.len()],
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
            wakes: HashMap::new(),
            always: Vec::new(),
        };
        program.index(book);
        program
    }

    /// Which phrases wake which rules.
    fn index(&mut self, book: &Rulebook) {
        let mut wakes: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut always = Vec::new();
        for (rule, alternatives) in self.evidence.iter().enumerate() {
            let mut needed = Vec::new();
            let mut free = false;
            for matcher in &alternatives.when {
                free |= !self.needs(matcher, &mut needed);
            }
            if free {
                always.push(rule);
            }
            needed.sort_unstable();
            needed.dedup();
            for phrase in needed {
                wakes.entry(phrase).or_default().push(rule);
            }
        }
        for (phrase, rules) in &wakes {
            let rules = rules.iter().filter_map(|rule| book.evidence.get(*rule));
            let themes: BTreeSet<usize> =
                rules.flat_map(|rule| &rule.about).map(|topic| topic.theme).collect();
            if let Some(uses) = self.uses.get_mut(*phrase) {
                *uses = u32::try_from(themes.len()).unwrap_or(u32::MAX);
            }
        }
        self.wakes = wakes;
        self.always = always;
    }

    /// Collects phrases of which at least one must be found; false if it can match without.
    fn needs(&self, matcher: &Matcher, phrases: &mut Vec<usize>) -> bool {
        match matcher {
            Matcher::Phrase(index) => {
                phrases.push(*index);
                true
            }
            Matcher::List(index) => {
                self.lists.get(*index).is_some_and(|list| self.needs(list, phrases))
            }
            Matcher::Phrases(all) => {
                phrases.extend(all);
                true
            }
            Matcher::Number | Matcher::Figure(..) | Matcher::Not(_) | Matcher::Heading(_) => false,
            Matcher::Any(all) => {
                let mut bound = true;
                for one in all {
                    bound &= self.needs(one, phrases);
                }
                bound
            }
            // One bound side is enough; take the first that is.
            Matcher::All(all) => all.iter().any(|one| self.needs(one, phrases)),
            Matcher::Opening(inner) => self.needs(inner, phrases),
            Matcher::Near { left, right, .. } => {
                self.needs(left, phrases) || self.needs(right, phrases)
            }
        }
    }

    /// Cuts a text into words and finds every phrase of the rules in it.
    pub fn scan(&self, text: &str, memory: &mut HashMap<String, Vec<Atom>>) -> Scan {
        let tokens = tokens(text);
        let atoms: Vec<Vec<Atom>> = tokens
            .iter()
            .map(|token| {
                if let Some(known) = memory.get(&token.word) {
                    return known.clone();
                }
                let atoms = self.lexicon.atoms(&token.word);
                // Words are remembered, not pages without a blank.
                if token.word.len() <= LONGEST_WORD {
                    memory.insert(token.word.clone(), atoms.clone());
                }
                atoms
            })
            .collect();
        let passed: Vec<bool> =
            tokens.iter().map(|token| PASSED_OVER.contains(&token.word.as_str())).collect();
        let mut found: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
        for (at, here) in atoms.iter().enumerate() {
            for index in here.iter().filter_map(|atom| self.openings.get(atom)).flatten() {
                if let Some(last) = self.follow(*index, at, &atoms, &passed) {
                    found.entry(*index).or_default().push((at, last));
                }
            }
        }
        let mut held = vec![0u64; self.phrases.len().div_ceil(64)];
        for phrase in found.keys() {
            if let Some(bits) = held.get_mut(phrase / 64) {
                *bits |= 1 << (phrase % 64);
            }
        }
        Scan { tokens, found, held }
    }

    /// The last token of a phrase that begins at a token, if all of it is there.
    fn follow(
        &self,
        phrase: usize,
        at: usize,
        atoms: &[Vec<Atom>],
        passed: &[bool],
    ) -> Option<usize> {
        let mut last = at;
        for atom in self.phrases.get(phrase)?.iter().skip(1) {
            let mut next = last + 1;
            let is = |at: usize| atoms.get(at).is_some_and(|here| here.contains(atom));
            if !is(next) && passed.get(next).copied().unwrap_or(false) {
                next += 1;
            }
            if !is(next) {
                return None;
            }
            last = next;
        }
        Some(last)
    }

    /// The evidence rules worth trying on a text, in order.
    pub fn awake(&self, scan: &Scan) -> Vec<usize> {
        let mut rules: Vec<usize> = self.always.clone();
        for phrase in scan.found.keys() {
            rules.extend(self.wakes.get(phrase).into_iter().flatten());
        }
        rules.sort_unstable();
        rules.dedup();
        rules
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

impl Scan {
    /// The phrases found, in order.
    pub fn phrases(&self) -> impl Iterator<Item = usize> + '_ {
        self.found.keys().copied()
    }

    /// How many phrases were found.
    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// Whether a phrase was found.
    pub fn holds(&self, phrase: usize) -> bool {
        self.held.get(phrase / 64).is_some_and(|bits| bits >> (phrase % 64) & 1 == 1)
    }

    /// Where a phrase was found.
    pub fn places(&self, phrase: usize) -> &[(usize, usize)] {
        if !self.holds(phrase) {
            return &[];
        }
        self.found.get(&phrase).map_or(&[], Vec::as_slice)
    }
}

struct Builder {
    lexicon: Lexicon,
    phrases: Vec<Vec<Atom>>,
    known: HashMap<Vec<Atom>, usize>,
    lists: BTreeMap<String, usize>,
    near: usize,
}

impl Builder {
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

    /// Alternatives; many phrases among them are put together.
    fn any(&mut self, all: &[Pattern]) -> Matcher {
        let mut others = Vec::new();
        let mut phrases = Vec::new();
        for one in all.iter().map(|one| self.matcher(one)).collect::<Vec<_>>() {
            match one {
                Matcher::Phrase(index) => phrases.push(index),
                other => others.push(other),
            }
        }
        phrases.sort_unstable();
        phrases.dedup();
        if phrases.len() < MANY {
            others.extend(phrases.into_iter().map(Matcher::Phrase));
        } else {
            others.push(Matcher::Phrases(phrases));
        }
        Matcher::Any(others)
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
