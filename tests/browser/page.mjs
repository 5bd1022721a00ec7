// The HTML report in a real browser: page.mjs FOLDER-WITH-MODULES DPMLOG WORK [--picture FILE] [--pictures FOLDER]. Prints TAP.
import {mkdirSync} from 'node:fs';
import {resolve} from 'node:path';
import {check, datedFixtures, hostileLog, inaccessible, report, same, shownItems, stop, sum, visit} from './harness.mjs';

const options = process.argv.slice(5);
const option = name => options.includes(name) ? options[options.indexOf(name) + 1] : null;

const all = report('all', '--year', '2016', datedFixtures());
const temp = report('temp', 'fixtures/Temp');
const hostile = report('hostile', hostileLog());

// What the page shows of a chosen range, against what its numbers say, reckoned here once more: every count, every item, every piece of a lane.
const brushFaults = page => page.evaluate(() => {
  const data = JSON.parse(document.querySelector('#data').textContent);
  const [first, last] = ['#from', '#to'].map(id => Number(document.querySelector(id).value));
  const begin = data.first + first * data.width, end = data.first + (last + 1) * data.width;
  const faults = [], seen = {};
  const expect = (good, element, what) => { if (!good) faults.push(`${what}: ${element.outerHTML.slice(0, 150)}`); };
  const number = element => Number(element.textContent.replace(/,/g, ''));
  const inRange = flat => {
    let at = 0, all = 0;
    for (let i = 0; i < flat.length; i += 2) if ((at += flat[i]) >= first && at <= last) all += flat[i + 1];
    return all;
  };
  const incidents = (cause, host) => {
    let all = 0;
    for (let i = 0; i < cause.length; i += 3) if ((host === null || cause[i] === host) && cause[i + 1] >= first && cause[i + 1] <= last) all += cause[i + 2];
    return all;
  };
  const meets = element => Number(element.dataset.from) < end && Number(element.dataset.to) >= begin;
  const note = (element, shown) => {
    const part = element.closest('section').id;
    seen[part] ??= [0, 0];
    seen[part][shown ? 0 : 1]++;
  };
  for (const item of document.querySelectorAll('.item')) {
    const shown = item.getClientRects().length > 0;
    const {s, c, h, from} = item.dataset;
    if (s) {
      expect(shown === (inRange(data.series[s]) > 0), item, 'series');
      expect(number(item.querySelector('.n')) === inRange(data.series[s]), item, 'count');
    } else if (h) {
      const cells = [...item.querySelectorAll('.cell')];
      for (const cell of cells) expect(number(cell) === incidents(data.causes[cell.dataset.c], Number(h)), cell, 'cell');
      expect(number(item.querySelector('.n')) === inRange(data.hosts[h]), item, 'host');
      if (cells.length === data.causes.length) expect(shown === inRange(data.hosts[h]) + cells.reduce((sum, cell) => sum + number(cell), 0) > 0, item, 'row');
    } else if (c && data.causes[c].length) {
      expect(shown === incidents(data.causes[c], null) > 0, item, 'cause');
    } else if (from) {
      expect(shown === meets(item), item, 'item');
    } else continue; // what has no time stays
    note(item, shown);
  }
  for (const piece of document.querySelectorAll('.lane.log [data-from]')) {
    const faded = piece.classList.contains('dim');
    expect(faded === !meets(piece), piece, 'lane');
    const kind = piece.matches('.mark') ? 'crashes of lanes' : piece.querySelector('.gap') ? 'gaps' : 'instances';
    seen[kind] ??= [0, 0];
    seen[kind][faded ? 1 : 0]++;
  }
  for (const lane of document.querySelectorAll('.lane.class')) expect(number(lane.querySelector('.n')) === inRange(data.series[lane.dataset.s]), lane, 'class');
  return {faults, seen};
});

