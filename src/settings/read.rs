//! The keys of `peelcheck.toml`.

use std::path::Path;

use toml::de::DeTable;

use super::raw::{Reader, Value};
use super::{Base, Given, Settings, Waiver, matches};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::source::{FileId, Sources};

/// Every key of the file.
const KEYS: &[&str] = &[
    "include",
    "exclude",
    "rules",
    "framework",
    "fail-on",
    "select",
    "ignore",
    "baseline",
    "severity",
    "waiver",
];

/// Every key of a waiver.
const WAIVER: &[&str] = &["code", "path", "id", "reason", "owner", "until"];

/// Most bytes of a file of settings.
const LARGEST: usize = 256 * 1024;

/// Most mistakes that are told.
const MOST_FAULTS: usize = 100;

/// Reads a settings file that was taken in. What is wrong is returned beside what is right.
pub fn read(file: FileId, sources: &Sources) -> (Settings, Vec<Diagnostic>) {
    let (name, text) = sources.file(file).map_or(("", ""), |file| (&file.name, &file.text));
    let base = Base::of(Path::new(name));
    let mut settings = Settings { file: Some(file), base: base.clone(), ..Settings::default() };
    let mut reader = Reader { file, sources, base, codes: Vec::new(), faults: Vec::new() };
    if text.len() > LARGEST {
        let message = format!("settings of more than {} KiB", LARGEST / 1024);
        let help = "keep data out of the settings".to_owned();
        reader.fault("broken-toml", message, reader.span(0..1), Some(help));
        return (settings, reader.faults);
    }
    let (table, broken) = DeTable::parse_recoverable(text);
    for error in &broken {
        let span = reader.span(error.span().unwrap_or(0..0));
        reader.fault("broken-toml", error.message().replace('\n', ", "), span, None);
    }
    for (key, value) in table.get_ref() {
        take(key.get_ref(), value, &mut settings, &mut reader);
        if !KEYS.contains(&key.get_ref().as_ref()) {
            reader.unknown(key, "", KEYS);
        }
    }
    settings.codes = reader.codes;
    reader.faults.truncate(MOST_FAULTS);
    (settings, reader.faults)
}

fn take(key: &str, value: &Value<'_>, settings: &mut Settings, reader: &mut Reader<'_>) {
    match key {
        "include" => settings.include = reader.globs(key, value),
        "exclude" => settings.exclude = reader.globs(key, value),
        "rules" => settings.rules = reader.path(key, value),
        "framework" => settings.framework = reader.text(key, value),
        "fail-on" => settings.fail_on = reader.severity(key, "never", value),
        "select" => settings.select = reader.patterns(key, value),
        "ignore" => settings.ignore = reader.patterns(key, value),
        "baseline" => settings.baseline = reader.path(key, value),
        "severity" => severities(value, settings, reader),
        "waiver" => waivers(value, settings, reader),
        _ => {}
    }
}

fn severities(value: &Value<'_>, settings: &mut Settings, reader: &mut Reader<'_>) {
    let Some(table) = reader.table("severity", value) else {
        return;
    };
    for (code, value) in table {
        let given = Given { value: code.get_ref().to_string(), span: reader.span(code.span()) };
        reader.codes.push((given.clone(), false));
        if let Some(severity) = reader.severity(&given.value, "off", value) {
            settings.severities.push((given, severity));
        }
    }
}

fn waivers(value: &Value<'_>, settings: &mut Settings, reader: &mut Reader<'_>) {
    let Some(all) = value.get_ref().as_array() else {
        let span = reader.span(value.span());
        let help = "write each under `[[waiver]]`, with two brackets".to_owned();
        let message = "`waiver` takes a list of tables".to_owned();
        reader.fault("wrong-setting", message, span, Some(help));
        return;
    };
    for one in all.iter() {
        settings.waivers.extend(waiver(one, reader));
    }
}

fn waiver(value: &Value<'_>, reader: &mut Reader<'_>) -> Option<Waiver> {
    let table = reader.table("waiver", value)?;
    let (mut code, mut path, mut id) = (None, None, None);
    let (mut reason, mut owner, mut until) = (None, None, None);
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "code" => code = reader.code("code", value),
            "path" => path = reader.glob("path", value),
            "id" => id = reader.text("id", value),
            "reason" => reason = reader.text("reason", value),
            "owner" => owner = reader.text("owner", value),
            "until" => until = reader.date("until", value),
            _ => reader.unknown(key, " of a waiver", WAIVER),
        }
    }
    let missing: Vec<&str> = ["code", "reason", "owner", "until"]
        .into_iter()
        .filter(|key| !table.contains_key(*key))
        .chain(
            ["path", "id"].into_iter().all(|key| !table.contains_key(key)).then_some("path or id"),
        )
        .collect();
    if !missing.is_empty() {
        let message = format!("this waiver has no {}", missing.join(", no "));
        let help = "a waiver needs `code`, `path` or `id`, `reason`, `owner` and `until`";
        let span = reader.span(value.span());
        reader.fault("wrong-setting", message, span, Some(help.to_owned()));
        return None;
    }
    // What was there and wrong has been said.
    let whole = (path.is_some() || !table.contains_key("path"))
        && (id.is_some() || !table.contains_key("id"));
    whole.then_some(())?;
    Some(Waiver {
        code: code?,
        path,
        id,
        reason: reason?.value,
        owner: owner?.value,
        until: until?,
    })
}

impl Settings {
    /// The names in the file that the rules do not have.
    pub fn unknown_names(&self, codes: &[&str], frameworks: &[&str]) -> Vec<Diagnostic> {
        let unknown = |what: &str, one: &Given<String>, known: &[&str]| {
            Diagnostic::error(
                format!("unknown-{what}"),
                format!("there is no {what} `{}`", one.value),
            )
            .at(one.span, "")
            .help(did_you_mean(&one.value, &format!("{what}s"), known.iter().copied()))
        };
        let mut faults: Vec<Diagnostic> = self
            .codes
            .iter()
            .filter(|(one, pattern)| {
                !codes.iter().any(|code| match pattern {
                    true => matches(&one.value, code),
                    false => one.value == *code,
                })
            })
            .map(|(one, _)| unknown("code", one, codes))
            .collect();
        let framework =
            self.framework.iter().filter(|one| !frameworks.contains(&one.value.as_str()));
        faults.extend(framework.map(|one| unknown("framework", one, frameworks)));
        faults
    }
}
