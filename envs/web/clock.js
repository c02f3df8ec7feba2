// Runs before the scripts of every page of a world with a virtual clock: time stands still there until `advance` moves
// it, so that pictures depend on seed and actions only, and an animation costs no waiting. Workers, media and frames of
// other origins keep the browser's time.
(() => {
  "use strict";
  const RealDate = Date;
  const FRAME = 16; // ms between animation frames
  const BEGINNING = RealDate.UTC(2025, 0, 15, 12); // some Wednesday noon
  const ROUNDS = 20; // of what ended animations call for, within one advance
  const tasks = new Map(); // id -> { at, callback, values, every }
  const held = new Map(); // running animations by CSS or script -> their time, ms
  let now = 0;
  let lastId = 0;

  const add = (callback, at, values, every = null) => {
    if (typeof callback !== "function") throw new TypeError("timers of this page take functions, not text");
    tasks.set(++lastId, { at, callback, values, every });
    return lastId;
  };
  const remove = (id) => { tasks.delete(id); };
  const duration = (delay, least) => Math.max(Number(delay) || 0, least);

  window.setTimeout = (callback, delay, ...values) => add(callback, now + duration(delay, 1), values);
  window.setInterval = (callback, delay, ...values) =>
    add(callback, now + duration(delay, 4), values, duration(delay, 4));
  window.requestAnimationFrame = (callback) => add(callback, (Math.floor(now / FRAME) + 1) * FRAME, null);
  window.requestIdleCallback = (callback) =>
    add(() => callback({ didTimeout: false, timeRemaining: () => 1 }), now + 1, []);
  window.clearTimeout = window.clearInterval = remove;
  window.cancelAnimationFrame = window.cancelIdleCallback = remove;
  performance.now = () => now;
  window.Date = new Proxy(RealDate, {
    construct: (_, values, made) => Reflect.construct(RealDate, values.length ? values : [BEGINNING + now], made),
    apply: () => new RealDate(BEGINNING + now).toString(),
    get: (target, name) => (name === "now" ? () => BEGINNING + now : Reflect.get(target, name)),
  });

  const next = (until) => {
    let first = null;
    for (const [id, task] of tasks) if (task.at <= until && (!first || task.at < first[1].at)) first = [id, task];
    return first;
  };

  // Runs what is due until then, in order; what a page throws is reported as the browser would. Gives whether it came
  // to the end, or the page has waited for the network for longer than `patience` milliseconds.
  const runUntil = async (until, patience) => {
    for (;;) {
      for (let waited = 0; window.__guiwright.busy(); waited += 5) {
        if (waited > patience) return false;
        await window.__guiwright.rest(5);
      }
      const due = next(until);
      if (!due) break;
      const [id, task] = due;
      now = Math.max(now, task.at);
      if (task.every === null) tasks.delete(id);
      else task.at = now + task.every;
      try { task.callback.apply(window, task.values ?? [now]); } catch (error) { reportError(error); }
      await null; // what the callback promised comes before the next timer
    }
    now = until;
    return true;
  };

  // Stops what has begun to move since the last time at its beginning, and lets go of what has ended.
  const holdAnimations = () => {
    const running = document.getAnimations();
    for (const animation of held.keys()) if (!running.includes(animation)) held.delete(animation);
    for (const animation of running) {
      if (held.has(animation) || animation.playState !== "running" || animation.timeline !== document.timeline) continue;
      animation.pause();
      animation.currentTime = 0;
      held.set(animation, 0);
    }
  };

  // Moves them; gives whether one has come to its end.
  const moveAnimations = (span) => {
    let ended = false;
    for (const [animation, before] of held) {
      const time = before + span * animation.playbackRate;
      const end = animation.effect?.getComputedTiming().endTime ?? 0;
      if (time >= end) {
        held.delete(animation);
        animation.finish();
        ended = true;
      } else {
        held.set(animation, time);
        animation.currentTime = time;
      }
    }
    return ended;
  };

  // A drag that selects past the edge of a box makes the browser scroll the box, by frames in its own time. It is
  // scrolled back, and what the pointer has passed is selected: text, or the options of a list box.
  let dragged = null;
  const scrolls = (element) => element instanceof Element
    && (element.scrollHeight > element.clientHeight || element.scrollWidth > element.clientWidth);
  window.addEventListener("mousedown", (event) => {
    const boxes = event.composedPath().filter(scrolls).map((box) => [box, box.scrollLeft, box.scrollTop]);
    dragged = { boxes, from: event.target, x: null, y: null };
  }, true);
  window.addEventListener("mousemove", (event) => {
    if (dragged && event.buttons) [dragged.x, dragged.y] = [event.clientX, event.clientY];
  }, true);
  const inside = (value, low, high) => Math.min(Math.max(value, low + 2), high - 2);
  const selectOptions = (list, from, x, y) => {
    const box = list.getBoundingClientRect();
    const to = document.elementFromPoint(inside(x, box.left, box.right), inside(y, box.top, box.bottom));
    const [start, end] = [from, to].map((option) => [...list.options].indexOf(option));
    if (start < 0 || end < 0) return;
    const first = list.multiple ? Math.min(start, end) : end;
    const last = list.multiple ? Math.max(start, end) : end;
    for (const option of list.options) option.selected = first <= option.index && option.index <= last;
  };
  const selectText = (area, x, y) => {
    const box = area.getBoundingClientRect();
    const at = document.caretPositionFromPoint(inside(x, box.left, box.right), inside(y, box.top, box.bottom));
    if (at?.offsetNode !== area) return;
    const start = area.selectionDirection === "backward" ? area.selectionEnd : area.selectionStart;
    area.setSelectionRange(Math.min(start, at.offset), Math.max(start, at.offset), at.offset < start ? "backward" : "forward");
  };
  const undoScrolling = async () => {
    const { boxes, from, x, y } = dragged ?? { boxes: [], x: null };
    dragged = null;
    const selection = document.getSelection();
    const field = boxes.map(([box]) => box)
      .find((box) => box instanceof HTMLSelectElement || box instanceof HTMLTextAreaElement);
    if (x === null || boxes.length === 0 || (!field && selection.isCollapsed)) return;
    const scrollBack = () => { for (const [box, left, top] of boxes) [box.scrollLeft, box.scrollTop] = [left, top]; };
    scrollBack();
    if (field instanceof HTMLTextAreaElement) selectText(field, x, y);
    else if (field) selectOptions(field, from, x, y);
    else {
      const caret = document.caretRangeFromPoint(x, y);
      if (caret) selection.extend(caret.startContainer, caret.startOffset);
      return;
    }
    // A field scrolls to what has been selected, some frames later.
    for (let calm = 0, frames = 0; calm < 4 && frames < 20; frames++) {
      await window.__guiwright.frame();
      calm = boxes.every(([box, , top]) => box.scrollTop === top) ? calm + 1 : 0;
      scrollBack();
    }
  };

  // Moves the clock by `span` milliseconds; gives how many are left because the network has not answered.
  const advance = async (span, patience) => {
    const from = now;
    await undoScrolling();
    holdAnimations();
    const arrived = await runUntil(now + span, patience);
    for (let i = 0; i < window.length; i++) {
      try { await window[i].__guiwrightClock?.advance(now - from, patience); } catch { /* of another origin */ }
    }
    let ended = moveAnimations(now - from);
    for (let round = 0; ended && round < ROUNDS; round++) {
      await window.__guiwright.frame(); // its events come with the next frame
      await runUntil(now, patience);
      ended = moveAnimations(0);
    }
    holdAnimations();
    return arrived ? 0 : from + span - now;
  };

  // For pages that can begin anew without being loaded: `mark` remembers, `rewind` lets what was set in motion since come
  // to its end, forgets what does not, and sets the clock back. Gives whether nothing was left running.
  const RUN_OUT = 2000; // ms
  let marked = null;
  let keyed = false; // a page that has seen a key shows the focus in another way from then on
  window.addEventListener("keydown", () => { keyed = true; }, true);
  const mark = () => { marked = { now, lastId, due: new Map([...tasks].map(([id, task]) => [id, task.at])) }; };
  const rewind = async () => {
    if (marked === null || keyed) return false;
    await advance(RUN_OUT, 0);
    const late = [...tasks.keys()].some((id) => id > marked.lastId);
    const gone = [...marked.due.keys()].some((id) => !tasks.has(id));
    if (late || gone || held.size > 0) return false;
    now = marked.now;
    for (const [id, at] of marked.due) tasks.get(id).at = at;
    document.body.tabIndex = -1; // the next Tab begins at the top again
    document.body.focus();
    document.body.blur();
    document.body.removeAttribute("tabindex");
    return true;
  };
  Object.defineProperty(window, "__guiwrightClock", { value: Object.freeze({ advance, mark, rewind }) });
})();
