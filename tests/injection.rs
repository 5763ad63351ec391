//! Faults put into copies of the real inspection, twenty of each code, and the
//! share that is found. Run with `--nocapture` to see the table.

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

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use peelcheck::diagnostic::Diagnostic;
use peelcheck::graph::Graph;
use peelcheck::inspection::yaml;
use peelcheck::judging::{Report, assess};
use peelcheck::language::{self, rulebook::Rulebook};
use peelcheck::mapping::Mapper;
use peelcheck::source::Sources;

const COPIES: usize = 20;

fn seed() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/cambridgeshire-2023-25.yaml");
    fs::read_to_string(path).unwrap()
}

/// The things of which a code is reported, consequences included.
fn reported(text: &str, code: &str, book: &Rulebook, mapper: &mut Mapper<'_>) -> BTreeSet<String> {
    let mut sources = Sources::default();
    let file = sources.add("copy.yaml", text);
    let reading = yaml::read(file, &sources, book);
    let mut report = Report { findings: reading.faults, ..Report::default() };
    if let Some(inspection) = &reading.inspection {
        let graph = Graph::build(inspection, book, mapper).unwrap();
        report.add(&graph, assess(&graph));
    }
    fn within(findings: &[Diagnostic], code: &str, found: &mut BTreeSet<String>) {
        for one in findings {
            if one.code == code {
                found.insert(format!("{:?} {:?} {}", one.subject, one.area, one.message));
            }
            within(&one.related, code, found);
        }
    }
    let mut found = BTreeSet::new();
    within(&report.findings, code, &mut found);
    found
}

/// The numbers of the lines that begin with this after their indent.
fn lines_with(text: &str, begin: &str) -> Vec<usize> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| line.trim_start().starts_with(begin))
        .map(|(number, _)| number)
        .collect()
}

/// The lines on which findings begin.
fn findings(text: &str) -> Vec<usize> {
    let digit = |line: &str| line.trim_start().starts_with(|c: char| c.is_ascii_digit());
    text.lines()
        .enumerate()
        .filter(|(_, line)| line.trim_start().strip_prefix("- id: f").is_some_and(digit))
        .map(|(number, _)| number)
        .collect()
}

fn edit(text: &str, change: impl FnOnce(&mut Vec<String>)) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    change(&mut lines);
    lines.join("\n") + "\n"
}

fn insert(text: &str, at: usize, block: &str) -> String {
    edit(text, |lines| lines.insert(at, block.trim_end().to_owned()))
}

fn replace(text: &str, at: usize, from: &str, to: &str) -> String {
    edit(text, |lines| {
        assert!(lines[at].contains(from), "line {at} is `{}`", lines[at]);
        lines[at] = lines[at].replacen(from, to, 1);
    })
}

/// The seed as if its capture had lost nothing.
fn complete() -> String {
    seed().replace("    coverage: [callouts-missing]\n", "")
}

/// A judgment from the complete source put in as the k-th finding's neighbour.
fn judgment(k: usize, block: &str) -> String {
    let text = seed();
    let findings = findings(&text);
    insert(&text, findings[k * 2 % findings.len()], block)
}

const STATEMENTS: &str = "        statements:
          - id: x-s1
            text: The team was short of staff.
            at: closure-letter
            basis: closure-letter-findings
          - id: x-s2
            text: Staff said so.
            at: closure-letter
            basis: closure-letter-interviews
";

fn concern(with_statements: bool) -> String {
    let evidence = if with_statements { STATEMENTS } else { "" };
    format!(
        "      - id: x-concern\n        kind: cause-of-concern\n        text: Put in\n        at: closure-letter\n{evidence}"
    )
}

fn recommendation(deadline: &str) -> String {
    format!(
        "      - id: x-rec\n        kind: recommendation\n        for: rso-concern\n        text: Put in\n        at: closure-letter\n{deadline}"
    )
}

