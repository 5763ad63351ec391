//! Templates rendered with every value escaped, but for what another template made.

use minijinja::value::Serde;
use minijinja::{Environment, Value};
use serde::Serialize;

/// Renders a template whose name ends in `.html`, by which all values are escaped.
pub fn render(source: &str, values: &impl Serialize) -> Result<String, String> {
    let mut environment = Environment::new();
    environment.add_template("page.html", source).map_err(|error| error.to_string())?;
    let template = environment.get_template("page.html").map_err(|error| error.to_string())?;
    template.render(Value::from(Serde(values))).map_err(|error| error.to_string())
}

/// A timeline.
pub fn timeline(picture: &impl Serialize) -> Result<String, String> {
    render(include_str!("lineage/timeline.svg"), picture)
}

/// A picture.
pub fn svg(picture: &impl Serialize) -> Result<String, String> {
    render(include_str!("graph.svg"), picture)
}
