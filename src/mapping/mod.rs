//! From a statement in its place to the themes it is about, and from there to
//! the characteristics it bears on. Compiled once for a rulebook, then run over
//! any number of statements in document order.

mod claims;
mod context;
mod facet;
mod matching;
mod polarity;
mod program;
mod scan;
mod score;
mod threshold;
mod usage;
mod wakes;
mod words;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::inspection::figures::Figure;
use crate::inspection::figures::of_text;
use crate::inspection::model::{Inspection, Statement};
use crate::language::rulebook::{Area, Characteristic, Framework, Rulebook, Topic};
use crate::language::syntax::{Likeness, Polarity};
use crate::source::{Sources, Span};
use context::{Before, Place, Totals};
use matching::Subject;
use polarity::{Reading, Signs};
use program::{Matcher, Program};
use scan::Scan;
use score::{Candidate, rank, totals};
use words::Memory;

pub use claims::{Answer, Claimed};
pub use facet::{Facet, facets, stems};
pub use score::Origin;
pub use threshold::decides;
pub use usage::Usage;

/// A statement in its place.
#[derive(Debug, Clone, Copy)]
pub struct Unit<'a> {
    /// Its text.
    pub text: &'a str,
    /// The heading it stands under.
    pub heading: Option<&'a str>,
    /// The area of its framework that it stands in.
    pub area: Option<&'a Area>,
    /// Its figures, as far as they are known.
    pub figures: &'a [Figure],
    /// Whether it only tells of an earlier inspection.
    pub historical: bool,
    /// Whether it follows the statement mapped before it.
    pub follows: bool,
}

impl<'a> Unit<'a> {
    /// A statement of an inspection in its place. Statements of a draft follow each other inside
    /// an area; curated ones are picked from a report and stand alone.
    pub fn of(inspection: &'a Inspection, framework: &'a Framework, at: usize) -> Option<Self> {
        let statement = inspection.statements.get(at)?;
        let before = at.checked_sub(1).and_then(|before| inspection.statements.get(before));
        let follows = inspection.drafted
            && before.is_some_and(|before| before.prose.is_some() && before.area == statement.area);
        Some(Self {
            text: &statement.text,
            heading: statement.heading.as_deref(),
            area: statement.area.as_deref().and_then(|id| framework.area(id)),
            figures: &statement.figures,
            historical: statement.historical,
            follows,
        })
    }
}

/// A link from a statement to a theme.
#[derive(Debug, Clone)]
pub struct Link {
    /// What it is about.
    pub topic: Topic,
    /// Whether the theme is no subject of its own.
    pub general: bool,
    /// For or against.
    pub polarity: Polarity,
    /// From 0 to 1.
    pub confidence: f64,
    /// The evidence rule, by index.
    pub rule: usize,
    /// Bytes of the statement's words that matched.
    pub matched: Vec<Range<usize>>,
    /// Whether its own words made it, or what it stands among.
    pub origin: Origin,
    /// The signs that gave the polarity, by index, with their bytes.
    pub signs: Vec<(usize, Vec<Range<usize>>)>,
}

impl Link {
    /// Whether it counts in a judgment: it is sure enough, and more than its heading speaks for it.
    /// A heading is what its statements are to bear out, so it cannot make them its witnesses.
    pub fn counts(&self, certain: f64) -> bool {
        self.confidence >= certain && self.origin != Origin::Heading
    }
}

/// How a statement was obtained, and how it stands to earlier inspections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manner {
    /// The method, by index.
    pub method: Option<usize>,
    /// Whether it only tells what an earlier inspection found.
    pub historical: bool,
    /// Whether it takes up an earlier inspection.
    pub follow_up: bool,
}

/// What one rule made of a text.
#[derive(Debug)]
pub struct Fired {
    /// What it reads.
    pub polarity: Polarity,
    /// Which of its `when` lines matched.
    pub alternatives: Vec<usize>,
}

/// The rules, compiled, with a memory of the words seen.
pub struct Mapper<'b> {
    book: &'b Rulebook,
    program: Arc<Program>,
    memory: Memory,
    heading: Option<Heading>,
    before: Before,
}

/// The heading that the latest statements stand under.
struct Heading {
    text: String,
    scan: Scan,
    totals: Totals,
}

