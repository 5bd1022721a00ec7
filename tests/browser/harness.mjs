// What the browser tests stand on: reports to look at, a browser, pages that note what they should not do, and TAP.
import {execFileSync} from 'node:child_process';
import {cpSync, mkdirSync, readFileSync, readdirSync, utimesSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {resolve} from 'node:path';

const [modules, dpmlog, work] = process.argv.slice(2);
const require = createRequire(resolve(modules) + '/');
const {chromium} = require('playwright-core');

// ---- reports ----

export const report = (name, ...paths) => {
  const out = resolve(work, name + '.html');
  try {
    execFileSync(dpmlog, ['-q', '--force', '-o', out, ...paths], {stdio: ['ignore', 'ignore', 'inherit']});
  } catch (error) {
    if (error.status !== 4) throw error; // not everything was read: the fixtures hold damaged logs
  }
  return 'file://' + out;
};

// All fixtures, as if they were of one day: years come from the times of files, but for that of a .Crash file's name, ten years before.
export const datedFixtures = () => {
  const folder = resolve(work, 'dated');
  cpSync('fixtures', folder, {recursive: true});
  for (const entry of readdirSync(folder, {recursive: true})) utimesSync(resolve(folder, entry), new Date('2026-07-01'), new Date('2026-07-01'));
  return folder;
};

// A log whose every text tries to be something else.
export const hostileLog = () => {
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

// Playwright gives it a profile of its own that is removed afterwards.
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--disable-dev-shm-usage'];
const browser = await chromium.launch({executablePath: process.env.CHROMIUM || '/usr/bin/chromium', headless: true, args: flags});
export const stop = () => browser.close();

// A page that writes down what it should not do.
export const visit = async (url, options = {}) => {
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
export const check = (good, name, detail = '') => {
  number++;
  failed += good ? 0 : 1;
  console.log((good ? 'ok - ' : 'not ok - ') + 'browser::' + name + (good ? '' : '\n  ' + detail));
};
export const same = (seen, wanted, name) => check(JSON.stringify(seen) === JSON.stringify(wanted), name, `${JSON.stringify(seen)}, not ${JSON.stringify(wanted)}`);
export const shownItems = page => page.evaluate(() => Object.fromEntries([...document.querySelectorAll('section')].map(
  section => [section.id, [...section.querySelectorAll('.item')].filter(item => item.getClientRects().length).length])));


export const sum = () => {
  console.log(`${number - failed} passed, ${failed} failed`);
  return failed || !number ? 1 : 0;
};

// What axe-core says is wrong with a page. It is put into the page past the policy of that, which is why these pages are visited for it alone.
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
export const inaccessible = async page => {
  await page.evaluate(axe);
  return page.evaluate(async () => (await globalThis.axe.run(document, {resultTypes: ['violations']})).violations.flatMap(
    violation => violation.nodes.map(node => `${violation.id}: ${node.html.slice(0, 120)}: ${node.failureSummary.split('\n')[1]}`)));
};
