import { resourcesIn, type Home, type Resource } from '../state.ts';
import { text, valuesIn, type Values } from '../values.ts';
import { completed } from './arguments.ts';
import { changesOf } from './changes.ts';
import { instancesIn, modulesOf } from './module.ts';
import { providerHomes } from './provider-homes.ts';
import { providerOf } from './references.ts';

/** What of a plan is read: the things that there will be, those that are, and the code of both. */
interface Plan {
  planned_values?: { root_module?: unknown } | null | undefined;
  prior_state?: { values?: { root_module?: unknown } | null | undefined } | null | undefined;
  resource_changes?: unknown;
  configuration?: Values | null | undefined;
  variables?: Values | null | undefined;
}

/** The things that there will be, as far as the plan tells them. */
interface PlannedResources {
  resources: Resource[];
  /** What stays unknown until the plan is applied, a line for each thing. */
  unknown: { type: string; what: string }[];
  /** How many arguments were taken to be what they refer to. */
  taken: number;
}

interface Unknown {
  type: string;
  address: string;
  what: string;
}

const withoutKeys = (address: string) => address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, '');

/** One line for all instances of one piece of code of which the same is not known. */
function grouped(unknown: readonly Unknown[]): PlannedResources['unknown'] {
  const alike = Map.groupBy(unknown, ({ address, what }) => `${withoutKeys(address)}: ${what}`);
  return [...alike].flatMap(([all, [first, ...others]]) => {
    if (!first) return [];
    const what =
      others.length > 0 ? `${all} (${others.length + 1} of it)` : `${first.address}: ${first.what}`;
    return [{ type: first.type, what }];
  });
}

/**
 * The resources of a plan with what follows from the code and not from the values alone: what new
 * things will be called, and what their arguments refer to, through inputs and outputs of modules.
 */
export function plannedResources(plan: Plan, known: Partial<Home>): PlannedResources {
  const prior = plan.prior_state?.values?.root_module;
  const changes = changesOf(plan.resource_changes);
  const configuration = plan.configuration ?? {};
  const variables = plan.variables ?? {};
  const root = modulesOf({
    planned: plan.planned_values?.root_module,
    prior,
    changes,
    code: configuration['root_module'],
  });
  const settings = valuesIn(configuration, 'provider_config');
  const homes = providerHomes(root, { settings, variables, known });
  const reading = { variables, homeOf: homes.of };
  const result: PlannedResources = { resources: [], unknown: [], taken: 0 };
  const unknown: Unknown[] = [];
  for (const instance of instancesIn(root)) {
    const { type, address, mode } = instance;
    if (mode === 'data') continue;
    if (homes.elsewhere.has(providerOf(instance))) {
      const what = `in which account its provider ${providerOf(instance)} works`;
      unknown.push({ type, address, what });
      continue;
    }
    const missed = new Set<string>();
    const told = {
      taken: () => (result.taken += 1),
      unknown: (what: string) => missed.add(what),
    };
    const values = completed(instance, reading, told);
    const home = homes.of(instance);
    const region = text(values, 'region') ?? home.region;
    result.resources.push({ type, address, values, home: { ...home, region } });
    if (missed.size > 0) unknown.push({ ...instance, what: [...missed].join(', ') });
  }
  const gone = new Set(changes.flatMap((one) => (one.deletes ? (one.deposed ?? []) : [])));
  for (const resource of resourcesIn(prior))
    if (resource.deposed !== undefined && !gone.has(resource.deposed))
      result.resources.push(resource);
  result.unknown.push(...grouped(unknown));
  return result;
}