// scripts off
{
  const {page, wrong, close} = await visit(all, {javaScriptEnabled: false});
  const text = await page.innerText('body');
  const missing = ['WHAT TO DO', 'TIMELINE', 'CAUSES', 'CRASHES', 'WAITED FOR', 'TASKS', 'CODES', 'HOSTS BY CAUSE', 'FAILURES THAT NO RULE', 'HARMLESS WARNINGS', 'COVERAGE', '0X800706BA']
    .filter(word => !text.toUpperCase().includes(word));
  same(missing, [], 'scripts off: every part is there');
  same(await page.locator('input:visible, button:visible').count(), 0, 'scripts off: nothing that does not work');
  check(await page.locator('#timeline svg path').first().boundingBox() !== null, 'scripts off: the timeline is drawn');
  same(wrong, [], 'scripts off: no error, no request');
  await close();
}

// brush, one part after the other
{
  const {page, wrong, close} = await visit(all);
  const before = await shownItems(page);
  const box = await page.locator('#brush').boundingBox();
  const drag = async (from, to) => {
    await page.mouse.move(box.x + from * box.width, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + to * box.width, box.y + 20, {steps: 4});
    await page.mouse.up();
    return shownItems(page);
  };
  // up to the first crash and a bit, and all after it
  const crash = await page.evaluate(() => {
    const data = JSON.parse(document.querySelector('#data').textContent);
    return (data.series.e0[0] + 3) / data.count;
  });
  const late = await drag(.9999, crash), lateTruth = await brushFaults(page);
  const early = await drag(.0001, crash), earlyTruth = await brushFaults(page);
  same([...lateTruth.faults, ...earlyTruth.faults].slice(0, 5), [], 'brush: every part shows what lies in the range');
  for (const part of ['causes', 'crashes', 'waiting', 'tasks', 'codes', 'hosts', 'unknown', 'noise', 'coverage', 'instances', 'gaps', 'crashes of lanes']) {
    const [a, b] = [lateTruth.seen[part] ?? [0, 0], earlyTruth.seen[part] ?? [0, 0]];
    check(a[0] + b[0] > 0 && a[1] + b[1] > 0, `brush: of ${part} something stays and something goes`, JSON.stringify([a, b]));
  }
  for (const part of ['causes', 'crashes', 'waiting', 'tasks', 'codes', 'hosts', 'unknown', 'noise', 'coverage'])
    check(Math.min(early[part], late[part]) < before[part], `brush: ${part} are filtered`, `${before[part]} before, then ${late[part]} and ${early[part]}`);
  check(early.causes > 0 && early.crashes === 1 && late.causes > early.causes, 'brush: what is in the range stays', JSON.stringify([late, early]));
  const told = await page.innerText('#chosen');
  const lanes = await page.$$eval('.lane.class .n', cells => cells.reduce((sum, cell) => sum + Number(cell.textContent.replace(/,/g, '')), 0));
  check(told.includes(` ${lanes} events`), 'brush: the counts of the classes add up', `${lanes}; ${told}`);
  await page.click('#clear');
  same(await shownItems(page), before, 'brush: all comes back');
  await page.locator('#to').focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft');
  check(await page.locator('.chosen').isVisible() && (await page.getAttribute('#to', 'aria-valuetext')).includes(':'), 'brush: the keyboard moves its ends');
  await page.keyboard.press('Escape');
  same(await shownItems(page), before, 'Escape: all comes back');

  await page.keyboard.press('/');
  await page.keyboard.type('0x800706ba unavailable');
  const found = await shownItems(page);
  check(found.codes === 1 && found.causes < before.causes && found.causes > 0, 'search: every word, in every part', JSON.stringify(found));
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  const first = await page.evaluate(() => location.hash);
  await page.keyboard.press('n');
  const second = await page.evaluate(() => [location.hash, document.activeElement.id]);
  await page.keyboard.press('p');
  const third = await page.evaluate(() => location.hash);
  const ids = await page.$$eval('.cause', cards => cards.map(card => '#' + card.id));
  same([first, second, third], [ids[0], [ids[1], ids[1].slice(1)], ids[0]], 'keys: n and p go from cause to cause');
  same(wrong, [], 'scripts on: no error, no request');
  same(await page.evaluate(() => globalThis.violations), 0, 'scripts on: no violation of the policy');
  const nameless = await page.$$eval('a, button, input, summary, [role=region], [role=img]', elements => elements.filter(
    element => !(element.getAttribute('aria-label') || element.labels?.[0]?.textContent || element.textContent).trim()).map(element => element.outerHTML));
  same(nameless, [], 'accessible names');
  const twice = await page.$$eval('[id]', elements => elements.map(element => element.id).filter((id, i, list) => list.indexOf(id) !== i));
  same(twice, [], 'no id twice');
  await page.emulateMedia({media: 'print', colorScheme: 'dark'});
  same(await page.locator('nav:visible, .copy:visible, #brush:visible, .ends:visible').count(), 0, 'print: no controls');
  const ground = await page.evaluate(() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]);
  same(ground, ['rgb(255, 255, 255)', 'rgb(0, 0, 0)'], 'print: black on white, whatever the screen has');
  const closed = await page.evaluate(() => {
    dispatchEvent(new Event('beforeprint'));
    return document.querySelectorAll('details:not([open])').length;
  });
  same(closed, 0, 'print: everything is open');
  await close();
}

