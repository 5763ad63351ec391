//! `peelcheck rules`: what is in the rulebook, and the page of each entry.

use clap::{Args, Subcommand, ValueEnum};

use super::{Context, Status, load};
use crate::compare::crosswalk::crosswalk;
use crate::diagnostic::{Authority, Page, Severity, did_you_mean};
use crate::judging;
use crate::language::rulebook::Rulebook;
use crate::render;
use crate::settings;
use crate::source::{Sources, Span};

/// Flags of `rules`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List every entry with where it is declared
    List,
    /// Show an entry: a check or finding code, a rule, theme, kind, framework, area, characteristic,
    /// grade, method, gap, layout, definition or list of words
    Show {
        /// Its id
        id: String,
    },
    /// Walk from the characteristics of one framework to those of another
    Crosswalk {
        /// The id of the first framework
        from: String,
        /// The id of the second
        to: String,
        /// Form of the result
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// One entry of the rulebook.
struct Entry<'b> {
    sort: &'static str,
    id: &'b str,
    title: &'b str,
    span: Span,
}

/// Codes that the engine reports itself, since the language cannot say them.
const ENGINE_CODES: &[(&str, &str, &str)] = &[
    (
        "duplicate-id",
        "An id given twice",
        "Ids tie evidence to judgments; an id that stands for two things ties nothing. Ids of judgments and statements share one name space in a file.",
    ),
    (
        "dangling-reference",
        "A name that leads nowhere",
        "An `evidence`, `for`, `basis`, `bears-on` or `at` names something that the file, or the framework, does not have.",
    ),
    (
        "unknown-area",
        "An area the framework does not have",
        "Areas are declared in the pack of each framework; they differ between cycles.",
    ),
    (
        "unknown-grade",
        "A grade that is not on the scale",
        "Each framework declares its own scale of grades, and which areas are graded.",
    ),
    (
        "unknown-kind",
        "A kind of judgment no pack declares",
        "Kinds are declared in the packs, with what each needs.",
    ),
    (
        "unknown-method",
        "A method no pack declares",
        "How a statement was obtained decides what can rest on it.",
    ),
    (
        "unknown-coverage",
        "A gap no pack declares",
        "What a capture lost is told with one of the declared gaps.",
    ),
    (
        "unknown-framework",
        "A framework no pack declares",
        "Without a framework there is nothing to judge by; the file is not checked further.",
    ),
    (
        "unknown-field",
        "A field that no part of the form has",
        "A mistyped field would be lost without a word; so it is an error.",
    ),
    (
        "missing-field",
        "A field that must be there",
        "The part cannot be understood without it; the file is not checked further.",
    ),
    (
        "wrong-value",
        "A value of the wrong sort",
        "A text where a number belongs, a list where a text belongs, a deadline nobody can read.",
    ),
    (
        "impossible-date",
        "A day that does not exist",
        "Dates are written year-month-day; a period is two dates with a slash.",
    ),
    (
        "duplicate-key",
        "A key that stands twice in one part",
        "Only one of them can be meant; YAML readers silently take one.",
    ),
    (
        "unreadable-yaml",
        "A file that is not the YAML it should be",
        "Broken syntax, aliases, nesting or size beyond what an inspection needs.",
    ),
];

/// What there is to say about each code, those of the packs first.
pub fn pages(book: &Rulebook) -> Vec<Page> {
    let checks = book.checks.iter().map(|check| {
        let parts: Vec<String> =
            check.page().map(|part| part.replace('{', "‹").replace('}', "›")).collect();
        Page {
            code: check.code.clone(),
            title: check.title.clone(),
            text: parts.join(" "),
            severity: check.severity,
            authority: check.authority,
        }
    });
    checks.chain(engine_pages()).collect()
}

/// The codes that no pack declares.
fn engine_pages() -> impl Iterator<Item = Page> {
    let engine =
        ENGINE_CODES.iter().map(|(code, title, text)| (*code, Severity::Error, *title, *text));
    engine.chain(judging::CODES.iter().chain(settings::CODES).copied()).map(
        |(code, severity, title, text)| Page {
            code: code.to_owned(),
            title: title.to_owned(),
            text: text.to_owned(),
            severity,
            authority: Authority::House,
        },
    )
}

/// Lists or shows.
pub fn run(arguments: &Arguments, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    let mut sources = Sources::default();
    let Some(book) = load::rulebook(context, &mut sources)? else {
        return Ok(Status::Broken);
    };
    match &arguments.what {
        What::List => {
            let mut text = String::new();
            let all = entries(&book);
            let width = all.iter().map(|entry| entry.id.len()).max().unwrap_or(0).min(40);
            for entry in all {
                let (name, place) = sources.locate(entry.span);
                text.push_str(&format!(
                    "{:<15} {:<width$}  {name}:{}\n",
                    entry.sort, entry.id, place.line
                ));
            }
            for page in engine_pages() {
                text.push_str(&format!("{:<15} {:<width$}  (engine)\n", "code", page.code));
            }
            context.print(&text)?;
            Ok(Status::Clean)
        }
        What::Show { id } => show(id, &book, &sources, context),
        What::Crosswalk { from, to, format } => {
            let Some(from) = load::framework(Some(from), &book, context)? else {
                return Ok(Status::Broken);
            };
            let Some(to) = load::framework(Some(to), &book, context)? else {
                return Ok(Status::Broken);
            };
            let walked = crosswalk(&book, from, to);
            let text = match format {
                Format::Text => render::crosswalk::text(&walked, context.style()),
                Format::Json => render::crosswalk::json(&walked),
            };
            context.print(&text)?;
            Ok(Status::Clean)
        }
    }
}

