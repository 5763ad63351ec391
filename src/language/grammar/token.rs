//! The smallest parts: keywords, names, texts, numbers; and what is said when
//! one of them is missing.

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while1};
use nom::character::complete::{char, digit1};
use nom::combinator::{cut, opt, peek, recognize};
use nom::error::{ContextError, ErrorKind, ParseError};
use nom::multi::{many0, separated_list1};
use nom::sequence::{pair, preceded};
use nom::{IResult, Parser};

use crate::language::syntax::{Amount, Name, Text};
use crate::source::{FileId, Span};

/// Where a parser gave up and what would have been right there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected<'s> {
    /// The rest of the line from the mistake on.
    pub at: &'s str,
    /// What was expected, as it would be read aloud.
    pub wanted: Vec<&'static str>,
}

impl<'s> ParseError<&'s str> for Expected<'s> {
    fn from_error_kind(at: &'s str, _: ErrorKind) -> Self {
        Self { at, wanted: Vec::new() }
    }

    fn append(_: &'s str, _: ErrorKind, other: Self) -> Self {
        other
    }

    /// The furthest mistake is the one meant; equals are put together.
    fn or(mut self, other: Self) -> Self {
        match self.at.len().cmp(&other.at.len()) {
            std::cmp::Ordering::Less => self,
            std::cmp::Ordering::Greater => other,
            std::cmp::Ordering::Equal => {
                for want in other.wanted {
                    if !self.wanted.contains(&want) {
                        self.wanted.push(want);
                    }
                }
                self
            }
        }
    }
}

impl<'s> ContextError<&'s str> for Expected<'s> {
    fn add_context(at: &'s str, context: &'static str, other: Self) -> Self {
        if other.at.len() < at.len() && !other.wanted.is_empty() {
            return other;
        }
        Self { at, wanted: vec![context] }
    }
}

/// What every parser here returns.
pub type Parsed<'s, T> = IResult<&'s str, T, Expected<'s>>;

/// Deepest nesting of brackets in one line.
const DEEPEST: usize = 32;

/// The parsers, with what they need to turn a slice into a span.
#[derive(Debug, Clone, Copy)]
pub struct Grammar<'s> {
    /// The file.
    pub file: FileId,
    /// The whole text of the file, of which every input is a slice.
    pub whole: &'s str,
}

