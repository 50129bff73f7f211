//! Who may ask at all: the right name in the address, the right page to come from, in time; and what every answer says.
//!
//! Against pages of other sites in a phone's browser, names that are rebound, and requests that never end. The
//! invariant: every answer carries the rules for the browser, also one that refuses.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

/// How long an answer may take, with what is still to be read of the question.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// What a browser may do with our pages: load from here, send to here, nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// The names that this room is reached by, each with its port.
#[derive(Debug, Clone)]
pub(super) struct Names(pub(super) Arc<Vec<String>>);

/// Lets through what may ask.
pub(super) async fn guard(State(names): State<Names>, request: Request, next: Next) -> Response {
    let mut answer = match refused(&names, request.method(), request.headers()) {
        Some(status) => status.into_response(),
        None => match tokio::time::timeout(PATIENCE, next.run(request)).await {
            Ok(answer) => answer,
            Err(_) => StatusCode::REQUEST_TIMEOUT.into_response(),
        },
    };
    let headers = answer.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        // `no-referrer` would make browsers send a form with the origin `null`.
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    answer
}

fn refused(names: &Names, method: &Method, headers: &HeaderMap) -> Option<StatusCode> {
    let one = |name: HeaderName| {
        let mut all = headers.get_all(name).iter();
        let first = all.next().map(|v| v.to_str().unwrap_or("?"));
        if all.next().is_some() { Some("?") } else { first }
    };
    let known = |host: &str| names.0.iter().any(|n| n == host);
    if !one(header::HOST).is_some_and(known) {
        return Some(StatusCode::MISDIRECTED_REQUEST);
    }
    if !matches!(*method, Method::GET | Method::HEAD | Method::POST) {
        return Some(StatusCode::METHOD_NOT_ALLOWED);
    }
    // A browser always says where a form comes from; what is no browser has no other page open.
    let origin = one(header::ORIGIN);
    let own =
        origin.is_none_or(|o| o.strip_prefix("http://").is_some_and(|host| Some(host) == one(header::HOST)));
    let site = one(HeaderName::from_static("sec-fetch-site"));
    let elsewhere = matches!(site, Some("cross-site" | "same-site" | "?"));
    let asks = *method == Method::POST || one(header::ACCEPT) == Some("text/event-stream");
    (!own || (asks && elsewhere)).then_some(StatusCode::FORBIDDEN)
}
