//! Words of a text and of the rules, and when they are the same word. Each
//! distinct word is looked at once; after that only numbers are compared.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::rc::Rc;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_segmentation::UnicodeSegmentation;

use crate::language::syntax::Likeness;

/// A word of the rules in one kind of likeness.
pub type Atom = u32;

/// One word of a text.
#[derive(Debug, Clone)]
pub struct Token {
    /// Its bytes.
    pub range: Range<usize>,
    /// The word in small letters.
    pub word: String,
    /// The clause it stands in, counted from 0.
    pub clause: usize,
}

/// Cuts a text into words; punctuation between clauses starts a new one.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut clause = 0;
    let mut end = 0;
    for (start, word) in text.unicode_word_indices() {
        let between = text.get(end..start).unwrap_or("");
        if between.contains([',', ';', ':', '(', ')', '–', '—', '.', '!', '?']) {
            clause += 1;
        }
        end = start + word.len();
        let mut lower = word.to_lowercase();
        if lower.contains('\u{2019}') {
            lower = lower.replace('\u{2019}', "'");
        }
        if lower.ends_with("'s") {
            lower.truncate(lower.len() - 2);
        }
        found.push(Token { range: start..end, word: lower, clause });
    }
    found
}

/// Longest word that is remembered, in bytes.
const LONGEST_WORD: usize = 64;

/// Most words that are remembered.
const MOST_WORDS: usize = 200_000;

/// Words a phrase may pass over: `keep evidence` finds *keep the evidence*.
const PASSED_OVER: &[&str] =
    &["the", "a", "an", "its", "their", "his", "her", "this", "these", "those", "our", "any"];

/// What a word of a text is to the rules.
#[derive(Debug, Clone)]
pub struct Known {
    /// Its atoms.
    pub atoms: Rc<[Atom]>,
    /// Whether a phrase may pass over it.
    pub passed_over: bool,
}

/// The words seen, with what each is.
#[derive(Default)]
pub struct Memory(HashMap<String, Known>);

impl Memory {
    /// What a word of a text is, looked up in the lexicon the first time.
    pub fn look_up(&mut self, word: &str, lexicon: &Lexicon) -> Known {
        if let Some(known) = self.0.get(word) {
            return known.clone();
        }
        let passed_over = PASSED_OVER.contains(&word);
        let known = Known { atoms: lexicon.atoms(word).into(), passed_over };
        // Words are remembered, not pages without a blank; and text without end must not make
        // memory without end.
        if word.len() <= LONGEST_WORD {
            if self.0.len() >= MOST_WORDS {
                self.0.clear();
            }
            self.0.insert(word.to_owned(), known.clone());
        }
        known
    }
}

/// The words of the rules: which atoms a word of a text is.
pub struct Lexicon {
    by_lemma: HashMap<String, Vec<Atom>>,
    by_word: HashMap<String, Vec<Atom>>,
    by_stem: HashMap<String, Vec<Atom>>,
    atoms: HashMap<(String, Likeness), Atom>,
    /// The word of each atom.
    names: Vec<String>,
    irregular: BTreeMap<String, Vec<String>>,
    stemmer: Stemmer,
}

impl Lexicon {
    /// An empty lexicon that knows irregular forms: base and the others.
    pub fn new(forms: &[(String, Vec<String>)]) -> Self {
        let mut irregular: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (base, others) in forms {
            for form in others {
                irregular.entry(form.clone()).or_default().push(base.clone());
            }
        }
        Self {
            by_lemma: HashMap::new(),
            by_word: HashMap::new(),
            by_stem: HashMap::new(),
            atoms: HashMap::new(),
            names: Vec::new(),
            irregular,
            stemmer: Stemmer::create(Algorithm::English),
        }
    }

    /// The atom of a rule's word, made if it is new.
    pub fn intern(&mut self, word: &str, likeness: Likeness) -> Atom {
        if let Some(atom) = self.atoms.get(&(word.to_owned(), likeness)) {
            return *atom;
        }
        let atom = Atom::try_from(self.atoms.len()).unwrap_or(Atom::MAX);
        self.atoms.insert((word.to_owned(), likeness), atom);
        self.names.push(word.to_owned());
        match likeness {
            Likeness::Exact => self.by_word.entry(word.to_owned()).or_default().push(atom),
            Likeness::Stem => {
                let stem = self.stemmer.stem(word).into_owned();
                self.by_stem.entry(stem).or_default().push(atom);
            }
            Likeness::Inflected => {
                for lemma in self.lemmas(word) {
                    self.by_lemma.entry(lemma).or_default().push(atom);
                }
            }
        }
        atom
    }