/// Says `wanted` when `parser` fails.
pub fn expecting<'s, T>(
    wanted: &'static str,
    mut parser: impl Parser<&'s str, Output = T, Error = Expected<'s>>,
) -> impl FnMut(&'s str) -> Parsed<'s, T> {
    move |input| {
        parser
            .parse(input)
            .map_err(|error| error.map(|inner| Expected::add_context(input, wanted, inner)))
    }
}

impl<'s> Grammar<'s> {
    /// The byte offset of a slice of the file.
    pub fn offset(&self, slice: &'s str) -> usize {
        (slice.as_ptr() as usize).saturating_sub(self.whole.as_ptr() as usize)
    }

    /// The span of what lies between two rests of the same text, blanks at the end left out.
    pub fn between(&self, before: &'s str, after: &'s str) -> Span {
        let taken = before.len().saturating_sub(after.len());
        let text = before.get(..taken).unwrap_or(before).trim_end();
        let start = self.offset(before);
        Span::new(self.file, start..start + text.len())
    }

    /// Blanks, line ends and comments.
    pub fn blank(&self, input: &'s str) -> Parsed<'s, ()> {
        let comment = preceded(char('#'), take_while(|c| c != '\n'));
        let space = take_while1(char::is_whitespace);
        many0(alt((space, comment))).map(|_| ()).parse(input)
    }

    /// A parser with the blanks after it.
    pub fn then_blank<T>(
        &self,
        mut parser: impl Parser<&'s str, Output = T, Error = Expected<'s>>,
    ) -> impl FnMut(&'s str) -> Parsed<'s, T> {
        move |input| {
            let (rest, value) = parser.parse(input)?;
            let (rest, ()) = self.blank(rest)?;
            Ok((rest, value))
        }
    }

    /// A bare word, whatever it means.
    pub fn word(&self, input: &'s str) -> Parsed<'s, &'s str> {
        recognize(pair(
            take_while1(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()),
            take_while(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
        ))
        .parse(input)
    }

    /// One of these words, and not as the beginning of a longer one.
    pub fn keyword(
        &self,
        words: &'static [&'static str],
        wanted: &'static str,
    ) -> impl FnMut(&'s str) -> Parsed<'s, &'s str> {
        let grammar = *self;
        move |input| {
            let (rest, word) =
                grammar.word(input).map_err(|_: nom::Err<Expected<'s>>| missing(input, wanted))?;
            if !words.contains(&word) {
                return Err(missing(input, wanted));
            }
            let (rest, ()) = grammar.blank(rest)?;
            Ok((rest, word))
        }
    }

    /// Several words in a row, such as `at least`.
    pub fn words(
        &self,
        words: &'static [&'static str],
        wanted: &'static str,
    ) -> impl FnMut(&'s str) -> Parsed<'s, ()> {
        let grammar = *self;
        move |input| {
            let mut rest = input;
            for want in words {
                let (after, word) = grammar
                    .word(rest)
                    .map_err(|_: nom::Err<Expected<'s>>| missing(input, wanted))?;
                if word != *want {
                    return Err(missing(input, wanted));
                }
                rest = grammar.blank(after)?.0;
            }
            Ok((rest, ()))
        }
    }

    /// A sign such as `=`, with the blanks after it.
    pub fn symbol(
        &self,
        symbol: &'static str,
        wanted: &'static str,
    ) -> impl FnMut(&'s str) -> Parsed<'s, ()> {
        let grammar = *self;
        move |input| {
            let parse = expecting(wanted, tag(symbol));
            let (rest, _) = grammar.then_blank(parse)(input)?;
            Ok((rest, ()))
        }
    }

    /// A name: small letters, digits and hyphens.
    pub fn name(&self, wanted: &'static str) -> impl FnMut(&'s str) -> Parsed<'s, Name> {
        let grammar = *self;
        move |input| {
            let (rest, text) = expecting(wanted, |i| grammar.word(i))(input)?;
            let span = grammar.between(input, rest);
            let (rest, ()) = grammar.blank(rest)?;
            Ok((rest, Name { text: text.to_owned(), span }))
        }
    }

    /// Names with commas between them.
    pub fn names(&self, wanted: &'static str) -> impl FnMut(&'s str) -> Parsed<'s, Vec<Name>> {
        let grammar = *self;
        move |input| {
            let (rest, first) = grammar.name(wanted)(input)?;
            let more = preceded(grammar.symbol(",", "`,`"), cut(grammar.name(wanted)));
            let (rest, others) = many0(more).parse(rest)?;
            Ok((rest, std::iter::once(first).chain(others).collect()))
        }
    }

    /// A text in double quotes on one line; `\"` and `\\` stand for themselves.
    pub fn text(&self, wanted: &'static str) -> impl FnMut(&'s str) -> Parsed<'s, Text> {
        let grammar = *self;
        move |input| {
            let (inside, _) = expecting(wanted, char('"')).parse(input)?;
            let mut text = String::new();
            let mut chars = inside.char_indices();
            while let Some((at, c)) = chars.next() {
                match c {
                    '"' => {
                        let rest = inside.get(at + 1..).unwrap_or("");
                        let span = grammar.between(input, rest);
                        let (rest, ()) = grammar.blank(rest)?;
                        return Ok((rest, Text { text, span }));
                    }
                    '\n' => break,
                    '\\' => match chars.next() {
                        Some((_, escaped @ ('"' | '\\'))) => text.push(escaped),
                        _ => {
                            let at = inside.get(at..).unwrap_or("");
                            return Err(fail(at, "`\\\"` or `\\\\` after a backslash"));
                        }
                    },
                    other => text.push(other),
                }
            }
            Err(fail(input, "a closing quote on the same line"))
        }
    }

    /// Texts with commas between them.
    pub fn texts(&self, wanted: &'static str) -> impl FnMut(&'s str) -> Parsed<'s, Vec<Text>> {
        let grammar = *self;
        move |input| separated_list1(grammar.symbol(",", "`,`"), grammar.text(wanted)).parse(input)
    }

    /// A number with an optional sign, decimals and percent sign.
    pub fn amount(&self, input: &'s str) -> Parsed<'s, Amount> {
        let digits = recognize((opt(char('-')), digit1, opt(pair(char('.'), digit1))));
        let (rest, text) = expecting("a number", digits)(input)?;
        let value: f64 = text.parse().map_err(|_| missing(input, "a number"))?;
        let (rest, percent) = opt(char('%')).parse(rest)?;
        if peek(take_while1::<_, _, Expected<'s>>(|c: char| c.is_alphanumeric()))
            .parse(rest)
            .is_ok()
        {
            return Err(fail(rest, "a blank after the number"));
        }
        let (rest, ()) = self.blank(rest)?;
        let percent = percent.is_some();
        Ok((rest, Amount { value, percent }))
    }

    /// A whole number.
    pub fn whole_number(&self, input: &'s str) -> Parsed<'s, u32> {
        let (rest, amount) = self.amount(input)?;
        if amount.percent || amount.value.fract() != 0.0 || !(0.0..=1e6).contains(&amount.value) {
            return Err(fail(input, "a whole number up to a million"));
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked above")]
        Ok((rest, amount.value as u32))
    }

    /// Refuses to nest deeper than any reader could follow.
    pub fn deeper(&self, input: &'s str, depth: usize) -> Result<usize, nom::Err<Expected<'s>>> {
        if depth >= DEEPEST {
            return Err(fail(input, "at most 32 brackets inside each other"));
        }
        Ok(depth + 1)
    }
}

/// A mistake from which another alternative may still save the line.
pub fn missing<'s>(at: &'s str, wanted: &'static str) -> nom::Err<Expected<'s>> {
    nom::Err::Error(Expected { at, wanted: vec![wanted] })
}

/// A mistake that no other alternative can mend.
pub fn fail<'s>(at: &'s str, wanted: &'static str) -> nom::Err<Expected<'s>> {
    nom::Err::Failure(Expected { at, wanted: vec![wanted] })
}
