//! Which equalities hold, kept up while figures are tried out.

use super::system::{Join, Side, System};

/// How the equalities stand while figures are tried out.
#[derive(Debug, Clone)]
pub(super) struct Standing<'a> {
    system: &'a System,
    residuals: Vec<i128>,
    /// How many figures each side of an equality has.
    figures: Vec<[u16; 2]>,
}

impl<'a> Standing<'a> {
    pub(super) fn new(system: &'a System) -> Self {
        let count = system.equalities.len();
        let mut standing = Self { system, residuals: vec![0; count], figures: vec![[0; 2]; count] };
        for n in 0..count {
            for term in system.terms(n) {
                let variable = &system.variables[term.to];
                standing.residuals[n] += i128::from(term.sign) * variable.value;
                standing.count(n, term.side, variable.has_figure(), 1);
            }
        }
        standing
    }

    fn count(&mut self, equality: usize, side: Side, has_figure: bool, by: i16) {
        let side = match side {
            Side::Left => 0,
            Side::Right => 1,
            Side::Neither => return,
        };
        if has_figure {
            let figures = &mut self.figures[equality][side];
            *figures = figures.saturating_add_signed(by);
        }
    }

    /// Left minus right.
    pub(super) fn residual(&self, equality: usize) -> i128 {
        self.residuals[equality]
    }

    /// Is there a figure on both sides, and everything readable?
    pub(super) fn is_judged(&self, equality: usize) -> bool {
        self.system.equalities[equality].is_readable && self.figures[equality].iter().all(|count| *count > 0)
    }

    /// Judged, and the sides differ?
    pub(super) fn is_broken(&self, equality: usize) -> bool {
        self.residuals[equality] != 0 && self.is_judged(equality)
    }

    /// Not judged, because a side is blank throughout, though the other adds up to something?
    pub(super) fn is_half(&self, equality: usize) -> bool {
        self.residuals[equality] != 0 && self.system.equalities[equality].is_readable && !self.is_judged(equality)
    }

    /// Would it be broken after the variable of this join changed by so much?
    pub(super) fn would_break(&self, join: &Join, is_new: bool, delta: i128) -> bool {
        if self.residuals[join.to] + i128::from(join.sign) * delta == 0 {
            return false;
        }
        let [left, right] = self.figures[join.to];
        let gives = |side| is_new && join.side == side;
        (left > 0 || gives(Side::Left)) && (right > 0 || gives(Side::Right))
    }

    /// Changes a variable; a blank becomes a figure.
    pub(super) fn apply(&mut self, variable: usize, delta: i128) {
        self.shift(variable, delta, 1);
    }

    /// Takes the same change back.
    pub(super) fn undo(&mut self, variable: usize, delta: i128) {
        self.shift(variable, -delta, -1);
    }

    fn shift(&mut self, variable: usize, delta: i128, by: i16) {
        let system = self.system;
        let is_new = !system.variables[variable].has_figure();
        for join in system.of(variable) {
            self.residuals[join.to] += i128::from(join.sign) * delta;
            self.count(join.to, join.side, is_new, by);
        }
    }

    /// Do these new values make all of `broken` hold, and break nothing?
    pub(super) fn heals(&mut self, changes: &[(usize, i128)], broken: &[usize]) -> bool {
        let system = self.system;
        let delta = |(variable, value): &(usize, i128)| value - system.variables[*variable].value;
        for change in changes {
            self.apply(change.0, delta(change));
        }
        let touched = || changes.iter().flat_map(|(variable, _)| system.of(*variable));
        let heals = !broken.iter().any(|n| self.is_broken(*n)) && !touched().any(|join| self.is_broken(join.to));
        for change in changes {
            self.undo(change.0, delta(change));
        }
        heals
    }

    /// All that are broken.
    pub(super) fn broken(&self) -> Vec<usize> {
        (0..self.residuals.len()).filter(|n| self.is_broken(*n)).collect()
    }
}
