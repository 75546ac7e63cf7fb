import { sep } from 'node:path';
import type { CallName, Origin } from './source.ts';
import { sources } from './registry.ts';

/** Names by which collectors call a service otherwise than the AWS CLI does. */
const aliases: Record<string, string> = { s3: 's3api', elasticloadbalancingv2: 'elbv2' };
const known = (service: string) => {
  const dashed = service.replaceAll('_', '-');
  return aliases[dashed] ?? dashed;
};

const operations = new Map(
  sources
    .flatMap(({ calls }) => calls)
    .map(({ service, operation }) => [`${service}-${operation}`, { service, operation }]),
);
const byName = (service: string, operation: string) =>
  operations.get(`${known(service)}-${operation}`);

/** `service-operation` in one word, whichever dash divides them. */
function oneWord(name: string) {
  const dashes = [...name.matchAll(/-/g)].map(({ index }) => index);
  for (const at of dashes) {
    const found = byName(name.slice(0, at), name.slice(at + 1));
    if (found) return found;
  }
  return undefined;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const withoutEnding = (name: string) => name.replace(/\.(json|jsonl|ndjson|txt)(\.gz)?$/i, '');

/**
 * The call whose answer a file holds, by where collectors put it:
 * `service-operation.json`, `service-operation/argument[.json]` with nested arguments, or
 * `service/operation__arguments.json`.
 */
export function callNameOf(path: string): CallName | undefined {
  const parts = path.split(/[\\/]/);
  const file = withoutEnding(parts.at(-1) ?? '');
  const whole = oneWord(file);
  if (whole) return { ...whole, args: [] };
  const folder = parts.at(-2);
  const [operation = '', ...rest] = file.split('__');
  if (folder !== undefined) {
    const inService = byName(folder, operation);
    if (inService) return { ...inService, args: rest.join('__') === '' ? [] : [rest.join('__')] };
  }
  for (let depth = 2; depth <= 4 && depth <= parts.length; depth++) {
    const call = oneWord(parts.at(-depth) ?? '');
    if (call)
      return { ...call, args: [...parts.slice(parts.length - depth + 1, -1), file].map(decode) };
  }
  return undefined;
}

const accountPattern = /(?<!\d)\d{12}(?!\d)/;
const regionPattern = /^[a-z]{2}(-[a-z]+){1,2}-\d$/;

/** What the folders of a path say, the nearest first. */
export function placeOf(path: string): Pick<Origin, 'account' | 'region' | 'call'> {
  const folders = path.split(sep).slice(0, -1).reverse();
  const account = folders
    .map((name) => accountPattern.exec(name)?.[0])
    .find((id) => id !== undefined);
  const region = folders.find((name) => regionPattern.test(name));
  const call = callNameOf(path);
  return {
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(call && { call }),
  };
}
