//! Unicode text rules: composed characters (NFC), characters as they are seen (grapheme clusters), and case folding.
//! The server uses the tables of crates, the browser its own engine.

use super::finder::is_invisible;

#[cfg(target_arch = "wasm32")]
pub(super) use browser::{composed, seen};
#[cfg(not(target_arch = "wasm32"))]
pub use tables::case_folded;
#[cfg(not(target_arch = "wasm32"))]
pub(super) use tables::{composed, seen};

/// The first invisible character that does not belong where it is. Joiners between letters or emoji, variation
/// selectors after a character that they vary, and the tags of a flag are part of what is visible.
pub(super) fn stray_invisible(text: &str) -> Option<char> {
    let chars: Vec<char> = text.chars().collect();
    let is_seen = |c: Option<&char>| c.is_some_and(|c| !c.is_ascii() && !c.is_whitespace() && !is_invisible(*c));
    let is_stray = |(at, c): (usize, &char)| {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let is_varied = before.is_some_and(|c| is_selector(*c)) || is_seen(before);
        let is_part = match *c {
            '\u{200c}' | '\u{200d}' => is_varied && is_seen(chars.get(at + 1)),
            c if is_selector(c) => is_seen(before) || before.is_some_and(|c| matches!(c, '0'..='9' | '#' | '*')),
            '\u{e0020}'..='\u{e007f}' => before.is_some_and(|c| matches!(c, '\u{1f3f4}' | '\u{e0020}'..='\u{e007f}')),
            _ => false,
        };
        (is_invisible(*c) && !is_part).then_some(*c)
    };
    chars.iter().enumerate().find_map(is_stray)
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}')
}

#[cfg(not(target_arch = "wasm32"))]
mod tables {
    use super::is_invisible;
    use caseless::Caseless;
    use unicode_normalization::UnicodeNormalization;
    use unicode_segmentation::UnicodeSegmentation;

    /// Composes the text (NFC).
    pub(in crate::field) fn composed(text: &str) -> String {
        text.nfc().collect()
    }

    /// The number of characters that a reader sees.
    pub(in crate::field) fn seen(text: &str) -> usize {
        text.graphemes(true).count()
    }

    /// The key for comparing texts that read the same: `NFKC_Casefold` (The Unicode Standard, D146 and R5), and the
    /// Turkish İ as a plain i.
    pub fn case_folded(text: &str) -> String {
        let visible = text.chars().filter(|c| !is_invisible(*c));
        let folded = visible.nfd().default_case_fold().nfkd().default_case_fold().nfkd();
        let mut before = ' ';
        let plain = folded.filter(move |c| {
            let is_dot = before == 'i' && *c == '\u{307}';
            before = *c;
            !is_dot
        });
        plain.nfc().collect()
    }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use js_sys::{Array, Function, JsString, Object, Reflect};
    use wasm_bindgen::{JsCast, JsValue};

    /// Composes the text (NFC).
    pub(in crate::field) fn composed(text: &str) -> String {
        if text.is_ascii() { text.to_owned() } else { JsString::from(text).normalize("NFC").into() }
    }

    /// The number of characters that a reader sees; of code points if the browser cannot segment text.
    pub(in crate::field) fn seen(text: &str) -> usize {
        let plain = || text.chars().count();
        if text.is_ascii() { plain() } else { segments(text).unwrap_or_else(plain) }
    }

    fn segments(text: &str) -> Option<usize> {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let class: Function = Reflect::get(&intl, &"Segmenter".into()).ok()?.dyn_into().ok()?;
        let segmenter = Reflect::construct(&class, &Array::new()).ok()?;
        let segment: Function = Reflect::get(&segmenter, &"segment".into()).ok()?.dyn_into().ok()?;
        let segments = segment.call1(&segmenter, &JsValue::from_str(text)).ok()?;
        usize::try_from(Array::from(&Object::from(segments)).length()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_read_the_same_fold_to_the_same() {
        for (one, other) in [
            ("Café", "CAFE\u{301}"),
            ("Straße", "STRASSE"),
            ("ΘΕΣΣΑΛΟΝΙΚΗΣ", "θεσσαλονικης"),
            ("İzmir", "IZMIR"),
            ("ＡＣＭＥ", "acme"),
            ("バックアップ", "バックアップ"),
            ("ﬁle", "FILE"),
            ("Acme", "Ac\u{ad}me\u{200b}"),
        ] {
            assert_eq!(case_folded(one), case_folded(other), "{one}");
        }
        assert_ne!(case_folded("Emile"), case_folded("Émile"));
        assert!(case_folded("ΘΕΣΣΑΛΟΝΙΚΗ").starts_with(&case_folded("ΘΕΣ")));
        assert!(case_folded("İzmir").contains(&case_folded("izmir")));
    }

    #[test]
    fn what_is_seen_is_counted() {
        for (text, count) in [("", 0), ("é", 1), ("e\u{301}", 1), ("👨‍👩‍👧‍👦", 1), ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 1), ("株式会社", 4)]
        {
            assert_eq!(seen(text), count, "{text}");
        }
    }

    #[test]
    fn an_invisible_character_is_stray_unless_something_is_made_of_it() {
        for text in ["Acme", "👨‍👩‍👧‍👦 Acme", "1️⃣", "❤️‍🔥", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "می‌خواهم", "क्‍ष"]
        {
            assert_eq!(stray_invisible(text), None, "{text}");
        }
        for c in
            ['\u{200b}', '\u{ad}', '\u{202e}', '\u{2066}', '\u{feff}', '\u{3164}', '\u{200d}', '\u{fe0f}', '\u{e0041}']
        {
            assert_eq!(stray_invisible(&format!("a{c}b")), Some(c), "{c:?}");
        }
    }
}
