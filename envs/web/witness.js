// Runs in a world of its own in every frame, where the page cannot reach it, and tells what a person does there:
// trusted events only. Of a secret field it tells that something was typed, and apart from that what stands in it, so
// that it can be hidden where the page repeats it.
(() => {
  "use strict";
  const tell = globalThis.guiwrightWitness;
  if (!tell || globalThis.guiwrightWitnessed) return;
  globalThis.guiwrightWitnessed = true;

  const SECRET_WORDS = ["current-password", "new-password", "one-time-code", "cc-number", "cc-csc"];
  const PICKERS = ["date", "time", "month", "week", "datetime-local", "color"];
  const top = window === window.top;
  let origin = null; // where this frame's corner is on the screen, as the last event of the mouse says
  let typedInto = null; // the field that the last key went to
  const secrets = new WeakSet(); // a field that once hid its text stays secret when it shows it

  const send = (kind, values) => tell(JSON.stringify({ kind, ...values }));
  const place = (x, y, known = origin) =>
    ({ x, y, top, screen: known ? [x + known[0], y + known[1]] : null });
  const at = (event) => {
    origin = [event.screenX - event.clientX, event.screenY - event.clientY];
    return place(event.clientX, event.clientY);
  };
  const middle = (element) => {
    const box = element.getBoundingClientRect();
    return place(box.left + box.width / 2, box.top + box.height / 2);
  };
  const modifiers = (event) => event.getModifierState("AltGraph") ? [] :
    ["Control", "Alt", "Shift", "Meta"].filter((name) => event.getModifierState(name));
  const inner = (event) => {
    const found = event.composedPath()[0];
    return found instanceof Element ? found : document.body ?? document.documentElement;
  };

  const isText = (element) => element instanceof HTMLTextAreaElement || element.isContentEditable ||
    (element instanceof HTMLInputElement &&
      !["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"].includes(element.type));
  const isDropDown = (element) => element instanceof HTMLSelectElement && !element.multiple && element.size <= 1;
  // Focus on something that takes none itself is inside of it, where nobody can look: a closed shadow root.
  const isClosed = (element) => !element.shadowRoot && !isText(element) && element !== document.body &&
    element === element.getRootNode().activeElement && (element.localName.includes("-") || element.tabIndex < 0);
  const isSecret = (element) => {
    if (isClosed(element)) return true;
    if (!isText(element)) return false;
    const words = (element.getAttribute("autocomplete") ?? "").toLowerCase().split(/\s+/);
    if (element.type === "password" || words.some((word) => SECRET_WORDS.includes(word)) ||
        getComputedStyle(element).webkitTextSecurity !== "none") secrets.add(element);
    return secrets.has(element);
  };
  const nameOf = (element) => (element.getAttribute("name") || element.id || "").slice(0, 100);
  const sendSecret = (element) =>
    send("secret", { field: nameOf(element), filled: Boolean(element.value ?? true) });

  const role = (event) => {
    for (const element of event.composedPath()) {
      if (!(element instanceof Element)) continue;
      const control = element instanceof HTMLLabelElement ? element.control : element;
      if (control instanceof HTMLInputElement && control.type === "file") return "chooser";
      if (isDropDown(element) || (element instanceof HTMLInputElement && element.type === "color")) return "chooser";
    }
    return "plain";
  };
  // Whether Backspace takes away exactly the character before the caret, which stands at the end.
  const atEnd = (element) => {
    try {
      return element.selectionStart === element.selectionEnd && element.selectionEnd === element.value.length;
    } catch { return false; }
  };

  const listen = (name, hear) => window.addEventListener(name, (event) => {
    if (event.isTrusted) hear(event);
  }, { capture: true, passive: true });

  const press = (event) => send("press", {
    ...at(event), button: event.button, count: event.detail, modifiers: modifiers(event), role: role(event),
  });
  const release = (event) => send("release", { ...at(event), button: event.button });
  listen("mousedown", (event) => { typedInto = null; press(event); });
  listen("mouseup", release);
  listen("contextmenu", (event) => { if (event.button === 2) release(event); });
  const moved = (event) => send("move", at(event));
  listen("mousemove", (event) => {
    const before = origin;
    const where = at(event);
    if (event.buttons) moved(event);
    else if (top && (before?.[0] !== origin[0] || before?.[1] !== origin[1])) send("origin", where);
  });
  listen("dragover", moved);
  listen("drop", (event) => send("move", at(event)));
  listen("dragend", () => send("dragend", {}));
  listen("wheel", (event) => {
    const unit = [1, 40, window.innerHeight][event.deltaMode];
    send("wheel", { ...at(event), dx: event.deltaX * unit, dy: event.deltaY * unit, modifiers: modifiers(event) });
  });

  listen("keydown", (event) => {
    const element = inner(event);
    typedInto = element;
    if (event.isComposing || event.keyCode === 229 || isDropDown(element) && event.key !== "Tab") return;
    const held = modifiers(event);
    const plain = !held.some((name) => name !== "Shift");
    const leaves = ["Tab", "Enter", "Escape"].includes(event.key) && plain;
    if (isSecret(element)) {
      if (leaves) send("key", { key: event.key, code: event.code, modifiers: held, text: false, end: false });
      else if (isClosed(element) && plain && [...event.key].length === 1) sendSecret(element);
      return;
    }
    send("key", { key: event.key, code: event.code, modifiers: held, text: isText(element), end: atEnd(element) });
  });
  listen("compositionend", (event) => {
    const element = inner(event);
    if (isSecret(element)) sendSecret(element);
    else send("text", { data: event.data ?? "", replaces: false });
  });
  listen("paste", (event) => {
    const element = inner(event);
    if (!isText(element)) return;
    if (isSecret(element)) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text) send("paste", { data: element instanceof HTMLInputElement ? text.replace(/\s*[\r\n]+\s*/g, " ") : text });
  });
  listen("beforeinput", (event) => {
    // Before it changes: was anything in it?
    const element = inner(event);
    if (isSecret(element) && !isClosed(element)) sendSecret(element);
  });
  listen("input", (event) => {
    const element = inner(event);
    if (isDropDown(element)) return;
    if (isSecret(element)) {
      if (typeof element.value === "string") send("hidden", { field: nameOf(element), value: element.value });
      return;
    }
    if (event.inputType === "insertText" && !event.isComposing) send("text", { data: event.data ?? "", replaces: true });
    else if (event.inputType === "deleteContentBackward") send("deleted", {});
    else if (event.inputType === "insertReplacementText" && typeof element.value === "string")
      send("value", { ...middle(element), value: element.value });
    else if (PICKERS.includes(element.type) && typedInto !== element)
      send("value", { ...middle(element), value: element.value });
  });
  listen("change", (event) => {
    const element = inner(event);
    if (isDropDown(element)) {
      const option = element.selectedOptions[0];
      const names = [...element.options].filter((other) => other !== option).flatMap((o) => [o.value, o.label]);
      const label = option?.label;
      if (option) send("choice", { ...middle(element), value: label && !names.includes(label) ? label : option.value });
    } else if (element instanceof HTMLInputElement && element.type === "file") {
      send("files", { ...middle(element), names: [...element.files].map((file) => file.name) });
    }
  });
})();
