// The room's page, kept up to date. Everything works without this; with it, nothing typed is lost and nothing steals focus.
"use strict";

(() => {
  const page = document.body.dataset;
  const find = (id) => document.getElementById(id);
  const posts = find("posts"), panels = find("panels"), board = find("board-part");
  const dialog = find("reply"), body = find("reply-body"), says = find("says"), newer = find("newer");
  const scroller = find("channel");
  let seen = page.numbers.split(".").map(Number);
  let opener = null;

  // -- words come from the page ----------------------------------------------------------------------------------

  const filled = (words, value) => words.replace("{}", value);
  const tell = (words) => { if (says) says.textContent = words; };

  // -- presses ---------------------------------------------------------------------------------------------------

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!("press" in form.dataset)) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    press(form, event.submitter);
  });

  // The second click of a double click must not press what has just taken the first button's place.
  document.addEventListener("click", (event) => {
    if (event.detail > 1 && event.target.closest("button[type=submit]")) event.preventDefault();
  });

  async function press(form, button) {
    const sent = new FormData(form, button);
    if (!dialog.open) opener = { form: place(form), where: form.closest("[id]")?.id };
    form.dataset.busy = "1";
    button?.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(sent), headers: { "X-Fetched": "1" } });
      if (!response.ok && response.status !== 204) throw new Error(response.status);
      if (response.headers.has("X-Now")) find("today").textContent = response.headers.get("X-Now");
      if (response.headers.has("X-Go")) return location.assign(response.headers.get("X-Go"));
      answered(sent, response.headers.get("X-Done") === "true", response.status === 204 ? "" : await response.text());
    } catch {
      failed();
    } finally {
      delete form.dataset.busy;
      button?.removeAttribute("aria-busy");
    }
  }

  function answered(sent, done, html) {
    if (done) drafts.forget(sent.get("command"), sent.get("target"));
    if (html) return open(html, sent);
    if (!done) return;  // a quiet press: everything stays as it is
    if (dialog.open) dialog.close();
    if (sent.has("command")) done_with(page.sent);
  }

  function done_with(words) {
    const line = find("done");
    line.textContent = words;
    clearTimeout(done_with.later);
    done_with.later = setTimeout(() => { line.textContent = ""; }, 3500);
  }

  function failed() {
    if (!dialog.open) return open(find("failed").innerHTML);
    body.querySelector("[data-failed]")?.remove();
    body.append(find("failed-form").content.cloneNode(true));
    body.lastElementChild.scrollIntoView({ block: "nearest" });
  }

  const place = (form) => [form.elements.command?.value, form.elements.target?.value, form.elements.how ? "play" : ""].join(" ");

  // -- the dialog: forms and private lines -----------------------------------------------------------------------

  function open(html, sent) {
    body.innerHTML = html;
    const form = body.querySelector("form.fill");
    if (form) {
      drafts.put_back(form);
      form.querySelectorAll("[data-limit]").forEach(count);
    }
    remember(form ? sent : null);
    if (!dialog.open) dialog.showModal();
    const first = body.querySelector("[data-first]") || body.querySelector("h2");
    first.tabIndex = -1;
    first.focus();
    dialog.scrollTop = 0;
  }

  dialog?.addEventListener("close", () => {
    remember(null);
    body.replaceChildren();
    const again = [...document.querySelectorAll("form[data-press]")].find((form) => opener && place(form) === opener.form);
    (again?.querySelector("button") || find(opener?.where) || scroller)?.focus({ preventScroll: true });
  });

  // A reload in the middle of a form opens the same form again: asking for it changes nothing.
  const remember = (sent) => {
    const shows = sent && [...sent.keys()].every((name) => !name.startsWith("v."));
    if (!sent) sessionStorage.removeItem(`open ${page.seat}`);
    else if (shows) sessionStorage.setItem(`open ${page.seat}`, JSON.stringify([...sent]));
  };

  async function open_again() {
    const kept = sessionStorage.getItem(`open ${page.seat}`);
    if (!kept) return;
    const sent = new URLSearchParams(JSON.parse(kept));
    const response = await fetch(page.press, { method: "POST", body: sent, headers: { "X-Fetched": "1" } });
    if (response.ok && response.status === 200) open(await response.text(), sent);
  }

  // -- drafts: what is being typed outlives a reload, in this tab only --------------------------------------------

  const drafts = {
    name: (command, target) => `draft ${page.seat} ${command} ${target}`,
    keep(form) {
      const typed = [...new FormData(form)].filter(([name]) => name.startsWith("v."));
      sessionStorage.setItem(drafts.name(form.elements.command.value, form.elements.target.value), JSON.stringify(typed));
    },
    forget: (command, target) => sessionStorage.removeItem(drafts.name(command, target)),
    put_back(form) {
      const kept = sessionStorage.getItem(drafts.name(form.elements.command.value, form.elements.target.value));
      if (kept && fill(form, JSON.parse(kept))) tell(page.kept);
    },
  };

  function fill(form, typed) {
    let changed = false;
    for (const input of form.elements) {
      if (!input.name?.startsWith("v.")) continue;
      const values = typed.filter(([name]) => name === input.name).map(([, value]) => value);
      if (input.type === "radio" || input.type === "checkbox") {
        const checked = values.includes(input.value);
        changed ||= input.checked !== checked;
        input.checked = checked;
      } else if (values.length && input.value !== values[0]) {
        input.value = values[0];
        changed = true;
      }
    }
    return changed;
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.classList.contains("fill")) drafts.keep(form);
    if (event.target.dataset.limit) count(event.target);
  });

  function count(input) {
    const left = input.dataset.limit - input.value.length;
    const line = input.closest(".field").querySelector("[data-left]");
    const long = input.matches("textarea") || input.dataset.limit > 60;
    line.hidden = left >= 0 && !(long && left < input.dataset.limit / 5);
    line.classList.toggle("over", left < 0);
    line.textContent = filled(left < 0 ? page.over : page.left, Math.abs(left));
  }

  // -- news ------------------------------------------------------------------------------------------------------

  let stream = null, wait = 1000, fetching = Promise.resolve();

  function follow() {
    const mark = page.events.includes("?") ? "&" : "?";
    stream = new EventSource(`${page.events}${mark}since=${seen.join(".")}`);
    stream.onopen = () => { wait = 1000; line_is(true); };
    stream.onmessage = (event) => { fetching = fetching.then(() => catch_up(event.data)).catch(() => line_is(false)); };
    stream.onerror = () => {
      line_is(false);
      if (stream.readyState !== EventSource.CLOSED) return;
      setTimeout(follow, wait);
      wait = Math.min(wait * 2, 10000);
    };
  }

  function line_is(there) {
    const line = find("lost");
    if (there && line.hidden) return;
    line.hidden = false;
    line.textContent = there ? line.dataset.found : line.dataset.lost;
    if (there) setTimeout(() => { line.hidden = true; }, 4000);
  }

  async function catch_up(numbers) {
    const [version, channel, own] = numbers.split(".").map(Number);
    if (posts && (channel > seen[1] || own > seen[2])) await fetch_posts();
    if (version > seen[0]) await fetch_board();
    seen = [Math.max(version, seen[0]), Math.max(channel, seen[1]), Math.max(own, seen[2])];
  }

  async function fetch_posts() {
    const response = await get(`${page.posts}&since=${seen[1]}.${seen[2]}`);
    const low = at_bottom();
    const pieces = document.createElement("template");
    pieces.innerHTML = await response.text();
    for (const post of [...pieces.content.children]) put(post);
    if (low && newer.dataset.some) to_bottom();
    else newer.hidden = !newer.dataset.some;
    return undefined;
  }

  async function fetch_board() {
    const response = await get(page.board);
    const was_open = new Map([...board.querySelectorAll("details")].map((one) => [one.id, one.open]));
    const pieces = document.createElement("template");
    pieces.innerHTML = await response.text();
    for (const one of pieces.content.querySelectorAll("details")) one.open = was_open.get(one.id) ?? one.open;
    keeping_focus(board, () => board.replaceChildren(pieces.content));
  }

  async function get(address) {
    const response = await fetch(address, { headers: { "X-Fetched": "1" } });
    if (!response.ok) throw new Error(response.status);
    // Somebody has another role now, or another meeting has begun: then it is another page.
    if (page.sits && response.headers.get("X-Sits") !== page.sits && !dialog.open) location.reload();
    return response;
  }

  function put(post) {
    const old = find(post.id);
    const list = post.dataset.where === "panel" ? panels : posts;
    if (!list) return;
    if (old?.parentElement === list) return keeping_focus(old, () => old.replaceWith(post));
    old?.remove();
    const after = [...list.children].find((other) => Number(other.dataset.order) > Number(post.dataset.order));
    list.insertBefore(post, after || null);
    if (list === panels) post.scrollIntoView({ block: "nearest" });
    if (list === posts) {
      newer.dataset.some = "1";
      tell(filled(post.classList.contains("own") ? page.only : page.new, post.dataset.title));
    }
    return undefined;
  }

  // Whoever was on a button stays on it, or on what has taken its place.
  function keeping_focus(old, swap) {
    const active = old.contains(document.activeElement) ? document.activeElement : null;
    const was = active && (active.id || place(active.form || active));
    const parent = old.parentElement, id = old.id;
    swap();
    if (!active) return;
    const now = find(id) || parent;
    const same = (active.id && find(active.id)) || [...now.querySelectorAll("form[data-press]")].find((form) => place(form) === was)?.querySelector("button");
    const next = same || now;
    if (!same) next.tabIndex = -1;
    next.focus({ preventScroll: true });
  }

  // -- where we are in the channel ---------------------------------------------------------------------------------

  const own_scroll = () => scroller && scroller.scrollHeight > scroller.clientHeight + 4 && getComputedStyle(scroller).overflowY !== "visible";
  function at_bottom() {
    const last = posts.lastElementChild;
    const bottom = own_scroll() ? scroller.getBoundingClientRect().bottom : innerHeight;
    return !last || last.getBoundingClientRect().top < bottom;
  }
  function to_bottom() {
    const last = posts.lastElementChild;
    if (own_scroll()) scroller.scrollTop = last ? last.offsetTop - scroller.offsetTop - 12 : 0;
    else if (last && document.body.dataset.shows === "channel") last.scrollIntoView({ block: "start" });
    newer.hidden = true;
    delete newer.dataset.some;
  }
  newer?.addEventListener("click", () => {
    const last = posts.lastElementChild;
    last.tabIndex = -1;
    last.scrollIntoView({ block: "start" });
    last.focus({ preventScroll: true });
    newer.hidden = true;
    delete newer.dataset.some;
  });

  // -- on a phone, one part at a time ------------------------------------------------------------------------------

  const tabs = [...document.querySelectorAll(".tabs a")];
  function show_part(id) {
    document.body.dataset.shows = id;
    for (const tab of tabs) {
      if (tab.hash === `#${id}`) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
  }
  for (const tab of tabs) {
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      show_part(tab.hash.slice(1));
      find(tab.hash.slice(1)).focus({ preventScroll: true });
      window.scrollTo(0, 0);
    });
  }

  // -- begin -------------------------------------------------------------------------------------------------------

  if (tabs.length && getComputedStyle(tabs[0].parentElement).display !== "none") find("rehearsal").open = false;
  if (tabs.length) show_part(["panel", "channel"].find((id) => find(id)));
  if (posts) { document.body.classList.add("scripted"); to_bottom(); open_again(); }
  follow();
})();
