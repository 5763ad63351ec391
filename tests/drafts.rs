//! Drafts as people have them: the two of `examples/drafts`, the same in four kinds
//! of files, with faults injected; and the source documents, where they are at hand.

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

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

mod common;

use common::here as run;
use peelcheck::commands::Status;
use peelcheck::diagnostic::Diagnostic;
use peelcheck::graph::Graph;
use peelcheck::inspection::draft;
use peelcheck::inspection::model::Inspection;
use peelcheck::judging::{Report, assess};
use peelcheck::language::{self, rulebook::Rulebook};
use peelcheck::mapping::Mapper;
use peelcheck::source::Sources;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn example(name: &str) -> (String, Vec<u8>) {
    let path = root().join("examples/drafts").join(name);
    (name.to_owned(), fs::read(path).unwrap())
}

struct Bench {
    book: Rulebook,
}

impl Bench {
    fn new() -> Self {
        let mut sources = Sources::default();
        let files = language::packs(None, &mut sources).unwrap();
        Self { book: language::compile(&files, &sources).unwrap() }
    }

    fn read(&self, name: &str, bytes: Vec<u8>, sources: &mut Sources) -> Inspection {
        let draft = draft::read(Path::new(name), name, bytes, None, sources).unwrap();
        let wish = draft::Wish::default();
        let made = draft::inspection(&draft, &self.book, sources, wish).unwrap();
        let mut inspection = made.inspection;
        Mapper::new(&self.book).read_manner(&mut inspection.statements);
        inspection
    }

    fn check(&self, name: &str, bytes: Vec<u8>) -> (Vec<Diagnostic>, Sources) {
        let mut sources = Sources::default();
        let inspection = self.read(name, bytes, &mut sources);
        let graph = Graph::build(&inspection, &self.book, &mut Mapper::new(&self.book)).unwrap();
        let mut report = Report::default();
        report.add(&graph, assess(&graph));
        (report.findings, sources)
    }

    /// Code and underlined words of every finding, those that hang on another included.
    fn found(&self, name: &str, bytes: Vec<u8>) -> Vec<(String, String)> {
        let (findings, sources) = self.check(name, bytes);
        let all = findings.iter().flat_map(|one| std::iter::once(one).chain(&one.related));
        let mut all: Vec<(String, String)> = all
            .map(|one| {
                let words = one.span().map_or("", |span| sources.text(span));
                (one.code.clone(), flat(words))
            })
            .collect();
        all.sort();
        all
    }
}

/// Text without markup, entities and line ends, so that kinds of files can be compared.
fn flat(text: &str) -> String {
    let mut plain = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            '*' => {}
            c if !inside => plain.push(c),
            _ => {}
        }
    }
    let plain = plain.replace("&amp;", "&").replace("&#x27;", "'").replace("&quot;", "\"");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn four_kinds_of_files_give_the_same_findings() {
    let bench = Bench::new();
    for stem in ["clean", "faulty"] {
        let (name, bytes) = example(&format!("{stem}.md"));
        let first = bench.found(&name, bytes);
        for kind in ["txt", "html", "docx"] {
            let (name, bytes) = example(&format!("{stem}.{kind}"));
            assert_eq!(bench.found(&name, bytes), first, "{name}");
        }
    }
}

/// What is found in each example, exactly; `BLESS=1` writes it anew.
#[test]
fn the_examples_have_exactly_these_findings() {
    let bench = Bench::new();
    for stem in ["clean", "faulty"] {
        let (name, bytes) = example(&format!("{stem}.md"));
        let found = bench.found(&name, bytes);
        let text: String =
            found.iter().map(|(code, words)| format!("{code} | {words}\n")).collect();
        let golden = root().join(format!("tests/drafts/{stem}.expected"));
        if std::env::var_os("BLESS").is_some() {
            fs::create_dir_all(golden.parent().unwrap()).unwrap();
            fs::write(&golden, &text).unwrap();
        }
        assert_eq!(text, fs::read_to_string(&golden).unwrap_or_default(), "{name}");
    }
}

/// Names of keys of the curated form, at any depth of its schema.
fn keys(schema: &serde_json::Value, found: &mut BTreeSet<String>) {
    if let Some(properties) = schema["properties"].as_object() {
        found.extend(properties.keys().cloned());
    }
    let parts = schema.as_object().into_iter().flat_map(|map| map.values());
    for part in parts.chain(schema.as_array().into_iter().flatten()) {
        keys(part, found);
    }
}

