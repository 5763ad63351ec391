//! The packs in the binary, and those of `--rules DIR` laid over them: a file of
//! the same name replaces a built-in one, any other is added.

use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::source::{self, FileId, ReadError, Sources};

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// Takes in all packs, sorted by name. `extra` is the folder given with `--rules`.
pub fn packs(extra: Option<&Path>, sources: &mut Sources) -> Result<Vec<FileId>, ReadError> {
    let mut built_in: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut texts: BTreeMap<String, (String, String)> = BTreeMap::new();
    collect(&BUILT_IN, &mut built_in);
    if let Some(folder) = extra {
        for entry in ignore::WalkBuilder::new(folder)
            .standard_filters(false)
            .sort_by_file_path(Path::cmp)
            .build()
        {
            let is_folder =
                |entry: &ignore::DirEntry| entry.file_type().is_some_and(|t| t.is_file());
            if entry.as_ref().is_ok_and(|entry| !is_folder(entry)) {
                continue;
            }
            let path = entry
                .map_err(|error| ReadError::Io {
                    name: folder.display().to_string(),
                    why: std::io::Error::other(error.to_string()),
                })?
                .into_path();
            if path.extension().is_none_or(|extension| extension != "peel") {
                continue;
            }
            let within = path.strip_prefix(folder).unwrap_or(&path);
            let key = within.to_string_lossy().replace('\\', "/");
            let text = source::read(&path)?;
            texts.insert(key, (path.display().to_string(), text));
        }
    }
    // Built-in packs first: of two declarations the user's is the second.
    built_in.retain(|key, _| !texts.contains_key(key));
    Ok(built_in
        .into_values()
        .chain(texts.into_values())
        .map(|(name, text)| sources.add(name, text))
        .collect())
}

fn collect(folder: &Dir<'static>, texts: &mut BTreeMap<String, (String, String)>) {
    for file in folder.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        if let (true, Some(text)) = (path.ends_with(".peel"), file.contents_utf8()) {
            texts.insert(path.clone(), (format!("rules/{path}"), text.to_owned()));
        }
    }
    for inner in folder.dirs() {
        collect(inner, texts);
    }
}
