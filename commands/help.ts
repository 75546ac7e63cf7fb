import { commonOptions, type Command, type Options } from './command.ts';

const flag = (name: string, { short, value, type }: Options[string]) =>
  `${short === undefined ? '' : `-${short}, `}--${name}${type === 'string' ? ` ${value ?? 'VALUE'}` : ''}`;

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}

const optionRows = (options: Options) =>
  Object.entries(options).map(([name, option]) => [flag(name, option), option.doc] as const);

/** Help on one command. */
export const commandHelp = ({ name, summary, usage, options }: Command): string =>
  [
    `cutset ${name} ${usage}`.trimEnd(),
    `\n${summary}\n`,
    table([...optionRows(options), ...optionRows(commonOptions)]),
    '',
  ].join('\n');

/** Help on all commands. */
export const overviewHelp = (commands: readonly Command[], version: string): string =>
  [
    `cutset ${version}: attack paths through AI workloads, from the internet to sensitive data\n`,
    table(commands.map(({ name, usage, summary }) => [`${name} ${usage}`.trimEnd(), summary])),
    '\nOptions of every command',
    table(optionRows(commonOptions)),
    '\nExit code: 0 done, 1 found or refused what an option forbids, 2 wrong usage or failure.',
    '',
  ].join('\n');