/// The author of a draft has no YAML: what is said to them names no key of it.
#[test]
fn what_is_said_of_a_draft_names_no_key_of_the_curated_form() {
    let bench = Bench::new();
    let mut known = BTreeSet::new();
    keys(&peelcheck::inspection::yaml::schema::schema(&bench.book), &mut known);
    assert!(known.contains("coverage") && known.contains("follow-ups"), "{known:?}");
    let named = |text: &str| {
        let quoted = text.split('`').skip(1).step_by(2);
        let key = |words: &str| words.split(':').next().unwrap().to_owned();
        quoted.map(key).find(|key| known.contains(key))
    };
    let (name, bytes) = example("faulty.md");
    let (findings, _) = bench.check(&name, bytes);
    let all = findings.iter().flat_map(|one| std::iter::once(one).chain(&one.related));
    let told = all.flat_map(|one| one.help.clone().into_iter().chain([one.message.clone()]));
    // What did not happen to be said there: the pages, and what kinds and grades need.
    let pages = bench.book.checks.iter().flat_map(|check| check.page().map(str::to_owned));
    let kinds = bench.book.kinds.iter().flat_map(|kind| &kind.requirements);
    let grades = bench.book.frameworks.iter().flat_map(|one| one.requirements.values().flatten());
    let needs = kinds.chain(grades);
    let needs = needs.flat_map(|one| [one.because.clone(), one.otherwise.clone()]).flatten();
    let gaps = bench.book.gaps.iter().map(|gap| gap.title.clone());
    let texts: Vec<String> = told.chain(pages).chain(needs).chain(gaps).collect();
    assert!(texts.len() > 100, "only {} texts", texts.len());
    for text in texts {
        assert_eq!(named(&text), None, "{text}");
    }
}

/// The faults of `examples/drafts/faults.md`, by number, with the finding that shows each.
const PLANTED: &[(usize, &str, &str)] = &[
    (1, "figure-mismatch", "47 of the 44"),
    (2, "figure-mismatch", "96 were referred by schools"),
    (3, "figure-mismatch", "rose by 18.0 percent"),
    (4, "figure-mismatch", "rose by 20 percent"),
    (5, "figure-mismatch", "Almost all"),
    (6, "figure-mismatch", "112 of 118"),
    (7, "figure-mismatch", "statistically significant"),
    (8, "figure-mismatch", "90.4 percent of all such records"),
    (9, "figure-mismatch", "to 31 December 2024"),
    (10, "figure-mismatch", "36"),
    (11, "figure-mismatch", "46 of the 72"),
    (12, "figure-mismatch", "37 percent"),
    (13, "figure-mismatch", "337 (88.6 percent)"),
    (14, "grade-contradiction", "Wexmoor Constabulary is good at building"),
    (15, "grade-contradiction", "Wexmoor Constabulary is adequate at protecting"),
    (16, "finding-count-mismatch", "eight"),
    (17, "grade-tally-mismatch", "seven"),
    (18, "summary-without-evidence", "It also excels at tackling fraud"),
    (19, "heading-without-evidence", "Special constables and other volunteers"),
    (20, "heading-contradicted", "growing use of protective orders"),
    (21, "concern-without-recommendation", "The constabulary isn’t acting quickly enough"),
    (22, "recommendation-without-deadline", "The constabulary should give senior leaders"),
    (23, "afi-without-evidence", "The constabulary should train new sergeants"),
    (24, "incomparable-grades", "This area has improved from"),
    (25, "repeated-paragraph", "We spoke to 24 police community"),
    (26, "spelling-variant", "Harroby"),
    (27, "unexplained-abbreviation", "ANPR"),
    (28, "told-only", "New technology saves officers’ time"),
    (29, "finding-against-evidence", "The constabulary should tell people when officers"),
    (30, "misplaced-evidence", "Crime scene investigators went"),
];

#[test]
fn planted_faults_are_found() {
    let bench = Bench::new();
    let (name, bytes) = example("faulty.md");
    let found = bench.found(&name, bytes);
    let missed: Vec<usize> = PLANTED
        .iter()
        .filter(|(_, code, words)| {
            !found.iter().any(|(other, text)| other == code && text.starts_with(words))
        })
        .map(|(number, ..)| *number)
        .collect();
    println!(
        "{} of {} planted faults found; missed: {missed:?}",
        PLANTED.len() - missed.len(),
        PLANTED.len()
    );
    assert!(missed.is_empty(), "{missed:?}");
}

