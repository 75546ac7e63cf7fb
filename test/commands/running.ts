import { loadCommand } from '../../commands/registry.ts';
import { runOn } from '../../commands/run.ts';
import type { Estate } from '../../graph/estate.ts';

/** Runs a command on an open estate, and tells what it wrote and how it ended. */
export async function running(estate: Estate, name: string, argv: string[], cwd = '/') {
  const command = await loadCommand(name);
  if (!command) throw new Error(`no command ${name}`);
  let out = '';
  let err = '';
  const io = {
    out: (text: string) => (out += text),
    err: (text: string) => (err += text),
    progress: () => undefined,
    signal: new AbortController().signal,
    cwd,
  };
  const code = await runOn(estate, { command, argv, io });
  return { code, out, err };
}
