import type { Change } from './changes.ts';
import { isValues, listOf, text, valuesIn, type Values } from '../values.ts';
import { keyAt, nameAt, stepsOf, type Key } from './steps.ts';

/** One instance of a resource or data source of a plan. */
export interface Instance {
  address: string;
  mode: 'managed' | 'data';
  type: string;
  key: Key | undefined;
  module: Module;
  /** What is known of it after the plan is applied; what is not known is not there. */
  values: Values;
  /** What it is before, if it is. */
  before: Values | undefined;
  /** What of it is not known, as true in its place; nothing where the plan does not tell. */
  unknown: Values;
  /** What the code says of all its instances. */
  code: Values;
}

/** One instance of a module. */
export interface Module {
  address: string;
  key: Key | undefined;
  parent: Module | undefined;
  /** What the code says in it, and where it is called. */
  code: Values;
  call: Values;
  /** Instances by what they are called within it: `aws_iam_role.app`, `data.aws_region.here`. */
  instances: Map<string, Instance[]>;
  children: Map<string, Module[]>;
}

/** What of a plan tells which things there will be, and what the code says of them. */
interface Parts {
  planned: unknown;
  prior: unknown;
  code: unknown;
  changes: readonly Change[];
}

function emptyModule(address: string, from: Partial<Module> & Pick<Module, 'code'>): Module {
  return {
    key: undefined,
    parent: undefined,
    call: {},
    ...from,
    address,
    instances: new Map(),
    children: new Map(),
  };
}

function childOf(parent: Module, name: string, key: Key | undefined): Module {
  const same = parent.children.get(name) ?? [];
  const known = same.find((child) => child.key === key);
  if (known) return known;
  const call = valuesIn(valuesIn(parent.code, 'module_calls'), name);
  const own = key === undefined ? `module.${name}` : `module.${name}[${JSON.stringify(key)}]`;
  const address = parent.address === '' ? own : `${parent.address}.${own}`;
  const child = emptyModule(address, { key, parent, call, code: valuesIn(call, 'module') });
  parent.children.set(name, [...same, child]);
  return child;
}

/** The module at an address within another. */
function moduleAt(root: Module, address: string): Module {
  const steps = stepsOf(address);
  let module = root;
  for (let i = 0; i < steps.length;) {
    const key = keyAt(steps, i + 2);
    module = childOf(module, nameAt(steps, i + 1) ?? '', key);
    i += key === undefined ? 2 : 3;
  }
  return module;
}

function* allIn(values: unknown, at = ''): Generator<{ at: string; resource: Values }> {
  if (!isValues(values)) return;
  for (const resource of listOf(values['resources'])) yield { at, resource };
  for (const child of listOf(values['child_modules']))
    yield* allIn(child, text(child, 'address') ?? '');
}

/** Modules that hold no resources, and only pass on what they are given, have no values to tell them. */
function addSilent(module: Module) {
  for (const [name, call] of Object.entries(valuesIn(module.code, 'module_calls'))) {
    const many = isValues(call) && ('count_expression' in call || 'for_each_expression' in call);
    if (!many) childOf(module, name, undefined);
  }
  for (const children of module.children.values()) children.forEach(addSilent);
}

/** The modules of a plan with what is in them after it is applied, data that was read included. */
export function modulesOf({ planned, prior, code, changes }: Parts): Module {
  const root = emptyModule('', { code: isValues(code) ? code : {} });
  const before = new Map<string, Values>();
  const current = new Map(
    changes
      .filter(({ deposed }) => deposed === undefined)
      .map((change) => [change.address, change]),
  );
  const isCurrent = (resource: Values) => !('deposed_key' in resource);
  const add = ({ at, resource }: { at: string; resource: Values }) => {
    const module = moduleAt(root, at);
    const mode = resource['mode'] === 'data' ? 'data' : 'managed';
    const type = text(resource, 'type') ?? '';
    const called = `${mode === 'data' ? 'data.' : ''}${type}.${text(resource, 'name') ?? ''}`;
    const same = module.instances.get(called) ?? [];
    const address = String(resource['address']);
    if (same.some((one) => one.address === address)) return;
    const index = resource['index'];
    const key = typeof index === 'string' || typeof index === 'number' ? index : undefined;
    const codeOf = (one: Values) =>
      `${one['mode'] === 'data' ? 'data.' : ''}${text(one, 'type') ?? ''}.${text(one, 'name') ?? ''}`;
    module.instances.set(called, [
      ...same,
      {
        address,
        mode,
        type,
        key,
        module,
        values: valuesIn(resource, 'values'),
        before: before.get(address),
        unknown: current.get(address)?.unknown ?? {},
        code: listOf(module.code['resources']).find((one) => codeOf(one) === called) ?? {},
      },
    ]);
  };
  const was = [...allIn(prior)].filter(({ resource }) => isCurrent(resource));
  for (const { resource } of was)
    before.set(String(resource['address']), valuesIn(resource, 'values'));
  for (const found of allIn(planned)) if (isCurrent(found.resource)) add(found);
  // What a plan leaves alone may be left out of it, as by `-target` or `-refresh-only`.
  for (const found of was) if (!current.get(String(found.resource['address']))?.deletes) add(found);
  addSilent(root);
  return root;
}

/** All instances of a module and of those within it. */
export function* instancesIn(module: Module): Generator<Instance> {
  for (const instances of module.instances.values()) yield* instances;
  for (const children of module.children.values())
    for (const child of children) yield* instancesIn(child);
}
