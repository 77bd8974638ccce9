//! Draws a prose section: the rows in view, what is marked in them, the selection; tells where the caret stands.

use ratatui::{
    layout::{Position, Rect},
    style::Style,
};

use crate::{
    report::edit::Spot,
    tui::{app::prose::Prose, sheet::Sheet, wrap::Line},
    width::measured,
};

/// How text looks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Styles {
    /// Plain text and the ground it stands on.
    pub text: Style,
    /// Laid over selected text.
    pub selection: Style,
}

/// A stretch that is to stand out: something found, a figure that does not agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Where it starts.
    pub from: Spot,
    /// Where it ends.
    pub to: Spot,
    /// Laid over the text's style; where marks overlap, the later one lies on top.
    pub style: Style,
}

/// Draws the rows in view, as [`Prose::layout`] left them, and returns where the terminal's cursor belongs.
///
/// `None` if the section has not the focus or its cursor is out of view. Nothing outside `area` is touched.
pub fn draw(
    prose: &Prose,
    marks: &[Mark],
    area: Rect,
    styles: &Styles,
    is_focused: bool,
    sheet: &mut Sheet,
) -> Option<Position> {
    let area = area.intersection(sheet.area);
    let selection = prose.selection().map(|(from, to)| Mark { from, to, style: styles.selection });
    let mut lines = prose.shown().lines(prose.top());
    for row in area.rows() {
        sheet.blank(row.as_position(), row.right(), styles.text);
        let Some(line) = lines.next() else { continue };
        let start = Spot { paragraph: line.paragraph, character: line.character };
        let end = Spot { character: line.end, ..start };
        let is_near = |mark: &&Mark| mark.from <= end && mark.to > start;
        let near: Vec<Mark> = marks.iter().chain(&selection).filter(is_near).copied().collect();
        if near.is_empty() {
            sheet.write(row.as_position(), row.right(), line.text, styles.text);
            continue;
        }
        let x = draw_line(line, &near, row, styles.text, sheet);
        // A selected paragraph end shows as one blank behind the text.
        if let Some(selection) = selection.filter(|mark| line.is_last && mark.from <= end && mark.to > end) {
            sheet.blank(
                Position { x, ..row.as_position() },
                row.right().min(x + 1),
                styles.text.patch(selection.style),
            );
        }
    }
    caret(prose, area).filter(|_| is_focused)
}

/// Draws one row in which something stands out, and returns the column behind it.
fn draw_line(line: Line, marks: &[Mark], row: Rect, text: Style, sheet: &mut Sheet) -> u16 {
    let style_at = |character| {
        let spot = Spot { paragraph: line.paragraph, character };
        let over = marks.iter().filter(|mark| mark.from <= spot && spot < mark.to);
        over.fold(text, |style, mark| style.patch(mark.style))
    };
    // Where a mark begins or ends next.
    let border_behind = |character| {
        let borders = marks.iter().flat_map(|mark| [mark.from, mark.to]);
        let behind = borders.filter(|at| at.paragraph == line.paragraph && at.character > character);
        behind.map(|at| at.character).min().unwrap_or(usize::MAX)
    };
    let (mut x, mut n_bytes, mut character) = (row.x, 0, line.character);
    // Where the stretch begins that looks the same up to here.
    let (mut from, mut start, mut style) = (x, 0, style_at(character));
    let mut border = border_behind(character);
    let mut is_full = false;
    measured(line.text).for_each(|(cluster, columns)| {
        is_full |= columns > usize::from(row.right() - x);
        if is_full {
            return;
        }
        if character >= border {
            sheet.write(Position { x: from, y: row.y }, x, line.text.get(start..n_bytes).unwrap_or_default(), style);
            (from, start, style) = (x, n_bytes, style_at(character));
            border = border_behind(character);
        }
        (x, n_bytes, character) = (x + columns as u16, n_bytes + cluster.len(), character + cluster.chars().count());
    });
    sheet.write(Position { x: from, y: row.y }, x, line.text.get(start..n_bytes).unwrap_or_default(), style);
    x
}

