//! Timestamps as the database keeps them: nanoseconds since 1970, which sort right whatever their text looks like.

use crate::error::StoreError;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// RFC 3339 to nanoseconds; years 1970 to 2262.
pub(crate) fn to_nanos(text: &str) -> Result<i64, StoreError> {
    let time = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| unfit())?;
    from_time(time)
}

/// Nanoseconds to RFC 3339 in UTC, without zeros at the end of the fraction.
pub(crate) fn to_text(nanos: i64) -> Result<String, StoreError> {
    to_time(nanos)?.format(&Rfc3339).map_err(|_| unfit())
}

pub(crate) fn from_time(time: OffsetDateTime) -> Result<i64, StoreError> {
    i64::try_from(time.unix_timestamp_nanos()).ok().filter(|nanos| *nanos >= 0).ok_or_else(unfit)
}

pub(crate) fn to_time(nanos: i64) -> Result<OffsetDateTime, StoreError> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(nanos)).map_err(|_| unfit())
}

fn unfit() -> StoreError {
    StoreError::Database("a time is not RFC 3339 between the years 1970 and 2262".to_owned())
}
