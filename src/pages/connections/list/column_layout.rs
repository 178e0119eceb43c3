//! Column layout: which columns are shown and how wide they are. The user chooses, the browser remembers.

use super::columns::COLUMNS;
use crate::components::column_widths;
use crate::storage::{forget, recall, remember};
use leptos::prelude::*;

/// The storage key. The value is like `name:240 domain status:120`: a column that is not named is hidden, one without a
/// width is as wide as it needs.
const MEMORY: &str = "columns";
/// The limits of a column's width, in pixels.
pub(crate) const WIDTHS: std::ops::RangeInclusive<i32> = 64..=960;
const FIRST_WIDTH: i32 = 160;
const COUNT: usize = COLUMNS.len();

/// A column can be shown or hidden, and have a width in pixels. Its place does not change.
type Choice = Option<Option<i32>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Choices([Choice; COUNT]);

/// The layout, as context. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Layout(RwSignal<String>);

impl Layout {
    /// The saved layout.
    pub(crate) fn remembered() -> Self {
        Self(RwSignal::new(recall(MEMORY).unwrap_or_default()))
    }

    /// The columns that are shown: a bit for each index.
    pub(crate) fn shown(self) -> usize {
        let choices = self.choices().0;
        (0..COUNT).filter(|at| choices[*at].is_some()).map(|at| 1 << at).sum()
    }

    /// The width that the user has chosen, in pixels.
    pub(crate) fn width(self, at: usize) -> Option<i32> {
        self.choices().0[at].flatten()
    }

    /// The width of the table, if its columns have widths.
    pub(crate) fn total(self) -> Option<i32> {
        self.choices().total()
    }

    /// Shows or hides a column. If the others have widths it gets one, too: otherwise no space would be left for it.
    pub(crate) fn show(self, at: usize, on: bool) {
        let mut choices = untrack(|| self.choices());
        choices.0[at] = on.then(|| choices.total().map(|_| FIRST_WIDTH));
        self.choose(choices);
    }

    /// Sets a width. With the first one, the other columns are fixed at their present widths.
    pub(crate) fn resize(self, at: usize, width: Option<i32>) {
        let mut choices = untrack(|| self.choices());
        if choices.total().is_none() {
            let shown = choices.0.iter_mut().flatten();
            shown.zip(column_widths()).for_each(|(choice, width)| *choice = Some(width));
        }
        choices.0[at] = Some(width.map(|width| width.clamp(*WIDTHS.start(), *WIDTHS.end())));
        self.choose(choices);
    }

    /// Resets: every column is shown, as wide as it needs.
    pub(crate) fn reset(self) {
        self.0.set(String::new());
        forget(MEMORY);
    }

    fn choose(self, choices: Choices) {
        let text = choices.write();
        remember(MEMORY, &text);
        self.0.set(text);
    }

    fn choices(self) -> Choices {
        self.0.with(|text| Choices::read(text))
    }
}

impl Choices {
    const DEFAULT: Self = Self([Some(None); COUNT]);

    fn total(&self) -> Option<i32> {
        let widths = self.0.into_iter().flatten().flatten().sum();
        (widths > 0).then_some(widths)
    }

    fn read(text: &str) -> Self {
        if text.is_empty() {
            return Self::DEFAULT;
        }
        let mut choices = Self([None; COUNT]);
        // The column that names a row is always shown.
        choices.0[0] = Some(None);
        for part in text.split(' ') {
            let (key, width) = part.split_once(':').unwrap_or((part, ""));
            if let Some(at) = COLUMNS.iter().position(|column| column.key == key) {
                choices.0[at] = Some(width.parse().ok().filter(|width| WIDTHS.contains(width)));
            }
        }
        choices
    }

    fn write(&self) -> String {
        let shown = COLUMNS.iter().zip(self.0).filter_map(|(column, choice)| Some((column.key, choice?)));
        let words = shown.map(|(key, width)| match width {
            Some(width) => [key, ":", &width.to_string()].concat(),
            None => key.to_owned(),
        });
        words.collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_read_back_as_it_is_written() {
        let mut choices = Choices::DEFAULT;
        assert_eq!(Choices::read(&choices.write()), choices);
        choices.0[1] = None;
        choices.0[2] = Some(Some(240));
        assert_eq!(choices.write(), "name domain:240 status verified updated updated_by");
        assert_eq!(Choices::read(&choices.write()), choices);
    }

    #[test]
    fn what_was_remembered_wrongly_is_left_out() {
        for (text, expected) in [
            ("", "name application domain status verified updated updated_by"),
            (" ", "name"),
            ("color status", "name status"),
            ("status:wide domain:1 name:99999", "name domain status"),
            ("  status  ", "name status"),
        ] {
            assert_eq!(Choices::read(text).write(), expected, "{text:?}");
        }
    }
}
