/* Giving a card: tick and untick, begin a sentence, count letters, keep a draft in the tab, tell when nothing got away. */
"use strict";

/* --- To whom ------------------------------------------------------------------------------------------------------ */

/* A card goes to people or to one unit: ticking the one unticks the other. Before htmx asks for the bar. */
document.addEventListener(
  "change",
  (event) => {
    const box = event.target;
    if (!box.matches("[data-picking] input[type=checkbox]") || !box.checked) return;
    for (const other of box.form.querySelectorAll("input[type=checkbox]:checked")) {
      if (other !== box && (box.name === "enhet" || other.name === "enhet")) other.checked = false;
    }
  },
  true,
);

document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-untick]");
  if (!chip) return;
  const name = chip.dataset.untick[0] === "p" ? "till" : "enhet";
  const box = chip.form.querySelector(`input[name="${name}"][value="${chip.dataset.untick.slice(1)}"]`);
  if (!box) return;
  event.preventDefault();
  box.checked = false;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  box.focus();
});

/* An empty search need not ride along in the address. */
document.addEventListener("formdata", (event) => {
  if (event.target.matches("[data-picking]") && !event.formData.get("q")) event.formData.delete("q");
});

/* Somebody who goes on before the card has come to rest skips the rest of its way; that is no fault. */
window.addEventListener("unhandledrejection", (event) => {
  if (event.reason?.name === "AbortError" && event.reason.message.includes("ransition")) event.preventDefault();
});

/* Who wants no motion gets the next step at once. */
document.addEventListener("htmx:beforeTransition", (event) => {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) event.preventDefault();
});

/* --- On the card -------------------------------------------------------------------------------------------------- */

const writing = () => document.querySelector("form[data-draft]");
const key = (id) => `hjartkort-draft-${id}`;

/** Count as the server does: NFC, at most one empty line together, no blank ends, code points. */
const lengthOf = (text) => [...text.normalize("NFC").replace(/\n{3,}/g, "\n\n").trim()].length;

function showCount(form) {
  const text = form.elements.message;
  const [count, room] = [lengthOf(text.value), Number(text.dataset.room)];
  const place = form.querySelector("[data-count]");
  const left = room - count;
  place.hidden = count < Math.min(Number(text.dataset.countFrom), room - 40);
  place.classList.toggle("count--over", left < 0);
  place.firstElementChild.textContent = left;
  const words = (left < 0 ? place.dataset.over : place.dataset.left).replace("{n}", Math.abs(left));
  const isTold = !place.hidden && (left <= 10 || left % 20 === 0); // Not at every letter.
  if (isTold) place.lastElementChild.textContent = words;
}

function showLine(form) {
  const chosen = form.querySelector("[name=ready_line]:checked");
  const line = form.querySelector("[data-line]");
  if (!chosen) return;
  line.hidden = !chosen.value;
  line.textContent = chosen.value ? chosen.parentElement.querySelector("[data-text]").textContent : "";
}

function keepDraft(form) {
  const { message, ready_line: line, audience } = form.elements;
  try {
    const draft = { message: message.value, line: line?.value, audience: audience.value };
    sessionStorage.setItem(key(form.dataset.draft), JSON.stringify(draft));
  } catch {
    // A full or forbidden store: the page itself still holds the words.
  }
}

function fillIn(form) {
  const { message, ready_line: line, audience } = form.elements;
  const draft = JSON.parse(sessionStorage.getItem(key(form.dataset.draft)) || "null");
  if (!draft) return; // A sealed card's draft is gone: what is here is never older than what the server filled in.
  message.value = draft.message;
  if (line && draft.line && form.querySelector(`[name=ready_line][value="${draft.line}"]`)) line.value = draft.line;
  if (draft.audience) audience.value = draft.audience;
}

/** Begin a sentence: the opening goes where one writes, with a space on either side. */
function begin(form, opening) {
  const text = form.elements.message;
  const before = text.value.slice(0, text.selectionStart);
  const gap = before && !/\s$/.test(before) ? " " : "";
  text.focus();
  text.setRangeText(`${gap}${opening.replace(/\s*…$/, "")} `, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-openings] button");
  if (chip) begin(chip.form, chip.textContent);
});

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-draft]");
  if (!form) return;
  showLine(form);
  showCount(form);
  keepDraft(form);
});

/* --- What did not get away ---------------------------------------------------------------------------------------- */

/* The note stands by the words it is about, and replaces the general one of app.js. */
function showLost(event) {
  const form = event.target.closest?.("form[data-draft]");
  const status = event.detail.xhr?.status || 0;
  if (!form || (status && status < 500)) return;
  event.stopPropagation();
  const note = form.querySelector("[data-lost]");
  note.hidden = false;
  note.scrollIntoView({ block: "center" });
}

for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, showLost, true);
}
document.addEventListener("htmx:beforeRequest", (event) => {
  const note = event.target.querySelector?.("[data-lost]");
  if (note) note.hidden = true;
});

/* --- In the postbox ----------------------------------------------------------------------------------------------- */

function countDown(form) {
  const place = form.querySelector("[data-left]");
  const until = Date.now() + 1000 * Number(form.dataset.seconds);
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left > 0) {
      place.textContent = place.dataset.left.replace("{n}", left);
      return;
    }
    clearInterval(timer);
    document.querySelectorAll("[data-during]").forEach((element) => (element.hidden = true));
    document.querySelectorAll("[data-after]").forEach((element) => (element.hidden = false));
  };
  const timer = setInterval(tick, 1000);
  place.hidden = false;
  tick();
}

/* --- Each page as it comes, whole or swapped in ------------------------------------------------------------------- */

function begun() {
  const form = writing();
  if (form && !form.dataset.isBegun) {
    form.dataset.isBegun = "yes";
    form.querySelectorAll("[data-openings]").forEach((chips) => (chips.hidden = false));
    fillIn(form);
    showLine(form);
    showCount(form);
  }
  const sealed = document.querySelector("[data-sealed]");
  if (sealed) sessionStorage.removeItem(key(sealed.dataset.sealed));
  document.querySelectorAll("form[data-seconds]").forEach(countDown);
}

begun();
document.addEventListener("htmx:afterSwap", (event) => {
  begun();
  // A step further, and nothing on it asks for the cursor: what reads aloud begins at the top.
  if (event.target.matches("main") && document.activeElement === document.body) document.querySelector("main").focus();
});
