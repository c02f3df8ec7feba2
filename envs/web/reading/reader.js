// Reads a page for `PageReader` of Python: the elements that can be acted on, the tree, and where an element is now.
// dom.js, names.js, sight.js and this are one script in a world of its own, kept while its document lives. It waits for
// nothing, so it also reads a page whose clock stands still, and it changes nothing but the scrolling that it is asked for.
const numbers = new WeakMap(); // element -> number; a number is never given to another element of this document
const elements = new Map(); // number -> WeakRef of an element
const dead = new FinalizationRegistry((number) => elements.delete(number));
let last = 0;
const numberOf = (element) => {
  let number = numbers.get(element);
  if (!number) {
    numbers.set(element, (number = ++last));
    elements.set(number, new WeakRef(element));
    dead.register(element, number);
  }
  return number;
};

const UNSEEN = new Set(["script", "style", "template", "noscript", "head", "title", "meta", "link", "base", "source",
  "track", "param", "datalist", "defs", "symbol", "clippath", "lineargradient", "radialgradient"]);
const rooted = new WeakMap(); // element without a known root -> what it was like when the browser was asked

// What may hide a closed shadow root: an element of one's own, or one that shows nothing of what is in it.
const mayHaveRoot = (element, tag, box) => {
  if (!isHtml(element) || rootOf(element)) return false;
  if (tag.includes("-")) return rooted.get(element) !== String(matches(element, ":defined"));
  if (!HOSTS.has(tag) || box.width < 2 || box.height < 2) return false;
  for (let child = firstChild(element); child; child = nextSibling(child)) {
    if (kindOf(child) === TEXT && /\S/.test(dataOf(child))) return false;
    if (kindOf(child) === ELEMENT && checkVisibility(child)) return false;
  }
  return rooted.get(element) !== `${box.width}x${box.height}`;
};
const HOSTS = new Set("article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span".split(" "));
const MOST_SUSPECTS = 64;
let suspects = [];
const suspect = (element, tag, box) => {
  if (suspects.length >= MOST_SUSPECTS) return;
  rooted.set(element, tag.includes("-") ? String(matches(element, ":defined")) : `${box.width}x${box.height}`);
  suspects.push(element);
};

const canScroll = (element) => {
  if (!lastElement(element) && tagOf(element) !== "textarea" && !rootOf(element)) return false;
  const down = scrollHeight(element) > clientHeight(element) + 1, right = scrollWidth(element) > clientWidth(element) + 1;
  if ((!down && !right) || !clientHeight(element)) return false;
  const style = styleOf(element);
  const moves = (overflow) => overflow === "auto" || overflow === "scroll";
  return (down && moves(style.overflowY)) || (right && moves(style.overflowX));
};

// Whether an element itself can be acted on, with the role that it then has; null: it cannot.
const byRole = (role, outside) => (WIDGETS.has(role) && !(role === "option" && outside.closed) ? role : null);
const widget = (element, role, outside, scrolls) => {
  if (WIDGETS.has(role)) return byRole(role, outside);
  const tag = tagOf(element);
  if (tag === "body" || tag === "html") return null;
  if (tag === "canvas" || takesClicks(element, outside)) return role === "generic" ? "clickable" : role;
  return scrolls ? role : null;
};
const takesClicks = (element, outside) => {
  if (hasAttribute(element, "onclick") || attribute(element, "draggable") === "true") return true;
  if (parseInt(attribute(element, "tabindex") ?? "-1", 10) >= 0) return true;
  return !outside.pointer && styleOf(element).cursor === "pointer"; // what is in a clickable element inherits its hand
};

// One look at the page. `most`: elements that are examined; `tree`: bytes that the tree may take, 0 for none; `all`:
// every point of an element, for frames whose place only their parent knows.
const read = ({ most, tree, all }) => {
  forget();
  suspects = [];
  const found = { items: [], nodes: [], frames: [], unread: 0, most, tree, all };
  const stack = [document.documentElement];
  const contexts = [{ depth: 0, pointer: false, closed: false, block: 0, hidden: false, named: false, inView: true }];
  while (stack.length) {
    const node = stack.pop(), outside = contexts.pop();
    const kind = node ? kindOf(node) : 0;
    if (kind === TEXT && tree && !outside.hidden && !outside.named) addText(found.nodes, node, outside);
    if (kind !== ELEMENT) continue;
    const tag = tagOf(node);
    const inner = UNSEEN.has(tag) ? null : look(found, node, tag, outside);
    if (inner) pushChildren(node, tag, inner, stack, contexts, tree);
  }
  const { items, frames, unread } = found;
  const seen = { items, frames, unread, view: [innerWidth, innerHeight] };
  return { ...seen, suspects: suspects.length, ...(tree ? chosen(found.nodes, tree) : { nodes: [], unchosen: 0 }) };
};

