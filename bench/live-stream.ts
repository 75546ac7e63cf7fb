import { setTimeout as sleep } from 'node:timers/promises';
import type { Claim } from '../graph/claim.ts';
import type { Estate } from '../graph/estate.ts';
import { Settling } from '../graph/settling.ts';
import { exposedTools, tool, used } from './live-changes.ts';
import { pick } from './random.ts';

/** Records a second, for so many seconds; one in so many turns a finding, the others are events. */
const records = { rate: 1_000, seconds: 30, turning: 20 };
/** Records are written together that came within so many milliseconds. */
const batchMs = 20;
/** Milliseconds to wait for the last findings. */
const patience = 30_000;

/** The rule that speaks of destructive tools. */
const rule = 'TC-39';

interface Streamed {
  /** Milliseconds from each record that turns a finding to the finding. */
  waits: number[];
  /** Records whose finding did not turn. */
  missed: number;
  settlings: number;
  /** Milliseconds that the writing of records lagged behind at most. */
  late: number;
}

/**
 * Sends records at their rate whatever the estate does with them, and watches for the findings that
 * they turn. A record counts from the moment at which it is due.
 */
export async function streamInto(
  estate: Estate,
  next: () => number,
  from: number,
): Promise<Streamed> {
  const { view } = estate;
  const tools = exposedTools(view);
  const edges = [...view.edges()].filter(({ kind }) => kind === 'CAN_CALL' || kind === 'CAN_READ');
  const awaited = new Map<string, { open: boolean; due: number }>();
  const streamed: Streamed = { waits: [], missed: 0, settlings: 0, late: 0 };
  const opened = new Set(
    [...estate.findings.values()]
      .filter((finding) => finding.rule === rule && finding.status === 'open')
      .map(({ target }) => target),
  );
  const stop = estate.onSettled(() => {
    const now = performance.now();
    streamed.settlings++;
    for (const { rule: by, target, status } of estate.findings.values()) {
      const wait = by === rule ? awaited.get(target) : undefined;
      if (wait?.open !== (status === 'open')) continue;
      streamed.waits.push(now - wait.due);
      awaited.delete(target);
    }
  });
  const settling = new Settling(estate, (error) => {
    throw error;
  });
  const begin = performance.now();
  const all = records.rate * records.seconds;
  const dueAt = (record: number) => begin + (record / records.rate) * 1_000;

  function claimOf(record: number): Claim {
    const at = from + record;
    const target = pick(next, tools);
    if (record % records.turning > 0 || awaited.has(target))
      return used(view, pick(next, edges), `stream/${record}`, at);
    const open = !opened.has(target);
    if (open) opened.add(target);
    else opened.delete(target);
    awaited.set(target, { open, due: dueAt(record) });
    return tool(target)(at, !open);
  }

  for (let sent = 0; sent < all;) {
    const now = performance.now();
    const claims: Claim[] = [];
    for (; sent < all && dueAt(sent) <= now; sent++) claims.push(claimOf(sent));
    await estate.write(claims);
    settling.ask();
    streamed.late = Math.max(streamed.late, performance.now() - dueAt(sent));
    await sleep(Math.max(0, batchMs - (performance.now() - now)));
  }
  const end = performance.now();
  while (awaited.size > 0 && performance.now() - end < patience) await sleep(batchMs);
  await settling.close();
  stop();
  return { ...streamed, missed: awaited.size };
}
