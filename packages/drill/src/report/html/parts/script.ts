/**
 * Opens what a link of the page leads to; and a line through all charts at the moment under the
 * pointer, which says when that is.
 */
export const SCRIPT = `
(() => {
  const open = () => {
    const named = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (named instanceof HTMLDetailsElement) {
      named.open = true;
      named.scrollIntoView();
    }
  };
  addEventListener('hashchange', open);
  open();
  const plots = [...document.querySelectorAll('.chart')].flatMap((chart) =>
    [...chart.querySelectorAll('.plot, .lane')].map((plot) => {
      const line = document.createElement('i');
      line.className = 'hair';
      plot.append(line);
      return { chart, plot, line };
    }));
  const show = (event) => {
    const over = plots.find(({ plot }) => plot.contains(event.target));
    for (const { line, chart } of plots) {
      line.style.display = over ? 'block' : 'none';
      if (!over) continue;
      const box = over.plot.getBoundingClientRect();
      const part = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
      const from = Number(chart.dataset.from), to = Number(chart.dataset.to);
      line.style.left = 100 * part + '%';
      line.textContent = line === over.line ? (from + part * (to - from)).toFixed(1) : '';
    }
  };
  document.addEventListener('pointermove', show, { passive: true });
})();
`;
