import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, inject, vi } from 'vitest';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launch } from './chromium.ts';

const command = new URL('../../cutset.ts', import.meta.url).pathname;

/** An estate that a process of its own serves, as `cutset serve` does. */
export interface Served {
  address: string;
  /** Runs another command on the estate; returns what it prints. */
  cutset: (...args: string[]) => Promise<string>;
  /** A page that has signed in. What goes wrong in it is put into `faults`. */
  open: (path: string, options?: BrowserContextOptions) => Promise<Page>;
  /** Errors of pages and of their console, requests that failed, and dialogs. */
  faults: string[];
  /** Stops the server as Ctrl-C does, and starts it again on what is there. */
  restart: () => Promise<void>;
}

async function run(folder: string, args: string[]): Promise<string> {
  const child = spawn(process.execPath, [command, ...args, '--estate', folder]);
  const closed = once(child, 'close');
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await closed;
  if (child.exitCode !== 0)
    throw new Error(`cutset ${args.join(' ')} ended with ${child.exitCode}: ${err}`);
  return out;
}

interface Started {
  child: ChildProcess;
  address: string;
  /** The newest link to sign in with. */
  link: () => string;
}

/** Starts a server and waits until its rules have run. */
async function start(folder: string, args: readonly string[]): Promise<Started> {
  const child = spawn(
    process.execPath,
    [command, 'serve', '--port', '0', '--json', '--estate', folder, ...args],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const said: string[] = [];
  const first = Promise.withResolvers<{ address: string; link: string }>();
  const settled = Promise.withResolvers<undefined>();
  let link = '';
  createInterface(child.stdout).on('line', (line) => {
    first.resolve(JSON.parse(line) as { address: string; link: string });
  });
  createInterface(child.stderr).on('line', (line) => {
    said.push(line);
    link = /a browser signed in; for another one: (\S+)/.exec(line)?.[1] ?? link;
    if (/ findings \(.* new\) in /.test(line)) settled.resolve(undefined);
  });
  child.on('exit', (code) => {
    const error = new Error(`cutset serve ended with ${code}: ${said.join('\n')}`);
    first.reject(error);
    settled.reject(error);
  });
  const [answer] = await Promise.all([first.promise, settled.promise]);
  return { child, address: answer.address, link: () => link || answer.link };
}

async function stop({ child }: Started): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGINT');
  await exited;
}

/** Serves an estate, and opens a browser, for the tests of a file. */
export function servedEstate(...args: string[]): Served {
  const faults: string[] = [];
  let browser: Browser;
  let folder: string;
  let server: Started;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cutset-browser-'));
    [browser, server] = await Promise.all([launch(), start(folder, args)]);
  });
  afterAll(async () => {
    await browser.close();
    await stop(server);
    rmSync(folder, { recursive: true });
  });

  return {
    get address() {
      return server.address;
    },
    faults,
    cutset: (...args) => run(folder, args),
    restart: async () => {
      await stop(server);
      server = await start(folder, args);
    },
    open: async (path, options = {}) => {
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        reducedMotion: 'reduce',
        ...options,
      });
      const page = await context.newPage();
      page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(`${page.url()}: ${message.text()}`);
      });
      page.on('dialog', (dialog) => {
        faults.push(`${page.url()}: dialog ${dialog.message()}`);
        void dialog.dismiss();
      });
      const link = server.link();
      await page.goto(link);
      // A link serves once; the server tells the next one.
      await vi.waitFor(() => expect(server.link()).not.toBe(link));
      await page.getByRole('main').waitFor();
      if (path !== '/') await page.goto(new URL(path, server.address).href);
      return page;
    },
  };
}

/** Why there is no browser; '' where there is one. */
export const noBrowser = inject('noBrowser');
