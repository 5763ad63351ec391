//! `peelcheck config`, and how the other commands come to their settings: flags first, then
//! `peelcheck.toml`, then what is built in.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::{Context, Status, load, rules};
use crate::diagnostic::{Diagnostic, Severity, did_you_mean};
use crate::language::rulebook::Rulebook;
use crate::render::json::pretty;
use crate::render::style::clean;
use crate::settings::{self, Choice, Given, Settings, matches};
use crate::source::{self, Sources, Span};

/// Flags that go before what the settings say.
#[derive(Debug, Args)]
pub struct Overrides {
    /// Report only these codes; `*` at the end of one stands for any ending
    #[arg(long, value_name = "CODE,…", value_delimiter = ',')]
    select: Option<Vec<String>>,
    /// Do not report these codes; `*` at the end of one stands for any ending
    #[arg(long, value_name = "CODE,…", value_delimiter = ',')]
    ignore: Option<Vec<String>>,
    /// Report only what this file does not know; `peelcheck baseline update` writes it
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Day by which waivers are judged, as 2026-01-31 [default: today, in UTC]
    #[arg(long, value_name = "DATE", value_parser = day)]
    today: Option<Date>,
}

/// The flag of what fails a run.
#[derive(Debug, Args)]
pub struct Failing {
    /// Least severity that makes the exit status 1 [default: error]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    fail_on: Option<FailOn>,
}

