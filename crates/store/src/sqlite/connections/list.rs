//! Pages of connections. A page goes on behind the last row of the one before (keyset paging), so that it costs the
//! same wherever it is, and rows that come or go meanwhile shift nothing.

use super::row::{self, rank};
use crate::connections::{ListQuery, Page, Position};
use crate::error::StoreError;
use model::api::SortColumn;
use model::connection::{Connection, Status};
use model::field::case_folded;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, QueryBuilder, Row, Sqlite, SqliteConnection};
use std::collections::HashMap;
use uuid::Uuid;

/// What stands for "never" where a time is sorted; smaller than any time.
const NEVER: i64 = -1;

/// What a column is sorted by: an expression that an index has, never null.
struct SortKey {
    expression: &'static str,
    is_text: bool,
}

/// The value that a page goes on behind.
enum Bound {
    Text(String),
    Number(i64),
}

impl Bound {
    fn push(&self, sql: &mut QueryBuilder<Sqlite>) {
        match self {
            Self::Text(text) => sql.push_bind(text.clone()),
            Self::Number(number) => sql.push_bind(*number),
        };
    }
}

fn sort_key(column: SortColumn) -> SortKey {
    let (expression, is_text) = match column {
        SortColumn::Name => ("name_key", true),
        SortColumn::Status => ("status_rank", false),
        SortColumn::Application => ("application", true),
        SortColumn::Domain => ("domain", true),
        SortColumn::VerifiedAt => ("coalesce(verified_at, -1)", false),
        SortColumn::UpdatedAt => ("updated_at", false),
    };
    SortKey { expression, is_text }
}

pub(super) async fn list(db: &mut SqliteConnection, query: &ListQuery) -> Result<Page, StoreError> {
    let rows = page(query)?.build().fetch_all(&mut *db).await?;
    let total: i64 = match rows.first() {
        Some(row) => row.try_get("total")?,
        None => count(QueryBuilder::new(""), query).build_query_scalar().fetch_one(&mut *db).await?,
    };
    let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
    let shown = &rows[..rows.len().min(limit)];
    let next = match shown.last() {
        Some(last) if rows.len() > limit => Some(position(last, query.sort.column)?),
        _ => None,
    };
    let items = shown.iter().map(row::connection).collect::<Result<_, _>>()?;
    Ok(Page { items, next, total: u64::try_from(total).unwrap_or_default() })
}

/// One statement, so that it sees one moment.
pub(super) async fn ids(db: &mut SqliteConnection, query: &ListQuery) -> Result<Vec<Uuid>, StoreError> {
    let SortKey { expression, .. } = sort_key(query.sort.column);
    let direction = if query.sort.descending { "DESC" } else { "ASC" };
    let mut sql = QueryBuilder::new("SELECT id FROM connections");
    sql.push(in_file_order(query)).push(" WHERE 1");
    push_filter(&mut sql, query);
    sql.push(format!(" ORDER BY {expression} {direction}, id {direction}"));
    let ids: Vec<String> = sql.build_query_scalar().fetch_all(db).await?;
    ids.iter().map(|id| Uuid::parse_str(id).map_err(|_| row::damaged("id"))).collect()
}

pub(super) async fn by_ids(db: &mut SqliteConnection, ids: &[Uuid]) -> Result<Vec<Connection>, StoreError> {
    let columns = row::COLUMNS;
    let wanted = serde_json::json!(ids.iter().map(Uuid::to_string).collect::<Vec<_>>()).to_string();
    let sql = format!("SELECT {columns} FROM connections WHERE id IN (SELECT value FROM json_each(?))");
    let rows = sqlx::query(AssertSqlSafe(sql)).bind(wanted).fetch_all(db).await?;
    let mut found = HashMap::with_capacity(rows.len());
    for row in &rows {
        let connection = row::connection(row)?;
        found.insert(connection.id.clone(), connection);
    }
    Ok(ids.iter().filter_map(|id| found.remove(&id.to_string())).collect())
}

pub(super) async fn count_by_status(db: &mut SqliteConnection) -> Result<Vec<(Status, u64)>, StoreError> {
    let rows = sqlx::query("SELECT status_rank, count(*) AS many FROM connections GROUP BY status_rank");
    let counted = |row: &SqliteRow| {
        let (rank, many): (i64, i64) = (row.try_get("status_rank")?, row.try_get("many")?);
        Ok((row::status(rank)?, u64::try_from(many).unwrap_or_default()))
    };
    rows.fetch_all(db).await?.iter().map(counted).collect()
}

