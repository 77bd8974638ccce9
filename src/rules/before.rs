//! Last year's prose as this year's is held against it: worked out once for each text and kept with it.

use super::line::{Counted, Line, mark};

/// A section of last year's prose.
#[derive(Debug, Clone)]
pub(super) struct Before {
    /// Tells it from other sections and years.
    pub(super) mark: u64,
    /// Hashes of its runs of eight characters, sorted, each once.
    pub(super) shingles: Vec<u64>,
    exact: Vec<u64>,
    bones: Vec<u64>,
}

/// What the fifth part of last year's prose names as problems.
#[derive(Debug, Clone)]
pub(super) struct Problems {
    /// Tells them from those of other years.
    pub(super) mark: u64,
    /// In the order of the text.
    pub(super) all: Vec<Problem>,
}

/// A problem that was named.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    /// The clauses that name it.
    pub(super) words: String,
    /// The pairs of characters that tell it from others, each once.
    pub(super) pairs: Vec<[char; 2]>,
}

impl Before {
    /// Of the paragraphs of a section.
    pub(super) fn new(lines: &[&Line]) -> Self {
        let sorted = |mut hashes: Vec<u64>| {
            hashes.sort_unstable();
            hashes.dedup();
            hashes
        };
        let shingles = sorted(lines.iter().flat_map(|line| line.all_shingles()).copied().collect());
        let counted = || lines.iter().flat_map(|line| line.counted());
        let exact = sorted(counted().map(|sentence| sentence.exact).collect());
        let bones = sorted(counted().map(|sentence| sentence.bones).collect());
        Self { mark: mark(shingles.iter().copied()), shingles, exact, bones }
    }

    /// Had it this sentence with other digits, and not with these?
    pub(super) fn has_renumbered(&self, sentence: &Counted) -> bool {
        self.exact.binary_search(&sentence.exact).is_err() && self.bones.binary_search(&sentence.bones).is_ok()
    }
}

impl Problems {
    /// These, in the order of the text.
    pub(super) fn new(all: Vec<Problem>) -> Self {
        let pairs = all.iter().flat_map(|problem| problem.pairs.iter().flatten());
        Self { mark: mark(pairs.map(|c| u64::from(u32::from(*c)))), all }
    }

    /// The pairs of all problems, one problem after the other.
    pub(super) fn pairs(&self) -> impl Iterator<Item = &[char; 2]> {
        self.all.iter().flat_map(|problem| &problem.pairs)
    }
}
