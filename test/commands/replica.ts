import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readServerFile } from '../../api/server-file.ts';
import { startCutset } from '../ingest/stream/process.ts';

type Answer = Record<string, unknown>;

/** A server of an estate that others share, as a process of its own. */
export async function startReplica(environment: Record<string, string>) {
  const state = mkdtempSync(join(tmpdir(), 'cutset-replica-'));
  const process_ = startCutset(
    { ...environment, CUTSET_STATE: state },
    ...['serve', '--port', '0', '--no-demo'],
  );
  await process_.says('Cutset is at');
  const file = readServerFile(join(state, readdirSync(state)[0] ?? ''));
  if (!file) throw new Error(`it left no file: ${process_.err}`);
  const headers = { authorization: `Bearer ${file.token}`, 'content-type': 'application/json' };
  const post = (query: string, accept: string) =>
    fetch(`${file.address}/graphql`, {
      method: 'POST',
      headers: { ...headers, accept },
      body: JSON.stringify({ query }),
    });
  const ask = async (query: string) => {
    const response = await post(query, 'application/graphql-response+json');
    return ((await response.json()) as { data: Answer }).data;
  };
  const health = async () =>
    (await (await fetch(`${file.address}/readyz`, { headers })).json()) as Answer;
  const knows = async (uid: string) =>
    (await ask(`{ entity(uid: ${JSON.stringify(uid)}) { uid } }`))['entity'] !== null;
  return {
    ask,
    health,
    knows,
    role: async () => (await health())['role'],
    /** Rules of its open findings. */
    open: async () => {
      const { findings } = (await ask('{ findings(first: 100) { nodes { ruleId } } }')) as {
        findings: { nodes: { ruleId: string }[] };
      };
      return findings.nodes.map(({ ruleId }) => ruleId).sort();
    },
    /** Follows what settling changes; gives what was told so far. */
    watch: async () => {
      const query = 'subscription { settled { opened { ruleId } closed { ruleId } } }';
      const response = await post(query, 'text/event-stream');
      let told = '';
      void (async () => {
        for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? [])
          told += part;
      })().catch(() => undefined);
      return () => told;
    },
    kill: process_.kill,
    get err() {
      return process_.err;
    },
  };
}

export type RunningReplica = Awaited<ReturnType<typeof startReplica>>;
