//! Claims that have to be shown, on headings written for fictional forces by hands that did not
//! know the rules: the share of unshown claims that is found, and of sound headings that is
//! doubted.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may fail loudly"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use peelcheck::graph::Graph;
use peelcheck::inspection::draft;
use peelcheck::judging::{Report, assess};
use peelcheck::language;
use peelcheck::mapping::Mapper;
use peelcheck::source::Sources;
use serde_json::Value;

/// Findings that doubt a heading.
const DOUBTS: &[&str] = &["claim-not-shown", "heading-without-evidence", "heading-contradicted"];

/// Of headings whose text does not show what they claim, those doubted; of the others, too.
#[derive(Debug, PartialEq, Eq)]
struct Score {
    unshown: usize,
    found: usize,
    sound: usize,
    doubted: usize,
}

/// The rows of a file as one draft, checked.
fn score(name: &str) -> Score {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/claims").join(name);
    let rows: Vec<Value> = fs::read_to_string(path)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let mut text = String::from(
        "# PEEL 2023–25 inspection of Probe Police\n\n## Responding to the public\n\n\
         Probe Police is good at responding to the public.\n\n",
    );
    let mut places = Vec::new();
    for row in &rows {
        places.push(text.lines().count() + 1);
        let part = |key: &str| row[key].as_str().unwrap();
        write!(text, "### {}\n\n{}\n\n", part("heading"), part("body")).unwrap();
    }
    let mut sources = Sources::default();
    let files = language::packs(None, &mut sources).unwrap();
    let book = language::compile(&files, &sources).unwrap();
    let draft =
        draft::read(Path::new("probe.md"), "probe.md", text.into(), None, &mut sources).unwrap();
    let made = draft::inspection(&draft, &book, &sources, draft::Wish::default()).unwrap();
    let mut inspection = made.inspection;
    let mut mapper = Mapper::new(&book);
    mapper.read_manner(&mut inspection.statements);
    let graph = Graph::build(&inspection, &book, &mut mapper).unwrap();
    let mut report = Report::default();
    report.add(&graph, assess(&graph));
    let doubted: BTreeSet<usize> = report
        .findings
        .iter()
        .filter(|one| DOUBTS.contains(&one.code.as_str()))
        .map(|one| sources.locate(one.span().unwrap()).1.line)
        .collect();
    let mut score = Score { unshown: 0, found: 0, sound: 0, doubted: 0 };
    for (row, place) in rows.iter().zip(places) {
        let hit = usize::from(doubted.contains(&place));
        match row["shown"].as_bool().unwrap() {
            true => (score.sound, score.doubted) = (score.sound + 1, score.doubted + hit),
            false => (score.unshown, score.found) = (score.unshown + 1, score.found + hit),
        }
    }
    println!("{name}: {score:?}");
    score
}

/// The first two files were looked at after they were scored once; the third never was changed for.
#[test]
fn claims_that_nothing_shows_are_found() {
    for (name, least_found, most_doubted) in
        [("first.jsonl", 32, 3), ("second.jsonl", 27, 1), ("third.jsonl", 22, 4)]
    {
        let score = score(name);
        assert!(score.unshown >= 33 && score.sound >= 53, "{name} has lost rows");
        assert!(score.found >= least_found, "{name}: {score:?}");
        assert!(score.doubted <= most_doubted, "{name}: {score:?}");
    }
}
