// What a person would know of the page, as plain data: one record for each element of the task, in document
// order, with the part of it that can be seen and clicked, in fractions of the screen.
() => {
  const [screenW, screenH] = [window.innerWidth, window.innerHeight];
  const ours = "#reward-display, #click-canvas, #attention-canvas, #sync-task-cover, script, style, head, title";
  const round = (value) => Math.round(value * 1e5) / 1e5;

  const intersect = (a, b) => {
    const box = [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
    return box[2] - box[0] >= 1 && box[3] - box[1] >= 1 ? box : null;
  };
  const edges = (rect) => [rect.left, rect.top, rect.right, rect.bottom];

  // A wrapped inline element has one rectangle per line; the largest is where a person would click.
  const largest = (element) => {
    let best = null;
    for (const rect of element.getClientRects()) {
      if (best === null || rect.width * rect.height > best.width * best.height) best = rect;
    }
    return best;
  };

  const clipped = (element) => {
    const rect = largest(element);
    let box = rect && intersect(edges(rect), [0, 0, screenW, screenH]);
    for (let up = element.parentElement; box && up && up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.overflowX !== "visible" || style.overflowY !== "visible") {
        box = intersect(box, edges(up.getBoundingClientRect()));
      }
    }
    // A sliver of a button that is nearly scrolled out of sight is nothing to aim at.
    const enough = (side, whole) => side + 0.01 >= Math.min(whole, 4);
    return box && enough(box[2] - box[0], rect.width) && enough(box[3] - box[1], rect.height) ? box : null;
  };

  const placed = (element) => {
    const rect = largest(element);
    return rect && rect.width >= 1 && rect.height >= 1 ? edges(rect) : null;
  };
  const scrollable = (element, style) => ["auto", "scroll"].includes(style.overflowY)
    && element.scrollHeight > element.clientHeight;

  const receives = (element, x, y) => {
    const hit = document.elementFromPoint(x, y);
    return hit !== null && (hit === element || element.contains(hit));
  };

  const clickPoint = (element, box) => {
    const centre = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    if (receives(element, ...centre)) return centre;
    const seen = [];
    // At most some 300 points, since each costs a hit test: every second pixel of a button, fewer of a large area.
    const step = Math.max(2, Math.sqrt((box[2] - box[0]) * (box[3] - box[1]) / 300));
    for (let y = box[1] + 1; y < box[3]; y += step) {
      for (let x = box[0] + 1; x < box[2]; x += step) if (receives(element, x, y)) seen.push([x, y]);
    }
    if (!seen.length) return null;
    const middle = [0, 1].map((axis) => seen.reduce((sum, point) => sum + point[axis], 0) / seen.length);
    const far = (point) => (point[0] - middle[0]) ** 2 + (point[1] - middle[1]) ** 2;
    return seen.reduce((best, point) => (far(point) < far(best) ? point : best));
  };

  const textual = new Set(["text", "input", "password", "search", "email", "tel", "url", "number", "date", "time"]);
  const kind = (element) => {
    const tag = element.tagName.toLowerCase();
    const type = (element.getAttribute("type") || "text").toLowerCase();
    if (tag === "input") {
      if (type === "checkbox" || type === "radio") return type;
      if (["button", "submit", "reset"].includes(type)) return "button";
      return textual.has(type) ? "field" : type;
    }
    if (tag === "textarea" || element.isContentEditable) return "field";
    if (element.getAttribute("role") === "tab") return "tab";
    if (tag === "a" || element.classList.contains("alink")) return "link";
    return tag;
  };

  const attributes = (element) => {
    const found = {};
    for (const { name, value } of element.attributes) found[name] = value.slice(0, 300);
    return found;
  };
  const clean = (text) => (text || "").replace(/\s+/g, " ").trim();
  const ownText = (element) => clean([...element.childNodes].filter((node) => node.nodeType === 3)
    .map((node) => node.data).join(" "));

  // Which pixels of a canvas are drawn on: nothing else says what it shows.
  const ink = (element) => {
    if (element.tagName !== "CANVAS" || !element.width || !element.height) return [];
    const { data, width } = element.getContext("2d").getImageData(0, 0, element.width, element.height);
    const found = [];
    for (let i = 3; i < data.length; i += 4) {
      if (data[i] > 127) found.push([(i >> 2) % width, Math.floor((i >> 2) / width)]);
    }
    return found;
  };

  const all = [...document.body.querySelectorAll("*")].filter((element) => !element.closest(ours));
  const index = new Map(all.map((element, position) => [element, position]));
  const elements = all.map((element) => {
    const style = getComputedStyle(element);
    const shown = style.visibility !== "hidden" && style.display !== "none";
    const box = shown ? clipped(element) : null;
    const point = box && clickPoint(element, box);
    const fractions = (values) => values && values.map((value, i) => round(value / (i % 2 ? screenH : screenW)));
    return {
      parent: index.has(element.parentElement) ? index.get(element.parentElement) : -1,
      kind: kind(element),
      tag: element.tagName.toLowerCase(),
      text: clean(element.innerText === undefined ? element.textContent : element.innerText).slice(0, 2000),
      own_text: ownText(element).slice(0, 2000),
      value: element.value === undefined ? "" : String(element.value),
      checked: Boolean(element.checked || element.selected),
      focused: element === document.activeElement,
      place: shown ? fractions(placed(element)) : null,
      box: fractions(box),
      point: fractions(point),
      background: style.backgroundColor,
      scroll: scrollable(element, style)
        ? [element.scrollTop, element.scrollHeight - element.clientHeight].map(Math.round) : [0, 0],
      in_query: element.closest("#query") !== null,
      attributes: attributes(element),
      ink: ink(element),
    };
  });
  const task = decodeURIComponent(location.pathname.split("/").pop()).replace(/\.html$/, "");
  return { task, elements, screen: [screenW, screenH], selection: String(getSelection()) };
}
