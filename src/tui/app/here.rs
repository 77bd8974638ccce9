//! What is done with the report one is at: the one on the desk, with what is not saved yet, or the one under the
//! library's cursor.

use super::{App, export::Export, msg::Effect, order::Subject, overlay::Overlay};
use crate::{form::Place, rules::Level};

/// Asks in which formats to write the report on the desk, or the one that is picked in the library.
pub(super) fn export(app: &mut App) {
    let folder = app.library.folder.clone();
    let asked = match &mut app.desk {
        Some(desk) => {
            app.notice = desk.finish_typing();
            let (report, n_errors) = (desk.report.clone(), desk.checked.count(Level::Error));
            let about = report.about.clone();
            Ok(Export::new(Subject::Report(Box::new(report)), &about, n_errors, &folder))
        }
        None => match app.library.current().map(|row| (row, &row.about)) {
            Some((row, Some(about))) => Ok(Export::new(
                Subject::File(row.name.clone()),
                about,
                row.counts.map_or(0, |[errors, ..]| errors),
                &folder,
            )),
            Some((_, None)) => Err("这份文件读不出来，不能导出；请先按 Enter 看原因"),
            None => Err(app.library.none_here()),
        },
    };
    match asked {
        Ok(export) => app.overlay = Some(Overlay::Export(Box::new(export))),
        Err(why) => app.complain(why),
    }
}

/// Asks for the other years of the report one is at, with what is typed but not saved.
pub(super) fn compare(app: &mut App) -> Vec<Effect> {
    if let Some(desk) = &mut app.desk {
        desk.finish_typing();
        let (name, report) = (desk.file.name.clone(), Some(Box::new(desk.report.clone())));
        return vec![Effect::Compare { name, report, place: desk.place() }];
    }
    match app.library.current() {
        Some(row) if row.about.is_some() => {
            vec![Effect::Compare { name: row.name.clone(), report: None, place: Place::report() }]
        }
        Some(_) => {
            app.complain("这份文件读不出来，不能对照；请先按 Enter 看原因");
            Vec::new()
        }
        None => {
            app.complain(app.library.none_here());
            Vec::new()
        }
    }
}

/// Shows the pages of the report one is at, with what is typed but not saved.
pub(super) fn preview(app: &mut App) -> Vec<Effect> {
    if let Some(desk) = &mut app.desk {
        desk.finish_typing();
        let (report, place) = (desk.report.clone(), desk.place());
        app.preview(report, &place, None);
        return Vec::new();
    }
    match app.library.current() {
        Some(row) if row.about.is_some() => return vec![Effect::Preview(row.name.clone())],
        Some(_) => app.complain("这份文件读不出来，不能预览；请先按 Enter 看原因"),
        None => app.complain(app.library.none_here()),
    }
    Vec::new()
}
