//! 对照: the figures of a table year beside year, or the two texts with what changed in them.

use ratatui::{
    layout::{Position, Rect},
    style::{Modifier, Style},
};
use rust_decimal::Decimal;

use super::{
    footer,
    paint::{clear, line, pole, put, put_right, rule, split},
};
use crate::{
    form::Place,
    report::compare::{Change, caveat, change, held, prose::Fate, trend},
    rules::Level,
    tui::{
        app::{
            App,
            compare::{BESIDE, Compare, Line, Stretch},
        },
        sheet::Sheet,
        theme::Theme,
    },
    width,
};

/// Columns of a year's figure.
const FIGURE: usize = 10;
/// Columns of the difference and of its share.
const DIFFERENCE: usize = 10;
const SHARE: usize = 9;
/// Least columns of a name, on a screen that has them.
const NAME: usize = 14;
/// Narrower than this, names are cut in the table.
const BROAD: u16 = 70;
/// Years in the trend line.
const MOST_YEARS: usize = 8;

/// Where the columns of the table stand.
struct Measure {
    label: usize,
    /// Which years have a column, by their number.
    years: Vec<usize>,
    /// Columns of the difference, of its share, and of the trend; none where names would have no room.
    difference: usize,
    share: usize,
    trend: usize,
}

/// Draws the comparison over the whole screen.
pub(super) fn draw(compare: &Compare, app: &App, theme: &Theme, sheet: &mut Sheet) {
    let area = sheet.area;
    clear(sheet, area);
    title(compare, area, theme, sheet);
    rule(sheet, area, 1, theme.border());
    let middle = Rect::new(0, 2, area.width, area.height.saturating_sub(6));
    if compare.lines().is_empty() {
        text(compare, middle, theme, sheet);
    } else {
        table(compare, middle, theme, sheet);
    }
    rule(sheet, area, area.height - 4, theme.border());
    below(compare, app, Rect::new(1, area.height - 3, area.width - 2, 2), theme, sheet);
    footer::draw(&app.scopes(), Rect::new(0, area.height - 1, area.width, 1), theme, sheet);
}

fn title(compare: &Compare, area: Rect, theme: &Theme, sheet: &mut Sheet) {
    let (now, before) = (compare.now(), compare.before());
    let arrow = if compare.is_held_against_later() { "→" } else { "←" };
    let years = format!("{} {arrow} {}", now.about.year, before.about.year);
    let column = compare.column().map(|column| format!(" · {column}列")).unwrap_or_default();
    let right = format!("{}{column} ", compare.section().short);
    let room = usize::from(area.width).saturating_sub(width::cols(&right) + width::cols(&years) + 12);
    let at = put(sheet, area, Position::new(1, 0), "对照 ", theme.heading());
    let at = put(sheet, area, Position::new(at, 0), &width::cut(&now.about.organ, room), theme.text());
    put(sheet, area, Position::new(at + 3, 0), &years, theme.accent());
    put_right(sheet, area, 0, &right, theme.accent());
}

fn measure(compare: &Compare, columns: usize) -> Measure {
    let n = compare.years().len();
    let position = |year: u16| compare.years().iter().position(|report| report.about.year == year).unwrap_or_default();
    let (now, before) = (position(compare.now().about.year), position(compare.before().about.year));
    let mut beside = [DIFFERENCE, SHARE, MOST_YEARS.min(n) * width::cols("▁") + 2];
    let left = |beside: &[usize]| columns.saturating_sub(1 + 3 + beside.iter().sum::<usize>() + 2 * FIGURE);
    // On a narrow screen names come before what can be seen from the figures.
    for least in (0..beside.len()).rev() {
        if left(&beside) < NAME {
            beside[least] = 0;
        }
    }
    let [difference, share, trend] = beside;
    let mut years = vec![before.min(now), before.max(now)];
    // More years as there is room, the nearest first; the label keeps a third of the screen.
    let mut label = left(&beside);
    for year in (0..n).rev().filter(|year| *year != now && *year != before) {
        if label >= FIGURE + (columns / 3).max(24) {
            years.push(year);
            label -= FIGURE;
        }
    }
    years.sort_unstable();
    Measure { label: label.min(46), years, difference, share, trend }
}

fn table(compare: &Compare, area: Rect, theme: &Theme, sheet: &mut Sheet) {
    let measure = measure(compare, usize::from(area.width));
    let mut head = " ".repeat(measure.label + 1);
    for year in &measure.years {
        let year = compare.years().get(*year).map_or(0, |report| report.about.year);
        head.push_str(&width::fit_right(&year.to_string(), FIGURE));
    }
    head.push_str(&width::fit_right("增减", measure.difference));
    head.push_str(&width::fit_right("同比", measure.share));
    head.push_str(if measure.trend > 0 { "   走势" } else { "" });
    line(sheet, area, 0, &head, theme.dim());
    let rows = usize::from(area.height).saturating_sub(1);
    for (row, (n, entry)) in compare.lines().iter().enumerate().skip(compare.top()).take(rows).enumerate() {
        match entry {
            Line::Head(text) => line(sheet, area, row + 1, &format!(" {text}"), theme.heading()),
            Line::Figure { label, place } => {
                let look = (n == compare.cursor()).then(|| theme.cursor());
                let at = Position::new(area.x, area.y + row as u16 + 1);
                figure(compare, (label, place), &measure, at, look, theme, sheet);
            }
        }
    }
}

