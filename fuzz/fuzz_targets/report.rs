//! An answer as the console reads it: never a panic; a report that is understood is written and read as the same report.
#![no_main]

use libfuzzer_sys::fuzz_target;
use model::check::Report;
use model::problem::Problem;

fuzz_target!(|text: &str| {
    let _ = serde_json::from_str::<Problem>(text);
    let Ok(report) = serde_json::from_str::<Report>(text) else { return };
    // Writing spells numbers as serde does; from then on nothing changes any more.
    let written = serde_json::to_string(&report).unwrap_or_default();
    let again = serde_json::from_str::<Report>(&written).ok().and_then(|again| serde_json::to_string(&again).ok());
    assert_eq!(again, Some(written));
});
