// Runs in the page before anything else of it: says when the first row of the table was there and painted.

/** The name of the function that reports, see measure.mjs. */
export const REPORT = "benchReport";

/** A script for `addInitScript`. */
export const probeScript = (mark) => `(${probe})(${mark}, ${JSON.stringify(REPORT)})`;

function probe(mark, report) {
  if (window !== window.top) return;
  const rowOnScreen = () => {
    for (const row of document.querySelectorAll("tbody tr, [role=row]")) {
      if (mark.test(row.textContent) && row.getBoundingClientRect().height > 0 && getComputedStyle(row).visibility === "visible") {
        return row;
      }
    }
    return undefined;
  };
  const observer = new MutationObserver(() => {
    if (!rowOnScreen()) return;
    observer.disconnect();
    const inDocument = performance.now();
    // The frame after the one that has the row begins when that one has been painted.
    requestAnimationFrame(() => requestAnimationFrame(() => window[report](JSON.stringify({ inDocument, painted: performance.now() }))));
  });
  observer.observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
}
