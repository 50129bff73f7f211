//! The stream that tells a page when to look again, and nothing else.
//!
//! The invariant: a stream holds one of its own places, and ends by itself, so none is taken for ever.

use std::{
    convert::Infallible,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{
        IntoResponse as _, Response,
        sse::{Event as Sent, KeepAlive, Sse},
    },
};
use tokio::sync::OwnedSemaphorePermit;

use super::{
    keeper::News,
    server::{Served, Shared, let_in},
    tongue::{asked, lang},
};

/// How long what comes in a burst is gathered before it is told.
const BURST: Duration = Duration::from_millis(50);
/// How long a page listens before it has to come back.
const LISTENS: Duration = Duration::from_secs(240);

/// Says when a phone should look again.
pub(super) async fn live(State(served): Shared, Path(code): Path<String>, headers: HeaderMap) -> Response {
    // A phone is not told how many have answered: on a weak network that would be most of what it hears.
    stream(served, &code, &headers, |news| News { answered: 0, here: 0, ..news })
}

/// Says when the wall should look again.
pub(super) async fn live_wall(
    State(served): Shared,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Response {
    stream(served, &code, &headers, |news| news)
}

/// Counts a page that listens, for as long as it does, and keeps its place.
struct Listening(
    Arc<Served>,
    #[expect(dead_code, reason = "held for as long as the stream is")] OwnedSemaphorePermit,
);

impl Drop for Listening {
    fn drop(&mut self) {
        self.0.listening.fetch_sub(1, Ordering::Relaxed);
    }
}

fn stream(served: Arc<Served>, code: &str, headers: &HeaderMap, of: fn(News) -> News) -> Response {
    if let Err(no) = let_in(&served, code, &lang(asked(headers, served.lang))) {
        return *no;
    }
    let Ok(place) = Arc::clone(&served.streams).try_acquire_owned() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    served.listening.fetch_add(1, Ordering::Relaxed);
    // A stream ends after a while, and a browser comes back by itself; so no place is taken for ever.
    let until =
        tokio::time::Instant::now() + LISTENS + Duration::from_secs(u64::from(rand::random::<u8>()) / 4);
    let news = served.keeper.news();
    let listening = Listening(served, place);
    let stream = futures_util::stream::unfold(
        (news, None, listening),
        move |(mut news, told, listening)| async move {
            loop {
                let now = of(*news.borrow_and_update());
                if told != Some(now) {
                    // A browser that lost us comes back after a second or two, not all at once.
                    let retry = Duration::from_millis(800 + u64::from(rand::random::<u16>()) % 1_700);
                    let sent = Sent::default().id(now.turned.to_string()).retry(retry).data(said(now));
                    return Some((Ok::<_, Infallible>(sent), (news, Some(now), listening)));
                }
                // What comes in a burst is told once.
                tokio::time::sleep(BURST).await;
                match tokio::time::timeout_at(until, news.changed()).await {
                    Ok(Ok(())) => {}
                    Ok(Err(_)) | Err(_) => return None,
                }
            }
        },
    );
    Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response()
}

fn said(news: News) -> String {
    let until = news.until.map_or_else(|| "null".to_owned(), |u| u.to_string());
    format!(
        r#"{{"turned":{},"answered":{},"here":{},"until":{until},"paused":{}}}"#,
        news.turned, news.answered, news.here, news.paused
    )
}
