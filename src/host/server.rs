//! The pages served: joining, a phone's page, what it sends, the wall, and the stream that says when to look again.
//!
//! Nothing here can do what the desk can. The invariant: whoever has no code learns nothing, and a token is read from a
//! form and nowhere else.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize},
};

use axum::{
    Form, Router,
    extract::{DefaultBodyLimit, Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse as _, Redirect, Response},
    routing::get,
};
use serde::Deserialize;
use tokio::sync::Semaphore;

use super::{
    clean::clean,
    code::{draw_token, same_code, who},
    guard::{Names, guard},
    html,
    keeper::{Keeper, News, Said, View},
    limits::Limits,
    live::{live, live_wall},
    tongue::{asked, known as known_tongue, lang},
};
use crate::{
    app::{
        Lang,
        workshop::{Join, known, phone, wall},
    },
    group::{Answer, Event, Refused, Who},
};

const STYLE: &str = include_str!("../../assets/web/room.css");
const SCRIPT: &str = include_str!("../../assets/web/room.js");
/// The longest form that is read, in bytes.
const LONGEST: usize = 8 * 1024;
/// What all requests share.
#[derive(Debug)]
pub(super) struct Served {
    pub(super) keeper: Keeper,
    pub(super) join: Join,
    pub(super) title: String,
    pub(super) lang: &'static str,
    pub(super) limits: Limits,
    /// How many pages listen now.
    pub(super) listening: AtomicUsize,
    /// Whether a page was asked for by another machine than this.
    pub(super) reached: AtomicBool,
    /// Places for streams, fewer than there are connections: so there is always room for a question.
    pub(super) streams: Arc<Semaphore>,
    /// The wall as it was made last, whole and in part, and for which news: it is made once for all who look.
    pub(super) wall: tokio::sync::Mutex<Option<(News, String, String)>>,
}

pub(super) type Shared = State<Arc<Served>>;

/// The pages.
pub(super) fn pages(served: Arc<Served>, names: Names) -> Router {
    Router::new()
        .route("/", get(door))
        .route("/join", get(typed))
        .route("/j/{code}", get(arrive).post(sent))
        .route("/j/{code}/live", get(live))
        .route("/w/{code}", get(on_the_wall))
        .route("/w/{code}/live", get(live_wall))
        .route("/room.css", get(async || file("text/css; charset=utf-8", STYLE)))
        .route("/room.js", get(async || file("text/javascript; charset=utf-8", SCRIPT)))
        .fallback(nowhere)
        .with_state(served)
        .layer(DefaultBodyLimit::max(LONGEST))
        .layer(axum::middleware::from_fn_with_state(names, guard))
}

fn file(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "max-age=300")], text).into_response()
}

fn nowhere_page(lang: &Lang) -> Response {
    (StatusCode::NOT_FOUND, Html(html::sorry(lang, &lang.say("room-no-room")))).into_response()
}

async fn nowhere(State(served): Shared, headers: HeaderMap) -> Response {
    nowhere_page(&lang(asked(&headers, served.lang)))
}

async fn door(State(served): Shared, headers: HeaderMap) -> Response {
    let lang = lang(asked(&headers, served.lang));
    Html(html::sorry(&lang, &lang.say("room-door"))).into_response()
}

#[derive(Deserialize)]
struct Typed {
    code: String,
}

/// A code that somebody typed.
async fn typed(Query(typed): Query<Typed>) -> Response {
    let code: String = typed.code.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    Redirect::to(&format!("/j/{}", code.to_ascii_uppercase())).into_response()
}

/// Whether a code lets in; what to say where it does not.
pub(super) fn let_in(served: &Served, code: &str, lang: &Lang) -> Result<(), Box<Response>> {
    if same_code(code, &served.join.code) {
        return Ok(());
    }
    let mut no = if served.limits.wrong_code() {
        nowhere_page(lang)
    } else {
        (StatusCode::TOO_MANY_REQUESTS, Html(html::sorry(lang, &lang.say("room-too-fast")))).into_response()
    };
    // One guess, one connection.
    no.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    Err(Box::new(no))
}

#[derive(Deserialize)]
struct InLanguage {
    lang: Option<String>,
}

