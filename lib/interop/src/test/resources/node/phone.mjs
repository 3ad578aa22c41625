// A person with a phone: headless Chromium opens the page that a QR code has led to, signs in at the sample server, and allows the login.
//
//   node phone.mjs URL
//
// CHROMIUM            the browser to run
// INTEROP_SCREENSHOT  where the picture of the last page goes; none when unset
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { chromium, devices } from 'playwright-core';

const PATIENCE_MILLIS = 30_000;
const url = process.argv[2];
const screenshot = process.env.INTEROP_SCREENSHOT;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  chromiumSandbox: false,
  args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  const page = await (await browser.newContext(devices['Pixel 7'])).newPage();
  page.setDefaultTimeout(PATIENCE_MILLIS);
  await page.goto(url);
  await page.fill('input[name=username]', 'alice');
  await page.fill('input[name=password]', 'alice');
  await page.click('form button');
  await page.click('#allow button');
  await page.getByRole('heading', { name: 'Device connected' }).waitFor();
  if (screenshot) {
    mkdirSync(dirname(screenshot), { recursive: true });
    await page.screenshot({ path: screenshot });
  }
} finally {
  await browser.close();
}
