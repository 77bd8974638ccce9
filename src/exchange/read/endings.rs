//! Which files can be read: their endings, and how large they may be.

/// Largest file that is read, in bytes; reports with pictures are larger than their text.
pub const LARGEST: usize = 32 * 1024 * 1024;

/// Endings of the files that can be read.
pub const ENDINGS: [&str; 14] =
    ["docx", "doc", "wps", "xlsx", "xls", "et", "ods", "html", "htm", "txt", "md", "csv", "pdf", "json"];

/// The same for people.
pub const KINDS: &str =
    "Word（docx、doc、wps）、Excel（xlsx、xls、et、ods）、网页（html）、PDF、文本（txt、md、csv）和 json";
