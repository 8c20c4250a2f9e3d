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
  if (question && !window.confirm(question)) event.preventDefault();
});

// Whoever was refused is led to what is wrong.
document.querySelector("[data-error-summary]")?.focus();

window.Alpine = Alpine;
Alpine.start();
