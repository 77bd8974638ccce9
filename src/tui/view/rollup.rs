//! 汇总: the organs with their marks, the sums in the form's tables, the organs behind a sum, the statement.

use ratatui::{
    layout::{Position, Rect},
    style::Style,
};

use super::{
    footer,
    paint::{clear, line, put, put_right, rule},
};
use crate::{
    form::CellIdx,
    gather::Gathering,
    report::roster::Due,
    rules::Level,
    tui::{
        app::{
            App,
            grid::{Grid, Line},
            rollup::{Behind, Mark, Organ, Page, RollupScreen},
        },
        sheet::Sheet,
        theme::Theme,
    },
    width,
};

/// A label of a table is worth at least and at most so many columns.
const LABEL: (usize, usize) = (18, 44);
/// Columns of the state behind an organ's name.
const STATE: usize = 40;

/// Draws the roll-up over the whole screen.
pub(super) fn draw(screen: &RollupScreen, app: &App, theme: &Theme, sheet: &mut Sheet) {
    let area = sheet.area;
    clear(sheet, area);
    title(screen, area, theme, sheet);
    let (names, page) = screen.pages();
    let mut at = 1;
    for (n, name) in names.iter().enumerate() {
        let style = if n == page { theme.accent() } else { theme.dim() };
        let text = if n == page { format!("▸{name} ") } else { format!(" {name} ") };
        at = put(sheet, area, Position::new(at, 1), &text, style) + 1;
    }
    let body = Rect::new(0, 2, area.width, area.height.saturating_sub(5));
    let below = match (&screen.gathering, &screen.behind) {
        (None, _) => {
            let (done, total) = screen.done;
            let share = (done * 100).checked_div(total);
            let share = share.map_or(String::new(), |share| format!("{done}／{total} 份 {share}%"));
            line(sheet, body, 1, &format!("   正在读取…… {share}"), theme.text());
            String::new()
        }
        (Some(gathering), Some(of)) => behind(of, gathering, body, theme, sheet),
        (Some(gathering), None) => match (screen.page(), screen.grid()) {
            (Page::Organs, _) => organs(screen, body, theme, sheet),
            (_, Some(grid)) => table(grid, gathering, body, theme, sheet),
            _ => statement(screen, body, theme, sheet),
        },
    };
    rule(sheet, area, area.height - 3, theme.border());
    let detail = Rect::new(1, area.height - 2, area.width.saturating_sub(2), 1);
    match &app.notice {
        Some(notice) => {
            let style = if notice.is_error { theme.level(Level::Warning) } else { theme.accent() };
            line(sheet, detail, 0, &width::cut(&notice.text, usize::from(detail.width)), style);
        }
        None => line(sheet, detail, 0, &width::cut(&below, usize::from(detail.width)), theme.dim()),
    }
    footer::draw(&app.scopes(), Rect::new(0, area.height - 1, area.width, 1), theme, sheet);
}

fn title(screen: &RollupScreen, area: Rect, theme: &Theme, sheet: &mut Sheet) {
    let organ = if screen.ask.organ.is_empty() { "（未写汇总机关）" } else { &screen.ask.organ };
    let count = screen.gathering.as_ref().map_or(String::new(), |gathering| {
        let n = gathering.rollup.parts().len();
        match &gathering.wish.roster {
            Some(roster) => format!("计入 {n}／{} 家 ", roster.due.len()),
            None => format!("计入 {n} 家 "),
        }
    });
    let room = usize::from(area.width).saturating_sub(width::cols(&count) + 2);
    let text = width::cut(&format!("汇总 {organ} · {}", screen.ask.year), room);
    put(sheet, area, Position::new(1, 0), &text, theme.heading());
    put_right(sheet, area, 0, &count, theme.text());
}