/// Where the cursor stands on the screen, if it is in view.
fn caret(prose: &Prose, area: Rect) -> Option<Position> {
    let (row, column) = prose.row_of_cursor();
    let y = u16::try_from(row.checked_sub(prose.top())?).ok()?.checked_add(area.y)?;
    // Only behind a grapheme wider than the pane is there no column left.
    let last = area.width.saturating_sub(1);
    let at = Position { x: area.x + u16::try_from(column).map_or(last, |column| column.min(last)), y };
    area.contains(at).then_some(at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::{
        buffer::{Buffer, CellWidth},
        layout::Size,
        style::Modifier,
    };

    use super::*;
    use crate::tui::app::prose::Motion;

    const STYLES: Styles = Styles { text: Style::new(), selection: Style::new().add_modifier(Modifier::REVERSED) };

    fn spot(paragraph: usize, character: usize) -> Spot {
        Spot { paragraph, character }
    }

    fn prose(paragraphs: &[&str]) -> Prose {
        let paragraphs: Vec<String> = paragraphs.iter().map(|text| (*text).to_owned()).collect();
        Prose::new("overview", &paragraphs)
    }

    /// The text on the screen; the hidden half of a wide character is no blank.
    fn screen(buf: &Buffer) -> Vec<String> {
        let row = |y| {
            let (mut text, mut x) = (String::new(), buf.area.left());
            while x < buf.area.right() {
                let cell = &buf[(x, y)];
                text.push_str(cell.symbol());
                x += cell.cell_width().max(1);
            }
            text.trim_end().to_owned()
        };
        (buf.area.top()..buf.area.bottom()).map(row).collect()
    }

    fn shown(prose: &mut Prose, columns: u16, rows: u16) -> (Vec<String>, Option<Position>) {
        let mut sheet = Sheet::new(Size::new(columns, rows));
        prose.keep_in_view(columns.into(), rows.into());
        let caret = draw(prose, &[], sheet.area, &STYLES, true, &mut sheet);
        (screen(&sheet.buffer()), caret)
    }

    /// Text of the cells that carry a modifier.
    fn marked(buf: &Buffer, modifier: Modifier) -> String {
        let mut text = String::new();
        let mut hidden = 0;
        for cell in buf.content() {
            if hidden == 0 && cell.modifier.contains(modifier) {
                text.push_str(cell.symbol());
            }
            hidden = if hidden == 0 { cell.cell_width().max(1) - 1 } else { hidden - 1 };
        }
        text
    }

    #[test]
    fn rows_stand_one_under_another_with_nothing_between_paragraphs() {
        let mut prose = prose(&["政府信息公开，年度报告。", "", "a。"]);
        let (screen, caret) = shown(&mut prose, 11, 6);
        assert_eq!(screen, ["政府信息公", "开，年度报", "告。", "", "a。", ""]);
        assert_eq!(caret, Some(Position::new(0, 0)));
    }

    #[test]
    fn thirty_characters_typed_at_an_even_width_have_a_caret_after_each() {
        let mut prose = prose(&[]);
        for n in 1..=30u16 {
            prose.type_text("公");
            let (_, caret) = shown(&mut prose, 20, 3);
            // 19 columns for the text hold 9 characters.
            let wanted = Position::new((n - 1) % 9 * 2 + 2, ((n - 1) / 9).min(2));
            assert_eq!(caret, Some(wanted), "after {n}");
        }
        let mut prose = self::prose(&[]);
        for n in 1..=30u16 {
            prose.type_text("公");
            let (_, caret) = shown(&mut prose, 21, 4);
            // The caret after a full row of 20 columns stands in the spare one.
            assert_eq!(caret, Some(Position::new((n - 1) % 10 * 2 + 2, (n - 1) / 10)), "after {n}");
        }
    }

    #[test]
    fn what_is_selected_and_what_is_found_stand_out() {
        let mut prose = prose(&["政府信息公开", "年度", "报告"]);
        prose.set_cursor(spot(0, 2));
        prose.toggle_mark();
        prose.go(Motion::Down, false, 9, 1);
        prose.go(Motion::Down, false, 9, 1);
        prose.keep_in_view(9, 4);
        let found = Style::new().add_modifier(Modifier::BOLD);
        let marks = [Mark { from: spot(0, 1), to: spot(0, 3), style: found }];
        let mut sheet = Sheet::new(Size::new(9, 4));
        draw(&prose, &marks, sheet.area, &STYLES, true, &mut sheet);
        let buf = sheet.buffer();
        assert_eq!(screen(&buf), ["政府信息", "公开", "年度", "报告"]);
        // The blank is the end of the first paragraph.
        assert_eq!(marked(&buf, Modifier::REVERSED), "信息公开 年度");
        assert_eq!(marked(&buf, Modifier::BOLD), "府信");
    }

    #[test]
    fn without_focus_there_is_no_caret() {
        let mut prose = prose(&["公开"]);
        prose.keep_in_view(10, 2);
        let mut sheet = Sheet::new(Size::new(10, 2));
        assert_eq!(draw(&prose, &[], sheet.area, &STYLES, false, &mut sheet), None);
        assert_eq!(screen(&sheet.buffer()), ["公开", ""]);
    }

    #[test]
    fn a_grapheme_that_ratatui_measures_otherwise_takes_the_columns_it_was_laid_out_with() {
        let mut prose = prose(&["ｶﾞ甲\u{200d}e\u{301}乙\u{7}丙"]);
        let (screen, _) = shown(&mut prose, 20, 1);
        assert_eq!(screen, ["ｶﾞ甲?e\u{301}乙?丙"], "what hides is shown");
    }

    proptest! {
        #[test]
        fn any_area_is_drawn_in_and_nothing_beside_it(
            texts in prop::collection::vec("[公开，“”—a1👨‍👩‍👧ｶﾞe\u{301}\t ]{0,30}", 0..5),
            (x, y, columns, rows) in (0u16..4, 0u16..3, 0u16..14, 0u16..6),
            stale in 0usize..20,
            cursor in (0usize..6, 0usize..30),
            selects in any::<bool>(),
        ) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let mut prose = prose(&texts);
            prose.set_cursor(spot(cursor.0, cursor.1));
            if selects {
                prose.select_all();
            }
            prose.keep_in_view(columns.into(), rows.into());
            let full = || {
                let mut sheet = Sheet::new(Size::new(14, 6));
                for row in sheet.area.rows() {
                    sheet.write(row.as_position(), row.right(), &"#".repeat(14), Style::new());
                }
                sheet
            };
            let area = Rect::new(x, y, columns, rows);
            let (ground, mut sheet) = (full().buffer(), full());
            let caret = draw(&prose, &[], area, &STYLES, true, &mut sheet);
            let buf = sheet.buffer();
            let inside = area.intersection(buf.area);
            for at in buf.area.positions().filter(|at| !inside.contains(*at)) {
                prop_assert_eq!(&buf[at], &ground[at]);
            }
            for row in inside.rows() {
                let mut x = row.x;
                while x < row.right() {
                    let columns = buf[(x, row.y)].cell_width();
                    prop_assert!(x + columns <= row.right(), "a wide character is cut");
                    x += columns.max(1);
                }
            }
            if let Some(at) = caret {
                prop_assert!(inside.contains(at));
            } else {
                prop_assert!(inside != area || area.is_empty(), "the caret is out of view");
            }
            // A layout of another width is drawn as far as it goes.
            prose.layout(stale);
            draw(&prose, &[], area, &STYLES, true, &mut sheet);
        }
    }
}
