//! The page and the pictures: the same numbers as every other format, and every value escaped.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test may fail loudly"
)]

use std::fs;
use std::path::PathBuf;

mod common;

use common::run;
use serde_json::Value;

const SEED: &str = "seeds/cambridgeshire-2023-25.yaml";

fn temporary(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("peelcheck-page-{}-{name}", std::process::id()))
}

fn page(arguments: &[&str], name: &str) -> String {
    let target = temporary(name);
    let target_name = target.to_str().unwrap().to_owned();
    let mut all = vec!["report"];
    all.extend(arguments);
    all.extend(["-o", &target_name]);
    let (status, out, err) = run(&all);
    assert_eq!((status, out.as_str()), (0, ""), "{err}");
    let text = fs::read_to_string(&target).unwrap();
    fs::remove_file(target).unwrap();
    text
}

/// The text of an element's first cell of a label, in the row of an area.
fn cell(page: &str, area: &str, label: &str) -> String {
    // The contents name the area first, then the table.
    let link = format!("href=\"#i1-a-{area}\"");
    let (start, _) = page.match_indices(&link).nth(1).expect(area);
    let rest = &page[start..];
    let rest = &rest[rest.find(&format!("data-label=\"{label}\"")).unwrap()..];
    let open = rest.find('>').unwrap();
    let inside = &rest[open + 1..rest.find("</td>").unwrap()];
    let mut text = String::new();
    let mut tag = false;
    for c in inside.chars() {
        match c {
            '<' => tag = true,
            '>' => tag = false,
            _ if !tag => text.push(c),
            _ => {}
        }
    }
    text.trim().to_owned()
}

#[test]
fn text_json_and_page_have_the_same_numbers() {
    let (_, text, _) = run(&["check", SEED, "--width", "100"]);
    let (_, json, _) = run(&["check", SEED, "--format", "json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    let page = page(&[SEED], "numbers.html");
    let grades = json["judgments"].as_array().unwrap().iter().filter(|one| one["kind"] == "grade");
    let mut seen = 0;
    for grade in grades {
        let area = grade["area"].as_str().unwrap();
        let line = text.lines().find(|line| line.starts_with(&format!("{area} "))).unwrap();
        let columns: Vec<&str> = line.split_whitespace().collect();
        let [.., strengths, weaknesses, concerns, afis] = columns.as_slice() else { panic!() };
        let of_page =
            ["Strengths", "Weaknesses", "concerns", "AFIs"].map(|label| cell(&page, area, label));
        assert_eq!(of_page, [*strengths, *weaknesses, *concerns, *afis], "{area}");
        let support = grade["support"].as_str().unwrap();
        assert!(line.contains(&support.replace('-', " ")), "{line}");
        assert!(cell(&page, area, "Support").contains(&support.replace('-', " ")), "{area}");
        assert_eq!(cell(&page, area, "Grade"), grade["grade"].as_str().unwrap().replace('-', " "));
        seen += 1;
    }
    assert_eq!(seen, 8);
    let judgments = json["judgments"].as_array().unwrap().len();
    assert!(page.contains(&format!("{judgments} judgments")));
}

#[test]
fn what_a_user_supplies_is_escaped() {
    let draft = temporary("hostile.txt");
    let text = "PEEL 2023–25 inspection of <b>Wexmoor</b> Constabulary\n\nResponding to the public\n\nGood\n\nThe force is good at responding to the public.\n\nCalls are <img src=x onerror=alert(1)> answered\n\nCalls were answered in 45 of 50 cases </script><script>alert(1)</script> & \"soon\".\n";
    fs::write(&draft, text).unwrap();
    let path = draft.to_str().unwrap();
    let page = page(&[path], "hostile.html");
    let (_, svg, _) = run(&["graph", path, "--format", "svg", "--area", "responding"]);
    fs::remove_file(&draft).unwrap();
    for hostile in ["<script>alert", "<img src=x", "<b>Wexmoor"] {
        assert!(!page.contains(hostile), "{hostile} stands in the page");
        assert!(!svg.contains(hostile), "{hostile} stands in the picture");
    }
    assert!(page.contains("&lt;script&gt;alert(1)"));
}

#[test]
fn without_quotes_no_statement_is_in_the_page() {
    let page = page(&["examples/drafts/faulty.md", "--no-quotes"], "silent.html");
    let draft = fs::read_to_string(
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/drafts/faulty.md"),
    )
    .unwrap();
    let sentences = draft.lines().filter(|line| line.len() > 80 && !line.starts_with('#'));
    let mut looked = 0;
    for sentence in sentences {
        let start: String = sentence.chars().take(40).filter(|c| !"’“”'\"&".contains(*c)).collect();
        assert!(!page.contains(&start), "{start}");
        looked += 1;
    }
    assert!(looked > 20, "only {looked} sentences were looked for");
}

#[test]
fn nothing_is_written_when_a_file_cannot_be_read() {
    let target = temporary("none.html");
    let (status, _, err) = run(&["report", SEED, "no-such.yaml", "-o", target.to_str().unwrap()]);
    assert_eq!(status, 2);
    assert!(err.contains("no-such.yaml"), "{err}");
    assert!(!target.exists());
}
