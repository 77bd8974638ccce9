//! A frame as glyphs.

use super::glyph::Glyph;

/// Rows of the screen, one after another.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) width: usize,
}

impl Grid {
    pub(super) fn height(&self) -> usize {
        self.glyphs.len().checked_div(self.width).unwrap_or_default()
    }

    pub(super) fn row(&self, y: usize) -> &[Glyph] {
        self.glyphs.get(y * self.width..(y + 1) * self.width).unwrap_or_default()
    }

    pub(super) fn row_mut(&mut self, y: usize) -> &mut [Glyph] {
        self.glyphs.get_mut(y * self.width..(y + 1) * self.width).unwrap_or_default()
    }
}
