//! What frames are drawn on: only the rows that say something else than in the frame before go to the backend.

use ratatui::{
    backend::{Backend, ClearType, TestBackend},
    buffer::Cell,
    layout::Position,
};

use super::{Row, Sheet, columns};
use crate::width::{self, Ambiguous};

/// What frames are drawn on: a backend that may know a way of its own to draw what was said of a row.
pub trait Surface: Backend {
    /// Draws a row; `cells` are as many as it has columns, whatever stands in them.
    fn draw_row(&mut self, y: u16, row: &Row, cells: &mut [Cell]) -> Result<(), Self::Error> {
        draw_cells(self, y, row, cells)
    }
}

/// Draws a row by ratatui's cells, as any backend can.
pub fn draw_cells<B: Backend + ?Sized>(backend: &mut B, y: u16, row: &Row, cells: &mut [Cell]) -> Result<(), B::Error> {
    row.fill(cells);
    backend.draw(whole(cells).map(|(x, cell)| (x, y, cell)))
}

impl Surface for TestBackend {}

/// A screen, and what it shows.
#[derive(Debug)]
pub struct Canvas<B> {
    backend: B,
    /// The frame that is being said.
    said: Sheet,
    /// The rows of the frame that was drawn last; those that must be drawn anew are missing.
    shown: Vec<Row>,
    /// How wide ambiguous characters were when it was drawn: the same words may fill other cells.
    measure: Ambiguous,
    /// One row.
    cells: Vec<Cell>,
}

impl<B: Surface> Canvas<B> {
    /// A screen on which nothing has been drawn.
    pub fn new(backend: B) -> Self {
        let measure = width::ambiguous();
        Self { backend, said: Sheet::default(), shown: Vec::new(), measure, cells: Vec::new() }
    }

    /// What is drawn on.
    pub fn backend(&self) -> &B {
        &self.backend
    }

    /// What is drawn on, for what is not drawing.
    pub fn backend_mut(&mut self) -> &mut B {
        &mut self.backend
    }

    /// Draws a frame: `say` says it, and where the cursor is to stand, if it is to be seen.
    pub fn draw(&mut self, say: impl FnOnce(&mut Sheet) -> Option<Position>) -> Result<(), B::Error> {
        let (size, measure) = (self.backend.size()?, width::ambiguous());
        if size != self.said.area.as_size() {
            self.clear()?;
        }
        if measure != self.measure {
            self.measure = measure;
            self.shown.clear();
        }
        self.said.begin(size);
        let caret = say(&mut self.said);
        self.cells.resize(usize::from(size.width), Cell::EMPTY);
        for (y, row) in (0..).zip(self.said.rows()) {
            if self.shown.get(usize::from(y)) != Some(row) {
                self.backend.draw_row(y, row, &mut self.cells)?;
            }
        }
        match caret {
            Some(caret) => {
                self.backend.show_cursor()?;
                self.backend.set_cursor_position(caret)?;
            }
            None => self.backend.hide_cursor()?,
        }
        std::mem::swap(&mut self.said.rows, &mut self.shown);
        self.backend.flush()
    }

    /// Empties the screen; the next frame is drawn as a whole.
    pub fn clear(&mut self) -> Result<(), B::Error> {
        self.shown.clear();
        self.backend.clear_region(ClearType::All)
    }
}

