//! Quality values of headers such as `Accept` (RFC 9110, 12.4.2).

/// An element of a list, in small letters, and its weight (RFC 9110, 12.4.2).
pub(crate) fn weighed(element: &str) -> Option<(String, f32)> {
    let mut parts = element.split(';').map(str::trim);
    let name = parts.next().filter(|name| !name.is_empty())?.to_ascii_lowercase();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    Some((name, weight.map_or(1.0, |weight| weight.parse().unwrap_or(0.0))))
}
