import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { stepsOf } from '../ingest/sources/terraform/plan/steps.ts';
import { text, valuesIn, type Values } from '../ingest/sources/terraform/values.ts';
import { placeOfPattern, type Place } from '../report/place.ts';

const isCode = (name: string) => /\.(tf|tofu)$/.test(name);

function codeIn(folder: string): { path: string; text: string }[] {
  try {
    return readdirSync(folder)
      .filter(isCode)
      .sort()
      .map((name) => join(folder, name))
      .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
  } catch {
    return [];
  }
}

const heads = (...labels: string[]) =>
  new RegExp(
    `^[ \\t]*${labels.map((label, i) => (i ? `"${label}"` : label)).join('\\s+')}\\s*\\{`,
    'm',
  );

/**
 * Where code declares what has an address: a plan does not tell files and lines, so that the code
 * is looked for beside the plan, else in the working folder. What a module that is not of this code
 * makes is shown where that is called.
 */
export function codePlaces(plan: string, configuration: Values, cwd: string) {
  const roots = [dirname(resolve(cwd, plan)), cwd];
  const root = roots.find((folder) => codeIn(folder).length > 0);
  const found = (folder: string, pattern: RegExp): Place | null => {
    for (const { path, text: code } of codeIn(folder)) {
      const place = placeOfPattern(relative(cwd, path), code, pattern);
      if (place) return place;
    }
    return null;
  };
  return (address: string): Place | null => {
    if (root === undefined) return null;
    const names = stepsOf(address).flatMap((step) => ('name' in step ? step.name : []));
    let folder = root;
    let module = valuesIn(configuration, 'root_module');
    while (names[0] === 'module' && names.length > 2) {
      const [, name = ''] = names.splice(0, 2);
      const call = valuesIn(valuesIn(module, 'module_calls'), name);
      const source = text(call, 'source') ?? '';
      const inner = join(folder, source);
      // The plan names the folder: none is opened that lies outside of both.
      const near = roots.some((one) => !relative(one, inner).startsWith('..'));
      if (!/^\.\.?\//.test(source) || !near) return found(folder, heads('module', name));
      folder = inner;
      module = valuesIn(call, 'module');
    }
    const [type = '', name = ''] = names;
    return found(folder, heads('resource', type, name));
  };
}
