//! A master key file whose POSIX access control list lets one user read it.

use super::*;

/// Gives the file the list that `setfacl -m u:USER:r` makes of a file of mode 0400 (`acl(5)`). A file system without such
/// lists fails the test that calls this.
fn let_read(path: &std::path::Path, user: u32) {
    const NOBODY: u32 = u32::MAX;
    let (user_object, named_user, group_object, mask, other) = (0x01_u16, 0x02, 0x04, 0x10, 0x20);
    let entries = [
        (user_object, 4, NOBODY),
        (named_user, 4, user),
        (group_object, 0, NOBODY),
        (mask, 4, NOBODY),
        (other, 0, NOBODY),
    ];
    let bytes = entries.into_iter().flat_map(|(tag, permissions, id): (u16, u16, u32)| {
        [&tag.to_le_bytes()[..], &permissions.to_le_bytes(), &id.to_le_bytes()].concat()
    });
    let list: Vec<u8> = 2_u32.to_le_bytes().into_iter().chain(bytes).collect();
    let file = std::fs::File::options().read(true).write(true).open(path).unwrap();
    files::acl::write(&file, &list).unwrap();
}

/// What systemd does with credentials: the file is root's, and one user may read it.
#[tokio::test]
async fn a_key_file_that_a_list_opens_to_this_user_alone_is_read_and_to_another_is_not() {
    let place = Place::new().await;
    place.open().await.unwrap();
    let set = |user| {
        std::fs::set_permissions(place.key_file(), std::fs::Permissions::from_mode(0o600)).unwrap();
        let_read(&place.key_file(), user);
        assert_eq!(mode(&place.key_file()), 0o440, "the mask shows as the group's bits");
    };
    let me = files::owner::me();
    set(me);
    place.open().await.unwrap();
    set(me + 1);
    let refused = place.refusal().await;
    assert!(refused.contains("mode 0440"), "{refused}");

    set(me);
    Rotation::run(&place.config, place.store.as_ref()).await.unwrap();
    assert_eq!(mode(&place.key_file()), 0o440, "the list stays with what is put in its place");
    place.open().await.unwrap();
}
