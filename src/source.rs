//! The ground floor: files come in here and nowhere else, get an id, and know
//! where their lines start. A [`Span`] is a byte range in one of them; nothing
//! above this room ever searches a text to find a place again.

use std::io::Read as _;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// The largest file that is read whole, in bytes (16 MiB). Streams have no limit.
pub const LARGEST_FILE: u64 = 16 * 1024 * 1024;

/// Which file a span lies in; handed out by [`Sources::add`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A half-open byte range in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from byte offsets.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        Self { file, start: range.start, end: range.end.max(range.start) }
    }

    /// Whether two spans share a byte.
    pub fn touches(self, other: Self) -> bool {
        self.file == other.file && self.start < other.end && other.start < self.end
    }
}

/// A 1-based place; columns count Unicode scalars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode scalars, from 1.
    pub column: usize,
}

/// One text with its name and the byte offset at which each line starts.
#[derive(Debug)]
pub struct SourceFile {
    /// How the file is called in every output: the path as it was given.
    pub name: String,
    /// The whole text.
    pub text: Arc<str>,
    line_starts: Vec<usize>,
}

impl SourceFile {
    fn new(name: String, text: String) -> Self {
        let line_starts =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { name, text: text.into(), line_starts }
    }

    /// The 0-based line that holds a byte, and the byte at which it starts.
    pub fn line_of(&self, byte: usize) -> (usize, usize) {
        let line = self.line_starts.partition_point(|start| *start <= byte);
        let line = line.saturating_sub(1);
        (line, self.line_starts.get(line).copied().unwrap_or(0))
    }

    /// The byte at which a 0-based line starts; the length of the text past the last one.
    pub fn line_start(&self, line: usize) -> usize {
        self.line_starts.get(line).copied().unwrap_or(self.text.len())
    }

    /// The 1-based line and column of a byte offset.
    pub fn place(&self, byte: usize) -> Place {
        let (line, start) = self.line_of(byte);
        let column = self
            .text
            .get(start..byte.min(self.text.len()))
            .map_or(0, |before| before.chars().count());
        Place { line: line + 1, column: column + 1 }
    }
}

/// All texts of a run.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    renewing: bool,
}

impl Sources {
    /// Texts that are taken in again and again: one of the same name takes the place, and the
    /// id, of the one before.
    pub fn renewing() -> Self {
        Self { files: Vec::new(), renewing: true }
    }

    /// Takes a text in and gives it an id.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        let new = SourceFile::new(name.into(), text.into());
        let again = self.files.iter().position(|old| self.renewing && old.name == new.name);
        let at = again.unwrap_or(self.files.len());
        match self.files.get_mut(at) {
            Some(old) => *old = new,
            None => self.files.push(new),
        }
        FileId(u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// The names of all files, in the order in which they came.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.name.as_str())
    }

    /// The ids of all texts, in the order in which they came in.
    pub fn ids(&self) -> impl Iterator<Item = FileId> {
        (0..u32::try_from(self.files.len()).unwrap_or(u32::MAX)).map(FileId)
    }

    /// The file of an id; `None` only for an id of another run.
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The text under a span; empty if the span does not fit.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).and_then(|file| file.text.get(span.start..span.end)).unwrap_or("")
    }

    /// The name of the file and the place where a span starts.
    pub fn locate(&self, span: Span) -> (&str, Place) {
        match self.file(span.file) {
            Some(file) => (&file.name, file.place(span.start)),
            None => ("", Place { line: 1, column: 1 }),
        }
    }
}

/// What the system said, in plain words: its own differ from one system to another, and bear
/// numbers that help nobody. What was said in words already stays as it is.
pub fn said(why: &std::io::Error) -> String {
    use std::io::ErrorKind;
    let words = match why.kind() {
        _ if why.get_ref().is_some() => "",
        ErrorKind::NotFound => "there is no such file or folder",
        ErrorKind::PermissionDenied => "permission denied",
        ErrorKind::AlreadyExists => "a file of that name is there already",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::NotADirectory => "a part of the path is no folder",
        ErrorKind::StorageFull => "no space is left",
        ErrorKind::ReadOnlyFilesystem => "nothing can be written there",
        ErrorKind::InvalidFilename => "the name is too long, or is none",
        ErrorKind::BrokenPipe => "nobody reads it any more",
        _ => "",
    };
    if !words.is_empty() {
        return words.to_owned();
    }
    let text = why.to_string();
    text.split_once(" (os error").map_or(text.clone(), |(words, _)| words.to_owned())
}

/// Why a file could not be read as text.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The operating system refused.
    #[error("cannot read `{name}`: {}", said(why))]
    Io {
        /// The path as given.
        name: String,
        /// What the system said.
        why: std::io::Error,
    },
    /// Larger than [`LARGEST_FILE`].
    #[error("`{name}` is larger than {} MiB", LARGEST_FILE / 1024 / 1024)]
    TooLarge {
        /// The path as given.
        name: String,
    },
    /// Not UTF-8.
    #[error("`{name}` is not UTF-8 text (first bad byte at offset {at})")]
    NotText {
        /// The path as given.
        name: String,
        /// Byte offset of the first invalid sequence.
        at: usize,
    },
}

/// Reads a file whole; `-` is standard input.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    let name = path.display().to_string();
    let io = |why| ReadError::Io { name: name.clone(), why };
    let mut bytes = Vec::new();
    if name == "-" {
        std::io::stdin().lock().take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(io)?;
    } else {
        open(path).map_err(io)?.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(io)?;
    }
    match bytes.len() as u64 > LARGEST_FILE {
        true => Err(ReadError::TooLarge { name }),
        false => Ok(bytes),
    }
}

/// The bytes of a file as UTF-8, a leading byte order mark left out. Where lines end in carriage
/// returns alone, as they once did, those are line ends.
pub fn decode(name: &str, bytes: Vec<u8>) -> Result<String, ReadError> {
    let mut text = String::from_utf8(bytes).map_err(|error| ReadError::NotText {
        name: name.to_owned(),
        at: error.utf8_error().valid_up_to(),
    })?;
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    if text.contains('\r') && !text.contains('\n') {
        text = text.replace('\r', "\n");
    }
    Ok(text)
}

/// Reads a file whole as UTF-8.
pub fn read(path: &Path) -> Result<String, ReadError> {
    decode(&path.display().to_string(), read_bytes(path)?)
}

/// Opens a file to be streamed.
#[allow(clippy::disallowed_methods, reason = "this is the room for it")]
pub fn open(path: &Path) -> std::io::Result<std::fs::File> {
    std::fs::File::open(path)
}
