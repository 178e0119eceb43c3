//! Lengths of time as operators write them: `90d`, `24h`, `30m`, `10s`, `0`.

use std::time::Duration;

/// The longest that anybody can mean, in seconds: a hundred years.
const MAX_SECONDS: u64 = 100 * 366 * 86_400;

/// Reads a whole number and its unit; `0` needs none. Gives what is wrong otherwise.
pub fn parse_duration(text: &str) -> Result<Duration, String> {
    if text == "0" {
        return Ok(Duration::ZERO);
    }
    let split = text.find(|c: char| !c.is_ascii_digit()).ok_or("the unit is missing: write s, m, h or d after it")?;
    let (number, unit) = text.split_at(split);
    let number: u64 = number.parse().map_err(|_| "it does not start with a whole number")?;
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return Err("the unit is not one of s, m, h, d".to_owned()),
    };
    let seconds = number.checked_mul(seconds).filter(|seconds| *seconds <= MAX_SECONDS).ok_or("it is too long")?;
    Ok(Duration::from_secs(seconds))
}
