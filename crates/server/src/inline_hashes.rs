//! Content security policy hashes: the inline scripts and styles of the console's page, each by its SHA-256.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// What the page's policy names beside `'self'`. Each source has a space before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct InlineHashes {
    pub(crate) scripts: String,
    pub(crate) styles: String,
}

impl InlineHashes {
    /// Of the page as it is sent: a byte more or less is another hash.
    pub(crate) fn of(html: &str) -> Self {
        Self { scripts: sources(html, "<script>", "</script>"), styles: sources(html, "<style>", "</style>") }
    }
}

fn sources(html: &str, open: &str, close: &str) -> String {
    let parts = html.split(open).skip(1).filter_map(|rest| rest.split_once(close));
    parts.fold(String::new(), |sources, (text, _)| {
        let hash = STANDARD.encode(digest(&SHA256, text.as_bytes()));
        sources + " 'sha256-" + &hash + "'"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_inline_element_is_named_by_the_hash_of_its_text() {
        let html = "<style>p { color: red }</style><script src=\"a.js\"></script><script>self.a = \"/x\";</script>\
                    <p><script>self.a =\"/x\";</script>";
        let expected = InlineHashes {
            scripts: " 'sha256-03DkhQwQjZk1nbUUWLfYhqde6TJB3UmhZlV8tyK2Cac=' 'sha256-8vJjC/w9LoM3z0BXBcWhm75RH2Ztx66Dg5ApuTl3/Ng='".to_owned(),
            styles: " 'sha256-ngewhhP73WDIbgwseeu52VAAJgKdGUsu1IUQQsAm8m4='".to_owned(),
        };
        assert_eq!(InlineHashes::of(html), expected);
    }

    #[test]
    fn a_page_without_inline_elements_needs_none() {
        for html in
            ["", "<script src=\"a.js\"></script><link rel=\"stylesheet\" href=\"a.css\">", "<script>never closed"]
        {
            assert_eq!(InlineHashes::of(html), InlineHashes::default(), "{html}");
        }
    }
}
