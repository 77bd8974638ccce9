//! Monotone alignment: which row of the form each line of a document is, order kept, lines and rows may be lost.

/// Lines × rows, how well each fits.
#[derive(Debug, Clone)]
pub(super) struct Weights {
    rows: usize,
    all: Vec<f64>,
}

/// Fits below this are no fit at all.
const FLOOR: f64 = 0.45;

impl Weights {
    /// Asks for the weight of every pair.
    pub(super) fn new(lines: usize, rows: usize, mut weight: impl FnMut(usize, usize) -> f64) -> Self {
        let all = (0..lines * rows).map(|n| weight(n / rows, n % rows)).collect();
        Self { rows, all }
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// The weight of a pair; 0 outside.
    pub(super) fn at(&self, line: usize, row: usize) -> f64 {
        if row < self.rows { self.all.get(line * self.rows + row).copied().unwrap_or(0.0) } else { 0.0 }
    }
}

/// For each of the chosen lines its row: the assignment of greatest weight that keeps the order of both.
pub(super) fn align(weights: &Weights, lines: &[usize]) -> Vec<Option<usize>> {
    let (n, m) = (lines.len(), weights.rows);
    let weight = |i: usize, j: usize| lines.get(i).map_or(0.0, |line| weights.at(*line, j));
    // best[i * (m + 1) + j]: the greatest weight that lines i.. and rows j.. can give.
    let mut best = vec![0.0f64; (n + 1) * (m + 1)];
    let at = |best: &[f64], i: usize, j: usize| best.get(i * (m + 1) + j).copied().unwrap_or(0.0);
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            let mut value = at(&best, i + 1, j).max(at(&best, i, j + 1));
            let here = weight(i, j);
            if here >= FLOOR {
                value = value.max(here + at(&best, i + 1, j + 1));
            }
            if let Some(slot) = best.get_mut(i * (m + 1) + j) {
                *slot = value;
            }
        }
    }
    let mut rows = vec![None; n];
    let (mut i, mut j) = (0, 0);
    while i < n && j < m {
        let value = at(&best, i, j);
        let here = weight(i, j);
        if here >= FLOOR && (value - here - at(&best, i + 1, j + 1)).abs() < 1e-9 {
            if let Some(slot) = rows.get_mut(i) {
                *slot = Some(j);
            }
            (i, j) = (i + 1, j + 1);
        } else if (value - at(&best, i + 1, j)).abs() < 1e-9 {
            i += 1;
        } else {
            j += 1;
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_decides_where_two_rows_look_alike() {
        let table = [[0.9, 0.2, 0.9], [0.1, 0.8, 0.1], [0.9, 0.1, 0.85]];
        let weights = Weights::new(3, 3, |i, j| table[i][j]);
        assert_eq!(align(&weights, &[0, 1, 2]), [Some(0), Some(1), Some(2)]);
        assert_eq!(align(&weights, &[1, 0]), [Some(1), Some(2)]);
    }

    #[test]
    fn a_line_that_fits_nothing_gets_no_row() {
        let weights = Weights::new(2, 2, |i, j| if i == j && i == 1 { 1.0 } else { 0.3 });
        assert_eq!(align(&weights, &[0, 1]), [None, Some(1)]);
        assert_eq!(align(&weights, &[]), Vec::<Option<usize>>::new());
    }
}
