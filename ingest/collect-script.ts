import { readFileSync } from 'node:fs';
import { must } from '../graph/errors.ts';
import type { Call } from './source.ts';

/** Functions of the shell in which the calls are written. */
const functions = readFileSync(new URL('./collect.sh', import.meta.url), 'utf8');

const keyOf = (service: string, operation: string) => `${service} ${operation}`;

/** A word of the shell, whatever it holds. */
const quoted = (word: string) =>
  /^[\w.,:/=@+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** The words that start a job. */
const startOf = ({ operation, options }: NonNullable<Call['job']>) =>
  [operation, options].filter((word) => word !== undefined).join(' ');

/** Permissions that the script itself needs. */
const own = ['ec2:DescribeRegions', 'sts:GetCallerIdentity'];

const asked = (calls: readonly Call[]) => calls.filter(({ spare }) => !spare);

/** Writes the lines of one stage: each call after the list of names that feeds it. */
class Stage {
  readonly lines: string[] = [];
  readonly #calls: ReadonlyMap<string, Call>;
  readonly #lists: Map<string, string>;

  constructor(calls: ReadonlyMap<string, Call>, lists: Map<string, string>) {
    this.#calls = calls;
    this.#lists = lists;
  }

  add(call: Call) {
    const { service, operation, each, job, first, options = '' } = call;
    if (first !== undefined) this.lines.push(`ready ${service} ${first}`);
    const names = each && [this.#namesFor(call), service, operation];
    const words = !names
      ? ['all', service, operation]
      : job
        ? ['jobs', ...names, each.option, quoted(startOf(job)), quoted(job.query), job.option]
        : ['each', ...names, quoted(this.#options(call).join(' '))];
    this.lines.push([...words, options].filter((word) => word !== '').join(' '));
  }

  #feeder({ service, operation, each }: Call): Call {
    const name = keyOf(each?.service ?? service, each?.operation ?? '');
    return must(this.#calls.get(name), `"${name}", which feeds ${service} ${operation}`);
  }

  /** Options that name the resource, outermost first. */
  #options(call: Call): string[] {
    if (!call.each) return [];
    const outer = call.each.within ? this.#options(this.#feeder(call)) : [];
    return [...outer, call.each.option];
  }

  /** The list of names for a call, written when it is first needed. */
  #namesFor(call: Call): string {
    const each = must(call.each, `what feeds ${keyOf(call.service, call.operation)}`);
    const feeder = this.#feeder(call);
    const key = [feeder.service, feeder.operation, each.query, each.within ?? ''].join('\n');
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    const from = feeder.each && this.#namesFor(feeder);
    const list = `${feeder.service}-${this.#lists.size + 1}`;
    this.#lists.set(key, list);
    const asks = [quoted(each.query), feeder.service, feeder.operation];
    const words =
      from === undefined
        ? ['names', list, ...asks]
        : [
            'names_in',
            list,
            from,
            each.within ? 'within' : 'alone',
            ...asks,
            quoted(this.#options(feeder).join(' ')),
          ];
    this.lines.push([...words, feeder.options ?? ''].filter((word) => word !== '').join(' '));
    return list;
  }
}

const body = (lines: readonly string[]) =>
  (lines.length > 0 ? lines : [':']).map((line) => `  ${line}`).join('\n');

/**
 * The script that fills a folder for `cutset ingest`: every call of the sources, in every region
 * where the answer depends on it, for every resource where it is about one. Throws for a call whose
 * feeder no source reads.
 */
export function collectScript(calls: readonly Call[]): string {
  const byName = new Map(calls.map((call) => [keyOf(call.service, call.operation), call]));
  const lists = new Map<string, string>();
  const stage = (global: boolean) => {
    const lines = new Stage(byName, lists);
    for (const call of asked(calls)) if (call.global === global) lines.add(call);
    return body(lines.lines);
  };
  return `#!/bin/sh
# Collects what Cutset reads of an AWS account, by read-only calls of the AWS CLI, version 2.
# Made by \`cutset collect aws\`; \`cutset collect aws --policy\` prints the least policy for it.
#
#   sh collect.sh [FOLDER]       fills FOLDER (default: aws) for \`cutset ingest FOLDER\`
#
# REGIONS='us-east-1 eu-west-1' limits the regions. What may not be read is noted in
# FOLDER/ACCOUNT/.not-collected.log, and the rest is collected.
${functions}
global() {
${stage(true)}
}

regional() {
${stage(false)}
}

region=$home place=$out/$account
global
REGIONS=\${REGIONS:-$(ids 'Regions[].RegionName' ec2 describe-regions | tr '\\n' ' ')}
for region in \${REGIONS:-$home}; do
  place=$out/$account/$region
  regional
done

if [ "$missing" -gt 0 ]; then
  echo "cutset: $missing calls were refused or failed; see $log" >&2
fi
echo "cutset: done; now run: cutset ingest $out" >&2
`;
}

/** The least IAM policy with which the script runs to its end. */
export function collectPolicy(calls: readonly Call[]): object {
  const actions = new Map(
    [...own, ...asked(calls).flatMap(({ permissions }) => permissions)].map((action) => [
      action.toLowerCase(),
      action,
    ]),
  );
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'CutsetCollect',
        Effect: 'Allow',
        Action: [...actions.values()].sort(),
        Resource: '*',
      },
    ],
  };
}
