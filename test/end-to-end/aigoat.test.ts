import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Estate } from '../../graph/estate.ts';
import type { IngestReport } from '../../ingest/ingest.ts';
import { accounts, estateOf } from './account.ts';

let estate: Estate;
let report: IngestReport;
beforeAll(async () => {
  ({ estate, report } = await estateOf(join(accounts, 'aigoat-111122223333')));
});
afterAll(() => estate.close());

const arn = (service: string, resource: string) =>
  `arn:aws:${service}:us-east-1:111122223333:${resource}`;
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const ratings = 'arn:aws:s3:::sagemaker-recommendation-bucket-35053e9c';

const open = () => [...estate.findings.values()].filter(({ status }) => status === 'open');
const touching = (...uids: string[]) =>
  open().filter((finding) => {
    const on = new Set([
      finding.entry,
      finding.target,
      ...finding.steps,
      ...(finding.path?.hops.map(({ to }) => to) ?? []),
    ]);
    return uids.every((uid) => on.has(uid));
  });

test('every answer of the account is read', () => {
  expect(report.rejected).toEqual([]);
});

test('AI supply chain: anyone, an API without authentication, the image function, its role', () => {
  expect(
    touching(arn('lambda', 'function:similar-images-lambda'), role('similar-images-api-role')),
  ).not.toEqual([]);
});

test('data poisoning: anyone writes the training data that starts the retraining', () => {
  expect(touching(ratings, arn('lambda', 'function:retrain-model-lambda'))).not.toEqual([]);
});

test('output integrity: anyone, an API without authentication, the comment filter', () => {
  expect(touching(arn('lambda', 'function:comments-filter-lambda'))).not.toEqual([]);
});

test('what else is true of its configuration is in the graph', () => {
  const notebooks = [...estate.view.nodesOf('Workload')].filter(
    ({ props }) => props['type'] === 'sagemaker-notebook',
  );
  expect(notebooks.map(({ props }) => [props['internetAccess'], props['rootAccess']])).toEqual([
    [true, true],
    [true, true],
    [true, true],
  ]);
  const reached = estate.view.out('internet', 'REACHES').map(({ to }) => to);
  expect(
    reached.some((uid) => uid.includes(':8000')),
    'port 8000 of the public instance',
  ).toBe(true);
});
