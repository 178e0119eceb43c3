//! No core dumps: they would write keys to disk.

use super::error::CliError;

pub(super) fn forbid() -> Result<(), CliError> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }).map_err(std::io::Error::from)?;
    // A limit does not hold where the kernel pipes dumps to a program; this does, and keeps debuggers out, too.
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)
        .map_err(std::io::Error::from)?;
    Ok(())
}
