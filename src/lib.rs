//! 年报工作台: a terminal workbench for the statutory annual report on government information disclosure.
//!
//! # The house
//!
//! ```text
//! main           arguments in, exit code out
//! cli/           every command and flag; one file per command
//!                  open check (outcome sarif) new import export show diff list rollup rules · tables queue source snippet progress
//!                  usage visible
//! tui/           the only folder that names ratatui, crossterm, tui_textarea
//!   keys           every key (chord), one row: dispatcher, footer, help and README read it
//!   theme          roles of colour from themes/*.ron
//!   perform        effects carried out in the folder · keep (safety) list collect (in the background)
//!   term/          the terminal: tty (keys: decode → input: bursts, pastes) · backend (frames: glyph grid row scroll shift
//!                  pen) probe (widths) modes watch (hang-up) clipboard (tmux, OSC 52)
//!   app/           state and update: action browse here msg (effect found) panes library desk (page cells change closed compose doubts entry explain keep
//!                  link mend seek slots) grid (fill paste selection) prose (word) find search findings reason form import compare preview
//!                  export (order) rollup overlay field settle keep clash history · palette (gather cells) fuzzy · offers links settings long
//!   view/          draw(&App), the same file names: library desk outline grid prose findings form import export compare preview clash history
//!                  rollup palette settings overlay help footer · sums (of the cell under the cursor) links paint
//!   sheet          a frame in words → canvas (only rows that say something else are drawn) ·
//!   wrap           a section in rows · wake (the loop, from another thread)
//! exchange/      other formats in and out of a report
//!                  grid (stacked beside → table): each table of the form as it is printed, merged
//!                  read (endings format error encoding → part) · child (what could break its reader, under limits)
//!                  readers: text (boxes) csv json html pdf (columns) · docx xlsx ods (archive xml) doc xls (compound) · sheet numbers
//!                  table → finish
//!                  → piece foreign layout period sections particulars tables (fit target lines heads figures glue take) label align
//!                  placed → assemble: a report and its statement → settle (figures stuck together) → doubts (kept with
//!                  the draft)
//!                  write: body plain boxes → pages (flow: as they are printed) docx (open page style parts) xlsx (sums) html
//!                  markdown text csv json · export (read back)
//! rules/         judgement: Rule, Finding, RULES; one file per rule or small family
//!                  sums figures blanks parts edition · disclosure money rulemaking shares spelling cases ·
//!                  yearly trend · waived noted doubtful · gathered (many reports: meeting peers) · glance (plainly in order) ·
//!                  example year · catalogue (what is not in force)
//!                  context (worked out once; tables: kept while nothing is typed into them; cited: the prose held against the tables;
//!                  before: last year's text) memory (kept between checks) ·
//!                  told sentences rates echoes counting hollow: numbers in the prose · remembered mending ·
//!                  all choice · line (day ask) → scan → text: paragraphs · letters brackets repeats wording numerals numberless hidden · documents dates
//!                  names numbering contact persons clutter likeness content answers · gate (what bars the final version)
//! gather/        a folder of reports read into one roll-up: deadline · statement (in words) · sheets (Excel) · tables (tidy, for SQL)
//! equations/     the sums of the form held against a report · balance (the sums of one cell)
//!                  carry carries (what last year says) start (this year's draft from it) · refer: what a number in the prose
//!                  refers to (roles target) → pinned (what people said about it) · ratchet (sums that held once)
//!                  given → system (amount) → standing: one system of equalities → fill (blanks) ·
//!                  locate (shift candidate typo) · follow (totals) → group (root causes) → diagnose → explain
//! store/         the folder of RON drafts: draft (quick plain read) broken source folder (heads) turns name error settings local deliver ·
//!                  disk file: what safety is made of → record journal pace (noted before drawn) · save history · recover stray merge (pins) →
//!                  session → writing (owner lock) · crash sim (tests: every crash of all this)
//! report/        a filled report: value edit difference undo waiver pin (regain) register groups compare (prose) next_year note doubt doubted
//!                  course · rollup roster likeness · arithmetic (=12+3) requests (a paragraph from table 2)
//! form/          the statutory form as data: edition load name place, editions/*.ron
//! prose/         numbers in Chinese sentences: text → mask, quantity (numeral unit) → role (speak) topic zero
//!                  → relation: sum balance list rate duration, found in a view of a paragraph (passage) · near · attach (found again)
//! abreast        many things worked on at once, results in order
//! width          how many columns a text takes on this terminal · ambiguous (the characters terminals disagree on) ·
//!                  wrap with 避头尾
//! ```
//!
//! # The floors
//!
//! `abreast width form prose` ← `report` ← `equations store` ← `rules exchange` ← `gather` ← `tui/app` ← `tui/keys tui/view` ← `cli` ← `main`.
//! No arrow runs back up, no circle; `tests/tidy.rs` holds it. `form prose report equations rules` never fail, never do IO,
//! never ask the clock or the environment; text and time come in as values.
//!
//! # The words
//!
//! 报告 Report · 版式 Edition · 章节 Section · 格 Cell · 位置 Place · 值 Value · 修改 Edit · 规则 Rule · 问题 Finding ·
//! 数量 Quantity · 修复 Repair · 汇总 Rollup · 对照 Compare · 草稿 Draft (a report on disk). One word per thing, everywhere.

pub mod abreast;
pub mod cli;
pub mod equations;
pub mod exchange;
pub mod form;
pub mod gather;
pub mod prose;
pub mod report;
pub mod rules;
pub mod store;
pub mod tui;
pub mod width;
