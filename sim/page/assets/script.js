"use strict";
(function () {
  var record = JSON.parse(document.getElementById("record").textContent);
  document.documentElement.classList.add("on-script");
  // find the first element, or all elements, that match a selector
  function one(where, what) { return where.querySelector(what); }
  function all(where, what) { return Array.prototype.slice.call(where.querySelectorAll(what)); }

  // ---- the deadline: for each instant to which it may be moved there is a row: second, words, histories out, probability
  var rows = record.rows, first = record.deadline, due = first;
  var handles = all(document, ".handle");
  function moveDeadline(at) {
    due = Math.max(0, Math.min(rows.length - 1, at));
    var row = rows[due];
    handles.forEach(function (handle) {
      var from = +handle.dataset.first, until = +handle.dataset.last, left = +handle.dataset.left, right = +handle.dataset.right;
      var x = left + (right - left) * (row[0] - from) / (until - from);
      handle.setAttribute("transform", "translate(" + x.toFixed(1) + " 0)");
      handle.setAttribute("aria-valuenow", due);
      handle.setAttribute("aria-valuetext", row[1] + ": out in " + row[2] + " of " + record.n + " histories");
    });
    all(document, ".dot").forEach(function (dot) { dot.classList.toggle("late", +dot.dataset.at > row[0]); });
    one(document, ".due-day").textContent = row[1];
    one(document, ".due-met").textContent = row[2].toLocaleString("en-US") + " of " + record.n.toLocaleString("en-US");
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
      moveDeadline(nearest(+handle.dataset.first + (x - left) / (right - left) * (handle.dataset.last - handle.dataset.first)));
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
      var week = record.unit === "day" ? 7 : 24;
      var by = {ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -week, PageUp: week}[event.key];
      if (event.key === "Home") { by = -rows.length; }
      if (event.key === "End") { by = rows.length; }
      if (by === undefined) { return; }
      moveDeadline(due + by);
      event.preventDefault();
    });
  });
  one(document, "#due-back").addEventListener("click", function () { moveDeadline(first); });

  // ---- playback of one history: a number at an instant is the sum of all its changes up to then
  var stage = document.getElementById("playback");
  if (!stage || !record.playback.length) { return; }
  stage.classList.add("on");
  var reducedMotion = window.matchMedia("(prefers-reduced-motion: reduce)");
  var scrub = document.getElementById("scrub"), clock = document.getElementById("clock"), play = document.getElementById("play");
  var pick = document.getElementById("pick"), pace = document.getElementById("pace"), status = document.getElementById("status");
  var layer = one(stage, ".movers"), pool = [], nodes = {}, history = null, chosen = null, now = 0, playing = false, last = 0;
  all(stage, ".site").forEach(function (node) { nodes[node.dataset.site] = node; });
  var form;
  try {
    form = new Intl.DateTimeFormat("en-GB", {timeZone: record.zone, day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit"});
  } catch (none) {
    form = new Intl.DateTimeFormat("en-GB", {timeZone: "UTC", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit"});
  }
  function date(second) { return form.format(new Date(record.start + 1000 * second)); }
  // turn a list of times and changes into instants and the number from each instant on
  function cumulated(differences) {
    var times = [], numbers = [], when = 0, number = 0;
    for (var at = 0; at < differences.length; at += 2) {
      when += differences[at];
      number += differences[at + 1];
      times.push(when);
      numbers.push(number);
    }
    return {times: times, numbers: numbers};
  }
  function numberAt(steps, second) {
    var low = 0, high = steps.times.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (steps.times[middle] <= second) { low = middle + 1; } else { high = middle; }
    }
    return low ? steps.numbers[low - 1] : 0;
  }
  function prepared(raw) {
    var played = {end: raw.end, lost: raw.lost, shut: raw.shut, sorties: [], most: 1};
    ["people", "kg", "preparing", "ready"].forEach(function (name) { played[name] = raw[name].map(cumulated); });
    played.preparing.forEach(function (steps, at) {
      [steps, played.ready[at]].forEach(function (each) { each.numbers.forEach(function (many) { played.most = Math.max(played.most, many); }); });
    });
    raw.sorties.forEach(function (row) {
      var to = record.to[row[0]], over = 60 * row[2], flight = 60 * (row[5] >= 0 ? row[5] : 60);
      var landed = row[3] < 0 ? over : over + 60 * row[3], up = row[3] < 0 || row[4] < 0 ? landed : landed + 60 * row[4];
      var out = row[3] >= 0 && row[4] >= 0 && row[5] >= 0;
      played.sorties.push({lift: row[0], site: row[1], to: to, from: over - flight, over: over, up: up, until: out ? up + flight : up, people: row[6], kg: row[7]});
    });
    return played;
  }
  function centre(row) { var node = nodes[row]; return node ? [+node.dataset.x, +node.dataset.y] : null; }
  function mover(at) {
    if (!pool[at]) {
      pool[at] = document.createElementNS("http://www.w3.org/2000/svg", "path");
      layer.appendChild(pool[at]);
    }
    return pool[at];
  }
  function draw() {
    var used = 0, flown = 0, onGround = {};
    Object.keys(nodes).forEach(function (row) {
      var node = nodes[row], where = node.dataset.place;
      var shut = history.shut.some(function (each) { return each[3] === +row && each[0] <= now && now < each[1]; });
      node.classList.toggle("shut", shut);
      if (where === undefined) { return; }
      var people = numberAt(history.people[where], now), kg = numberAt(history.kg[where], now);
      var work = numberAt(history.preparing[where], now), wait = numberAt(history.ready[where], now), scale = 100 / (2 * history.most);
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
    record.places.forEach(function (name, where) {
      if (record.sites.indexOf(where) >= 0) { return; }
      var cells = one(stage, 'tr[data-place="' + where + '"]').cells;
      cells[1].textContent = numberAt(history.people[where], now).toLocaleString("en-US");
      cells[2].textContent = (numberAt(history.kg[where], now) / 1000).toLocaleString("en-US", {maximumFractionDigits: 1});
    });
    history.sorties.forEach(function (trip) {
      if (trip.until > trip.up && trip.up <= now) { flown += 1; }
      if (now < trip.from || now >= trip.until) { return; }
      var site = centre(trip.site), to = centre(trip.to);
      if (!site || !to) { return; }
      var share = now < trip.over ? (trip.over - now) / (trip.over - trip.from) : now < trip.up ? 0 : (now - trip.up) / (trip.until - trip.up);
      var x = site[0] + (to[0] - site[0]) * share, y = site[1] + (to[1] - site[1]) * share;
      if (share === 0) {
        var many = onGround[trip.site] = (onGround[trip.site] || 0) + 1;
        x = site[0] - 50 + 11 * ((many - 1) % 10);
        y = site[1] + 36;
      }
      var mark = mover(used++), loaded = now >= trip.up;
      mark.setAttribute("d", record.flies[trip.lift] ? "M" + (loaded ? "6 0L-5 5V-5Z" : "-6 0L5 5V-5Z") : "M-5 -4H5V4H-5Z");
      mark.setAttribute("class", loaded ? "mover" : "mover empty");
      mark.setAttribute("transform", "translate(" + x.toFixed(1) + " " + y.toFixed(1) + ")");
    });
    for (var at = 0; at < pool.length; at += 1) { pool[at].setAttribute("visibility", at < used ? "visible" : "hidden"); }
    var lost = history.lost.filter(function (when) { return when <= now; }).length;
    document.getElementById("flown").textContent = flown.toLocaleString("en-US") + " out, " + lost.toLocaleString("en-US") + " did not come";
    var closed = history.shut.filter(function (each) { return each[0] <= now && now < each[1]; }).map(function (each) { return each[2] + (each[3] >= 0 && record.names[each[3]] ? " (" + record.names[each[3]] + ")" : ""); });
    document.getElementById("shut").textContent = closed.length ? closed.filter(function (text, at) { return closed.indexOf(text) === at; }).join("; ") : "nothing";
    clock.textContent = date(now);
    scrub.value = Math.round(now);
    scrub.setAttribute("aria-valuetext", date(now));
  }
  function stop() {
    playing = false;
    play.textContent = "Play";
    status.textContent = "Paused at " + date(now) + ": " + numberAt(history.people[record.places.length - 1], now).toLocaleString("en-US") + " people still there.";
  }
  function tick(stamp) {
    if (!playing) { return; }
    if (!last) { last = stamp; }
    var wait = reducedMotion.matches ? 1000 : 0;
    if (stamp - last >= wait) {
      now = Math.min(history.end, now + (stamp - last) / 1000 * history.end / +pace.value);
      last = stamp;
      draw();
    }
    if (now >= history.end) { stop(); return; }
    window.requestAnimationFrame(tick);
  }
  function choose(at) {
    chosen = record.playback[at];
    history = prepared(chosen.history);
    playing = false;
    play.textContent = "Play";
    pick.value = at;
    now = 0;
    scrub.max = history.end;
    var kind = {drawn: "A history drawn by chance", early: "An early history: 1 in 20 is not later", median: "The history in the middle", late: "A late history: 1 in 20 is not earlier"}[chosen.kind];
    document.getElementById("which").textContent = kind + ", number " + chosen.replication + ": one of " + record.n.toLocaleString("en-US") + ", not the forecast. " +
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
  var drawn = record.playback.map(function (each, at) { return at; }).filter(function (at) { return record.playback[at].kind === "drawn"; });
  var another = document.getElementById("another");  // null if only one history is chosen at random
  if (another) { another.addEventListener("click", function () {
    var others = drawn.filter(function (at) { return record.playback[at] !== chosen; });
    if (others.length) { choose(others[Math.floor(Math.random() * others.length)]); }
  }); }
  choose(drawn.length ? drawn[0] : 0);
}());
