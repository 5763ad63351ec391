//! The first pass: who declares what, and what is declared twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::language::syntax::{Clause, Head, Item, Name};
use crate::source::Span;

/// All declared names, by sort.
#[derive(Debug, Default)]
pub struct Declared {
    /// Themes, with index and aspects.
    pub themes: BTreeMap<String, (usize, Vec<String>)>,
    /// Word lists.
    pub lists: BTreeMap<String, Span>,
    /// Frameworks with their grades, the best first.
    pub frameworks: BTreeMap<String, Vec<String>>,
    /// Frameworks that take from another, with that.
    takes: BTreeMap<String, String>,
    /// Kinds with index; plurals lead to the same.
    pub kinds: BTreeMap<String, usize>,
    /// The plurals among their names.
    plurals: BTreeSet<String>,
    /// Definitions with index.
    pub definitions: BTreeMap<String, usize>,
    /// Gaps.
    pub gaps: BTreeMap<String, Span>,
    /// Methods, and whether the body reports on itself by them.
    pub methods: BTreeMap<String, bool>,
}

impl Declared {
    /// Reads the heads of all items and the clauses that declare.
    pub fn of(items: &[Item], faults: &mut Vec<Diagnostic>) -> Self {
        let mut declared = Self::default();
        let mut seen: BTreeMap<(&str, String), Span> = BTreeMap::new();
        for item in items {
            let Some((sort, id, name)) = identity(&item.head) else {
                continue;
            };
            if let Some(first) = seen.get(&(sort, id.clone())) {
                faults.push(
                    Diagnostic::error("duplicate-rule", format!("{sort} `{}` is declared twice", name.text))
                        .at(name.span, "the second time here")
                        .at(*first, "the first time here")
                        .help("rename one; to replace a built-in pack, give yours the same path below `--rules DIR`, such as `DIR/peel/checks.peel`".to_owned()),
                );
                continue;
            }
            seen.insert((sort, id), name.span);
            declared.take(item);
        }
        for heir in declared.heirs() {
            let from = declared.takes.get(&heir).and_then(|from| declared.frameworks.get(from));
            if let Some(grades) = from.cloned()
                && declared.frameworks.get(&heir).is_some_and(Vec::is_empty)
            {
                declared.frameworks.insert(heir, grades);
            }
        }
        declared
    }

    /// The id of the kind of an index, not its plural: as it was declared.
    pub fn kind_id(&self, index: Option<usize>) -> Option<&str> {
        let names = self.kinds.iter().filter(|(_, at)| Some(**at) == index).map(|(name, _)| name);
        names.min_by_key(|name| self.plurals.contains(*name)).map(String::as_str)
    }

    /// Frameworks that take from another, each after the one it takes from; those on a circle
    /// are left out.
    pub fn heirs(&self) -> Vec<String> {
        let mut order: Vec<String> = Vec::new();
        loop {
            let next = self.takes.iter().find(|(heir, from)| {
                !order.contains(heir) && (!self.takes.contains_key(*from) || order.contains(from))
            });
            match next {
                Some((heir, _)) => order.push(heir.clone()),
                None => return order,
            }
        }
    }

    fn take(&mut self, item: &Item) {
        match &item.head {
            Head::Theme(name, _) => {
                let aspects = item
                    .lines
                    .iter()
                    .filter_map(|line| match &line.clause {
                        Clause::Aspect(aspect, _) => Some(aspect.text.clone()),
                        _ => None,
                    })
                    .collect();
                let index = self.themes.len();
                self.themes.insert(name.text.clone(), (index, aspects));
            }
            Head::Words(name, _) => {
                self.lists.insert(name.text.clone(), name.span);
            }
            Head::Framework(name, _) => {
                let grades = item
                    .lines
                    .iter()
                    .find_map(|line| match &line.clause {
                        Clause::Grades(grades) => Some(grades),
                        _ => None,
                    })
                    .map(|grades| grades.iter().map(|grade| grade.text.clone()).collect())
                    .unwrap_or_default();
                self.frameworks.insert(name.text.clone(), grades);
                self.takes.extend(item.lines.iter().find_map(|line| match &line.clause {
                    Clause::TakesFrom(from) => Some((name.text.clone(), from.text.clone())),
                    _ => None,
                }));
            }
            Head::Kind(name, _) => {
                let index = item_index(&self.kinds);
                self.kinds.insert(name.text.clone(), index);
                let plural = plural_of(item, name);
                self.plurals.insert(plural.clone());
                self.kinds.insert(plural, index);
            }
            Head::Define(name, _) => {
                let index = self.definitions.len();
                self.definitions.insert(name.text.clone(), index);
            }
            Head::Gap(name, _) => {
                self.gaps.insert(name.text.clone(), name.span);
            }
            Head::Method(name, _) => {
                let own = item.lines.iter().any(|line| matches!(line.clause, Clause::SelfReported));
                self.methods.insert(name.text.clone(), own);
            }
            _ => {}
        }
    }
}

fn item_index(kinds: &BTreeMap<String, usize>) -> usize {
    kinds.values().max().map_or(0, |last| last + 1)
}

/// The plural a kind declares, else its id with an `s`.
pub fn plural_of(item: &Item, name: &Name) -> String {
    item.lines
        .iter()
        .find_map(|line| match &line.clause {
            Clause::Plural(plural) => Some(plural.text.clone()),
            _ => None,
        })
        .unwrap_or_else(|| format!("{}s", name.text))
}

/// What must be unique: the sort, the id within the sort, and the name to point at.
fn identity(head: &Head) -> Option<(&'static str, String, &Name)> {
    Some(match head {
        Head::Theme(name, _) => ("theme", name.text.clone(), name),
        Head::Words(name, _) => ("word list", name.text.clone(), name),
        Head::Evidence(name) => ("evidence rule", name.text.clone(), name),
        Head::Sign(name) => ("sign", name.text.clone(), name),
        Head::Framework(name, _) => ("framework", name.text.clone(), name),
        Head::Area(name, _, framework) => {
            ("area", format!("{}/{}", framework.text, name.text), name)
        }
        Head::Kind(name, _) => ("kind", name.text.clone(), name),
        Head::Grade(name, framework) => {
            ("grade", format!("{}/{}", framework.text, name.text), name)
        }
        Head::Define(name, _) => ("definition", name.text.clone(), name),
        Head::Check(name, _, _) => ("check", name.text.clone(), name),
        Head::Gap(name, _) => ("gap", name.text.clone(), name),
        Head::Method(name, _) => ("method", name.text.clone(), name),
        Head::Layout(name, ..) => ("layout", name.text.clone(), name),
        Head::Claim(name, _) => ("claim", name.text.clone(), name),
        Head::Forms(..) | Head::Mapping => return None,
    })
}
