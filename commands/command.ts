import { parseArgs, type ParseArgsConfig } from 'node:util';
import { fail, reasonOf } from '../graph/errors.ts';
import type { Estate } from '../graph/estate.ts';

/** Where a command speaks to; the same whether it runs here or in a server for another terminal. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  /** A line that replaces the last one on a terminal; dropped elsewhere. */
  progress(text: string): void;
  /** Aborted by Ctrl-C, or when the other terminal goes away. */
  signal: AbortSignal;
  /** Folder against which paths are meant. */
  cwd: string;
}

type OptionConfig = NonNullable<ParseArgsConfig['options']>;

/** An option as parsed and as help shows it. */
export interface Option {
  type: 'string' | 'boolean';
  multiple?: boolean;
  short?: string;
  /** Name of the value in help, e.g. `FILE`. */
  value?: string;
  doc: string;
}

export type Options = Record<string, Option>;

type Value<O extends Option> = O extends { type: 'boolean' }
  ? boolean | undefined
  : O extends { multiple: true }
    ? string[] | undefined
    : string | undefined;

export type Values<O extends Options> = { [K in keyof O]: Value<O[K]> } & {
  json: boolean | undefined;
  estate: string | undefined;
};

/** What a command is given. */
export interface Invocation<O extends Options = Options> {
  args: string[];
  options: Values<O>;
  io: Io;
  /** The estate, opened on first use. */
  estate: () => Promise<Estate>;
}

export interface Command {
  name: string;
  summary: string;
  /** Arguments as help shows them, e.g. `PATH...`. */
  usage: string;
  options: Options;
  /** True where it never goes through a running server. */
  local: boolean;
  /** True where it brings derived facts up to date itself, or leaves it to others. */
  settles: boolean;
  /** True where it makes the estate that it names, if it is not there. */
  creates: boolean;
  /** Exit code: 0 done, 1 found or refused what was forbidden. Throws for 2. */
  run(invocation: Invocation): Promise<number>;
}

interface Definition<O extends Options> {
  name: string;
  summary: string;
  usage?: string;
  options: O;
  local?: boolean;
  settles?: boolean;
  creates?: boolean;
  run(invocation: Invocation<O>): Promise<number> | number;
}

export const command = <const O extends Options>(definition: Definition<O>): Command => ({
  name: definition.name,
  summary: definition.summary,
  usage: definition.usage ?? '',
  options: definition.options,
  local: definition.local ?? false,
  settles: definition.settles ?? false,
  creates: definition.creates ?? false,
  run: async (invocation) => definition.run(invocation as unknown as Invocation<O>),
});

/** Options that every command takes. */
export const commonOptions: Options = {
  estate: {
    type: 'string',
    value: 'FOLDER',
    doc: 'folder of the estate, or neo4j://host/database (default ./estate, or CUTSET_ESTATE)',
  },
  json: { type: 'boolean', doc: 'answer in JSON, for machines' },
  help: { type: 'boolean', short: 'h', doc: 'this text' },
};

/** Options and arguments of a command line. Throws USAGE that names what is wrong. */
export function parseCommandLine(options: Options, argv: readonly string[]) {
  const config = Object.fromEntries(
    Object.entries({ ...commonOptions, ...options }).map(([name, { type, multiple, short }]) => [
      name,
      { type, ...(multiple && { multiple }), ...(short !== undefined && { short }) },
    ]),
  ) as OptionConfig;
  try {
    return parseArgs({ args: [...argv], options: config, allowPositionals: true, strict: true });
  } catch (error) {
    return fail('USAGE', reasonOf(error), { cause: error });
  }
}

/** A whole number option within bounds. Throws USAGE that names it. */
export function whole(
  text: string | undefined,
  name: string,
  fallback: number,
  most: number,
): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most)
    fail('USAGE', `--${name} ${text}: expected a whole number from 1 to ${most}`);
  return value;
}

/** A date, or a date and time with or without its zone. */
const timeForm = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** A time option in milliseconds since 1970, UTC where it has no zone. Throws USAGE that names it. */
export function timeOf(text: string | undefined, name: string): number | null {
  if (text === undefined) return null;
  const [time = '', zone] = timeForm.exec(text) ?? [];
  const at = Date.parse(text.includes('T') && zone === undefined ? `${time}Z` : time);
  if (Number.isNaN(at))
    fail('USAGE', `--${name} ${text}: expected a time such as 2026-11-24T17:00:00Z`);
  return at;
}
