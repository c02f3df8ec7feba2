// The second part of the reader (see reader.js): what an element is, what it is called, what state it is in.
const LONGEST = 200; // characters of a name or value; Python cuts further
const MOST_VISITED = 400; // nodes that are read for one name

const ARIA_ROLES = new Set(`alert alertdialog application article banner blockquote button caption cell checkbox code
  columnheader combobox complementary contentinfo definition dialog directory document feed figure form grid gridcell
  group heading img link list listbox listitem log main marquee math menu menubar menuitem menuitemcheckbox
  menuitemradio meter navigation note option progressbar radio radiogroup region row rowgroup rowheader scrollbar search
  searchbox separator slider spinbutton status switch tab table tablist tabpanel term textbox timer toolbar tooltip tree
  treegrid treeitem`.split(/\s+/));
const WIDGETS = new Set(`button checkbox combobox link listbox menuitem menuitemcheckbox menuitemradio option radio
  scrollbar searchbox slider spinbutton switch tab textbox treeitem file date month week time datetime-local color
  audio video`.split(/\s+/));
const NAMED_BY_CONTENT = new Set(`button caption cell checkbox columnheader definition gridcell heading link menuitem
  menuitemcheckbox menuitemradio option radio rowheader switch tab term tooltip treeitem listitem clickable`.split(/\s+/));
// Of these the tree shows the name and not the words that it is made of.
const LEAVES = new Set(`button checkbox heading link menuitem menuitemcheckbox menuitemradio option radio switch tab
  textbox treeitem`.split(/\s+/));
const TAG_ROLES = {
  article: "article", aside: "complementary", audio: "audio", blockquote: "blockquote", button: "button",
  caption: "caption", code: "code", datalist: "listbox", dd: "definition", details: "group", dialog: "dialog",
  dt: "term", fieldset: "group", figure: "figure", h1: "heading", h2: "heading", h3: "heading", h4: "heading",
  h5: "heading", h6: "heading", hr: "separator", iframe: "iframe", frame: "iframe", legend: "caption", li: "listitem",
  main: "main", math: "math", menu: "list", meter: "meter", nav: "navigation", ol: "list", optgroup: "group",
  option: "option", output: "status", p: "paragraph", progress: "progressbar", search: "search", summary: "button",
  table: "table", tbody: "rowgroup", td: "cell", textarea: "textbox", tfoot: "rowgroup", thead: "rowgroup", tr: "row",
  ul: "list", video: "video", canvas: "canvas",
};
const INPUT_ROLES = {
  button: "button", submit: "button", reset: "button", image: "button", checkbox: "checkbox", radio: "radio",
  range: "slider", number: "spinbutton", search: "searchbox", file: "file", date: "date", month: "month", week: "week",
  time: "time", "datetime-local": "datetime-local", color: "color",
};

const squeezed = (text) => text.slice(0, 4 * LONGEST).replace(/\s+/g, " ").trim();
const inputType = getter(HTMLInputElement, "type"), inputValue = getter(HTMLInputElement, "value");
const isChecked = getter(HTMLInputElement, "checked"), isIndeterminate = getter(HTMLInputElement, "indeterminate");
const textValue = getter(HTMLTextAreaElement, "value"), progressValue = getter(HTMLProgressElement, "value");
const meterValue = getter(HTMLMeterElement, "value"), allOptions = getter(HTMLSelectElement, "options");
const selectedOptions = getter(HTMLSelectElement, "selectedOptions"), isSelected = getter(HTMLOptionElement, "selected");
const isInput = (element) => tagOf(element) === "input" && isHtml(element);
const isEditable = (element) => {
  const own = attribute(element, "contenteditable");
  return own !== null && ["", "true", "plaintext-only"].includes(own.toLowerCase());
};

const ownRole = (element) => {
  for (const word of (attribute(element, "role") ?? "").slice(0, LONGEST).toLowerCase().split(/\s+/)) {
    if (word === "none" || word === "presentation") return "generic";
    if (word === "image") return "img";
    if (ARIA_ROLES.has(word)) return word;
  }
  return null;
};

