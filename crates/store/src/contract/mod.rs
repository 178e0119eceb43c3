//! Contract tests of a store, which run against any implementation: `contract_tests!(open)`, where `open` gives a guard
//! that keeps the database and the store itself.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::missing_panics_doc, clippy::assigning_clones)]

pub mod changes;
pub mod credentials;
pub mod lists;
pub mod others;
pub mod samples;
pub mod schedule;

/// One test a behavior.
#[macro_export]
macro_rules! contract_tests {
    ($open:path) => {
        $crate::contract_tests!($open:
            changes::{
                a_connection_comes_back_as_it_was_stored,
                nothing_is_found_under_an_unknown_id,
                names_that_read_the_same_are_one,
                a_replace_needs_the_version_it_was_made_from,
                a_replace_keeps_who_created_it_and_counts_the_version,
                of_many_replaces_of_one_version_one_wins,
                a_refused_write_leaves_nothing,
                deleting_takes_all_or_none,
                a_deletion_leaves_its_history_and_frees_the_name,
                a_verification_changes_status_and_report_but_not_the_version,
                a_verification_of_another_version_is_not_recorded,
                an_unfinished_verification_changes_only_the_report,
                an_organization_is_remembered_once,
                history_is_paged_newest_first,
                times_keep_their_fraction,
            }
            lists::{
                every_order_is_the_same_by_pages_as_at_once,
                every_order_is_right,
                rows_that_were_never_verified_come_first,
                a_page_goes_on_where_it_ended_although_rows_come_and_go,
                a_search_finds_parts_of_four_fields_ignoring_case,
                a_search_takes_wildcards_as_they_are,
                filters_narrow_the_page_and_the_total,
                who_and_when_narrow_the_page_and_the_total,
                a_made_up_position_is_refused,
                a_list_leaves_reports_out,
                what_is_renamed_while_it_is_exported_is_there_once,
                connections_are_counted_by_status,
            }
            credentials::{
                a_credential_is_found_by_its_hash_and_kind,
                a_taken_credential_is_gone,
                revoking_keeps_the_first_time_and_takes_children_along,
                last_use_never_goes_back,
                sessions_are_listed_until_they_end,
                a_revocation_that_waited_for_its_entry_says_when_it_was,
            }
            schedule::{
                what_was_asked_long_ago_may_be_due_some_of_each_organization,
                tries_without_a_result_count_until_there_is_one,
                one_server_has_an_organization,
                of_two_runs_the_one_that_began_later_is_kept,
            }
            others::{
                a_retry_is_recognized_for_its_owner_only,
                a_retry_is_recognized_before_the_name_is,
                a_retry_is_forgotten_after_a_day_although_nobody_sends_another,
                of_many_equal_requests_one_creates,
                retries_are_forgotten_after_a_day,
                a_generated_key_waits_until_it_is_taken,
                a_generated_key_that_nobody_took_is_forgotten_in_time,
                a_value_about_the_database_is_set_once,
                it_knows_whether_it_holds_secrets,
                it_answers_until_it_is_closed,
            }
        );
    };
    ($open:path: $($module:ident::{$($name:ident),+ $(,)?})+) => {
        $(mod $module {
            $(#[tokio::test]
            async fn $name() {
                let (_guard, store) = $open().await;
                $crate::contract::$module::$name(store.as_ref()).await;
            })+
        })+
    };
}
pub use crate::contract_tests;
