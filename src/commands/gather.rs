//! From inspections that were read to a finished report: judged, set aside, waived, chosen,
//! held against what is known.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use jiff::civil::Date;

use super::config::Overrides;
use super::{Context, load};
use crate::diagnostic::Diagnostic;
use crate::graph::Graph;
use crate::inspection::model::{Allowance, Inspection};
use crate::judging::{Ledger, Report, assess};
use crate::language::rulebook::Rulebook;
use crate::lineage;
use crate::mapping::{Link, Mapper};
use crate::settings::{Baseline, Choice, Settings, fingerprints};
use crate::source::{self, Sources};

/// What some inspections gave, nothing settled yet.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// Their findings and judgments.
    pub report: Report,
    /// What they set aside themselves.
    pub allowed: Vec<Allowance>,
}

/// An inspection with what mapping made of it, so that it can be held against others again.
pub struct Mapped {
    inspection: Inspection,
    links: Vec<Vec<Link>>,
}

/// What inspections that were judged each for itself show about each other.
pub fn across(all: &[&Mapped], book: &Rulebook, mapper: &mut Mapper<'_>) -> Vec<Diagnostic> {
    let again = all
        .iter()
        .filter_map(|one| Graph::again(&one.inspection, book, one.links.clone(), Vec::new()));
    let mut graphs: Vec<Graph<'_>> = again.collect();
    let mut findings = lineage::notice(&mut graphs, mapper);
    for graph in graphs.iter().filter(|graph| !graph.remarks.is_empty()) {
        let links = graph.links.clone();
        let alone = Graph::again(graph.inspection, book, links, Vec::new());
        let known = alone.map_or(Vec::new(), |alone| assess(&alone).findings);
        findings.extend(assess(graph).findings.into_iter().filter(|one| !known.contains(one)));
    }
    findings
}

impl Part {
    /// Judges what was read, each for itself, and keeps what mapping made of it.
    pub fn alone(
        read: &mut load::Inspections,
        book: &Rulebook,
        mapper: &mut Mapper<'_>,
        ledger: bool,
        context: &mut Context<'_, '_>,
    ) -> (Self, Vec<Mapped>) {
        let (part, links) = Self::judged(read, book, mapper, ledger, false, context);
        let inspections = std::mem::take(&mut read.inspections).into_iter();
        let mapped = inspections.zip(links);
        (part, mapped.map(|(inspection, links)| Mapped { inspection, links }).collect())
    }

    /// Judges what was read, with the ledger of each inspection if it is wanted.
    pub fn of(
        read: &mut load::Inspections,
        book: &Rulebook,
        mapper: &mut Mapper<'_>,
        ledger: bool,
        context: &mut Context<'_, '_>,
    ) -> Self {
        Self::judged(read, book, mapper, ledger, true, context).0
    }

    /// Judges what was read, `together` against each other too, and gives the links of each
    /// inspection.
    fn judged(
        read: &mut load::Inspections,
        book: &Rulebook,
        mapper: &mut Mapper<'_>,
        ledger: bool,
        together: bool,
        context: &mut Context<'_, '_>,
    ) -> (Self, Vec<Vec<Vec<Link>>>) {
        context.begin("checking", Some(read.inspections.len()));
        let mut report = Report {
            findings: std::mem::take(&mut read.faults),
            unreadable: read.unreadable,
            unread: std::mem::take(&mut read.unread),
            ..Report::default()
        };
        let mut graphs = Vec::new();
        for inspection in &read.inspections {
            graphs.extend(Graph::build(inspection, book, mapper));
            context.step();
        }
        if together {
            report.findings.extend(lineage::notice(&mut graphs, mapper));
        }
        for graph in &graphs {
            if ledger {
                report.ledgers.push((graph.inspection.id.clone(), Ledger::of(graph)));
            }
            report.add(graph, assess(graph));
        }
        context.end();
        let links = graphs.into_iter().map(|graph| graph.links).collect();
        let allowed = read.inspections.iter().flat_map(|one| one.allowed.clone()).collect();
        (Self { report, allowed }, links)
    }

    /// Takes in another part.
    pub fn join(&mut self, other: Self) {
        self.report.join(other.report);
        self.allowed.extend(other.allowed);
    }
}

/// How findings are settled.
pub struct Terms {
    settings: Rc<Settings>,
    /// Which findings are reported.
    choice: Choice,
    /// What is known, if that is asked for.
    pub baseline: Option<Baseline>,
    today: Date,
    /// Whether everything that the settings are about is checked.
    pub whole: bool,
}

impl Terms {
    /// The terms of a run over some paths, before any baseline; nothing when a flag is wrong,
    /// which has been said.
    pub fn new(
        overrides: &Overrides,
        paths: &[PathBuf],
        book: &Rulebook,
        context: &mut Context<'_, '_>,
    ) -> std::io::Result<Option<Self>> {
        let settings = Rc::clone(&context.settings);
        let Some(choice) = overrides.choice(&settings, book, context)? else {
            return Ok(None);
        };
        let whole = paths.iter().any(|path| settings.base.lies_in(path));
        let today = overrides.today();
        Ok(Some(Self { settings, choice, baseline: None, today, whole }))
    }

    /// The report of what was read, findings in order.
    pub fn settle(&self, part: Part, sources: &Sources) -> Report {
        let Part { mut report, allowed } = part;
        report.identify(sources);
        let present = fingerprints(&report);
        report.set_aside(&allowed);
        self.settings.waive(&mut report, sources, self.today, self.whole);
        self.choice.apply(&mut report);
        report.identify(sources);
        if let Some(baseline) = &self.baseline {
            baseline.apply(&mut report, sources, self.settings.file, &self.choice, &present);
        }
        report
    }
}

/// Reads a file of known findings.
///
/// # Errors
/// What to say: it cannot be read, or is no such file.
pub fn baseline(path: &Path) -> Result<Baseline, String> {
    let help = "`peelcheck baseline update` writes it";
    let text = source::read(path).map_err(|error| format!("{error}\n  help: {help}"))?;
    Baseline::parse(&text)
        .map_err(|why| format!("`{}` is no baseline: {why}\n  help: {help}", path.display()))
}
