//! Query strings, percent-encoded (RFC 3986).

/// Builds `?name=value&…`. Empty values are left out.
#[derive(Debug, Default)]
pub(crate) struct Query(String);

impl Query {
    /// Adds a pair, unless the value is empty.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        if !value.is_empty() {
            self.0.push(if self.0.is_empty() { '?' } else { '&' });
            self.0.push_str(name);
            self.0.push('=');
            encode(value, &mut self.0);
        }
        self
    }

    /// The query string with its question mark; empty if no pair has a value.
    pub(crate) fn finish(self) -> String {
        self.0
    }
}

/// Keeps the unreserved characters of RFC 3986 and the comma of lists; encodes every other byte.
fn encode(value: &str, into: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~,".contains(&byte) {
            into.push(char::from(byte));
        } else {
            into.push('%');
            into.push(char::from(HEX[usize::from(byte >> 4)]));
            into.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_values_are_left_out() {
        assert_eq!(Query::default().finish(), "");
        assert_eq!(Query::default().with("q", "").with("sort", "-name").with("a", "b").finish(), "?sort=-name&a=b");
    }

    #[test]
    fn every_byte_that_means_something_in_an_address_is_encoded() {
        let query = Query::default().with("q", "a b&c=d+e%é/?#").finish();
        assert_eq!(query, "?q=a%20b%26c%3Dd%2Be%25%C3%A9%2F%3F%23");
    }
}