// the range around the crash
{
  const {page, close} = await visit(temp);
  const box = await page.locator('#brush').boundingBox();
  const mark = await page.locator('.mark.crash path').first().boundingBox();
  const x = mark.x + mark.width / 2;
  await page.mouse.move(x - box.width / 60, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(x + box.width / 60, box.y + 10, {steps: 3});
  await page.mouse.up();
  same(await page.$$eval('.cause', cards => cards.filter(card => card.getClientRects().length).map(card => card.id)), ['cause-trace-format-bug'],
    'brush around a crash: its cause alone');
  check((await page.innerText('#chosen')).includes('2 events · 1 incident'), 'brush around a crash: what is in it', await page.innerText('#chosen'));

  // zoom: the range fills the timeline, everything lies where its time says, and a second range is chosen within it
  const axis = () => page.$$eval('.lane.axis text', texts => texts.filter(text => text.getClientRects().length).map(text => text.textContent));
  const places = () => page.evaluate(() => {
    const data = JSON.parse(document.querySelector('#data').textContent);
    const box = document.querySelector('#brush').getBoundingClientRect(), pick = document.querySelector('.pick').getBoundingClientRect();
    const [from, count] = document.querySelector('.plot.bars').getAttribute('viewBox').split(' ').filter((_, i) => i % 2 === 0).map(Number);
    const mark = document.querySelector('.mark.crash'), path = mark.firstElementChild.getBoundingClientRect();
    const at = (Number(mark.dataset.from) - data.first) / data.width - from;
    const bar = document.querySelector('.plot.bars path').getAttribute('d').match(/h(\d)/)[1];
    return {bar, off: Math.abs(box.left + at / count * box.width - (path.left + path.width / 2)), filled: pick.width / box.width, count, all: data.count};
  });
  const wide = await places(), wideAxis = await axis();
  await page.click('#zoom');
  const near = await places(), nearAxis = await axis();
  check(wide.off < 2 && near.off < 2, 'zoom: marks lie where their time is', JSON.stringify([wide, near]));
  check(wide.count === wide.all && near.count < wide.all / 10 && wide.filled < .1 && near.filled > .99, 'zoom: the range fills the timeline', JSON.stringify([wide, near]));
  check(near.bar === '1', 'zoom: a bar is as wide as its time', near.bar);
  check(nearAxis.length > 1 && JSON.stringify(nearAxis) !== JSON.stringify(wideAxis), 'zoom: the axis is drawn anew', JSON.stringify(nearAxis));
  check(!await page.locator('#zoom').isVisible(), 'zoom: no further than the range');
  await page.mouse.move(box.x + box.width / 4, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 3 / 4, box.y + 10, {steps: 3});
  await page.mouse.up();
  same((await brushFaults(page)).faults.slice(0, 5), [], 'zoom: a range in the range filters as before');
  check(await page.locator('#zoom').isVisible(), 'zoom: further into that');
  await page.keyboard.press('z');
  check((await places()).count < near.count, 'zoom: by its key');
  await page.keyboard.press('Escape');
  const back = await places();
  check(back.count === back.all && JSON.stringify(await axis()) === JSON.stringify(wideAxis), 'zoom: Escape shows everything', JSON.stringify(back));
  await close();
}

// a link to a cause, copying its fix
{
  const {page, close} = await visit(temp + '#cause-csv-not-serialized', {permissions: ['clipboard-read', 'clipboard-write']});
  const card = page.locator('#cause-csv-not-serialized');
  check(await card.evaluate(element => element.getBoundingClientRect().top < innerHeight / 2 && element.classList.contains('here')), 'a deep link leads to its cause');
  await card.locator('.copy').click();
  await page.waitForFunction(() => [...document.querySelectorAll('.copy')].some(button => button.textContent === 'Copied'));
  const copied = await page.evaluate(() => navigator.clipboard.readText()).catch(() => '');
  check(copied.includes('\n1. '), 'the fix can be copied', copied);
  await close();
}

// hostile text
for (const javaScriptEnabled of [true, false]) {
  const {page, wrong, close} = await visit(hostile, {javaScriptEnabled});
  const content = await page.content();
  const name = javaScriptEnabled ? 'hostile, scripts on' : 'hostile, scripts off';
  same(wrong, [], name + ': no error, no request');
  check(/pwned\(\)/.test(await page.innerText('body')), name + ': it is shown');
  check(!/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(content), name + ': nothing that steers');
  same(await page.locator('img, iframe, object, svg[onload], [onclick], [onmouseover], [onerror], body b b, body i i').count(), 0, name + ': no element of its own');
  same(await page.locator('script').count(), 2, name + ': our scripts alone');
  if (javaScriptEnabled) {
    for (const part of await page.$$('.record, h3, td')) await part.dispatchEvent('mouseover');
    await page.fill('#search', '</script><img src=x onerror=pwned()>');
    same(await page.evaluate(() => [globalThis.pwnedTimes, globalThis.violations]), [0, 0], name + ': nothing ran');
  }
  await close();
}

// the policy itself: what it does not know is refused, and the tests above would have seen it
{
  const {page, wrong, close} = await visit(temp);
  const ran = await page.evaluate(async () => {
    const refused = [];
    document.addEventListener('securitypolicyviolation', event => refused.push(event.effectiveDirective));
    document.body.insertAdjacentHTML('beforeend', '<img src="http://127.0.0.1:9/x.png"><p style="color: red" onclick="pwned()">x</p>');
    const script = document.createElement('script');
    script.textContent = 'pwned()';
    document.body.append(script);
    document.querySelector('p[onclick]').click();
    await fetch('http://127.0.0.1:9/').catch(() => {});
    await new Promise(resolve => setTimeout(resolve, 100));
    return [refused.sort(), globalThis.pwnedTimes];
  });
  same(ran, [['connect-src', 'img-src', 'script-src-attr', 'script-src-elem', 'style-src-attr'], 0], 'the policy refuses what is not ours');
  check(wrong.filter(text => text.includes('Content Security Policy')).length >= 5, 'what the policy refuses is seen by these tests', wrong.join('\n'));
  await close();
}

// a click on a server, a cause, a code or a data source narrows everything; the address bar reproduces it
{
  const {page, close} = await visit(report('bundle', 'fixtures/bundle'));
  const shown = query => page.evaluate(q => [...document.querySelectorAll(q)].filter(e => e.getClientRects().length).length, query);
  const everything = [await shown('tr.incident'), await shown('.cause')];
  same(everything, [6, 3], 'picks: all at first');
  await page.click('tr.incident [data-pick=server]:text-is("SQL01")');
  same([await shown('tr.incident'), await shown('.cause'), await shown('#sources tr.item')], [4, 1, 2], 'picks: one server narrows jobs, causes and data sources');
  check((await page.textContent('#chosen')).includes('server SQL01'), 'picks: what is picked is said');
  check(!await page.locator('#zoom').isVisible(), 'picks: nothing to zoom into');
  await page.click('tr.incident:not(.out) [data-pick=code]:text-is("ID 42")');
  same(await shown('tr.incident'), 2, 'picks: two of them must both fit');
  const link = page.url();
  check(link.includes('server=SQL01') && link.includes('code=ID+42'), 'picks: they are in the address', link);
  await page.click('#clear');
  same([await shown('tr.incident'), page.url().includes('#?')], [6, false], 'picks: show everything');
  await page.goto('about:blank');
  await page.goto(link + '&q=Data');
  same([await shown('tr.incident'), await page.inputValue('#search')], [1, 'Data'], 'picks: the link reproduces the view');
  await page.goto('about:blank');
  await page.goto(link.split('#')[0] + '#?server=NONE&cause=agent-crash&colour=red&from=1&to=2');
  same(await shown('tr.incident'), 4, 'picks: of a foreign link, what is known');
  const said = await page.textContent('#chosen');
  check(['server NONE', 'colour', 'a time'].every(word => said.includes(word)), 'picks: what is not known is told', said);
  await page.keyboard.press('Escape');
  const pick = page.locator('tr.incident [data-pick=source]').first();
  await pick.focus();
  await page.keyboard.press('Enter');
  check(await pick.getAttribute('aria-pressed') === 'true' && await shown('tr.incident') === 3, 'picks: by the keyboard');
  await close();
}

// causes as numbered marks in the timeline: they lie where their incidents began, and lead to the cause
{
  const {page, close} = await visit(report('bundle', 'fixtures/bundle'));
  const lanes = await page.$$eval('[class*="lane log cause-"]', list => list.map(lane => [lane.querySelector('.label').textContent.trim(),
    [...new Set([...lane.querySelectorAll('.mark.no text')].map(text => text.textContent))].join()]));
  same(lanes, [['1 agent-crash', '1'], ['2 csv-not-serialized', '2'], ['3 hang', '3']], 'marks: a lane for each cause, its number in each');
  const off = await page.evaluate(() => {
    const data = JSON.parse(document.querySelector('#data').textContent);
    const box = document.querySelector('#brush').getBoundingClientRect();
    return Math.max(...[...document.querySelectorAll('.mark.no')].map(mark => {
      const circle = mark.querySelector('circle').getBoundingClientRect(), x = (circle.left + circle.width / 2 - box.left) / box.width;
      const time = data.first + x * data.width * data.count;
      return Math.max(Number(mark.dataset.from) - time, time - Number(mark.dataset.to) - 1) / data.width;
    }));
  });
  check(off < .5, 'marks: they lie where their incidents began', String(off));
  const begun = await page.$$eval('.lane.cause-1 .mark.no', marks => marks.length);
  check(begun >= 2, 'marks: more than one of the first cause', String(begun));
  await page.click('.lane.cause-2 .label a', {force: true}).catch(() => {});
  await page.evaluate(() => { document.querySelector('.lane.cause-2 .label a').click(); });
  check(page.url().endsWith('#cause-csv-not-serialized'), 'marks: the lane leads to its cause', page.url());
  await close();
}

// local time, and what is copied for a ticket
{
  const {page, close} = await visit(report('bundle', 'fixtures/bundle'), {timezoneId: 'America/New_York', permissions: ['clipboard-read', 'clipboard-write']});
  const times = () => page.evaluate(() => ({
    job: document.querySelector('tr.incident time').textContent, span: document.querySelector('.verdict [data-times]').textContent,
    zone: document.querySelector('#zone-name').textContent, axis: [...document.querySelectorAll('.lane.axis text')].filter(t => t.getClientRects().length).map(t => t.textContent),
    range: document.querySelector('#cause-agent-crash .numbers [data-times]').textContent}));
  const utc = await times();
  await page.click('#zone');
  const local = await times();
  same([utc.job, local.job, local.zone], ['06/24 02:40:33', '06/23 22:40:33', 'local time'], 'local time: a job');
  check(/06-23 20:02/.test(local.span) && /03:22/.test(local.span), 'local time: the span, over midnight', local.span);
  check(JSON.stringify(local.axis) !== JSON.stringify(utc.axis) && local.axis.length > 2, 'local time: the axis', JSON.stringify(local.axis));
  check((await page.textContent('#chosen')).includes('local time'), 'local time: it is said');
  check(page.url().includes('time=local'), 'local time: it is in the address', page.url());
  await page.click('#zone');
  same(await times(), utc, 'local time: and back');
  await page.click('#ticket');
  await page.waitForFunction(() => document.querySelector('#ticket').textContent === 'Copied');
  const all = await page.evaluate(() => navigator.clipboard.readText()).catch(() => '');
  check(/^# /.test(all) && all.includes('## 1. ') && all.includes('\n1. ') && all.split('\n').filter(line => line.startsWith('| ')).length === 7, 'ticket: verdict, causes, steps, jobs', all);
  await page.click('tr.incident [data-pick=server]:text-is("HV01")');
  await page.click('#ticket');
  await page.waitForTimeout(200);
  const one = await page.evaluate(() => navigator.clipboard.readText()).catch(() => '');
  check(one.includes('server HV01') && !one.includes('agent-crash') && one.split('\n').filter(line => line.startsWith('| ')).length === 2, 'ticket: what is shown', one);
  await close();
}
{
  const {page, close} = await visit(report('bundle', 'fixtures/bundle'), {timezoneId: 'UTC'});
  check(!await page.locator('#zone').isVisible(), 'local time: nothing to switch where it is the same');
  await close();
}

// what axe-core has to say, with nothing chosen
for (const [name, url] of [['all', all], ['temp', temp], ['hostile', hostile]]) for (const [width, colorScheme] of [[1280, 'light'], [380, 'dark']]) {
  const {page, close} = await visit(url, {viewport: {width, height: 800}, colorScheme, bypassCSP: true});
  same((await inaccessible(page)).slice(0, 5), [], `accessible: ${name}, ${width} pixels, ${colorScheme}`);
  await close();
}

// widths and colours
for (const width of [380, 1280]) for (const colorScheme of ['light', 'dark']) {
  const {page, close} = await visit(all, {viewport: {width, height: 800}, colorScheme});
  const [wide, ground] = await page.evaluate(() => [document.documentElement.scrollWidth, getComputedStyle(document.body).backgroundColor]);
  check(wide <= width, `${width} pixels, ${colorScheme}: nothing sticks out`, `${wide} pixels`);
  check((Number(ground.match(/\d+/)[0]) > 128) === (colorScheme === 'light'), `${width} pixels, ${colorScheme}: ground`, ground);
  await close();
}

// pictures for people, if they are asked for
if (option('--picture')) {
  const {page, close} = await visit(report('picture', 'fixtures/network-saturated'), {viewport: {width: 1280, height: 960}});
  await page.screenshot({path: option('--picture')});
  await close();
}
if (option('--pictures')) {
  mkdirSync(option('--pictures'), {recursive: true});
  const story = report('story', '--year', '2016', 'fixtures/story');
  for (const [name, url] of Object.entries({all, temp, story, hostile})) for (const width of [1280, 380]) for (const colorScheme of ['light', 'dark']) {
    const {page, close} = await visit(url, {viewport: {width, height: 900}, colorScheme});
    await page.screenshot({path: resolve(option('--pictures'), `${name}-${width}-${colorScheme}.png`), fullPage: true});
    await close();
  }
}
await stop();
process.exitCode = sum();
