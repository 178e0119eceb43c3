//! A token that somebody sends as the embedding console's: never a panic, whatever its header and claims say.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|token: &str| server::fuzzing::jwt(token));