const roleOf = (element) => {
  const own = ownRole(element);
  if (own !== null) return own;
  const tag = tagOf(element);
  if (!isHtml(element)) return tag === "svg" && drawingName(element) ? "img" : tag === "a" ? "link" : "generic";
  if (isEditable(element)) return "textbox";
  if (tag === "input") return INPUT_ROLES[inputType(element)] ?? (hasAttribute(element, "list") ? "combobox" : "textbox");
  if (tag === "select") return isListBox(element) ? "listbox" : "combobox";
  if (tag === "a" || tag === "area") return hasAttribute(element, "href") ? "link" : "generic";
  if (tag === "img") return attribute(element, "alt") === "" ? "generic" : "img";
  if (tag === "th") return attribute(element, "scope") === "row" ? "rowheader" : "columnheader";
  if (tag === "section") return isNamed(element) ? "region" : "generic";
  if (tag === "form") return isNamed(element) ? "form" : "generic";
  if (tag === "summary") return isHeadOfDetails(element) ? "button" : "generic";
  if (tag === "header" || tag === "footer") {
    const parent = parentNode(element);
    const ofPage = parent && kindOf(parent) === ELEMENT && tagOf(parent) === "body";
    return !ofPage ? "generic" : tag === "header" ? "banner" : "contentinfo";
  }
  return Object.hasOwn(TAG_ROLES, tag) ? TAG_ROLES[tag] : "generic";
};
const isNamed = (element) => hasAttribute(element, "aria-label") || hasAttribute(element, "aria-labelledby");
const isMultiple = getter(HTMLSelectElement, "multiple"), rowsOf = getter(HTMLSelectElement, "size");
const isListBox = (select) => isMultiple(select) || rowsOf(select) > 1;
const isHeadOfDetails = (element) => {
  const parent = parentNode(element);
  return parent && kindOf(parent) === ELEMENT && tagOf(parent) === "details";
};

const drawingName = (svg) => {
  const label = attribute(svg, "aria-label");
  if (label) return squeezed(label);
  const title = plainChildren(svg).find((child) => kindOf(child) === ELEMENT && tagOf(child) === "title");
  return title ? textIn(title) : "";
};

const isRendered = (element) => checkVisibility(element) || styleOf(element).display === "contents";
const isVisible = (element) => checkVisibility(element, { visibilityProperty: true, opacityProperty: true });

// The words in an element, with those of what is embedded in it; `but` and what is hidden have no say.
const textIn = (element, but = null, hiddenToo = true) => {
  const parts = [];
  const stack = [element];
  let length = 0, visited = 0;
  while (stack.length && length < 2 * LONGEST && visited++ < MOST_VISITED) {
    const node = stack.pop();
    if (typeof node === "string") { parts.push(node); continue; }
    if (kindOf(node) === TEXT) {
      const data = dataOf(node).slice(0, 4 * LONGEST);
      parts.push(data);
      length += data.length;
      continue;
    }
    if (kindOf(node) !== ELEMENT || node === but) continue;
    if (node !== element) {
      const tag = tagOf(node);
      if (tag === "script" || tag === "style" || tag === "template" || tag === "noscript") continue;
      if (attribute(node, "aria-hidden") === "true" || (!hiddenToo && !isRendered(node))) continue;
      const said = embedded(node);
      if (said !== null) { parts.push(` ${said} `); length += said.length; continue; }
      if (tag === "br" || !INLINE.has(tag)) { parts.push(" "); stack.push(" "); }
    }
    stack.push(...childrenOf(node).reverse());
  }
  return squeezed(parts.join("")).slice(0, LONGEST);
};
const INLINE = new Set(`a abbr b bdi bdo cite code em font i kbd label mark q s samp small span strong sub sup time tt u var
  slot`.split(/\s+/));

// What an element inside of another one adds to its name; null: its content.
const embedded = (element) => {
  const label = attribute(element, "aria-label");
  if (label?.trim()) return squeezed(label);
  const tag = tagOf(element);
  if (tag === "img" && isHtml(element)) return squeezed(attribute(element, "alt") ?? "");
  if (tag === "svg") return drawingName(element);
  if (tag === "input" || tag === "select" || tag === "textarea") return isInput(element) && isTicked(element) ? "" : valueOf(element) ?? "";
  return null;
};
const isTicked = (input) => ["checkbox", "radio"].includes(inputType(input));

const nameOf = (element, byContent) => {
  const named = referred(element, "aria-labelledby") || squeezed(attribute(element, "aria-label") ?? "");
  if (named) return named.slice(0, LONGEST);
  const said = ownName(element) || (byContent ? textIn(element, null, false) : "");
  const hint = said || attribute(element, "title") || attribute(element, "placeholder")
    || attribute(element, "aria-placeholder") || "";
  return squeezed(hint).slice(0, LONGEST);
};

const referred = (element, name) => {
  const ids = (attribute(element, name) ?? "").slice(0, LONGEST).trim();
  if (!ids) return "";
  const tree = treeOf(element);
  if (kindOf(tree) !== DOCUMENT && kindOf(tree) !== 11) return "";
  const find = byId[kindOfTree(tree)];
  const found = ids.split(/\s+/).map((id) => find(tree, id)).filter((one) => one);
  return squeezed(found.map((one) => squeezed(attribute(one, "aria-label") ?? "") || textIn(one)).join(" "));
};

