"use strict";
(() => {
  // Tables: a click on a head sorts by it, another the other way round.
  const keyOf = (cell) => {
    if (cell.dataset.number !== undefined) return Number(cell.dataset.number);
    const text = cell.textContent.replace(/^[\u2191\u2193]\s*/, "").trim();
    if (text === "") return null;
    const number = parseFloat(text);
    return Number.isNaN(number) ? text : number;
  };
  const compare = (a, b) => {
    if (typeof a === "number" && typeof b === "number") return a - b;
    return String(a).localeCompare(String(b), "en", { numeric: true });
  };
  const sort = (table, head, index) => {
    const direction = head.getAttribute("aria-sort") === "descending" ? "ascending"
      : head.getAttribute("aria-sort") === "ascending" ? "descending"
      : head.classList.contains("label") ? "ascending" : "descending";
    for (const other of head.parentElement.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", direction);
    const sign = direction === "ascending" ? 1 : -1;
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => ({ row, key: keyOf(row.cells[index]) }));
    rows.sort((a, b) => {
      if (a.key === null || b.key === null) return (a.key === null) - (b.key === null);
      return sign * compare(a.key, b.key);
    });
    body.append(...rows.map((entry) => entry.row));
    table.classList.add("sorted");
  };
  for (const table of document.querySelectorAll("table.sortable")) {
    [...table.tHead.rows[0].cells].forEach((head, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, head, index));
      head.append(button);
    });
  }

  // Curves: a click on a name in the key hides the curve and its band.
  for (const svg of document.querySelectorAll("figure.chart svg")) {
    const entries = new Map();
    for (const part of svg.querySelectorAll("[data-curve]")) {
      const id = part.dataset.curve;
      entries.set(id, [...(entries.get(id) ?? []), part]);
    }
    for (const [id, parts] of entries) {
      const curve = document.getElementById(id);
      const before = curve.previousElementSibling;
      const isBand = before !== null && /_plot_\d+$/.test(before.id) && !entries.has(before.id);
      const shown = isBand ? [curve, before] : [curve];
      const toggle = () => {
        const isOff = curve.classList.toggle("hidden");
        for (const part of shown) part.classList.toggle("hidden", isOff);
        for (const part of parts) part.classList.toggle("off", isOff);
        parts[0].setAttribute("aria-pressed", String(!isOff));
      };
      for (const part of parts) {
        part.classList.add("toggle");
        part.addEventListener("click", toggle);
      }
      parts[0].setAttribute("role", "button");
      parts[0].setAttribute("tabindex", "0");
      parts[0].setAttribute("aria-pressed", "true");
      parts[0].addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        toggle();
      });
    }
  }

  // On paper everything is open.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
    closed = [];
  });
})();