impl<'b> Mapper<'b> {
    /// Compiles the rules of a rulebook.
    pub fn new(book: &'b Rulebook) -> Self {
        Self::with(book, Arc::new(Program::new(book)))
    }

    fn with(book: &'b Rulebook, program: Arc<Program>) -> Self {
        Self { book, program, memory: Memory::default(), heading: None, before: Before::default() }
    }

    /// The rulebook whose rules these are.
    pub fn book(&self) -> &'b Rulebook {
        self.book
    }

    /// For each worker a mapper of the same rules that has seen nothing yet.
    fn workers(&self) -> impl Fn() -> Self + Sync + Send + use<'b> {
        let (book, program) = (self.book, Arc::clone(&self.program));
        move || Self::with(book, Arc::clone(&program))
    }

    /// The links of each of some statements in their order, as [`Mapper::map`] gives them. What
    /// came before a statement counts only as far as its heading reaches, so that passages are
    /// mapped side by side.
    pub fn map_all(&self, units: &[Unit<'_>]) -> Vec<Vec<Link>> {
        units
            .par_chunk_by(|before, unit| unit.follows && before.heading == unit.heading)
            .map_init(self.workers(), |mapper, passage| {
                mapper.before.forget();
                passage.iter().map(|unit| mapper.map(*unit)).collect::<Vec<_>>()
            })
            .flatten_iter()
            .collect()
    }

    /// The links of a statement, the best first.
    pub fn map(&mut self, unit: Unit<'_>) -> Vec<Link> {
        self.look_at_heading(unit);
        let own = self.program.scan(unit.text, &mut self.memory);
        let heading = self.heading.as_ref();
        let scan = heading.map(|heading| &heading.scan);
        let subject =
            Subject { program: &self.program, own: &own, heading: scan, figures: unit.figures };
        let spoken = totals(self.book, subject, Origin::Own);
        let place = Place {
            heading: heading.map(|heading| &heading.totals),
            before: &self.before,
            leans: self.program.leaning.iter().any(|cue| subject.holds(cue)),
            at_home: unit.area.map_or(&[], |area| area.themes.as_slice()),
        };
        let found = rank(self.book, place.add_to(spoken.clone(), &self.book.mapping));
        let mut links = Vec::new();
        if !found.is_empty() {
            let signs = Signs::find(self.book, subject);
            links.extend(found.into_iter().map(|one| self.link(one, subject, &signs, unit)));
        }
        self.before.take(spoken, &self.book.mapping);
        links
    }

    /// Runs one evidence rule alone on a text; `None` if it stays silent.
    pub fn try_rule(&mut self, rule: usize, text: &str) -> Option<Fired> {
        let figures = figures_of(text);
        let own = self.program.scan(text, &mut self.memory);
        let subject =
            Subject { program: &self.program, own: &own, heading: None, figures: &figures };
        let compiled = self.program.evidence.get(rule)?;
        let tokens = subject.rule(compiled).into_iter().next()?.tokens;
        let alternatives = compiled
            .when
            .iter()
            .enumerate()
            .filter(|(_, matcher)| subject.holds(matcher))
            .map(|(index, _)| index)
            .collect();
        let signs = Signs::find(self.book, subject);
        Some(Fired { polarity: self.polarity(rule, &tokens, subject, &signs).0, alternatives })
    }

    /// What each word and rule does in a text, for whoever keeps the rules clean.
    pub fn usage(&mut self, text: &str) -> Usage {
        let figures = figures_of(text);
        let own = self.program.scan(text, &mut self.memory);
        let subject =
            Subject { program: &self.program, own: &own, heading: None, figures: &figures };
        Usage::of(subject)
    }

    /// The index of a phrase of the rules, as [`Usage`] counts them.
    pub fn phrase(&self, text: &str, likeness: Likeness) -> Option<usize> {
        self.program.phrase(text, likeness)
    }

    /// Which `when` lines of a sign match a text, whatever silences it.
    pub fn sign_alternatives(&mut self, sign: usize, text: &str) -> Vec<usize> {
        let figures = figures_of(text);
        let own = self.program.scan(text, &mut self.memory);
        let subject =
            Subject { program: &self.program, own: &own, heading: None, figures: &figures };
        let lines = self.program.signs.get(sign).map(|sign| sign.when.as_slice());
        let lines = lines.unwrap_or_default().iter().enumerate();
        lines.filter(|(_, line)| subject.holds(line)).map(|(at, _)| at).collect()
    }

    /// What the signs alone make of a text.
    pub fn read_signs(&mut self, text: &str) -> Polarity {
        let figures = figures_of(text);
        let own = self.program.scan(text, &mut self.memory);
        let subject =
            Subject { program: &self.program, own: &own, heading: None, figures: &figures };
        Signs::find(self.book, subject).read(None, &[]).polarity
    }

    /// How a statement was obtained and how it stands to earlier inspections, as its own words
    /// and those before it in its paragraph show; `before` is what was read of the one before.
    pub fn manner(&mut self, text: &str, before: Option<Manner>) -> Manner {
        let own = self.program.scan(text, &mut self.memory);
        let subject = Subject { program: &self.program, own: &own, heading: None, figures: &[] };
        let any = |cues: &[Matcher]| cues.iter().any(|cue| subject.holds(cue));
        let method = self.program.methods.iter().position(|cues| !subject.rule(cues).is_empty());
        let ended = any(&self.program.historical_until);
        let told_before = before.is_some_and(|before| before.historical);
        let historical = any(&self.program.historical) || (told_before && !ended);
        let follow_up = historical
            || told_before
            || any(&self.program.follow_up)
            || any(&self.program.follow_up_hinted);
        Manner { method, historical, follow_up }
    }

    /// Fills in how the statements of a draft were obtained and how they stand to earlier
    /// inspections.
    pub fn read_manner(&self, statements: &mut [Statement]) {
        statements
            .par_chunk_by_mut(|one, other| one.paragraph == other.paragraph)
            .for_each_init(self.workers(), |mapper, paragraph| mapper.read_manners(paragraph));
    }

    /// The same for the statements of one paragraph.
    fn read_manners(&mut self, paragraph: &mut [Statement]) {
        let mut before = None;
        for statement in paragraph {
            let manner = self.manner(&statement.text, before);
            let method = manner.method.and_then(|index| self.book.methods.get(index));
            statement.method = method.map(|method| method.id.clone());
            statement.historical = manner.historical;
            statement.follow_up = manner.follow_up;
            before = Some(manner);
        }
    }

    /// Whether a text names an earlier inspection and takes it up.
    pub fn takes_up(&mut self, text: &str) -> bool {
        let own = self.program.scan(text, &mut self.memory);
        let subject = Subject { program: &self.program, own: &own, heading: None, figures: &[] };
        self.program.follow_up.iter().any(|cue| subject.holds(cue))
    }

    /// The stems of the words of a text that carry meaning.
    pub fn keys(&mut self, text: &str) -> BTreeSet<String> {
        let light = self.light(text);
        facets(text, &light).into_iter().flat_map(|facet| facet.keys).collect()
    }

    /// The words of a text, by index, that carry no meaning of their own in a claim.
    pub fn light(&mut self, text: &str) -> BTreeSet<usize> {
        let own = self.program.scan(text, &mut self.memory);
        let subject = Subject { program: &self.program, own: &own, heading: None, figures: &[] };
        let found = self.program.light.iter().flat_map(|light| subject.run(light));
        found.flat_map(|hit| hit.tokens).collect()
    }

    /// Reads a new heading; what came before it, or before a gap, is forgotten.
    fn look_at_heading(&mut self, unit: Unit<'_>) {
        let known = self.heading.as_ref().map(|heading| heading.text.as_str());
        if !unit.follows || known != unit.heading {
            self.before.forget();
        }
        if known == unit.heading {
            return;
        }
        self.heading = unit.heading.map(|text| {
            let scan = self.program.scan(text, &mut self.memory);
            let subject =
                Subject { program: &self.program, own: &scan, heading: None, figures: &[] };
            let totals = totals(self.book, subject, Origin::Heading);
            Heading { text: text.to_owned(), scan, totals }
        });
    }

    /// What the rule fixes, else what the signs give for its valence.
    fn polarity(
        &self,
        rule: usize,
        tokens: &[usize],
        subject: Subject<'_>,
        signs: &Signs,
    ) -> (Polarity, Reading) {
        let declared = self.book.evidence.get(rule);
        let fixed = declared.and_then(|declared| {
            let compiled = self.program.overrides.get(rule)?;
            declared
                .overrides
                .iter()
                .zip(compiled)
                .find(|(_, matcher)| subject.holds(matcher))
                .map(|((polarity, _), _)| *polarity)
        });
        let reading = signs.read(declared.and_then(|one| one.valence), tokens);
        (fixed.unwrap_or(reading.polarity), reading)
    }

    fn link(
        &self,
        candidate: Candidate,
        subject: Subject<'_>,
        signs: &Signs,
        unit: Unit<'_>,
    ) -> Link {
        let (read, reading) = self.polarity(candidate.rule, &candidate.tokens, subject, signs);
        let polarity = if unit.historical { Polarity::Neutral } else { read };
        let ranges = |tokens: &[usize]| -> Vec<Range<usize>> {
            let all = &subject.own.tokens;
            tokens.iter().filter_map(|token| Some(all.get(*token)?.range.clone())).collect()
        };
        Link {
            topic: candidate.topic,
            general: candidate.general,
            polarity,
            confidence: candidate.confidence,
            rule: candidate.rule,
            matched: joined(ranges(&candidate.tokens), unit.text),
            origin: candidate.origin,
            signs: reading
                .signs
                .iter()
                .map(|(sign, tokens)| (*sign, joined(ranges(tokens), unit.text)))
                .collect(),
        }
    }
}

