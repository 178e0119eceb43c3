use super::samples::{everything, id, record, report, stored_with};
use crate::{ConnectionRecord, ListQuery, Position, Store, StoreError};
use model::api::{Sort, SortColumn};
use model::check::Outcome;
use model::connection::{Connection, Status};
use model::okta::Application;
use std::cmp::Ordering;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Enough rows for several pages in which every column has ties, and some were never verified.
async fn fill(store: &dyn Store) -> Vec<Connection> {
    let mut all = Vec::new();
    for index in 0..23_usize {
        let mut record = record(&format!("{} {}", ["acme", "Zeta", "émile", "Beta"][index % 4], index / 4));
        let connection = &mut record.connection;
        connection.status = Status::ALL[index % 4];
        connection.settings.domain = format!("https://org{}.okta.com", index % 5);
        connection.updated_at = format!("2026-11-{:02}T12:00:00Z", 1 + index % 3);
        connection.verified_at = (!index.is_multiple_of(3)).then(|| format!("2026-10-{:02}T12:00:00Z", 1 + index % 4));
        all.push(stored_with(store, record).await.connection);
    }
    all
}

fn every_sort() -> impl Iterator<Item = Sort> {
    SortColumn::ALL.into_iter().flat_map(|column| [false, true].map(|descending| Sort { column, descending }))
}

fn compare(a: &Connection, b: &Connection, sort: Sort) -> Ordering {
    let rank = |connection: &Connection| Status::ALL.iter().position(|status| *status == connection.status);
    let order = match sort.column {
        SortColumn::Name => a.name.to_lowercase().cmp(&b.name.to_lowercase()),
        SortColumn::Status => rank(a).cmp(&rank(b)),
        SortColumn::Application => a.application.id().cmp(b.application.id()),
        SortColumn::Domain => a.settings.domain.cmp(&b.settings.domain),
        SortColumn::VerifiedAt => a.verified_at.cmp(&b.verified_at),
        SortColumn::UpdatedAt => a.updated_at.cmp(&b.updated_at),
    };
    let order = order.then_with(|| a.id.cmp(&b.id));
    if sort.descending { order.reverse() } else { order }
}

fn names(items: &[Connection]) -> Vec<String> {
    items.iter().map(|item| item.name.clone()).collect()
}

async fn by_pages(store: &dyn Store, mut query: ListQuery) -> Vec<Connection> {
    let mut items = Vec::new();
    loop {
        let page = store.list(&query).await.unwrap();
        assert!(page.items.len() <= usize::try_from(query.limit).unwrap());
        items.extend(page.items);
        match page.next {
            Some(next) => query.after = Some(next),
            None => return items,
        }
    }
}

pub async fn every_order_is_right(store: &dyn Store) {
    let mut expected = fill(store).await;
    for sort in every_sort() {
        expected.sort_by(|a, b| compare(a, b, sort));
        let page = store.list(&everything(sort)).await.unwrap();
        assert_eq!(names(&page.items), names(&expected), "{sort}");
        assert_eq!((page.total, page.next), (23, None), "{sort}");
    }
}

pub async fn every_order_is_the_same_by_pages_as_at_once(store: &dyn Store) {
    fill(store).await;
    for sort in every_sort() {
        let at_once = names(&store.list(&everything(sort)).await.unwrap().items);
        for limit in [1, 2, 7, 22, 23, 24] {
            let paged = names(&by_pages(store, ListQuery { limit, ..everything(sort) }).await);
            assert_eq!(paged, at_once, "{sort} by {limit}");
        }
    }
}

pub async fn rows_that_were_never_verified_come_first(store: &dyn Store) {
    fill(store).await;
    let verified = |sort: &str| {
        let query = everything(Sort::parse(sort).unwrap());
        async move {
            store.list(&query).await.unwrap().items.iter().map(|item| item.verified_at.is_some()).collect::<Vec<_>>()
        }
    };
    assert!(verified("verified_at").await.is_sorted(), "ascending");
    assert!(verified("-verified_at").await.is_sorted_by(|a, b| a >= b), "descending, they come last");
}

pub async fn a_page_goes_on_where_it_ended_although_rows_come_and_go(store: &dyn Store) {
    fill(store).await;
    for sort in every_sort() {
        let all = store.list(&everything(sort)).await.unwrap().items;
        let first = store.list(&ListQuery { limit: 5, ..everything(sort) }).await.unwrap();
        let removed = store.get(uuid::Uuid::parse_str(&all[4].id).unwrap()).await.unwrap().unwrap();
        store.delete(&[(id(&removed), None)], &super::samples::entry("deleted")).await.unwrap();
        let second = store.list(&ListQuery { limit: 5, after: first.next, ..everything(sort) }).await.unwrap();
        assert_eq!(names(&second.items), names(&all[5..10]), "{sort}");
        stored_with(store, removed).await;
    }
}

