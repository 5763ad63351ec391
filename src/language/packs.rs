//! What a pack is and holds, so that two people can tell whether they judge by the
//! same rules.

use sha2::{Digest as _, Sha256};

use super::rulebook::Rulebook;
use super::syntax::{Head, Item};
use crate::diagnostic::plural;
use crate::source::{FileId, Sources, Span};

/// A rule file.
#[derive(Debug)]
pub struct Pack {
    /// Its name, as in messages.
    pub name: String,
    /// SHA-256 of its text with each line ended by a line feed, in hexadecimal; the same on every
    /// platform.
    pub digest: String,
    /// What it declares, and how many of each.
    pub holds: Vec<String>,
}

/// Something that a pack declares, and that has no other place in the rulebook to be found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is: `grade`, `gap`, `method`, `layout`, `claim`, `words` or `definition`.
    pub sort: &'static str,
    /// Its id; of a grade, which each framework declares anew, that of the grade.
    pub id: String,
    /// What it is, in words; may be empty.
    pub title: String,
    /// Where it is declared.
    pub span: Span,
}

impl Entry {
    /// The entry of an item, if it is of such a sort.
    pub fn of(item: &Item) -> Option<Self> {
        let (sort, name, title) = match &item.head {
            Head::Grade(name, framework) => {
                ("grade", name, format!("A grade of {}", framework.text))
            }
            Head::Gap(name, title) => ("gap", name, title.text.clone()),
            Head::Method(name, title) => ("method", name, title.text.clone()),
            Head::Layout(name, title, _) => ("layout", name, title.text.clone()),
            Head::Claim(name, title) => ("claim", name, title.text.clone()),
            Head::Words(name, _) => ("words", name, String::new()),
            Head::Define(name, _) => ("definition", name, String::new()),
            _ => return None,
        };
        Some(Self { sort, id: name.text.clone(), title, span: item.span })
    }
}

/// The rule files of a rulebook, in the order in which they were read.
pub fn describe(files: &[FileId], sources: &Sources, book: &Rulebook) -> Vec<Pack> {
    let found = files.iter().filter_map(|id| Some((*id, sources.file(*id)?)));
    found
        .map(|(id, file)| Pack {
            name: file.name.clone(),
            digest: digest(&file.text.replace("\r\n", "\n")),
            holds: holds(id, book),
        })
        .collect()
}

/// One digest of all packs: of their digests in order.
pub fn digest_of_all(packs: &[Pack]) -> String {
    digest(&packs.iter().map(|pack| format!("{}\n", pack.digest)).collect::<String>())
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn holds(file: FileId, book: &Rulebook) -> Vec<String> {
    let count =
        |spans: &mut dyn Iterator<Item = Span>| spans.filter(|one| one.file == file).count();
    let areas = book.frameworks.iter().flat_map(|framework| &framework.areas);
    let all = [
        ("framework", count(&mut book.frameworks.iter().map(|one| one.span))),
        ("area", count(&mut areas.map(|one| one.span))),
        ("kind", count(&mut book.kinds.iter().map(|one| one.span))),
        ("check", count(&mut book.checks.iter().map(|one| one.span))),
        ("theme", count(&mut book.themes.iter().map(|one| one.span))),
        ("evidence rule", count(&mut book.evidence.iter().map(|one| one.span))),
        ("sign", count(&mut book.signs.iter().map(|one| one.span))),
        ("layout", count(&mut book.layouts.iter().map(|one| one.span))),
        ("claim", count(&mut book.claims.iter().map(|one| one.span))),
    ];
    let named = all.into_iter().filter(|(_, count)| *count > 0);
    named.map(|(one, count)| plural(count, one)).collect()
}
