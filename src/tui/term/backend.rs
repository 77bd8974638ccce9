//! What ratatui draws, sent to the terminal: one write a frame, nothing if nothing changed, in as few bytes as can be.
//!
//! The last frame is kept, so that a frame is compared with it as a whole: a text that moved is moved, not written.

use std::{
    io::{self, Write},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU8, Ordering::Relaxed},
    },
};

use ratatui::{
    backend::{Backend, ClearType, WindowSize},
    buffer::Cell,
    layout::{Position, Size},
};

use super::{
    glyph::{Clusters, Colours, Glyph},
    grid::Grid,
    pen::Pen,
    row::{Easel, Way},
    scroll,
};
use crate::{
    tui::sheet::{Row, canvas::Surface},
    width::{self, Ambiguous},
};

/// Takes the screen: the other screen, empty; pastes in one piece.
const TAKE: &[u8] = b"\x1b[?1049h\x1b[?2004h";
const CLEAR: &[u8] = b"\x1b[m\x1b[2J";
/// Between these the terminal shows nothing; those that do not know it pass it over.
const HOLD: &[u8] = b"\x1b[?2026h";
const SHOW: &[u8] = b"\x1b[?2026l";
const HIDE_CURSOR: &[u8] = b"\x1b[?25l";
const SHOW_CURSOR: &[u8] = b"\x1b[?25h";
/// A frame of no more bytes than this is not held back until it is complete.
const SMALL: usize = 160;
/// Only where so many rows change can it be that rows were scrolled.
const SCROLLED: usize = 3;
/// A frame of so many bytes hides the cursor while it is drawn.
const LARGE: usize = 1000;

/// Where frames go: the terminal, or a place in memory.
pub trait Line: Write {
    /// How large the screen is.
    fn size(&self) -> io::Result<Size>;
}

/// What the reading and the writing side know of each other's terminal.
#[derive(Debug, Default)]
pub struct Link {
    /// How the terminal draws ambiguous characters, by its own answer: an [`Ambiguous`].
    drawn: AtomicU8,
    /// Has somebody else had the screen, so that it must be taken and drawn anew?
    pub is_lost: AtomicBool,
    /// Has the screen been taken and not given back?
    pub is_taken: AtomicBool,
    /// Has the end come, by a signal or because the line is gone?
    pub is_ending: AtomicBool,
    /// Was it a signal that asks to end, as another session sends that goes on with the report?
    pub is_told_to_end: AtomicBool,
}

impl Link {
    /// The terminal has answered how it draws ambiguous characters, all of them.
    pub fn set_drawn(&self, how: Ambiguous) {
        self.drawn.store(how as u8, Relaxed);
    }

    /// Does it draw them so? Only then may one rely on where the cursor stands behind them.
    fn draws(&self, how: Ambiguous) -> bool {
        how != Ambiguous::Unknown && self.drawn.load(Relaxed) == how as u8
    }
}

/// The terminal as ratatui sees it.
#[derive(Debug)]
pub struct Wire<L> {
    out: L,
    link: Arc<Link>,
    colours: Colours,
    clusters: Clusters,
    /// The frame as ratatui wants it.
    wanted: Grid,
    /// The frame as the terminal has it.
    shown: Grid,
    pen: Pen,
    caret: Caret,
    /// How widths were when the frame was sent.
    measure: (Ambiguous, bool),
    must_clear: bool,
    /// Rows that were drawn cell by cell since the last frame: what hides behind a wide glyph was not told.
    torn: Vec<usize>,
    /// Rows that may not show what is wanted: they were drawn on since the last frame, or the screen has changed.
    touched: Vec<usize>,
}

/// The cursor, as wanted and as it is.
#[derive(Debug)]
struct Caret {
    at: Position,
    is_wanted: bool,
    is_shown: Option<bool>,
}

impl<L: Line> Wire<L> {
    /// Sends frames over a line.
    pub fn new(out: L, link: Arc<Link>, colours: Colours) -> Self {
        Self {
            out,
            link,
            colours,
            clusters: Clusters::default(),
            wanted: Grid::default(),
            shown: Grid::default(),
            pen: Pen::new(),
            caret: Caret { at: Position::ORIGIN, is_wanted: true, is_shown: None },
            measure: (Ambiguous::Unknown, false),
            must_clear: true,
            torn: Vec::new(),
            touched: Vec::new(),
        }
    }

    /// Where frames go.
    pub fn out(&mut self) -> &mut L {
        &mut self.out
    }