/// The list of organs; returns what is to be known of the one under the cursor.
fn organs(screen: &RollupScreen, area: Rect, theme: &Theme, sheet: &mut Sheet) -> String {
    let label = usize::from(area.width).saturating_sub(STATE + 4).max(12);
    let filter = screen.filter.text();
    line(sheet, area, 0, &format!("   {}情况", width::fit("机关", label)), theme.dim());
    let hint = if filter.is_empty() { "输入即筛选 ".to_owned() } else { format!("筛选：{filter} ") };
    put_right(sheet, area, 0, &hint, if filter.is_empty() { theme.dim() } else { theme.accent() });
    let rows = usize::from(area.height).saturating_sub(1);
    let mut below = String::new();
    for (row, (n, organ)) in screen.shown().enumerate().skip(screen.top).take(rows).enumerate() {
        let is_current = n == screen.at();
        let style = if is_current { theme.cursor() } else { theme.text() };
        let mark = if is_current { " ▸ " } else { "   " };
        line(sheet, area, row + 1, &format!("{mark}{}", width::fit(&organ.label, label)), style);
        let (text, level) = state(organ);
        let look = match level {
            _ if is_current => style,
            Some(level) => theme.level(level),
            None => theme.verified(),
        };
        let at = Position::new(area.x + 3 + label as u16, area.y + row as u16 + 1);
        put(sheet, area, at, &width::cut(&text, STATE), look);
        if is_current {
            below = detail(organ);
        }
    }
    if screen.shown().next().is_none() {
        line(sheet, area, 1, "   没有机关：退格删去筛选的字，或者按 F2 换年度", theme.dim());
    }
    below
}

/// How an organ stands, in words.
fn state(organ: &Organ) -> (String, Option<Level>) {
    match &organ.mark {
        Mark::Missing(_) => ("✗ 缺报".into(), Some(Level::Error)),
        Mark::Absent => ("! 去年报了，今年没有".into(), Some(Level::Warning)),
        Mark::Unread(_) => ("✗ 读不出来，没有计入".into(), Some(Level::Error)),
        Mark::Extra => ("! 不在名单上，没有计入".into(), Some(Level::Warning)),
        Mark::NotAsked => ("· 汇总报告，没有计入".into(), Some(Level::Hint)),
        Mark::In(0, None) => ("✓ 已收，没有去年的".into(), None),
        Mark::In(0, Some(0)) => ("✓ 已收".into(), None),
        Mark::In(0, Some(n)) => (format!("! 与去年结转不符 {n} 处"), Some(Level::Warning)),
        Mark::In(errors, carries) => {
            let carries = carries.filter(|n| *n > 0).map_or(String::new(), |n| format!("，结转不符 {n} 处"));
            (format!("✗ 表格问题 {errors} 处{carries}"), Some(Level::Error))
        }
    }
}

fn detail(organ: &Organ) -> String {
    match &organ.mark {
        Mark::Missing(Some(near)) => format!("有一份名称相近的报告：{near}；请核对名单或者报告的机关名称"),
        Mark::Missing(None) => "文件夹里没有这家的报告，请催报".into(),
        Mark::Absent => "没有名单，按去年的看：请催报，机构撤并的除外；放一份名单.txt 就按名单点数".into(),
        Mark::Unread(why) => why.clone(),
        Mark::NotAsked => format!("要计入，请在名单.txt 里写一行：{}", organ.label),
        Mark::Extra => "要计入，请写进名单.txt".into(),
        Mark::In(..) => String::new(),
    }
}

