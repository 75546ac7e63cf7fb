import { join } from 'node:path';
import type { Ref } from '../../graph/claim.ts';
import { Estate } from '../../graph/estate.ts';
import { SyntheticEstate } from '../estate.ts';
import { batchesOf, edgesClaim, nodeClaim } from '../graph-claims.ts';
import { exposedTools, joining, tool, used, type Change } from '../live-changes.ts';
import { streamInto } from '../live-stream.ts';
import { figure, percentile, type Figure } from '../measure.ts';
import { pick, random } from '../random.ts';
import { inFolder } from '../scratch.ts';
import { workload } from '../workload.ts';

/** How often each single change is made and taken back. */
const rounds = 8;

/** Keeps the estate as its claims, and settles it. */
async function keep(estate: Estate, made: SyntheticEstate): Promise<void> {
  const kinds = new Map<string, Ref['kind']>();
  for (const batch of batchesOf(made.nodes(), () => 1)) {
    for (const { uid, kind } of batch) kinds.set(uid, kind);
    await estate.write(batch.map(nodeClaim));
  }
  const refOf = (uid: string): Ref => ({ kind: kinds.get(uid) ?? 'Identity', uid });
  const leaving = Map.groupBy(made.edges(), ({ from }) => from).values();
  for (const batch of batchesOf(leaving, (some) => some.length))
    await estate.write(batch.map((some) => edgesClaim(some, refOf)));
  await estate.settle();
}

/** Milliseconds of each stage of settling since it was last asked. */
function stagesOf(estate: Estate) {
  let before = new Map<string, number>();
  return (): Map<string, number> => {
    const now = new Map(estate.watch.stages);
    const spent = [...now].map(([stage, ms]) => [stage, ms - (before.get(stage) ?? 0)] as const);
    before = now;
    return new Map(spent);
  };
}

/** Makes a change several times, takes it back each time, and says how long each stage took. */
async function single(
  estate: Estate,
  what: string,
  change: () => Change,
  clock: () => number,
): Promise<Figure> {
  const took: number[] = [];
  const written: number[] = [];
  let turned = 0;
  const stages = stagesOf(estate);
  stages();
  for (let round = 0; round < rounds; round++) {
    const made = change();
    for (const back of [false, true]) {
      const began = performance.now();
      await estate.write([made(clock(), back)]);
      written.push(performance.now() - began);
      const { opened, closed } = await estate.settle();
      took.push(performance.now() - began);
      turned += opened.length + closed.length;
    }
  }
  const mean = (sum: number) => Math.round((sum / took.length) * 10) / 10;
  const spent = [['write', written.reduce((sum, ms) => sum + ms, 0)] as const, ...stages()]
    .map(([stage, ms]) => `${stage} ${mean(ms)}`)
    .join(', ');
  return figure(what, took, { note: `${turned} findings turned; on average ${spent}` });
}

export default workload({
  name: 'live',
  doc: 'one change, or a stream of 1,000 records a second, until the finding that it turns is visible',
  size: { nodes: 200_000, edges: 1_000_000 },
  why:
    'What follows a write grows with what it touches: paths through it are searched again, and findings that ' +
    'rest on it are composed and written anew, while whoever sends records uses the same two cores.',
  run: (size) =>
    inFolder(async (folder) => {
      await using closing = new AsyncDisposableStack();
      const made = new SyntheticEstate(size);
      const estate = await Estate.open(join(folder, 'estate'));
      closing.defer(() => estate.close());
      const started = performance.now();
      await keep(estate, made);
      const kept = performance.now() - started;

      const { view } = estate;
      const next = random(size.seed + 3);
      let at = Date.UTC(2026, 0, 1);
      const clock = () => (at += 1_000);
      const any = (kind: 'Identity' | 'DataStore' | 'Endpoint'): Ref => {
        return { kind, uid: pick(next, made.uidsOf(kind)) };
      };
      const internet: Ref = { kind: 'Internet', uid: 'internet' };
      const tools = exposedTools(view);
      const calls = [...view.edges()].filter(({ kind }) => kind === 'CAN_CALL');
      const granted = () => joining('CAN_READ', any('Identity'), any('DataStore'));
      const exposed = () => joining('REACHES', internet, any('Endpoint'));
      const event = (): Change => (when) => used(view, pick(next, calls), `single/${when}`, when);
      const figures = [
        await single(estate, 'a grant, added and removed', granted, clock),
        await single(estate, 'an endpoint, exposed and closed', exposed, clock),
        await single(
          estate,
          'a tool, made destructive and harmless',
          () => tool(pick(next, tools)),
          clock,
        ),
        await single(estate, 'a call, seen', event, clock),
      ];
      const { waits, missed, settlings, late } = await streamInto(estate, next, clock());
      const sorted = waits.toSorted((a, b) => a - b);
      return {
        on: { ...view.size, findings: estate.findings.size },
        figures: [
          figure('kept and settled', [kept]),
          ...figures,
          figure('record received to finding visible', waits, { note: `${settlings} settlings` }),
          figure('record received to finding visible, 99 of 100', [percentile(sorted, 0.99)], {
            goal: { of: 'median', atMost: 1_000 },
            note: `records were written up to ${Math.round(late)} ms late`,
          }),
          figure('records without their finding', [missed], {
            unit: 'records',
            goal: { of: 'median', atMost: 0 },
          }),
        ],
      };
    }),
});
