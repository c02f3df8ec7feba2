// Runs before the scripts of every page: knows what the page has still under way, and steadies the text caret.
(() => {
  "use strict";
  const SHORT = 500; // ms; a timer that waits longer is not part of what an action came to
  const BACKGROUND = 1000; // ms; what re-arms itself for longer than this is scenery (a clock, a game loop)
  const pending = new Map(); // "kind id" -> when its chain of timers began
  let chain = null; // when the chain began whose callback is running now

  const real = {
    setTimeout: window.setTimeout, clearTimeout: window.clearTimeout,
    setInterval: window.setInterval, clearInterval: window.clearInterval,
    requestAnimationFrame: window.requestAnimationFrame, cancelAnimationFrame: window.cancelAnimationFrame,
    now: performance.now.bind(performance),
  };

  const inChain = (began, callback, self, values) => {
    const before = chain;
    chain = began;
    try { return callback.apply(self, values); } finally { chain = before; }
  };

  const arm = (kind, set, clear, once) => {
    window[set] = function (callback, delay, ...values) {
      const frame = kind === "frame";
      if (typeof callback !== "function") return real[set].call(window, callback, delay, ...values);
      const began = chain ?? real.now();
      let key = null;
      const id = real[set].call(window, function (...given) {
        if (once) pending.delete(key);
        return inChain(began, callback, this, given);
      }, delay, ...values);
      key = `${kind} ${id}`;
      if (frame || !(delay > SHORT)) pending.set(key, began);
      return id;
    };
    window[clear] = function (id) {
      pending.delete(`${kind} ${id}`);
      return real[clear].call(window, id);
    };
  };
  arm("timer", "setTimeout", "clearTimeout", true);
  arm("timer", "setInterval", "clearInterval", false); // the two share their ids in every browser
  arm("frame", "requestAnimationFrame", "cancelAnimationFrame", true);

  // A request is known here at once; the browser's own report of it may come after the question whether all is quiet.
  let requests = 0;
  const begun = () => {
    const key = `request ${++requests}`;
    pending.set(key, real.now());
    return () => real.setTimeout.call(window, () => pending.delete(key), 0); // behind what waits for the answer
  };
  const realFetch = window.fetch;
  window.fetch = function (...values) {
    const ended = begun();
    return realFetch.apply(this, values).finally(ended);
  };
  const realSend = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.send = function (...values) {
    this.addEventListener("loadend", begun(), { once: true });
    return realSend.apply(this, values);
  };

  const moving = () => document.getAnimations().some((animation) =>
    animation.playState === "running" && Number.isFinite(animation.effect?.getComputedTiming().endTime ?? 0));

  const underWay = () => {
    const found = new Set();
    const now = real.now();
    for (const [key, began] of pending) if (now - began < BACKGROUND) found.add(key.split(" ")[0]);
    if (document.readyState !== "complete") found.add("loading");
    if (moving()) found.add("animation");
    return [...found].sort();
  };

  // What is under way when nothing is, or when `patience` milliseconds have passed.
  const quiet = (patience) => new Promise((resolve) => {
    const until = real.now() + patience;
    const look = () => {
      const found = underWay();
      if (found.length === 0 || real.now() >= until) resolve(found);
      else real.setTimeout.call(window, look, 4);
    };
    look();
  });

  // Whether the page waits for an answer of the network; the clock of clock.js stands still meanwhile.
  const busy = () => [...pending.keys()].some((key) => key.startsWith("request "));
  // A wait in the browser's own time, whatever clock the page has.
  const rest = (milliseconds) => new Promise((resolve) => real.setTimeout.call(window, resolve, milliseconds));
  const frame = () => new Promise((resolve) => {
    real.requestAnimationFrame.call(window, resolve);
    real.setTimeout.call(window, resolve, 50); // a hidden page has no frames
  });
  Object.defineProperty(window, "__guiwright", { value: Object.freeze({ quiet, busy, rest, frame }) });

  const caret = CSS.supports("caret-animation", "manual") ? "caret-animation: manual" : "caret-color: transparent";
  const style = new CSSStyleSheet();
  style.replaceSync(`* { ${caret} !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
})();
