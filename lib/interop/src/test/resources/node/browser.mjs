// A person at a browser: headless Chromium opens the page that is given, signs in, decides, and waits for the last page.
//
//   node browser.mjs URL
//
// CHROMIUM            the browser to run
// INTEROP_DECISION    allow (default) or deny, asked wherever a page leaves the choice
// INTEROP_SCREENSHOT  where the picture of the last page goes; none when unset
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { chromium } from 'playwright-core';

const PATIENCE_MILLIS = 30_000;
const url = process.argv[2];
const decision = process.env.INTEROP_DECISION ?? 'allow';
const screenshot = process.env.INTEROP_SCREENSHOT;

const isCallback = (page) => new URL(page.url()).pathname === '/callback';

// Each page is known by what stands on it, so the order in which the provider asks does not matter.
const steps = [
  {
    shows: '#login',
    act: async (page) => {
      await page.fill('input[name=username]', 'alice');
      await page.fill('input[name=password]', 'alice');
      await page.click('#login button');
    },
  },
  { shows: '#consent', act: (page) => page.click(`#consent button[value=${decision}]`) },
  { shows: '[data-decision]', act: (page) => page.click(`[data-decision=${decision}]`) },
];

const walk = async (page) => {
  const anything = [...steps.map(({ shows }) => shows), '#outcome'].join(', ');
  for (;;) {
    if (isCallback(page)) return;
    await page.waitForFunction(
      (selector) => location.pathname === '/callback' || document.querySelector(selector) !== null,
      anything,
    );
    if (isCallback(page) || (await page.$('#outcome'))) return;
    for (const { shows, act } of steps) {
      if (await page.$(shows)) {
        await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), act(page)]);
        break;
      }
    }
  }
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  chromiumSandbox: false,
  args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  const page = await browser.newPage({ viewport: { width: 900, height: 600 } });
  page.setDefaultTimeout(PATIENCE_MILLIS);
  await page.goto(url);
  await walk(page);
  if (screenshot) {
    mkdirSync(dirname(screenshot), { recursive: true });
    await page.screenshot({ path: screenshot });
  }
  console.error(`last page: ${await page.title()} · ${new URL(page.url()).pathname}`);
} finally {
  await browser.close();
}
