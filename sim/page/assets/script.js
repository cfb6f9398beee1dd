"use strict";
(function () {
  var story = JSON.parse(document.getElementById("record").textContent);
  document.documentElement.classList.add("on-script");
  function one(where, what) { return where.querySelector(what); }
  function all(where, what) { return Array.prototype.slice.call(where.querySelectorAll(what)); }

  // ---- the deadline: a row of the library's own numbers for each instant that it may be moved to
  var rows = story.rows, first = story.deadline, due = first;
  var handles = all(document, ".handle");
  function place(at) {
    due = Math.max(0, Math.min(rows.length - 1, at));
    var row = rows[due];
    handles.forEach(function (handle) {
      var from = +handle.dataset.first, until = +handle.dataset.last, left = +handle.dataset.left, right = +handle.dataset.right;
      var x = left + (right - left) * (row[0] - from) / (until - from);
      handle.setAttribute("transform", "translate(" + x.toFixed(1) + " 0)");
      handle.setAttribute("aria-valuenow", due);
      handle.setAttribute("aria-valuetext", row[1] + ": out in " + row[2] + " of " + story.n + " histories");
    });
    all(document, ".dot").forEach(function (dot) { dot.classList.toggle("late", +dot.dataset.at > row[0]); });
    one(document, ".due-day").textContent = row[1];
    one(document, ".due-met").textContent = row[2].toLocaleString("en-US") + " of " + story.n.toLocaleString("en-US");
    one(document, ".due-chance").textContent = row[3];
  }
  function nearest(second) {
    var best = 0;
    rows.forEach(function (row, at) { if (Math.abs(row[0] - second) < Math.abs(rows[best][0] - second)) { best = at; } });
    return best;
  }
  handles.forEach(function (handle) {
    var chart = handle.ownerSVGElement, held = false;
    function moved(event) {
      var box = chart.getBoundingClientRect(), wide = chart.viewBox.baseVal.width;
      var x = (event.clientX - box.left) * wide / box.width, left = +handle.dataset.left, right = +handle.dataset.right;
      place(nearest(+handle.dataset.first + (x - left) / (right - left) * (handle.dataset.last - handle.dataset.first)));
    }
    handle.addEventListener("pointerdown", function (event) {
      held = true;
      try { handle.setPointerCapture(event.pointerId); } catch (none) { held = true; }
      handle.focus();
      event.preventDefault();
    });
    handle.addEventListener("pointermove", function (event) { if (held) { moved(event); } });
    ["pointerup", "pointercancel"].forEach(function (name) { handle.addEventListener(name, function () { held = false; }); });
    handle.addEventListener("keydown", function (event) {
      var week = story.unit === "day" ? 7 : 24;
      var by = {ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -week, PageUp: week}[event.key];
      if (event.key === "Home") { by = -rows.length; }
      if (event.key === "End") { by = rows.length; }
      if (by === undefined) { return; }
      place(due + by);
      event.preventDefault();
    });
  });
  one(document, "#due-back").addEventListener("click", function () { place(first); });

  // ---- playback: events of one history; what stands at an instant is the sum of all that came before
  var stage = document.getElementById("playback");
  if (!stage || !story.playback.length) { return; }
  stage.classList.add("on");
  var calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  var scrub = document.getElementById("scrub"), clock = document.getElementById("clock"), play = document.getElementById("play");
  var pick = document.getElementById("pick"), pace = document.getElementById("pace"), status = document.getElementById("status");
  var layer = one(stage, ".movers"), pool = [], nodes = {}, history = null, chosen = null, now = 0, playing = false, last = 0;
  all(stage, ".site").forEach(function (node) { nodes[node.dataset.site] = node; });
  var form;
  try {
    form = new Intl.DateTimeFormat("en-GB", {timeZone: story.zone, day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit"});
  } catch (none) {
    form = new Intl.DateTimeFormat("en-GB", {timeZone: "UTC", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit"});
  }
  function date(second) { return form.format(new Date(story.start + 1000 * second)); }
  function course(differences) {
    var times = [], numbers = [], when = 0, number = 0;
    for (var at = 0; at < differences.length; at += 2) {
      when += differences[at];
      number += differences[at + 1];
      times.push(when);
      numbers.push(number);
    }
    return {times: times, numbers: numbers};
  }
  function standing(steps, second) {
    var low = 0, high = steps.times.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (steps.times[middle] <= second) { low = middle + 1; } else { high = middle; }
    }
    return low ? steps.numbers[low - 1] : 0;
  }
  function ready(raw) {
    var found = {end: raw.end, lost: raw.lost, shut: raw.shut, sorties: [], most: 1};
    ["people", "kg", "preparing", "ready"].forEach(function (name) { found[name] = raw[name].map(course); });
    found.preparing.forEach(function (steps, at) {
      [steps, found.ready[at]].forEach(function (each) { each.numbers.forEach(function (many) { found.most = Math.max(found.most, many); }); });
    });
    raw.sorties.forEach(function (row) {
      var to = story.to[row[0]], over = 60 * row[2], flight = 60 * (row[5] >= 0 ? row[5] : 60);
      var landed = row[3] < 0 ? over : over + 60 * row[3], up = row[3] < 0 || row[4] < 0 ? landed : landed + 60 * row[4];
      var out = row[3] >= 0 && row[4] >= 0 && row[5] >= 0;
      found.sorties.push({lift: row[0], site: row[1], to: to, from: over - flight, over: over, up: up, until: out ? up + flight : up, people: row[6], kg: row[7]});
    });
    return found;
  }
  function spot(row) { var node = nodes[row]; return node ? [+node.dataset.x, +node.dataset.y] : null; }
  function mover(at) {
    if (!pool[at]) {
      pool[at] = document.createElementNS("http://www.w3.org/2000/svg", "path");
      layer.appendChild(pool[at]);
    }
    return pool[at];
  }
  function draw() {
    var used = 0, flown = 0, waiting = {};
    Object.keys(nodes).forEach(function (row) {
      var node = nodes[row], where = node.dataset.place;
      var shut = history.shut.some(function (each) { return each[3] === +row && each[0] <= now && now < each[1]; });
      node.classList.toggle("shut", shut);
      if (where === undefined) { return; }
      var people = standing(history.people[where], now), kg = standing(history.kg[where], now);
      var work = standing(history.preparing[where], now), wait = standing(history.ready[where], now), scale = 100 / (2 * history.most);
      one(node, ".heads").textContent = people.toLocaleString("en-US") + (people === 1 ? " person" : " people");
      one(node, ".load").textContent = (kg / 1000).toLocaleString("en-US", {maximumFractionDigits: 1}) + " t";
      one(node, ".preparing").setAttribute("width", (work * scale).toFixed(1));
      one(node, ".ready").setAttribute("x", (6 + work * scale).toFixed(1));
      one(node, ".ready").setAttribute("width", (wait * scale).toFixed(1));
      node.classList.toggle("empty", people === 0 && kg === 0);
      var cells = one(stage, 'tr[data-place="' + where + '"]').cells;
      cells[1].textContent = people.toLocaleString("en-US");
      cells[2].textContent = (kg / 1000).toLocaleString("en-US", {maximumFractionDigits: 1});
      cells[3].textContent = work.toLocaleString("en-US");
      cells[4].textContent = wait.toLocaleString("en-US");
    });
    story.places.forEach(function (name, where) {
      if (story.sites.indexOf(where) >= 0) { return; }
      var cells = one(stage, 'tr[data-place="' + where + '"]').cells;
      cells[1].textContent = standing(history.people[where], now).toLocaleString("en-US");
      cells[2].textContent = (standing(history.kg[where], now) / 1000).toLocaleString("en-US", {maximumFractionDigits: 1});
    });
    history.sorties.forEach(function (trip) {
      if (trip.until > trip.up && trip.up <= now) { flown += 1; }
      if (now < trip.from || now >= trip.until) { return; }
      var here = spot(trip.site), there = spot(trip.to);
      if (!here || !there) { return; }
      var share = now < trip.over ? (trip.over - now) / (trip.over - trip.from) : now < trip.up ? 0 : (now - trip.up) / (trip.until - trip.up);
      var x = here[0] + (there[0] - here[0]) * share, y = here[1] + (there[1] - here[1]) * share;
      if (share === 0) {
        var many = waiting[trip.site] = (waiting[trip.site] || 0) + 1;
        x = here[0] - 50 + 11 * ((many - 1) % 10);
        y = here[1] + 36;
      }
      var mark = mover(used++), loaded = now >= trip.up;
      mark.setAttribute("d", story.flies[trip.lift] ? "M" + (loaded ? "6 0L-5 5V-5Z" : "-6 0L5 5V-5Z") : "M-5 -4H5V4H-5Z");
      mark.setAttribute("class", loaded ? "mover" : "mover empty");
      mark.setAttribute("transform", "translate(" + x.toFixed(1) + " " + y.toFixed(1) + ")");
    });
    for (var at = 0; at < pool.length; at += 1) { pool[at].setAttribute("visibility", at < used ? "visible" : "hidden"); }
    var lost = history.lost.filter(function (when) { return when <= now; }).length;
    document.getElementById("flown").textContent = flown.toLocaleString("en-US") + " out, " + lost.toLocaleString("en-US") + " did not come";
    var closed = history.shut.filter(function (each) { return each[0] <= now && now < each[1]; }).map(function (each) { return each[2] + (each[3] >= 0 && story.names[each[3]] ? " (" + story.names[each[3]] + ")" : ""); });
    document.getElementById("shut").textContent = closed.length ? closed.filter(function (text, at) { return closed.indexOf(text) === at; }).join("; ") : "nothing";
    clock.textContent = date(now);
    scrub.value = Math.round(now);
    scrub.setAttribute("aria-valuetext", date(now));
  }
  function stop() {
    playing = false;
    play.textContent = "Play";
    status.textContent = "Paused at " + date(now) + ": " + standing(history.people[story.places.length - 1], now).toLocaleString("en-US") + " people still there.";
  }
  function tick(stamp) {
    if (!playing) { return; }
    if (!last) { last = stamp; }
    var wait = calm.matches ? 1000 : 0;
    if (stamp - last >= wait) {
      now = Math.min(history.end, now + (stamp - last) / 1000 * history.end / +pace.value);
      last = stamp;
      draw();
    }
    if (now >= history.end) { stop(); return; }
    window.requestAnimationFrame(tick);
  }
  function choose(at) {
    chosen = story.playback[at];
    history = ready(chosen.history);
    playing = false;
    play.textContent = "Play";
    pick.value = at;
    now = 0;
    scrub.max = history.end;
    var kind = {drawn: "A history drawn by chance", early: "An early history: 1 in 20 is not later", median: "The history in the middle", late: "A late history: 1 in 20 is not earlier"}[chosen.kind];
    document.getElementById("which").textContent = kind + ", number " + chosen.replication + ": one of " + story.n.toLocaleString("en-US") + ", not the forecast. " +
      (chosen.closure === null ? "It did not close by the end of the clock." : "All who must leave are out on " + date(chosen.closure) + ".");
    status.textContent = "";
    draw();
  }
  play.addEventListener("click", function () {
    if (playing) { stop(); return; }
    if (now >= history.end) { now = 0; }
    playing = true;
    last = 0;
    play.textContent = "Pause";
    status.textContent = "";
    window.requestAnimationFrame(tick);
  });
  scrub.addEventListener("input", function () { now = +scrub.value; if (playing) { stop(); } draw(); });
  pick.addEventListener("change", function () { choose(+pick.value); });
  var drawn = story.playback.map(function (each, at) { return at; }).filter(function (at) { return story.playback[at].kind === "drawn"; });
  var another = document.getElementById("another");  // only where there is more than one
  if (another) { another.addEventListener("click", function () {
    var others = drawn.filter(function (at) { return story.playback[at] !== chosen; });
    if (others.length) { choose(others[Math.floor(Math.random() * others.length)]); }
  }); }
  choose(drawn.length ? drawn[0] : 0);
}());