/// The first page: a button, and the token that it will send.
async fn arrive(
    State(served): Shared,
    Path(code): Path<String>,
    Query(wanted): Query<InLanguage>,
    headers: HeaderMap,
) -> Response {
    let tag = wanted.lang.as_deref().and_then(known_tongue);
    let lang = lang(tag.unwrap_or_else(|| asked(&headers, served.lang)));
    if let Err(no) = let_in(&served, &code, &lang) {
        return *no;
    }
    let Ok(token) = draw_token() else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let frame =
        html::Frame { lang: &lang, action: format!("/j/{}", served.join.code), token: &token, notice: None };
    Html(html::join(&frame, &served.title)).into_response()
}

/// A form as it was sent.
struct Fields(Vec<(String, String)>);

impl Fields {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.parse().ok()
    }
}

/// What a phone sends; the answer is its page as it is then.
async fn sent(
    State(served): Shared,
    Path(code): Path<String>,
    headers: HeaderMap,
    form: Result<Form<Vec<(String, String)>>, axum::extract::rejection::FormRejection>,
) -> Response {
    let fields = match form {
        Ok(Form(fields)) => Fields(fields),
        Err(why) => return why.into_response(),
    };
    let tag = fields.get("lang").and_then(known_tongue).unwrap_or_else(|| asked(&headers, served.lang));
    if let Err(no) = let_in(&served, &code, &lang(tag)) {
        return *no;
    }
    let token = fields.get("token").unwrap_or_default().to_owned();
    let Some(participant) = who(&token) else { return StatusCode::BAD_REQUEST.into_response() };
    let what = fields.get("do").unwrap_or_default().to_owned();
    if !served.limits.may(participant)
        || (what == "join" && !served.limits.is_known(participant) && !served.limits.newcomer())
    {
        let lang = lang(tag);
        let action = format!("/j/{}", served.join.code);
        let frame = html::Frame { lang: &lang, action, token: &token, notice: None };
        let text = lang.say("room-too-fast");
        return (StatusCode::TOO_MANY_REQUESTS, Html(html::wait(&frame, &text))).into_response();
    }
    let told = tell(&served.keeper, participant, &what, &fields).await;
    let part = headers.get("x-part").is_some();
    answer(&served, participant, &token, tag, &what, told, part).await
}

/// Lets the room hear what was sent.
async fn tell(keeper: &Keeper, who: Who, what: &str, fields: &Fields) -> Result<(), Said> {
    let no = Err(Said::Refused(Refused::NoOption));
    let event = match what {
        "join" => Event::Joined(who),
        "forget" => Event::Forgotten(who),
        "vote" | "bet" => {
            let (Some(ballot), Some(option)) = (fields.number("ballot"), fields.number("option")) else {
                return no;
            };
            if what == "vote" { Event::Voted(who, ballot, option) } else { Event::Bet(who, ballot, option) }
        }
        "answers" => {
            for n in 0..20 {
                let Some(value) = fields.number(&format!("q{n}")) else { continue };
                // Who does not say how sure they are is taken to be rather sure.
                let sure = fields.number(&format!("s{n}")).unwrap_or(1);
                keeper.tell(Event::Answered(who, n, Answer { value, sure })).await?;
            }
            return Ok(());
        }
        "draft" => match fields.get("text").and_then(clean) {
            Some(text) => Event::Drafted(who, text),
            None => return no,
        },
        "dots" => {
            let dots = fields.0.iter().filter_map(|(name, _)| name.strip_prefix('d')?.parse().ok());
            Event::Dotted(who, dots.take(50).collect())
        }
        "parting" => {
            let (Some(worth), Some(change)) = (fields.number("worth"), fields.number("change")) else {
                return no;
            };
            Event::Parted(who, worth, change)
        }
        // To look, or to see what is known, changes nothing.
        _ => return Ok(()),
    };
    keeper.tell(event).await
}

