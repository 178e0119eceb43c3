//! Which columns are shown and how wide they are: chosen by the user, remembered by the browser.

use super::columns::KEYS;
use crate::components::column_widths;
use crate::storage::{forget, recall, remember};
use leptos::prelude::*;

/// Where it is remembered, as `name:240 domain status:120`: what is not named is hidden, what has no width is as wide as
/// it needs.
const MEMORY: &str = "columns";
/// How narrow and how wide a column may be, in pixels.
pub(crate) const WIDTHS: std::ops::RangeInclusive<i32> = 64..=960;
const FIRST_WIDTH: i32 = 160;
const COUNT: usize = KEYS.len();

/// A column's place in the table does not change; whether it is there and its width in pixels do.
type Choice = Option<Option<i32>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Choices([Choice; COUNT]);

/// The choice. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Layout(RwSignal<Choices>);

impl Layout {
    /// As it was left.
    pub(crate) fn remembered() -> Self {
        Self(RwSignal::new(recall(MEMORY).map_or(Choices::DEFAULT, |text| Choices::read(&text))))
    }

    /// The places of the columns that are shown.
    pub(crate) fn shown(self) -> Vec<usize> {
        (0..COUNT).filter(|at| self.0.with(|choices| choices.0[*at].is_some())).collect()
    }

    pub(crate) fn is_shown(self, at: usize) -> bool {
        self.0.with(|choices| choices.0[at].is_some())
    }

    /// In pixels, where the user has chosen one.
    pub(crate) fn width(self, at: usize) -> Option<i32> {
        self.0.with(|choices| choices.0[at].flatten())
    }

    /// The width of the table, where the columns have theirs.
    pub(crate) fn total(self) -> Option<i32> {
        let widths = self.0.with(|choices| choices.0.into_iter().flatten().flatten().sum());
        (widths > 0).then_some(widths)
    }

    /// Shows a column, or does not. Among columns that have widths it gets one, too, or none would be left for it.
    pub(crate) fn show(self, at: usize, on: bool) {
        let width = untrack(|| self.total()).map(|_| FIRST_WIDTH);
        self.change(|choices| choices.0[at] = on.then_some(width));
    }

    /// Sets a width. With the first, the other columns keep the widths that they happen to have.
    pub(crate) fn resize(self, at: usize, width: Option<i32>) {
        if untrack(|| self.total()).is_none() {
            let now = column_widths();
            for (at, width) in untrack(|| self.shown()).into_iter().zip(now) {
                self.0.update(|choices| choices.0[at] = Some(Some(width)));
            }
        }
        let width = width.map(|width| width.clamp(*WIDTHS.start(), *WIDTHS.end()));
        self.change(|choices| choices.0[at] = Some(width));
    }

    /// Every column, as wide as it needs.
    pub(crate) fn reset(self) {
        self.0.set(Choices::DEFAULT);
        forget(MEMORY);
    }

    fn change(self, change: impl FnOnce(&mut Choices)) {
        self.0.update(change);
        remember(MEMORY, &self.0.with_untracked(Choices::write));
    }
}

impl Choices {
    const DEFAULT: Self = Self([Some(None); COUNT]);

    fn read(text: &str) -> Self {
        let mut choices = Self([None; COUNT]);
        // What names a row is always there.
        choices.0[0] = Some(None);
        for part in text.split(' ') {
            let (key, width) = part.split_once(':').unwrap_or((part, ""));
            if let Some(at) = KEYS.iter().position(|its| *its == key) {
                choices.0[at] = Some(width.parse().ok().filter(|width| WIDTHS.contains(width)));
            }
        }
        choices
    }

    fn write(&self) -> String {
        let shown = KEYS.into_iter().zip(self.0).filter_map(|(key, choice)| Some((key, choice?)));
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
            ("", "name"),
            ("colour status", "name status"),
            ("status:wide domain:1 name:99999", "name domain status"),
            ("  status  ", "name status"),
        ] {
            assert_eq!(Choices::read(text).write(), expected, "{text:?}");
        }
    }
}
