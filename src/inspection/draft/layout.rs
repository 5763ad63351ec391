//! Which framework and layout a document has, and what its titles mean there.

use std::collections::HashMap;

use super::document::{Block, Document, Role};
use super::phrasing::{Phrasing, Word, plain};
use crate::language::reading::{Layout, Part};
use crate::language::rulebook::{Area, Framework, Rulebook};

/// What a title opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Title {
    /// A section.
    Part(Part),
    /// A callout of a kind.
    Callout(String),
}

/// A framework and a layout, ready to read a document by.
pub struct Plan<'b> {
    /// All packs.
    pub book: &'b Rulebook,
    /// The framework.
    pub framework: &'b Framework,
    /// The layout, if one was recognised.
    pub layout: Option<&'b Layout>,
    /// Why these, in words.
    pub why: String,
    titles: HashMap<String, Title>,
    /// Names of areas in small letters, the longest first.
    areas: Vec<(Vec<String>, &'b Area)>,
    /// Labels of grades in small letters.
    grades: Vec<(String, &'b str)>,
    /// Phrasings that say a judgment, by `grade` or kind.
    pub says: Vec<(&'b str, Phrasing)>,
    /// Phrasings that compare a grade with one of another cycle.
    pub compares: Vec<Phrasing>,
    /// Phrasings that count, by `grade`, `area` or kind.
    pub counts: Vec<(&'b str, Phrasing)>,
}

/// What the user asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wish<'a> {
    /// A framework by id.
    pub framework: Option<&'a str>,
    /// A layout by id.
    pub layout: Option<&'a str>,
}

/// Chooses by what the document says. An error is a sentence for the user.
pub fn choose<'b>(
    document: &Document,
    book: &'b Rulebook,
    wish: Wish<'_>,
) -> Result<Plan<'b>, String> {
    let whole: String =
        document.blocks.iter().map(|block| plain(&block.prose.text)).collect::<Vec<_>>().join("\n");
    if let Some(id) = wish.layout {
        let layout = book.layouts.iter().find(|layout| layout.id == id);
        let layout = layout.ok_or_else(|| unknown("layout", id, layouts(book)))?;
        if let Some(framework) = wish.framework {
            let why = "layout and framework as asked for".to_owned();
            return Plan::new(book, framework, Some(layout), why);
        }
        return Plan::new(book, &layout.framework, Some(layout), "as asked for".to_owned());
    }
    if let Some(id) = wish.framework
        && book.framework(id).is_none()
    {
        return Err(unknown("framework", id, frameworks(book)));
    }
    let allowed = |layout: &&Layout| wish.framework.is_none_or(|id| layout.framework == id);
    let mut best: Option<(usize, usize, &Layout)> = None;
    for layout in book.layouts.iter().filter(allowed) {
        let mut texts: Vec<String> = layout.known_by.iter().map(|text| plain(text)).collect();
        texts.sort();
        texts.dedup(); // spellings that read the same give away no more
        let given_away = texts.iter().filter(|text| whole.contains(text.as_str())).count();
        let areas = named_areas(book, &layout.framework, &whole);
        let better = best.is_none_or(|(most, named, _)| (given_away, areas) > (most, named));
        if given_away > 0 && better {
            best = Some((given_away, areas, layout));
        }
    }
    if let Some((given_away, _, layout)) = best {
        let texts = if given_away == 1 { "text" } else { "texts" };
        let why = format!("{given_away} {texts} known of this layout found");
        return Plan::new(book, &layout.framework, Some(layout), why);
    }
    let (framework, why) = match wish.framework {
        Some(id) => (id.to_owned(), "framework as asked for".to_owned()),
        None => likeliest(book, &whole)?,
    };
    Plan::new(book, &framework, None, format!("no layout recognised, headings only; {why}"))
}

fn layouts(book: &Rulebook) -> Vec<&str> {
    book.layouts.iter().map(|layout| layout.id.as_str()).collect()
}

fn frameworks(book: &Rulebook) -> Vec<&str> {
    book.frameworks.iter().map(|framework| framework.id.as_str()).collect()
}

