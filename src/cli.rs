//! Every command and flag; one file per command.
