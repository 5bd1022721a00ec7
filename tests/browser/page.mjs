// The HTML report in a real browser: page.mjs FOLDER-WITH-PLAYWRIGHT DPMLOG WORK [--picture FILE]. Prints TAP.
import {execFileSync} from 'node:child_process';
import {cpSync, mkdirSync, readdirSync, utimesSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {resolve} from 'node:path';

const [modules, dpmlog, work, option, picture] = process.argv.slice(2);
const {chromium} = createRequire(resolve(modules) + '/')('playwright-core');
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync'];

// ---- reports ----

const report = (name, ...paths) => {
  const out = resolve(work, name + '.html');
  try {
    execFileSync(dpmlog, ['-q', '--force', '-o', out, ...paths], {stdio: ['ignore', 'ignore', 'inherit']});
  } catch (error) {
    if (error.status !== 4) throw error; // not everything was read: the fixtures hold damaged logs
  }
  return 'file://' + out;
};

// All fixtures, as if they were of one day: years come from the times of files, but for that of a .Crash file's name, ten years before.
const datedFixtures = () => {
  const folder = resolve(work, 'dated');
  cpSync('fixtures', folder, {recursive: true});
  for (const entry of readdirSync(folder, {recursive: true})) utimesSync(resolve(folder, entry), new Date('2026-07-01'), new Date('2026-07-01'));
  return folder;
};

// A log whose every text tries to be something else.
const hostileLog = () => {
  const folder = resolve(work, 'hostile', '<img src=x onerror=pwned()>');
  const attack = '</script><script>pwned()</script><img src=x onerror=pwned()>" onmouseover="pwned()" \x1b[31;1m\u202egnp.exe\u2066\x07 \'`${pwned()}` =cmd|\'/c calc\'!A1 &lt;b&gt; {{7*7}}';
  const records = [];
  const add = (seconds, source, task, level, message) => records.push(
    ['0AB0', '0D38', '06/07', '08:00:' + String(seconds).padStart(2, '0') + '.000', '22', source, '', task, level, message].join('\t'));
  const task = '01234567-89AB-CDEF-0123-456789ABCDEF';
  add(1, 'a.cpp(1)', task, 'WARNING', 'Failed: Hr: = [0x800706ba] : CoCreateInstanceEx ' + attack + ', Server: = [<img src=x onerror=pwned()>]');
  add(2, '<i onclick=x>(2)', task, 'FATAL', 'Task failed for server <svg/onload=pwned()> (ID 308 Details: ' + attack + ' (0x800706BA))');
  add(3, 'c.cpp(3)', '', 'WARNING', 'Failed: Hr: = [0x8abc0def] : ' + attack);
  add(4, 'd.cpp(4)', task, 'CRITICAL', 'Exception Message = ' + attack + ' of type System.<b>Evil</b>, process will terminate after generating dump');
  mkdirSync(folder, {recursive: true});
  const bytes = Buffer.concat([Buffer.from(records.join('\r\n') + '\r\n'), Buffer.from([0x80, 0xff, 0, 0x3c, 0x0d, 0x0a])]);
  writeFileSync(folder + '/DPMRACurr.errlog', bytes);
  return resolve(work, 'hostile');
};

// ---- the browser ----

const browser = await chromium.launch({executablePath: process.env.CHROMIUM || '/usr/bin/chromium', headless: true, args: flags});

// A page that writes down what it should not do.
const visit = async (url, options = {}) => {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
  const page = await context.newPage();
  const wrong = [];
  page.on('console', message => { if (['error', 'warning'].includes(message.type())) wrong.push(message.text()); });
  page.on('pageerror', error => wrong.push(error.message));
  page.on('dialog', dialog => { wrong.push('dialog'); dialog.dismiss(); });
  page.on('request', request => { if (request.url().split('#')[0] !== url.split('#')[0]) wrong.push('request of ' + request.url()); });
  if (options.javaScriptEnabled !== false) {
    await page.addInitScript(() => {
      globalThis.violations = 0;
      globalThis.pwnedTimes = 0;
      globalThis.pwned = () => { globalThis.pwnedTimes++; };
      document.addEventListener('securitypolicyviolation', () => { globalThis.violations++; });
    });
  }
  await page.goto(url);
  return {page, wrong, close: () => context.close()};
};

let number = 0, failed = 0;
const check = (good, name, detail = '') => {
  number++;
  failed += good ? 0 : 1;
  console.log((good ? 'ok - ' : 'not ok - ') + 'browser::' + name + (good ? '' : '\n  ' + detail));
};
const same = (seen, wanted, name) => check(JSON.stringify(seen) === JSON.stringify(wanted), name, `${JSON.stringify(seen)}, not ${JSON.stringify(wanted)}`);
const shownItems = page => page.evaluate(() => Object.fromEntries([...document.querySelectorAll('section')].map(
  section => [section.id, [...section.querySelectorAll('.item')].filter(item => item.getClientRects().length).length])));

const all = report('all', datedFixtures());
const temp = report('temp', 'fixtures/Temp');
const hostile = report('hostile', hostileLog());

// scripts off
{
  const {page, wrong, close} = await visit(all, {javaScriptEnabled: false});
  const text = await page.innerText('body');
  const missing = ['WHAT TO DO', 'TIMELINE', 'CAUSES', 'CRASHES', 'TASKS', 'CODES', 'HOSTS BY CAUSE', 'SIGNATURES THAT NO RULE', 'KNOWN NOISE', 'COVERAGE', '0X800706BA']
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
  const late = await drag(.9999, crash), early = await drag(.0001, crash);
  for (const part of ['causes', 'crashes', 'tasks', 'codes', 'hosts', 'unknown', 'noise', 'coverage'])
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
  await page.emulateMedia({media: 'print'});
  same(await page.locator('nav:visible, .copy:visible').count(), 0, 'print: no controls');
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

// widths and colours
for (const width of [380, 1280]) for (const colorScheme of ['light', 'dark']) {
  const {page, close} = await visit(all, {viewport: {width, height: 800}, colorScheme});
  const [wide, ground] = await page.evaluate(() => [document.documentElement.scrollWidth, getComputedStyle(document.body).backgroundColor]);
  check(wide <= width, `${width} pixels, ${colorScheme}: nothing sticks out`, `${wide} pixels`);
  check((Number(ground.match(/\d+/)[0]) > 128) === (colorScheme === 'light'), `${width} pixels, ${colorScheme}: ground`, ground);
  await close();
}

if (option === '--picture') {
  const {page, close} = await visit(report('picture', 'fixtures/network-saturated'), {viewport: {width: 1280, height: 960}});
  await page.screenshot({path: picture});
  await close();
}
await browser.close();
console.log(`${number - failed} passed, ${failed} failed`);
process.exitCode = failed || !number ? 1 : 0;
