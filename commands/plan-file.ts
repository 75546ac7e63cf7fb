import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fail, reasonOf } from '../graph/errors.ts';
import { decode, unquoted } from '../ingest/documents.ts';

const values = z.looseObject({ root_module: z.unknown().optional() });

const plan = z.looseObject({
  format_version: z.string().regex(/^[01]\./, 'a version of the format that is not known'),
  terraform_version: z.string(),
  planned_values: values,
  prior_state: z.looseObject({ values: values.nullish() }).nullish(),
  resource_changes: z.array(z.looseObject({ address: z.string() })).nullish(),
  deferred_changes: z.array(z.unknown()).nullish(),
  configuration: z.record(z.string(), z.unknown()).nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  errored: z.boolean().nullish(),
  complete: z.boolean().nullish(),
});

/** A plan in the form of `terraform show -json`. */
export type Plan = z.infer<typeof plan>;

/** A plan, and the text of its file. */
export interface PlanFile {
  plan: Plan;
  text: string;
}

const how = 'write it with `terraform show -json PLAN > plan.json`';

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    return fail('USAGE', `${path}: ${reasonOf(cause)}`, { cause });
  }
}

/** What a file is instead of a plan, where that is easily mistaken. */
function mistaken(path: string, found: unknown): string | null {
  if (found === null || typeof found !== 'object' || Array.isArray(found)) return null;
  if ('planned_values' in found) return null;
  if ('values' in found || 'lineage' in found || 'serial' in found)
    return `${path} is a state, and says nothing of changes: ${how}`;
  if ('@level' in found) return `${path} is the log of a run, and not its plan: ${how}`;
  return null;
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (/^\{"@level"/.test(text)) return { '@level': true };
    return fail('RECORD_INVALID', `${path}: not a plan as JSON, ${unquoted(cause)}: ${how}`, {
      cause,
    });
  }
}

/** Reads a plan. Throws USAGE where there is none, RECORD_INVALID for what is no plan, by name. */
export function planFile(path: string): PlanFile {
  const bytes = bytesOf(path);
  // A plan as Terraform keeps it is a ZIP archive.
  if (bytes[0] === 0x50 && bytes[1] === 0x4b)
    fail('RECORD_INVALID', `${path} is a plan in Terraform's own form: ${how}`);
  const text = decode(bytes);
  const found = parsed(path, text);
  const other = mistaken(path, found);
  if (other !== null) fail('RECORD_INVALID', other);
  const { data, error } = plan.safeParse(found);
  if (!data) {
    const [issue] = error.issues;
    const what = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
    return fail(
      'RECORD_INVALID',
      `${path}: not a plan as \`terraform show -json\` writes it, ${what}`,
    );
  }
  if (data.errored) fail('RECORD_INVALID', `${path}: the run that made this plan failed`);
  return { plan: data, text };
}
