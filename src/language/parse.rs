//! Cuts a rule file into logical lines, gives each to the grammar, and goes on
//! after every mistake, so that one run shows all of them.

use super::grammar::{BRACKETS, CLAUSES, Expected, Grammar, HEADS, takes};
use super::syntax::{Clause, Head, Item, Line};
use crate::diagnostic::{Diagnostic, nearest};
use crate::source::{FileId, Span};

/// Parses one rule file; mistakes are added to `faults`.
pub fn parse(file: FileId, text: &str, faults: &mut Vec<Diagnostic>) -> Vec<Item> {
    let grammar = Grammar { file, whole: text };
    let mut items: Vec<Item> = Vec::new();
    let mut open = Open::Nothing;
    for line in logical_lines(text) {
        let Ok((after, keyword)) = grammar.word(line) else {
            faults.push(unknown_keyword(&grammar, line, first_token(line)));
            continue;
        };
        let rest = grammar.blank(after).map_or(after, |(rest, ())| rest);
        if HEADS.contains(&keyword) && !continues(&open, keyword) {
            match complete(&grammar, grammar.head(keyword, rest)) {
                Ok(head) => {
                    let span = grammar.between(line, "");
                    open = Open::Item(keyword_of(&head));
                    items.push(Item { head, span, lines: Vec::new(), broken: false });
                }
                Err(fault) => {
                    faults.push(*fault);
                    open = Open::Broken(keyword.to_owned());
                }
            }
            continue;
        }
        if !CLAUSES.iter().any(|(word, _)| *word == keyword) {
            faults.push(unknown_keyword(&grammar, line, keyword));
            spoil(&mut items, &open);
            continue;
        }
        if let Some(fault) = misplaced(&grammar, &open, line, keyword) {
            faults.push(fault);
            spoil(&mut items, &open);
            continue;
        }
        match complete(&grammar, grammar.clause(keyword, line, rest)) {
            Ok(clause) => push(&mut items, &open, clause, grammar.between(line, "")),
            Err(fault) => {
                faults.push(*fault);
                spoil(&mut items, &open);
            }
        }
    }
    items
}

/// What the clauses being read belong to.
enum Open {
    Nothing,
    Item(&'static str),
    /// The head could not be read; its clauses are still checked, then dropped.
    Broken(String),
}

impl Open {
    fn keyword(&self) -> Option<&str> {
        match self {
            Open::Nothing => None,
            Open::Item(keyword) => Some(keyword),
            Open::Broken(keyword) => Some(keyword),
        }
    }
}

/// No word is both a head and a clause of the item it would continue, today.
fn continues(open: &Open, keyword: &str) -> bool {
    open.keyword().is_some_and(|head| takes(head, keyword))
}

fn spoil(items: &mut [Item], open: &Open) {
    if let (Open::Item(_), Some(item)) = (open, items.last_mut()) {
        item.broken = true;
    }
}

fn push(items: &mut [Item], open: &Open, clause: Clause, span: Span) {
    if let (Open::Item(_), Some(item)) = (open, items.last_mut()) {
        item.lines.push(Line { clause, span });
    }
}

fn keyword_of(head: &Head) -> &'static str {
    match head {
        Head::Theme(..) => "theme",
        Head::Words(..) => "words",
        Head::Forms(..) => "forms",
        Head::Evidence(..) => "evidence",
        Head::Sign(..) => "sign",
        Head::Framework(..) => "framework",
        Head::Area(..) => "area",
        Head::Kind(..) => "kind",
        Head::Grade(..) => "grade",
        Head::Define(..) => "define",
        Head::Check(..) => "check",
        Head::Gap(..) => "gap",
        Head::Method(..) => "method",
        Head::Layout(..) => "layout",
        Head::Claim(..) => "claim",
        Head::Mapping => "mapping",
    }
}

/// The slices of a text that are one clause each: a line and the lines below it
/// that open with `or` or `and`.
fn logical_lines(text: &str) -> Vec<&str> {
    let mut bounds: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (start, end) = (at, at + line.len());
        at = end;
        let body = line.trim();
        if body.is_empty() || body.starts_with('#') {
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let opens = body.split(|c: char| !c.is_ascii_lowercase()).next();
        match bounds.last_mut() {
            Some(last) if matches!(opens, Some("or" | "and")) => last.1 = end,
            _ => bounds.push((start + indent, end)),
        }
    }
    bounds.into_iter().filter_map(|(start, end)| text.get(start..end)).collect()
}

/// The first blank-delimited piece of a line.
fn first_token(line: &str) -> &str {
    line.split_whitespace().next().unwrap_or(line)
}

/// Turns what a grammar function gave into a value or a fault, blanks and
/// comments at the end allowed, anything else refused.
fn complete<'s, T>(
    grammar: &Grammar<'s>,
    parsed: super::grammar::Parsed<'s, T>,
) -> Result<T, Box<Diagnostic>> {
    match parsed {
        Ok((rest, value)) => {
            let rest = grammar.blank(rest).map_or(rest, |(rest, ())| rest);
            if rest.is_empty() {
                return Ok(value);
            }
            let token = token_at(rest);
            Err(Box::new(
                Diagnostic::error("rule-syntax", format!("unexpected {}", named(token)))
                    .at(grammar.between(rest, after(rest, token)), "the clause should end here")
                    .help(leftover_help(token)),
            ))
        }
        Err(nom::Err::Error(expected) | nom::Err::Failure(expected)) => {
            Err(Box::new(unexpected(grammar, &expected)))
        }
        Err(nom::Err::Incomplete(_)) => {
            Err(Box::new(Diagnostic::error("rule-syntax", "the clause ends too early")))
        }
    }
}

