// Reads a page for `PageReader` of Python: the elements that can be acted on, the tree, and where an element is now.
// dom.js, names.js, sight.js and this are one script in a world of its own, kept while its document lives. It waits for
// nothing, so it also reads a page whose clock stands still, and it changes nothing but the scrolling that it is asked for.
const numbers = new WeakMap(); // element -> number; a number is never given to another element of this document
const elements = new Map(); // number -> WeakRef of an element
let last = 0;
const numberOf = (element) => {
  let number = numbers.get(element);
  if (!number) {
    numbers.set(element, (number = ++last));
    elements.set(number, new WeakRef(element));
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
  const down = scrollHeight(element) > clientHeight(element) + 1, right = scrollWidth(element) > clientWidth(element) + 1;
  if ((!down && !right) || !clientHeight(element)) return false;
  const style = styleOf(element);
  const moves = (overflow) => overflow === "auto" || overflow === "scroll";
  return (down && moves(style.overflowY)) || (right && moves(style.overflowX));
};

// Whether an element itself can be acted on, with the role that it then has; null: it cannot.
const widget = (element, role, outside, scrolls) => {
  if (WIDGETS.has(role)) return role === "option" && outside.closed ? null : role;
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
  places = new Map();
  clips = new Map();
  suspects = [];
  const items = [], nodes = [], frames = [];
  let unread = 0;
  const stack = [[document.documentElement, { depth: 0, pointer: false, closed: false, block: 0, hidden: false, named: false }]];
  while (stack.length) {
    const [node, outside] = stack.pop();
    if (!node) continue;
    if (kindOf(node) === TEXT) {
      if (tree && !outside.hidden && !outside.named) addText(nodes, node, outside);
      continue;
    }
    if (kindOf(node) !== ELEMENT) continue;
    const tag = tagOf(node);
    if (UNSEEN.has(tag)) continue;
    const box = boxOf(node);
    const bare = box.width === 0 && box.height === 0;
    if (bare && !isRendered(node)) continue;
    if (mayHaveRoot(node, tag, box)) suspect(node, tag, box);
    const place = placeOf(documentOf(node));
    const inView = !isEmpty(overlap(outward(box, place), place.clip));
    const role = roleOf(node);
    const scrolls = inView && canScroll(node);
    const acts = inView ? widget(node, role, outside, scrolls) : null;
    const control = tag === "label" && inView ? controlOf(node) : null;
    let number = 0;
    if (acts !== null || (control && !sightOf(control, false).points.length)) {
      if (items.length >= most) unread++;
      else number = addItem(items, acts !== null ? node : control, acts ?? roleOf(control), scrolls, all);
    }
    const inner = inside(node, tag, acts ?? role, outside, acts);
    const said = number && acts === null ? control : node; // of a control without a box, its label is the place
    if (tree && addNode(nodes, said, said === node ? acts ?? role : roleOf(said), inView, number, outside, inner))
      inner.depth++;
    if (isFrame(node) && !innerDocument(node)) {
      if (inView) frames.push({ number: numberOf(node), item: items.length, node: nodes.length, depth: inner.depth });
      continue;
    }
    const children = shownChildren(node, tag);
    for (let i = children.length - 1; i >= 0; i--) stack.push([children[i], inner]);
  }
  return {
    items, frames, unread, suspects: suspects.length, size: [innerWidth, innerHeight],
    ...(tree ? chosen(nodes, tree) : { nodes: [], unchosen: 0 }),
  };
};

const shownChildren = (element, tag) => {
  if (tag === "select" && isHtml(element) && !isListBox(element)) return [];
  const children = childrenOf(element);
  if (tag !== "details" || hasAttribute(element, "open")) return children;
  return children.filter((child) => kindOf(child) === ELEMENT && tagOf(child) === "summary").slice(0, 1);
};

// What an element's children have to know of it.
const inside = (element, tag, role, outside, acts) => ({
  depth: outside.depth,
  pointer: outside.pointer || (acts !== null && styleOf(element).cursor === "pointer"),
  closed: outside.closed || (tag === "select" && !isListBox(element)),
  block: INLINE.has(tag) && role === "generic" ? outside.block : element,
  hidden: outside.hidden || attribute(element, "aria-hidden") === "true",
  named: outside.named || LEAVES.has(role) || tag === "textarea",
});

const addItem = (items, element, role, scrolls, all) => {
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
  const parent = parentOf(node);
  if (!parent || !checkVisibility(parent, { visibilityProperty: true })) return;
  if (goesOn) before.texts.push(node);
  else {
    const place = placeOf(documentOf(parent));
    const inView = !isEmpty(overlap(outward(boxOf(parent), place), place.clip));
    nodes.push({ index: nodes.length, texts: [node], depth: outside.depth, block: outside.block, inView });
  }
};

const addNode = (nodes, element, role, inView, number, outside, inner) => {
  if (inner.hidden || (role === "generic" && !number)) return false;
  if (outside.named && !number && role !== "heading") return false;
  if (!number && !checkVisibility(element, { visibilityProperty: true })) return false;
  nodes.push({ index: nodes.length, element, role, depth: outside.depth, inView, number });
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
  const lines = new Array(nodes.length).fill(null);
  let left = bytes;
  for (const inView of [true, false])
    for (let i = 0; i < nodes.length && left > 0; i++)
      if (nodes[i].inView === inView) {
        lines[i] = described(nodes[i]);
        left -= lines[i].depth + lines[i].role.length + lines[i].name.length + 4;
      }
  const found = lines.filter((line) => line);
  return { nodes: found, unchosen: nodes.length - found.length };
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
    places = new Map();
    clips = new Map();
    const sight = element && sighted(element, false);
    // What is in view but covered may lie under a header that does not move with it.
    if (sight && !sight.points.length) bringIntoView(element);
  }
  places = new Map();
  clips = new Map();
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
  places = new Map();
  clips = new Map();
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
