//! Which page of the list is on screen. The server gives a cursor to the next page and none back, so the way here is
//! remembered.

/// The cursors of the pages up to this one; none on the first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Pages {
    cursors: Vec<String>,
}

/// Rows `first` to `last` of `total`, counted from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) first: u64,
    pub(crate) last: u64,
    pub(crate) total: u64,
}

impl Pages {
    /// The cursor of this page; empty on the first.
    pub(crate) fn cursor(&self) -> &str {
        self.cursors.last().map_or("", String::as_str)
    }

    pub(crate) fn is_first(&self) -> bool {
        self.cursors.is_empty()
    }

    pub(crate) fn forward(&mut self, cursor: String) {
        self.cursors.push(cursor);
    }

    pub(crate) fn back(&mut self) {
        self.cursors.pop();
    }

    /// What this page shows; `None` where it shows nothing.
    pub(crate) fn window(&self, size: u32, rows: usize, total: u64) -> Option<Window> {
        let before = self.cursors.len() as u64 * u64::from(size);
        let last = before + rows as u64;
        // Rows may have come or gone since the earlier pages were read.
        (rows > 0).then(|| Window { first: before + 1, last, total: total.max(last) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_walked_forward_and_back() {
        let mut pages = Pages::default();
        assert_eq!((pages.cursor(), pages.is_first()), ("", true));
        pages.forward("a".to_owned());
        pages.forward("b".to_owned());
        assert_eq!((pages.cursor(), pages.is_first()), ("b", false));
        pages.back();
        assert_eq!(pages.cursor(), "a");
        pages.back();
        pages.back();
        assert!(pages.is_first());
    }

    #[test]
    fn a_page_knows_which_rows_it_shows() {
        let second = Pages { cursors: vec!["a".to_owned()] };
        for (pages, rows, total, expected) in [
            (&Pages::default(), 50, 230, Some((1, 50, 230))),
            (&second, 50, 230, Some((51, 100, 230))),
            (&second, 3, 53, Some((51, 53, 53))),
            (&second, 3, 40, Some((51, 53, 53))),
            (&Pages::default(), 0, 0, None),
        ] {
            let expected = expected.map(|(first, last, total)| Window { first, last, total });
            assert_eq!(pages.window(50, rows, total), expected);
        }
    }
}
