//! Whether a statement counts for or against: the signs found in its words,
//! turned by what reverses them, weighed with the valence of the evidence rule.

use std::ops::Range;

use super::matching::{Match, Subject};
use crate::language::rulebook::Rulebook;
use crate::language::syntax::{Effect, Polarity, Valence, Voice};

/// The signs of one statement, ready to be weighed for any rule.
#[derive(Debug, Default)]
pub struct Signs {
    found: Vec<Found>,
    /// Words under a sign that turns others, with how it turns them.
    turned: Vec<(Range<usize>, Turn)>,
}

/// How a sign turns those in its reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    Mend,
    Spoil,
    Reverse,
}

impl Turn {
    fn of(self, polarity: Polarity) -> Polarity {
        match (self, polarity) {
            (Turn::Reverse, polarity) => polarity.reversed(),
            (Turn::Mend, Polarity::Weakness) => Polarity::Strength,
            (Turn::Spoil, Polarity::Strength) => Polarity::Weakness,
            (_, same) => same,
        }
    }
}

#[derive(Debug)]
struct Found {
    sign: usize,
    effect: Effect,
    voice: Voice,
    stands: bool,
    matched: Match,
}

/// A polarity with the signs that gave it.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What the statement says of the body.
    pub polarity: Polarity,
    /// Ids of the signs, with the tokens of each.
    pub signs: Vec<(usize, Vec<usize>)>,
}

impl Signs {
    /// Finds all signs in a statement.
    pub fn find(book: &Rulebook, subject: Subject<'_>) -> Self {
        let mut signs = Self::default();
        for index in subject.program.awake_signs(subject.own) {
            let (Some(sign), Some(compiled)) =
                (book.signs.get(index), subject.program.signs.get(index))
            else {
                continue;
            };
            for matched in subject.rule(compiled) {
                let turn = match sign.effect {
                    Effect::Reverses(reach) => Some((Turn::Reverse, reach)),
                    Effect::Mends(reach) => Some((Turn::Mend, reach)),
                    Effect::Spoils(reach) => Some((Turn::Spoil, reach)),
                    _ => None,
                };
                if let Some((turn, reach)) = turn {
                    signs.reach(subject, &matched, reach as usize, turn);
                    continue;
                }
                signs.found.push(Found {
                    sign: index,
                    effect: sign.effect,
                    voice: sign.voice,
                    stands: sign.stands,
                    matched,
                });
            }
        }
        signs.drop_covered();
        signs
    }

    /// What a polarity said at a word becomes under the sign that reaches it from nearest by.
    fn turn(&self, token: Option<usize>, polarity: Polarity) -> Polarity {
        let Some(token) = token else {
            return polarity;
        };
        let reaching = self.turned.iter().filter(|(range, _)| range.contains(&token));
        let nearest = reaching.map(|(range, _)| range.start).max();
        let of_nearest = self
            .turned
            .iter()
            .filter(|(range, _)| Some(range.start) == nearest && range.contains(&token));
        // A reversal goes both ways, so it comes last.
        of_nearest.map(|(_, turn)| *turn).max().map_or(polarity, |turn| turn.of(polarity))
    }

    /// The words after a turning sign, as far as its clause goes.
    fn reach(&mut self, subject: Subject<'_>, matched: &Match, reach: usize, turn: Turn) {
        let Some(last) = matched.tokens.last().copied() else {
            return;
        };
        let tokens = &subject.own.tokens;
        let clause = tokens.get(last).map(|token| token.clause);
        let end = tokens
            .iter()
            .enumerate()
            .skip(last + 1)
            .take(reach)
            .take_while(|(_, token)| Some(token.clause) == clause)
            .map(|(index, _)| index + 1)
            .last();
        if let Some(end) = end {
            self.turned.push((last + 1..end, turn));
        }
    }

