// The parts of a page that a check may have to point to, by their looks. Called in a world of its own. Coordinates are
// those of the document. What the words of a part amount to is not decided here.
(limits) => {
  const VOTE = /^(?:我?要?|立即|马上|点击|快来)?(?:(?:给|为|帮)?(?:ta|她|他|它|我)?)?(?:投(?:上?|出|下)?(?:ta|她|他|它)?(?:一|1)?票|投票|点赞|赞一?个|点个赞|助力|打call|支持(?:ta|她|他|一下)?)(?:$|[\s!！(（+:：\d])/i;
  const COUNT = /\d[\d,，.]*\s*(?:万\s*)?(?:票|赞|人气|热度)|(?:票\s*数|得\s*票|人\s*气|点\s*赞\s*数?|支\s*持\s*数?|热\s*度|助\s*力\s*值?)[:：\s]*\d/;
  const RANK = /^(?:排\s*名|名\s*次|排\s*行|位\s*次|排\s*位|序\s*位)$/;
  const FIGURE = /\d[\d,，.]*\s*(?:分钟|小时|分|次|天|票|赞|条|人|个|%|％)/;
  const DEMAND = /关注|订阅|扫码|扫一扫|下载|安装|客户端|APP|验证码|解锁|微信/i;
  const FRAME = /网站标识码|ICP备|公网安备|主办单位|主办[:：]/;
  const MORE = /^(?:展开|查看|阅读|显示|点击)?(?:展开|全文|更多|阅读全文|查看全文|全部|其余)(?:内容|文章|全文)?[▼∨↓>》…\s]*$/;
  // Reading what an element shows costs a layout: what is plain from its text alone is asked first, and there is an end.
  const end = performance.now() + limits.millis;
  const late = () => performance.now() > end;
  const raw = (element) => element.textContent || "";
  const tidy = (text) => (text || "").replace(/[ \t ]+/g, " ").replace(/\s*\n\s*/g, "\n").trim();
  const said = (element, most = limits.text) => tidy(element.innerText).slice(0, most);
  const seen = (element) => {
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height) return false;
    const style = getComputedStyle(element);
    return style.visibility === "visible" && Number(style.opacity) > 0.05;
  };
  const boxOf = (element) => {
    const box = element.getBoundingClientRect();
    return { x: box.left + scrollX, y: box.top + scrollY, width: box.width, height: box.height };
  };
  const floats = (element) => {
    for (let node = element; node && node !== document.body; node = node.parentElement) if (getComputedStyle(node).position === "fixed") return true;
    return false;
  };
  // The heading of a part: a caption, or the nearest short line above it.
  const titleOf = (element) => {
    const caption = element.querySelector("caption");
    if (caption && said(caption, 80)) return said(caption, 80);
    for (let node = element, depth = 0; node && node !== document.body && depth < 4; node = node.parentElement, depth++)
      for (let before = node.previousElementSibling, steps = 0; before && steps < 4; before = before.previousElementSibling, steps++) {
        const heading = before.matches("h1,h2,h3,h4,h5,h6") ? before : before.querySelector("h1,h2,h3,h4,h5,h6");
        const text = heading ? said(heading, 80) : "";
        if (text) return text;
      }
    const first = document.querySelector("h1,h2");
    return first ? said(first, 80) : "";
  };
  // The words around a part, as far as they are about it: not so far that the menu and the foot of the page come in.
  const around = (element, room) => {
    let outer = element;
    const own = raw(element).length;
    for (let depth = 0; depth < 4; depth++) {
      const next = outer.parentElement;
      if (!next || next === document.body || raw(next).length > own + room || FRAME.test(raw(next))) break;
      outer = next;
    }
    return said(outer);
  };
  const part = (kind, element, more) => ({ kind, path: pathOf(element), ...boxOf(element), title: "", text: "", rows: [], total: 0, buttons: [], hidden: 0, ...more });
  const parts = [];

  const boards = () => {
    const label = (one) => tidy(one.matches("input") ? one.value : one.innerText);
    const buttons = [];
    for (const one of [...document.querySelectorAll("button, a, input[type=button], input[type=submit], span, div, em, i, b")].slice(0, limits.elements)) {
      if (late() || buttons.length >= limits.buttons) break;
      if (one.childElementCount > 2 || raw(one).length > 60 || buttons.some((other) => other.contains(one))) continue;
      if (VOTE.test(tidy(one.matches("input") ? one.value : raw(one)).slice(0, 14)) && label(one).length <= 12 && seen(one)) buttons.push(one);
    }
    const alone = (outer, button) => !buttons.some((one) => one !== button && outer.contains(one));
    const groups = new Map();
    for (const button of buttons) {
      if (late()) break;
      let row = button;
      while (row.parentElement && row.parentElement !== document.body && alone(row.parentElement, button)) row = row.parentElement;
      if (row.parentElement && COUNT.test(said(row))) groups.set(row.parentElement, [...(groups.get(row.parentElement) || []), { row, button }]);
    }
    for (const [holder, rows] of groups) {
      if (rows.length < limits.rows) continue;
      const name = (one) => said(one.row, 200).split("\n").find((line) => line && !COUNT.test(line) && !/^[\d\s.、:：号]+$/.test(line) && line !== label(one.button)) || said(one.row, 40);
      parts.push(part("board", holder, {
        title: titleOf(holder), text: around(holder, 1500), total: rows.length,
        rows: rows.slice(0, limits.kept).map((one) => [name(one).slice(0, 60), said(one.row, 120).replace(/\n/g, " ")]),
        buttons: [...new Set(rows.slice(0, limits.kept).map((one) => label(one.button)))].slice(0, 5),
      }));
    }
  };

  const tables = () => {
    for (const table of [...document.querySelectorAll("table")].slice(0, 100)) {
      if (late()) return;
      if (table.rows.length <= limits.rows || table.rows.length > 2000 || table.querySelector("table") || !seen(table)) continue;
      if (![...table.rows].slice(0, 3).some((row) => [...row.cells].some((cell) => RANK.test(raw(cell).trim())))) continue;
      const cells = (row) => [...row.cells].slice(0, 10).map((cell) => said(cell, 60).replace(/\n/g, " "));
      const all = [...table.rows].slice(0, limits.kept + 3).map(cells);
      const head = all.findIndex((row) => row.length >= 3 && row.some((cell) => RANK.test(cell)));
      if (head < 0 || head > 2) continue;
      const at = all[head].findIndex((cell) => RANK.test(cell));
      const body = all.slice(head + 1).filter((row) => row.length === all[head].length);
      if (body.length < limits.rows || !body.slice(0, limits.rows).every((row) => /^\D{0,2}\d{1,4}\D{0,2}$/.test(row[at]))) continue;
      parts.push(part("ranking", table, { title: titleOf(table), text: around(table, 600), rows: [all[head], ...body].slice(0, limits.kept + 1), total: table.rows.length - head - 1 }));
    }
  };

  // A ranking without a table: things alike that begin with 1, 2, 3 … and hold a figure.
  const lists = () => {
    const holders = new Set([...document.querySelectorAll("li, div, dl, p")].slice(0, limits.elements).map((one) => one.parentElement));
    for (const holder of holders) {
      if (late()) return;
      if (!holder || ![...holder.children].slice(0, 2).some((one) => /^\s*(?:第|NO\.?\s*|TOP\s*)?1\D/i.test(raw(one).slice(0, 60)))) continue;
      const rows = [...holder.children].filter((one) => one.tagName === holder.children[0].tagName || one.children.length);
      if (rows.length < limits.rows || rows.length > 500) continue;
      const texts = rows.slice(0, limits.kept).map((one) => said(one, 120).replace(/\n/g, " "));
      const ranked = texts.map((text) => /^(?:第|NO\.?\s*|TOP\s*)?(\d{1,3})(?:名|位|[.、:：])?\s*(\D.*)$/i.exec(text));
      const start = ranked.findIndex((one) => one && Number(one[1]) === 1);
      if (start < 0 || start > 1) continue;
      const run = ranked.slice(start).findIndex((one, number) => !one || Number(one[1]) !== number + 1);
      const kept = ranked.slice(start, run < 0 ? undefined : start + run);
      if (kept.length < limits.rows || !kept.every((one) => FIGURE.test(one[2])) || !seen(holder)) continue;
      parts.push(part("ranking", holder, { title: titleOf(holder), text: around(holder, 600), rows: [[], ...kept.map((one) => [one[1], one[2].trim()])], total: rows.length - start }));
    }
  };

  const cuts = () => {
    let tried = 0;
    for (const element of [...document.querySelectorAll("div, section, article, main, td")].slice(0, limits.elements)) {
      if (late() || tried >= limits.cuts) return;
      if (element.scrollHeight - element.clientHeight < 60 || element.clientHeight < 60 || element.clientWidth < innerWidth * 0.3) continue;
      const style = getComputedStyle(element);
      if (!/^(?:hidden|clip)/.test(style.overflowY) || !seen(element)) continue;
      tried++;
      const edge = element.getBoundingClientRect().bottom;
      const leaves = [...element.querySelectorAll("p, li, td, h1, h2, h3, h4, span, div")].slice(0, limits.near).filter((one) => !one.querySelector("p, li, td, div, span"));
      const hidden = leaves.filter((one) => one.getBoundingClientRect().top >= edge - 4);
      const length = hidden.reduce((sum, one) => sum + tidy(one.innerText).length, 0);
      if (length < limits.hidden) continue;
      const holder = element.parentElement || element;
      const beside = [...holder.children].filter((one) => one !== element).flatMap((one) => [one, ...one.querySelectorAll("p, div, span, a, button, h2, h3, h4, section")]);
      const over = [...element.querySelectorAll("div, p, a, section")].slice(0, limits.near).filter((one) => getComputedStyle(one).position === "absolute");
      const near = [...beside.slice(0, limits.near), ...over].filter((one) => {
        const box = one.getBoundingClientRect();
        return box.bottom > edge - 260 && box.top < edge + 260 && (!element.contains(one) || box.top < edge - 10) && raw(one).length <= 600 && DEMAND.test(raw(one)) && seen(one) && said(one).length <= 400;
      });
      const demand = near.find((one) => !near.some((other) => other !== one && other.contains(one)));
      if (!demand) continue;
      const more = [...holder.querySelectorAll("a, button, span, div, p")].slice(0, limits.near).filter((one) => !one.children.length && raw(one).length <= 40 && MORE.test(tidy(one.innerText)) && seen(one)).map((one) => tidy(one.innerText));
      parts.push(part("cut", demand, { title: titleOf(element), text: said(demand), hidden: length, buttons: [...new Set(more)].slice(0, 3) }));
    }
  };

  const codes = () => {
    const square = (element) => {
      const box = element.getBoundingClientRect();
      const ratio = box.width / (box.height || 1);
      return box.width >= 50 && box.width <= 700 && ratio > 0.8 && ratio < 1.25;
    };
    const pictured = (one) => one.matches("img, canvas, svg") || (one.matches("div, span, i, a, p") && /url\(/.test(getComputedStyle(one).backgroundImage));
    let tried = 0;
    for (const element of [...document.querySelectorAll("img, canvas, svg, div, span, i, a, p")].slice(0, limits.elements)) {
      if (late() || tried >= limits.codes) return;
      if (!square(element) || !seen(element) || !pictured(element) || floats(element)) continue;
      tried++;
      let outer = element.parentElement;
      for (let depth = 0; outer && outer !== document.body && depth < 4 && said(outer).replace(/\s/g, "").length < 8; depth++) outer = outer.parentElement;
      const near = outer && outer !== document.body && said(outer, 3000).length <= 600;
      const text = near ? around(outer, 200) : "";
      // The words belong to what is outlined, as long as that is not the whole page.
      const outlined = near && outer.getBoundingClientRect().height <= element.getBoundingClientRect().height + 300 ? outer : element;
      if (parts.some((one) => one.kind === "code" && one.path === pathOf(outlined))) continue;
      parts.push(part("code", outlined, { title: titleOf(element), text: [text, element.getAttribute("alt") || ""].filter(Boolean).join("\n") }));
    }
  };

  const sole = () => {
    const text = document.body ? said(document.body, 400) : "";
    if (!text || text.length > limits.sole || parts.some((one) => one.kind !== "code")) return;
    let inner = document.body;
    for (let depth = 0; depth < 12; depth++) {
      const next = [...inner.children].find((child) => said(child, 400) === text);
      if (!next) break;
      inner = next;
    }
    parts.push(part("sole", inner, { text, title: document.title.slice(0, 80) }));
  };

  for (const find of [boards, tables, lists, cuts, codes, sole]) find();
  const boarded = new Set(parts.filter((one) => one.kind === "board").map((one) => one.path));
  const innermost = parts.filter((one) => one.kind === "code" || !(one.kind === "ranking" && boarded.has(one.path)) && !parts.some((other) => other !== one && other.kind === one.kind && other.path.startsWith(one.path + " > ")));
  return innermost.slice(0, limits.parts);
}
