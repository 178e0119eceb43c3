//! Block heights for virtual rows: measured once a block has been in the page, estimated before.

use std::ops::Range;

/// The estimated height of a block before any was measured, in pixels.
const GUESS: i32 = 480;

/// A block that is in the page, or a gap for some that are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Piece {
    Block(usize),
    /// The block that comes after the gap, and the gap's height in pixels.
    Gap {
        before: usize,
        height: i32,
    },
}

/// The height of each block.
#[derive(Debug, Default)]
pub(super) struct Heights {
    measured: Vec<Option<i32>>,
    /// The height of the block that was measured last: the estimate for the others.
    last: Option<i32>,
}

impl Heights {
    pub(super) fn resize(&mut self, blocks: usize) {
        self.measured.resize(blocks, None);
    }

    /// Forgets all measurements.
    pub(super) fn forget(&mut self) {
        self.measured.fill(None);
        self.last = None;
    }

    /// Records the measured height of a block.
    pub(super) fn set(&mut self, block: usize, height: i32) {
        if let Some(measured) = self.measured.get_mut(block).filter(|_| height > 0) {
            *measured = Some(height);
            // The last block is often shorter than the others.
            if block + 1 < self.measured.len() {
                self.last = Some(height);
            }
        }
    }

    /// The total height of these blocks.
    fn sum(&self, blocks: Range<usize>) -> i32 {
        blocks.map(|block| self.of(block)).sum()
    }

    /// The blocks between two distances from the table's top. At least one, if the table has any.
    pub(super) fn window(&self, distances: Range<i32>) -> Range<usize> {
        let blocks = self.measured.len();
        let (mut first, mut top) = (0, 0);
        while first + 1 < blocks && top + self.of(first) <= distances.start {
            top += self.of(first);
            first += 1;
        }
        let mut end = first;
        while end < blocks && (end == first || top < distances.end) {
            top += self.of(end);
            end += 1;
        }
        first..end
    }

    /// The table from top to bottom: these blocks, the `kept` block wherever it is, and gaps for all others.
    pub(super) fn pieces(&self, window: Range<usize>, kept: Option<usize>) -> Vec<Piece> {
        let blocks = self.measured.len();
        let above = kept.filter(|kept| *kept < window.start);
        let below = kept.filter(|kept| window.end <= *kept && *kept < blocks);
        let (mut pieces, mut next) = (Vec::new(), 0);
        for block in above.into_iter().chain(window).chain(below) {
            pieces.extend(self.gap(next..block));
            pieces.push(Piece::Block(block));
            next = block + 1;
        }
        pieces.extend(self.gap(next..blocks));
        pieces
    }

    fn gap(&self, blocks: Range<usize>) -> Option<Piece> {
        let before = blocks.end;
        (!blocks.is_empty()).then(|| Piece::Gap { before, height: self.sum(blocks) })
    }

    fn of(&self, block: usize) -> i32 {
        self.measured.get(block).copied().flatten().or(self.last).unwrap_or(GUESS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heights(blocks: usize, measured: &[(usize, i32)]) -> Heights {
        let mut heights = Heights::default();
        heights.resize(blocks);
        for (block, height) in measured {
            heights.set(*block, *height);
        }
        heights
    }

    #[test]
    fn the_window_holds_every_block_that_it_touches() {
        let heights = heights(10, &[(0, 100)]);
        for (distances, expected) in [
            (-500..50, 0..1),
            (-500..100, 0..1),
            (-500..101, 0..2),
            (100..300, 1..3),
            (250..750, 2..8),
            (900..5000, 9..10),
            (9000..9500, 9..10),
            (-900..-500, 0..1),
        ] {
            assert_eq!(heights.window(distances.clone()), expected, "{distances:?}");
        }
    }

    #[test]
    fn a_block_that_is_kept_is_in_the_page_wherever_it_is() {
        use Piece::Block;
        let gap = |before, height| Piece::Gap { before, height };
        let heights = heights(6, &[(0, 100)]);
        for (kept, expected) in [
            (None, vec![gap(2, 200), Block(2), Block(3), gap(6, 200)]),
            (Some(2), vec![gap(2, 200), Block(2), Block(3), gap(6, 200)]),
            (Some(0), vec![Block(0), gap(2, 100), Block(2), Block(3), gap(6, 200)]),
            (Some(1), vec![gap(1, 100), Block(1), Block(2), Block(3), gap(6, 200)]),
            (Some(4), vec![gap(2, 200), Block(2), Block(3), Block(4), gap(6, 100)]),
            (Some(5), vec![gap(2, 200), Block(2), Block(3), gap(5, 100), Block(5)]),
            (Some(6), vec![gap(2, 200), Block(2), Block(3), gap(6, 200)]),
        ] {
            assert_eq!(heights.pieces(2..4, kept), expected, "{kept:?}");
        }
    }

    #[test]
    fn a_table_without_blocks_has_an_empty_window() {
        assert_eq!(Heights::default().window(0..800), 0..0);
        assert_eq!(Heights::default().pieces(0..0, Some(0)), []);
    }

    #[test]
    fn what_was_not_measured_is_taken_for_what_was_measured_last() {
        assert_eq!(heights(3, &[]).sum(0..3), 3 * GUESS);
        assert_eq!(heights(3, &[(0, 10), (1, 20)]).sum(0..3), 50);
    }

    #[test]
    fn the_last_block_says_nothing_of_the_others() {
        assert_eq!(heights(3, &[(1, 100), (2, 5)]).sum(0..3), 205);
    }

    #[test]
    fn after_a_change_of_size_everything_is_measured_anew() {
        let mut heights = heights(2, &[(0, 10)]);
        heights.forget();
        assert_eq!(heights.sum(0..2), 2 * GUESS);
    }
}