pub async fn a_search_finds_parts_of_four_fields_ignoring_case(store: &dyn Store) {
    let mut record = record("Zürich Überall");
    record.connection.description = "Ночная копия, ΘΕΣΣΑΛΟΝΙΚΗ, İzmir, Straße".to_owned();
    record.connection.settings.domain = "https://needle.okta.com".to_owned();
    stored_with(store, record).await;
    stored_with(store, super::samples::record("other")).await;
    for (text, found) in [
        ("zÜRICH", 1),
        ("überall", 1),
        ("НОЧНАЯ", 1),
        ("NEEDLE", 1),
        ("0OA1B2C3", 2),
        ("h ü", 1),
        ("ΘΕΣ", 1),
        ("θεσ", 1),
        ("izmir", 1),
        ("IZMIR", 1),
        ("STRASSE", 1),
        ("zu\u{308}rich u\u{308}b", 1),
        ("ＮＥＥＤＬＥ", 1),
        ("nee\u{200b}dle", 1),
        ("", 2),
        ("zurich", 0),
        ("Ada", 0),
        ("kid-1", 0),
        ("überallночная", 0),
    ] {
        let query = ListQuery { text: text.to_owned(), ..everything(Sort::DEFAULT) };
        let page = store.list(&query).await.unwrap();
        assert_eq!((page.items.len(), page.total), (found, found as u64), "{text:?}");
    }
}

