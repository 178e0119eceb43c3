//! The HTTP API through the real router, one file a resource.
