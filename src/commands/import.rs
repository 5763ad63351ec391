//! `peelcheck import`: a first curated YAML from a draft, or a draft read again into
//! a file that a person has edited.

use std::path::PathBuf;

use clap::Args;

use super::{Context, Status, load};
use crate::diagnostic::plural;
use crate::graph::{Graph, Node};
use crate::inspection::draft::{Changes, merge};
use crate::inspection::model::{Inspection, Reference};
use crate::language::rulebook::Rulebook;
use crate::language::syntax::Relation;
use crate::mapping::Mapper;
use crate::render::{curated, text};
use crate::source::Sources;

/// Flags of `import`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// A draft: text, Markdown, HTML or Word; `-` is standard input
    #[arg(value_name = "DRAFT")]
    draft: PathBuf,
    #[command(flatten)]
    drafts: load::Drafts,
    /// A curated file made from an earlier version of the draft: what was decided in it is kept
    #[arg(long, value_name = "FILE")]
    into: Option<PathBuf>,
}

/// Writes the curated file to standard output; what changed goes to standard error.
pub fn run(arguments: &Arguments, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    let mut sources = Sources::default();
    let Some(book) = load::rulebook(context, &mut sources)? else {
        return Ok(Status::Broken);
    };
    let mut mapper = Mapper::new(&book);
    let read = |path: &PathBuf,
                drafts: &load::Drafts,
                mapper: &mut Mapper<'_>,
                sources: &mut Sources,
                context: &mut Context<'_, '_>| {
        let paths = std::slice::from_ref(path);
        load::inspections(paths, drafts, mapper, sources, context)
    };
    let mut new = read(&arguments.draft, &arguments.drafts, &mut mapper, &mut sources, context)?;
    let Some(mut inspection) = new.inspections.pop().filter(|one| one.drafted) else {
        let faults = text::findings(&new.faults, &sources, context.style());
        context.show(&faults)?;
        if new.unreadable == 0 {
            context.complain("error: this is a curated file already; import takes a draft\n")?;
        }
        return Ok(Status::Broken);
    };
    lean(&mut inspection, &book, &mut mapper);
    let mut id = id_of(&arguments.draft);
    if let Some(path) = &arguments.into {
        // What is said of the draft is not said of the edited file.
        let mut old = read(path, &load::Drafts::default(), &mut mapper, &mut sources, context)?;
        let Some(edited) = old.inspections.pop().filter(|one| !one.drafted) else {
            let faults = text::findings(&old.faults, &sources, context.style());
            context.show(&faults)?;
            let path = path.display();
            context.complain(&format!("error: `{path}` is no curated file that can be read\n"))?;
            return Ok(Status::Broken);
        };
        id.clone_from(&edited.id);
        let changes = merge(&mut inspection, edited);
        context.complain(&told(&changes))?;
    }
    let framework = book.framework(&inspection.framework);
    let title = |area: &str| Some(framework?.area(area)?.title.clone());
    let written = curated::write(&inspection, &id, &title);
    context.print(&written)?;
    Ok(Status::Clean)
}

/// Most statements that a callout is said to rest on.
const MOST_EVIDENCE: usize = 8;

/// Names the statements that a callout without any of its own leans on by its theme.
fn lean(inspection: &mut Inspection, book: &Rulebook, mapper: &mut Mapper<'_>) {
    let mut found: Vec<(usize, Vec<Reference>)> = Vec::new();
    if let Some(graph) = Graph::build(inspection, book, mapper) {
        for (at, judgment) in inspection.judgments.iter().enumerate() {
            if judgment.kind == "grade" || !judgment.statements.is_empty() {
                continue;
            }
            let resting = graph.outgoing(Node::Judgment(at), Relation::RestsOn);
            let statements = resting.into_iter().filter_map(|(node, _)| graph.statement(node));
            let named = statements.map(|one| Reference { id: one.id.clone(), span: one.span });
            found.push((at, named.take(MOST_EVIDENCE).collect()));
        }
    }
    for (at, evidence) in found {
        if let Some(judgment) = inspection.judgments.get_mut(at) {
            judgment.evidence = evidence;
        }
    }
}

/// An id from the name of the file: small letters, digits and hyphens.
fn id_of(path: &std::path::Path) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().to_lowercase());
    let plain: String = stem
        .unwrap_or_default()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let plain = plain.trim_matches('-').to_owned();
    if plain.is_empty() { "draft".to_owned() } else { plain }
}

fn told(changes: &Changes) -> String {
    let mut text = format!("note: {} as before\n", plural(changes.kept, "part"));
    let lists = [
        ("moved", &changes.moved),
        ("reworded", &changes.reworded),
        ("new", &changes.new),
        ("gone", &changes.gone),
    ];
    for (what, ids) in lists {
        for id in ids {
            text.push_str(&format!("note: `{id}` is {what}\n"));
        }
    }
    text
}
