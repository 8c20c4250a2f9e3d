// Scripts of the pages. Everything works without them; with them, less of a page is loaded anew.
import Alpine from "@alpinejs/csp";
import htmx from "htmx.org";

// The content security policy forbids inline style and eval: htmx is told to use neither.
Object.assign(htmx.config, {
  includeIndicatorStyles: false,
  allowEval: false,
  selfRequestsOnly: true,
  historyCacheSize: 0, // no page with people on it stays in the browser's storage
  refreshOnHistoryMiss: true,
});

// A form that cannot be undone is asked about once more, in the words of its button.
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm;
  if (event.target.dataset.sure === undefined && question && !window.confirm(question)) event.preventDefault();
});

// What was typed is not lost to a sign-in that has ended or a network that is gone: on a page that has been open for a while
// the server is asked first, and the form is held back where it would not arrive. One press sends once.
const A_WHILE = 60_000; // ms
const A_MOMENT = 30_000; // on a weak signal people press again; what has been changed since may be sent at once
const typed = ":is(textarea, select, input:not([type=hidden]))";

async function freshToken() {
  const answer = await fetch("/password/", { redirect: "manual" });
  return answer.ok ? ((await answer.text()).match(/name="csrfmiddlewaretoken" value="([^"]+)"/)?.[1] ?? "") : "";
}

function holdBack(form, why) {
  form.querySelector("[data-held-back]")?.remove();
  const said = document.querySelector("#held-back").content.firstElementChild.cloneNode(true);
  said.dataset.heldBack = "";
  said.querySelector(why === "ended" ? "[data-unreached]" : "[data-ended]").remove();
  form.prepend(said);
  said.focus();
}

async function sendWhenItArrives(form, submitter) {
  let token;
  try {
    token = await freshToken();
  } catch {
    return holdBack(form, "unreached");
  }
  if (!token) return holdBack(form, "ended");
  for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token;
  form.dataset.sure = "";
  form.requestSubmit(submitter);
  delete form.dataset.sure;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || !form.querySelector(typed)) return;
  if (form.dataset.sent !== undefined) return event.preventDefault();
  if (form.dataset.sure === undefined && performance.now() > A_WHILE && document.querySelector("#held-back")) {
    event.preventDefault();
    sendWhenItArrives(form, event.submitter);
    return;
  }
  form.dataset.sent = "";
  setTimeout(() => delete form.dataset.sent, A_MOMENT);
});
for (const change of ["input", "change"]) {
  document.addEventListener(change, (event) => delete event.target.form?.dataset.sent);
}
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) delete form.dataset.sent;
});

// Where the sign-in has ended, what would be opened is not the sign-in page within the page: that comes in its place.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr } = event.detail;
  if (!target.matches("[data-part]") || !new URL(xhr.responseURL).pathname.startsWith("/sign-in/")) return;
  event.preventDefault();
  window.location.reload();
});

// Whoever was refused is led to what is wrong.
document.querySelector("[data-error-summary]")?.focus();

// On a phone a table that is too wide to be seen whole stands row by row, each entry with the name of its column.
const narrow = window.matchMedia("(max-width: 40rem)");

function named(table) {
  const headings = [...(table.tHead?.rows[table.tHead.rows.length - 1]?.cells ?? [])];
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
  const columns = (row) => [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0);
  if (!headings.length || rows.some((row) => columns(row) !== headings.length)) return false;
  table.setAttribute("role", "table");
  for (const row of [...table.tHead.rows, ...rows]) row.setAttribute("role", "row");
  for (const part of [table.tHead, ...table.tBodies]) part.setAttribute("role", "rowgroup");
  for (const heading of headings) heading.setAttribute("role", "columnheader");
  for (const row of rows) {
    let column = 0;
    for (const cell of row.cells) {
      const over = headings.slice(column, column + cell.colSpan);
      cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
      cell.dataset.label = over.map((heading) => heading.textContent.replace(/[↑↓]/g, "").trim()).join(" / ");
      cell.classList.toggle("blank", ["", "–"].includes(cell.textContent.trim()) && !cell.querySelector("input"));
      column += cell.colSpan;
    }
  }
  return true;
}

function stack() {
  for (const box of document.querySelectorAll(".scroll")) {
    const table = box.querySelector(":scope > table.table");
    table?.classList.remove("stacked");
    if (narrow.matches && table && box.scrollWidth > box.clientWidth && named(table)) table.classList.add("stacked");
  }
}

stack();
narrow.addEventListener("change", stack);
document.addEventListener("htmx:afterSettle", stack);
document.addEventListener("toggle", stack, true); // what was folded had no width

window.Alpine = Alpine;
Alpine.start();
