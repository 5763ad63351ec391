//! Comments in a copy of a Word file. Every part of the file but three is copied as
//! it is; in the document the paragraphs get marks, in the two lists a new entry.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};

use quick_xml::Writer;
use quick_xml::events::{BytesText, Event};
use quick_xml::reader::Reader as XmlReader;

use super::word::{WordError, local, part, value};

/// The namespace of the words of a Word file.
const WORDS: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const COMMENTS: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
const CONTENT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";

/// A copy of a Word file with comments; each belongs to a paragraph, counted from 1.
pub fn with_comments(bytes: &[u8], comments: &[(usize, String)]) -> Result<Vec<u8>, WordError> {
    let damaged = |error: &dyn std::fmt::Display| WordError::Damaged(error.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| WordError::Archive(error.to_string()))?;
    let document = part(&mut archive, "word/document.xml")?.ok_or(WordError::NoDocument)?;
    let known = part(&mut archive, "word/comments.xml")?;
    let types = part(&mut archive, "[Content_Types].xml")?.unwrap_or_default();
    let relations = part(&mut archive, "word/_rels/document.xml.rels")?.unwrap_or_default();
    // What is written has this prefix; another one would leave the copy unreadable.
    if !document.contains("xmlns:w=") {
        return Err(no_place("word/document.xml"));
    }
    if relations.contains(COMMENTS) && !relations.contains("comments.xml\"") {
        return Err(no_place("word/_rels/document.xml.rels"));
    }
    let first = known.as_deref().map_or(Ok(0), next_id)?;
    let numbered: Vec<(usize, usize, &str)> = comments
        .iter()
        .enumerate()
        .map(|(at, (paragraph, text))| (first + at, *paragraph, text.as_str()))
        .collect();
    let mut parts: BTreeMap<&str, String> = BTreeMap::new();
    parts.insert("word/document.xml", marked(&document, &numbered)?);
    parts.insert("word/comments.xml", list(known.as_deref(), &numbered)?);
    let entry = format!("<Override PartName=\"/word/comments.xml\" ContentType=\"{CONTENT}\"/>");
    let name = "[Content_Types].xml";
    let types = match types.contains("/word/comments.xml") {
        true => types,
        false => entered(&types, "</Types>", &entry).ok_or_else(|| no_place(name))?,
    };
    parts.insert(name, types);
    let entry = format!(
        "<Relationship Id=\"peelcheckComments\" Type=\"{COMMENTS}\" Target=\"comments.xml\"/>"
    );
    let name = "word/_rels/document.xml.rels";
    let relations = match relations.contains(COMMENTS) {
        true => relations,
        false => entered(&relations, "</Relationships>", &entry).ok_or_else(|| no_place(name))?,
    };
    parts.insert(name, relations);
    let mut copy = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).map_err(|error| damaged(&error))?;
        let name = file.name().map_err(|error| damaged(&error))?.into_owned();
        if !parts.contains_key(name.as_str()) {
            copy.raw_copy_file(file).map_err(|error| damaged(&error))?;
        }
    }
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    for (name, text) in parts {
        copy.start_file(name, options).map_err(|error| damaged(&error))?;
        copy.write_all(text.as_bytes()).map_err(|error| damaged(&error))?;
    }
    copy.finish().map(Cursor::into_inner).map_err(|error| damaged(&error))
}

/// That a part of the file cannot take comments.
fn no_place(part: &str) -> WordError {
    WordError::Damaged(format!("`{part}` is written in a way that cannot take comments"))
}

/// A list with more at its end; nothing where it has no end.
fn entered(list: &str, end: &str, entry: &str) -> Option<String> {
    list.contains(end).then(|| list.replacen(end, &format!("{entry}{end}"), 1))
}

/// The first id that no comment has yet.
fn next_id(comments: &str) -> Result<usize, WordError> {
    let mut next = 0;
    super::word::each(comments, |event| {
        if let Event::Start(tag) = event
            && local(tag.name().as_ref()) == "comment"
            && let Some(id) = value(tag, "id").and_then(|id| id.parse::<usize>().ok())
        {
            next = next.max(id.saturating_add(1));
        }
    })?;
    Ok(next)
}

