//! Sessions of the command line as a newcomer would have them, one file for each subcommand, with
//! exact outputs; and a law that no flag is without one. `NAME.in` is the folder that a session
//! begins in; where there is a `NAME.out`, it begins in a copy of it, and what is in `NAME.out`
//! has to be there afterwards. `TRYCMD=overwrite cargo test --test transcripts` writes what comes
//! out now: read it, and put `...` again for long middles; the line after it must not stand in the
//! middle. What is compared has `/` for each backslash.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail loudly"
)]

use std::collections::BTreeSet;
use std::fs;

use clap::parser::ValueSource;
use clap::{Arg, Command, CommandFactory as _};
use peelcheck::commands::Cli;

#[test]
fn every_session_goes_as_it_is_written() {
    trycmd::TestCases::new().env("COLUMNS", "80").case("tests/transcripts/*.md").run();
}

/// Flags that cannot be transcribed: command, flag, reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[(
    "check",
    "watch",
    "it stays until standard input ends, which no session does; tests/watch.rs tries it",
)];

/// Shows each flag and argument of each command, with the words of the command.
fn walk(command: &Command, name: &str, see: &mut impl FnMut(&str, &Command, &Arg)) {
    for argument in command.get_arguments().filter(|one| !one.is_hide_set()) {
        see(name, command, argument);
    }
    for inner in command.get_subcommands().filter(|one| one.get_name() != "help") {
        let name = format!("{name} {}", inner.get_name());
        walk(inner, name.trim_start(), see);
    }
}

/// What the sessions use: the words of the command and the id of the flag or argument, of each
/// command line that is accepted.
fn used() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir("tests/transcripts").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for line in text.lines().filter_map(|line| line.strip_prefix("$ ")) {
            let words = shlex::split(line).expect("quotes are closed");
            let Ok(matches) = Cli::command().try_get_matches_from(words) else { continue };
            let (mut matches, mut name) = (&matches, String::new());
            loop {
                let given = matches.ids().map(clap::Id::as_str).filter(|id| {
                    matches.try_get_raw(id).is_ok()
                        && matches.value_source(id) == Some(ValueSource::CommandLine)
                });
                found.extend(given.map(|id| (name.clone(), id.to_owned())));
                let Some((inner, below)) = matches.subcommand() else { break };
                name = format!("{name} {inner}").trim_start().to_owned();
                matches = below;
            }
        }
    }
    assert!(found.len() > 50, "the sessions use only {} flags", found.len());
    found
}

#[test]
fn every_flag_and_argument_is_in_a_session() {
    let used = used();
    let mut cli = Cli::command();
    cli.build();
    let mut idle = Vec::new();
    walk(&cli, "", &mut |name, _, argument| {
        let id = argument.get_id().as_str();
        let excepted = EXCEPTIONS.iter().any(|(command, flag, _)| (*command, *flag) == (name, id));
        let seen = |(command, flag): &(String, String)| {
            flag == id && (argument.is_global_set() || command == name)
        };
        if id != "help" && !excepted && !used.iter().any(seen) {
            idle.push(format!("peelcheck {name}: {argument}"));
        }
    });
    assert!(idle.is_empty(), "no session in tests/transcripts uses\n{}", idle.join("\n"));
}

#[test]
fn no_exception_is_idle() {
    let used = used();
    for (command, flag, reason) in EXCEPTIONS {
        let mut there = false;
        walk(&Cli::command(), "", &mut |name, _, argument| {
            there |= (name, argument.get_id().as_str()) == (*command, *flag);
        });
        assert!(there, "`{command}` has no `{flag}` ({reason})");
        let pair = ((*command).to_owned(), (*flag).to_owned());
        assert!(!used.contains(&pair), "`{command}` `{flag}` is in a session after all");
    }
}

#[test]
fn every_command_flag_and_argument_has_a_line_of_help() {
    let mut cli = Cli::command();
    cli.build();
    let mut mute = Vec::new();
    walk(&cli, "", &mut |name, command, argument| {
        if argument.get_help().is_none_or(|help| help.to_string().trim().is_empty()) {
            mute.push(format!("peelcheck {name}: {argument}"));
        }
        if command.get_about().is_none() {
            mute.push(format!("peelcheck {name}"));
        }
    });
    mute.dedup();
    assert!(mute.is_empty(), "no line in `--help` for\n{}", mute.join("\n"));
}
