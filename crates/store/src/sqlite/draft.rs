//! Atomic file creation: a draft beside the final name, which it gets when it is finished and on disk.

use super::paths::folder_of;
use files::owner;
use rustix::fs::{CWD, OFlags, RenameFlags, renameat_with};
use rustix::io::Errno;
use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Error, ErrorKind, Result};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// What SQLite puts beside a database, and may play into whatever has the database's name next.
pub(super) const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Which of them hold changes that the database itself may not have.
pub(super) const LOGS: [&str; 2] = ["-wal", "-journal"];

/// A file that is being written. Removed when it is dropped before it got its name; what a killed process left is taken
/// over by the next draft for the same name.
pub(super) struct Draft {
    path: PathBuf,
    target: PathBuf,
    /// Locked for as long as it is open, so that two processes never write one draft.
    file: File,
    is_published: bool,
}

impl Draft {
    /// An empty file that its owner alone can read.
    pub(super) fn of(target: &Path) -> Result<Self> {
        let mut name = OsString::from(".");
        name.push(target.file_name().unwrap_or_default());
        name.push(".draft");
        let path = target.with_file_name(name);
        let no_links = i32::try_from(OFlags::NOFOLLOW.bits()).unwrap_or_default();
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o600).custom_flags(no_links);
        let file = options.open(&path)?;
        let metadata = file.metadata()?;
        // In a folder that all users may write to, another user may have made it.
        if metadata.uid() != owner::me() || metadata.nlink() != 1 || !metadata.is_file() {
            return Err(Error::other(format!("there is a {} of someone else; remove it", path.display())));
        }
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::other("another command is writing it just now")),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
        let draft = Self { path, target: target.to_owned(), file, is_published: false };
        draft.clear()?;
        Ok(draft)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Empties it.
    pub(super) fn clear(&self) -> Result<()> {
        self.remove_beside()?;
        self.file.set_len(0)
    }

    /// Gives it the owner and mode of a file that there is already.
    pub(super) fn keep(&self, like: &Path) -> Result<()> {
        owner::keep(&File::open(like)?, &self.file)
    }

    /// Gives it its name, which no other file has.
    pub(super) fn publish_new(self) -> Result<()> {
        self.publish(rename_new)
    }

    /// Gives it its name, in the place of what had it.
    pub(super) fn publish_over(self) -> Result<()> {
        self.publish(|draft, target| std::fs::rename(draft, target))
    }

    fn publish(mut self, rename: impl Fn(&Path, &Path) -> Result<()>) -> Result<()> {
        if let Some(left) = leftover(&self.path, &BESIDE) {
            return Err(Error::other(format!("{} could not be written back", left.display())));
        }
        self.file.sync_all()?;
        rename(&self.path, &self.target)?;
        self.is_published = true;
        File::open(folder_of(&self.target))?.sync_all()
    }

    fn remove_beside(&self) -> Result<()> {
        for ending in BESIDE {
            match std::fs::remove_file(with_ending(&self.path, ending)) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if self.is_published {
            return;
        }
        if let Err(error) = self.remove_beside().and_then(|()| std::fs::remove_file(&self.path)) {
            tracing::warn!(path = %self.path.display(), %error, "an unfinished file could not be removed");
        }
    }
}

/// One of the files beside a database, if there is one.
pub(super) fn leftover(database: &Path, endings: &[&str]) -> Option<PathBuf> {
    let files = endings.iter().map(|ending| with_ending(database, ending));
    files.into_iter().find(|path| path.symlink_metadata().is_ok())
}

pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Never replaces what is there.
fn rename_new(from: &Path, to: &Path) -> Result<()> {
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // A file system without that.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {
            std::fs::hard_link(from, to)?;
            std::fs::remove_file(from)
        }
        renamed => Ok(renamed?),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn a_name_is_given_to_what_is_finished_and_never_taken_from_what_has_it() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.db");
        let draft = Draft::of(&target).unwrap();
        assert_eq!(names(folder.path()), [".a.db.draft"]);
        assert!(Draft::of(&target).err().unwrap().to_string().contains("just now"), "one at a time");
        std::fs::write(draft.path(), "new").unwrap();
        draft.publish_new().unwrap();
        assert_eq!(names(folder.path()), ["a.db"]);

        let draft = Draft::of(&target).unwrap();
        assert_eq!(draft.publish_new().unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read_to_string(&target).unwrap(), "new");
        assert_eq!(names(folder.path()), ["a.db"]);
        Draft::of(&target).unwrap().publish_over().unwrap();
        assert_eq!(std::fs::read_to_string(&target).unwrap(), "");
    }

    #[test]
    fn what_a_killed_process_left_is_taken_over_and_what_is_not_ours_is_not_touched() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.db");
        for name in [".a.db.draft", ".a.db.draft-wal", ".a.db.draft-journal"] {
            std::fs::write(folder.path().join(name), "left over").unwrap();
        }
        let draft = Draft::of(&target).unwrap();
        assert_eq!(std::fs::metadata(draft.path()).unwrap().mode() & 0o7777, 0o600);
        assert_eq!(
            (names(folder.path()), std::fs::metadata(draft.path()).unwrap().len()),
            (vec![".a.db.draft".into()], 0)
        );
        std::fs::write(folder.path().join(".a.db.draft-wal"), "not written back").unwrap();
        assert!(draft.publish_new().is_err());
        assert!(names(folder.path()).is_empty());

        std::fs::write(folder.path().join("precious"), "precious").unwrap();
        for link in [std::os::unix::fs::symlink::<PathBuf, PathBuf>, |from, to| std::fs::hard_link(from, to)] {
            link(folder.path().join("precious"), folder.path().join(".a.db.draft")).unwrap();
            assert!(Draft::of(&target).is_err());
            assert_eq!(std::fs::read_to_string(folder.path().join("precious")).unwrap(), "precious");
            std::fs::remove_file(folder.path().join(".a.db.draft")).unwrap();
        }
    }
}
