//! Our cookies: their name and attributes follow from the public URL (RFC 6265bis, cookie name prefixes).

use crate::config::Config;
use axum::http::{HeaderMap, HeaderValue, header};
use time::Duration;

/// How the cookie is called and where it holds.
pub(crate) struct SessionCookie<'a> {
    name: &'static str,
    path: &'a str,
    secure: bool,
    same_site: &'static str,
    /// Whether each site that frames the console has a cookie of its own (CHIPS).
    partitioned: bool,
}

impl<'a> SessionCookie<'a> {
    /// `__Host-` where the console has a host of its own over https, `__Secure-` where it has a path of it, and no
    /// prefix
    /// over http, where browsers would refuse one.
    pub(crate) fn of(config: &'a Config) -> Self {
        let (path, secure) = (config.base_path(), config.is_https());
        let name = match (secure, path) {
            (true, "/") => "__Host-session",
            (true, _) => "__Secure-session",
            (false, _) => "session",
        };
        // In a frame of another site only such a cookie is kept; over http there is none. That other sites' pages send
        // it
        // along is why writes are looked at in `same_origin.rs`.
        let is_framed = secure && !config.embed_origins.is_empty();
        let same_site = if is_framed { "None" } else { "Strict" };
        Self { name, path, secure, same_site, partitioned: is_framed }
    }

    /// The one that binds a sign-in with a provider to the browser that began it. It must come along when the provider
    /// sends the browser back (`Lax`), and is worth nothing without the state.
    pub(crate) fn of_sign_in(config: &'a Config) -> Self {
        let session = Self::of(config);
        let name = match session.name {
            "__Host-session" => "__Host-sign-in",
            "__Secure-session" => "__Secure-sign-in",
            _ => "sign-in",
        };
        Self { name, same_site: "Lax", partitioned: false, ..session }
    }

    /// Its value in a request. Two of that name are none: one was planted.
    pub(crate) fn read<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        let mut values = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(name, _)| *name == self.name)
            .map(|(_, value)| value);
        let value = values.next()?;
        values.next().is_none().then_some(value)
    }

    /// `Set-Cookie` that starts a session.
    pub(crate) fn set(&self, secret: &str, max_age: Duration) -> Option<HeaderValue> {
        self.header(secret, max_age.whole_seconds().max(0))
    }

    /// `Set-Cookie` that ends it.
    pub(crate) fn clear(&self) -> Option<HeaderValue> {
        self.header("", 0)
    }

    fn header(&self, value: &str, max_age: i64) -> Option<HeaderValue> {
        let Self { name, path, same_site, .. } = self;
        let secure = if self.secure { "; Secure" } else { "" };
        let partitioned = if self.partitioned { "; Partitioned" } else { "" };
        let text = format!(
            "{name}={value}; Path={path}; Max-Age={max_age}; HttpOnly; SameSite={same_site}{secure}{partitioned}"
        );
        let mut header = HeaderValue::try_from(text).ok()?;
        header.set_sensitive(true);
        Some(header)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_cookie_is_read_among_others_and_not_twice() {
        let cookie =
            SessionCookie { name: "session", path: "/", secure: false, same_site: "Strict", partitioned: false };
        for (values, expected) in [
            (&["session=abc"][..], Some("abc")),
            (&["a=b; session=abc; c=d"], Some("abc")),
            (&["a=b", "session=abc"], Some("abc")),
            (&["xsession=abc"], None),
            (&["session=abc; session=def"], None),
            (&[], None),
        ] {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(header::COOKIE, value.parse().unwrap());
            }
            assert_eq!(cookie.read(&headers), expected, "{values:?}");
        }
    }

    #[test]
    fn attributes_follow_the_public_url() {
        for (public_url, framed, attributes) in [
            ("http://127.0.0.1:8080", None, "SameSite=Strict"),
            ("http://127.0.0.1:8080", Some("https://portal.example"), "SameSite=Strict"),
            ("https://c.example", None, "SameSite=Strict; Secure"),
            ("https://c.example", Some("https://portal.example"), "SameSite=None; Secure; Partitioned"),
        ] {
            let env = [("APPCONN_PUBLIC_URL", Some(public_url)), ("APPCONN_EMBED_ORIGINS", framed)];
            let env = env.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())));
            let config = Config::load(None, env).unwrap();
            let cookie = SessionCookie::of(&config);
            let set = cookie.set("abc", Duration::seconds(60)).unwrap();
            let expected = format!("{}=abc; Path=/; Max-Age=60; HttpOnly; {attributes}", cookie.name);
            assert_eq!(set.to_str().unwrap(), expected);
            // A browser forgets one only by the same attributes.
            let clear = expected.replace("=abc;", "=;").replace("Max-Age=60", "Max-Age=0");
            assert_eq!(cookie.clear().unwrap().to_str().unwrap(), clear);
            let sign_in = SessionCookie::of_sign_in(&config).set("abc", Duration::seconds(60)).unwrap();
            assert!(sign_in.to_str().unwrap().contains("SameSite=Lax"));
        }
    }
}
