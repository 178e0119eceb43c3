//! A line that breaks a rule.

/// A line that breaks a rule. Shown as `file:line: why`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) why: String,
}