/// The k-th copy with a fault of this code.
fn copy(code: &str, k: usize) -> String {
    let text = seed();
    let pick = |lines: Vec<usize>| lines[k * 7 % lines.len()];
    match code {
        "duplicate-id" => {
            let ids = findings(&text);
            let other = text.lines().nth(ids[k * 11 % ids.len()]).unwrap().trim().to_owned();
            let at = ids[(k * 11 + 5) % ids.len()];
            let own = text.lines().nth(at).unwrap().trim().to_owned();
            replace(&text, at, &own, &other)
        }
        "dangling-reference" if k.is_multiple_of(2) => {
            let at = pick(lines_with(&text, "basis: "));
            edit(&text, |lines| lines[at].push_str("-x"))
        }
        "dangling-reference" => {
            replace(&text, pick(lines_with(&text, "at: report:")), "report", "raport")
        }
        "figure-mismatch" => {
            // A share whose count is changed so that the printed percent no longer follows.
            let shares: Vec<usize> = text
                .lines()
                .enumerate()
                .filter(|(_, line)| {
                    line.contains("count: ") && line.contains("percent: ") && line.contains("of: ")
                })
                // This one is wrong in the report already.
                .filter(|(_, line)| !line.contains("89.7"))
                .map(|(number, _)| number)
                .collect();
            let at = shares[k % shares.len()];
            let line = text.lines().nth(at).unwrap().to_owned();
            let percent: f64 = line
                .split("percent: ")
                .nth(1)
                .unwrap()
                .split([',', '}'])
                .next()
                .unwrap()
                .parse()
                .unwrap();
            let shift = 1.3 + (k / shares.len()) as f64;
            let (from, to) =
                (format!("percent: {percent}"), format!("percent: {:.1}", percent - shift));
            replace(&text, at, &from, &to)
        }
        "circular-support" => {
            let findings = findings(&text);
            let (one, other) = (findings[k * 2], findings[k * 2 + 3]);
            let id = |at: usize| {
                text.lines().nth(at).unwrap().trim().trim_start_matches("- id: ").to_owned()
            };
            let (first, second) = (id(one), id(other));
            let text = insert(&text, other + 1, &format!("        evidence: [{first}]"));
            insert(&text, one + 1, &format!("        evidence: [{second}]"))
        }
        "concern-without-recommendation" => judgment(k, &concern(true)),
        "concern-without-evidence" => judgment(k, &concern(false)),
        "recommendation-without-deadline" => judgment(k, &recommendation("")),
        "afi-without-evidence" => judgment(
            k,
            "      - id: x-afi\n        kind: area-for-improvement\n        text: Put in\n        at: closure-letter\n",
        ),
        "orphan-evidence" => {
            let sections = lines_with(&text, "judgments:");
            let words = ["The car park is behind the building.", "Lunch was served at noon."];
            let block = format!(
                "    statements:\n      - id: x-orphan\n        text: {}\n        at: closure-letter\n",
                words[k % 2]
            );
            insert(&text, sections[k % sections.len()], &block)
        }
        "self-reported-only" => {
            let findings = findings(&text);
            let first = findings[k * 2 + 4];
            let next = findings[k * 2 + 5];
            edit(&text, |lines| {
                for (number, line) in lines.iter_mut().enumerate() {
                    if number > first && number < next && line.trim_start().starts_with("method: ")
                    {
                        *line = "            method: force-told-us".to_owned();
                    }
                }
            })
        }
        "single-source-judgment" => {
            let basis = if k.is_multiple_of(2) {
                "            basis: workforce-survey"
            } else {
                "            basis: bwv-review"
            };
            // The concern rests on its own statements; a grade on everything in its area.
            judgment(
                k,
                &concern(true)
                    .replace("            basis: closure-letter-interviews", basis)
                    .replace("            basis: closure-letter-findings", basis),
            )
        }
        "missing-callouts" => {
            let text = complete();
            let grades = lines_with(&text, "grade-at: ");
            let at = grades[k % grades.len()];
            // One grade is said to stand in a capture that lost its boxes.
            let text = replace(&text, at, "report", "lost");
            let cut =
                format!("  - id: lost\n    title: Lost {k}\n    coverage: [callouts-missing]");
            let sources = lines_with(&text, "sources:")[0];
            insert(&text, sources + 1, &cut)
        }
        "unsupported-grade" => {
            let text = complete();
            let grades = lines_with(&text, "grade: ");
            let at = grades[k % grades.len()];
            // The next grade that needs something this area does not have.
            let needy = ["inadequate", "adequate", "requires-improvement", "inadequate"];
            let old = text.lines().nth(at).unwrap().trim().trim_start_matches("grade: ").to_owned();
            let new = needy.iter().cycle().skip(k / grades.len()).find(|new| **new != old).unwrap();
            edit(&text, |lines| lines[at] = format!("    grade: {new}"))
        }
        "contradicted-grade" => {
            let text = complete();
            let grades: Vec<usize> = lines_with(&text, "grade: ");
            let at = grades[k % grades.len()];
            let new =
                ["outstanding", "good", "adequate", "requires-improvement"][k / grades.len() % 4];
            let text = edit(&text, |lines| lines[at] = format!("    grade: {new}"));
            let judgments =
                lines_with(&text, "judgments:").into_iter().find(|line| *line > at).unwrap();
            let rec = recommendation("        deadline: immediately\n")
                .replace("rso-concern", "x-concern");
            insert(&text, judgments + 1, &(concern(true) + &rec))
        }
        "uncovered-characteristic" => {
            let text = complete();
            // The statements of one area are emptied of all meaning.
            let sections = lines_with(&text, "- area: ");
            let first = sections[k % sections.len()];
            let end = sections.get(k % sections.len() + 1).copied().unwrap_or(usize::MAX);
            let kept = k / sections.len();
            edit(&text, |lines| {
                let inside = lines.iter_mut().enumerate().skip(first).take(end - first);
                let texts = inside.filter(|(_, line)| line.trim_start().starts_with("text: "));
                for (number, line) in texts.skip(kept) {
                    let indent = line.len() - line.trim_start().len();
                    *line = format!("{}text: Nothing was said {number}.", " ".repeat(indent));
                }
            })
        }
        "source-disagreement" | "errata" | "carried-over" | "incomparable-grades" => {
            let grades = lines_with(&text, "grade: ");
            let at = grades[k % grades.len()];
            let old = text.lines().nth(at).unwrap().trim().trim_start_matches("grade: ").to_owned();
            let scale = ["outstanding", "good", "adequate", "requires-improvement", "inadequate"];
            let other = scale.iter().cycle().skip(k).find(|grade| **grade != old).unwrap();
            let line = match code {
                "source-disagreement" => {
                    format!("    accounts: [{{at: closure-letter, grade: {other}}}]")
                }
                "errata" => format!("    corrected: {{from: {other}, date: 2024-08-{:02}}}", k + 1),
                "carried-over" => ["peel-2021-22", "peel-2016"][k % 2]
                    .replace("peel", "    carried-over-from: peel"),
                _ => "    compared-with: peel-2021-22".to_owned(),
            };
            insert(&text, at + 1, &line)
        }
        "grade-tally-mismatch" | "finding-count-mismatch" => {
            let counts = match code {
                "grade-tally-mismatch" => {
                    ["grade", "grade, grade: good", "grade, grade: inadequate"][k % 3]
                }
                _ => ["finding", "recommendation", "summary-claim"][k % 3],
            };
            // None of these is counted so: the file holds other numbers, or too many.
            let number = if counts == "recommendation" { 0 } else { 100 + k };
            let block = format!(
                "tallies:\n  - {{id: x-t, counts: {counts}, number: {number}, at: closure-letter}}"
            );
            insert(&text, lines_with(&text, "sections:")[0], &block)
        }
        "response-overdue" => {
            let block = format!("responses:\n  - {{by: Commissioner, date: 2024-05-{:02}}}", 8 + k);
            insert(&text, lines_with(&text, "sections:")[0], &block)
        }
        "partly-supported-grade" => {
            // Graded good, as if nothing were lost, on the strength of one finding.
            let text = complete();
            let grades = lines_with(&text, "grade: ");
            // Areas with many characteristics, of which a few statements cannot cover half.
            let at = grades[[0, 1, 2, 4, 7][k % 5]];
            let text = edit(&text, |lines| lines[at] = "    grade: good".to_owned());
            let text = text.replace("kind: cause-of-concern", "kind: finding");
            let sections = lines_with(&text, "- area: ");
            let first = *sections.iter().rfind(|line| **line < at).unwrap();
            let end = sections.iter().copied().find(|line| *line > at).unwrap_or(usize::MAX);
            let kept = 4 + k / 5;
            // Statements told elsewhere that bear on the area are silenced too.
            edit(&text, |lines| {
                let mut seen = 0;
                for (number, line) in lines.iter_mut().enumerate() {
                    if line.trim_start().starts_with("text: ") {
                        let inside = number > first && number < end;
                        seen += usize::from(inside);
                        if !inside || seen > kept {
                            let indent = line.len() - line.trim_start().len();
                            *line =
                                format!("{}text: Nothing was said {number}.", " ".repeat(indent));
                        }
                    }
                }
            })
        }
        "concern-recommendations-elsewhere" => {
            judgment(k, &(concern(true) + "        elsewhere: A sibling report\n"))
        }
        other => panic!("no injection for `{other}`"),
    }
}

