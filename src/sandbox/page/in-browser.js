/** Keeps the page live: sends forms without leaving it, and lays the server's newest page over this one as things change. */

const root = document.documentElement;
root.dataset.script = "on";

const toast = document.getElementById("toast");
const announce = document.getElementById("announce");
let toastTimer = 0;

function say(text) {
  toast.textContent = text;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => {
    toast.textContent = "";
  }, 9000);
}

/** The key by which an element is known again after an update. */
const keyOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node.id : "");

/** Attributes that belong to the visitor once the page stands: what is open, typed, chosen or being pressed. */
const visitors = new Set(["open", "value", "checked", "selected", "disabled", "data-script"]);

function attributes(from, to) {
  const hidden = from.tagName === "INPUT" && from.type === "hidden";
  const owned = (name) => visitors.has(name) && !hidden && from.tagName !== "BUTTON" && from.tagName !== "OPTION";
  for (const { name, value } of [...to.attributes]) {
    if (!owned(name) && from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
  for (const { name } of [...from.attributes]) {
    if (!owned(name) && name !== "data-script" && !to.hasAttribute(name)) from.removeAttribute(name);
  }
}

/** Makes `from` look like `to` with the fewest changes, so that focus, typing and folds stay. */
function morph(from, to) {
  if (from.isEqualNode(to)) return;
  attributes(from, to);
  if (from.tagName === "TEXTAREA" || from.id === "toast" || from.id === "announce") return;
  const keyed = new Map([...from.children].filter((child) => child.id !== "").map((child) => [child.id, child]));
  let at = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    const key = keyOf(wanted);
    let match = key === "" ? null : keyed.get(key);
    if (!match && key === "" && at && alike(at, wanted)) match = at;
    if (!match) {
      const fresh = document.importNode(wanted, true);
      if (fresh.classList?.contains("entry")) fresh.classList.add("fresh");
      from.insertBefore(fresh, at);
      continue;
    }
    if (match !== at) from.insertBefore(match, at);
    at = match.nextSibling;
    if (match.nodeType === Node.ELEMENT_NODE) morph(match, wanted);
    else if (match.nodeValue !== wanted.nodeValue) match.nodeValue = wanted.nodeValue;
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && keyOf(a) === "";

const verdicts = () => [...document.querySelectorAll("[data-verdict]")].map((one) => one.dataset.verdict).join(". ");

/** When what is shown was asked for, by this machine's clock. */
let loadedAt = Date.now();

let running = false;
let again = false;

/** Asks for this page once more; calls during a run lead to one more run after it. */
async function refresh() {
  if (running) {
    again = true;
    return;
  }
  running = true;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    loadedAt = Date.now();
    if (answer.ok) lay(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    say("The sandbox does not answer. Is it still running?");
  } finally {
    running = false;
    if (again) {
      again = false;
      void refresh();
    }
  }
}

function lay(fresh) {
  const before = verdicts();
  morph(document.body, fresh.body);
  document.title = fresh.title;
  times();
  sift();
  const after = verdicts();
  if (after !== before && after !== "") {
    announce.textContent = after;
    say(`Rung says ${after}`);
  }
}

/** How far the sandbox's clock is ahead of this machine's, in ms. */
function ahead() {
  const now = document.getElementById("clock")?.dataset.now;
  return now === undefined ? 0 : Date.parse(now) - loadedAt;
}

/** "2 minutes ago" beside the exact time in the title. */
function times() {
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const shift = ahead();
  for (const time of document.querySelectorAll("time")) {
    const seconds = (Date.parse(time.dateTime) - Date.now() - shift) / 1000;
    const steps = [
      [60, 1, "second"],
      [3600, 60, "minute"],
      [86_400, 3600, "hour"],
      [Number.POSITIVE_INFINITY, 86_400, "day"],
    ];
    const [, size, unit] = steps.find(([below]) => Math.abs(seconds) < below);
    const shown = Math.abs(seconds) < 5 ? "just now" : words.format(Math.round(seconds / size), unit);
    if (time.textContent !== shown) time.textContent = shown;
  }
}

/** Shows the commands that the visitor looks for, by their names and by what they do. */
function sift() {
  const field = document.getElementById("find-command");
  if (!field) return;
  const sought = field.value.trim().toLowerCase().replace(/^\//, "");
  let found = 0;
  for (const group of document.querySelectorAll(".chip-group")) {
    const chips = [...group.querySelectorAll(".chip")];
    for (const chip of chips) chip.hidden = !`${chip.dataset.insert} ${chip.title}`.toLowerCase().includes(sought);
    const shown = chips.filter((chip) => !chip.hidden).length;
    group.hidden = shown === 0;
    group.querySelector("summary .quiet")?.toggleAttribute("hidden", sought !== "");
    if (sought !== "" && shown > 0) group.open = true;
    found += shown;
  }
  document.getElementById("no-command").hidden = found > 0;
}

function insert(chip) {
  const box = chip.form.querySelector("textarea");
  const start = box.value === "" || box.value.endsWith("\n") ? "" : "\n";
  box.value = `${box.value}${start}${chip.dataset.insert}`;
  box.focus();
}

async function send(form, button) {
  const body = new FormData(form, button);
  if (button) button.disabled = true;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(body),
      headers: { accept: "application/json" },
    });
    const { path, message } = await answer.json();
    if (message) {
      say(message);
      return;
    }
    if (form.dataset.act === "go" && path !== location.pathname) {
      location.assign(path);
      return;
    }
    if ("clears" in form.dataset) form.querySelector("textarea").value = "";
    form.closest("details.own, details.picker")?.removeAttribute("open");
    await refresh();
  } catch {
    say("The sandbox does not answer. Is it still running?");
  } finally {
    if (button) button.disabled = false;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!("act" in form.dataset) && !("themeForm" in form.dataset)) return;
  event.preventDefault();
  void send(form, event.submitter);
});

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!form) return;
  if ("themeForm" in form.dataset) {
    root.dataset.theme = event.target.value;
    void send(form, null);
  }
  if ("pick" in form.dataset) form.requestSubmit();
});

document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-insert]");
  if (chip) insert(chip);
  const picker = document.getElementById("picker");
  if (picker?.open && !picker.contains(event.target)) picker.open = false;
});

document.addEventListener("input", (event) => {
  if (event.target.id === "find-command") sift();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.id === "find-command") {
    // Enter takes the first one found, and does not send the comment.
    event.preventDefault();
    const chip = document.querySelector(".chip-group:not([hidden]) .chip:not([hidden])");
    if (chip) insert(chip);
    event.target.value = "";
    sift();
    return;
  }
  const picker = document.getElementById("picker");
  if (event.key === "Escape" && picker?.open) {
    picker.open = false;
    picker.querySelector("summary").focus();
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form?.dataset.act !== undefined) {
    const form = event.target.form;
    form.requestSubmit(form.querySelector("button[name=do]"));
  }
});

// A page kept while the stream was down may have missed something: look again whenever it opens.
let timer = 0;
const stream = new EventSource("/_page/events");
stream.addEventListener("message", () => {
  clearTimeout(timer);
  timer = setTimeout(refresh, 120);
});

times();
sift();
setInterval(times, 15_000);