fn entries(book: &Rulebook) -> Vec<Entry<'_>> {
    let mut all = Vec::new();
    let mut add = |sort, id, title, span| all.push(Entry { sort, id, title, span });
    for check in &book.checks {
        add("check", check.code.as_str(), check.title.as_str(), check.span);
    }
    for framework in &book.frameworks {
        add("framework", &framework.id, &framework.title, framework.span);
        for area in &framework.areas {
            add("area", &area.id, &area.title, area.span);
            for characteristic in &area.characteristics {
                add(
                    "characteristic",
                    &characteristic.id,
                    &characteristic.text,
                    characteristic.span,
                );
            }
        }
    }
    for kind in &book.kinds {
        add("kind", &kind.id, &kind.title, kind.span);
    }
    for theme in &book.themes {
        add("theme", &theme.id, &theme.definition, theme.span);
    }
    for rule in &book.evidence {
        add("evidence", &rule.id, rule.because.as_deref().unwrap_or(""), rule.span);
    }
    for sign in &book.signs {
        add("sign", &sign.id, "", sign.span);
    }
    for entry in &book.entries {
        add(entry.sort, &entry.id, &entry.title, entry.span);
    }
    // A framework that takes areas from another shows them once.
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|entry| seen.insert((entry.sort, entry.span)));
    all
}

/// The page of an entry or code.
pub(super) fn show(
    id: &str,
    book: &Rulebook,
    sources: &Sources,
    context: &mut Context<'_, '_>,
) -> std::io::Result<Status> {
    let style = crate::render::style::Style { colour: false, ..context.style() };
    let all = entries(book);
    let found: Vec<&Entry<'_>> = all.iter().filter(|entry| entry.id == id).collect();
    let mut text = String::new();
    for entry in &found {
        let (name, place) = sources.locate(entry.span);
        let head = format!("{} {}", entry.sort, entry.id);
        text.push_str(&format!("{}\n", style.bold(&head)));
        if !entry.title.is_empty() {
            text.push_str(&format!("{}\n", style.wrap(entry.title, "", "")));
        }
        let because =
            book.checks.iter().find(|check| check.code == entry.id && entry.sort == "check");
        if let Some(check) = because {
            let authority = check.authority;
            text.push_str(&format!("{}, {authority}\n", check.severity));
            for part in check.page() {
                let part = part.replace('{', "‹").replace('}', "›");
                let part = &part;
                text.push_str(&format!("\n{}\n", style.wrap(part, "", "")));
            }
        }
        text.push_str(&format!("\n{name}:{}\n{}\n", place.line, written(entry.span, sources)));
    }
    if let Some(page) = engine_pages().find(|page| page.code == id) {
        text.push_str(&format!(
            "{}\n{}\n{}\n\n{}\n",
            style.bold(&format!("code {id}")),
            page.title,
            page.severity,
            style.wrap(&page.text, "", "")
        ));
    }
    if text.is_empty() {
        let codes: Vec<String> = engine_pages().map(|page| page.code).collect();
        let known = all.iter().map(|entry| entry.id).chain(codes.iter().map(String::as_str));
        let help = did_you_mean(id, "known", known);
        let help = help.map_or(String::new(), |help| format!("\n  help: {help}"));
        context.complain(&format!("error: the rulebook has no `{id}`{help}\n"))?;
        return Ok(Status::Broken);
    }
    context.print(&crate::render::style::clean(&text))?;
    Ok(Status::Clean)
}

/// The lines of the rule file of an entry.
fn written(span: Span, sources: &Sources) -> String {
    let Some(file) = sources.file(span.file) else {
        return String::new();
    };
    let (_, start) = file.line_of(span.start);
    let rest = file.text.get(start..).unwrap_or("");
    let inner = rest.trim_start().starts_with("characteristic");
    // What belongs to an item is indented; a characteristic ends where the next begins.
    let next = |line: &&str| match inner {
        true => !line.trim_start().starts_with("characteristic"),
        false => line.starts_with([' ', '\t']),
    };
    let first = rest.lines().take(1);
    let others = rest.lines().skip(1).take_while(next);
    let lines: Vec<String> = first
        .chain(others)
        .take_while(|line| !line.trim().is_empty())
        .map(|line| format!("  {line}"))
        .collect();
    lines.join("\n")
}
