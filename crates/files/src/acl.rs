//! POSIX access control lists: who may read a file, where its list says more than its mode. The bits of the group are
//! the
//! mask of the list then: systemd hands out credentials so, to one user.
//! Source: `linux/posix_acl_xattr.h`, `acl(5)`.

use rustix::fs::{XattrFlags, fgetxattr, fsetxattr};
use rustix::io::Errno;
use std::fs::{File, Metadata};
use std::io::Result;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

/// Where the kernel keeps the lists.
const NAME: &str = "system.posix_acl_access";
/// More than any list here has.
const MAX_BYTES: usize = 4_096;

const VERSION: u32 = 2;
const ENTRY_BYTES: usize = 8;
const USER: u16 = 0x02;
const GROUP_OBJ: u16 = 0x04;
const GROUP: u16 = 0x08;
const MASK: u16 = 0x10;
const OTHER: u16 = 0x20;

/// Whether a file can be read by its owner and this process alone.
pub fn is_private(file: &File, metadata: &Metadata) -> bool {
    let others = metadata.permissions().mode() & 0o077;
    if others == 0 {
        return true;
    }
    let is_ours = metadata.uid() == 0 || metadata.uid() == me();
    let list = read(file).ok().flatten();
    is_ours && list.is_some_and(|list| names_only(&list, me()))
}

/// The list of a file, as the kernel keeps it.
pub(crate) fn read(file: &File) -> Result<Option<Vec<u8>>> {
    let mut list = vec![0; MAX_BYTES];
    match fgetxattr(file, NAME, list.as_mut_slice()) {
        Ok(length) => {
            list.truncate(length);
            Ok(Some(list))
        }
        Err(Errno::NODATA | Errno::NOTSUP) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Gives a file this list. A file system without such lists refuses it.
pub fn write(file: &File, list: &[u8]) -> Result<()> {
    Ok(fsetxattr(file, NAME, list, XattrFlags::empty())?)
}

fn me() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// Whether a list gives access to the owner and one user alone.
fn names_only(list: &[u8], user: u32) -> bool {
    let Some((version, entries)) = list.split_first_chunk::<4>() else { return false };
    if u32::from_le_bytes(*version) != VERSION || !entries.len().is_multiple_of(ENTRY_BYTES) {
        return false;
    }
    let entries: Vec<_> = entries.chunks_exact(ENTRY_BYTES).filter_map(entry).collect();
    let Some((_, mask, _)) = entries.iter().find(|(tag, ..)| *tag == MASK) else { return false };
    entries.iter().all(|(tag, permissions, id)| match *tag {
        USER => permissions & mask == 0 || *id == user,
        GROUP_OBJ | GROUP => permissions & mask == 0,
        OTHER => *permissions == 0,
        _ => true,
    })
}

/// Tag, permissions and id.
fn entry(bytes: &[u8]) -> Option<(u16, u16, u32)> {
    let (tag, rest) = bytes.split_first_chunk::<2>()?;
    let (permissions, rest) = rest.split_first_chunk::<2>()?;
    let (id, _) = rest.split_first_chunk::<4>()?;
    Some((u16::from_le_bytes(*tag), u16::from_le_bytes(*permissions), u32::from_le_bytes(*id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOBODY: u32 = u32::MAX;

    fn list(entries: &[(u16, u16, u32)]) -> Vec<u8> {
        let bytes = entries.iter().flat_map(|(tag, permissions, id)| {
            [&tag.to_le_bytes()[..], &permissions.to_le_bytes(), &id.to_le_bytes()].concat()
        });
        VERSION.to_le_bytes().into_iter().chain(bytes).collect()
    }

    /// What `setfacl -m u:USER:r` makes of a file of mode 0400.
    fn readable_by(user: u32) -> Vec<u8> {
        list(&[(1, 4, NOBODY), (USER, 4, user), (GROUP_OBJ, 0, NOBODY), (MASK, 4, NOBODY), (OTHER, 0, NOBODY)])
    }

    #[test]
    fn a_list_that_lets_in_one_user_is_private_to_that_user_alone() {
        assert!(names_only(&readable_by(998), 998));
        assert!(!names_only(&readable_by(998), 7));
        for (entries, is_private) in [
            // Another user, too.
            (vec![(USER, 4, 998), (USER, 4, 7), (MASK, 4, NOBODY)], false),
            // That the mask does not let in.
            (vec![(USER, 4, 998), (USER, 2, 7), (MASK, 4, NOBODY)], true),
            (vec![(USER, 4, 998), (GROUP, 4, 7), (MASK, 4, NOBODY)], false),
            (vec![(USER, 4, 998), (GROUP_OBJ, 4, NOBODY), (MASK, 4, NOBODY)], false),
            (vec![(USER, 4, 998), (MASK, 4, NOBODY), (OTHER, 4, NOBODY)], false),
            // Without a mask the bits of the group are the group's.
            (vec![(USER, 4, 998)], false),
            (vec![], false),
        ] {
            assert_eq!(names_only(&list(&entries), 998), is_private, "{entries:?}");
        }
        let whole = readable_by(998);
        let without_the_others = whole.len() - ENTRY_BYTES;
        for length in 0..without_the_others {
            assert!(!names_only(&whole[..length], 998), "{length} bytes");
        }
    }
}
