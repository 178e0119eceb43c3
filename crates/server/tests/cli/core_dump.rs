//! A core dump would write keys to the disk.

use crate::Place;
use crate::console::Console;

#[tokio::test]
async fn the_kernel_writes_no_core_dump_of_the_server_and_none_can_be_allowed_again() {
    let place = Place::new();
    let console = Console::start(&place);
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", console.child.id())).unwrap();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max core file size")).unwrap();
    let [soft, hard, ..] = line.split_whitespace().collect::<Vec<_>>()[..] else { panic!("{line}") };
    assert_eq!((soft, hard), ("0", "0"), "neither now nor later");
}
