// Keeps a page of the room up to date. Everything works without it: it only saves the tap on "Look again".
(() => {
  "use strict";
  const live = document.body.dataset.live;
  if (!live || !window.fetch) return;
  const action = live.replace(/\/live$/, "");
  const place = () => document.getElementById("main");
  const store = {
    get: () => { try { return JSON.parse(sessionStorage.getItem(action)); } catch { return null; } },
    set: (token) => {
      const kept = token && JSON.stringify({ token, lang: document.documentElement.lang });
      try { kept ? sessionStorage.setItem(action, kept) : sessionStorage.removeItem(action); } catch { /* private mode */ }
    },
  };
  let source = null;
  let asking = null;
  let again = false;
  let seen = "";

  const field = (name) => place().querySelector(`input[name="${name}"]`)?.value;
  const joined = () => place().querySelector('input[name="do"][value="page"]') !== null;

  // What was begun and not sent is kept over a change of the page.
  const begun = () => {
    const kept = new Map();
    for (const e of place().querySelectorAll("textarea, input[type=radio], input[type=checkbox]")) {
      if (e.type === "radio" || e.type === "checkbox") { if (e.checked !== e.defaultChecked) kept.set(`${e.name}=${e.value}`, e.checked); }
      else if (e.value) kept.set(e.name, e.value);
    }
    return kept;
  };
  const takeUp = (kept) => {
    for (const e of place().querySelectorAll("textarea, input[type=radio], input[type=checkbox]")) {
      const pick = e.type === "radio" || e.type === "checkbox";
      const was = kept.get(pick ? `${e.name}=${e.value}` : e.name);
      if (was !== undefined) { if (pick) e.checked = was; else e.value = was; }
    }
  };

  const show = (text, keep) => {
    const next = new DOMParser().parseFromString(text, "text/html").getElementById("main");
    if (!next) throw new Error("no page");
    const now = place();
    if (now.innerHTML === next.innerHTML) { now.dataset.turned = next.dataset.turned; return; }
    const kept = keep ? begun() : new Map();
    const heading = now.querySelector("h1")?.textContent;
    const focused = document.activeElement?.name;
    const value = document.activeElement?.value;
    now.replaceWith(next);
    takeUp(kept);
    if (next.dataset.gone !== undefined) store.set(null);
    else if (joined()) { store.set(field("token")); if (!source) listen(); }
    if (next.dataset.wall !== undefined) return;
    if (next.querySelector("h1")?.textContent !== heading) { next.querySelector("h1")?.focus(); window.scrollTo(0, 0); return; }
    if (focused) [...next.querySelectorAll(`[name="${focused}"]`)].find((e) => e.type === "textarea" || e.value === value)?.focus();
  };

  const post = async (fields, keep) => {
    const answer = await fetch(action, {
      method: "POST", body: new URLSearchParams(fields), cache: "no-store",
      headers: { "X-Part": "main", "Content-Type": "application/x-www-form-urlencoded" },
    });
    if (answer.status === 429 || answer.status === 503) throw new Error("later");
    show(await answer.text(), keep);
  };
  const look = async () => {
    if (asking) { again = true; return; }
    asking = true;
    try {
      if (place().dataset.wall !== undefined) show(await (await fetch(action, { headers: { "X-Part": "main" }, cache: "no-store" })).text(), false);
      else if (joined()) await post({ token: field("token"), lang: document.documentElement.lang, do: "page" }, true);
    } catch { setTimeout(() => { if (source?.readyState === 1) look(); }, 1000 + Math.random() * 2000); }
    asking = null;
    if (again) { again = false; look(); }
  };

  const lost = (form) => {
    const e = form.querySelector('[role="alert"]') ?? form.appendChild(document.createElement("p"));
    e.className = "notice";
    e.setAttribute("role", "alert");
    e.textContent = document.body.dataset.lost;
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    event.preventDefault();
    const data = new FormData(form);
    if (event.submitter?.name) data.set(event.submitter.name, event.submitter.value);
    if (data.get("lang")) document.documentElement.lang = data.get("lang");
    for (const b of form.querySelectorAll("button")) b.disabled = true;
    post(data, false).catch(() => lost(form)).finally(() => { for (const b of form.querySelectorAll("button")) b.disabled = false; });
  });

  let clock = { until: null, paused: false, from: 0 };
  const tick = () => {
    const e = document.getElementById("clock");
    if (!e || clock.until === null) { if (e) e.textContent = ""; return; }
    const passed = clock.paused ? 0 : Math.floor((Date.now() - clock.from) / 1000);
    const left = Math.max(0, clock.until - passed);
    e.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  };
  setInterval(tick, 1000);

  const listen = () => {
    source?.close();
    source = new EventSource(live);
    // A stream that was refused does not come back by itself.
    source.onerror = () => { if (source.readyState === 2) setTimeout(() => { listen(); look(); }, 3000 + Math.random() * 3000); };
    source.onmessage = (event) => {
      const news = JSON.parse(event.data);
      clock = { until: news.until, paused: news.paused, from: Date.now() };
      tick();
      const counts = `${news.answered} ${news.here}`;
      const counted = place().dataset.wall !== undefined && counts !== seen;
      seen = counts;
      const still = place().dataset.still !== undefined;
      if (counted || (!still && String(news.turned) !== place().dataset.turned)) look();
    };
  };
  // A page that slept, or came back from the browser's store, asks anew.
  const wake = () => { if (document.visibilityState === "visible") { if (source?.readyState === 2) listen(); look(); } };
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("pageshow", (event) => { if (event.persisted) wake(); });
  window.addEventListener("online", wake);

  const known = store.get();
  if (!joined() && known && place().dataset.wall === undefined) {
    document.documentElement.lang = known.lang;
    post({ token: known.token, lang: known.lang, do: "page" }, false).catch(() => {});
  } else if (joined()) store.set(field("token"));
  if (joined() || place().dataset.wall !== undefined) listen();
})();