/// One table of sums; returns what is to be known of the one under the cursor.
fn table(grid: &Grid, gathering: &Gathering, area: Rect, theme: &Theme, sheet: &mut Sheet) -> String {
    let heads = grid.head_rows();
    let painter = Painter { grid, gathering, theme, differs: differs(gathering) };
    let measure = painter.measure(usize::from(area.width));
    if heads > 0 {
        painter.columns(0, &measure, Rect { y: area.y + heads as u16 - 1, height: 1, ..area }, sheet);
    }
    let body = Rect { y: area.y + heads as u16, height: area.height.saturating_sub(heads as u16), ..area };
    for (row, n) in (grid.top..grid.lines().len()).take(usize::from(body.height)).enumerate() {
        let at = Rect { y: body.y + row as u16, height: 1, ..body };
        match grid.lines()[n] {
            Line::Block(b) => {
                let title = &grid.table().blocks[b].title;
                line(sheet, at, 0, &format!(" {}", width::cut(title, measure.0 - 1)), theme.dim());
                painter.columns(b, &measure, at, sheet);
            }
            Line::Group(b, r, depth) => {
                let label = format!(" {}{}", " ".repeat(depth), grid.table().blocks[b].rows[r].under[depth]);
                line(sheet, at, 0, &width::cut(&label, measure.0), theme.dim());
            }
            Line::Row(b, r) => painter.row(n, b, r, &measure, at, sheet),
        }
    }
    painter.below(grid.cell())
}

/// Cells whose typed figure in the collected report differs from the sum.
fn differs(gathering: &Gathering) -> Vec<CellIdx> {
    let typed = gathering.typed.iter().flat_map(|(_, opened)| gathering.rollup.differences(&opened.report));
    typed.map(|difference| difference.cell).collect()
}

struct Painter<'a> {
    grid: &'a Grid,
    gathering: &'a Gathering,
    theme: &'a Theme,
    differs: Vec<CellIdx>,
}

impl Painter<'_> {
    /// Columns of the label and of each column of figures: as wide as they need, the label takes what is left.
    fn measure(&self, columns: usize) -> (usize, Vec<usize>) {
        let blocks = &self.grid.table().blocks;
        let most = blocks.iter().map(|block| block.columns.len()).max().unwrap_or_default();
        let (mut figures, mut heads) = (vec![6; most], vec![0; most]);
        for (b, block) in blocks.iter().enumerate() {
            for (c, column) in block.columns.iter().enumerate() {
                let cells = (0..block.rows.len()).filter_map(|r| self.grid.cell_at(b, r, c));
                let widest = cells.map(|cell| width::cols(&self.gathering.rollup.text(cell))).max().unwrap_or_default();
                figures[c] = figures[c].max(widest + 1).max(width::cols(&column.short).min(6) + 1);
                heads[c] = heads[c].max(width::cols(&column.short) + 1);
            }
        }
        // Heads are whole where there is room for them.
        if heads.iter().zip(&figures).map(|(head, figure)| head.max(figure)).sum::<usize>() + LABEL.1 < columns {
            figures.iter_mut().zip(heads).for_each(|(figure, head)| *figure = head.max(*figure));
        }
        let label = columns.saturating_sub(figures.iter().sum::<usize>() + 1).clamp(LABEL.0, LABEL.1);
        (label, figures)
    }

    fn columns(&self, b: usize, (label, figures): &(usize, Vec<usize>), at: Rect, sheet: &mut Sheet) {
        let mut x = at.x + *label as u16;
        for (column, columns) in self.grid.table().blocks[b].columns.iter().zip(figures) {
            let text = width::fit_right(width::head(&column.short, columns - 1), *columns);
            put(sheet, at, Position::new(x, at.y), &text, self.theme.heading());
            x += *columns as u16;
        }
    }

    fn row(&self, n: usize, b: usize, r: usize, (label, figures): &(usize, Vec<usize>), at: Rect, sheet: &mut Sheet) {
        let of = &self.grid.table().blocks[b].rows[r];
        let text = format!("{}{}", " ".repeat(1 + of.under.len().min(2)), of.short);
        line(sheet, at, 0, &width::cut(&text, *label), self.theme.text());
        let mut x = at.x + *label as u16;
        for (c, columns) in figures.iter().enumerate() {
            if let Some(cell) = self.grid.cell_at(b, r, c) {
                let is_here = n == self.grid.line() && c == self.grid.column();
                let text = self.gathering.rollup.text(cell);
                let text = if text.is_empty() { "·".to_owned() } else { text };
                let style = if is_here { self.theme.cursor() } else { self.look(cell) };
                let room = columns.saturating_sub(1);
                put(sheet, at, Position::new(x + 1, at.y), &width::fit_right(&text, room), style);
            }
            x += *columns as u16;
        }
    }

    fn look(&self, cell: CellIdx) -> Style {
        let sum = self.gathering.rollup.sum(cell);
        if self.differs.contains(&cell) || !sum.unreadable.is_empty() {
            self.theme.level(Level::Error)
        } else if sum.near > 0 || (sum.unitless > 0 && self.gathering.rollup.is_without_unit(cell)) {
            self.theme.level(Level::Warning)
        } else if sum.total.is_none_or(|total| total.is_zero()) {
            self.theme.dim()
        } else {
            self.theme.text()
        }
    }

    /// What is to be known of a sum.
    fn below(&self, cell: CellIdx) -> String {
        let rollup = &self.gathering.rollup;
        let (edition, sum) = (rollup.edition(), rollup.sum(cell));
        let mut text = format!("{}：{} 家有数", edition.name(cell), rollup.behind(cell).len());
        if !sum.unreadable.is_empty() {
            text.extend(["，", &sum.unreadable.len().to_string(), " 家读不出来"]);
        }
        if let Some((_, opened)) = self.gathering.typed.as_ref().filter(|_| self.differs.contains(&cell)) {
            text.extend(["，汇总报告填的是 ", opened.report.text(cell)]);
        }
        text
    }
}

