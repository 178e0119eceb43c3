//! Routes: every address of the console. Paths begin with `/` and are relative to the base path; [`href`] makes links
//! of them.

use std::cell::OnceCell;

/// A page of the console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Route {
    /// The list of connections.
    Connections,
    /// The page of one connection, by its id.
    Connection(String),
    /// The sign-in page, to which a one-time link leads.
    SignIn,
    /// The page for an address that does not exist.
    NotFound,
}

/// The path of the list.
pub(crate) const CONNECTIONS: &str = "/connections";
/// The path of the sign-in page.
pub(crate) const SIGN_IN: &str = "/sign-in";

impl Route {
    /// Parses a path.
    pub(crate) fn parse(path: &str) -> Self {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        match (parts.next(), parts.next(), parts.next()) {
            (None | Some("connections" | "index.html"), None, None) => Self::Connections,
            (Some("connections"), Some(id), None) => Self::Connection(id.to_owned()),
            (Some("sign-in"), None, None) => Self::SignIn,
            _ => Self::NotFound,
        }
    }
}

/// The path of one connection's page.
pub(crate) fn connection(id: &str) -> String {
    format!("{CONNECTIONS}/{id}")
}

/// The value of `href` for a path.
pub(crate) fn href(path: &str) -> String {
    base() + path
}

thread_local! {
    static BASE: OnceCell<String> = const { OnceCell::new() };
}

/// The base path, under which the console is served, without a slash at its end: empty, or `/console`.
pub(crate) fn base() -> String {
    BASE.with(|base| base.get_or_init(read_base).clone())
}

fn read_base() -> String {
    let uri = web_sys::window().and_then(|window| window.document()).and_then(|document| document.base_uri().ok());
    let url = uri.flatten().and_then(|uri| web_sys::Url::new(&uri).ok());
    let path = url.map(|url| url.pathname()).unwrap_or_default();
    path.rsplit_once('/').map_or_else(String::new, |(base, _)| base.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_a_page() {
        for (path, expected) in [
            ("", Route::Connections),
            ("/", Route::Connections),
            ("/index.html", Route::Connections),
            ("/connections", Route::Connections),
            ("/connections/", Route::Connections),
            ("/connections/0190", Route::Connection("0190".to_owned())),
            ("/connections/0190/more", Route::NotFound),
            ("/sign-in", Route::SignIn),
            ("/elsewhere", Route::NotFound),
        ] {
            assert_eq!(Route::parse(path), expected, "{path:?}");
        }
    }

    #[test]
    fn a_connection_has_a_page() {
        assert_eq!(Route::parse(&connection("0190")), Route::Connection("0190".to_owned()));
    }
}