/// The figures of a text that stands nowhere.
pub fn figures_of(text: &str) -> Vec<Figure> {
    let mut sources = Sources::default();
    let file = sources.add("", "");
    of_text(text, Span::new(file, 0..0))
}

/// Neighbouring words become one range.
fn joined(ranges: Vec<Range<usize>>, text: &str) -> Vec<Range<usize>> {
    let mut whole: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        let touches = whole.last().is_some_and(|last| {
            text.get(last.end..range.start)
                .is_some_and(|between| between.chars().all(|c| c == ' ' || c == '-'))
        });
        match whole.last_mut() {
            Some(last) if touches => last.end = range.end,
            _ => whole.push(range),
        }
    }
    whole
}

/// The area a theme bears on in a framework: its home, else where the statement stands.
pub fn area_of<'f>(
    framework: &'f Framework,
    topic: &Topic,
    standing: Option<&'f Area>,
) -> Option<&'f Area> {
    framework.home(topic.theme).or(standing)
}

/// The characteristic of an area that evidence on a topic covers.
pub fn characteristic_of<'f>(area: &'f Area, topic: &Topic) -> Option<&'f Characteristic> {
    let about = |wanted: &Topic| {
        area.characteristics.iter().find(|characteristic| characteristic.topics.contains(wanted))
    };
    about(topic).or_else(|| {
        let whole = Topic { theme: topic.theme, aspect: None };
        about(&whole)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{compile, packs};

    #[test]
    fn passages_side_by_side_read_as_one_after_another() {
        let mut sources = Sources::default();
        let files = packs(None, &mut sources).unwrap();
        let book = compile(&files, &sources).unwrap();
        let texts = [
            "Emergency calls are answered quickly.",
            "This has improved.",
            "It hasn’t trained its detectives.",
            "These plans aren’t reviewed.",
            "They are told about delays.",
        ];
        let headings = [Some("Victims of crime"), Some("Stop and search"), None];
        let unit = |at: usize| Unit {
            text: texts[at % texts.len()],
            heading: headings[at / 7 % headings.len()],
            area: None,
            figures: &[],
            historical: at.is_multiple_of(11),
            follows: !at.is_multiple_of(13),
        };
        let units: Vec<Unit<'_>> = (0..2000).map(unit).collect();
        let mut mapper = Mapper::new(&book);
        let one_by_one: Vec<Vec<Link>> = units.iter().map(|unit| mapper.map(*unit)).collect();
        let leans = |link: &Link| matches!(link.origin, Origin::Before(_));
        assert!(one_by_one.iter().flatten().any(leans), "nothing leans on what stands before it");
        assert_eq!(format!("{:?}", mapper.map_all(&units)), format!("{one_by_one:?}"));
    }
}
