//! Metrics of the process itself, under the names that Prometheus's own libraries give them.

use super::number::number;
use std::fs;

const RESIDENT_MEMORY: &str = "process_resident_memory_bytes";
const OPEN_HANDLES: &str = "process_open_fds";
const MOST_HANDLES: &str = "process_max_fds";

pub(super) const HELP: [(&str, &str); 3] = [
    (RESIDENT_MEMORY, "Memory of this process in RAM, in bytes."),
    (OPEN_HANDLES, "Open file handles."),
    (MOST_HANDLES, "How many file handles may be open."),
];

/// Measures; what the system does not tell is not there.
pub(super) fn measure() {
    let handles = fs::read_dir("/proc/self/fd").ok().map(Iterator::count);
    let values = [
        (RESIDENT_MEMORY, resident_memory()),
        (OPEN_HANDLES, handles.and_then(|count| u64::try_from(count).ok())),
        (MOST_HANDLES, Some(crate::handles::limit_now())),
    ];
    for (name, value) in values {
        if let Some(value) = value {
            ::metrics::gauge!(name).set(number(value));
        }
    }
}

fn resident_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