/// Copies of the clean draft with one fault each, by what was done to them.
fn injected(clean: &str) -> Vec<(&'static str, &'static str, String)> {
    let lines: Vec<&str> = clean.lines().collect();
    let with = |at: usize, line: String| {
        let mut copy: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        copy[at] = line;
        copy.join("\n") + "\n"
    };
    let mut copies = Vec::new();
    let grades = ["Outstanding", "Good", "Adequate", "Requires improvement", "Inadequate"];
    for (at, line) in lines.iter().enumerate() {
        let words: Vec<&str> = line.split(' ').collect();
        for (index, run) in words.windows(3).enumerate() {
            let (count, of) = (run[0].parse::<f64>(), run[2].parse::<f64>());
            if let ("of", Ok(count), Ok(of)) = (run[1], count, of)
                && count < of
            {
                let mut swapped = words.clone();
                swapped.swap(index, index + 2);
                copies.push((
                    "a count above its whole",
                    "figure-mismatch",
                    with(at, swapped.join(" ")),
                ));
            }
        }
        for (index, word) in words.iter().enumerate() {
            let percent = word.strip_prefix('(').and_then(|digits| digits.parse::<f64>().ok());
            if let (Some(percent), Some(next)) = (percent, words.get(index + 1))
                && next.starts_with("percent)")
                && percent < 95.0
            {
                let mut wrong = words.clone();
                let raised = format!("({:.1}", percent + 3.0);
                wrong[index] = &raised;
                copies.push((
                    "a percent three too high",
                    "figure-mismatch",
                    with(at, wrong.join(" ")),
                ));
            }
        }
        if line.len() > 100 && !line.starts_with(['|', '>', '#', '-']) {
            copies.push((
                "a paragraph twice",
                "repeated-paragraph",
                with(at, format!("{line}\n\n{line}")),
            ));
        }
        let bare = line.trim_matches('*');
        if let Some(grade) = grades.iter().position(|grade| *grade == bare) {
            let other = grades[(grade + 1) % grades.len()];
            copies.push((
                "another printed grade",
                "grade-contradiction",
                with(at, line.replace(bare, other)),
            ));
        }
        if line.contains("Stowbridge") {
            let wrong = line.replacen("Stowbridge", "Stowbrigde", 1);
            copies.push(("a name misspelt", "spelling-variant", with(at, wrong)));
        }
        for deadline in ["Within three months, ", "Within six months, ", "By 31 December 2024, "] {
            if line.contains(deadline) {
                let open = line.replace(deadline, "");
                copies.push(("no time limit", "recommendation-without-deadline", with(at, open)));
            }
        }
    }
    copies
}

#[test]
fn injected_faults_are_found_in_drafts() {
    let bench = Bench::new();
    let (_, bytes) = example("clean.md");
    let clean = String::from_utf8(bytes).unwrap();
    let before = bench.found("clean.md", clean.clone().into_bytes());
    let mut shares: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (what, code, text) in injected(&clean) {
        assert!(text != clean, "{what} changes nothing");
        let after = bench.found("clean.md", text.clone().into_bytes());
        let count =
            |found: &[(String, String)]| found.iter().filter(|(one, _)| one == code).count();
        let share = shares.entry(what).or_default();
        share.1 += 1;
        let found = count(&after) > count(&before);
        share.0 += usize::from(found);
        if !found {
            let changed = text.lines().zip(clean.lines()).find(|(one, other)| one != other);
            println!("missed, {what}: {}", changed.map_or("", |(line, _)| line));
        }
    }
    for (what, (found, all)) in &shares {
        println!("{what:30} {found} of {all}");
    }
    for (what, (found, all)) in &shares {
        assert!(*all >= 3 && found * 10 >= all * 9, "{what}: only {found} of {all} were found");
    }
    assert!(shares.len() >= 5, "only {} kinds of faults were injected", shares.len());
}

