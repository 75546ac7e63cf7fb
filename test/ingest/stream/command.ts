import { loadCommand } from '../../../commands/registry.ts';
import { runLocally } from '../../../commands/run.ts';

/** Runs a command of Cutset here; gives its exit code and what it wrote. */
export async function cutset(folder: string, name: string, ...argv: string[]) {
  const command = await loadCommand(name);
  if (!command) throw new Error(`no command ${name}`);
  let [out, err] = ['', ''];
  const code = await runLocally({
    command,
    argv,
    place: { folder },
    io: {
      signal: new AbortController().signal,
      cwd: process.cwd(),
      out: (text) => (out += text),
      err: (text) => (err += text),
      progress: () => undefined,
    },
  });
  return { code, out, err };
}
