// Runs before the scripts of every document: knows what it has still under way, and steadies the text caret.
//
// Every timer, request and callback belongs to a chain, which began with the first of them. A chain that began before
// the action that is asked about is scenery (a clock, a poll, a game loop), and so is one that goes on for too long.
(() => {
  "use strict";
  const SHORT = 500; // ms; a timer that waits longer is not part of what an action came to
  const BACKGROUND = 1000; // ms; a chain that arms itself again after this is scenery, and sockets bring scenery then
  const LONGEST_LOAD = 30000; // ms; a document that still loads then never will
  const SLACK = 2; // ms by which clocks are rounded
  const STALE = 500; // ms by which an animation may be dated back: its time is that of an earlier frame
  const WHEEL = 300; // ms that a turn of the wheel, or what it scrolls, may be on its way: the browser answers first
  const TURN = 60; // ms after which a turn of the wheel has scrolled nothing
  const LOOK = 4; // ms between two looks at a page that is busy
  const HIDDEN = 50; // ms that stand for a frame where there are none: a hidden tab, a frame that is out of view
  const TICKS = 40; // microtasks after a callback that still belong to it: what its promises called for
  const GAP = 20; // ms; messages that follow each other within this are one chain
  const LASTING = new Set(["message", "timeupdate", "progress"]); // events of what brings news without end

  const pending = new Map(); // key -> { signal, chain, set, until }: when it was armed, and when it is given up
  const children = new Set(); // windows of frames that can be looked into from here
  const roots = []; // of shadow trees, weakly
  let chain = null; // { began } of what is running now
  let since = -Infinity; // when the action began that was asked about last
  let changed = false; // whether the document has changed since the last look
  let keys = 0;

  const real = {
    setTimeout: window.setTimeout, clearTimeout: window.clearTimeout,
    setInterval: window.setInterval, clearInterval: window.clearInterval,
    requestAnimationFrame: window.requestAnimationFrame, cancelAnimationFrame: window.cancelAnimationFrame,
    requestIdleCallback: window.requestIdleCallback, cancelIdleCallback: window.cancelIdleCallback,
    queueMicrotask: window.queueMicrotask.bind(window),
    now: performance.now.bind(performance), date: Date.now,
  };

  const add = (key, signal, own, lasts) => {
    const now = real.now();
    pending.set(key, { signal, chain: own, set: now, until: now + lasts });
    return key;
  };
  const linger = (ticks) => real.queueMicrotask(ticks > 0 ? () => linger(ticks - 1) : () => { chain = null; });
  const resume = (own) => { chain = own; linger(TICKS); };
  const current = () => chain ?? { began: real.now() };

  // Timers ----------------------------------------------------------------------------------------------------------
  const arm = (kind, signal, set, clear, once) => {
    if (!real[set]) return;
    window[set] = function (callback, delay, ...values) {
      const own = current(), wait = Math.max(Number(delay) || 0, 0), lasts = wait + (once ? BACKGROUND : Infinity);
      if (typeof callback !== "function") { // text, whose end nobody tells
        const id = real[set].call(window, callback, delay, ...values);
        if (wait <= SHORT && kind === "timer") add(`${kind} ${id}`, signal, own, once ? wait + LOOK : BACKGROUND);
        return id;
      }
      let key = null;
      const id = real[set].call(window, function (...given) {
        if (once) pending.delete(key);
        else if (pending.has(key)) add(key, signal, own, lasts);
        resume(own);
        return callback.apply(this, given);
      }, delay, ...values);
      key = `${kind} ${id}`;
      if (kind !== "timer" || wait <= SHORT) add(key, signal, own, lasts);
      return id;
    };
    window[clear] = function (id) {
      pending.delete(`${kind} ${id}`);
      return real[clear].call(window, id);
    };
  };
  arm("timer", "timers", "setTimeout", "clearTimeout", true);
  arm("timer", "timers", "setInterval", "clearInterval", false); // the two share their ids in every browser
  arm("frame", "animations", "requestAnimationFrame", "cancelAnimationFrame", true);
  arm("idle", "timers", "requestIdleCallback", "cancelIdleCallback", true);
  const realTask = window.scheduler?.postTask;
  if (realTask) {
    window.scheduler.postTask = function (callback, options) {
      if (typeof callback !== "function" || options?.delay > SHORT) return realTask.call(this, callback, options);
      const own = current(), key = add(`task ${++keys}`, "timers", own, SHORT + BACKGROUND);
      const end = () => { pending.delete(key); };
      const task = realTask.call(this, () => { resume(own); return callback(); }, options);
      task.then(end, end);
      return task;
    };
  }

  // Requests: known here at once; the browser's own report of one may come after the question whether all is quiet.
  const begun = (own) => {
    const key = add(`request ${++keys}`, "requests", own, Infinity);
    return () => real.setTimeout.call(window, () => pending.delete(key), 0); // behind what waits for the answer
  };
  const counted = (answer) => {
    const own = current(), ended = begun(own);
    return answer.finally(() => { resume(own); ended(); });
  };
  const realFetch = window.fetch;
  window.fetch = function (...values) { return counted(realFetch.apply(this, values)); };
  for (const name of ["json", "text", "blob", "bytes", "formData", "arrayBuffer"]) {
    const read = Response.prototype[name];
    if (read) Response.prototype[name] = function () { return counted(read.call(this)); };
  }
  const realSend = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.send = function (...values) {
    this.addEventListener("loadend", begun(current()), { once: true });
    return realSend.apply(this, values);
  };

  // Messages: those of a channel are work in slices, those to a worker are questions.
  let burst = { began: -Infinity }, lastMessage = -Infinity;
  const messageChain = () => {
    const now = real.now();
    if (now - lastMessage > GAP) burst = { began: now };
    lastMessage = now;
    return chain ?? burst;
  };
  const behind = new MessageChannel(), delivered = [];
  const realPost = MessagePort.prototype.postMessage;
  behind.port1.onmessage = () => { pending.delete(delivered.shift()); };
  MessagePort.prototype.postMessage = function (...values) {
    realPost.apply(this, values);
    delivered.push(add(`message ${++keys}`, "messages", messageChain(), BACKGROUND));
    realPost.call(behind.port2, null); // arrives behind the page's own
  };
  const workers = new WeakMap(); // worker -> key
  if (window.Worker) {
    const realAsk = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (...values) {
      realAsk.apply(this, values);
      if (!workers.has(this)) {
        workers.set(this, `worker ${++keys}`);
        this.addEventListener("message", () => { pending.delete(workers.get(this)); });
      }
      add(workers.get(this), "messages", messageChain(), SHORT);
    };
  }

  // Where the page leads: what the browser does then is known outside, but a little later.
  window.navigation?.addEventListener("navigate", (event) => {
    const signal = event.downloadRequest != null ? "download" : event.destination.sameDocument ? "" : "navigation";
    if (signal) add(signal, signal, { began: real.now() }, SHORT);
  });
  for (const end of ["navigatesuccess", "navigateerror"])
    window.navigation?.addEventListener(end, () => { pending.delete("navigation"); });

  // Changes of the document, its shadow trees and what is scrolled ---------------------------------------------------
  const isNew = (one) => one.began >= since && real.now() - one.began < BACKGROUND;
  const observer = new MutationObserver(() => {
    const lasting = LASTING.has(window.event?.type) && window.event.isTrusted;
    if (chain === null ? !lasting || real.now() - since < BACKGROUND : isNew(chain)) changed = true;
  });
  const observe = (root) => {
    observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    if (root !== document) roots.push(new WeakRef(root));
  };
  observe(document);
  const realAttach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (...values) {
    const root = realAttach.apply(this, values);
    observe(root);
    return root;
  };
  document.addEventListener("DOMContentLoaded", () => { // shadow trees that the document itself declares
    const known = new Set(roots.map((root) => root.deref()));
    const search = (tree) => {
      for (const element of tree.querySelectorAll("*")) {
        const root = element.shadowRoot;
        if (root && !known.has(root)) { observe(root); search(root); }
      }
    };
    search(document);
  });
  // When the wheel was turned last, whether it can scroll anything, and when something was scrolled.
  let turn = -Infinity, scrolling = false, scrolled = -Infinity;
  const hasRoom = (at, size, whole, delta) => (delta < 0 && at > 0) || (delta > 0 && Math.ceil(at + size) < whole);
  const canScroll = (box, { deltaX, deltaY }) => box instanceof Element
    && (hasRoom(box.scrollTop, box.clientHeight, box.scrollHeight, deltaY)
      || hasRoom(box.scrollLeft, box.clientWidth, box.scrollWidth, deltaX))
    && (box === document.scrollingElement || /auto|scroll/.test(getComputedStyle(box).overflow));
  window.addEventListener("wheel", (event) => {
    turn = real.now();
    scrolling = [...event.composedPath(), document.scrollingElement].some((box) => canScroll(box, event));
  }, { capture: true, passive: true });
  window.addEventListener("wheel", (event) => { scrolling &&= !event.defaultPrevented; }, { passive: true });
  window.addEventListener("scroll", () => {
    scrolled = real.now();
    if (scrolled - since < BACKGROUND) changed = true;
  }, { capture: true, passive: true });

  const isMoving = (animation) =>
    animation.playState === "running" && animation.timeline === document.timeline &&
    (animation.startTime === null || animation.startTime >= since - STALE) &&
    Number.isFinite(animation.effect?.getComputedTiming().endTime ?? 0);
  const moving = () => {
    if (document.getAnimations().some(isMoving)) return true;
    for (let i = roots.length; i--;) {
      const root = roots[i].deref();
      if (!root) roots.splice(i, 1);
      else if (root.getAnimations().some(isMoving)) return true;
    }
    return false;
  };

  // Questions -------------------------------------------------------------------------------------------------------
  const underWay = () => {
    const found = new Set(), now = real.now();
    for (const [key, { signal, chain: own, set, until }] of pending) {
      if (now > until) pending.delete(key);
      else if (own.began >= since && set - own.began < BACKGROUND) found.add(signal);
    }
    const loading = document.readyState !== "complete" || document.fonts.status === "loading";
    if (loading && now < LONGEST_LOAD) found.add("loading");
    if (changed) found.add("mutations");
    if (moving()) found.add("animations");
    changed = false;
    return found;
  };

  // What an action that began `age` milliseconds ago has still under way, here and in the frames that can be looked into.
  const look = (age) => {
    since = real.now() - age;
    const found = underWay();
    let turned = turn >= since && (scrolled >= since || real.now() - turn > (scrolling ? WHEEL : TURN)), documents = 1, drawn = document.getElementsByTagName("canvas").length + document.getElementsByTagName("video").length;
    for (const child of children) {
      try {
        const inner = child.closed ? null : child.__guiwright.look(age);
        if (inner === null) children.delete(child);
        else {
          inner.found.forEach((signal) => found.add(signal));
          turned ||= inner.turned;
          documents += inner.documents;
          drawn += inner.drawn;
        }
      } catch { children.delete(child); } // it went to another origin
    }
    return { found, turned, documents, drawn };
  };

  // A wait in the browser's own time, whatever clock the page has.
  const rest = (milliseconds) => new Promise((resolve) => real.setTimeout.call(window, resolve, milliseconds));
  const frame = () => new Promise((resolve) => {
    const instead = real.setTimeout.call(window, resolve, HIDDEN);
    real.requestAnimationFrame.call(window, () => { real.clearTimeout.call(window, instead); resolve(); });
  });

  // How many milliseconds ago an action began, when the question was sent `ago` after it; null: everything counts.
  const ageOf = (ago, sent) => (ago === null ? Infinity : ago + SLACK + Math.max(real.date.call(Date) - sent, 0));

  // Whether callbacks run at all; in a sandbox they do not, and whoever waits for one waits for ever.
  const runs = (() => {
    const ear = new EventTarget();
    let heard = false;
    ear.addEventListener("call", () => { heard = true; });
    ear.dispatchEvent(new Event("call"));
    return heard;
  })();

  // What is under way when nothing has been for some frames, or when `patience` milliseconds have passed.
  const settle = async ({ patience, ago, sent, frames, arrived, wheel, inner }) => {
    if (inner && joined) return null;
    if (arrived) for (const signal of ["navigation", "download"]) pending.delete(signal);
    const asked = real.now(), age = ageOf(ago, sent), waited = {};
    look(age); // changes until now were waited for by nobody
    if (!runs) return { pending: [], waited, documents: 1, drawn: 1 };
    for (let calm = 0;;) {
      const now = real.now();
      const { found, turned, documents, drawn } = look(age + now - asked);
      if (wheel && !turned && age + now - asked < WHEEL) found.add("wheel");
      if (found.size === 0 && calm++ >= frames) return { pending: [], waited, documents, drawn };
      if (now - asked >= patience)
        return { pending: found.size ? [...found].sort() : ["mutations"], waited, documents, drawn };
      if (found.size > 0) calm = 0;
      if (found.size === 0) await frame();
      await rest(found.size > 0 ? LOOK : 0); // frames go before what they gave rise to, such as news of intersections
      for (const signal of found) waited[signal] = (waited[signal] ?? 0) + real.now() - now;
    }
  };
  // Waits until a turn of the wheel has come and has scrolled what it can.
  const wheeled = async ({ ago, sent }) => {
    const asked = real.now(), age = ageOf(ago, sent);
    while (real.now() - asked + age < 2 * WHEEL) {
      const { turned } = look(real.now() - asked + age);
      if (turned || (turn >= since && !scrolling)) return;
      await rest(LOOK);
    }
  };
  // What has come since the last answer of `settle`.
  const news = ({ ago, sent }) => [...look(ageOf(ago, sent)).found].sort();
  // Whether the page waits for an answer of the network; the clock of clock.js stands still meanwhile.
  const busy = () => [...pending.keys()].some((key) => key.startsWith("request "));
  const join = (child) => { children.add(child); };
  const joined = (() => {
    try {
      if (window.parent === window) return false;
      window.parent.__guiwright.join(window);
      return true;
    } catch { return false; } // of another origin: it is asked by itself
  })();
  Object.defineProperty(window, "__guiwright", {
    value: Object.freeze({ settle, wheeled, news, look, join, busy, rest, frame }),
  });

  const caret = CSS.supports("caret-animation", "manual") ? "caret-animation: manual" : "caret-color: transparent";
  const style = new CSSStyleSheet();
  style.replaceSync(`* { ${caret} !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
})();
