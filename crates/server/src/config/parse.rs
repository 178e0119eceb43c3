//! Parsers of setting values. Each gives the value, or what is wrong with the text.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::PathBuf;
use url::{Host, Url};

pub(super) fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "this is not an address with a port".to_owned())
}

#[allow(clippy::unnecessary_wraps)] // the shape of the others
pub(super) fn path(text: &str) -> Result<PathBuf, String> {
    Ok(PathBuf::from(text))
}

pub(super) fn count(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|count| *count <= 9).ok_or_else(|| "this is not a number from 0 to 9".to_owned())
}

/// The path is made to end in `/`, so that everything else is joined to it.
pub(super) fn public_url(text: &str) -> Result<Url, String> {
    let mut url = web_address(text)?;
    if url.query().is_some() || url.fragment().is_some() {
        return Err("it has a query or a fragment".to_owned());
    }
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    if url.path().contains("//") {
        return Err("its path has an empty part".to_owned());
    }
    Ok(url)
}

pub(super) fn database_url(text: &str) -> Result<String, String> {
    if text.starts_with("postgres:") || text.starts_with("postgresql:") {
        return Err("PostgreSQL is not in this build yet".to_owned());
    }
    match text.strip_prefix("sqlite://") {
        None => Err("it does not start with sqlite://".to_owned()),
        Some("") => Err("it has no path".to_owned()),
        Some(path) if path.starts_with(":memory:") || path.starts_with("file:") => {
            Err("it is no path of a file, and nothing would be kept".to_owned())
        }
        Some(path) if path.contains(['?', '#']) => Err("it has parameters, which are not supported".to_owned()),
        Some(path) if path.ends_with('/') => Err("its path is a folder".to_owned()),
        Some(_) => Ok(text.to_owned()),
    }
}

pub(super) fn resolve_list(text: &str) -> Result<Vec<(String, SocketAddr)>, String> {
    let mut seen = BTreeSet::new();
    list(text, |entry| {
        let (host, address) = entry.split_once('=').ok_or("has no =")?;
        let host = host_name(host.trim()).ok_or("does not start with a host name")?;
        let address = address.trim().parse().map_err(|_| "does not end with an address and a port")?;
        if !seen.insert(host.clone()) {
            return Err("names a host for the second time");
        }
        Ok((host, address))
    })
}

pub(super) fn proxy(text: &str) -> Result<outbound::Proxy, String> {
    text.parse().map_err(str::to_owned)
}

pub(super) fn origins(text: &str) -> Result<Vec<String>, String> {
    list(text, |entry| {
        let url = web_address(entry).map_err(|_| "is not an origin")?;
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err("is more than an origin: remove what follows the host");
        }
        Ok(url.origin().ascii_serialization())
    })
}

/// Entries between commas, none of them empty; a problem is told with the number of its entry.
pub(super) fn list<T>(text: &str, mut parse: impl FnMut(&str) -> Result<T, &'static str>) -> Result<Vec<T>, String> {
    let entry = |(index, entry): (usize, &str)| {
        let parsed = if entry.trim().is_empty() { Err("is empty") } else { parse(entry.trim()) };
        parsed.map_err(|problem| format!("entry {} {problem}", index + 1))
    };
    split(text).iter().map(String::as_str).enumerate().map(entry).collect()
}

/// Escapes an entry of a list, so that [`list`] gives it back as it is.
pub(super) fn escape(entry: &str) -> String {
    entry.replace('\\', r"\\").replace(',', r"\,")
}

/// What stands between commas; `\,` is a comma inside of an entry, `\\` a backslash.
fn split(text: &str) -> Vec<String> {
    let (mut entries, mut entry) = (Vec::new(), String::new());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            ',' => entries.push(std::mem::take(&mut entry)),
            '\\' => entry.push(characters.next_if(|next| matches!(next, ',' | '\\')).unwrap_or('\\')),
            other => entry.push(other),
        }
    }
    entries.push(entry);
    entries
}

/// A host name in the one spelling that is compared: small ASCII letters, no dot at the end.
pub(super) fn host_name(text: &str) -> Option<String> {
    let is_name = |host: &String| {
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
    };
    match Host::parse(text) {
        Ok(Host::Domain(host)) => Some(host.trim_end_matches('.').to_owned()).filter(is_name),
        _ => None,
    }
}

fn web_address(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("it does not start with http:// or https://".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it has a user name or password".to_owned());
    }
    Ok(url)
}
