//! Rows of an older version, whose names were compared by their lower case alone.

use super::*;
use model::field::ProfileName;

/// Stores rows as an older version did, and forgets that they were folded.
async fn aged(folder: &Path, rows: &[(&str, &str, i64)]) -> Vec<String> {
    let store = open_in(folder).await.unwrap();
    let mut ids = Vec::new();
    for (at, (name, key, created)) in rows.iter().enumerate() {
        let stored = stored(&store, &format!("row {at}")).await;
        let sql = "UPDATE connections SET name = ?2, name_key = ?3, search = lower(?2), created_at = ?4 WHERE id = ?1";
        let query = sqlx::query(sql).bind(&stored.connection.id).bind(name).bind(key).bind(created);
        query.execute(&store.writer).await.unwrap();
        ids.push(stored.connection.id);
    }
    sqlx::query("DELETE FROM meta WHERE name = 'text_folding'").execute(&store.writer).await.unwrap();
    store.writer.close().await;
    ids
}

fn named(store: &SqliteStore, name: &str) -> impl Future<Output = Option<String>> {
    let name = ProfileName::parse(name).unwrap();
    async move { store.id_of_name(&name).await.unwrap().map(|id| id.to_string()) }
}

#[tokio::test]
async fn rows_of_an_older_version_are_folded_and_those_that_are_one_by_now_all_stay() {
    let folder = tempfile::tempdir().unwrap();
    // The new key of the second is the old key of the third.
    let rows = [
        ("\u{202e}", "\u{202e}", 1),
        ("Straße", "straße", 2),
        ("STRASSE", "strasse", 3),
        ("Café", "café", 4),
        ("Cafe\u{301}", "cafe\u{301}", 5),
        ("Ｃafé", "ｃafé", 6),
    ];
    let ids = aged(folder.path(), &rows).await;
    let store = open_in(folder.path()).await.unwrap();
    let all = store.list(&everything(Sort { column: SortColumn::Name, descending: false })).await.unwrap();
    let mut names: Vec<_> = all.items.iter().map(|item| item.name.as_str()).collect();
    names.sort_unstable();
    let mut expected = rows.map(|(name, ..)| name);
    expected.sort_unstable();
    assert_eq!(names, expected, "every row is there, under its own name");
    assert_eq!(named(&store, "strasse").await, Some(ids[1].clone()), "the oldest has the name");
    assert_eq!(named(&store, "CAFÉ").await, Some(ids[3].clone()));
    let query = ListQuery { text: "CAFE\u{301}".to_owned(), ..everything(Sort::DEFAULT) };
    assert_eq!(store.list(&query).await.unwrap().total, 3, "the search finds all");

    // One that shares its name is edited under it, and gives it up for another.
    let mut later = store.get(uuid::Uuid::parse_str(&ids[2]).unwrap()).await.unwrap().unwrap();
    later.connection.description = "edited".to_owned();
    store.update(&later, 1, &entry("updated")).await.unwrap();
    later.connection.name = "straße".to_owned();
    let refused = store.update(&later, 2, &entry("updated")).await;
    assert!(matches!(refused, Err(StoreError::NameTaken)), "{refused:?}");
    later.connection.name = "Gasse".to_owned();
    store.update(&later, 2, &entry("updated")).await.unwrap();
    assert_eq!(named(&store, "GASSE").await, Some(ids[2].clone()));
}