fn figure(
    compare: &Compare,
    (label, place): (&str, &Place),
    measure: &Measure,
    at: Position,
    cursor: Option<Style>,
    theme: &Theme,
    sheet: &mut Sheet,
) {
    let area = sheet.area;
    let change = moved(compare, place);
    let mut text = format!(" {}", width::fit(&format!("  {label}"), measure.label));
    for year in &measure.years {
        let shown = compare.years().get(*year).map(|report| held(report, place).shown().into_owned());
        let shown = width::cut(&shown.unwrap_or_default(), FIGURE - 1);
        text.push_str(&width::fit_right(&shown, FIGURE));
    }
    let difference = change.map_or(String::new(), |change| format!("{:+}", change.difference.normalize()));
    let is_same = change.is_none_or(|change| change.difference.is_zero());
    text.push_str(&width::fit_right(if is_same { "" } else { &difference }, measure.difference));
    let share = change.map_or(String::new(), |change| change.share.shown());
    text.push_str(&width::fit_right(&share, measure.share));
    let is_leap = change.is_some_and(|change| change.is_leap);
    text.push_str(if is_leap { " ! " } else { "   " });
    let style = cursor.unwrap_or(if is_same { theme.dim() } else { theme.text() });
    let x = put(sheet, area, at, &text, style);
    if is_leap && cursor.is_none() {
        put(sheet, area, Position::new(x - 3, at.y), " !", theme.level(Level::Warning));
    }
    let bars = trend(&last_years(compare, place).iter().map(|(_, figure)| *figure).collect::<Vec<_>>());
    put(sheet, area, Position::new(x, at.y), &width::fit(&bars, measure.trend), cursor.unwrap_or(theme.accent()));
}

/// How a figure moved between the two years.
fn moved(compare: &Compare, place: &Place) -> Option<Change> {
    let [before, now] = compare.pair().map(|report| held(report, place).number());
    change(before?, now?)
}

/// The figure of a place in the years up to the one looked at.
fn last_years(compare: &Compare, place: &Place) -> Vec<(u16, Option<Decimal>)> {
    let years = compare.years();
    let n = years.len().saturating_sub(MOST_YEARS);
    years.iter().skip(n).map(|report| (report.about.year, held(report, place).number())).collect()
}

fn text(compare: &Compare, area: Rect, theme: &Theme, sheet: &mut Sheet) {
    let size = sheet.area.as_size();
    let is_beside = size.width >= BESIDE;
    let half = (area.width - 3) / 2;
    if is_beside {
        let years = compare.pair().map(|report| format!("{} 年", report.about.year));
        line(sheet, area, 0, &format!(" {}", years[0]), theme.dim());
        put(sheet, area, Position::new(half + 4, area.y), &years[1], theme.dim());
        pole(sheet, half + 1, area.top()..area.bottom(), theme.border());
    } else {
        line(sheet, area, 0, " [-这样-] 是去掉的，{+这样+} 是新写的，暗的没有改", theme.dim());
    }
    let rows = compare.text(size);
    if rows.is_empty() {
        line(sheet, area, 2, "   两年这一部分都没有文字", theme.dim());
    }
    let shown = rows.iter().skip(compare.top()).take(usize::from(area.height).saturating_sub(1));
    for (n, sides) in shown.enumerate() {
        let y = area.y + 1 + n as u16;
        let has_change = sides.iter().flatten().any(|(fate, _)| *fate != Fate::Same);
        for (stretches, x) in sides.iter().zip([area.x + 1, half + 4]) {
            stretch(stretches, has_change, Position::new(x, y), theme, sheet);
        }
    }
    if rows.len() > usize::from(area.height) {
        let last = (compare.top() + usize::from(area.height) - 1).min(rows.len());
        put_right(sheet, area, 0, &format!("{}–{last}／{} 行 ", compare.top() + 1, rows.len()), theme.dim());
    }
}

fn stretch(stretches: &[Stretch], has_change: bool, mut at: Position, theme: &Theme, sheet: &mut Sheet) {
    let area = sheet.area;
    for (fate, text) in stretches {
        let style = match fate {
            Fate::Same if has_change => theme.text(),
            Fate::Same => theme.dim(),
            Fate::Gone => theme.level(Level::Error),
            Fate::New => theme.verified().add_modifier(Modifier::UNDERLINED),
        };
        at.x = put(sheet, area, at, text, style);
    }
}

/// The figure under the cursor through the years, and what there is to say about it.
fn below(compare: &Compare, app: &App, area: Rect, theme: &Theme, sheet: &mut Sheet) {
    if let Some(notice) = &app.notice {
        let style = if notice.is_error { theme.level(Level::Warning) } else { theme.accent() };
        for (row, text) in split(&notice.text, usize::from(area.width)).iter().enumerate() {
            line(sheet, area, row, text, style);
        }
        return;
    }
    let Some(place) = compare.place() else {
        let text = "↑↓翻看，Enter 到这一部分，数字键 1–6 到各部分";
        return line(sheet, area, 0, text, theme.dim());
    };
    let years = last_years(compare, place);
    let figures = years.iter().map(|(year, figure)| {
        let figure = figure.map_or_else(|| "—".into(), |figure| figure.normalize().to_string());
        format!("{year} {figure}")
    });
    let [before, now] = compare.pair();
    // Where names are cut in the table the whole one stands here.
    let name = if area.width < BROAD { now.edition().name_at(place) + "：" } else { "历年 ".into() };
    let said = format!("{name}{}", figures.collect::<Vec<_>>().join(" → "));
    line(sheet, area, 0, &width::cut(&said, usize::from(area.width)), theme.text());
    let is_leap = moved(compare, place).is_some_and(|change| change.is_leap);
    let why = caveat(now.edition(), before.edition(), place);
    if let Some(why) = why {
        line(sheet, area, 1, &format!("· {why}"), theme.level(Level::Hint));
    } else if is_leap {
        let text = "! 变化异常，超出正常波动：请核对；属实的，在校验里按 F9 写一句原因";
        line(sheet, area, 1, text, theme.level(Level::Warning));
    }
}
