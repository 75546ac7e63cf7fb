import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordPlaces } from '../../commands/record-places.ts';

const fixtures = join(import.meta.dirname, '../ingest/fixtures');
const functions = 'aws.lambda/functions.case.json';
const secrets = 'aws.secretsmanager/key-and-rotation.case.json';
const table = 'aws.dynamodb/table-with-key.case.json';
const knowledge = 'aws.bedrock-agent/kendra-knowledge-base.case.json';
const functionArn = 'arn:aws:lambda:us-east-1:111122223333:function:comments-filter-lambda';
const secretArn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:test-secret-2-000000';
const tableArn = 'arn:aws:dynamodb:us-west-2:test:table/test1';

/** The line to which code scanning points, with its file. */
function lineOf(files: string[], restsOn: string[], causes: string[] = []) {
  const evidence = files.map((file) => ({ record: `${join(fixtures, file)}#0` }));
  const place = recordPlaces([fixtures], fixtures)({ evidence, restsOn, fix: { causes } });
  if (!place) return null;
  const line = readFileSync(join(fixtures, place.path), 'utf8').split('\n')[place.line - 1] ?? '';
  return `${place.path} ${line.slice(place.column - 1)}`;
}

test.each([
  [functions, `"FunctionArn": "${functionArn}",`, functionArn],
  [secrets, `"ARN": "${secretArn}",`, secretArn],
  [table, `"TableArn": "${tableArn}",`, tableArn],
])('%s describes its own by %s', (file, line, uid) => {
  expect(lineOf([file], [uid])).toBe(`${file} ${line}`);
});

test.each([
  [secrets, 'arn:aws:lambda:us-east-1:000000000000:function:test-secret-rotate'],
  [table, 'arn:aws:kms:eu-central-1:882347060974:key/bdc0c890'],
  [knowledge, 'arn:aws:iam::000000000000:role/kb'],
])('%s refers to %s, and does not describe it', (file, uid) => {
  expect(readFileSync(join(fixtures, file), 'utf8')).toMatch(new RegExp(`A(rn|RN)": "${uid}"`));
  expect(lineOf([file], [uid])).toBeNull();
});

test('what the fix changes comes first, in whichever file it is', () => {
  const files = [functions, table];
  const restsOn = [functionArn, tableArn];
  expect(lineOf(files, restsOn)).toContain(functions);
  expect(lineOf(files, restsOn, [`${tableArn}#policy/0`])).toContain(table);
});

test('a file that was not given is not read', () => {
  const evidence = [{ record: `${join(fixtures, table)}#0` }];
  const places = recordPlaces([join(fixtures, 'aws.lambda')], fixtures);
  expect(places({ evidence, restsOn: [tableArn], fix: { causes: [] } })).toBeNull();
});
