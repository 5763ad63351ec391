//! Files that are written whole or not at all: beside their place first, then put
//! there in one step.

use std::io::Write as _;
use std::path::Path;

/// Others may read what is written, as far as the user's settings let them.
#[cfg(unix)]
fn builder() -> tempfile::Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt as _;
    let mut builder = tempfile::Builder::new();
    builder.permissions(std::fs::Permissions::from_mode(0o666));
    builder
}

/// Others may read what is written, as far as the user's settings let them.
#[cfg(not(unix))]
fn builder() -> tempfile::Builder<'static, 'static> {
    tempfile::Builder::new()
}

/// Writes a file; what stood there is lost only once the new one is complete.
pub fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    write_all(&[(path, bytes)]).map_err(|(_, error)| error)
}

/// Writes several files: all are complete beside their places before the first is put there.
///
/// # Errors
/// The path that could not be written, and why.
pub fn write_all<'p>(all: &[(&'p Path, &[u8])]) -> Result<(), (&'p Path, std::io::Error)> {
    let mut ready = Vec::new();
    let mut streams = Vec::new();
    for (path, bytes) in all {
        if is_stream(path) {
            streams.push((*path, *bytes));
            continue;
        }
        // What a link leads to is written, and the link stays.
        let place = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let file = staged(&place, bytes).map_err(|error| (*path, error))?;
        ready.push((*path, place, file));
    }
    for (path, place, file) in ready {
        file.persist(place).map_err(|error| (path, error.error))?;
    }
    for (path, bytes) in streams {
        let open = std::fs::OpenOptions::new().write(true).open(path);
        open.and_then(|mut file| file.write_all(bytes)).map_err(|error| (path, error))?;
    }
    Ok(())
}

/// Whether something stands there that is no file and no folder: a pipe, a terminal, a device.
fn is_stream(path: &Path) -> bool {
    path.metadata().is_ok_and(|data| !data.is_file() && !data.is_dir())
}

fn staged(path: &Path, bytes: &[u8]) -> std::io::Result<tempfile::NamedTempFile> {
    if path.is_dir() {
        return Err(std::io::Error::from(std::io::ErrorKind::IsADirectory));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let mut file = builder().tempfile_in(folder).map_err(|error| unnamed(&error, folder))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Why nothing can be made in a folder. The name of what was to be made there for a while is of no
/// use to anybody.
fn unnamed(error: &std::io::Error, folder: &Path) -> std::io::Error {
    let gone = error.kind() == std::io::ErrorKind::NotFound;
    let name = folder.display();
    match gone && !folder.exists() {
        true => std::io::Error::other(format!("there is no folder `{name}`")),
        false => std::io::Error::from(error.kind()),
    }
}

/// Writes files into a folder, which is made if it is not there. They are written beside it
/// first, so that a full disk or a name in the way is met before anything changes.
pub fn write_folder(folder: &Path, files: &[(String, Vec<u8>)]) -> std::io::Result<()> {
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent)?;
    if let Some((name, _)) = files.iter().find(|(name, _)| folder.join(name).is_dir()) {
        return Err(std::io::Error::other(format!("`{name}` in it is a folder")));
    }
    let beside = tempfile::tempdir_in(parent).map_err(|error| unnamed(&error, parent))?;
    for (name, bytes) in files {
        write(&beside.path().join(name), bytes)?;
    }
    if !folder.is_dir() {
        std::fs::create_dir(folder)?;
    }
    for (name, _) in files {
        std::fs::rename(beside.path().join(name), folder.join(name))?;
    }
    Ok(())
}
