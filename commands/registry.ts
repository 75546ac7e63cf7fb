import type { Command } from './command.ts';

/** Every command, loaded when it is asked for. */
const commands: Record<string, () => Promise<{ default: Command }>> = {
  serve: () => import('./serve.ts'),
  ingest: () => import('./ingest.ts'),
  access: () => import('./access.ts'),
  paths: () => import('./paths.ts'),
  reach: () => import('./reach.ts'),
  findings: () => import('./findings.ts'),
  history: () => import('./history.ts'),
  cut: () => import('./cut.ts'),
  whatif: () => import('./whatif.ts'),
  check: () => import('./check.ts'),
  query: () => import('./query.ts'),
  report: () => import('./report.ts'),
  doctor: () => import('./doctor.ts'),
  collect: () => import('./collect.ts'),
  migrate: () => import('./migrate.ts'),
  worker: () => import('./worker.ts'),
  deadletters: () => import('./deadletters.ts'),
};

/** The command of a name; undefined where there is none. */
export async function loadCommand(name: string): Promise<Command | undefined> {
  return Object.hasOwn(commands, name) ? (await commands[name]?.())?.default : undefined;
}

/** Every command, in the order of help. */
export const allCommands = (): Promise<Command[]> =>
  Promise.all(Object.values(commands).map(async (load) => (await load()).default));
