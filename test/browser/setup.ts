import type { TestProject } from 'vitest/node';
import { launch } from './chromium.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Why there is no browser; '' where there is one. */
    noBrowser: string;
  }
}

/** Unpacks and tries the browser once, before test files do so side by side. */
export default async function setup({ provide }: TestProject): Promise<void> {
  const required = (process.env['CUTSET_REQUIRE'] ?? '').split(',').includes('browser');
  try {
    await (await launch()).close();
    provide('noBrowser', '');
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    if (required) throw new Error(`CUTSET_REQUIRE=browser, but: ${reason}`, { cause: error });
    console.warn(`browser tests are skipped: ${reason}`);
    provide('noBrowser', reason);
  }
}