fn unknown(what: &str, id: &str, known: Vec<&str>) -> String {
    let help = crate::diagnostic::did_you_mean(id, &format!("{what}s"), known);
    format!("there is no {what} `{id}`; {}", help.unwrap_or_default())
}

/// How many areas of a framework the text names by title or alias.
fn named_areas(book: &Rulebook, framework: &str, whole: &str) -> usize {
    let areas = book.framework(framework).map(|one| one.areas.as_slice()).unwrap_or_default();
    areas.iter().filter(|area| names(area).any(|name| whole.contains(&plain(name)))).count()
}

fn names(area: &Area) -> impl Iterator<Item = &String> {
    std::iter::once(&area.title).chain(&area.aliases)
}

/// The framework most of whose areas the text names; the latest of equals.
fn likeliest(book: &Rulebook, whole: &str) -> Result<(String, String), String> {
    let scored = book.frameworks.iter().map(|framework| {
        (named_areas(book, &framework.id, whole), framework.published.clone(), framework)
    });
    let best = scored.max_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    match best {
        Some((0, _, framework)) => Ok((
            framework.id.clone(),
            "no area of any framework is named, so the latest framework was taken".to_owned(),
        )),
        Some((named, _, framework)) => {
            let areas = if named == 1 { "area" } else { "areas" };
            Ok((framework.id.clone(), format!("{named} {areas} of this framework named")))
        }
        None => Err("the rules declare no framework".to_owned()),
    }
}

/// A title without what varies: numbers before it, a colon or a note sign behind it.
fn bare(text: &str) -> String {
    let text = plain(text);
    let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || ".) ".contains(c));
    let end = |c: char| c.is_ascii_digit() || "¹²³⁴⁵⁶⁷⁸⁹⁰: *#".contains(c);
    text.trim_end_matches(end).trim_matches(['"', '\'', '*']).to_owned()
}

