//! File ownership: the owner of a file, and which user must run a command that writes beside it.

use crate::acl;
use rustix::fs::{Access, access};
use std::fs::{File, Metadata};
use std::io::Result;
use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
use std::path::Path;

const ROOT: u32 = 0;

/// Says what to run instead, where a file that this process makes in a folder would be useless to the folder's user.
pub fn refuse_foreign_folder(folder: &Path) -> std::result::Result<(), String> {
    let Some(metadata) = upwards(folder).find_map(|part| part.metadata().ok()) else { return Ok(()) };
    if !foreign(me(), metadata.uid()) {
        return Ok(());
    }
    let user = user_name(metadata.uid());
    Err(format!(
        "the folder belongs to the user {user}, who could not use a file that root makes there; run this as that user: sudo -u {user}"
    ))
}

/// Whether files can be made in a folder that may have to be made first; why not, in words of the system.
pub fn check_folder(folder: &Path) -> std::result::Result<(), String> {
    refuse_foreign_folder(folder)?;
    let Some(there) = upwards(folder).find(|part| part.symlink_metadata().is_ok()) else { return Ok(()) };
    if !there.is_dir() {
        return Err(format!("{} is no folder", there.display()));
    }
    access(there, Access::WRITE_OK | Access::EXEC_OK)
        .map_err(|error| format!("{}: {}", there.display(), std::io::Error::from(error)))
}

/// A folder and those that it is in.
fn upwards(folder: &Path) -> impl Iterator<Item = &Path> {
    folder.ancestors().map(|part| if part.as_os_str().is_empty() { Path::new(".") } else { part })
}

/// The command to run instead, where a file belongs to another user.
pub fn hint(path: &Path) -> Option<String> {
    let owner = path.metadata().or_else(|_| path.parent().unwrap_or(path).metadata()).ok()?.uid();
    (owner != me()).then(|| {
        let user = user_name(owner);
        format!("it belongs to the user {user}; run this as that user: sudo -u {user}")
    })
}

/// Whether this process may give a file that replaces this one to the same owner.
pub fn may_replace(metadata: &Metadata) -> bool {
    me() == ROOT || metadata.uid() == me()
}

/// Gives a new file the owner, mode and access control list of the one that it replaces.
pub fn keep(replaced: &File, new: &File) -> Result<()> {
    let (was, is) = (replaced.metadata()?, new.metadata()?);
    let mut mode = was.mode() & 0o7777;
    if was.uid() != is.uid() {
        fchown(new, Some(was.uid()), Some(was.gid()))?;
    } else if was.gid() != is.gid() && fchown(new, None, Some(was.gid())).is_err() {
        // A group that this user is not in any more: then no group may do anything.
        mode &= !0o070;
    }
    new.set_permissions(std::fs::Permissions::from_mode(mode))?;
    match acl::read(replaced)? {
        Some(list) => acl::write(new, &list),
        None => Ok(()),
    }
}

/// Who this process is.
pub fn me() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// Only root makes files where it owns nothing; any other user who may write to a folder was given it.
fn foreign(me: u32, owner: u32) -> bool {
    me == ROOT && owner != ROOT
}

/// As `sudo -u` takes it.
pub fn user_name(uid: u32) -> String {
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    name_in(&users, uid).map_or_else(|| format!("#{uid}"), str::to_owned)
}

fn name_in(users: &str, uid: u32) -> Option<&str> {
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(uid)).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_root_is_kept_from_making_files_in_the_folder_of_another() {
        for (me, owner, is_foreign) in
            [(0, 0, false), (0, 998, true), (998, 998, false), (998, 0, false), (7, 8, false)]
        {
            assert_eq!(foreign(me, owner), is_foreign, "{me} {owner}");
        }
    }

    #[test]
    fn a_user_is_named_as_sudo_takes_it() {
        let users = "root:x:0:0:root:/root:/bin/sh\nbroken\napp-connections:x:998:998::/:/usr/sbin/nologin\n";
        assert_eq!(name_in(users, 998), Some("app-connections"));
        assert_eq!(name_in(users, 0), Some("root"));
        assert_eq!(name_in(users, 7), None);
        assert_eq!(user_name(4_000_000_001), "#4000000001");
    }
}
