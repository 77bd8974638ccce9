//! The folder of RON drafts.