/// The organs behind a sum, largest first.
fn behind(behind: &Behind, gathering: &Gathering, area: Rect, theme: &Theme, sheet: &mut Sheet) -> String {
    let rollup = &gathering.rollup;
    let label = usize::from(area.width).saturating_sub(32).max(12);
    let text = format!(" {} = {}", rollup.edition().name(behind.cell), rollup.text(behind.cell));
    line(sheet, area, 0, &width::cut(&text, usize::from(area.width)), theme.heading());
    let total = rollup.sum(behind.cell).total.unwrap_or_default();
    let rows = usize::from(area.height).saturating_sub(1);
    for (row, (n, (part, figure))) in behind.parts.iter().enumerate().skip(behind.top).take(rows).enumerate() {
        let Some(part) = rollup.parts().get(*part) else { continue };
        let name = Due { organ: part.about.organ.clone(), scope: part.about.scope }.label();
        let is_current = n == behind.at;
        let mark = if is_current { " ▸ " } else { "   " };
        let share = (figure * rust_decimal::Decimal::ONE_HUNDRED).checked_div(total).map(|share| share.round_dp(1));
        let share = share.map_or(String::new(), |share| format!("{share:.1}%"));
        let figure = figure.normalize().to_string();
        let text = format!(
            "{mark}{}{}{}",
            width::fit(&name, label),
            width::fit_right(&figure, 18),
            width::fit_right(&share, 9)
        );
        line(sheet, area, row + 1, &text, if is_current { theme.cursor() } else { theme.text() });
    }
    if behind.parts.is_empty() {
        line(sheet, area, 1, "   没有一家有不为 0 的数", theme.dim());
    }
    format!("{} 家，数大的在前；Enter 打开这家的报告，Esc 回到合计", behind.parts.len())
}

fn statement(screen: &RollupScreen, area: Rect, theme: &Theme, sheet: &mut Sheet) -> String {
    let lines = screen.statement(usize::from(area.width.saturating_sub(2)));
    for (row, text) in lines.iter().skip(screen.top).take(usize::from(area.height)).enumerate() {
        let level = Level::ALL.into_iter().find(|level| text.starts_with(level.mark()));
        let style = level.map_or(theme.text(), |level| theme.level(level));
        line(sheet, area, row, &format!(" {text}"), style);
    }
    String::new()
}
