// Where digits stand on the page that may be nobody's business, with their places. What they are is told elsewhere.
(limits) => {
  const RUN = /[0-9\uff10-\uff19](?:[ \t\u00a0\u2010-\u2015-]?[0-9\uff10-\uff19]){9,}(?:[ \t\u00a0-]?[XxＸｘ])?/g;
  const places = [];
  const add = (text, rects, shift) => {
    const boxes = [...rects].filter((box) => box.width && box.height).map((box) => [box.left + shift.x, box.top + shift.y, box.width, box.height]);
    if (boxes.length && places.length < limits.places) places.push({ text: text.slice(0, limits.text), boxes });
  };
  const block = (node) => {
    let element = node.parentElement;
    while (element && getComputedStyle(element).display.startsWith("inline")) element = element.parentElement;
    return element || node.getRootNode();
  };
  // Digits may be cut by elements, as in <b>138</b>0000: texts that follow each other in one block are read as one.
  const flush = (run, shift) => {
    const text = run.map((node) => node.data).join("");
    for (const found of text.matchAll(RUN)) {
      const range = run[0].ownerDocument.createRange();
      let start = 0;
      for (const node of run) {
        const end = start + node.data.length, from = found.index, to = found.index + found[0].length;
        if (from >= start && from < end) range.setStart(node, from - start);
        if (to > start && to <= end) { range.setEnd(node, to - start); break; }
        start = end;
      }
      add(found[0], range.getClientRects(), shift);
    }
  };
  let seen = 0;
  const look = (root, shift) => {
    const walker = (root.ownerDocument || root).createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    let run = [], home = null;
    const end = () => { if (run.length) flush(run, shift); run = []; };
    for (let node = walker.nextNode(); node && seen < limits.nodes; node = walker.nextNode(), seen++) {
      if (node.nodeType === 1) {
        if (node.tagName === "BR") end();
        if (node.shadowRoot) look(node.shadowRoot, shift);
        if (node.tagName === "INPUT" || node.tagName === "TEXTAREA") for (const found of (node.value || "").matchAll(RUN)) add(found[0], [node.getBoundingClientRect()], shift);
        if (node.tagName === "IFRAME") {
          let inner = null;
          try { inner = node.contentDocument; } catch { /* of another origin: not to be read from here */ }
          const box = node.getBoundingClientRect();
          if (inner) look(inner, { x: shift.x + box.left + node.clientLeft, y: shift.y + box.top + node.clientTop });
        }
        continue;
      }
      if (!/[0-9\uff10-\uff19]/.test(node.data)) { if (node.data.trim()) end(); continue; }
      if (["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE"].includes(node.parentElement?.tagName)) continue;
      const here = block(node);
      if (here !== home) end();
      home = here;
      run.push(node);
    }
    end();
  };
  look(document, { x: 0, y: 0 });
  return { left: scrollX, top: scrollY, places };
}