impl<'b> Plan<'b> {
    fn new(
        book: &'b Rulebook,
        framework: &str,
        layout: Option<&'b Layout>,
        why: String,
    ) -> Result<Self, String> {
        let framework = book
            .framework(framework)
            .ok_or_else(|| unknown("framework", framework, frameworks(book)))?;
        let mut titles = HashMap::new();
        let mut areas = Vec::new();
        for area in &framework.areas {
            titles.insert(bare(&area.title), Title::Part(Part::Area(area.id.clone())));
            for name in &area.aliases {
                titles.entry(bare(name)).or_insert(Title::Part(Part::Area(area.id.clone())));
            }
            areas.extend(names(area).map(|name| {
                (super::phrasing::words(name).into_iter().map(|word| word.plain).collect(), area)
            }));
        }
        areas.sort_by_key(|(name, _): &(Vec<String>, &Area)| std::cmp::Reverse(name.len()));
        for (part, names) in layout.iter().flat_map(|layout| &layout.sections) {
            titles.extend(names.iter().map(|name| (bare(name), Title::Part(part.clone()))));
        }
        for (kind, names) in layout.iter().flat_map(|layout| &layout.callouts) {
            titles.extend(names.iter().map(|name| (bare(name), Title::Callout(kind.clone()))));
        }
        let phrasings = |list: &'b [(String, Vec<String>)]| {
            let each = |(kind, texts): &'b (String, Vec<String>)| {
                texts.iter().map(|text| (kind.as_str(), Phrasing::new(text))).collect::<Vec<_>>()
            };
            list.iter().flat_map(each).collect::<Vec<_>>()
        };
        let says = layout.map(|layout| phrasings(&layout.says)).unwrap_or_default();
        let counts = layout.map(|layout| phrasings(&layout.counts)).unwrap_or_default();
        let mut grades: Vec<(String, &str)> =
            framework.grades.iter().map(|id| (id.replace('-', " "), id.as_str())).collect();
        // `labelled as requiring improvement` says the grade `requires improvement`.
        grades.extend(framework.grades.iter().filter_map(|id| {
            let (verb, rest) = id.split_once('-')?;
            let stem = verb.strip_suffix("es")?;
            Some((format!("{stem}ing {}", rest.replace('-', " ")), id.as_str()))
        }));
        let compares = layout.iter().flat_map(|layout| &layout.compares);
        let compares = compares.map(|text| Phrasing::new(text)).collect();
        Ok(Self { book, framework, layout, why, titles, areas, grades, says, compares, counts })
    }

    /// What a block opens by its title; with the bytes of the title if text follows it in the
    /// same block.
    pub fn title(&self, block: &Block) -> Option<(Title, Option<usize>)> {
        let text = block.prose.text.as_str();
        if text.len() <= 300
            && let Some(title) = self.titles.get(&bare(text))
        {
            // A running sentence is no title, even if it says the same.
            let area = matches!(title, Title::Part(Part::Area(_)));
            let heading = block.role == Role::Heading || !area;
            return heading.then(|| (title.clone(), None));
        }
        let colon = text.find(':').filter(|at| *at <= 80)?;
        let title = self.titles.get(&bare(text.get(..colon)?))?;
        let area = matches!(title, Title::Part(Part::Area(_)));
        let rest = text.get(colon + 1..)?;
        let body = colon + 1 + (rest.len() - rest.trim_start().len());
        (!area && !rest.trim().is_empty()).then(|| (title.clone(), Some(body)))
    }

    /// Whether a block is no part of the report's reasoning.
    pub fn passes_over(&self, text: &str) -> bool {
        let Some(layout) = self.layout else {
            return false;
        };
        let text = plain(text);
        layout.passes_over.iter().any(|opening| text.starts_with(&plain(opening)))
    }

    /// The grade that a block consists of.
    pub fn grade_line(&self, text: &str) -> Option<&'b str> {
        let text = (text.len() < 60).then(|| bare(text))?;
        self.grades.iter().find(|(label, _)| *label == text).map(|(_, id)| *id)
    }

    /// The area that a text names and nothing else.
    pub fn area_line(&self, text: &str) -> Option<&'b str> {
        let text = (text.len() < 300).then(|| bare(text))?;
        let named =
            |(_, area): &&(Vec<String>, &'b Area)| names(area).any(|name| bare(name) == text);
        self.areas.iter().find(named).map(|(_, area)| area.id.as_str())
    }

    /// An area and its grade in one line, as a copied table gives them.
    pub fn area_with_grade(&self, text: &str) -> Option<(&'b str, &'b str)> {
        let words = (text.len() < 300).then(|| super::phrasing::words(text))?;
        let (grade, at) = self.grades_in(&words).into_iter().next_back()?;
        let first = words.get(at.start)?.at.start;
        let area = (at.end == words.len()).then(|| self.area_line(text.get(..first)?))??;
        Some((area, grade))
    }

    /// The grades named in a row of words, each with its place.
    pub fn grades_in(&self, words: &[Word]) -> Vec<(&'b str, std::ops::Range<usize>)> {
        let mut found = Vec::new();
        for at in 0..words.len() {
            for (label, id) in &self.grades {
                let length = label.split(' ').count();
                let run = words.get(at..at + length).unwrap_or_default();
                if label.split(' ').eq(run.iter().map(|word| word.plain.as_str()))
                    && !run.is_empty()
                {
                    found.push((*id, at..at + length));
                }
            }
        }
        found
    }

    /// The areas named in a row of words; a longer name covers the shorter ones in it.
    pub fn areas_in(&self, words: &[Word]) -> Vec<&'b str> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let named = self.areas.iter().find(|(name, _)| {
                words.get(at..at + name.len()).is_some_and(|run| {
                    !name.is_empty() && name.iter().zip(run).all(|(a, b)| *a == b.plain)
                })
            });
            match named {
                Some((name, area)) => {
                    if !found.contains(&area.id.as_str()) {
                        found.push(area.id.as_str());
                    }
                    at += name.len();
                }
                None => at += 1,
            }
        }
        found
    }
}
