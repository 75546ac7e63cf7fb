import { fail } from '../graph/errors.ts';
import { Estate } from '../graph/estate.ts';
import { requireEstate } from '../graph/store/open.ts';
import type { Place } from '../graph/store/settings.ts';
import { readConfig } from '../config.ts';
import { settle } from './settle.ts';
import { tellOthers } from './shared-estate.ts';
import { parseCommandLine, type Command, type Invocation, type Io } from './command.ts';

/** A command with its command line, and where the estate lies that it is about. */
export interface Run {
  command: Command;
  argv: readonly string[];
  place: Place;
  io: Io;
}

const day = 86_400_000;

/** An estate opened with the settings of this process. */
const openEstate = ({ folder, server, key }: Place): Promise<Estate> =>
  Estate.open(folder, { retention: readConfig().CUTSET_RETENTION_DAYS * day, server, key });

/** Runs a command on an estate that is already open. */
export function runOn(estate: Estate, { command, argv, io }: Omit<Run, 'place'>): Promise<number> {
  return runWith(() => Promise.resolve(estate), { command, argv, io });
}

/** Runs a command in this process; opens the estate when it is needed, and closes it. */
export async function runLocally({ command, argv, place, io }: Run): Promise<number> {
  await using closing = new AsyncDisposableStack();
  const open = async () => {
    if (!command.creates) requireEstate(place);
    const estate = closing.adopt(await openEstate(place), (one) => one.close());
    if (!command.settles) await onTheSide(estate, io, closing);
    return estate;
  };
  let opened: Promise<Estate> | undefined;
  const once = async () => {
    opened ??= open();
    try {
      return await opened;
    } catch (error) {
      // One that did not open may open later.
      opened = undefined;
      throw error;
    }
  };
  return await runWith(once, { command, argv, io });
}

/** Tells others what is written, and settles what an earlier process left unsettled. */
async function onTheSide(estate: Estate, io: Io, closing: AsyncDisposableStack): Promise<void> {
  const teller = await tellOthers(estate, readConfig(), (reason) => {
    io.err(`${reason}; servers notice what was written by themselves, some seconds later\n`);
  });
  closing.defer(() => teller?.close());
  if (!estate.lags) return;
  io.progress('bringing derived facts up to date');
  await settle(estate);
}

/** A command's usage shows its arguments first, where it takes any. */
const takesArguments = ({ usage }: Command) => usage !== '' && !usage.startsWith('--');

function runWith(
  estate: () => Promise<Estate>,
  { command, argv, io }: Omit<Run, 'place'>,
): Promise<number> {
  const { values, positionals } = parseCommandLine(command.options, argv);
  const [first] = positionals;
  if (first !== undefined && !takesArguments(command))
    fail('USAGE', `cutset ${command.name}: "${first}" is no option, and it takes no arguments`);
  const invocation = { args: positionals, options: values, io, estate } as unknown as Invocation;
  return command.run(invocation);
}
