//! List state in the URL: `?q=acme&status=limited,failed&days=7&sort=-updated_at&panel=create`.

use crate::api::Query;
use crate::pages::connections::panel::Panel;
use model::api::Sort;
use model::connection::Status;
use model::field::holds_private_key;

/// The statuses that need attention.
pub(crate) const NEEDS_ATTENTION: [Status; 2] = [Status::Limited, Status::Failed];
/// The choices of the maximum age of the last change, in days.
pub(crate) const DAYS: [u32; 3] = [1, 7, 30];
/// The maximum length of a search in characters: the server accepts no more.
pub(crate) const LONGEST: usize = 200;

/// Search, filters, sort order and open panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListState {
    pub(crate) q: String,
    pub(crate) filters: Filters,
    pub(crate) sort: Sort,
    pub(crate) panel: Panel,
}

/// The filters besides the search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Filters {
    /// The statuses in the order of the enum; empty for all.
    pub(crate) statuses: Vec<Status>,
    /// A part of the name of who made the last change.
    pub(crate) by: String,
    /// Changed within this many days; `None` for any time.
    pub(crate) days: Option<u32>,
}

impl Filters {
    /// The number of active filters.
    pub(crate) fn count(&self) -> usize {
        usize::from(!self.statuses.is_empty()) + usize::from(!self.by.is_empty()) + usize::from(self.days.is_some())
    }

    /// Adds or removes this status.
    pub(crate) fn with_status(&self, status: Status, on: bool) -> Self {
        let is_in = |other: &Status| if *other == status { on } else { self.statuses.contains(other) };
        Self { statuses: Status::ALL.into_iter().filter(is_in).collect(), ..self.clone() }
    }
}

/// Why a text is not searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SearchError {
    /// It is a private key, which must not get into the address, nor into a request.
    Key,
    TooLong,
}

/// Checks a text before it gets into the address.
pub(crate) fn check_search(text: &str) -> Result<(), SearchError> {
    if holds_private_key(text) {
        Err(SearchError::Key)
    } else if text.chars().count() > LONGEST {
        Err(SearchError::TooLong)
    } else {
        Ok(())
    }
}

impl Default for ListState {
    fn default() -> Self {
        Self { q: String::new(), filters: Filters::default(), sort: Sort::DEFAULT, panel: Panel::None }
    }
}

impl ListState {
    /// Parses the address; unknown parts are ignored.
    pub(crate) fn read(get: &dyn Fn(&str) -> Option<String>) -> Self {
        let text = |name| get(name).unwrap_or_default();
        let sought = |name| Some(text(name)).filter(|text| check_search(text).is_ok()).unwrap_or_default();
        let named: Vec<_> = text("status").split(',').filter_map(Status::from_name).collect();
        let filters = Filters {
            statuses: Status::ALL.into_iter().filter(|status| named.contains(status)).collect(),
            by: sought("by"),
            days: text("days").parse().ok().filter(|days| DAYS.contains(days)),
        };
        Self {
            q: sought("q"),
            filters,
            sort: Sort::parse(&text("sort")).unwrap_or(Sort::DEFAULT),
            panel: match (text("panel").as_str(), get("id")) {
                ("create", Some(id)) if !id.is_empty() => Panel::Duplicate(id),
                ("create", _) => Panel::Create,
                ("edit", Some(id)) if !id.is_empty() => Panel::Edit(id),
                _ => Panel::None,
            },
        }
    }

    /// The query string that parses back to this; defaults are left out.
    pub(crate) fn address(&self) -> String {
        let (panel, id) = match &self.panel {
            Panel::None => ("", ""),
            Panel::Create => ("create", ""),
            Panel::Duplicate(id) => ("create", id.as_str()),
            Panel::Edit(id) => ("edit", id.as_str()),
        };
        let days = self.filters.days.map(|days| days.to_string()).unwrap_or_default();
        self.query("by", "days", &days).with("panel", panel).with("id", id).finish()
    }

    /// The query for the server: this many rows, from the cursor on or from the beginning. `days_ago` gives the moment
    /// this many days ago.
    pub(crate) fn request(&self, limit: u32, cursor: &str, days_ago: &dyn Fn(u32) -> String) -> Query {
        self.matching(days_ago).with("limit", &limit.to_string()).with("cursor", cursor)
    }

    /// Whether a search or filter is active.
    pub(crate) fn is_narrowed(&self) -> bool {
        !self.q.is_empty() || self.filters != Filters::default()
    }

    /// The same list with another panel.
    pub(crate) fn with_panel(&self, panel: Panel) -> Self {
        Self { panel, ..self.clone() }
    }

