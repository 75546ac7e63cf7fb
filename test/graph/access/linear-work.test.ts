import { describe, expect, test } from 'vitest';
import { attempt } from '../../../graph/access/aws/attempt.ts';
import { factsOf } from '../../../graph/access/aws/facts.ts';
import { concerning, policyDocument } from '../../../graph/access/aws/policy.ts';
import { outsider } from '../../../graph/access/aws/principals.ts';
import { requestOf } from '../../../graph/access/aws/request.ts';
import { resolveAccess } from '../../../graph/access/aws/resolve.ts';
import { targetOf } from '../../../graph/access/aws/target.ts';
import { template } from '../../../graph/access/aws/variables.ts';
import { compile, literally, matches } from '../../../graph/access/aws/wildcard.ts';
import {
  allow,
  bucket,
  bucketArn,
  deny,
  document,
  node,
  other,
  roleArn,
  userArn,
  view,
} from '../derive/aws.ts';

/** A text that counts how many of its letters are looked at, in whatever way. */
function counted(text: string) {
  const work = { letters: 0 };
  const shown = {
    length: text.length,
    startsWith(part: string, at = 0) {
      work.letters += part.length;
      return text.startsWith(part, at);
    },
    indexOf(part: string, from = 0) {
      const found = text.indexOf(part, from);
      work.letters += (found < 0 ? text.length : found + part.length) - from;
      return found;
    },
  };
  const proxy = new Proxy(shown, {
    get(target, name) {
      if (typeof name === 'symbol' || !/^\d+$/.test(name))
        return Reflect.get(target, name) as unknown;
      work.letters += 1;
      return text[Number(name)];
    },
  });
  return { text: proxy as unknown as string, work };
}

function lettersFor(pattern: string, text: string): number {
  const given = counted(text);
  expect(matches(compile(pattern), given.text)).toBe(matches(compile(pattern), text));
  return given.work.letters;
}

describe('matching looks at each letter about once, whatever the pattern', () => {
  test.each<[string, (size: number) => [pattern: string, text: string]]>([
    ['stars that find nothing at the end', (n) => ['*a'.repeat(n / 10) + 'b', 'a'.repeat(n)]],
    ['stars that match', (n) => ['*a'.repeat(n / 10), 'a'.repeat(n)]],
    ['a last letter that is not there', (n) => [`${'a*'.repeat(n / 20)}c`, 'ab'.repeat(n / 2)]],
    ['a middle that is not there', (n) => [`${'a*'.repeat(n / 20)}c*a`, 'a'.repeat(n)]],
    ['stars in a row', (n) => ['*'.repeat(n), 'a'.repeat(n)]],
    ['question marks between stars', (n) => ['*?'.repeat(n / 10), 'a'.repeat(n)]],
    ['no wildcard at all', (n) => ['a'.repeat(n), 'a'.repeat(n)]],
  ])('%s', (_, make) => {
    for (const size of [1_000, 10_000, 100_000])
      expect(lettersFor(...make(size))).toBeLessThanOrEqual(3 * size + 10);
  });
});

/** A document of many statements, of which a counter tells how often parts are read. */
function manyStatements(count: number) {
  const work = { reads: 0 };
  const watched = <T extends object>(value: T): T =>
    new Proxy(value, {
      get(target, name) {
        work.reads += 1;
        return Reflect.get(target, name) as unknown;
      },
    });
  const Statement = Array.from({ length: count }, (_, i) => {
    const name = String(i).padStart(4, '0');
    return watched({
      Effect: 'Allow',
      Action: `s3:Get${name}*`,
      Resource: `arn:aws:s3:::b${name}*/*`,
    });
  });
  return { document: { Version: '2012-10-17', Statement }, work };
}

describe('a policy of 100 kB', () => {
  // About 100 bytes a statement.
  const few = 100;
  const many = 1_000;

  test('is read statement by statement, each once', () => {
    const [small, large] = [manyStatements(few), manyStatements(many)];
    expect(policyDocument(small.document).statements).toHaveLength(few);
    expect(policyDocument(large.document).statements).toHaveLength(many);
    const each = small.work.reads / few;
    expect(large.work.reads).toBeLessThanOrEqual(each * many);
    const before = large.work.reads;
    policyDocument(large.document);
    expect(large.work.reads, 'and never again').toBe(before);
  });

  test('is asked for an action by looking at each statement once', () => {
    const letters = (count: number) => {
      const action = counted('s3:getobject');
      concerning(policyDocument(manyStatements(count).document), action.text);
      return action.work.letters;
    };
    expect(letters(many)).toBeLessThanOrEqual((letters(few) * many) / few);
    expect(letters(many)).toBeGreaterThan(0);
  });
});

describe('what would not end in a lifetime if it took more than linear work', () => {
  const size = 100_000;
  const read = (text: string) => template(text, { variables: true, wildcards: false });

  test.each([
    ['a variable that is never closed', `\${${' '.repeat(size)}`],
    ['a name that is never closed', `\${a${' '.repeat(size)}b`],
    ['a default that is never closed', `\${a, '${' '.repeat(size)}`],
    ['many that are never closed', "${a,'".repeat(size / 10)],
  ])('%s is text', (_, text) => {
    expect(read(text)).toBe(literally(text));
  });

  test('ways to be allowed that take a statement of each of two accounts', () => {
    const many = Array.from({ length: 5_000 }, () => allow('s3:GetObject'));
    const guest = node('Identity', userArn('guest', other), {
      attached: [],
      inline: [{ name: 'own', document: document(...many) }],
    });
    const answer = resolveAccess(
      view([
        guest,
        bucket(
          'b',
          many.map((one) => ({ ...one, Principal: '*' })),
        ),
      ]),
      { principal: guest.uid, action: 's3:GetObject', resource: `${bucketArn('b')}/x` },
    );
    expect(answer.verdict).toBe('allow');
    expect(answer.because.length).toBeLessThan(100);
  });

  test('names under which somebody outside may come, of statements for everyone', () => {
    const named = (operator: string, name: string) => ({
      Principal: '*',
      Condition: { [operator]: { 'aws:PrincipalArn': roleArn(name) } },
    });
    const statements = Array.from({ length: 3_000 }, (_, i) => [
      allow('s3:GetObject', '*', named('ArnEquals', `r${i}`)),
      deny('s3:GetObject', '*', named('ArnNotEquals', `r${i}`)),
    ]);
    const open = bucket('b', statements.flat());
    const facts = factsOf(view([open]));
    const target = targetOf(facts, 's3', `${bucketArn('b')}/x`, open);
    expect(attempt(requestOf(facts, outsider, 's3:GetObject', target, {})).allowed).toBe(false);
  });
});