/// The page after what was sent, whole or the part of it that changes.
async fn answer(
    served: &Served,
    who: Who,
    token: &str,
    tag: &'static str,
    what: &str,
    told: Result<(), Said>,
    part: bool,
) -> Response {
    let action = format!("/j/{}", served.join.code);
    let (status, notice) = match &told {
        Ok(()) => (StatusCode::OK, None),
        Err(said) => {
            let (status, key) = words(said);
            (status, Some(lang(tag).say(key)))
        }
    };
    if what == "forget" && told.is_ok() {
        served.limits.forgets(who);
        let lang = lang(tag);
        return Html(html::gone(&lang, &action, &lang.say("room-forgotten"))).into_response();
    }
    let me = what == "me";
    let asked = served.keeper.read(move |view: &View<'_>| {
        let lang = view.lang(tag);
        let page = if me { None } else { phone(view.shop, who, lang) };
        let known = if me { known(view.shop, who, lang) } else { None };
        (page, known, view.turned)
    });
    let (page, known, turned) = match asked.await {
        Ok(answered) => answered,
        Err(said) => {
            let (status, key) = words(&said);
            let lang = lang(tag);
            let text = lang.say(key);
            if said == Said::Over {
                return (status, Html(html::gone(&lang, &action, &text))).into_response();
            }
            let frame = html::Frame { lang: &lang, action, token, notice: None };
            return (status, Html(html::wait(&frame, &text))).into_response();
        }
    };
    if page.is_some() {
        served.limits.knows(who);
    }
    let lang = lang(tag);
    let frame = html::Frame { lang: &lang, action: action.clone(), token, notice };
    let text = match (page, known) {
        (Some(page), _) if part => html::phone_main(&frame, &page, turned).into_string(),
        (Some(page), _) => html::phone(&frame, &page, turned),
        (None, Some(known)) if part => html::me_main(&frame, &known, turned).into_string(),
        (None, Some(known)) => html::me(&frame, &known, turned),
        (None, None) => {
            let key = if matches!(told, Err(Said::Refused(Refused::Full))) {
                "room-full"
            } else {
                "room-not-known"
            };
            return (StatusCode::GONE, Html(html::gone(&lang, &action, &lang.say(key)))).into_response();
        }
    };
    (status, Html(text)).into_response()
}

/// What went wrong, for a browser and for a person.
const fn words(said: &Said) -> (StatusCode, &'static str) {
    match said {
        Said::Refused(Refused::Closed) => (StatusCode::CONFLICT, "room-too-late"),
        Said::Refused(Refused::Full) => (StatusCode::SERVICE_UNAVAILABLE, "room-full"),
        Said::Refused(Refused::Enough) => (StatusCode::CONFLICT, "room-too-much"),
        Said::Refused(Refused::Unknown) => (StatusCode::GONE, "room-not-known"),
        Said::Refused(Refused::NoOption | Refused::NotNow | Refused::Quorum | Refused::Tied) => {
            (StatusCode::CONFLICT, "room-not-now")
        }
        Said::Log(_) => (StatusCode::INTERNAL_SERVER_ERROR, "room-log-failed"),
        Said::Busy => (StatusCode::SERVICE_UNAVAILABLE, "room-too-fast"),
        Said::Over => (StatusCode::GONE, "room-over"),
    }
}

/// The wall as a page.
async fn on_the_wall(State(served): Shared, Path(code): Path<String>, headers: HeaderMap) -> Response {
    if let Err(no) = let_in(&served, &code, &lang(asked(&headers, served.lang))) {
        return *no;
    }
    let part = headers.contains_key("x-part");
    let now = *served.keeper.news().borrow();
    let mut made = served.wall.lock().await;
    if made.as_ref().is_none_or(|(of, ..)| *of != now) {
        let (join, tag) = (served.join.clone(), served.lang);
        let seen = served
            .keeper
            .read(move |view: &View<'_>| (wall(view.shop, &join, view.at, view.lang(tag)), view.turned));
        let answered = seen.await;
        let lang = lang(tag);
        let action = format!("/w/{}", served.join.code);
        let (wall, turned) = match answered {
            Ok(answered) => answered,
            Err(said) => {
                let (status, key) = words(&said);
                return (status, Html(html::gone(&lang, &action, &lang.say(key)))).into_response();
            }
        };
        let whole = html::wall(&wall, &lang, &action, turned);
        *made = Some((now, whole, html::wall_main(&wall, &lang, turned).into_string()));
    }
    let text = made.as_ref().map(|(_, whole, main)| if part { main.clone() } else { whole.clone() });
    Html(text.unwrap_or_default()).into_response()
}
