//! The built-in packs: they compile, their examples hold, and nothing in them is
//! idle: taking out any requirement or check changes what is reported.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test may fail loudly"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use peelcheck::graph::Graph;
use peelcheck::inspection::{draft, yaml};
use peelcheck::judging::{Report, assess};
use peelcheck::language;
use peelcheck::lineage;
use peelcheck::mapping::Mapper;
use peelcheck::quality::examples;
use peelcheck::render::style::Style;
use peelcheck::render::{json, text};
use peelcheck::source::Sources;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn packs(folder: &Path, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            packs(&path, found);
        } else {
            let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            found.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}

fn all_packs() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    packs(&root().join("rules"), &mut found);
    found
}

#[test]
fn the_binary_holds_every_pack_of_the_folder() {
    let mut sources = Sources::default();
    let files = language::packs(None, &mut sources).unwrap();
    let built_in: BTreeMap<String, String> = files
        .iter()
        .map(|id| sources.file(*id).unwrap())
        .map(|file| (file.name.clone(), file.text.to_string()))
        .collect();
    assert_eq!(built_in, all_packs());
}

#[test]
fn every_example_holds_and_every_alternative_is_reached() {
    let mut sources = Sources::default();
    let files = language::packs(None, &mut sources).unwrap();
    let book = language::compile(&files, &sources).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let outcome = examples::run(&book, &mut Mapper::new(&book));
    assert!(
        outcome.faults.is_empty(),
        "{}",
        text::findings(&outcome.faults, &sources, Style::PLAIN)
    );
    assert!(outcome.kept > 100, "only {} examples were run", outcome.kept);
}

/// Everything reported on the golden findings, with these packs; `None` if they do not compile.
fn reported(packs: &BTreeMap<String, String>, inspections: &[(String, String)]) -> Option<String> {
    let mut sources = Sources::default();
    let files: Vec<_> =
        packs.iter().map(|(name, text)| sources.add(name.clone(), text.clone())).collect();
    let book = language::compile(&files, &sources).ok()?;
    let mut mapper = Mapper::new(&book);
    let mut report = Report::default();
    let mut read = Vec::new();
    for (name, text) in inspections {
        if name.ends_with(".yaml") {
            let file = sources.add(name.clone(), text.clone());
            read.extend(yaml::read(file, &sources, &book).inspection);
            continue;
        }
        let bytes = text.clone().into_bytes();
        let draft = draft::read(Path::new(name), name, bytes, None, &mut sources).unwrap();
        let made = draft::inspection(&draft, &book, &sources, draft::Wish::default()).unwrap();
        let mut inspection = made.inspection;
        mapper.read_manner(&mut inspection.statements);
        read.push(inspection);
    }
    let graphs = read.iter().map(|one| Graph::build(one, &book, &mut mapper).unwrap());
    let mut graphs: Vec<Graph<'_>> = graphs.collect();
    report.findings.extend(lineage::notice(&mut graphs, &mut mapper));
    for graph in &graphs {
        report.add(graph, assess(graph));
    }
    report.not_checked.clear();
    Some(json::report(&report, &sources, true))
}

/// The line ranges of what can be taken out: each requirement with what is said of it, each check.
fn removable(text: &str) -> Vec<(String, usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let word = |line: &str| line.split_whitespace().next().unwrap_or("").to_owned();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let goes_on: &[&str] = match word(line).as_str() {
            "needs" | "excludes" => &["because", "otherwise"],
            "check" if !line.starts_with(' ') => &[
                "every",
                "no",
                "otherwise",
                "help",
                "because",
                "source",
                "error",
                "warning",
                "note",
            ],
            _ => continue,
        };
        let length = lines[start + 1..]
            .iter()
            .take_while(|line| goes_on.contains(&word(line).as_str()))
            .count();
        found.push((line.trim().to_owned(), start, start + 1 + length));
    }
    found
}

/// The files of a folder with an extension, by name.
fn gathered(folder: &str, wanted: &str) -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(root().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == wanted))
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, fs::read_to_string(&path).unwrap())
    };
    paths.into_iter().map(read).collect()
}

/// Inspections of two cycles that belong together.
fn pairs() -> Vec<Vec<(String, String)>> {
    let earlier = gathered("tests/golden/findings", "earlier").into_iter();
    earlier
        .map(|(name, text)| {
            let later = name.replace(".earlier", ".yaml");
            let path = root().join("tests/golden/findings").join(&later);
            vec![
                (name.replace(".earlier", "-earlier.yaml"), text),
                (later, fs::read_to_string(path).unwrap()),
            ]
        })
        .collect()
}

#[test]
fn taking_out_any_requirement_or_check_changes_a_verdict_or_finding() {
    // Evidence rules are left out for curated cases: they say themselves what bears on what.
    let full = all_packs();
    let packs: BTreeMap<String, String> = full
        .iter()
        .filter(|(name, _)| !name.contains("evidence/"))
        .map(|(name, text)| (name.clone(), text.clone()))
        .collect();
    let mut inspections = gathered("tests/golden/findings", "yaml");
    inspections.extend(gathered("tests/requirements", "yaml"));
    let drafts = gathered("tests/golden/drafts", "md");
    let whole = reported(&packs, &inspections).unwrap();
    let whole_drafts = reported(&full, &drafts).unwrap();
    let pairs = pairs();
    let together = |packs: &BTreeMap<String, String>| -> Vec<Option<String>> {
        pairs.iter().map(|pair| reported(packs, pair)).collect()
    };
    let whole_pairs = together(&full);
    let (mut idle, mut tried) = (Vec::new(), 0);
    for (name, text) in &packs {
        for (what, start, end) in removable(text) {
            let lines: Vec<&str> = text.lines().collect();
            let without = [&lines[..start], &lines[end..]].concat().join("\n");
            let mut changed = packs.clone();
            changed.insert(name.clone(), without.clone());
            let found = reported(&changed, &inspections)
                .unwrap_or_else(|| panic!("{name} without `{what}` does not compile"));
            tried += 1;
            if found != whole {
                continue;
            }
            let mut changed = full.clone();
            changed.insert(name.clone(), without);
            let same = reported(&changed, &drafts).as_ref() == Some(&whole_drafts);
            if same && together(&changed) == whole_pairs {
                idle.push(format!("{name}:{}: {what}", start + 1));
            }
        }
    }
    assert!(tried > 25, "only {tried} were tried");
    assert!(idle.is_empty(), "these change nothing:\n{}", idle.join("\n"));
}

/// The fenced rules of the reference, put together, with what they name and do not show.
#[test]
fn the_rules_in_the_reference_compile() {
    let reference = fs::read_to_string(root().join("docs/language.md")).unwrap();
    let mut rules = String::from(
        "theme incident-attendance \"…\"\nkind recommendation \"…\"\nkind area-for-improvement \"…\"\nplural areas-for-improvement\n",
    );
    let blocks: Vec<&str> = reference.split("```peel\n").skip(1).collect();
    assert!(blocks.len() >= 8, "only {} blocks", blocks.len());
    for block in blocks {
        rules.push_str(block.split("```").next().unwrap());
    }
    let mut sources = Sources::default();
    let file = sources.add("docs/language.md", rules);
    if let Err(faults) = language::compile(&[file], &sources) {
        panic!("{}", text::findings(&faults, &sources, Style::PLAIN));
    }
}