#[test]
fn injected_faults_are_found() {
    let mut sources = Sources::default();
    let files = language::packs(None, &mut sources).unwrap();
    let book = language::compile(&files, &sources).unwrap();
    let mut mapper = Mapper::new(&book);
    let mut codes: Vec<&str> = book.checks.iter().map(|check| check.code.as_str()).collect();
    codes.extend(["dangling-reference", "duplicate-id"]);
    // What only a draft can show is injected into drafts, by `tests/drafts.rs`.
    codes.retain(|code| {
        let folder = |sort: &str| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(sort);
            fs::read_dir(path).unwrap().any(|entry| {
                entry.unwrap().file_name().to_string_lossy().starts_with(&format!("{code}."))
            })
        };
        // What needs two cycles is injected into pairs, by `tests/lineage.rs`.
        let pair = format!("tests/golden/findings/{code}.earlier");
        let pair = Path::new(env!("CARGO_MANIFEST_DIR")).join(pair).exists();
        (!folder("drafts") || folder("findings")) && !pair
    });
    codes.sort_unstable();
    let mut missed = Vec::new();
    for code in codes {
        // The seed's own capture lost its boxes everywhere; the copies lose those of one area.
        let base = if code == "missing-callouts" { complete() } else { seed() };
        let before = reported(&base, code, &book, &mut mapper);
        let mut found = 0;
        for k in 0..COPIES {
            let text = copy(code, k);
            assert!(text != seed(), "{code} {k} changes nothing");
            let after = reported(&text, code, &book, &mut mapper);
            match after.difference(&before).next() {
                Some(_) => found += 1,
                None => missed.push(format!("{code} {k}: nothing new among {}", after.len())),
            }
        }
        println!("{code:<34} {found:>2} of {COPIES}");
    }
    assert!(missed.is_empty(), "missed:\n{}", missed.join("\n"));
}
