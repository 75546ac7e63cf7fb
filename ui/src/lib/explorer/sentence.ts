import type { Hop } from './ask.ts';
import { plainNaming, redactedSaying, type Naming } from './redact.ts';

export interface Segment {
  text: string;
  role: 'name' | 'verb' | 'why';
}

/** Places of the names in a text, longest name first, so that none is found within another. */
function split(text: string, names: readonly string[]): Segment[] {
  const [name, ...rest] = names;
  if (name === undefined || name === '') return text === '' ? [] : [{ text, role: 'verb' }];
  const at = text.indexOf(name);
  if (at < 0) return split(text, rest);
  return [
    ...split(text.slice(0, at), names),
    { text: name, role: 'name' },
    ...split(text.slice(at + name.length), names),
  ];
}

/** The sentence of a hop in parts: names, what is done, and why it is open. */
export function segmentsOf(hop: Hop, naming: Naming = plainNaming): Segment[] {
  const open = naming === plainNaming;
  const say = open ? hop.say : redactedSaying(hop, naming);
  const saying = open ? (hop.edge?.saying ?? '') : say;
  const told = say.toLowerCase().startsWith(saying.toLowerCase()) ? saying.length : 0;
  const names = [naming(hop.from), naming(hop.to)].sort((a, b) => b.length - a.length);
  const why = say.slice(told || say.length);
  return [
    ...split(say.slice(0, told || say.length), names),
    ...(why === '' ? [] : [{ text: why, role: 'why' as const }]),
  ];
}