// One element; gives what its children have to know, or null when they are not to be read.
const look = (found, element, tag, outside) => {
  const box = boxOf(element);
  if (box.width === 0 && box.height === 0 && !isRendered(element)) return null;
  if (mayHaveRoot(element, tag, box)) suspect(element, tag, box);
  const inView = isSeen(box, placeOf(documentOf(element)));
  if (!inView && !found.tree) return isFrame(element) ? null : outside;
  const role = roleOf(element);
  const full = found.items.length >= found.most; // what comes now is only counted, and roughly
  const scrolls = inView && !full && canScroll(element);
  const acts = !inView ? null : full ? byRole(role, outside) : widget(element, role, outside, scrolls);
  const control = inView && !full && tag === "label" ? controlOf(element) : null;
  let number = 0;
  if (acts !== null) number = addItem(found, element, acts, scrolls);
  else if (control && !sightFor(control, found.all).points.length) number = addItem(found, control, roleOf(control), false);
  const inner = inside(element, tag, acts ?? role, outside, acts, inView);
  const said = number && acts === null ? control : element; // of a control without a box, its label is the place
  if (found.tree && addNode(found.nodes, said, said === element ? acts ?? role : roleOf(said), number, outside, inner))
    inner.depth++;
  if (!isFrame(element) || innerDocument(element)) return inner;
  const at = { item: found.items.length, node: found.nodes.length, depth: inner.depth };
  if (inView) found.frames.push({ number: numberOf(element), ...at });
  return null;
};

// The last child first, so that the first one comes next.
const pushChildren = (element, tag, inner, stack, contexts, texts) => {
  if (tag === "select" && isHtml(element) && !isListBox(element)) return;
  const push = (child) => { stack.push(child); contexts.push(inner); };
  if (tag === "details" && !hasAttribute(element, "open")) {
    const heads = plainChildren(element).filter((child) => kindOf(child) === ELEMENT && tagOf(child) === "summary");
    if (heads.length) push(heads[0]);
  } else if (!isPlain(element, tag)) childrenOf(element).reverse().forEach(push);
  else if (texts) for (let child = lastChild(element); child; child = previousSibling(child)) push(child);
  else for (let child = lastElement(element); child; child = previousElement(child)) push(child);
};

// What an element's children have to know of it.
const inside = (element, tag, role, outside, acts, inView) => ({
  inView,
  depth: outside.depth,
  pointer: outside.pointer || (acts !== null && styleOf(element).cursor === "pointer"),
  closed: outside.closed || (tag === "select" && !isListBox(element)),
  block: INLINE.has(tag) && role === "generic" ? outside.block : element,
  hidden: outside.hidden || attribute(element, "aria-hidden") === "true",
  named: outside.named || LEAVES.has(role) || tag === "textarea",
});

const addItem = (found, element, role, scrolls) => {
  const { items, all } = found;
  if (items.length >= found.most) {
    found.unread++;
    return 0;
  }
  const sight = sighted(element, all);
  if (!sight.points.length || !mayBeSeen(element)) return 0;
  const number = numberOf(element);
  if (items.some((item) => item.number === number)) return number; // two labels of one control
  const states = statesOf(element, role);
  if (scrolls) states.push("scrollable");
  items.push({
    number, role, name: nameOf(element, NAMED_BY_CONTENT.has(role)), value: valueOf(element), states, options: optionsOf(element),
    box: [sight.box.left, sight.box.top, sight.box.right, sight.box.bottom], points: all ? sight.points : [],
  });
  return number;
};
// An invisible form control over a picture of one is usual; anything else that is invisible is not there for a person.
const mayBeSeen = (element) => isVisible(element) || labelsOf(element).length > 0 || isInput(element);

const addText = (nodes, node, outside) => {
  const before = nodes[nodes.length - 1];
  const goesOn = before?.texts && before.block === outside.block && before.depth === outside.depth;
  if (!/\S/.test(dataOf(node))) {
    if (goesOn) before.texts.push(node);
    return;
  }
  if (goesOn) before.texts.push(node);
  else nodes.push({ index: nodes.length, texts: [node], depth: outside.depth, block: outside.block, inView: outside.inView });
};

const addNode = (nodes, element, role, number, outside, inner) => {
  if (inner.hidden || (role === "generic" && !number) || (outside.named && !number && role !== "heading")) return false;
  nodes.push({ index: nodes.length, element, role, depth: outside.depth, inView: inner.inView, number });
  return true;
};

