//! JUnit XML: a suite for each file, a case for each finding, or one that passes. What fails
//! the run is a failure; what does not is told in the output of a case that passes.

use std::collections::BTreeMap;

use quick_junit::{NonSuccessKind, Report as Xml, TestCase, TestCaseStatus, TestSuite};

use super::checked::{Checked, Region, one_line, path, words};
use super::style::clean;
use super::text::counts;
use crate::diagnostic::Diagnostic;
use crate::judging::SetAside;

/// The report as XML.
///
/// # Errors
/// The words of the writer, if it cannot write.
pub fn report(checked: &Checked<'_>) -> Result<String, String> {
    let mut suites: BTreeMap<String, TestSuite> = BTreeMap::new();
    let mut add = |path: String, case: Option<TestCase>| {
        let suite = suites.entry(path.clone()).or_insert_with(|| TestSuite::new(clean(&path)));
        if let Some(mut case) = case {
            case.set_classname(clean(&path));
            suite.add_test_case(case);
        }
    };
    let of = |finding: &Diagnostic| {
        checked.region(finding).map_or(String::new(), |region: Region| region.path)
    };
    for one in &checked.report.inspections {
        add(path(checked.sources.locate(one.span).0), None);
    }
    for one in &checked.report.unread {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_type("unreadable-file").set_message(one_line(&one.message));
        add(path(&one.path), Some(TestCase::new("unreadable-file", status)));
    }
    for finding in &checked.report.findings {
        add(of(finding), Some(case(finding, checked)));
    }
    for aside in &checked.report.aside {
        add(of(&aside.finding), Some(skipped(aside)));
    }
    let mut xml = Xml::new("peelcheck");
    for (_, mut suite) in suites {
        if suite.test_cases.is_empty() {
            let mut case = TestCase::new("no findings", TestCaseStatus::success());
            case.set_classname(suite.name.clone());
            suite.add_test_case(case);
        }
        xml.add_test_suite(suite);
    }
    if let Some(last) = xml.test_suites.last_mut() {
        let mut left = vec![counts(checked.report)];
        left.extend(checked.report.not_checked.iter().map(|line| format!("not checked: {line}")));
        last.set_system_out(clean(&left.join("\n")));
    }
    xml.to_string().map_err(|error| format!("cannot write JUnit: {error}"))
}

fn name(finding: &Diagnostic) -> String {
    let subject = finding.subject.as_deref().unwrap_or("");
    one_line(format!("{} {subject}", finding.code).trim_end())
}

fn case(finding: &Diagnostic, checked: &Checked<'_>) -> TestCase {
    let place = checked.region(finding).map_or(String::new(), |region| {
        format!("{}:{}:{}\n", clean(&region.path), region.start.line, region.start.column)
    });
    let body = format!("{place}{}: {}", finding.severity, words(finding));
    if checked.fails(finding) {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status
            .set_type(one_line(&finding.code))
            .set_message(one_line(&finding.message))
            .set_description(body);
        return TestCase::new(name(finding), status);
    }
    let mut case = TestCase::new(name(finding), TestCaseStatus::success());
    case.set_system_out(body);
    case
}

fn skipped(aside: &SetAside) -> TestCase {
    let mut status = TestCaseStatus::skipped();
    status.set_message(one_line(&aside.why()));
    TestCase::new(name(&aside.finding), status)
}
