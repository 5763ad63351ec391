//! `check --fix` and `--diff`: golden cases in `tests/golden/fix`, and what must not be lost.
//! `BLESS=1 cargo test --test fix` writes the expected output anew.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may fail loudly"
)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use common::{run, yaml_in};
use peelcheck::inspection::yaml::mend::mend;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A copy of a golden case that may be written.
fn copy(folder: &Path, name: &str) -> String {
    let path = folder.join(format!("{name}.yaml"));
    fs::copy(root().join(format!("tests/golden/fix/{name}.yaml")), &path).unwrap();
    path.display().to_string()
}

#[test]
fn golden_cases() {
    for path in yaml_in("tests/golden/fix") {
        let text = fs::read_to_string(&path).unwrap();
        let mended = mend(&text).unwrap();
        let told = match &mended {
            None => "nothing to mend\n".to_owned(),
            Some(mended) => {
                assert_eq!(mend(&mended.text).unwrap(), None, "{}: again", path.display());
                let changes: String =
                    mended.changes.iter().map(|change| format!("# {change}\n")).collect();
                format!("{changes}{}", mended.text)
            }
        };
        let expected = path.with_extension("out");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&expected, &told).unwrap();
        }
        let expected = fs::read_to_string(&expected).unwrap();
        assert_eq!(told, expected, "{}", path.display());
    }
}

#[test]
fn curated_files_of_the_project_need_nothing() {
    let mut files = yaml_in("seeds");
    files
        .extend(["fire", "care"].map(|one| root().join(format!("examples/{one}/inspection.yaml"))));
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(mend(&text).unwrap(), None, "{}", path.display());
    }
}

#[test]
fn an_imported_draft_needs_nothing() {
    let (status, text, err) = run(&["import", "examples/drafts/clean.md"]);
    assert_eq!(status, 0, "{err}");
    assert_eq!(mend(&text).unwrap(), None);
}

/// Every statement and figure of the seeds with its keys turned round comes back as it was read.
#[test]
fn keys_turned_round_say_the_same() {
    let mut turned = 0;
    for path in yaml_in("tests/requirements") {
        let text = fs::read_to_string(&path).unwrap();
        let Some(mended) = mend(&text).unwrap() else {
            continue;
        };
        turned += 1;
        let before: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
        let after: serde_yaml::Value = serde_yaml::from_str(&mended.text).unwrap();
        assert_eq!(before, after, "{}", path.display());
        let sorted = |text: &str| {
            let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
            words.sort();
            words.concat().len()
        };
        assert_eq!(sorted(&text), sorted(&mended.text), "{}", path.display());
    }
    assert!(turned > 20, "only {turned} files had keys out of order");
}

#[test]
fn fix_writes_and_checks_what_it_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let path = copy(folder.path(), "ids-missing");
    let (before, ..) = run(&["check", &path]);
    assert_eq!(before, 2, "without ids the file cannot be read");
    let (status, out, err) = run(&["check", "--fix", &path]);
    assert_eq!(status, 0, "{out}{err}");
    assert!(err.contains("judgment without an id is called `f2`"), "{err}");
    assert!(out.contains("1 inspection checked"), "{out}");
    let expected = fs::read_to_string(root().join("tests/golden/fix/ids-missing.out")).unwrap();
    let written = fs::read_to_string(&path).unwrap();
    assert!(expected.ends_with(&written));
    let (status, again, err) = run(&["check", "--fix", &path]);
    assert_eq!((status, again), (0, out));
    assert!(!err.contains("mended"), "{err}");
    assert_eq!(fs::read_to_string(&path).unwrap(), written, "a second run changes nothing");
}

#[test]
fn diff_is_a_patch_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = copy(folder.path(), "keys-out-of-order");
    let before = fs::read_to_string(&path).unwrap();
    let (status, out, err) = run(&["check", "--diff", &path]);
    assert_eq!(status, 1, "{err}");
    assert!(out.starts_with(&format!("--- {path}\n+++ {path}\n@@ ")), "{out}");
    assert!(out.contains("\n-schema: peelcheck/inspection/v1 # the form\n"), "{out}");
    assert_eq!(fs::read_to_string(&path).unwrap(), before);
    let patch =
        Command::new("patch").args(["-p0", "-s", "--posix", &path]).stdin(Stdio::piped()).spawn();
    match patch {
        Err(error) => println!("SKIPPED: no patch ({error})"),
        Ok(mut patch) => {
            std::io::Write::write_all(&mut patch.stdin.take().unwrap(), out.as_bytes()).unwrap();
            assert!(patch.wait().unwrap().success());
            let mended = mend(&before).unwrap().unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), mended.text);
        }
    }
    let (status, out, _) = run(&["check", "--diff", "seeds"]);
    assert_eq!((status, out.as_str()), (0, ""));
    let (status, out, err) = run(&["check", "--diff", "--no-quotes", &path]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(err.contains("--no-quotes"), "{err}");
}

#[test]
fn nothing_is_written_when_one_file_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let good = copy(folder.path(), "keys-out-of-order");
    let before = fs::read_to_string(&good).unwrap();
    for broken in ["tests/golden/yaml/broken-syntax.yaml", "not-there.yaml"] {
        let (status, _, err) = run(&["check", "--fix", &good, broken]);
        assert_eq!(status, 2, "{err}");
        assert!(err.contains("nothing was mended"), "{err}");
        assert_eq!(fs::read_to_string(&good).unwrap(), before);
        let (status, out, err) = run(&["check", "--diff", &good, broken]);
        assert_eq!(status, 2, "{err}");
        assert!(out.contains("+++"), "{out}");
    }
}

#[test]
#[cfg(unix)]
fn links_rights_and_marks_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().unwrap();
    let path = PathBuf::from(copy(folder.path(), "windows-line-ends"));
    let marked = [b"\xef\xbb\xbf".as_slice(), &fs::read(&path).unwrap()].concat();
    fs::write(&path, &marked).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.path().join("link.yaml");
    symlink(&path, &link).unwrap();
    let (status, _, err) = run(&["check", "--fix", &link.display().to_string()]);
    assert_eq!(status, 0, "{err}");
    assert!(link.is_symlink());
    let written = fs::read(&path).unwrap();
    assert!(written.starts_with(b"\xef\xbb\xbf") && written.len() > marked.len());
    let lone = written.windows(2).filter(|pair| pair[1] == b'\n' && pair[0] != b'\r').count();
    assert_eq!(lone, 0, "every line ends as before");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    fs::write(&path, &marked).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
    let (status, _, err) = run(&["check", "--fix", &path.display().to_string()]);
    assert_eq!(status, 2);
    assert!(err.contains("may not be written"), "{err}");
    assert_eq!(fs::read(&path).unwrap(), marked);
}
