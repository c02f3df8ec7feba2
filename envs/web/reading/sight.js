// The third part of the reader (see reader.js): where an element can be seen and hit. All numbers are CSS pixels of the
// view of the reader's own document, also for what lies in the frames that it can look into.
const NOTHING = { left: 0, top: 0, right: 0, bottom: 0 };
const MOST_BOXES = 4; // lines of a wrapped link that are tried

const overlap = (one, other) => ({
  left: Math.max(one.left, other.left), top: Math.max(one.top, other.top),
  right: Math.min(one.right, other.right), bottom: Math.min(one.bottom, other.bottom),
});
// Whether a box can lie in what is seen of its frame.
const isSeen = (box, place) => {
  const { clip } = place;
  return place.x + box.right * place.sx >= clip.left + 1 && place.x + box.left * place.sx <= clip.right - 1
    && place.y + box.bottom * place.sy >= clip.top + 1 && place.y + box.top * place.sy <= clip.bottom - 1
    && box.width * place.sx >= 1 && box.height * place.sy >= 1;
};
const isEmpty = (box) => box.right - box.left < 1 || box.bottom - box.top < 1;

// How one frame lies in the view: `to` its pixels * scale + offset; `clip` what of it can be seen.
let places = new Map(); // document -> place; valid during one question
const ownPlace = () => ({
  x: 0, y: 0, sx: 1, sy: 1, clip: { left: 0, top: 0, right: innerWidth, bottom: innerHeight },
});
const placeOf = (tree) => {
  let place = places.get(tree);
  if (!place) {
    const owner = tree === document ? null : ownerOf.get(tree);
    place = owner ? insideOf(owner) : ownPlace();
    places.set(tree, place);
  }
  return place;
};
const offsetWidth = getter(HTMLElement, "offsetWidth"), offsetHeight = getter(HTMLElement, "offsetHeight");
const insideOf = (frame) => {
  const outer = placeOf(documentOf(frame));
  const box = boxOf(frame), style = styleOf(frame);
  const wide = offsetWidth(frame), high = offsetHeight(frame);
  const sx = wide ? box.width / wide : 1, sy = high ? box.height / high : 1;
  const left = box.left + (clientLeft(frame) + parseFloat(style.paddingLeft)) * sx;
  const top = box.top + (clientTop(frame) + parseFloat(style.paddingTop)) * sy;
  const content = {
    left, top,
    right: box.right - (parseFloat(style.borderRightWidth) + parseFloat(style.paddingRight)) * sx,
    bottom: box.bottom - (parseFloat(style.borderBottomWidth) + parseFloat(style.paddingBottom)) * sy,
  };
  const clip = overlap(outward(content, outer), clipOf(frame));
  return { x: outer.x + left * outer.sx, y: outer.y + top * outer.sy, sx: outer.sx * sx, sy: outer.sy * sy, clip };
};
const outward = (box, place) => ({
  left: place.x + box.left * place.sx, top: place.y + box.top * place.sy,
  right: place.x + box.right * place.sx, bottom: place.y + box.bottom * place.sy,
});

// What of the view the parents of an element let it be seen in.
let clips = new Map();
let sights = new Map(); // element -> where it can be hit
const forget = () => { places = new Map(); clips = new Map(); sights = new Map(); };
const clipOf = (element) => {
  const style = styleOf(element);
  const place = placeOf(documentOf(element));
  if (style.position === "fixed") return place.clip;
  const parent = parentOf(element);
  if (!parent || documentOf(parent) !== documentOf(element)) return place.clip;
  return innerClip(parent, style.position === "absolute");
};
const innerClip = (element, passing) => {
  const key = passing ? "passing" : "held";
  const known = clips.get(element)?.[key];
  if (known) return known;
  const style = styleOf(element);
  const passed = passing && style.position === "static"; // an absolute child is not held by it
  let clip = clipOfParent(element, style, passed);
  const tag = tagOf(element);
  if (!passed && style.overflow !== "visible" && tag !== "body" && tag !== "html")
    clip = overlap(clip, outward(boxOf(element), placeOf(documentOf(element))));
  clips.set(element, { ...clips.get(element), [key]: clip });
  return clip;
};
const clipOfParent = (element, style, passed) => {
  const place = placeOf(documentOf(element));
  if (style.position === "fixed") return place.clip;
  const parent = parentOf(element);
  if (!parent || documentOf(parent) !== documentOf(element)) return place.clip;
  return innerClip(parent, passed || style.position === "absolute");
};

// The innermost element at a point, through shadow roots and frames; null outside of the view.
const hitAt = (x, y) => {
  let tree = document, hit = null;
  for (;;) {
    const found = elementAt[kindOfTree(tree)](tree, x, y);
    if (!found || found === hit) return hit;
    hit = found;
    const root = rootOf(hit);
    const inner = !root && isFrame(hit) ? innerDocument(hit) : null;
    if (!root && !inner) return hit;
    tree = root ?? inner;
    if (!inner) continue;
    ownerOf.set(inner, hit);
    const outer = placeOf(documentOf(hit)), place = placeOf(inner);
    x = ((x * outer.sx + outer.x) - place.x) / place.sx;
    y = ((y * outer.sy + outer.y) - place.y) / place.sy;
  }
};

const visibleBoxes = (element) => {
  const place = placeOf(documentOf(element)), clip = overlap(clipOf(element), place.clip);
  const boxes = [...boxesOf(element)].slice(0, 64);
  return boxes.map((box) => overlap(outward(box, place), clip)).filter((box) => !isEmpty(box));
};
const POINTS = [[0.5, 0.5], [0.25, 0.5], [0.75, 0.5], [0.5, 0.2], [0.5, 0.8], [0.1, 0.1], [0.9, 0.1], [0.1, 0.9], [0.9, 0.9]];
// Whole pixels, as the pointer goes to.
const pointsIn = (box) => POINTS.map(([right, down]) => [
  Math.floor(box.left + right * (box.right - box.left)), Math.floor(box.top + down * (box.bottom - box.top)),
]);

const belongsTo = (hit, element) => {
  if (isWithin(hit, element)) return true;
  return labelsOf(element).some((label) => isWithin(hit, label)); // a click on the label is one on its control
};

// Where an element can be hit: its visible box and points in it, at least `all ? every : the first` that hit it; null:
// nowhere. `by` is what lies over it.
const sightOf = (element, all) => {
  const boxes = visibleBoxes(element);
  if (!boxes.length) return { box: null, points: [], by: null };
  const box = boxes.reduce((one, other) => ({
    left: Math.min(one.left, other.left), top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right), bottom: Math.max(one.bottom, other.bottom),
  }));
  const largest = boxes.sort((one, other) => area(other) - area(one)).slice(0, MOST_BOXES);
  const points = [];
  let by = null;
  for (const point of largest.flatMap(pointsIn)) {
    const hit = hitAt(...point);
    if (hit && belongsTo(hit, element)) {
      points.push(point);
      if (!all) break;
    } else by ??= hit;
  }
  return { box, points, by };
};
const area = (box) => (box.right - box.left) * (box.bottom - box.top);

const sightFor = (element, all) => {
  let sight = sights.get(element);
  if (!sight) sights.set(element, (sight = sightOf(element, all)));
  return sight;
};

// A control that cannot be seen itself is where its label is.
const sighted = (element, all) => {
  const own = sightFor(element, all);
  if (own.points.length) return own;
  for (const label of labelsOf(element)) {
    const proxy = sightFor(label, all);
    if (proxy.points.length) return proxy;
  }
  return own;
};
