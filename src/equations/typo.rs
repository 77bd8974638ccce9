//! How likely a slip of the hand is: the extra cost of believing that one figure was typed where another was meant.

/// Longest figure that is compared digit by digit: twelve digits and six decimals.
const DIGITS: usize = 18;
/// Two figures that no single slip turns into each other.
const FAR: u32 = 40;

/// Cost of `typed` standing where `meant` was meant, 2 (digits swapped) to 40 (nothing in common). After Scholtus
/// (2009), widened by lost zeros and forgotten figures; both figures count in the same smallest unit.
pub(super) fn cost(typed: i128, meant: i128) -> u32 {
    let (mut typed, mut meant) = (typed, meant);
    if typed == -meant {
        return 4;
    }
    while typed % 10_000 == 0 && meant % 10_000 == 0 {
        (typed, meant) = (typed / 10_000, meant / 10_000);
    }
    let (Some(a), Some(b)) = (Digits::of(typed), Digits::of(meant)) else { return FAR };
    let distance = distance(&a, &b);
    let is_same_length = a.length == b.length;
    if is_same_length && distance == 1 && a.sorted() == b.sorted() {
        return 2;
    }
    match distance {
        _ if typed == 0 && meant < 10 => 8,
        _ if meant == 0 => 10,
        _ if meant == typed * 10 || typed == meant * 10 => 6,
        1 if is_same_length && (typed - meant).abs() == 1 => 4,
        1 => 6,
        2 => 20,
        _ => FAR,
    }
}

/// The decimal digits of a figure, sign aside.
struct Digits {
    digits: [u8; DIGITS],
    length: usize,
}

impl Digits {
    fn of(figure: i128) -> Option<Self> {
        let mut rest = u64::try_from(figure.unsigned_abs()).ok()?;
        let mut digits = [0; DIGITS];
        let mut length = 0;
        while rest > 0 || length == 0 {
            // Last digit first: a distance reads the same from both ends.
            *digits.get_mut(length)? = (rest % 10) as u8;
            rest /= 10;
            length += 1;
        }
        Some(Self { digits, length })
    }

    fn at(&self, place: usize) -> u8 {
        self.digits[place]
    }

    fn sorted(&self) -> [u8; DIGITS] {
        let mut sorted = self.digits;
        sorted.sort_unstable();
        sorted
    }
}

/// Restricted Damerau–Levenshtein distance: digits put in, left out, replaced, or swapped with their neighbour.
fn distance(a: &Digits, b: &Digits) -> u8 {
    let mut table = [[0u8; DIGITS + 1]; DIGITS + 1];
    for i in 0..=a.length {
        for j in 0..=b.length {
            table[i][j] = if i == 0 || j == 0 {
                (i + j) as u8
            } else {
                let replaced = table[i - 1][j - 1] + u8::from(a.at(i - 1) != b.at(j - 1));
                let best = replaced.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                let is_swapped = i > 1 && j > 1 && a.at(i - 1) == b.at(j - 2) && a.at(i - 2) == b.at(j - 1);
                if is_swapped { best.min(table[i - 2][j - 2] + 1) } else { best }
            };
        }
    }
    table[a.length][b.length]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likely_slips_cost_less_than_unlikely_ones() {
        let cases = [
            (12, 21, 2),
            (120, 210, 2),
            (3, 2, 4),
            (99, 100, 40),
            (0, 7, 8),
            (0, 71, 20),
            (1, 0, 10),
            (30, 3, 6),
            (3, 30, 6),
            (1204, 124, 6),
            (1204, 12004, 6),
            (1204, 1504, 6),
            (1204, 1987, 40),
            (5, -5, 4),
            (608_500_000, 680_500_000, 2),
        ];
        for (typed, meant, want) in cases {
            assert_eq!(cost(typed, meant), want, "{typed} for {meant}");
        }
    }

    #[test]
    fn figures_beyond_every_cell_are_far_apart() {
        assert_eq!(cost(i128::MAX - 1, 3), FAR);
        assert_eq!(cost(999_999_999_999_999_999, 999_999_999_999_999_998), 4);
    }

    #[test]
    fn the_distance_counts_slips_of_one_digit() {
        let apart = |a: i128, b: i128| distance(&Digits::of(a).unwrap(), &Digits::of(b).unwrap());
        for (a, b, want) in [(123, 132, 1), (123, 12, 1), (123, 1223, 1), (123, 321, 2), (7, 7, 0), (0, 1234, 4)] {
            assert_eq!(apart(a, b), want, "{a} {b}");
            assert_eq!(apart(b, a), want, "{b} {a}");
        }
    }
}