    /// A longer sign silences the shorter ones inside it; of two on the same words the louder is
    /// heard.
    fn drop_covered(&mut self) {
        let spans: Vec<(Voice, Vec<usize>)> =
            self.found.iter().map(|one| (one.voice, one.matched.tokens.clone())).collect();
        let mut index = 0;
        self.found.retain(|found| {
            let own = &found.matched.tokens;
            let covered = spans.iter().enumerate().any(|(other, (voice, tokens))| {
                let longer = tokens.len() > own.len();
                let twin = tokens == own
                    && (*voice > found.voice || (*voice == found.voice && other < index));
                (longer || twin) && !own.is_empty() && own.iter().all(|t| tokens.contains(t))
            });
            index += 1;
            !covered
        });
    }

    /// Weighs the signs for a rule of this valence. Without any sign, speaking of a thing is
    /// speaking of more of it, unless its words (`about`) stand under a reversing sign.
    pub fn read(&self, valence: Option<Valence>, about: &[usize]) -> Reading {
        let plain = match valence {
            Some(Valence::BadWhenMore) => Polarity::Weakness,
            _ => Polarity::Strength,
        };
        let turned = about.iter().map(|token| self.turn(Some(*token), plain)).find(|p| *p != plain);
        let mut signs = Vec::new();
        for voice in Voice::ALL {
            signs.clear();
            if let Some(polarity) = self.verdict(voice, valence, &mut signs) {
                return Reading { polarity, signs };
            }
        }
        Reading { polarity: turned.unwrap_or(plain), signs }
    }

    /// What the signs of one voice say together; nothing where none of them says anything.
    fn verdict(
        &self,
        voice: Voice,
        valence: Option<Valence>,
        signs: &mut Vec<(usize, Vec<usize>)>,
    ) -> Option<Polarity> {
        let mut said = [0usize; 4];
        let mut moves = [0usize; 2];
        for found in self.found.iter().filter(|found| found.voice == voice) {
            signs.push((found.sign, found.matched.tokens.clone()));
            let first = found.matched.tokens.first().filter(|_| !found.stands);
            let turn = |polarity| self.turn(first.copied(), polarity);
            // Where nothing says whether more is good, a movement says nothing.
            match (found.effect, valence) {
                (Effect::Gives(polarity), _) => bump(&mut said, turn(polarity)),
                (Effect::More, Some(Valence::GoodWhenMore))
                | (Effect::Less, Some(Valence::BadWhenMore)) => {
                    bump_move(&mut moves, turn(Polarity::Strength));
                }
                (Effect::More, Some(Valence::BadWhenMore))
                | (Effect::Less, Some(Valence::GoodWhenMore)) => {
                    bump_move(&mut moves, turn(Polarity::Weakness));
                }
                (_, _) => {}
            }
        }
        let [strength, weakness, mixed, neutral] = said;
        let [better, worse] = moves;
        // A figure of plain context moves nothing.
        if strength + weakness + mixed == 0 && neutral > 0 {
            return Some(Polarity::Neutral);
        }
        match (strength + better, weakness + worse) {
            (0, 0) if mixed > 0 => Some(Polarity::Mixed),
            (0, 0) => None,
            (_, w) if voice == Voice::Decides && w > 0 && w >= strength + better => {
                Some(Polarity::Weakness)
            }
            (s, w) if s == w || mixed > 0 => Some(Polarity::Mixed),
            (s, w) if s > w => Some(Polarity::Strength),
            _ => Some(Polarity::Weakness),
        }
    }
}

fn bump(counts: &mut [usize; 4], polarity: Polarity) {
    let [strength, weakness, mixed, neutral] = counts;
    match polarity {
        Polarity::Strength => *strength += 1,
        Polarity::Weakness => *weakness += 1,
        Polarity::Mixed => *mixed += 1,
        Polarity::Neutral => *neutral += 1,
    }
}

fn bump_move(moves: &mut [usize; 2], polarity: Polarity) {
    let [better, worse] = moves;
    match polarity {
        Polarity::Strength => *better += 1,
        _ => *worse += 1,
    }
}