/// A search reads every row: in the order of the file, which is several times faster than in that of an index.
fn in_file_order(query: &ListQuery) -> &'static str {
    if query.text.is_empty() { "" } else { " NOT INDEXED" }
}

/// Adds the query for how many rows there are on all pages.
fn count(mut sql: QueryBuilder<Sqlite>, query: &ListQuery) -> QueryBuilder<Sqlite> {
    sql.push("SELECT count(*) FROM connections WHERE 1");
    push_filter(&mut sql, query);
    sql
}

/// One row more than asked for: whether there is another page. The total comes along with the rows, so that both are of
/// one moment without a transaction, whose steps would each be a walk to SQLite's thread and back.
pub(in crate::sqlite) fn page(query: &ListQuery) -> Result<QueryBuilder<Sqlite>, StoreError> {
    let key = sort_key(query.sort.column);
    let (direction, beyond) = if query.sort.descending { ("DESC", "<") } else { ("ASC", ">") };
    let columns = row::COLUMNS;
    let expression = key.expression;
    let how = in_file_order(query);
    let mut sql = count(QueryBuilder::new(format!("SELECT {columns}, {expression} AS sort_key, (")), query);
    sql.push(format!(") AS total FROM connections{how} WHERE 1"));
    push_filter(&mut sql, query);
    if let Some(Position { key: after, id }) = &query.after {
        let after = match (after, key.is_text) {
            (Some(text), true) => Bound::Text(text.clone()),
            (Some(number), false) => Bound::Number(number.parse().map_err(|_| StoreError::InvalidPosition)?),
            (None, false) => Bound::Number(NEVER),
            (None, true) => return Err(StoreError::InvalidPosition),
        };
        // The first condition says nothing new, but it is the one that finds its place in an index on an expression.
        after.push(sql.push(format!(" AND {expression} {beyond}= ")));
        after.push(sql.push(format!(" AND ({expression}, id) {beyond} (")));
        sql.push(", ").push_bind(id.clone()).push(")");
    }
    sql.push(format!(" ORDER BY {expression} {direction}, id {direction} LIMIT "));
    sql.push_bind(i64::from(query.limit) + 1);
    Ok(sql)
}

fn push_filter(sql: &mut QueryBuilder<Sqlite>, query: &ListQuery) {
    if !query.text.is_empty() {
        // Unlike LIKE, this has no wildcards to escape and compares what was folded as it stands.
        sql.push(" AND instr(search, ").push_bind(case_folded(&query.text)).push(") > 0");
    }
    match &query.statuses[..] {
        [] => {}
        [status] => drop(sql.push(" AND status_rank = ").push_bind(rank(*status))),
        // The plus keeps the index on the status away: with several of them it would not give the order that is asked for.
        several => {
            let mut ranks = sql.push(" AND +status_rank IN (").separated(", ");
            for status in several {
                ranks.push_bind(rank(*status));
            }
            sql.push(")");
        }
    }
    if let Some(application) = query.application {
        // The sign keeps SQLite from an index of applications: nearly all rows are of the same, and sorting them takes
        // longer than reading on in the order asked for.
        sql.push(" AND +application = ").push_bind(application.id());
    }
    if !query.modified_by.is_empty() {
        // SQLite lower-cases ASCII alone: other letters are found as they are written, or in small letters.
        sql.push(" AND (instr(lower(updated_by), ").push_bind(query.modified_by.to_lowercase());
        sql.push(") > 0 OR instr(updated_by, ").push_bind(query.modified_by.clone()).push(") > 0)");
    }
    if let Some(after) = query.modified_after {
        // Beyond what the database can hold lies nothing, or everything.
        let nanos = i64::try_from(after.unix_timestamp_nanos());
        sql.push(" AND updated_at > ").push_bind(nanos.unwrap_or(if after.year() < 1970 {
            i64::MIN
        } else {
            i64::MAX
        }));
    }
}

fn position(row: &SqliteRow, column: SortColumn) -> Result<Position, StoreError> {
    let key = if sort_key(column).is_text {
        Some(row.try_get("sort_key")?)
    } else {
        let number: i64 = row.try_get("sort_key")?;
        (number != NEVER).then(|| number.to_string())
    };
    Ok(Position { key, id: row.try_get("id")? })
}
