// The environment's own clipboard in place of the browser's, for what pages copy, cut and read by script.
// What keys do needs none of this: clipboard.py puts the own clipboard into the browser's meanwhile.
(() => {
  "use strict";
  const NAME = "__guiwright_clipboard";
  const own = window[NAME]; // keeps a text for each type; gives what there is when asked with null
  delete window[NAME];

  const realCommand = Document.prototype.execCommand, isEnabled = Document.prototype.queryCommandEnabled;
  const focused = (tree) => {
    const element = tree.activeElement;
    return element?.shadowRoot?.activeElement ? focused(element.shadowRoot) : element;
  };
  const marked = (field) => // of a text field; "" for everything else
    typeof field?.selectionStart === "number" ? field.value.slice(field.selectionStart, field.selectionEnd) : "";
  const selected = (page) => {
    const text = marked(focused(page)), selection = page.getSelection();
    if (text || !selection?.rangeCount || selection.isCollapsed) return text ? { "text/plain": text } : null;
    const apart = page.implementation.createHTMLDocument(""); // where nothing runs
    apart.body.append(selection.getRangeAt(0).cloneContents());
    return { "text/plain": String(selection), "text/html": apart.body.innerHTML };
  };
  const targetOf = (page) => {
    const field = focused(page);
    const node = marked(field) ? field : page.getSelection()?.anchorNode ?? page.body;
    return node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement ?? page.body ?? page;
  };

  Document.prototype.execCommand = function (name, ...values) {
    const kind = String(name).toLowerCase();
    if (kind !== "copy" && kind !== "cut") return realCommand.call(this, name, ...values);
    if (!isEnabled.call(this, kind)) return false; // no person has acted, or nothing is selected
    const clipboardData = new DataTransfer();
    const event = new ClipboardEvent(kind, { bubbles: true, cancelable: true, composed: true, clipboardData });
    const goesOn = targetOf(this).dispatchEvent(event);
    const data = goesOn ? selected(this) : Object.fromEntries([...clipboardData.types].map((type) => [type, clipboardData.getData(type)]));
    if (data === null) return false;
    if (Object.keys(data).length > 0) own(data);
    if (goesOn && kind === "cut") realCommand.call(this, "delete");
    return true;
  };

  if (!window.Clipboard) return; // this origin is not trusted with one
  const real = { ...Object.getOwnPropertyDescriptors(Clipboard.prototype) };
  const replace = (name, permission, instead) => {
    const native = real[name].value;
    Clipboard.prototype[name] = async function (...values) {
      const { state } = await navigator.permissions.query({ name: permission });
      return state === "granted" ? instead(...values) : native.apply(this, values); // which says why not
    };
  };
  replace("writeText", "clipboard-write", async (text) => { await own({ "text/plain": String(text) }); });
  replace("readText", "clipboard-read", async () => (await own(null))["text/plain"] ?? "");
  replace("write", "clipboard-write", async (items) => {
    const data = {};
    for (const item of items)
      for (const type of item.types)
        if (type.startsWith("text/")) data[type] = await (await item.getType(type)).text();
    await own(data);
  });
  replace("read", "clipboard-read", async () => {
    const found = Object.entries(await own(null)).filter(([type]) => ClipboardItem.supports(type));
    const parts = found.map(([type, text]) => [type, new Blob([text], { type })]);
    return parts.length > 0 ? [new ClipboardItem(Object.fromEntries(parts))] : [];
  });
})();