    /// The atoms that a word of a text is.
    pub fn atoms(&self, word: &str) -> Vec<Atom> {
        let mut found: Vec<Atom> = Vec::new();
        for lemma in self.lemmas(word) {
            found.extend(self.by_lemma.get(&lemma).into_iter().flatten());
        }
        found.extend(self.by_word.get(word).into_iter().flatten());
        if !self.by_stem.is_empty() {
            let stem = self.stemmer.stem(word);
            found.extend(self.by_stem.get(stem.as_ref()).into_iter().flatten());
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// How many atoms there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// The atom of a rule's word, if the rules have it.
    pub fn find(&self, word: &str, likeness: Likeness) -> Option<Atom> {
        self.atoms.get(&(word.to_owned(), likeness)).copied()
    }

    /// Words of the rules that have nothing to do with each other and that a word of a text is
    /// all taken for: *rat* and *rate* for *rated*. Empty where there is no such doubt.
    pub fn namesakes(&self, word: &str) -> Vec<&str> {
        let lemmas = self.lemmas(word);
        let atoms = lemmas.iter().filter_map(|lemma| self.by_lemma.get(lemma)).flatten();
        let mut names: Vec<&str> = atoms
            .filter_map(|atom| self.names.get(usize::try_from(*atom).ok()?))
            .map(String::as_str)
            .collect();
        names.sort_unstable();
        names.dedup();
        let related = |one: &str, other: &str| {
            let bases = self.lemmas(one);
            self.lemmas(other).iter().any(|base| bases.contains(base))
        };
        let doubtful =
            names.iter().any(|one| *one != word && names.iter().any(|other| !related(one, other)));
        if doubtful { names } else { Vec::new() }
    }

    /// Words of the rules asked for with `like` that a word of a text is taken for, though it is
    /// no inflection of them.
    pub fn alike(&self, word: &str) -> Vec<&str> {
        if self.by_stem.is_empty() {
            return Vec::new();
        }
        let lemmas = self.lemmas(word);
        let stem = self.stemmer.stem(word);
        let atoms = self.by_stem.get(stem.as_ref()).into_iter().flatten();
        let names = atoms.filter_map(|atom| self.names.get(usize::try_from(*atom).ok()?));
        names
            .filter(|name| !self.lemmas(name).iter().any(|base| lemmas.contains(base)))
            .map(String::as_str)
            .collect()
    }

    /// The base forms a word can be an inflection of, itself first.
    fn lemmas(&self, word: &str) -> Vec<String> {
        let mut lemmas = vec![word.to_owned()];
        if let Some(bases) = self.irregular.get(word) {
            lemmas.extend(bases.iter().cloned());
            return lemmas;
        }
        let mut push = |stem: &str, ending: &str, least: usize| {
            if stem.len() >= least && stem.contains(['a', 'e', 'i', 'o', 'u', 'y']) {
                lemmas.push(format!("{stem}{ending}"));
            }
        };
        if let Some(stem) = word.strip_suffix("ies").or(word.strip_suffix("ied")) {
            push(stem, "y", 2);
        } else if let Some(stem) = word.strip_suffix("es") {
            if stem.ends_with(['s', 'x', 'z', 'o']) || stem.ends_with("ch") || stem.ends_with("sh")
            {
                push(stem, "", 2);
            }
            push(stem, "e", 2);
        } else if let Some(stem) = word.strip_suffix('s') {
            if !stem.ends_with(['s', 'u', 'i']) {
                push(stem, "", 3);
            }
        } else if let Some(stem) = word.strip_suffix("ed").or(word.strip_suffix("ing")) {
            if !wants_doubling(stem) {
                push(stem, "", 3);
            }
            push(stem, "e", 2);
            if let Some(single) = doubled(stem) {
                push(single, "", 2);
            }
        }
        lemmas
    }
}

/// Whether a base form would double its last letter before an ending, as *stop* does in
/// *stopped*: then *noted* is of *note* and not of *not*.
fn wants_doubling(stem: &str) -> bool {
    let vowel = |c: char| "aeiou".contains(c);
    let mut ends = stem.chars().rev();
    let (Some(last), Some(middle)) = (ends.next(), ends.next()) else {
        return false;
    };
    let before = ends.next();
    let one_syllable = !ends.any(vowel);
    let closed = before.is_some_and(|c| !vowel(c)) && vowel(middle) && !vowel(last);
    one_syllable && closed && !"wxy".contains(last)
}

/// `stopp` → `stop`
fn doubled(stem: &str) -> Option<&str> {
    let mut ends = stem.chars().rev();
    let (last, before) = (ends.next()?, ends.next()?);
    (last == before && !"aeiouls".contains(last))
        .then(|| stem.get(..stem.len() - last.len_utf8()))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(rule: &str, text: &str) -> bool {
        let mut lexicon = Lexicon::new(&[("fall".to_owned(), vec!["fell".to_owned()])]);
        let atom = lexicon.intern(rule, Likeness::Inflected);
        lexicon.atoms(text).contains(&atom)
    }

    #[test]
    fn inflections_are_one_word() {
        for (rule, text) in [
            ("abandon", "abandoned"),
            ("abandon", "abandoning"),
            ("stop", "stopped"),
            ("inquiry", "inquiries"),
            ("use", "using"),
            ("search", "searches"),
            ("fall", "fell"),
            ("victim", "victim"),
            ("note", "noted"),
            ("plan", "planned"),
            ("show", "showed"),
            ("fix", "fixing"),
            ("visit", "visited"),
            ("help", "helped"),
            ("need", "needed"),
        ] {
            assert!(same(rule, text), "{rule} should find {text}");
        }
    }

    #[test]
    fn other_words_are_not() {
        for (rule, text) in [
            ("police", "policies"),
            ("us", "using"),
            ("hear", "heart"),
            ("invest", "investigator"),
            ("new", "need"),
            ("custody", "custodial"),
            ("not", "noted"),
            ("rat", "rated"),
            ("plan", "planed"),
        ] {
            assert!(!same(rule, text), "{rule} should not find {text}");
        }
    }

    #[test]
    fn clauses_are_counted() {
        let clauses: Vec<usize> = tokens("It rose, but fell").iter().map(|t| t.clause).collect();
        assert_eq!(clauses, [0, 0, 1, 1]);
    }
}
