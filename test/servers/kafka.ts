import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { missingForJvm } from './artefacts.ts';
import { startBroker, type Broker, type Guarded } from './broker.ts';

/** The Kafka of this test run, or why there is none. */
export type Found = { brokers: string; skip: null } | { brokers: ''; skip: string };

const required = (process.env['CUTSET_REQUIRE'] ?? '').split(',').includes('kafka');

function none(reason: string): Found {
  if (required) throw new Error(`Kafka is required and there is none: ${reason}`);
  console.warn(`skipped, no Kafka: ${reason}`);
  return { brokers: '', skip: reason };
}

/** Starts the broker that all test files share, or waits for the file that does. */
async function shared(folder: string): Promise<string> {
  const note = join(folder, 'kafka.brokers');
  try {
    mkdirSync(join(folder, 'kafka.lock'));
  } catch {
    for (const until = Date.now() + 90_000; !existsSync(note); await sleep(100))
      if (Date.now() > until) throw new Error('another test file did not get Kafka to start');
    return readFileSync(note, 'utf8');
  }
  const { brokers, pid } = await startBroker(join(folder, 'kafka'));
  writeFileSync(join(folder, 'kafka.pid'), String(pid));
  writeFileSync(note, brokers);
  return brokers;
}

/** By CUTSET_TEST_KAFKA, else as a JVM process that all test files share. */
export async function kafka(): Promise<Found> {
  const given = process.env['CUTSET_TEST_KAFKA'];
  if (given !== undefined) return { brokers: given, skip: null };
  const missing = await missingForJvm();
  if (missing !== null) return none(`${missing}, and CUTSET_TEST_KAFKA names none`);
  const folder = process.env['CUTSET_TEST_SERVERS'];
  if (folder === undefined) return none('the test run has no folder for servers');
  return { brokers: await shared(folder), skip: null };
}

/** A broker of a test's own, which it may kill; or why there is none. */
export async function ownKafka(
  guarded?: Guarded,
): Promise<{ broker: Broker; skip: null } | { skip: string }> {
  const missing = await missingForJvm();
  const folder = process.env['CUTSET_TEST_SERVERS'];
  if (missing !== null || folder === undefined)
    return { skip: none(missing ?? 'the test run has no folder for servers').skip ?? '' };
  return { broker: await startBroker(join(folder, `kafka-${process.pid}`), guarded), skip: null };
}
