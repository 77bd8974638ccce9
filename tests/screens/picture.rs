//! The picture in the README, drawn from a real screen. `UPDATE=1` writes it anew.

use std::{fmt::Write, path::PathBuf};

use nianbao::store::Folder;

use ratatui::{
    buffer::{Buffer, Cell},
    style::{Color, Modifier},
};
use unicode_width::UnicodeWidthStr;

use super::keyboard::Keyboard;

const CELL: (u16, u16) = (9, 19);

#[test]
fn the_picture_in_the_readme_is_a_real_screen() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    for (_, report) in nianbao::store::samples() {
        folder.create(&report).unwrap();
    }
    let mut clerk = Keyboard::new(dir.path(), 120, 34);
    clerk.press("2020<enter><ctrl+n><ctrl+n><down><down>2<enter><up>");
    let svg = svg(&clerk.draw(120, 34));
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/pictures/workbench.svg");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &svg).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    assert!(kept == svg, "the picture is behind; run the test with UPDATE=1");
}

fn svg(buffer: &Buffer) -> String {
    let (width, height) = (buffer.area.width * CELL.0, buffer.area.height * CELL.1);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" font-family=\"'Noto Sans Mono CJK SC','Sarasa Mono SC',\
         'Microsoft YaHei',monospace\" font-size=\"15\">\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#16181d\"/>\n",
        width + 16,
        height + 16
    );
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            x = run(buffer, x, y, &mut out);
        }
    }
    out.push_str("</svg>\n");
    out
}

/// Draws the cells from `x` on that look alike; returns the column behind them.
fn run(buffer: &Buffer, x: u16, y: u16, out: &mut String) -> u16 {
    let first = &buffer[(x, y)];
    let look = |cell: &Cell| (cell.fg, cell.bg, cell.modifier);
    let (mut text, mut end) = (String::new(), x);
    while end < buffer.area.width && look(&buffer[(end, y)]) == look(first) {
        let symbol = buffer[(end, y)].symbol();
        text.push_str(symbol);
        end += (symbol.width() as u16).max(1);
    }
    let (mut fg, mut bg) = (colour(first.fg, "#d6d9e0"), colour(first.bg, ""));
    if first.modifier.contains(Modifier::REVERSED) {
        (fg, bg) = ("#16181d", if first.fg == Color::Reset { "#d6d9e0" } else { fg });
    }
    let (left, top, columns) = (x * CELL.0 + 8, y * CELL.1 + 8, (end - x) * CELL.0);
    if !bg.is_empty() {
        writeln!(out, "<rect x=\"{left}\" y=\"{top}\" width=\"{columns}\" height=\"{}\" fill=\"{bg}\"/>", CELL.1)
            .unwrap();
    }
    // Each stretch between wide blanks is set by itself, so that fonts of another width stay on the grid.
    let bold = if first.modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
    let mut at = left;
    for part in text.split_inclusive(' ') {
        let shown = part.trim_end();
        if !shown.is_empty() {
            let escaped = shown.replace('&', "&amp;").replace('<', "&lt;");
            let length = shown.width() as u16 * CELL.0;
            writeln!(
                out,
                "<text x=\"{at}\" y=\"{}\" fill=\"{fg}\" textLength=\"{length}\"{bold}>{escaped}</text>",
                top + 15
            )
            .unwrap();
        }
        at += part.width() as u16 * CELL.0;
    }
    end
}

fn colour(colour: Color, own: &'static str) -> &'static str {
    match colour {
        Color::Red => "#f2777a",
        Color::Green => "#7fbf7f",
        Color::Yellow => "#e5c07b",
        Color::Blue => "#7aa2f7",
        Color::Cyan => "#5fb3b3",
        Color::DarkGray => "#747a86",
        _ => own,
    }
}