pub async fn a_search_takes_wildcards_as_they_are(store: &dyn Store) {
    for name in ["100% sure", "100 sure", "a_b", "acb", r"c:\d", "[x]", "it's"] {
        stored_with(store, record(name)).await;
    }
    for (text, found) in [("100%", "100% sure"), ("a_b", "a_b"), (r"\", r"c:\d"), ("[x]", "[x]"), ("'", "it's")] {
        let query = ListQuery { text: text.to_owned(), ..everything(Sort::DEFAULT) };
        assert_eq!(names(&store.list(&query).await.unwrap().items), [found], "{text}");
    }
    let query = ListQuery { text: "*".to_owned(), ..everything(Sort::DEFAULT) };
    assert_eq!(store.list(&query).await.unwrap().total, 0);
}

pub async fn filters_narrow_the_page_and_the_total(store: &dyn Store) {
    let all = fill(store).await;
    let alone = Status::ALL.map(|status| vec![status]);
    let several = [vec![Status::Failed, Status::Limited], vec![Status::Unverified, Status::Active, Status::Limited]];
    for statuses in alone.into_iter().chain(several) {
        for text in ["", "acme", "org1"] {
            let matches = |item: &&Connection| {
                statuses.contains(&item.status) && format!("{} {}", item.name, item.settings.domain).contains(text)
            };
            let mut expected: Vec<_> = all.iter().filter(matches).cloned().collect();
            for sort in every_sort() {
                expected.sort_by(|a, b| compare(a, b, sort));
                let query = ListQuery {
                    text: text.to_owned(),
                    statuses: statuses.clone(),
                    application: Some(Application::Okta),
                    limit: 2,
                    ..everything(sort)
                };
                assert_eq!(
                    store.list(&query).await.unwrap().total,
                    expected.len() as u64,
                    "{statuses:?} {text} {sort}"
                );
                assert_eq!(names(&by_pages(store, query).await), names(&expected), "{statuses:?} {text} {sort}");
            }
        }
    }
}

pub async fn who_and_when_narrow_the_page_and_the_total(store: &dyn Store) {
    for (name, by, at) in [
        ("a", "Ada Lovelace", "2026-11-01T12:00:00Z"),
        ("b", "ops-ada", "2026-11-02T12:00:00Z"),
        ("c", "Émile", "2026-11-03T12:00:00Z"),
    ] {
        let mut record = record(name);
        (record.connection.updated_by, record.connection.updated_at) = (by.to_owned(), at.to_owned());
        stored_with(store, record).await;
    }
    let moment = |text: &str| OffsetDateTime::parse(text, &Rfc3339).unwrap();
    for (by, after, expected) in [
        ("", None, &["a", "b", "c"][..]),
        ("ADA", None, &["a", "b"]),
        ("lovelace", None, &["a"]),
        ("Émile", None, &["c"]),
        ("%", None, &[]),
        ("", Some("2026-11-01T12:00:00Z"), &["b", "c"]),
        ("", Some("2026-11-02T13:30:00+02:00"), &["b", "c"]),
        ("", Some("1066-10-14T00:00:00Z"), &["a", "b", "c"]),
        ("", Some("9999-12-31T23:59:59Z"), &[]),
        ("ada", Some("2026-11-01T12:00:00.5Z"), &["b"]),
    ] {
        let query = ListQuery {
            modified_by: by.to_owned(),
            modified_after: after.map(moment),
            limit: 1,
            ..everything(Sort::DEFAULT)
        };
        assert_eq!(store.list(&query).await.unwrap().total, expected.len() as u64, "{by:?} {after:?}");
        assert_eq!(names(&by_pages(store, query).await), expected, "{by:?} {after:?}");
    }
}

pub async fn a_made_up_position_is_refused(store: &dyn Store) {
    fill(store).await;
    for (sort, key) in [
        ("verified_at", Some("yesterday")),
        ("updated_at", Some("")),
        ("status", Some("active")),
        ("status", Some("1; DROP TABLE connections")),
        ("name", None),
        ("domain", None),
    ] {
        let position = Position { key: key.map(str::to_owned), id: "x".to_owned() };
        let query = ListQuery { after: Some(position), ..everything(Sort::parse(sort).unwrap()) };
        let refused = store.list(&query).await;
        assert!(matches!(refused, Err(StoreError::InvalidPosition)), "{sort} {key:?}: {refused:?}");
    }
}

pub async fn a_list_leaves_reports_out(store: &dyn Store) {
    let mut record = record("a");
    record.connection.report = Some(report(Outcome::Passed));
    let record = stored_with(store, record).await;
    let listed = store.list(&everything(Sort::DEFAULT)).await.unwrap().items.remove(0);
    let mut expected = record.connection.clone();
    expected.report = None;
    assert_eq!(listed, expected);
}

pub async fn what_is_renamed_while_it_is_exported_is_there_once(store: &dyn Store) {
    fill(store).await;
    for sort in every_sort() {
        let query = everything(sort);
        let ids = store.list_ids(&query).await.unwrap();
        assert_eq!(ids, store.list(&query).await.unwrap().items.iter().map(uuid).collect::<Vec<_>>());
        let (first, rest) = ids.split_at(5);
        let mut exported = store.get_many(first).await.unwrap();
        let last = store.get(*rest.last().unwrap()).await.unwrap().unwrap();
        let moved = stored_renamed(store, last, sort).await;
        let gone = rest[0];
        store.delete(&[(gone, None)], &super::samples::entry("deleted")).await.unwrap();
        exported.extend(store.get_many(rest).await.unwrap());
        let expected: Vec<_> = ids.iter().copied().filter(|id| *id != gone).collect();
        assert_eq!(exported.iter().map(uuid).collect::<Vec<_>>(), expected, "{sort}");
        assert!(exported.iter().any(|item| item.name == moved), "as it is called now");
    }
    let filtered = ListQuery { text: "acme".to_owned(), statuses: vec![Status::Active], ..everything(Sort::DEFAULT) };
    let listed = store.list(&filtered).await.unwrap().items;
    assert_eq!(store.list_ids(&filtered).await.unwrap(), listed.iter().map(uuid).collect::<Vec<_>>());
    assert!(store.get_many(&[]).await.unwrap().is_empty());
}

/// Gives it a name, and a time, before all others.
async fn stored_renamed(store: &dyn Store, mut record: ConnectionRecord, sort: Sort) -> String {
    let name = format!("  {sort}");
    let version = record.connection.version;
    record.connection.name.clone_from(&name);
    record.connection.updated_at = "2020-01-01T00:00:00Z".to_owned();
    record.connection.settings.domain = "https://a.okta.com".to_owned();
    store.update(&record, version, &super::samples::entry("updated")).await.unwrap();
    name
}

fn uuid(connection: &Connection) -> uuid::Uuid {
    uuid::Uuid::parse_str(&connection.id).unwrap()
}

pub async fn connections_are_counted_by_status(store: &dyn Store) {
    assert!(store.count_by_status().await.unwrap().is_empty());
    let all = fill(store).await;
    for (status, count) in store.count_by_status().await.unwrap() {
        let expected = all.iter().filter(|connection| connection.status == status).count();
        assert_eq!(count, u64::try_from(expected).unwrap(), "{status:?}");
    }
}
