//! What the list shows, as its address says it: `?q=acme&status=failed&sort=-updated_at&panel=create`.

use crate::api::Query;
use model::api::Sort;
use model::connection::Status;

/// Search, filter, order and open panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListState {
    pub(crate) q: String,
    pub(crate) status: Option<Status>,
    pub(crate) sort: Sort,
    pub(crate) panel: Panel,
}

/// The panel that is open over the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Panel {
    #[default]
    None,
    Create,
    /// With the connection's id.
    Edit(String),
}

impl Default for ListState {
    fn default() -> Self {
        Self { q: String::new(), status: None, sort: Sort::DEFAULT, panel: Panel::None }
    }
}

impl ListState {
    /// Reads the address; what it does not understand is as if it were not there.
    pub(crate) fn read(get: &dyn Fn(&str) -> Option<String>) -> Self {
        let text = |name| get(name).unwrap_or_default();
        Self {
            q: text("q"),
            status: Status::from_name(&text("status")),
            sort: Sort::parse(&text("sort")).unwrap_or(Sort::DEFAULT),
            panel: match (text("panel").as_str(), get("id")) {
                ("create", _) => Panel::Create,
                ("edit", Some(id)) if !id.is_empty() => Panel::Edit(id),
                _ => Panel::None,
            },
        }
    }

    /// The query string that reads back as this; defaults are left out.
    pub(crate) fn address(&self) -> String {
        let (panel, id) = match &self.panel {
            Panel::None => ("", ""),
            Panel::Create => ("create", ""),
            Panel::Edit(id) => ("edit", id.as_str()),
        };
        self.matching().with("panel", panel).with("id", id).finish()
    }

    /// What to ask the server for: so many rows from the cursor on, or from the beginning.
    pub(crate) fn request(&self, limit: u32, cursor: &str) -> Query {
        self.matching().with("limit", &limit.to_string()).with("cursor", cursor)
    }

    /// Whether anything but the order narrows the list.
    pub(crate) fn is_narrowed(&self) -> bool {
        !self.q.is_empty() || self.status.is_some()
    }

    /// The same list, with another panel.
    pub(crate) fn with_panel(&self, panel: Panel) -> Self {
        Self { panel, ..self.clone() }
    }

    /// Search, filter and order as a query.
    pub(crate) fn matching(&self) -> Query {
        let sort = if self.sort == Sort::DEFAULT { String::new() } else { self.sort.to_string() };
        Query::default().with("q", &self.q).with("status", self.status.map_or("", Status::name)).with("sort", &sort)
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
            status: Some(Status::Failed),
            sort: Sort { column: SortColumn::UpdatedAt, descending: true },
            panel: Panel::Edit("0199".to_owned()),
        };
        assert_eq!(state.address(), "?q=acme&status=failed&sort=-updated_at&panel=edit&id=0199");
        let pairs = [("q", "acme"), ("status", "failed"), ("sort", "-updated_at"), ("panel", "edit"), ("id", "0199")];
        assert_eq!(read(&pairs), state);
        assert_eq!(read(&[("panel", "create")]).address(), "?panel=create");
    }

    #[test]
    fn what_an_address_should_not_hold_is_ignored() {
        for pair in [("status", "gone"), ("sort", "colour"), ("panel", "edit"), ("panel", "x")] {
            assert_eq!(read(&[pair]), ListState::default(), "{pair:?}");
        }
    }

    #[test]
    fn the_server_is_asked_for_the_page_and_not_for_the_panel() {
        let state = read(&[("q", "a b"), ("panel", "create")]);
        assert_eq!(state.request(200, "c1").finish(), "?q=a%20b&limit=200&cursor=c1");
        assert_eq!(state.request(50, "").finish(), "?q=a%20b&limit=50");
    }

    #[test]
    fn a_panel_opens_over_the_same_rows() {
        let list = read(&[("q", "a")]);
        assert_eq!(list.with_panel(Panel::Create).with_panel(Panel::None), list);
        assert_eq!((list.is_narrowed(), ListState::default().is_narrowed()), (true, false));
    }
}
