//! Wycheproof's vectors for AES-GCM against what opens our secrets. Ours are 256 bits with nonces of 96; vectors of
//! other sizes are other algorithms.

use crate::format;
use wycheproof::TestResult;
use wycheproof::aead::{TestName, TestSet};

#[test]
fn every_vector_of_our_size_is_judged_as_it_should_be() {
    let set = TestSet::load(TestName::AesGcm).unwrap();
    let groups = set.test_groups.iter().filter(|group| (group.key_size, group.nonce_size) == (256, 96));
    let mut judged = [0, 0];
    for test in groups.flat_map(|group| &group.tests) {
        let sealed = [test.nonce.as_slice(), &test.ct, &test.tag].concat();
        let opened = format::cipher(&test.key).and_then(|cipher| format::decrypt(&cipher, &sealed, &test.aad));
        match test.result {
            TestResult::Invalid => assert!(opened.is_err(), "{} {}", test.tc_id, test.comment),
            TestResult::Valid | TestResult::Acceptable => {
                assert_eq!(opened.unwrap().expose().as_slice(), test.pt.as_slice(), "{} {}", test.tc_id, test.comment);
            }
        }
        judged[usize::from(test.result == TestResult::Invalid)] += 1;
    }
    assert!(judged[0] >= 30 && judged[1] >= 20, "valid and invalid vectors: {judged:?}");
}
