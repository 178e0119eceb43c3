//! The memory of a running process, as a core dump would hold it. Only root may look: the server forbids it to others.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::FileExt;

/// Everything that the process can write to: its heap, stacks, data. What it only reads is its program.
pub(crate) fn of(pid: u32) -> Vec<Vec<u8>> {
    let maps = BufReader::new(File::open(format!("/proc/{pid}/maps")).unwrap());
    let memory = File::open(format!("/proc/{pid}/mem"))
        .unwrap_or_else(|error| panic!("this test reads another process's memory, and must be root for that: {error}"));
    let regions = maps.lines().map(Result::unwrap).filter(|line| line.split(' ').nth(1).unwrap().starts_with("rw"));
    let regions: Vec<_> = regions.filter_map(|line| Some((read(&memory, &line)?, line))).collect();
    assert!(regions.iter().any(|(_, line)| line.ends_with("[stack]")), "this is no process's memory");
    regions.into_iter().map(|(content, _)| content).collect()
}

/// `None` where the region has gone since it was listed.
fn read(memory: &File, line: &str) -> Option<Vec<u8>> {
    let (start, end) = line.split(' ').next()?.split_once('-')?;
    let [start, end] = [start, end].map(|text| u64::from_str_radix(text, 16).unwrap());
    let mut content = vec![0; usize::try_from(end - start).unwrap()];
    memory.read_exact_at(&mut content, start).ok().map(|()| content)
}
