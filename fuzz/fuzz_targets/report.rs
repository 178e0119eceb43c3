//! An answer as the console reads it: never a panic; a report that is understood is written and read as the same report.
#![no_main]

use libfuzzer_sys::fuzz_target;
use model::check::Report;
use model::decode::from_text;
use model::problem::Problem;

fuzz_target!(|text: &str| {
    let _ = from_text::<Problem>(text);
    let Some(report) = from_text::<Report>(text) else { return };
    // Writing spells numbers as serde does; from then on nothing changes any more.
    let written = serde_json::to_string(&report).unwrap_or_default();
    let again = from_text::<Report>(&written).and_then(|again| serde_json::to_string(&again).ok());
    assert_eq!(again, Some(written));
});
