//! What a connection has read lies in its buffers until more is read, which may be long after the answer. A request with
//! a body may have brought a private key: its connection is closed, so that its buffers are freed, and freed memory is
//! wiped.

use axum::body::HttpBody;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

pub(super) async fn forget(request: Request, next: Next) -> Response {
    let has_body = !request.body().is_end_stream();
    let mut response = next.run(request).await;
    if has_body {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}
