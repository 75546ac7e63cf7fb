import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Estate } from '../../graph/estate.ts';
import { ingestPaths, type IngestReport } from '../../ingest/ingest.ts';

export const accounts = fileURLToPath(new URL('../accounts/', import.meta.url));

const notRecords = new Set(['expected.json', 'README.md', 'terraform-show.json']);

/** An estate in memory with a folder of AWS CLI answers, settled. The caller closes it. */
export async function estateOf(
  folder: string,
  { terraform = false }: { terraform?: boolean } = {},
): Promise<{ estate: Estate; report: IngestReport }> {
  const copy = mkdtempSync(join(tmpdir(), 'cutset-account-'));
  try {
    const wanted = (file: string) =>
      statSync(file).isDirectory() ||
      (terraform ? basename(file) === 'terraform-show.json' : !notRecords.has(basename(file)));
    cpSync(folder, join(copy, basename(folder)), { recursive: true, filter: wanted });
    const estate = await Estate.open();
    const report = await ingestPaths([copy], (c, m) => estate.write(c, m), {
      key: estate.key,
      at: Date.UTC(2026, 0, 1),
      base: copy,
    });
    await estate.settle();
    return { estate, report };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

export const foldersOf = (folder: string) =>
  readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory());