    /// Search, filters and sort order, as the server's parameters.
    pub(crate) fn matching(&self, days_ago: &dyn Fn(u32) -> String) -> Query {
        self.query("modified_by", "modified_after", &self.filters.days.map(days_ago).unwrap_or_default())
    }

    fn query(&self, by: &str, since: &str, moment: &str) -> Query {
        let sort = if self.sort == Sort::DEFAULT { String::new() } else { self.sort.to_string() };
        let statuses: Vec<_> = self.filters.statuses.iter().map(|status| status.name()).collect();
        Query::default()
            .with("q", &self.q)
            .with("status", &statuses.join(","))
            .with(by, &self.filters.by)
            .with(since, moment)
            .with("sort", &sort)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;
    use model::api::SortColumn;

    fn read(pairs: &[(&str, &str)]) -> ListState {
        ListState::read(&|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn an_address_without_a_query_is_the_default_and_the_other_way_round() {
        assert_eq!(read(&[]), ListState::default());
        assert_eq!(ListState::default().address(), "");
    }

    #[test]
    fn every_part_is_read_back_as_it_is_written() {
        let state = ListState {
            q: "acme".to_owned(),
            filters: Filters { statuses: vec![Status::Limited, Status::Failed], by: "ada".to_owned(), days: Some(7) },
            sort: Sort { column: SortColumn::UpdatedAt, descending: true },
            panel: Panel::Edit("0199".to_owned()),
        };
        assert_eq!(state.address(), "?q=acme&status=limited,failed&by=ada&days=7&sort=-updated_at&panel=edit&id=0199");
        let mut pairs =
            vec![("q", "acme"), ("status", "failed,limited"), ("by", "ada"), ("days", "7"), ("sort", "-updated_at")];
        pairs.extend([("panel", "edit"), ("id", "0199")]);
        assert_eq!(read(&pairs), state);
        assert_eq!(read(&[("panel", "create")]).address(), "?panel=create");
        let duplicate = read(&[("panel", "create"), ("id", "0199")]);
        assert_eq!(
            (duplicate.address().as_str(), duplicate.panel),
            ("?panel=create&id=0199", Panel::Duplicate("0199".to_owned()))
        );
    }

    #[test]
    fn what_an_address_should_not_hold_is_ignored() {
        let long = "x".repeat(LONGEST + 1);
        let key = "-----BEGIN PRIVATE KEY-----";
        for pair in [
            ("status", "gone"),
            ("sort", "color"),
            ("panel", "edit"),
            ("panel", "x"),
            ("days", "8"),
            ("q", &long),
            ("q", key),
            ("by", key),
        ] {
            assert_eq!(read(&[pair]), ListState::default(), "{pair:?}");
        }
    }

    #[test]
    fn the_server_is_asked_for_the_page_and_not_for_the_panel() {
        let state = read(&[("q", "a b"), ("panel", "create")]);
        let days_ago = |days: u32| format!("{days} ago");
        assert_eq!(state.request(200, "c1", &days_ago).finish(), "?q=a%20b&limit=200&cursor=c1");
        assert_eq!(state.request(50, "", &days_ago).finish(), "?q=a%20b&limit=50");
        let filtered = read(&[("status", "failed,active"), ("by", "ada"), ("days", "30")]);
        let query = "?status=active,failed&modified_by=ada&modified_after=30%20ago&limit=50";
        assert_eq!(filtered.request(50, "", &days_ago).finish(), query);
    }

    #[test]
    fn a_status_is_turned_on_and_off_and_stays_in_its_place() {
        let some = Filters::default().with_status(Status::Failed, true).with_status(Status::Active, true);
        assert_eq!((some.statuses.as_slice(), some.count()), (&[Status::Active, Status::Failed][..], 1));
        assert_eq!(some.with_status(Status::Active, false).with_status(Status::Failed, false), Filters::default());
    }

    #[test]
    fn a_private_key_is_not_searched_for() {
        let line = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";
        for (text, expected) in [
            ("acme", Ok(())),
            (&"é".repeat(LONGEST), Ok(())),
            (&"é".repeat(LONGEST + 1), Err(SearchError::TooLong)),
            ("-----BEGIN PRIVATE KEY----- MII", Err(SearchError::Key)),
            (line, Err(SearchError::Key)),
            (&line.repeat(9), Err(SearchError::Key)),
        ] {
            assert_eq!(check_search(text), expected, "{text}");
        }
    }

    #[test]
    fn a_panel_opens_over_the_same_rows() {
        let list = read(&[("q", "a")]);
        assert_eq!(list.with_panel(Panel::Create).with_panel(Panel::None), list);
        assert_eq!((list.is_narrowed(), ListState::default().is_narrowed()), (true, false));
    }
}
