//! What a draft claims against what it tells. Nobody has tied the judgments of a
//! draft to their evidence yet: a callout leans on the statements of its area that
//! are about the same; a heading and a summary have to be borne out, part by part;
//! nothing may say the opposite.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{Edge, Graph, Node};
use crate::inspection::model::{Judgment, Statement};
use crate::inspection::remark::Remark;
use crate::language::reading::Notice;
use crate::language::syntax::{Polarity, Relation};
use crate::mapping::{Facet, Link, Mapper, Origin, Unit, area_of, facets, stems};

/// How much of what a judgment says a statement must say too, to be about the very same.
const SAME: f64 = 0.65;

/// A judgment of the draft with what was read of its words.
pub(super) struct Claim {
    pub(super) judgment: usize,
    links: Vec<Link>,
    facets: Vec<(Facet, BTreeSet<usize>)>,
    keys: BTreeSet<String>,
    /// Whether it says two things that pull apart.
    contrasts: bool,
}

impl Claim {
    /// The bytes of each of its parts.
    pub(super) fn parts(&self) -> impl Iterator<Item = Range<usize>> {
        self.facets.iter().map(|(facet, _)| facet.range.clone())
    }

    /// Whether a statement says most of what the claim says.
    fn is_said_by(&self, told: &Told) -> bool {
        let shared = told.stems.intersection(&self.keys).count();
        #[allow(clippy::cast_precision_loss, reason = "a few words")]
        let enough = shared as f64 >= SAME * self.keys.len() as f64;
        self.keys.len() >= 2 && enough
    }
}

/// Most statements that a callout is tied to by its theme alone.
const MOST_LEANT_ON: usize = 40;

/// Words by which a heading says two things.
const CONTRASTS: &[&str] = &["but", "although", "while", "though", "however", "despite"];

/// What was read of the words of a statement.
#[derive(Clone, Default)]
pub(super) struct Told {
    pub(super) stems: BTreeSet<String>,
    themes: BTreeSet<usize>,
}

/// The texts that a judgment is held against, looked up by their stems.
struct Scope<'t> {
    texts: &'t [Told],
    places: BTreeMap<&'t str, Vec<usize>>,
    themes: BTreeSet<usize>,
}

impl<'t> Scope<'t> {
    fn of(texts: &'t [Told]) -> Self {
        let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, told) in texts.iter().enumerate() {
            for stem in &told.stems {
                places.entry(stem).or_default().push(at);
            }
        }
        let themes = texts.iter().flat_map(|told| told.themes.iter().copied()).collect();
        Self { texts, places, themes }
    }

    /// Whether a text holds at least so many of some stems: it then holds one of those that are
    /// left when as many as may be missing, the commonest, are put aside.
    fn holds(&self, keys: &BTreeSet<String>, needed: usize) -> bool {
        let places = |key: &String| self.places.get(key.as_str()).map_or(&[][..], Vec::as_slice);
        let mut rarest: Vec<&[usize]> = keys.iter().map(places).collect();
        rarest.sort_by_key(|places| places.len());
        rarest.truncate((keys.len() + 1).saturating_sub(needed));
        let enough = |at: &usize| {
            let told = self.texts.get(*at);
            told.is_some_and(|told| told.stems.intersection(keys).count() >= needed)
        };
        needed == 0 && !self.texts.is_empty() || rarest.into_iter().flatten().any(enough)
    }
}

/// The statements by the themes they are about, surely or not.
struct Spoken {
    by_theme: BTreeMap<usize, Vec<usize>>,
}

impl Spoken {
    fn about(&self, theme: usize) -> &[usize] {
        self.by_theme.get(&theme).map_or(&[], Vec::as_slice)
    }
}

