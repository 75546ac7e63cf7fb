import { expect, test } from 'vitest';
import type { Evidence } from '../../../graph/claim.ts';
import type { Finding } from '../../../graph/findings/finding.ts';
import { blameOf, transition } from '../../../graph/findings/transition.ts';
import type { Changes } from '../../../graph/workspace.ts';
import { now } from './graph.ts';

const finding = (rest: Partial<Finding> = {}): Finding => ({
  id: 'finding:1',
  rule: 'TC-02',
  title: 'Public prompt to restricted data',
  severity: 'critical',
  status: 'open',
  state: 'theoretical',
  score: 90,
  terms: [],
  confidence: 0.85,
  entry: 'e',
  target: 'd',
  steps: ['internet', 'e', 'd'],
  path: null,
  variants: 1,
  sentences: [],
  techniques: [],
  legs: [],
  frameworks: {},
  fix: { say: '', causes: [], edge: null },
  history: [],
  evidence: [
    { source: 'aws.s3', record: 'old.json#1', owner: 'aws:1/s3', at: now - 9_000, mode: 'state' },
  ],
  restsOn: ['internet', 'e', 'd', 'role', 'REACHES|internet|e', 'CAN_READ|role|d'],
  unknown: [],
  ...rest,
});

const by = (changes: Record<string, Evidence & { at: number }>): Changes['by'] =>
  new Map(Object.entries(changes).map(([id, { at, ...evidence }]) => [id, { evidence, at }]));

const putPolicy = {
  source: 'aws.cloudtrail',
  record: 'event-7',
  actor: 'arn:aws:iam::1:user/eve',
  at: now - 2_000,
};

test('the newest record among what it rests on opened it, and who wrote it', () => {
  const changes = by({
    role: putPolicy,
    'CAN_READ|role|d': { source: 'derive/aws-access', record: 'role', at: now },
    e: { source: 'aws.lambda', record: 'list.json#3', at: now - 5_000 },
    elsewhere: { source: 'aws.ec2', record: 'x', at: now - 1 },
  });
  const { opened, all, changed, closed } = transition([], [finding()], changes, now);
  expect(opened.map(({ history }) => history)).toEqual([
    [
      {
        status: 'opened',
        at: now - 2_000,
        noticedAt: now,
        record: 'event-7',
        source: 'aws.cloudtrail',
        actor: 'arn:aws:iam::1:user/eve',
        say: 'changed: the configuration of role',
      },
    ],
  ]);
  expect([all.length, changed.length, closed.length]).toEqual([1, 1, 0]);
});

test('a derivation counts only where no record is known', () => {
  const changes = by({
    'REACHES|internet|e': { source: 'derive/network-exposure', record: 'e', at: now },
  });
  const [opened] = transition([], [finding()], changes, now).opened;
  expect(opened?.history[0]).toMatchObject({ record: 'old.json#1', source: 'aws.s3' });
  const [bare] = transition([], [finding({ evidence: [] })], changes, now).opened;
  expect(bare?.history[0]).toMatchObject({
    source: 'derive/network-exposure',
    say: 'changed: internet reaches e',
  });
});

test('of one entity the newest record is blamed, and no derivation before it', () => {
  const none = { nodes: [], edges: [], goneNodes: [], goneEdges: [] };
  const older = { source: 'aws.iam', record: 'dump-1.json#4', at: now - 8_000 };
  const derived = { source: 'derive/aws-admin', record: 'role', at: now };
  const changes = [older, putPolicy, derived].map((change) => ({
    ...none,
    by: by({ role: change }),
  }));
  for (const order of [changes, changes.toReversed()])
    expect(blameOf(order).get('role')).toEqual(by({ role: putPolicy }).get('role'));
});

test('without a change known, its newest evidence opened it', () => {
  const [opened] = transition([], [finding()], by({}), now).opened;
  expect(opened?.history[0]).toMatchObject({ record: 'old.json#1', at: now - 9_000 });
  const [bare] = transition([], [finding({ evidence: [] })], by({}), now).opened;
  expect(bare?.history[0]).toMatchObject({ source: 'rules/TC-02', at: now });
});

const opened = transition([], [finding()], by({ role: putPolicy }), now).all;

test('what is found again unchanged is neither written nor told', () => {
  const again = transition(opened, [finding()], by({ e: putPolicy }), now + 1);
  expect(again).toMatchObject({ changed: [], opened: [], closed: [] });
  expect(again.all).toEqual(opened);
});

test('a new score is written, and keeps the first-seen', () => {
  const { changed, opened: anew } = transition(opened, [finding({ score: 95 })], by({}), now + 1);
  expect(anew).toEqual([]);
  expect(changed).toEqual([{ ...opened[0], score: 95 }]);
});

test('closed by the record that took it away, reopened later, first-seen kept', () => {
  const detach = { source: 'aws.iam', record: 'dump-2.json#4', at: now + 10 };
  const gone = transition(opened, [], by({ 'CAN_READ|role|d': detach }), now + 20);
  expect(gone.closed).toHaveLength(1);
  expect(gone.all[0]).toMatchObject({ status: 'closed', score: 90 });
  expect(gone.all[0]?.history.at(-1)).toEqual({
    status: 'closed',
    at: now + 10,
    noticedAt: now + 20,
    record: 'dump-2.json#4',
    source: 'aws.iam',
    say: 'changed or gone: role can read d',
  });

  const still = transition(gone.all, [], by({}), now + 30);
  expect(still).toMatchObject({ changed: [], opened: [], closed: [] });
  expect(still.all).toEqual(gone.all);

  const back = transition(gone.all, [finding()], by({ role: putPolicy }), now + 40);
  expect(back.opened.map(({ status }) => status)).toEqual(['open']);
  expect(back.all[0]?.history.map(({ status }) => status)).toEqual([
    'opened',
    'closed',
    'reopened',
  ]);
  expect(back.all[0]?.history[0]).toEqual(opened[0]?.history[0]);
});

test('a rule that did not run to its end closes nothing', () => {
  const failed = new Map([['TC-02', { truncated: 'did not run: stopped at 30 s' }]]);
  const kept = transition(opened, [], by({}), now, { populations: failed });
  expect(kept).toMatchObject({ changed: [], closed: [] });
  expect(kept.all).toEqual(opened);
  const whole = new Map([['TC-02', { truncated: null }]]);
  expect(transition(opened, [], by({}), now, { populations: whole }).closed).toHaveLength(1);
});

test('names are told where they are known', () => {
  const name = (uid: string) => ({ role: 'chat role', d: 'orders' })[uid] ?? uid;
  const changes = by({ 'CAN_READ|role|d': { source: 'aws.iam', record: 'dump', at: now } });
  const [told] = transition([], [finding()], changes, now, { name }).opened;
  expect(told?.history[0]?.say).toBe('changed: chat role can read orders');
});
