/* Sets the threads of a sheet into their frames, cuts what does not fit, and measures what stands where. */
(threads) => {
  const sheet = document.querySelector(".sheet");
  const shrink = () => document.querySelectorAll("[data-fit]").forEach((part) => {
    for (let step = 0; step < 60 && (part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1); step++) {
      for (const line of part.querySelectorAll(".title, .kicker, .subtitle, .byline")) line.style.fontSize = parseFloat(getComputedStyle(line).fontSize) * 0.97 + "px";
    }
  });
  const isBelow = (frame, rect) => frame.classList.contains("stands")
    ? rect.left < frame.getBoundingClientRect().left - 0.5
    : rect.bottom > frame.getBoundingClientRect().bottom + 0.5;
  const lineOf = (frame) => parseFloat(getComputedStyle(frame).lineHeight);

  // Whether the line that holds the character at `at` lies within the frame.
  const fits = (frame, text, at) => {
    const range = document.createRange();
    const from = /[\uDC00-\uDFFF]/.test(text.data[at]) ? at - 1 : at;
    range.setStart(text, from);
    range.setEnd(text, from + 1 + /[\uD800-\uDBFF]/.test(text.data[from]));
    const rects = range.getClientRects();
    if (!rects.length) return true;
    const rect = rects[rects.length - 1], half = lineOf(frame) / 2, box = frame.getBoundingClientRect();
    return frame.classList.contains("stands")
      ? (rect.left + rect.right) / 2 - half >= box.left - 0.75
      : (rect.top + rect.bottom) / 2 + half <= box.bottom + 0.75;
  };
  const lastFitting = (frame, text) => {
    let low = 0, high = text.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (fits(frame, text, middle)) low = middle + 1; else high = middle;
    }
    while (low > 0 && (/[\uDC00-\uDFFF]/.test(text.data[low] || "") || /^[A-Za-z0-9'’.,\u00ad-]{2}$/.test(text.data.slice(low - 1, low + 1)))) low--;
    return low;
  };
  const piece = (part, isFirst) => {
    const p = document.createElement("p");
    p.dataset.paragraph = part.index;
    if (!isFirst) p.className = "goes-on";
    p.textContent = part.text;
    return p;
  };

  // Fills one frame from the queue of parts.
  const fill = (frame, queue) => {
    while (queue.length) {
      const part = queue[0], p = piece(part, part.isStart);
      frame.append(p);
      if (!isBelow(frame, p.getBoundingClientRect())) { queue.shift(); continue; }
      const at = lastFitting(frame, p.firstChild), data = part.text;
      if (at < 1) { p.remove(); return; }
      p.textContent = data.slice(0, at).trimEnd();
      p.classList.add("breaks");
      queue[0] = {index: part.index, text: data.slice(at).trimStart(), isStart: false, space: /\s/.test(data[at - 1] + data[at])};
      return;
    }
  };
  // The last words end with a sentence, as in a finished article. What is taken away is given back to the queue.
  const endWithSentence = (pieces, queue) => {
    if (!queue.length || queue[0].isStart) return;
    while (pieces.length) {
      const p = pieces.pop(), text = p.textContent;
      const ends = [...text.matchAll(/[。！？]”?(?!”)|[.!?][”"]?(?=\s)/g)].map((found) => found.index + found[0].length);
      const end = ends.at(-1) || 0, rest = text.slice(end).trimStart();
      const isLatin = document.documentElement.lang === "en";
      const joint = isLatin && rest && queue[0].isStart === false && queue[0].space !== false ? " " : "";
      if (rest) queue[0] = {...queue[0], text: rest + joint + queue[0].text};
      if (end) {
        p.textContent = text.slice(0, end);
        p.classList.remove("breaks");
        return;
      }
      queue[0].isStart = !p.classList.contains("goes-on");
      queue[0].space = true;
      p.remove();
      if (queue[0].isStart) { pieces.at(-1)?.classList.remove("breaks"); return; }
    }
  };
  const flow = (thread) => {
    const queue = thread.paragraphs.map((text, index) => ({index, text, isStart: true}));
    const frames = [...document.querySelectorAll(`.frame[data-thread="${thread.key}"]`)];
    for (const frame of frames) fill(frame, queue);
    const pieces = () => frames.flatMap((frame) => [...frame.querySelectorAll("p")]);
    if (!thread.breaks) endWithSentence(pieces(), queue);
    const printed = [];
    for (const p of pieces()) {
      const at = +p.dataset.paragraph, before = printed[at];
      printed[at] = before === undefined ? p.textContent : before + joint(thread.paragraphs[at], before, p.textContent) + p.textContent;
    }
    return {printed, rest: queue.map((part) => part.text)};
  };
  const joint = (whole, before, after) => whole.startsWith(before + after) ? "" : " ";

  const plain = (rect) => [rect.left, rect.top, rect.right, rect.bottom];
  // A paragraph beside a float: its lines, as wide as they are, in runs of one width.
  const runs = (p, frame) => {
    const box = p.getBoundingClientRect(), range = document.createRange(), height = lineOf(frame);
    range.selectNodeContents(p);
    const count = Math.max(1, Math.round(box.height / height)), lines = Array.from({length: count}, () => [Infinity, -Infinity]);
    for (const rect of range.getClientRects()) {
      const at = Math.min(count - 1, Math.max(0, Math.floor(((rect.top + rect.bottom) / 2 - box.top) / height)));
      lines[at] = [Math.min(lines[at][0], rect.left), Math.max(lines[at][1], rect.right)];
    }
    const floats = [...frame.querySelectorAll(".float")].map((part) => part.getBoundingClientRect());
    const found = [];
    lines.forEach(([left, right], at) => {
      const top = box.top + at * height, bottom = top + height;
      const beside = floats.filter((rect) => rect.top < bottom - 1 && rect.bottom > top + 1);
      if (left > right) return;
      const l = beside.some((rect) => rect.left < left && rect.left <= box.left + 2) ? left : box.left;
      const r = beside.some((rect) => rect.right > right && rect.right >= box.right - 2) ? right : box.right;
      const last = found.at(-1);
      if (last && Math.abs(last[0] - l) < 1 && Math.abs(last[2] - r) < 1 && Math.abs(last[3] - top) < 1) last[3] = bottom;
      else found.push([l, top, r, bottom]);
    });
    return found;
  };
  const measured = () => {
    const boxes = [], origin = sheet.getBoundingClientRect();
    const add = (key, box) => boxes.push([key, ...box.map((value, at) => value - (at % 2 ? origin.top : origin.left))]);
    for (const part of document.querySelectorAll("[data-box]")) add(part.dataset.box, plain(part.getBoundingClientRect()));
    for (const frame of document.querySelectorAll(".frame")) {
      const hasFloat = !!frame.querySelector(".float") && !frame.classList.contains("stands");
      for (const p of frame.querySelectorAll("p")) {
        for (const box of hasFloat ? runs(p, frame) : [plain(p.getBoundingClientRect())]) add(frame.dataset.thread, box);
      }
    }
    return boxes;
  };
  const spills = () => [...document.querySelectorAll(".head, figcaption, .advert, .frame, .furniture, td, .turn, .notice, .holds")]
    .filter((part) => part.scrollWidth > part.clientWidth + 2 || part.scrollHeight > part.clientHeight + 4)
    .map((part) => part.className + ": " + part.textContent.slice(0, 40));
  // Small notices that found no room.
  const sweep = () => {
    const swept = [];
    for (const holder of document.querySelectorAll(".notices")) {
      const box = holder.getBoundingClientRect();
      for (const notice of [...holder.children]) {
        const rect = notice.getBoundingClientRect();
        if (rect.right > box.right + 1 || rect.bottom > box.bottom + 1) { swept.push(notice.dataset.box); notice.remove(); }
      }
    }
    return swept;
  };

  shrink();
  const texts = Object.fromEntries(threads.map((thread) => [thread.key, flow(thread)]));
  const swept = sweep();
  return {texts, swept, boxes: measured(), spills: spills()};
}