fn unexpected(grammar: &Grammar<'_>, expected: &Expected<'_>) -> Diagnostic {
    let wanted = match expected.wanted.as_slice() {
        [] => "something else".to_owned(),
        wanted => wanted.join(", or "),
    };
    let token = token_at(expected.at);
    let (message, span) = if token.is_empty() {
        let end = grammar.offset(expected.at);
        let before = grammar.whole.get(..end).unwrap_or("").trim_end();
        let last = before.chars().next_back().map_or(0, char::len_utf8);
        let span = Span::new(grammar.file, before.len() - last..before.len());
        (format!("expected {wanted}"), span)
    } else {
        let span = grammar.between(expected.at, after(expected.at, token));
        (format!("expected {wanted}, found {}", named(token)), span)
    };
    Diagnostic::error("rule-syntax", message)
        .at(span, "here")
        .help(near_keyword(token, &expected.wanted))
}

/// Suggests a word of what was wanted that is spelt nearly like what was found.
fn near_keyword(token: &str, wanted: &[&'static str]) -> Option<String> {
    let words = wanted
        .iter()
        .flat_map(|want| want.split('`').skip(1).step_by(2))
        .flat_map(str::split_whitespace);
    if wanted.contains(&BRACKETS) {
        return Some("write `(\"one\" or \"other\") near \"third\"`".to_owned());
    }
    if token.starts_with(['“', '”', '‘', '’', '\'']) {
        return Some("put texts in straight double quotes: \"…\"".to_owned());
    }
    if token.parse::<f64>().is_ok() {
        return Some(format!("say how it is meant: `at least {token}` or `at most {token}`"));
    }
    nearest(token, words.filter(|word| word.len() > 2 && token.len() > 2))
        .filter(|word| *word != token)
        .map(|word| format!("did you mean `{word}`?"))
}

fn leftover_help(token: &str) -> Option<String> {
    if token.starts_with('"') {
        return Some("join several texts with `or`, or give each a line of its own".to_owned());
    }
    let words = ["and", "or", "near", "within", "source", "that", "before", "after"];
    nearest(token, words).map(|word| format!("did you mean `{word}`?"))
}

fn token_at(input: &str) -> &str {
    let mut chars = input.char_indices();
    let Some((_, first)) = chars.next() else {
        return "";
    };
    if first == '"' {
        let line = input.lines().next().unwrap_or(input);
        let close = line.char_indices().skip(1).find(|(_, c)| *c == '"');
        return match close {
            Some((at, _)) => line.get(..=at).unwrap_or(line),
            None => line,
        };
    }
    let is_word = |c: char| c.is_alphanumeric() || "-_/%.".contains(c);
    if !is_word(first) {
        return input.get(..first.len_utf8()).unwrap_or("");
    }
    let end = input.char_indices().find(|(_, c)| !is_word(*c)).map_or(input.len(), |(at, _)| at);
    input.get(..end).unwrap_or(input)
}

fn after<'s>(input: &'s str, token: &str) -> &'s str {
    input.get(token.len()..).unwrap_or("")
}

fn named(token: &str) -> String {
    if token.starts_with('"') { format!("the text {token}") } else { format!("`{token}`") }
}

fn unknown_keyword(grammar: &Grammar<'_>, line: &str, word: &str) -> Diagnostic {
    let start = line.as_ptr() as usize - grammar.whole.as_ptr() as usize;
    let span = Span::new(grammar.file, start..start + word.len());
    let known = HEADS.iter().chain(CLAUSES.iter().map(|(word, _)| word));
    let help = match nearest(word, known.copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "a line opens with a keyword; `docs/language.md` lists them".to_owned(),
    };
    Diagnostic::error("rule-syntax", format!("unknown keyword `{word}`"))
        .at(span, "no line begins with this")
        .help(help)
}

fn misplaced(grammar: &Grammar<'_>, open: &Open, line: &str, keyword: &str) -> Option<Diagnostic> {
    let start = line.as_ptr() as usize - grammar.whole.as_ptr() as usize;
    let span = Span::new(grammar.file, start..start + keyword.len());
    let homes = CLAUSES
        .iter()
        .find(|(word, _)| *word == keyword)
        .map(|(_, heads)| heads.iter().map(|head| format!("`{head}`")).collect::<Vec<_>>())
        .unwrap_or_default()
        .join(", ");
    let message = match open.keyword() {
        Some(head) if takes(head, keyword) => return None,
        Some(head) => format!("`{keyword}` does not belong in `{head}`"),
        None => format!("`{keyword}` stands outside of any item"),
    };
    Some(
        Diagnostic::error("rule-syntax", message)
            .at(span, "not here")
            .help(format!("`{keyword}` belongs in {homes}")),
    )
}
