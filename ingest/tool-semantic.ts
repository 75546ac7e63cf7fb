import type { PropsOf } from '../graph/schema/index.ts';

export type Semantic = NonNullable<PropsOf<'Tool'>['semantic']>;

/** What a declaration says of a tool. */
export interface ToolWords {
  name: string;
  description?: string | null | undefined;
  /** HTTP method, where the tool is an operation of an HTTP API. */
  method?: string | null | undefined;
  /** Names of its parameters. */
  parameters?: readonly string[] | undefined;
}

type Table = readonly (readonly [Semantic, RegExp])[];

/** Words as tools spell them: `runShell`, `run-shell` and `run_shell` are one. */
const words = (text: string) =>
  ` ${text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()} `;

/** Alternatives, written with a blank between and a dash for a blank within; an `s` may follow. */
const any = (list: string) => `(?:${list.split(' ').join('|').replaceAll('-', ' ')})(?:e?s)?`;
const article = '(?:an? |the )?';
const within = (...parts: readonly string[]) => new RegExp(` (?:${parts.join('|')}) `);
const beginning = (...parts: readonly string[]) => new RegExp(`^ (?:${parts.join('|')}) `);

const run = any('run execute exec eval invoke call');
const fetch = any('fetch open browse visit get scrape crawl download read');

/**
 * What a tool does whatever its verb. One that takes a whole statement or request is `generic-api`:
 * the caller chooses the operation.
 */
const telling: Table = [
  [
    'exec',
    within(
      any('code-interpreter computer-use'),
      `${run} ${article}${any('shell bash python code command cmd script terminal javascript')}`,
    ),
  ],
  [
    'generic-api',
    within(
      `${run} ${article}${any('sql query cypher graphql statement api endpoint')}`,
      any('sql-query graphql-query query-database query-db query-sql use-aws call-aws kubectl'),
      `${any('aws cloud azure gcp boto3 kubernetes github rest http')} (?:api|cli)`,
    ),
  ],
  [
    'net-egress',
    within(
      `${any('send post publish forward')} ${article}` +
        any('email e-mail mail message sms slack teams webhook notification'),
      `${fetch} ${article}${any('url web website page webpage link')}`,
      any('http-get http-post http-request web-search web-fetch web-browser'),
      `${any('search browse')} (?:the )?(?:web|internet)`,
    ),
  ],
];

/** What a tool does by how its name or description begins. The first that matches counts. */
const verbs: Table = [
  ['exec', /^ (shell|bash|terminal|python|repl|powershell|ssh)( repl| tool)? $/],
  ['net-egress', beginning(any('email browse browser curl navigate webhook'))],
  [
    'read',
    beginning(
      any('get list read search find fetch describe lookup look-up query queries retrieve check'),
      any(
        'view show count calculate compute estimate validate verify summarize analyze return load',
      ),
      any('recommend predict classify translate convert compare'),
    ),
  ],
  [
    'payment',
    beginning(
      any('pay charge transfer-funds transfer-money wire payout purchase buy place-order refund'),
      `${any('process make issue create submit initiate execute approve')} ` +
        any('payment refund charge transfer payout purchase credit'),
      'transfer(?: ?funds| ?money)?',
    ),
  ],
  [
    'destructive',
    beginning(any('delete drop destroy purge terminate wipe erase truncate remove revoke cancel')),
  ],
  [
    'write',
    beginning(
      any('create update put add insert set write upload save store submit book schedule register'),
      any('modify edit change assign start trigger approve open close post send publish upsert'),
      any('append apply enable disable reset file notify reserve restart deploy move copy rename'),
    ),
  ],
];

/** Parameters by which a caller hands over a whole command, statement or address. */
const handsOver: Table = [
  ['exec', /^ (command|cmd|shell command|script|code|source code|bash) $/],
  ['generic-api', /^ (sql|sql query|statement|cypher|graphql|query string|api method) $/],
  ['net-egress', /^ (url|uri|webhook url) $/],
];

const methods: Record<string, Semantic> = {
  GET: 'read',
  HEAD: 'read',
  OPTIONS: 'read',
  DELETE: 'destructive',
  PUT: 'write',
  PATCH: 'write',
  POST: 'write',
};

const first = (table: Table, text: string) => table.find(([, pattern]) => pattern.test(text))?.[0];

/**
 * What a tool does, from its name, its parameters, its HTTP method and the first words of its
 * description, in that order of trust; `unknown` where none of them tells. A declaration is a hint
 * by its maker, not proof. Version 1 of the table.
 */
export function toolSemantic({ name, description, method, parameters }: ToolWords): Semantic {
  const called = words(name);
  const says = words((description ?? '').slice(0, 200));
  const given = (parameters ?? []).map((parameter) => first(handsOver, words(parameter)));
  const verb = first(verbs, called);
  return (
    first(telling, called) ??
    given.find((semantic) => semantic !== undefined) ??
    (verb === 'write' ? undefined : verb) ??
    methods[method?.toUpperCase() ?? ''] ??
    verb ??
    first(verbs, says) ??
    first(telling, says) ??
    'unknown'
  );
}