fn list(known: Option<&str>, comments: &[(usize, usize, &str)]) -> Result<String, WordError> {
    let mut entries = String::new();
    for (id, _, text) in comments {
        let text = BytesText::new(text);
        entries.push_str(&format!(
            "<w:comment w:id=\"{id}\" w:author=\"peelcheck\" w:initials=\"pc\"><w:p><w:r><w:t \
             xml:space=\"preserve\">{}</w:t></w:r></w:p></w:comment>",
            &*text
        ));
    }
    let empty = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments \
         xmlns:w=\"{WORDS}\"></w:comments>"
    );
    let all = entered(known.unwrap_or(&empty), "</w:comments>", &entries);
    all.ok_or_else(|| no_place("word/comments.xml"))
}

/// The document with a mark around each paragraph that has comments.
fn marked(document: &str, comments: &[(usize, usize, &str)]) -> Result<String, WordError> {
    let damaged = |error: &dyn std::fmt::Display| WordError::Damaged(error.to_string());
    let numbers = paragraph_numbers(document)?;
    let mut of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (id, paragraph, _) in comments {
        of.entry(*paragraph).or_default().push(*id);
    }
    let mut reader = XmlReader::from_str(document);
    let mut writer = Writer::new(Vec::new());
    let mut started = 0;
    // Open paragraphs: the number of each, and whether its marks still have to be opened.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut properties = 0;
    loop {
        let event = reader.read_event().map_err(|error| damaged(&error))?;
        let name = match &event {
            Event::Start(tag) => local(tag.name().as_ref()).to_owned(),
            Event::Empty(tag) => local(tag.name().as_ref()).to_owned(),
            Event::End(tag) => local(tag.name().as_ref()).to_owned(),
            Event::Eof => break,
            _ => String::new(),
        };
        let ends = matches!(event, Event::End(_));
        let empty = matches!(event, Event::Empty(_));
        // The properties of a paragraph come before everything else in it.
        if name != "pPr"
            && properties == 0
            && let Some((number, waiting @ true)) = open.last_mut()
        {
            *waiting = false;
            for id in of.get(number).into_iter().flatten() {
                let mark = format!("<w:commentRangeStart w:id=\"{id}\"/>");
                writer.get_mut().extend(mark.bytes());
            }
        }
        if ends
            && name == "p"
            && let Some((number, _)) = open.pop()
        {
            for id in of.get(&number).into_iter().flatten() {
                let mark = format!(
                    "<w:commentRangeEnd w:id=\"{id}\"/><w:r><w:commentReference w:id=\"{id}\"/></w:r>"
                );
                writer.get_mut().extend(mark.bytes());
            }
        }
        writer.write_event(event).map_err(|error| damaged(&error))?;
        match (name.as_str(), ends, empty) {
            ("p", false, false) => {
                open.push((numbers.get(started).copied().unwrap_or(0), true));
                started += 1;
            }
            ("p", false, true) => started += 1,
            ("pPr", false, false) => properties += 1,
            ("pPr", true, _) => properties -= 1,
            _ => {}
        }
    }
    String::from_utf8(writer.into_inner()).map_err(|error| damaged(&error))
}

/// For each paragraph in the order of its beginning, the number it has in what was read: those
/// that end first count first, and what is silent does not count (0).
fn paragraph_numbers(document: &str) -> Result<Vec<usize>, WordError> {
    let mut numbers = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let (mut ended, mut silent) = (0, 0usize);
    super::word::each(document, |event| match event {
        Event::Start(tag) => match local(tag.name().as_ref()) {
            "Fallback" | "del" | "moveFrom" => silent += 1,
            "p" => {
                open.push(numbers.len());
                numbers.push(0);
            }
            _ => {}
        },
        Event::End(tag) => match local(tag.name().as_ref()) {
            "Fallback" | "del" | "moveFrom" => silent = silent.saturating_sub(1),
            "p" => {
                if let Some(place) = open.pop()
                    && silent == 0
                {
                    ended += 1;
                    if let Some(number) = numbers.get_mut(place) {
                        *number = ended;
                    }
                }
            }
            _ => {}
        },
        _ => {}
    })?;
    Ok(numbers)
}