/// Text in CDATA sections is text, whatever stands in it.
#[test]
fn word_files_are_read_in_cdata_sections_too() {
    let bench = Bench::new();
    let (name, bytes) = example("faulty.docx");
    let wanted = bench.found(&name, bytes.clone());
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut copy = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut sections = 0;
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut text).unwrap();
        if name == "word/document.xml" {
            let plain = String::from_utf8(text).unwrap();
            let mut parts = plain.split("</w:t>").map(str::to_owned).collect::<Vec<_>>();
            let last = parts.pop().unwrap();
            for part in &mut parts {
                let at = part.rfind('>').unwrap() + 1;
                let words = htmlize::unescape(&part[at..]).into_owned();
                part.replace_range(at.., &format!("<![CDATA[{words}]]>"));
                sections += 1;
            }
            text = format!("{}</w:t>{last}", parts.join("</w:t>")).into_bytes();
        }
        copy.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut copy, &text).unwrap();
    }
    assert!(sections > 100, "only {sections} texts");
    let copy = copy.finish().unwrap().into_inner();
    assert_eq!(bench.found("faulty.docx", copy), wanted);
}

/// What once took time or memory without end; each is small enough that a regression shows.
#[test]
fn long_and_deep_drafts_end() {
    let bench = Bench::new();
    let head = "# PEEL 2023–25\n\n## Responding to the public\n\n";
    let cases = [
        ("one.md", format!("{head}{}", "They met. ".repeat(20_000))),
        ("shares.md", format!("{head}{}.", "almost all of the plans (3 of 40) and ".repeat(2_000))),
        (
            "grades.md",
            format!("{head}The force is {}.", "good at responding to the public and ".repeat(800)),
        ),
        ("deep.html", format!("<html>{}", "<div>a".repeat(20_000))),
        ("amps.html", format!("<html><p>{}", "&".repeat(200_000))),
        (
            "lead.md",
            format!(
                "{head}> **Recommendation**\n>\n> {} should:\n{}",
                "the force ".repeat(400),
                "> - act\n".repeat(4_000)
            ),
        ),
    ];
    for (name, text) in cases {
        let (findings, _) = bench.check(name, text.into_bytes());
        assert!(findings.len() < 10_000, "{name}: {} findings", findings.len());
    }
}

#[test]
fn a_new_pack_compiles_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().display().to_string();
    for from in [None, Some("peel-2023-25")] {
        let mut arguments = vec!["new", "framework", "peel-2041-43"];
        arguments.extend(from.iter().flat_map(|from| ["--from", *from]));
        let (status, pack, _) = run(&arguments);
        assert_eq!(status, Status::Clean);
        fs::write(folder.path().join("new.peel"), pack).unwrap();
        let (status, out, told) = run(&["test", "--rules", &rules]);
        assert_eq!(status, Status::Clean, "{from:?}: {out}{told}");
    }
    for wrong in [["new", "framework", "peel-2023-25"], ["new", "framework", "Peel 2041"]] {
        assert_eq!(run(&wrong).0, Status::Broken, "{wrong:?}");
    }
}

/// The invented cycle of `docs/new-cycle.md` is judged from its pack alone.
#[test]
fn a_new_cycle_needs_no_rust() {
    let at = |name: &str| root().join("examples/new-cycle").join(name).display().to_string();
    let (_, json, told) =
        run(&["check", &at("draft.md"), "--rules", &at("rules"), "--format", "json"]);
    assert!(told.contains("framework `peel-2031-33`"), "{told}");
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let mut codes: Vec<&str> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["code"].as_str().unwrap())
        .collect();
    codes.sort_unstable();
    let planted = [
        "figure-mismatch",
        "finding-count-mismatch",
        "recommendation-without-deadline",
        "summary-without-evidence",
    ];
    assert_eq!(codes, planted);
}

#[test]
fn what_is_no_draft_gets_one_clear_error() {
    let mut broken = example("clean.docx").1;
    broken.truncate(broken.len() / 2);
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("half.docx", broken, "no Word file, or a damaged one"),
        ("fake.docx", b"plain words".to_vec(), "no Word file, or a damaged one"),
        ("binary.md", vec![0xff, 0xd8, 0, 0, 1, 2], "holds zero bytes"),
        ("latin.txt", b"caf\xe9 au lait".to_vec(), "not UTF-8"),
        ("report.pdf", b"%PDF-1.7 ...".to_vec(), "is a PDF"),
        ("empty.txt", Vec::new(), "holds no text"),
        ("blank.html", b"<html><body><script>x</script></body></html>".to_vec(), "holds no text"),
    ];
    for (name, bytes, wanted) in cases {
        let error = draft::read(Path::new(name), name, bytes, None, &mut Sources::default());
        let message = error.unwrap_err().to_string();
        assert!(message.contains(wanted) && message.contains(name), "{name}: {message}");
    }
}