/// A day as flags take it.
///
/// # Errors
/// That it is none.
fn day(text: &str) -> Result<Date, String> {
    // Of a moment jiff would read the date alone.
    let day = text.parse::<Date>().ok().filter(|day| day.to_string() == text);
    day.ok_or_else(|| "no such day: write year, month and day, such as 2026-01-31".to_owned())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

impl FailOn {
    fn severity(self) -> Option<Severity> {
        match self {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Note => Some(Severity::Note),
            FailOn::Never => None,
        }
    }
}

impl Failing {
    /// Least severity that fails the run, if any does.
    pub fn fails_at(&self, settings: &Settings) -> Option<Severity> {
        let given = settings.fail_on.as_ref().map(|given| given.value);
        self.fail_on.map(FailOn::severity).or(given).unwrap_or(Some(Severity::Error))
    }
}

impl Overrides {
    /// The file of known findings, if there is one.
    pub fn baseline<'s>(&'s self, settings: &'s Settings) -> Option<&'s Path> {
        let given = settings.baseline.as_ref().map(|given| &given.value);
        self.baseline.as_ref().or(given).map(PathBuf::as_path)
    }

    /// The day of the run.
    pub fn today(&self) -> Date {
        let now = || jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
        self.today.unwrap_or_else(now)
    }

    /// What is reported; nothing when a flag names a code that there is not, which has been said.
    pub fn choice(
        &self,
        settings: &Settings,
        book: &Rulebook,
        context: &mut Context<'_, '_>,
    ) -> std::io::Result<Option<Choice>> {
        let pages = rules::pages(book);
        let mut unknown = false;
        for (flag, list) in [("select", &self.select), ("ignore", &self.ignore)] {
            for pattern in list.iter().flatten() {
                if pages.iter().any(|page| matches(pattern, &page.code)) {
                    continue;
                }
                unknown = true;
                let codes = pages.iter().map(|page| page.code.as_str());
                let help = did_you_mean(pattern, "codes", codes);
                let help = help.map_or(String::new(), |help| format!("\n  help: {help}"));
                context.complain(&format!(
                    "error: `--{flag}`: there is no code `{pattern}`{help}\n"
                ))?;
            }
        }
        Ok((!unknown).then(|| Choice::new(settings, self.select.clone(), self.ignore.clone())))
    }
}

/// Reads the settings file that is named or found; what is wrong with it comes beside it.
///
/// # Errors
/// What to say when the named file cannot be read.
pub fn read(
    context: &Context<'_, '_>,
    sources: &mut Sources,
) -> Result<(Settings, Vec<Diagnostic>), String> {
    let global = context.global;
    let path = match (&global.config, global.no_config) {
        (Some(path), _) => Some(path.clone()),
        (None, true) => None,
        (None, false) => settings::find(),
    };
    let Some(path) = path else {
        return Ok((Settings::default(), Vec::new()));
    };
    let text = source::read(&path).map_err(|error| error.to_string())?;
    let file = sources.add(path.display().to_string(), text);
    let (settings, mut faults) = settings::read(file, sources);
    if let Some(rules) = settings.rules.as_ref().filter(|rules| !rules.value.is_dir()) {
        let message = format!("`{}` is not a folder of rules", rules.value.display());
        faults.push(Diagnostic::error("wrong-setting", message).at(rules.span, ""));
    }
    Ok((settings, faults))
}

/// Flags of `config`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show every setting, its value and where it comes from
    Show {
        #[command(flatten)]
        overrides: Overrides,
        #[command(flatten)]
        failing: Failing,
        /// Framework to judge drafts by
        #[arg(long, value_name = "ID")]
        framework: Option<String>,
        /// Form of the list
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Where a value comes from.
enum Origin {
    Default,
    Flag,
    File(Span),
}

/// A setting with its value as it would be written.
struct Row {
    key: String,
    value: Value,
    origin: Origin,
}

/// Shows the settings.
pub fn run(arguments: &Arguments, context: &mut Context<'_, '_>) -> std::io::Result<Status> {
    let What::Show { overrides, failing, framework, format } = &arguments.what;
    let mut sources = Sources::default();
    let Some(book) = load::rulebook(context, &mut sources)? else {
        return Ok(Status::Broken);
    };
    let settings = Rc::clone(&context.settings);
    if overrides.choice(&settings, &book, context)?.is_none() {
        return Ok(Status::Broken);
    }
    let rows = rows(&settings, overrides, failing, framework.as_deref(), context);
    let text = match format {
        Format::Text => text(&rows, &settings, &sources),
        Format::Json => {
            let rows: Vec<Value> = rows.iter().map(|row| row.json(&sources)).collect();
            let file = settings.file.and_then(|file| sources.file(file));
            let file = file.map(|file| &file.name);
            pretty(&json!({"version": 1, "file": file, "settings": rows}))
        }
    };
    context.print(&text)?;
    Ok(Status::Clean)
}

fn rows(
    settings: &Settings,
    overrides: &Overrides,
    failing: &Failing,
    framework: Option<&str>,
    context: &Context<'_, '_>,
) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut add = |key: &str, flag: Option<Value>, file: Option<(Value, Span)>, default: Value| {
        let (value, origin) = match (flag, file) {
            (Some(value), _) => (value, Origin::Flag),
            (None, Some((value, span))) => (value, Origin::File(span)),
            (None, None) => (default, Origin::Default),
        };
        rows.push(Row { key: key.to_owned(), value, origin });
    };
    let globs = |given: &Option<Given<settings::Globs>>| {
        given.as_ref().map(|given| (json!(given.value.list), given.span))
    };
    let path = |given: &Option<Given<PathBuf>>| {
        given.as_ref().map(|given| (json!(given.value.display().to_string()), given.span))
    };
    let codes = |given: &Option<Given<Vec<Given<String>>>>| {
        let given = given.as_ref()?;
        let list: Vec<&str> = given.value.iter().map(|one| one.value.as_str()).collect();
        Some((json!(list), given.span))
    };
    let fails = |severity: Option<Severity>| match severity {
        Some(severity) => json!(severity),
        None => json!("never"),
    };
    add("include", None, globs(&settings.include), json!([]));
    add("exclude", None, globs(&settings.exclude), json!([]));
    let flag = context.global.rules.as_ref().map(|path| json!(path.display().to_string()));
    add("rules", flag, path(&settings.rules), Value::Null);
    let given = settings.framework.as_ref().map(|given| (json!(given.value), given.span));
    add("framework", framework.map(Value::from), given, Value::Null);
    let given = settings.fail_on.as_ref().map(|given| (fails(given.value), given.span));
    let flag = failing.fail_on.map(|level| fails(level.severity()));
    add("fail-on", flag, given, fails(Some(Severity::Error)));
    let flag = overrides.select.as_ref().map(|list| json!(list));
    add("select", flag, codes(&settings.select), json!(["*"]));
    let flag = overrides.ignore.as_ref().map(|list| json!(list));
    add("ignore", flag, codes(&settings.ignore), json!([]));
    let flag = overrides.baseline.as_ref().map(|path| json!(path.display().to_string()));
    add("baseline", flag, path(&settings.baseline), Value::Null);
    for (code, severity) in &settings.severities {
        let word = severity.value.map_or(json!("off"), |severity| json!(severity));
        add(&format!("severity.{}", code.value), None, Some((word, severity.span)), Value::Null);
    }
    for waiver in &settings.waivers {
        let value = json!({
            "code": waiver.code.value,
            "path": waiver.path.as_ref().map(|path| &path.value.list),
            "id": waiver.id.as_ref().map(|id| &id.value),
            "reason": waiver.reason,
            "owner": waiver.owner,
            "until": waiver.until.value.to_string(),
        });
        add("waiver", None, Some((value, waiver.code.span)), Value::Null);
    }
    rows
}

impl Row {
    fn json(&self, sources: &Sources) -> Value {
        let mut row = json!({"key": self.key, "value": self.value});
        let from = match self.origin {
            Origin::Default => json!({"source": "default"}),
            Origin::Flag => json!({"source": "flag"}),
            Origin::File(span) => {
                let (path, place) = sources.locate(span);
                json!({"source": "file", "path": path, "line": place.line})
            }
        };
        if let Some(fields) = row.as_object_mut() {
            fields.insert("from".to_owned(), from);
        }
        row
    }
}

fn text(rows: &[Row], settings: &Settings, sources: &Sources) -> String {
    let mut text = match settings.file.and_then(|file| sources.file(file)) {
        Some(file) => format!("settings of {}\n\n", file.name),
        None => format!("no {} here or above\n\n", settings::FILE),
    };
    for row in rows {
        let value = match &row.value {
            Value::Null => "none".to_owned(),
            value => value.to_string(),
        };
        let from = match row.origin {
            Origin::Default => "default".to_owned(),
            Origin::Flag => "flag".to_owned(),
            Origin::File(span) => {
                let (path, place) = sources.locate(span);
                format!("{path}:{}", place.line)
            }
        };
        text.push_str(&format!("{} = {value}  ({from})\n", row.key));
    }
    clean(&text)
}