// What the language of the element itself calls it.
const ownName = (element) => {
  const tag = tagOf(element);
  if (tag === "svg" || !isHtml(element)) return drawingName(element);
  const labels = labelsOf(element).map((label) => textIn(label, element)).filter((text) => text);
  if (labels.length) return labels.join(" ");
  if (tag === "img" || tag === "area") return attribute(element, "alt") ?? "";
  if (tag === "input") {
    const type = inputType(element);
    if (type === "image") return attribute(element, "alt") || "Submit";
    if (type === "submit" || type === "reset" || type === "button")
      return inputValue(element) || { submit: "Submit", reset: "Reset" }[type] || "";
  }
  if (tag === "option" || tag === "optgroup") return attribute(element, "label") ?? "";
  if (tag === "iframe") return attribute(element, "title") ?? attribute(element, "name") ?? "";
  const heading = { fieldset: "legend", table: "caption", figure: "figcaption" }[tag];
  const head = heading && plainChildren(element).find((child) => kindOf(child) === ELEMENT && tagOf(child) === heading);
  return head ? textIn(head) : "";
};

const valueOf = (element) => {
  const tag = isHtml(element) ? tagOf(element) : "";
  if (tag === "input") {
    const value = inputValue(element), type = inputType(element);
    if (type === "password") return value ? "•••" : "";
    if (type === "file") return value.split(/[\\/]/).pop();
    return ["checkbox", "radio", "button", "submit", "reset", "image"].includes(type) ? null : squeezed(value);
  }
  if (tag === "textarea") return squeezed(textValue(element));
  if (tag === "select")
    return squeezed([...selectedOptions(element)].slice(0, 20).map(optionLabel).join(", "));
  if (tag === "progress") return String(progressValue(element));
  if (tag === "meter") return String(meterValue(element));
  const said = attribute(element, "aria-valuetext") ?? attribute(element, "aria-valuenow");
  if (said !== null) return squeezed(said);
  return isEditable(element) || ownRole(element) === "textbox" ? textIn(element, null, false) : null;
};
const optionLabel = getter(HTMLOptionElement, "label");
const MOST_OPTIONS = 40;
const optionsOf = (element) => {
  if (tagOf(element) !== "select" || !isHtml(element)) return [];
  const options = allOptions(element), shown = [];
  for (let i = 0; i < Math.min(options.length, MOST_OPTIONS); i++) shown.push(squeezed(optionLabel(options[i])).slice(0, 60));
  if (options.length > MOST_OPTIONS) shown.push(null, options.length - MOST_OPTIONS);
  return shown;
};

const isDisabled = (element) => {
  if (matches(element, ":disabled")) return true;
  for (let at = element; at; at = parentOf(at)) {
    if (attribute(at, "aria-disabled") === "true" || hasAttribute(at, "inert")) return true;
    if (at !== element && !["group", "radiogroup", "toolbar", "listbox", "menu", "tablist"].includes(ownRole(at) ?? "")) break;
  }
  return false;
};

const isFocused = (element) => {
  const tree = treeOf(element);
  if (kindOf(tree) !== DOCUMENT && kindOf(tree) !== 11) return false;
  return activeIn[kindOfTree(tree)](tree) === element && !isFrame(element) && tagOf(element) !== "body";
};

const statesOf = (element, role) => {
  const states = [];
  const add = (state, holds) => { if (holds) states.push(state); };
  const aria = (name) => attribute(element, `aria-${name}`);
  const html = isHtml(element), tag = html ? tagOf(element) : "";
  const ticked = tag === "input" && isTicked(element);
  add("focused", isFocused(element));
  add("disabled", isDisabled(element));
  if (ticked && isIndeterminate(element)) add("mixed", true);
  else if (ticked) add(isChecked(element) ? "checked" : "unchecked", true);
  else if (["checkbox", "radio", "switch", "menuitemcheckbox", "menuitemradio"].includes(role))
    add(aria("checked") === "true" ? "checked" : aria("checked") === "mixed" ? "mixed" : "unchecked", true);
  add("pressed", aria("pressed") === "true");
  const details = tag === "summary" && isHeadOfDetails(element) ? parentNode(element) : null;
  const open = details ? String(hasAttribute(details, "open")) : aria("expanded");
  add("expanded", open === "true");
  add("collapsed", open === "false");
  add("selected", tag === "option" ? isSelected(element) : aria("selected") === "true");
  add("current", ![null, "", "false"].includes(aria("current")));
  add("required", matches(element, ":required") || aria("required") === "true");
  add("readonly", aria("readonly") === "true" || (["input", "textarea"].includes(tag) && hasAttribute(element, "readonly")));
  add("invalid", ![null, "", "false"].includes(aria("invalid")));
  add("multiple", tag === "select" && isMultiple(element));
  add("modal", tag === "dialog" && matches(element, ":modal"));
  return states;
};
