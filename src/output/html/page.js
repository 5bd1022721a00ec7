'use strict';
(() => {
  const $ = (query, root = document) => root.querySelector(query);
  const $$ = (query, root = document) => [...root.querySelectorAll(query)];
  const data = JSON.parse($('#data').textContent);
  const minute = 60000;

  // ---- what can be filtered ----

  const unpack = flat => {
    const pairs = [];
    for (let i = 0, at = 0; i < flat.length; i += 2) {
      at += flat[i];
      pairs.push([at, flat[i + 1]]);
    }
    return pairs;
  };
  const series = Object.fromEntries(Object.entries(data.series).map(([key, flat]) => [key, unpack(flat)]));
  const hosts = data.hosts.map(unpack);
  const causes = data.causes.map(flat => {
    const cells = [];
    for (let i = 0; i < flat.length; i += 3) cells.push({host: flat[i], bucket: flat[i + 1], count: flat[i + 2]});
    return cells;
  });

  // what was clicked: servers, causes, codes and data sources; each narrows everything
  const facets = ['server', 'cause', 'code', 'source'];
  const picks = {};
  let allowed = null; // of each facet, what the incidents that are left have; null: nothing is picked
  let foreign = [];
  const incidents = $$('tr.incident');
  const clicked = new Map(incidents.map(row => {
    const has = {cause: [row.dataset.cause]};
    for (const element of $$('[data-pick]', row)) (has[element.dataset.pick] ??= []).push(element.textContent);
    return [row, has];
  }));
  const valuesOf = (element, facet) => {
    const row = clicked.get(element);
    if (row) return row[facet] || null;
    return element.dataset[facet] === undefined ? null : element.dataset[facet].split('\n');
  };
  const allow = () => {
    const names = Object.keys(picks);
    allowed = null;
    if (!names.length) return;
    const left = incidents.filter(row => names.every(name => (valuesOf(row, name) || []).includes(picks[name])));
    allowed = Object.fromEntries(facets.map(facet => [facet, new Set(left.flatMap(row => valuesOf(row, facet) || []))]));
    for (const name of names) allowed[name] = new Set([picks[name]]);
  };
  const picked = element => !allowed || facets.every(facet => {
    const values = valuesOf(element, facet);
    return !values || values.some(value => allowed[facet].has(value));
  }) && (!element.matches('.incident') || Object.keys(picks).every(name => valuesOf(element, name)));

  let range = null; // [first, last] bucket, or null: everything
  let words = [];
  let ready = false; // the page is there, and what it shows goes into its address

  const inside = bucket => !range || (bucket >= range[0] && bucket <= range[1]);
  const sum = pairs => pairs.reduce((all, [bucket, count]) => all + (inside(bucket) ? count : 0), 0);
  const begin = bucket => data.first + bucket * data.width;
  const meets = element => {
    if (!range || !element.dataset.from) return true;
    return Number(element.dataset.from) < begin(range[1] + 1) && Number(element.dataset.to) >= begin(range[0]);
  };
  const shown = count => count.toLocaleString('en-US');
  const recount = (element, count) => {
    const place = $('.n', element);
    if (!place) return;
    if (place.dataset.all === undefined) place.dataset.all = place.textContent;
    place.textContent = !range ? place.dataset.all : element.matches('.cause') ? shown(count) + ' of ' + place.dataset.all : shown(count);
  };

  // How much of an item is in the range; null where that was not kept.
  const amount = item => {
    if (item.dataset.s) return sum(series[item.dataset.s]);
    if (item.dataset.h) {
      const host = Number(item.dataset.h);
      return host < hosts.length ? sum(hosts[host]) : null;
    }
    if (item.dataset.c && causes[item.dataset.c].length)
      return causes[item.dataset.c].reduce((all, cell) => all + (inside(cell.bucket) ? cell.count : 0), 0);
    return null;
  };

  const recountHost = row => {
    let any = 0;
    for (const cell of $$('.cell', row)) {
      const count = (causes[cell.dataset.c] || []).reduce(
        (all, c) => all + (c.host === Number(row.dataset.h) && inside(c.bucket) ? c.count : 0), 0);
      cell.textContent = count ? shown(count) : '';
      cell.className = 'num cell' + (count ? count < 3 ? ' h1' : count < 10 ? ' h2' : ' h3' : '');
      any += count;
    }
    return any;
  };

  // what stays where it is and fades: process instances, silences and crashes in their lanes, records of a cause
  const pieces = $$('.lane.log, .lane.log [data-from], .item .record');
  const items = $$('.item').map(element => ({element, text: element.textContent.toLowerCase()}));
  const found = text => words.every(word => text.includes(word));

  const filterItem = ({element, text}) => {
    const count = amount(element);
    const cells = element.dataset.h ? recountHost(element) : 0;
    if (count !== null) recount(element, count);
    const timed = count === null ? meets(element) : count + cells > 0 || (!range && count === 0);
    element.classList.toggle('out', !timed || !found(text) || !picked(element));
    element.classList.toggle('dim', Boolean(range) && count === null && !element.dataset.from);
  };

  const filterSection = section => {
    const all = $$('.item', section);
    if (!all.length) return;
    const left = all.filter(item => !item.classList.contains('out')).length;
    $('.none', section).hidden = left > 0;
    const of = $('h2 .of', section);
    if (!of) return;
    if (of.dataset.all === undefined) of.dataset.all = of.textContent;
    of.textContent = left < all.length ? shown(left) + ' of ' + of.dataset.all : of.dataset.all;
  };

  const two = number => String(number).padStart(2, '0');
  let local = false; // times are those of the reader's machine, not of the report's zone
  const offset = ms => local ? -new Date(ms).getTimezoneOffset() : data.zone; // minutes
  const clock = ms => {
    const d = new Date(ms + offset(ms) * minute);
    const date = (data.years ? d.getUTCFullYear() + '-' : '') + two(d.getUTCMonth() + 1) + (data.years ? '-' : '/') + two(d.getUTCDate());
    return date + ' ' + two(d.getUTCHours()) + ':' + two(d.getUTCMinutes()) + (data.width < minute ? ':' + two(d.getUTCSeconds()) : '');
  };
  const plural = (count, one) => shown(count) + ' ' + one + (count === 1 ? '' : 's');

  const tell = () => {
    const parts = [];
    if (range) {
      const events = Object.keys(series).filter(key => key[0] === 'e').reduce((all, key) => all + sum(series[key]), 0);
      const incidents = causes.flat().reduce((all, cell) => all + (inside(cell.bucket) ? cell.count : 0), 0);
      parts.push(clock(begin(range[0])) + ' – ' + clock(begin(range[1] + 1)), plural(events, 'event'), plural(incidents, 'incident'));
    }
    if (local) parts.push('local time; sentences keep ' + zoneName);
    if (view && !range) parts.push(clock(begin(view[0])) + ' – ' + clock(begin(view[1] + 1)));
    if (words.length) parts.push('“' + words.join(' ') + '”');
    for (const name in picks) parts.push(name.replace('source', 'data source') + ' ' + picks[name]);
    if (foreign.length) parts.push('the link asks for ' + foreign.join(', ') + ', which is not in this report');
    if (!range) $('#zoom').hidden = true;
    $('#chosen').textContent = parts.join(' · ');
    $('.chosen').hidden = !parts.length;
  };

  // The view as a link: ranges in milliseconds, so that it means the same in a page of other buckets.
  const remember = () => {
    const query = new URLSearchParams(picks);
    if (local) query.set('time', 'local');
    if (words.length) query.set('q', words.join(' '));
    if (range) {
      query.set('from', begin(range[0]));
      query.set('to', begin(range[1] + 1));
    }
    const text = query.toString();
    if (text) history.replaceState(null, '', '#?' + text);
    else if (location.hash.startsWith('#?')) history.replaceState(null, '', location.pathname + location.search);
  };

  const filter = () => {
    allow();
    document.body.classList.toggle('ranged', range !== null);
    $$('[data-pick]').forEach(element => element.setAttribute('aria-pressed', String(picks[element.dataset.pick] === element.textContent)));
    if (ready) remember();
    items.forEach(filterItem);
    $$('.lane.class').forEach(lane => recount(lane, sum(series[lane.dataset.s])));
    pieces.forEach(piece => piece.classList.toggle('dim', !meets(piece)));
    $$('section').forEach(filterSection);
    tell();
  };

  // ---- the brush ----

  const course = $('#course');
  let pick = null;
  let view = null; // [first, last] bucket that the timeline shows, or null: all of them
  const shownFrom = () => view ? view[0] : 0;
  const shownCount = () => view ? view[1] - view[0] + 1 : data.count;
  const choose = (from, to) => {
    const last = data.count - 1;
    const bound = bucket => Math.max(0, Math.min(last, bucket));
    range = from === null ? null : [bound(Math.min(from, to)), bound(Math.max(from, to))];
    if (range && range[0] === 0 && range[1] === last) range = null;
    if (pick) {
      const left = range ? Math.max(range[0] - shownFrom(), 0) : 0;
      const right = range ? Math.min(range[1] + 1 - shownFrom(), shownCount()) : 0;
      pick.hidden = right <= left;
      pick.style.left = 100 * left / shownCount() + '%';
      pick.style.width = 100 * Math.max(right - left, 0) / shownCount() + '%';
      $('#zoom').hidden = !range || (view !== null && range[0] === view[0] && range[1] === view[1]);
      $('#from').value = range ? range[0] : 0;
      $('#to').value = range ? range[1] : last;
      for (const id of ['#from', '#to']) $(id).setAttribute('aria-valuetext', clock(begin(Number($(id).value) + (id === '#to' ? 1 : 0))));
    }
    filter();
  };

  const element = (name, parent) => {
    const made = document.createElement('div');
    made.className = name;
    parent.append(made);
    return made;
  };

  const makeBrush = () => {
    const brush = element('', course);
    brush.id = 'brush';
    pick = element('pick', brush);
    pick.hidden = true;
    const hair = element('hair', brush);
    hair.hidden = true;
    const note = document.createElement('span');
    hair.append(note);
    const bucketAt = event => {
      const box = brush.getBoundingClientRect();
      const at = Math.floor((event.clientX - box.left) / box.width * shownCount());
      return shownFrom() + Math.max(0, Math.min(shownCount() - 1, at));
    };
    const names = Object.fromEntries($$('.lane.class').map(lane => [lane.dataset.s, $('.label', lane).firstChild.textContent.trim()]));
    const readout = bucket => {
      const lines = [clock(begin(bucket))];
      for (const key in names) {
        const here = series[key].find(pair => pair[0] === bucket);
        if (here) lines.push(shown(here[1]) + ' ' + names[key]);
      }
      note.textContent = lines.join('\n');
      const at = (bucket + .5 - shownFrom()) / shownCount();
      hair.style.left = 100 * at + '%';
      hair.classList.toggle('left', at > .5);
      hair.hidden = false;
    };
    let anchor = null;
    brush.addEventListener('pointerdown', event => {
      if (event.button) return;
      anchor = bucketAt(event);
      brush.setPointerCapture(event.pointerId);
    });
    brush.addEventListener('pointermove', event => {
      const bucket = bucketAt(event);
      readout(bucket);
      if (anchor !== null && bucket !== anchor) choose(anchor, bucket);
    });
    brush.addEventListener('pointerup', event => {
      if (anchor !== null && bucketAt(event) === anchor) {
        if (range) choose(null);
        else choose(anchor - Math.ceil(shownCount() / 100), anchor + Math.ceil(shownCount() / 100));
      }
      anchor = null;
    });
    brush.addEventListener('pointercancel', () => { anchor = null; });
    brush.addEventListener('pointerleave', () => { hair.hidden = true; });
    for (const id of ['#from', '#to']) {
      const input = $(id);
      input.max = data.count - 1;
      input.value = id === '#from' ? 0 : data.count - 1;
      input.addEventListener('input', () => choose(Number($('#from').value), Number($('#to').value)));
    }
    $('.ends').hidden = false;
  };

  // ---- zoom: the chosen range, as wide as the page ----

  const svg = (name, attributes, parent) => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    parent.append(made);
    return made;
  };

  // Pieces of lanes lie at percents of the SVG around them: one more around them moves and stretches them all.
  const frames = $$('.lane.log .plot, .lane.axis .plot').map(plot => {
    const pieces = [...plot.childNodes];
    const frame = svg('svg', {overflow: 'visible'}, plot);
    frame.append(...pieces);
    return frame;
  });
  const bars = $$('.plot.bars').map(plot => ({plot, path: $('path', plot), all: $('path', plot).getAttribute('d')}));

  // As the axis that is there without scripts has them: at most nine, at steps that people count in.
  const ticks = span => {
    const steps = [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 21600, 43200, 86400].map(seconds => seconds * 1000);
    let step = steps.find(ms => span / ms < 9) || 2 * steps[14];
    while (span / step >= 9) step *= 2;
    return step;
  };
  let drawn = null;
  const drawAxis = () => {
    const axis = $('.lane.axis .plot');
    if (drawn) drawn.remove();
    drawn = null;
    axis.firstElementChild.style.display = view || local ? 'none' : '';
    if (!view && !local) return;
    drawn = svg('g', {}, axis);
    const zone = offset(begin(shownFrom())) * minute, from = begin(shownFrom()) + zone, span = shownCount() * data.width, step = ticks(span);
    for (let n = 0, at = Math.ceil(from / step) * step; at < from + span - step / 3; at += step, n++) {
      const x = 100 * (at - from) / span, text = clock(at - zone).split(' ');
      const group = svg('g', {class: x > 92 ? 'minor last' : n % 2 || x > 78 ? 'minor' : ''}, drawn);
      svg('line', {x1: x + '%', x2: x + '%', y1: 0, y2: 5}, group);
      const next = 100 * (at + step - from) / span;
      const inTheWay = x <= 92 && step / span <= .16 && next <= 100 - 100 * step / span / 3 && next > 92;
      if (!inTheWay) svg('text', {x: x + '%', y: 16}, group).textContent = at % 86400000 ? text[1] : text[0];
    }
  };
  const zoom = to => {
    view = to;
    const scale = data.count / shownCount();
    for (const {plot, path, all} of bars) {
      plot.setAttribute('viewBox', `${shownFrom()} 0 ${shownCount()} 100`);
      path.setAttribute('d', shownCount() > 300 ? all : all.replaceAll('h2v', 'h1v')); // what is close needs no wider bars to be seen
    }
    for (const frame of frames) {
      frame.setAttribute('x', -100 * shownFrom() / shownCount() + '%');
      frame.setAttribute('width', 100 * scale + '%');
    }
    course.classList.toggle('zoomed', view !== null);
    drawAxis();
  };

  // ---- local time ----

  const zoneName = $('#zone-name') ? $('#zone-name').textContent : '';
  const timed = $$('time, [data-times]').map(element => ({
    element, text: element.textContent,
    times: element.dataset.times ? element.dataset.times.split(' ').map(Number) : [Date.parse(element.dateTime)],
  }));
  // The same text with other times: each has as much of a date and of seconds as it had, or a date where the day is another one.
  const inZone = ({text, times}) => {
    let n = 0, day = '';
    return text.replace(/(?:(\d{4}-)?(\d\d)([-/])(\d\d) )?\d\d:\d\d(:\d\d)?(\.\d{3})?/g, (all, year, month, mark, date, seconds, part) => {
      const ms = times[Math.min(n++, times.length - 1)], d = new Date(ms + offset(ms) * minute);
      const today = d.toISOString().slice(0, 10), own = month !== undefined || (day !== '' && day !== today);
      const sign = mark || (data.years ? '-' : '/');
      day = today;
      return (own && (year || (!mark && data.years)) ? d.getUTCFullYear() + '-' : '') + (own ? two(d.getUTCMonth() + 1) + sign + two(d.getUTCDate()) + ' ' : '') +
        two(d.getUTCHours()) + ':' + two(d.getUTCMinutes()) + (seconds ? ':' + two(d.getUTCSeconds()) : '') + (part ? '.' + String(d.getUTCMilliseconds()).padStart(3, '0') : '');
    });
  };
  const showLocal = on => {
    local = on;
    $('#zone').setAttribute('aria-pressed', String(on));
    for (const piece of timed) piece.element.textContent = on ? inZone(piece) : piece.text;
    if ($('#zone-name')) $('#zone-name').textContent = on ? 'local time' : zoneName;
    if (course) drawAxis();
    filter();
  };

  // ---- causes, keys, copying ----

  const cards = $$('.cause');
  let here = -1;
  const go = step => {
    const open = cards.filter(card => !card.classList.contains('out'));
    if (!open.length) return;
    const at = open.indexOf(cards[here]);
    const next = open[at < 0 ? (step > 0 ? 0 : open.length - 1) : (at + step + open.length) % open.length];
    arrive(next);
    history.replaceState(null, '', '#' + next.id);
    next.scrollIntoView();
  };
  const arrive = card => {
    cards.forEach(other => other.classList.toggle('here', other === card));
    here = cards.indexOf(card);
    card.focus({preventScroll: true});
  };
  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !cards.includes(target)) return;
    if (target.classList.contains('out')) clear();
    arrive(target);
    target.scrollIntoView();
  };

  const toggle = element => {
    const name = element.dataset.pick, value = element.textContent;
    if (picks[name] === value) delete picks[name];
    else picks[name] = value;
    filter();
  };
  for (const element of $$('[data-pick]')) {
    element.tabIndex = 0;
    element.setAttribute('role', 'button');
    element.title = 'Show only this';
  }
  document.addEventListener('click', event => {
    const element = event.target.closest('[data-pick]');
    if (!element) return;
    event.preventDefault(); // it may stand in a summary
    toggle(element);
  });

  // What a link asks for; what this report does not have is told.
  const recall = () => {
    if (!location.hash.startsWith('#?')) return;
    const query = new URLSearchParams(location.hash.slice(2));
    for (const [name, value] of query) {
      if (facets.includes(name)) {
        const known = items.some(({element}) => (valuesOf(element, name) || []).includes(value));
        if (known) picks[name] = value;
        else foreign.push(name + ' ' + value);
      } else if (name === 'q') {
        search.value = value;
        words = value.toLowerCase().split(/\s+/).filter(Boolean);
      } else if (name === 'time' && value === 'local') showLocal(true);
      else if (name !== 'from' && name !== 'to') foreign.push(name);
    }
    const from = Number(query.get('from')), to = Number(query.get('to')), end = begin(data.count);
    if (query.has('from') && from < end && to > data.first && to > from)
      choose(Math.floor((from - data.first) / data.width), Math.ceil((to - data.first) / data.width) - 1);
    else {
      if (query.has('from')) foreign.push('a time');
      filter();
    }
  };

  const search = $('#search');
  const clear = () => {
    search.value = '';
    words = [];
    foreign = [];
    for (const name in picks) delete picks[name];
    if (view) zoom(null);
    choose(null);
  };
  search.addEventListener('input', () => {
    words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    filter();
  });
  const zoomIn = () => {
    if (!range || !course) return;
    zoom(range);
    choose(...range);
  };
  $('#clear').addEventListener('click', clear);
  $('#zoom').addEventListener('click', zoomIn);

  document.addEventListener('keydown', event => {
    if ((event.key === 'Enter' || event.key === ' ') && event.target.matches('[data-pick]')) {
      event.preventDefault();
      toggle(event.target);
      return;
    }
    if (event.key === 'Escape') {
      clear();
      search.blur();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input:not([type=range]), textarea')) return;
    if (event.key === 'n') go(1);
    else if (event.key === 'p') go(-1);
    else if (event.key === 'z') zoomIn();
    else if (event.key === '/') {
      event.preventDefault();
      search.focus();
    }
  });

  // What is shown, as text for a ticket: what happened, the causes with what was seen and what to do, the failed jobs.
  const flat = element => element.textContent.replace(/\s+/g, ' ').trim();
  const causeText = card => {
    const lines = ['', '## ' + flat($('h3', card)).replace(/ #cause-\S+$/, '').replace(/^(\d+)/, '$1. '), flat($('.numbers', card)), ''];
    for (const p of $$('.why > p', card)) lines.push(flat(p));
    for (const record of $$('.record', card).filter(record => !record.classList.contains('dim')).slice(0, 2))
      lines.push('', '    ' + flat($('.at', record)), '    ' + flat($('pre', record)));
    if ($('.fix', card)) lines.push('', flat($('.fix .summary', card)), ...$$('.fix li', card).map((step, i) => (i + 1) + '. ' + flat(step)));
    return lines;
  };
  const ticket = () => {
    const lines = ['# ' + flat($('h1'))];
    for (const fact of $$('.verdict dl > div')) lines.push('- ' + flat($('dt', fact)) + ': ' + flat($('dd', fact)));
    if (!$('.chosen').hidden) lines.push('- Shown: ' + $('#chosen').textContent);
    for (const card of $$('.cause:not(.out)').slice(0, 3)) lines.push(...causeText(card));
    const rows = incidents.filter(row => !row.classList.contains('out'));
    if (rows.length) lines.push('', '| when | job | cause | codes | end |', '|---|---|---|---|---|');
    for (const row of rows.slice(0, 50)) {
      const cells = [...row.cells].map(cell => {
        const own = cell.cloneNode(true);
        for (const more of $$('details', own)) more.remove();
        return flat(own).replaceAll('|', '\\|');
      });
      lines.push('| ' + cells.join(' | ') + ' |');
    }
    if (rows.length > 50) lines.push('', plural(rows.length - 50, 'more job') + ' are in the report.');
    return lines.join('\n') + '\n';
  };

  const copy = async text => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement('textarea');
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
  };
  const copied = (button, name) => {
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = name; }, 1500);
  };
  $('#ticket').addEventListener('click', async () => {
    await copy(ticket());
    copied($('#ticket'), 'Copy for ticket');
  });
  $('#zone').hidden = data.count === 0 || [data.first, begin(data.count)].every(ms => -new Date(ms).getTimezoneOffset() === data.zone);
  $('#zone').addEventListener('click', () => showLocal(!local));
  for (const button of $$('.copy')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      const fix = button.closest('.fix');
      const steps = $$('li', fix).map((step, i) => (i + 1) + '. ' + step.textContent);
      await copy([$('.summary', fix).textContent, ...steps].join('\n'));
      copied(button, 'Copy');
    });
  }

  addEventListener('beforeprint', () => $$('details').forEach(details => { details.open = true; }));
  addEventListener('hashchange', follow);
  $$('.tools, .keys').forEach(part => { part.hidden = false; });
  if (course) makeBrush();
  follow();
  recall();
  ready = true;
})();
