//! What would change in a file, as a unified diff that `patch -p0` takes.

use similar::TextDiff;

use super::style::clean;

/// The difference between two texts of a file; empty if there is none.
pub fn unified(name: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let text = diff.unified_diff().context_radius(3).header(name, name).to_string();
    text.split_inclusive('\n').map(harmless).collect()
}

/// A line as it is, unless it would steer the terminal.
fn harmless(line: &str) -> String {
    let body = line.trim_end_matches(['\r', '\n']);
    match clean(body) == body.replace('\t', " ") {
        true => line.to_owned(),
        false => format!("{}{}", clean(body), line.get(body.len()..).unwrap_or("\n")),
    }
}
