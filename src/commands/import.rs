//! `peelcheck import`: a first curated YAML from a draft, or a draft read again into
//! a file that a person has edited.

use std::path::PathBuf;

use clap::Args;

use super::{Context, Status, carried, load};
use crate::diagnostic::plural;
use crate::graph::{Graph, Node};
use crate::inspection::draft::{Changes, merge};
use crate::inspection::model::{Inspection, Reference};
use crate::inspection::yaml::carry::carry;
use crate::language::rulebook::Rulebook;
use crate::language::syntax::Relation;
use crate::mapping::Mapper;
use crate::render::curated::{Mark, Place};
use crate::render::style::{Style, clean};
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
    let drafts = &arguments.drafts;
    let mut new = read(&arguments.draft, drafts, &mut mapper, &mut sources, context)?;
    let Some(mut inspection) = new.inspections.pop().filter(|one| one.drafted) else {
        let faults = text::findings(&new.faults, &sources, context.style());
        context.show(&faults)?;
        if new.unreadable == 0 {
            context.complain("error: this is a curated file already; import takes a draft\n")?;
        }
        return Ok(Status::Broken);
    };
    let found = carried::told(&inspection, &book, &mut mapper, &sources);
    lean(&mut inspection, &book, &mut mapper);
    let mut id = id_of(&arguments.draft);
    let mut before = None;
    if let Some(path) = &arguments.into {
        let Some(edited) = edited(path, &mut mapper, &mut sources, context)? else {
            return Ok(Status::Broken);
        };
        id.clone_from(&edited.id);
        before = sources.file(edited.span.file).map(|file| file.text.clone());
        let changes = merge(&mut inspection, edited);
        context.complain(&told(&changes))?;
    }
    // What is compared with another cycle can only be named where a pack knows that cycle.
    for one in &mut inspection.judgments {
        one.compared_with.take_if(|other| book.framework(&other.id).is_none());
    }
    let framework = book.framework(&inspection.framework);
    let title = |area: &str| Some(framework?.area(area)?.title.clone());
    let plain = curated::write(&inspection, &id, &title, &[]);
    let rules = (&book, &mut mapper);
    let lost = carried::lost(&found, &plain, &inspection, rules, &mut sources);
    context.complain(&not_carried(&lost, context.style()))?;
    let mut written = curated::write(&inspection, &id, &title, &lost);
    if let (Some(path), Some(before)) = (&arguments.into, &before) {
        let carried = carry(before, &written, &curated::OWN);
        for loss in carried.losses {
            let told = format!("note: {}:{}: {}", path.display(), loss.line, loss.what);
            context.complain(&format!("{}\n", context.style().wrap(&told, "", "  ")))?;
        }
        written = carried.text;
    }
    context.print(&written)?;
    Ok(Status::Clean)
}

fn read(
    path: &PathBuf,
    drafts: &load::Drafts,
    mapper: &mut Mapper<'_>,
    sources: &mut Sources,
    context: &mut Context<'_, '_>,
) -> std::io::Result<load::Inspections> {
    load::inspections(std::slice::from_ref(path), drafts, mapper, sources, context)
}

/// The curated file that a person has edited; nothing if it is none, which has been said.
fn edited(
    path: &PathBuf,
    mapper: &mut Mapper<'_>,
    sources: &mut Sources,
    context: &mut Context<'_, '_>,
) -> std::io::Result<Option<Inspection>> {
    // What is said of the draft is not said of the edited file.
    let mut old = read(path, &load::Drafts::default(), mapper, sources, context)?;
    let single = old.inspections.len() == 1;
    let edited = old.inspections.pop().filter(|one| single && !one.drafted);
    if edited.is_none() {
        let faults = text::findings(&old.faults, sources, context.style());
        context.show(&faults)?;
        let path = path.display();
        context.complain(&format!("error: `{path}` is not one curated file that can be read\n"))?;
    }
    Ok(edited)
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

/// Which findings of the draft the file cannot show.
fn not_carried(lost: &[Mark], style: Style) -> String {
    let line = |mark: &Mark| {
        let at = match &mark.place {
            Place::Head => "of the whole draft".to_owned(),
            Place::Area(name) | Place::Part(name) => format!("at `{name}`"),
        };
        let told = format!(
            "note: finding `{}` {at} not carried over, marked `decide: finding`",
            mark.code
        );
        format!("{}\n", style.wrap(&told, "", "  "))
    };
    lost.iter().map(line).collect()
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
    for (id, words) in &changes.replaced {
        text.push_str(&format!(
            "note: `{id}` has the new words of the draft; yours were: {}\n",
            clean(words)
        ));
    }
    text
}
