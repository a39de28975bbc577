// Returns what is wrong with the page as it is laid out now, one line each.
(() => {
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > window.innerWidth) {
    const widest = [...document.querySelectorAll("body *")]
      .filter((e) => !e.closest(".scroll") && e.getBoundingClientRect().right > window.innerWidth + 1)
      .map((e) => e.tagName + "." + (e.getAttribute("class") || ""));
    found.push(`${root.scrollWidth} pixels wide in ${window.innerWidth}: ${widest.slice(0, 5).join(" ")}`);
  }
  for (const area of document.querySelectorAll(".scroll")) {
    if (area.scrollWidth > area.clientWidth) found.push(`a table has to be scrolled: ${area.textContent.slice(0, 30)}`);
  }
  if (document.querySelectorAll("h1").length !== 1) found.push("not one h1");
  if (document.querySelector("script")) found.push("a script");
  for (const chart of document.querySelectorAll("svg")) {
    const isDecoration = chart.getAttribute("aria-hidden") === "true" || chart.ownerSVGElement;
    if (!isDecoration && !chart.querySelector("title")?.textContent) found.push("a chart without a title");
  }
  for (const table of document.querySelectorAll("table")) {
    if (!table.querySelector("thead th[scope=col]")) found.push("a table without headings");
  }
  const seen = (e) => e.checkVisibility() && e.getClientRects().length > 0;
  // Colours behind text are plain, so that what is drawn on is the nearest ground that is not transparent.
  const channels = (color) => (color.match(/[\d.]+/g) || []).map(Number);
  const luminance = (color) => {
    const [r, g, b] = channels(color).map((c) => {
      const share = c / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const ground = getComputedStyle(document.body).backgroundColor;
  for (const element of document.querySelectorAll("body *")) {
    const hasText = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!hasText || !seen(element) || element.tagName === "title") continue;
    const style = getComputedStyle(element);
    const what = `"${element.textContent.trim().slice(0, 30)}"`;
    if (parseFloat(style.fontSize) < 12) found.push(`${what} has ${style.fontSize}`);
    const ratio = contrast(element.closest("svg") ? style.fill : style.color, ground);
    if (ratio < 4.5) found.push(`${what} has a contrast of ${ratio.toFixed(1)}`);
  }
  // Labels of one chart lie beside each other, and within the page.
  for (const chart of document.querySelectorAll("svg[role=img]")) {
    const labels = [...chart.querySelectorAll("text")].filter(seen);
    const boxes = labels.map((l) => l.getBoundingClientRect());
    boxes.forEach((box, i) => {
      if (box.left < -0.5 || box.right > window.innerWidth + 0.5) found.push(`label ${labels[i].textContent} is cut`);
      boxes.slice(i + 1).forEach((other, j) => {
        const isApart = box.right <= other.left || other.right <= box.left || box.bottom - 3 <= other.top || other.bottom - 3 <= box.top;
        if (!isApart) found.push(`labels ${labels[i].textContent} and ${labels[i + j + 1].textContent} overlap`);
      });
    });
  }
  return [...new Set(found)];
})()
