//! The backend as a library, so that tests start it whole.