/// The cells that are not hidden behind a wide character, with their columns.
fn whole(cells: &[Cell]) -> impl Iterator<Item = (u16, &Cell)> {
    let mut next = 0;
    (0..).zip(cells).filter(move |(x, cell)| {
        let is_seen = *x >= next;
        if is_seen {
            next = x + columns(cell) as u16;
        }
        is_seen
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::{
        buffer::Buffer,
        layout::Rect,
        style::{Color, Style},
    };

    use super::*;

    /// What can be seen: the cells that are not hidden, with their looks.
    fn seen(buffer: &Buffer) -> Vec<(usize, u16, &Cell)> {
        let rows = buffer.content.chunks(usize::from(buffer.area.width)).enumerate();
        rows.flat_map(|(y, row)| whole(row).map(move |(x, cell)| (y, x, cell))).collect()
    }

    /// Something that is put on a frame.
    #[derive(Debug, Clone)]
    enum Op {
        Write(u16, u16, u16, String, Style),
        Blank(Rect),
    }

    fn op() -> impl Strategy<Value = Op> {
        let style = prop::sample::select(vec![Style::new(), Style::new().fg(Color::Red), Style::new().bg(Color::Blue)]);
        let text = "[公开，“…a1ｶﾞ👨‍👩‍👧e\u{301}\t\u{7}\u{200d} ]{0,9}";
        prop_oneof![
            4 => (0u16..14, 0u16..4, 0u16..16, text, style).prop_map(|(x, y, right, text, style)| Op::Write(x, y, right, text, style)),
            1 => (0u16..9, 0u16..4, 0u16..9, 0u16..3).prop_map(|(x, y, columns, rows)| Op::Blank(Rect::new(x, y, columns, rows))),
        ]
    }

    fn say(ops: &[Op], sheet: &mut Sheet) {
        for op in ops {
            match op {
                Op::Write(x, y, right, text, style) => sheet.write(Position::new(*x, *y), *right, text, *style),
                Op::Blank(area) => area.rows().for_each(|row| {
                    sheet.blank(row.as_position(), row.right(), Style::new());
                }),
            }
        }
    }

    proptest! {
        #[test]
        fn a_screen_shows_the_frame_whatever_it_showed_before(
            frames in prop::collection::vec((prop::collection::vec(op(), 0..6), 9u16..14, any::<bool>()), 1..9),
        ) {
            let mut canvas = Canvas::new(TestBackend::new(12, 4));
            let mut before: Vec<Op> = Vec::new();
            for (ops, columns, is_kept) in frames {
                canvas.backend_mut().resize(if is_kept { 12 } else { columns }, 4);
                // Most of a frame is as it was.
                before.extend(ops);
                let mut wanted = Buffer::default();
                canvas.draw(|sheet| {
                    say(&before, sheet);
                    wanted = sheet.buffer();
                    None
                })?;
                prop_assert_eq!(seen(canvas.backend().buffer()), seen(&wanted));
                let n = before.len();
                before.drain(..n.saturating_sub(5));
            }
        }
    }

    /// Draws a row that never changes and one that may; which of them was drawn over what stood there?
    fn drawn(canvas: &mut Canvas<TestBackend>, text: &str, style: Style) -> Vec<bool> {
        let area = canvas.backend().buffer().area;
        let mut marked = Buffer::empty(area);
        for at in area.positions() {
            marked[at].set_symbol("#");
        }
        let marks: Vec<(u16, u16, Cell)> = area.positions().map(|at| (at.x, at.y, marked[at].clone())).collect();
        canvas.backend_mut().draw(marks.iter().map(|(x, y, cell)| (*x, *y, cell))).unwrap();
        let say = |sheet: &mut Sheet| {
            sheet.write(Position::ORIGIN, 9, "公开", Style::new());
            sheet.write(Position::new(0, 1), 9, text, style);
            None
        };
        canvas.draw(say).unwrap();
        (0..2).map(|y| canvas.backend().buffer()[(0, y)].symbol() != "#").collect()
    }

    #[test]
    fn only_rows_that_say_something_else_are_drawn() {
        let mut canvas = Canvas::new(TestBackend::new(9, 2));
        let (plain, red) = (Style::new(), Style::new().fg(Color::Red));
        assert_eq!(drawn(&mut canvas, "年报", plain), [true, true]);
        assert_eq!(drawn(&mut canvas, "年报", plain), [false, false]);
        assert_eq!(drawn(&mut canvas, "年度", plain), [false, true]);
        assert_eq!(drawn(&mut canvas, "年度", red), [false, true]);
        canvas.clear().unwrap();
        assert_eq!(drawn(&mut canvas, "年度", red), [true, true]);
        canvas.backend_mut().resize(9, 3);
        assert_eq!(drawn(&mut canvas, "年度", red), [true, true]);
    }
}
