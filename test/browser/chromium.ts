import chromium from '@sparticuz/chromium';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium as playwright, type Browser } from 'playwright-core';
import packageJson from '../../package.json' with { type: 'json' };

const { '@sparticuz/chromium': version } = packageJson.devDependencies;

/** Where the browser is; `CHROMIUM_PATH` names another. The package's one is unpacked once. */
export async function browserPath(): Promise<string> {
  if (process.env['CHROMIUM_PATH']) return process.env['CHROMIUM_PATH'];
  // The package takes whatever lies in the folder, an older version too.
  const folder = join(tmpdir(), `chromium-${version}`);
  mkdirSync(folder, { recursive: true });
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  try {
    return await chromium.executablePath();
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}

export async function launch(): Promise<Browser> {
  return playwright.launch({ executablePath: await browserPath(), args: ['--no-sandbox'] });
}