    fn resize(&mut self, size: Size) {
        let (width, height) = (usize::from(size.width), usize::from(size.height));
        if self.wanted.width != width || self.wanted.height() != height {
            self.wanted = Grid { glyphs: vec![Glyph::BLANK; width * height], width };
            self.shown = self.wanted.clone();
            self.touched.clear();
            self.pen.width = width;
            self.must_clear = true;
        }
    }

    /// Notices what happened beside the drawing: the screen was lost, or widths are other than thought.
    fn settle(&mut self) {
        let here = width::ambiguous();
        let measure = (here, self.link.draws(here));
        if measure.0 == Ambiguous::Wide && self.measure.0 != Ambiguous::Wide {
            self.must_clear = true;
        } else if measure != self.measure {
            // What was held back from the last column until the answer came.
            let width = self.shown.width.max(1);
            self.shown.glyphs.iter_mut().skip(width - 1).step_by(width).for_each(|glyph| *glyph = Glyph::UNKNOWN);
            self.touched = (0..self.wanted.height()).collect();
        }
        self.measure = measure;
        let is_lost = self.link.is_lost.swap(false, Relaxed);
        if is_lost {
            self.pen.raw(TAKE);
            self.link.is_taken.store(true, Relaxed);
            self.caret.is_shown = None;
        }
        if is_lost || std::mem::take(&mut self.must_clear) {
            self.must_clear = false;
            self.pen.raw(CLEAR);
            self.pen.forget();
            self.shown.glyphs.fill(Glyph::BLANK);
            self.touched = (0..self.wanted.height()).collect();
        }
    }

    /// Rows of the frame as glyphs that are whole: what hid behind a glyph that is gone is a blank.
    fn mend(&mut self) {
        for y in self.torn.drain(..) {
            let row = self.wanted.row_mut(y);
            let mut x = 0;
            while let Some(glyph) = row.get(x).copied() {
                let end = x + usize::from(glyph.columns()).max(1);
                if glyph.is_hidden() || end > row.len() {
                    row.iter_mut().skip(x).take(1).for_each(|cell| *cell = glyph.blanked());
                    x += 1;
                    continue;
                }
                row.iter_mut().take(end).skip(x + 1).for_each(|cell| *cell = glyph.hidden_under());
                x = end;
            }
        }
    }

    fn draw_rows(&mut self) {
        let mut rows = std::mem::take(&mut self.touched);
        rows.sort_unstable();
        rows.dedup();
        rows.retain(|y| self.wanted.row(*y) != self.shown.row(*y));
        if !rows.is_empty() {
            self.send_rows(&rows);
        }
        for y in rows.drain(..) {
            self.shown.row_mut(y).copy_from_slice(self.wanted.row(y));
        }
        self.touched = rows;
    }

    /// Makes rows show what is wanted, in the way that takes the fewest bytes.
    fn send_rows(&mut self, rows: &[usize]) {
        let (wanted, shown, is_answered) = (&self.wanted, &self.shown, self.measure.1);
        let caret = Some(self.caret.at).filter(|_| self.caret.is_wanted);
        let (start, here) = (self.pen.mark(), self.pen.row());
        let mut easel = Easel::new(&mut self.pen, &self.clusters, is_answered);
        let ways: Vec<Way> =
            rows.iter().map(|y| Way { y: *y, shift: easel.row(*y, wanted.row(*y), shown.row(*y)) }).collect();
        easel.end_at(caret);
        let end = easel.pen.mark();
        let is_small = end.1 - start.1 <= SMALL;
        let may_scroll = !is_small && is_answered && rows.len() >= SCROLLED;
        let scroll = may_scroll.then(|| scroll::plan(rows, wanted, shown)).flatten();
        // The cursor often stands where most of what changes is: from there it may have to go less far.
        let (above, below) = ways.split_at(ways.partition_point(|way| here.is_some_and(|here| way.y < here)));
        let is_reordered = is_small && !above.is_empty() && !below.is_empty();
        if scroll.is_none() && !is_reordered {
            return;
        }
        // What another way is worth is seen only beside the plain one.
        easel.pen.stand_as(start);
        if let Some(scroll) = scroll {
            let mut moved = shown.clone();
            scroll.send(easel.pen, &mut moved);
            (0..wanted.height()).for_each(|y| _ = easel.row(y, wanted.row(y), moved.row(y)));
        } else {
            below.iter().chain(above).for_each(|way| easel.row_by(*way, wanted.row(way.y), shown.row(way.y)));
        }
        easel.end_at(caret);
        if easel.pen.n_bytes() - end.1 < end.1 - start.1 {
            easel.pen.cut(start.1..end.1);
        } else {
            easel.pen.back_to(end);
        }
    }