impl Graph<'_> {
    /// Ties what leans on evidence, and notes what is claimed and not told.
    pub(super) fn claims(&mut self, mapper: &mut Mapper<'_>) {
        if !self.inspection.drafted {
            return;
        }
        let told: Vec<Told> = self
            .inspection
            .statements
            .iter()
            .zip(&self.links)
            .map(|(statement, links)| Told { stems: stems(&statement.text), themes: themes(links) })
            .collect();
        let claims: Vec<Claim> = (0..self.inspection.judgments.len())
            .filter_map(|judgment| self.claim(judgment, mapper))
            .collect();
        let spoken = self.spoken();
        let paragraphs = self.paragraphs(&told);
        let report = Scope::of(&paragraphs);
        let mut remarks = Vec::new();
        for claim in &claims {
            self.lean(claim, &spoken);
            remarks.extend(self.unborne(claim, &told, &report));
            remarks.extend(self.opposed(claim, &told, &spoken));
        }
        self.prove(&claims, &told, &mut remarks, mapper);
        remarks.extend(self.misplaced(&told, mapper));
        remarks.sort_by_key(|remark| (remark.span, remark.notice));
        self.remarks.extend(remarks);
    }

    fn claim(&self, judgment: usize, mapper: &mut Mapper<'_>) -> Option<Claim> {
        let one = self.inspection.judgments.get(judgment)?;
        if one.grade.is_some() {
            return None;
        }
        let mut map = |text: &str| {
            mapper.map(Unit {
                text,
                heading: None,
                area: one.area.as_deref().and_then(|id| self.framework.area(id)),
                figures: &[],
                historical: false,
                follows: false,
            })
        };
        let links = map(&one.text);
        let parts = facets(&one.text, &BTreeSet::new());
        let about: Vec<BTreeSet<usize>> = parts
            .iter()
            .map(|facet| themes(&map(one.text.get(facet.range.clone()).unwrap_or(""))))
            .collect();
        let light = mapper.light(&one.text);
        let facets: Vec<(Facet, BTreeSet<usize>)> =
            facets(&one.text, &light).into_iter().zip(about).collect();
        let keys = facets.iter().flat_map(|(facet, _)| facet.keys.clone()).collect();
        let small = one.text.to_lowercase();
        let contrasts =
            small.split(|c: char| !c.is_alphabetic()).any(|word| CONTRASTS.contains(&word));
        Some(Claim { judgment, links, facets, keys, contrasts })
    }

    fn spoken(&self) -> Spoken {
        let mut by_theme: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, links) in self.links.iter().enumerate() {
            for theme in links.iter().map(|link| link.topic.theme).collect::<BTreeSet<_>>() {
                by_theme.entry(theme).or_default().push(at);
            }
        }
        Spoken { by_theme }
    }

    /// What the kind of a judgment says of the inspected body.
    pub(super) fn speaks_of(&self, claim: &Claim) -> Option<Polarity> {
        let judgment = self.inspection.judgments.get(claim.judgment)?;
        self.book.kind(&judgment.kind)?.1.speaks_of
    }

    /// A callout, and a claim without statements of its own, leans on what is told of its theme.
    fn lean(&mut self, claim: &Claim, spoken: &Spoken) {
        let Some(judgment) = self.inspection.judgments.get(claim.judgment) else {
            return;
        };
        let Some(first) = claim.links.iter().find(|link| !link.general) else {
            return;
        };
        if !judgment.statements.is_empty() && self.speaks_of(claim).is_none() {
            return;
        }
        let certain = self.book.mapping.certain;
        let same: Vec<usize> = spoken
            .about(first.topic.theme)
            .iter()
            .copied()
            .filter(|at| {
                self.inspection.statements.get(*at).is_some_and(|one| {
                    !one.historical
                        && one.area.is_some()
                        && (judgment.area.is_none() || one.area == judgment.area)
                })
            })
            .filter(|at| {
                let link = self.links.get(*at).and_then(|links| links.first());
                link.is_some_and(|link| {
                    link.confidence >= certain
                        && link.topic.theme == first.topic.theme
                        && link.polarity != Polarity::Neutral
                })
            })
            .filter(|at| !judgment.statements.contains(at))
            .take(MOST_LEANT_ON)
            .collect();
        for at in same {
            let edge = Edge::inferred(Relation::RestsOn);
            self.tie(Node::Judgment(claim.judgment), Node::Statement(at), edge);
        }
    }

    /// Parts of a heading or a summary that no statement it rests on speaks of.
    fn unborne(&self, claim: &Claim, told: &[Told], report: &Scope<'_>) -> Vec<Remark> {
        let Some(judgment) = self.inspection.judgments.get(claim.judgment) else {
            return Vec::new();
        };
        let general = claim.links.first().is_some_and(|link| link.general);
        let child = judgment.parent.is_some();
        if self.speaks_of(claim).is_some() || general || child {
            return Vec::new();
        }
        // A heading is borne out by what stands under it, a claim by a paragraph of the report.
        let heading = judgment.area.is_some();
        let under = if heading { self.under(judgment, told) } else { Vec::new() };
        let scope = if heading { &Scope::of(&under) } else { report };
        if scope.texts.is_empty() {
            return Vec::new(); // nothing at all is another finding
        }
        // A heading of one part names its subject; its text may use other words for it. It is
        // only doubted where the text surely speaks of something else.
        let elsewhere = self.about_others(judgment, claim);
        if heading && claim.facets.len() == 1 && !elsewhere {
            return Vec::new();
        }
        let mut remarks = Vec::new();
        for (facet, about) in &claim.facets {
            // What goes on about a person already named needs no more than a word of its own.
            let words = judgment.text.get(facet.range.clone()).unwrap_or("");
            let goes_on = words.split(' ').next().is_some_and(|first| {
                ["he", "she", "they"].contains(&first.to_lowercase().as_str())
            });
            let needed = match heading || goes_on {
                true => 1,
                false => facet.keys.len().div_ceil(2),
            };
            let spoken = scope.holds(&facet.keys, needed);
            // A theme is wide: a claim most of whose words are said nowhere is borne by nothing.
            let anywhere = |key: &&String| scope.places.contains_key(key.as_str());
            let said = 2 * facet.keys.iter().filter(anywhere).count() >= facet.keys.len();
            let themed = (heading || said) && !scope.themes.is_disjoint(about);
            // A part of which nothing is known but one word may be said in other words.
            let weighty = facet.keys.len() >= 2 || (!about.is_empty() && !facet.keys.is_empty());
            if spoken || themed || !weighty {
                continue;
            }
            let span =
                judgment.prose.as_ref().map_or(judgment.span, |p| p.span(facet.range.clone()));
            let mut remark = Remark::new(Notice::Unborne, words, span);
            remark.area.clone_from(&judgment.area);
            remark.judgment = Some(claim.judgment);
            remarks.push(remark);
        }
        remarks
    }

    /// What is told under a heading.
    fn under(&self, judgment: &Judgment, told: &[Told]) -> Vec<Told> {
        judgment.statements.iter().filter_map(|at| told.get(*at)).cloned().collect()
    }

    /// What each paragraph of an area tells.
    fn paragraphs(&self, told: &[Told]) -> Vec<Told> {
        let inside =
            self.inspection.statements.iter().zip(told).filter(|(one, _)| one.area.is_some());
        let mut all: BTreeMap<usize, Told> = BTreeMap::new();
        for (statement, told) in inside {
            let whole = all.entry(statement.paragraph).or_default();
            whole.stems.extend(told.stems.iter().cloned());
            whole.themes.extend(&told.themes);
        }
        all.into_values().collect()
    }

    /// Whether at least two statements under a heading are surely about other themes than it.
    fn about_others(&self, judgment: &Judgment, claim: &Claim) -> bool {
        let own = themes(&claim.links);
        let certain = self.book.mapping.certain;
        let sure = judgment.statements.iter().filter_map(|at| self.links.get(*at)?.first());
        let others = sure.filter(|link| {
            !link.general
                && link.origin == Origin::Own
                && link.confidence >= certain
                && !own.contains(&link.topic.theme)
        });
        !own.is_empty() && others.count() >= 2
    }

    /// A judgment that a statement says the opposite of.
    fn opposed(&self, claim: &Claim, told: &[Told], spoken: &Spoken) -> Option<Remark> {
        let judgment = self.inspection.judgments.get(claim.judgment)?;
        let theme = claim.links.iter().find(|link| !link.general)?.topic.theme;
        let against = match self.speaks_of(claim) {
            Some(polarity) => {
                let rivals = spoken.about(theme).iter().copied();
                rivals.into_iter().find(|at| {
                    self.inspection.statements.get(*at).is_some_and(|one| {
                        one.figures.is_empty() && !one.historical && !one.follow_up
                    }) && self.plainly(*at, theme, polarity.reversed())
                        && !judgment.statements.contains(at)
                        && told.get(*at).is_some_and(|told| claim.is_said_by(told))
                })?
            }
            None => self.against_heading(claim, judgment, theme)?,
        };
        let other = self.inspection.statements.get(against)?;
        let mut remark = Remark::new(Notice::Opposed, judgment.text.clone(), judgment.span);
        remark.other = Some((other.span, "says the opposite".to_owned()));
        remark.area.clone_from(&judgment.area);
        remark.judgment = Some(claim.judgment);
        Some(remark)
    }

    /// The first of at least two statements under a heading that deny it, where none bears it out.
    fn against_heading(&self, claim: &Claim, judgment: &Judgment, theme: usize) -> Option<usize> {
        let polarity = claim.links.iter().find(|link| !link.general)?.polarity;
        let one_sided = matches!(polarity, Polarity::Strength | Polarity::Weakness);
        if !one_sided || claim.contrasts {
            return None;
        }
        let now =
            |at: &usize| self.inspection.statements.get(*at).is_some_and(|one| !one.historical);
        let told: Vec<usize> = judgment.statements.iter().copied().filter(now).collect();
        // Anything under it that plainly speaks its way is enough.
        let borne = told.iter().filter_map(|at| self.links.get(*at)?.first()).any(|link| {
            (!link.signs.is_empty() || link.topic.theme == theme)
                && (link.polarity == polarity || link.polarity == Polarity::Mixed)
        });
        let mut against =
            told.into_iter().filter(|at| self.plainly(*at, theme, polarity.reversed()));
        let first = against.next().filter(|_| !borne)?;
        against.next()?; // one alone may be misread
        Some(first)
    }

    /// Whether a statement surely speaks of a theme in one way, and by a sign of its own.
    fn plainly(&self, at: usize, theme: usize, polarity: Polarity) -> bool {
        let certain = self.book.mapping.certain;
        let links = self.links.get(at).map(Vec::as_slice).unwrap_or_default();
        let sure =
            links.iter().find(|link| link.topic.theme == theme && link.confidence >= certain);
        sure.is_some_and(|link| link.polarity == polarity && !link.signs.is_empty())
    }

    /// Statements about what nothing else in their area is about, at home in another area.
    fn misplaced(&self, told: &[Told], mapper: &mut Mapper<'_>) -> Vec<Remark> {
        let certain = self.book.mapping.certain;
        let mut spoken: BTreeMap<(&str, usize), usize> = BTreeMap::new();
        for (one, links) in self.inspection.statements.iter().zip(&self.links) {
            let Some(area) = one.area.as_deref() else { continue };
            let sure = links.iter().filter(|link| link.confidence >= certain);
            for theme in sure.map(|link| link.topic.theme).collect::<BTreeSet<_>>() {
                *spoken.entry((area, theme)).or_default() += 1;
            }
        }
        let grades = self.inspection.judgments.iter().filter(|one| one.grade.is_some());
        let graded: BTreeSet<&str> = grades.filter_map(|one| one.area.as_deref()).collect();
        let mut remarks = Vec::new();
        let statements = self.inspection.statements.iter().zip(&self.links);
        for ((statement, placed), told) in statements.zip(told) {
            let Some(area) = statement.area.as_deref().filter(|_| !statement.figures.is_empty())
            else {
                continue;
            };
            // Its own words alone: what surrounds it would hide that it does not belong there.
            let links = mapper.map(alone(statement));
            let sure = |link: &&Link| !link.general && link.confidence >= certain;
            let still = |link: &&Link| placed.iter().any(|one| one.topic == link.topic);
            let Some(link) = links.first().filter(sure).filter(still) else {
                continue;
            };
            let Some(home) = area_of(self.framework, &link.topic, None) else {
                continue;
            };
            let own = self.framework.area(area).is_none_or(|one| {
                !one.graded || crate::mapping::characteristic_of(one, &link.topic).is_some()
            });
            let single = spoken.get(&(area, link.topic.theme)).is_none_or(|many| *many <= 1);
            let elsewhere = !own && home.id != area && graded.contains(home.id.as_str());
            if !elsewhere || !single || statement.historical || link.polarity == Polarity::Neutral {
                continue;
            }
            // What takes up a word of its heading stands where it belongs.
            let heading = statement.heading.as_deref().unwrap_or("");
            let light = mapper.light(heading);
            let mut keys = facets(heading, &light).into_iter().flat_map(|facet| facet.keys);
            if keys.any(|key| told.stems.contains(&key)) {
                continue;
            }
            let mut remark = Remark::new(Notice::Misplaced, home.id.clone(), statement.span);
            remark.area = Some(area.to_owned());
            remarks.push(remark);
        }
        remarks
    }
}

fn alone(statement: &Statement) -> Unit<'_> {
    Unit {
        text: &statement.text,
        heading: None,
        area: None,
        figures: &statement.figures,
        historical: statement.historical,
        follows: false,
    }
}

fn themes(links: &[Link]) -> BTreeSet<usize> {
    let own = links.iter().filter(|link| !link.general && link.origin == Origin::Own);
    own.map(|link| link.topic.theme).collect()
}
