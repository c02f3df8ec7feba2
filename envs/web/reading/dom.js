// The first part of the reader (see reader.js). It runs in a world of its own, where a page has changed no prototype.
// Names in a page can still hide properties (a form with a field called "children", a picture called
// "elementFromPoint"), so properties are read through the prototypes that they belong to.
const ELEMENT = 1, TEXT = 3, DOCUMENT = 9;

const getter = (type, name) => {
  const { get } = Object.getOwnPropertyDescriptor(type.prototype, name);
  return (owner) => get.call(owner);
};
const method = (type, name) => {
  const called = type.prototype[name];
  return (owner, ...values) => called.apply(owner, values);
};

const kindOf = getter(Node, "nodeType"), dataOf = getter(Node, "nodeValue");
const firstChild = getter(Node, "firstChild"), nextSibling = getter(Node, "nextSibling");
const lastChild = getter(Node, "lastChild"), previousSibling = getter(Node, "previousSibling");
const lastElement = getter(Element, "lastElementChild"), previousElement = getter(Element, "previousElementSibling");
const parentNode = getter(Node, "parentNode"), isConnected = getter(Node, "isConnected");
const documentOf = getter(Node, "ownerDocument"), treeOf = method(Node, "getRootNode");
const tagOf = getter(Element, "localName"), openRoot = getter(Element, "shadowRoot");
const attribute = method(Element, "getAttribute"), hasAttribute = method(Element, "hasAttribute");
const boxOf = method(Element, "getBoundingClientRect"), boxesOf = method(Element, "getClientRects");
const matches = method(Element, "matches"), checkVisibility = method(Element, "checkVisibility");
const clientLeft = getter(Element, "clientLeft"), clientTop = getter(Element, "clientTop");
const clientWidth = getter(Element, "clientWidth"), clientHeight = getter(Element, "clientHeight");
const scrollWidth = getter(Element, "scrollWidth"), scrollHeight = getter(Element, "scrollHeight");
const scrollIntoView = method(Element, "scrollIntoView");
const hostOf = getter(ShadowRoot, "host"), assignedNodes = method(HTMLSlotElement, "assignedNodes");
const elementAt = {
  document: method(Document, "elementFromPoint"), root: method(ShadowRoot, "elementFromPoint"),
};
const activeIn = { document: getter(Document, "activeElement"), root: getter(ShadowRoot, "activeElement") };
const byId = { document: method(Document, "getElementById"), root: method(DocumentFragment, "getElementById") };
const kindOfTree = (tree) => (kindOf(tree) === DOCUMENT ? "document" : "root");
const styleOf = (element) => getComputedStyle(element);

const namespaceOf = getter(Element, "namespaceURI");
const isHtml = (element) => namespaceOf(element) === "http://www.w3.org/1999/xhtml";
const documentIn = {
  __proto__: null, iframe: getter(HTMLIFrameElement, "contentDocument"), frame: getter(HTMLFrameElement, "contentDocument"),
};
const isFrame = (element) => tagOf(element) in documentIn && isHtml(element);
const innerDocument = (frame) => documentIn[tagOf(frame)](frame);

const closedRoots = new WeakMap(); // host -> root, as far as the browser was asked; see `suspects`
const slotOf = new WeakMap(); // what is shown in a slot of a closed root -> slot
const ownerOf = new WeakMap(); // document -> the frame element that shows it

const rootOf = (element) => openRoot(element) ?? closedRoots.get(element) ?? null;

const plainChildren = (node) => {
  const found = [];
  for (let child = firstChild(node); child; child = nextSibling(child)) found.push(child);
  return found;
};

// Whether the children of an element are shown as they stand in it.
const isPlain = (element, tag) => !(tag in documentIn) && tag !== "slot" && !openRoot(element) && !closedRoots.has(element);

// The children as they are shown: shadow roots and documents of frames in the place of their hosts.
const childrenOf = (element) => {
  if (isFrame(element)) {
    const inner = innerDocument(element);
    if (!inner) return [];
    ownerOf.set(inner, element);
    return plainChildren(inner).filter((child) => kindOf(child) === ELEMENT);
  }
  const root = rootOf(element);
  if (root) return plainChildren(root);
  if (tagOf(element) === "slot" && isHtml(element)) {
    const assigned = assignedNodes(element);
    for (const node of assigned) slotOf.set(node, element);
    if (assigned.length) return assigned;
  }
  return plainChildren(element);
};

const parentOf = (node) => {
  const parent = slotOf.get(node) ?? parentNode(node);
  if (!parent || kindOf(parent) === ELEMENT) return parent;
  return kindOf(parent) === DOCUMENT ? ownerOf.get(parent) ?? null : hostOf(parent);
};

const isWithin = (node, element) => {
  for (let at = node; at; at = parentOf(at)) if (at === element) return true;
  return false;
};

const labelled = {
  __proto__: null, input: getter(HTMLInputElement, "labels"), select: getter(HTMLSelectElement, "labels"),
  textarea: getter(HTMLTextAreaElement, "labels"), button: getter(HTMLButtonElement, "labels"),
  meter: getter(HTMLMeterElement, "labels"), progress: getter(HTMLProgressElement, "labels"),
  output: getter(HTMLOutputElement, "labels"),
};
const labelsOf = (element) => {
  const labels = labelled[tagOf(element)];
  return labels && isHtml(element) ? [...(labels(element) ?? [])] : [];
};
const controlOfLabel = getter(HTMLLabelElement, "control");
const controlOf = (label) => (isHtml(label) ? controlOfLabel(label) : null);
