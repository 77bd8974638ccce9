//! Judgement: every rule is a value that explains and tests itself.