    fn place_caret(&mut self) {
        if self.caret.is_wanted {
            self.pen.go(usize::from(self.caret.at.x), usize::from(self.caret.at.y));
        }
        if self.caret.is_shown != Some(self.caret.is_wanted) {
            self.pen.raw(if self.caret.is_wanted { SHOW_CURSOR } else { HIDE_CURSOR });
            self.caret.is_shown = Some(self.caret.is_wanted);
        }
    }
}

impl<L: Line> Surface for Wire<L> {
    fn draw_row(&mut self, y: u16, row: &Row, _: &mut [Cell]) -> io::Result<()> {
        let y = usize::from(y);
        self.touched.push(y);
        self.clusters.lay(row, self.colours, self.wanted.row_mut(y));
        Ok(())
    }
}

impl<L: Line> Backend for Wire<L> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        for (x, y, cell) in content {
            let glyph = self.clusters.glyph(cell, self.colours);
            let y = usize::from(y);
            if self.torn.last() != Some(&y) {
                self.torn.push(y);
                self.touched.push(y);
            }
            let cells = self.wanted.row_mut(y).get_mut(usize::from(x)..).unwrap_or_default();
            let mut cells = cells.iter_mut().take(usize::from(glyph.columns()));
            cells.next().into_iter().for_each(|cell| *cell = glyph);
            cells.for_each(|cell| *cell = glyph.hidden_under());
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.caret.is_wanted = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.caret.is_wanted = true;
        Ok(())
    }

    /// Where it was last put: the terminal is never asked while it is drawn on.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.caret.at)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.caret.at = position.into();
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    /// Whatever the region, the whole frame is drawn anew: ratatui asks for nothing less on a full screen.
    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        self.resize(self.out.size()?);
        self.wanted.glyphs.fill(Glyph::BLANK);
        self.must_clear = true;
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        self.out.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.out.size()?, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pen.bytes.clear();
        self.pen.raw(HOLD);
        self.settle();
        self.mend();
        self.draw_rows();
        let has_drawn = self.pen.bytes.len() > HOLD.len();
        if !has_drawn {
            self.pen.bytes.clear();
        } else if self.pen.bytes.len() > LARGE && self.caret.is_shown != Some(false) {
            self.pen.bytes.splice(HOLD.len()..HOLD.len(), HIDE_CURSOR.iter().copied());
            self.caret.is_shown = Some(false);
        }
        self.place_caret();
        // A small frame goes out in one piece anyway; holding it back would cost more than it shows.
        if self.pen.bytes.len() <= SMALL {
            self.pen.bytes.drain(..if has_drawn { HOLD.len() } else { 0 });
        } else if has_drawn {
            self.pen.raw(SHOW);
        }
        if !self.pen.bytes.is_empty() {
            self.out.write_all(&self.pen.bytes)?;
        }
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::style::{Color, Modifier, Style};

    use super::*;
    use crate::tui::sheet::{Sheet, canvas::draw_cells};

    #[derive(Debug)]
    struct Nowhere;

    impl Write for Nowhere {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Line for Nowhere {
        fn size(&self) -> io::Result<Size> {
            Ok(Size::new(12, 1))
        }
    }

    fn style() -> impl Strategy<Value = Style> {
        let base = Style::new();
        prop::sample::select(vec![
            base,
            base.fg(Color::Red),
            base.bg(Color::Blue).add_modifier(Modifier::BOLD),
            base.remove_modifier(Modifier::BOLD).fg(Color::Reset),
            base.add_modifier(Modifier::REVERSED),
        ])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn a_row_laid_out_at_once_is_the_row_drawn_cell_by_cell(
            strokes in prop::collection::vec((0u16..14, 0u16..16, "[公开，“…a1ｶﾞ👨‍👩‍👧葛e\u{301}\u{e0100}\t\u{7}\u{200d} 　]{0,9}", style(), 0..4), 0..8),
            has_colours in any::<bool>(),
        ) {
            let mut sheet = Sheet::new(Size::new(12, 1));
            for (x, right, text, style, kind) in &strokes {
                if *kind == 0 {
                    sheet.blank(Position::new(*x, 0), *right, *style);
                } else {
                    sheet.write(Position::new(*x, 0), *right, text, *style);
                }
            }
            let colours = if has_colours { Colours::Sixteen } else { Colours::None };
            let mut wire = Wire::new(Nowhere, Arc::default(), colours);
            wire.resize(Size::new(12, 1));
            let mut cells = vec![Cell::EMPTY; 12];
            let row = &sheet.rows()[0];
            wire.draw_row(0, row, &mut cells).unwrap();
            let at_once = wire.wanted.clone();
            draw_cells(&mut wire, 0, row, &mut cells).unwrap();
            wire.mend();
            prop_assert_eq!(at_once.row(0), wire.wanted.row(0));
        }
    }
}
