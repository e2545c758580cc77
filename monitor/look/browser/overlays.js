// What covers the content of the page now. Called in a world of its own, so that the page cannot lend it its functions.
(limits) => {
  const view = { width: innerWidth, height: innerHeight };
  const CLOSE_WORDS = /^(?:[×✕✖╳xX]|关\s*闭|跳\s*过|取\s*消|我?知道了|暂不.{0,6}|以后再说|返回|close|skip|dismiss|cancel|no thanks)(?:\s|[（(\d:：]|$)/i;
  const CLOSE_NAMES = /close|guanbi|shut|dismiss|cancel|(?:^|[-_ ])(?:gb|off|del)(?:$|[-_ ])/i;
  const CLOSE_WORDS_OF = ["aria-label", "title", "alt", "value"];
  const seen = (element) => {
    const style = getComputedStyle(element);
    return style.display !== "none" && style.visibility === "visible" && Number(style.opacity) > 0.05;
  };
  const isTop = (element) => element.matches("dialog[open]") || (element.matches("[popover]") && element.matches(":popover-open"));
  const floats = (element, style) => {
    if (isTop(element) || style.position === "fixed") return true;
    if (style.position !== "absolute") return false;
    const parent = element.offsetParent;
    return parent === null || parent === document.body || parent === document.documentElement;
  };
  const boxOf = (element) => {
    const box = element.getBoundingClientRect();
    const left = Math.max(0, box.left), top = Math.max(0, box.top);
    const right = Math.min(view.width, box.right), bottom = Math.min(view.height, box.bottom);
    return { left, top, right, bottom, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
  };
  // An element that floats may have no size of its own while what stands in it has: then those boxes count together.
  const extent = (element) => {
    const own = boxOf(element);
    if (own.width * own.height > 0) return own;
    const inner = [...element.querySelectorAll("*")].slice(0, 200).map(boxOf).filter((box) => box.width * box.height > 0);
    if (!inner.length) return own;
    const left = Math.min(...inner.map((box) => box.left)), top = Math.min(...inner.map((box) => box.top));
    const right = Math.max(...inner.map((box) => box.right)), bottom = Math.max(...inner.map((box) => box.bottom));
    return { left, top, right, bottom, width: right - left, height: bottom - top };
  };
  const every = [];
  const collect = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (every.length >= limits.elements) return;
      every.push(element);
      if (element.shadowRoot) collect(element.shadowRoot);
    }
  };
  collect(document);
  let candidates = [];
  for (const element of every) {
    if (["SCRIPT", "STYLE", "HEAD", "META", "LINK", "BODY", "HTML"].includes(element.tagName)) continue;
    const style = getComputedStyle(element);
    if (!floats(element, style) || !seen(element)) continue;
    const box = extent(element);
    const share = (box.width * box.height) / (view.width * view.height);
    if (share >= limits.share) candidates.push({ element, style, box, share });
  }
  const inside = (outer, inner) => {
    for (let node = inner; node; node = node.parentNode || node.host) if (node === outer) return true;
    return false;
  };
  candidates = candidates.filter((one) => !candidates.some((other) => other !== one && inside(other.element, one.element)));
  const content = (element) => {
    if (["IMG", "A", "INPUT", "BUTTON", "VIDEO", "CANVAS", "SVG", "IFRAME", "TABLE", "TD", "LI", "OBJECT"].includes(element.tagName)) return true;
    return [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  };
  const grid = (box, steps) => {
    const points = [];
    for (let row = 0; row < steps; row++)
      for (let column = 0; column < steps; column++)
        points.push([box.left + ((column + 0.5) * box.width) / steps, box.top + ((row + 0.5) * box.height) / steps]);
    return points;
  };
  const owner = (element) => candidates.find((one) => inside(one.element, element));
  for (const one of candidates) {
    one.hits = 0;
    one.covered = false;
    for (const [x, y] of grid(one.box, 12)) {
      const stack = document.elementsFromPoint(x, y);
      const at = stack.findIndex((element) => inside(one.element, element) || inside(element, one.element) && element.shadowRoot);
      if (at < 0) continue;
      if (at === 0) one.hits++;
      one.covered ||= stack.slice(at + 1).some((element) => !inside(one.element, element) && !inside(element, one.element) && !owner(element) && content(element));
    }
  }
  let covering = candidates.filter((one) => one.hits && one.covered);
  // How much of the page below can still be clicked while these stand over it.
  const points = grid({ left: 0, top: 0, width: view.width, height: view.height }, 16);
  const taken = points.filter(([x, y]) => { const top = document.elementFromPoint(x, y); return top && covering.some((one) => inside(one.element, top)); });
  const shut = taken.length / points.length >= limits.shut;
  const words = (element) => {
    let text = (element.innerText || "").trim();
    const frames = element.matches("iframe") ? [element] : [...element.querySelectorAll("iframe")];
    for (const frame of frames) {
      try { text += "\n" + frame.contentDocument.body.innerText; } catch { /* of another origin: not to be read from here */ }
    }
    return text.replace(/[ \t\u00a0]+/g, " ").replace(/\s*\n\s*/g, "\n").trim().slice(0, limits.text);
  };
  // A mask over everything holds the box that people see: the innermost element with all that it says.
  const core = (element) => {
    const text = (element.innerText || "").replace(/\s/g, "");
    let inner = element;
    for (let depth = 0; text && depth < 10; depth++) {
      const next = [...inner.children].find((child) => (child.innerText || "").replace(/\s/g, "") === text);
      if (!next || !seen(next) || boxOf(next).width * boxOf(next).height === 0) break;
      inner = next;
    }
    return inner;
  };
  const closeOf = (element) => {
    for (const inner of element.querySelectorAll("button, a, span, i, em, b, div, img, svg, input, p, label")) {
      if (!seen(inner)) continue;
      const box = inner.getBoundingClientRect();
      if (!box.width || !box.height || box.width > 320 || box.height > 120) continue;
      const own = (inner.innerText || "").trim();
      if (own.length <= 16 && CLOSE_WORDS.test(own)) return own;
      for (const name of CLOSE_WORDS_OF) {
        const said = (inner.getAttribute(name) || "").trim();
        if (said.length <= 16 && CLOSE_WORDS.test(said)) return said;
      }
      const names = `${inner.getAttribute("class") || ""} ${inner.id} ${inner.getAttribute("onclick") || ""}`.slice(0, 300);
      if (own.length <= 4 && CLOSE_NAMES.test(names)) return own || "×";
    }
    return "";
  };
  const framed = (one) => {
    const box = one.share >= limits.mask ? extent(core(one.element)) : one.box;
    return { x: box.left + scrollX, y: box.top + scrollY, width: box.width, height: box.height };
  };
  const described = covering.map((one) => ({
    text: words(one.element),
    ...framed(one),
    share: Math.min(1, one.share),
    path: pathOf(one.element),
    z: Number.parseInt(one.style.zIndex, 10) || 0,
    close: closeOf(one.element),
  }));
  // A mask without words belongs to the box with words that stands over it.
  const spoken = described.filter((one) => one.text);
  const kept = spoken.length ? spoken : described;
  const free = points.find(([x, y]) => { const top = document.elementFromPoint(x, y); return top && !owner(top); }) || null;
  return { shut, free, left: scrollX, top: scrollY, scrollable: document.scrollingElement ? document.scrollingElement.scrollHeight > innerHeight + 4 : false, overlays: kept.slice(0, limits.overlays) };
}