// A node that holds nothing but words, and its words, are one line: the words take the place of its name.
const joinWords = (nodes) => {
  for (let i = 0; i + 1 < nodes.length; i++) {
    const node = nodes[i], words = nodes[i + 1];
    if (node.texts || !words.texts || words.depth !== node.depth + 1 || nodes[i + 2]?.depth > node.depth) continue;
    if (isNamed(node.element) || ownName(node.element)) continue;
    node.words = words.texts;
    words.joined = true;
  }
  return nodes.filter((node) => !node.joined);
};

// The nodes that fit: those in view first, then the others, in the order of the document.
const chosen = (read, bytes) => {
  const nodes = joinWords(read);
  const found = [];
  let left = bytes, asked = 0;
  for (const inView of [true, false])
    for (let i = 0; i < nodes.length && left > 0; i++) {
      if (nodes[i].inView !== inView) continue;
      asked++;
      if (!isShown(nodes[i])) continue;
      const line = described(nodes[i]);
      found.push(line);
      left -= 2 * line.depth + line.role.length + line.name.length + 6;
    }
  found.sort((one, other) => one.index - other.index);
  return { nodes: found, unchosen: nodes.length - asked };
};
const isShown = (node) => {
  const element = node.element ?? parentOf(node.texts[0]);
  return node.number || (element && checkVisibility(element, { visibilityProperty: true }));
};
const wordsOf = (texts) => squeezed(texts.slice(0, 50).map((one) => dataOf(one).slice(0, 4 * LONGEST)).join(""));
const described = (node) => {
  const { index, depth, inView, element, role, number } = node;
  if (node.texts) return { index, depth, inView, role: "text", name: wordsOf(node.texts), number: 0, states: [], value: null };
  const states = statesOf(element, role);
  if (role === "heading") states.unshift(`level=${headingLevel(element)}`);
  return { index, depth, inView, role, name: node.words ? wordsOf(node.words) : nameOf(element, LEAVES.has(role)), number, states, value: valueOf(element) };
};
const headingLevel = (element) =>
  parseInt(attribute(element, "aria-level"), 10) || parseInt(tagOf(element).slice(1), 10) || 2;

// Where elements are now, scrolled into view where they are not.
const locate = ({ wanted, all }) => {
  const found = wanted.map((number) => elements.get(number)?.deref()).map((one) => (one && inPage(one) ? one : null));
  for (const element of found) {
    forget();
    const sight = element && sighted(element, false);
    // What is in view but covered may lie under a header that does not move with it.
    if (sight && !sight.points.length) bringIntoView(element);
  }
  forget();
  return found.map((element) => element && whereabouts(element, sighted(element, all)));
};
// The element or, of a control that has no box, the label in its place.
const bringIntoView = (element) => {
  const shown = isRendered(element) ? element : labelsOf(element).find(isRendered);
  if (shown) scrollIntoView(shown, { block: "center", inline: "center", behavior: "instant" });
};
const inPage = (element) => {
  if (!isConnected(element)) return false;
  let at = element;
  for (let parent = parentOf(at); parent; parent = parentOf(at)) at = parent;
  return at === document.documentElement;
};
const whereabouts = (element, sight) => ({
  points: sight.points, disabled: isDisabled(element), role: roleOf(element), name: nameOf(element, true),
  box: sight.box && [sight.box.left, sight.box.top, sight.box.right, sight.box.bottom],
  by: sight.points.length || !sight.by ? null : coverOf(sight.by),
});
// What a person would say lies there: the nearest element with a meaning.
const coverOf = (element) => {
  for (let at = element, i = 0; at && i < 12; at = parentOf(at), i++) {
    const role = roleOf(at);
    if (role !== "generic" && role !== "paragraph") return [role, nameOf(at, NAMED_BY_CONTENT.has(role))];
  }
  return ["element", textIn(element, null, false)];
};

// For what lies in a frame that this reader cannot look into: from the frame's view to this one's.
const outOf = ({ number, boxes, points }) => {
  forget();
  const frame = elements.get(number)?.deref();
  if (!frame || !isConnected(frame)) return null;
  const place = insideOf(frame);
  const seen = (list) => list.map(([x, y]) => [place.x + x * place.sx, place.y + y * place.sy]).filter(([x, y]) =>
    x >= place.clip.left && x < place.clip.right && y >= place.clip.top && y < place.clip.bottom && hitAt(x, y) === frame);
  return {
    boxes: boxes.map(([left, top, right, bottom]) => {
      const box = overlap(outward({ left, top, right, bottom }, place), place.clip);
      return [box.left, box.top, box.right, box.bottom];
    }),
    points: points.map(seen),
  };
};

const remember = (index, root) => { closedRoots.set(suspects[index], root); };
const questions = {
  read, locate, outOf, remember,
  suspect: (index) => suspects[index], frame: (number) => elements.get(number)?.deref(),
};
