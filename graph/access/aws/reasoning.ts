import { actionMetadata, resourceForm, type ActionMetadata } from './action-metadata.ts';
import type { Effect, Need } from './effect.ts';
import type { PassedRole } from './passed-role.ts';
import { runsAs } from './runs-as-all.ts';
import type { Aspect, RunsAs } from './runs-as.ts';

/** Techniques that follow from what AWS says of its actions. */
export interface Reasoned {
  /** What permissions on something that exists amount to. */
  effects: readonly Effect[];
  /** Ways to have a service run something under a role that is passed to it. */
  passedRoles: readonly PassedRole[];
}

const makes = ['Create', 'Register', 'Run', 'Request'];
const sets = new Set(['Create', 'Update', 'Put', 'Modify', 'Set', 'Add', 'Associate']);

/** What the parts of a resource set, by their names in actions; others set nothing that runs. */
const parts: Readonly<Record<string, Aspect>> = {
  ...{ Code: 'code', Definition: 'code', ActionGroup: 'code', FromSourceControl: 'code' },
  ...{ Configuration: 'configuration', Attribute: 'configuration', Target: 'configuration' },
  ...{ Steps: 'command', Command: 'command', CommandShell: 'command', Session: 'command' },
  ...{ Statement: 'command', Collaborator: 'input', KnowledgeBase: 'input' },
  ...{ Permission: 'trust', ResourcePolicy: 'trust' },
};
const opens = /^Presigned\w*Url$/;

const isMade = ({ taker, madeBy = makes, nouns }: RunsAs, { verb, rest }: ActionMetadata) =>
  taker !== undefined && madeBy.includes(verb) && nouns.includes(rest);

/** What of a resource an action is about: empty for all of it, null where about something else. */
function partOf({ type: [, type], nouns }: RunsAs, { rest, types }: ActionMetadata): string | null {
  if (types.length > 0 && !types.includes(type)) return null;
  const named = nouns.filter((noun) => rest.startsWith(noun));
  const noun = named.reduce((a, b) => (b.length > a.length ? b : a), '');
  if (noun !== '') return rest.slice(noun.length);
  return types.length > 0 ? rest : null;
}

const aspectOf = ({ parts: own }: RunsAs, part: string): Aspect | undefined =>
  own?.[part] ?? parts[part] ?? (opens.test(part) ? 'command' : undefined);

/** The edge of one who sets an aspect of a node; null where no edge says so. */
function edgeOf({ node }: RunsAs, aspect: Aspect): Effect['edge'] | null {
  if (node?.kind === 'Workload') return aspect === 'trust' ? null : 'CAN_EXECUTE_ON';
  if (aspect === 'trust') return node?.kind === 'Agent' ? 'PROMPTS' : null;
  return aspect === 'command' ? null : 'CAN_REWRITE';
}

const reasoned = 'reasoned from what AWS says of the action; no catalogue has it.';

/** What is known of one service. */
interface Service {
  actions: ReadonlyMap<string, ActionMetadata>;
  forms: ReadonlyMap<string, string>;
}

/** The type of a resource that an action is checked on. */
const checkedOn = ({ types }: ActionMetadata, type: string) =>
  types.includes(type) ? type : types[0];

function needOf(row: RunsAs, { actions, forms }: Service, name: string): Need {
  const action = actions.get(name);
  const type = action && checkedOn(action, row.type[1]);
  return { action: `${row.type[0]}:${name}`, form: (type && forms.get(type)) ?? '*' };
}

/** What is needed beside: on the same resource where it is checked there. */
const besideOf = (row: RunsAs, service: Service, name: string): string | Need =>
  service.actions.get(name)?.types.includes(row.type[1]) === true
    ? `${row.type[0]}:${name}`
    : needOf(row, service, name);

function* passedBy(
  row: RunsAs,
  service: Service,
  { name }: ActionMetadata,
  then: RunsAs['made'] = [[]],
): Iterable<PassedRole> {
  const { taker, profile, cluster } = row;
  if (taker === undefined) return;
  for (const further of then)
    yield {
      needs: [name, ...further].map((one) => needOf(row, service, one)),
      services: [taker],
      ...(profile && { profile }),
      ...(cluster !== undefined && { cluster }),
      candidate: `By ${name} the ${row.type[1]} runs as the role in its ${row.identity}: ${reasoned}`,
    };
}

function* effectsBy(
  row: RunsAs,
  service: Service,
  { name, required }: ActionMetadata,
  { aspect, then = [[]] }: { aspect: Aspect; then?: RunsAs['changed'] },
): Iterable<Effect> {
  const { node, type } = row;
  const edge = edgeOf(row, aspect);
  if (!node || !edge) return;
  const action = `${type[0]}:${name}`;
  const documents = (row.beside ?? [])
    .filter((one) => required.has(one))
    .map((one): Need => ({ action, form: service.forms.get(one) ?? '*' }));
  for (const further of then) {
    const also = [...documents, ...further.map((one) => besideOf(row, service, one))];
    yield {
      edge,
      kind: node.kind,
      form: `${service.forms.get(type[1]) ?? '*'}${node.suffix ?? ''}`,
      on: node.on ?? 'itself',
      actions: [action],
      ...(also.length > 0 && { also }),
      ...(node.except && { except: node.except }),
      candidate: `${name} sets the ${aspect} of the ${type[1]}, which runs as its ${row.identity}: ${reasoned}`,
    };
  }
}

/** What one action on one kind of resource amounts to. */
function techniquesOf(row: RunsAs, service: Service, action: ActionMetadata): Reasoned {
  const none = { effects: [], passedRoles: [] };
  const { verb, writes, name } = action;
  if (!writes || row.spares?.includes(name) === true) return none;
  if (isMade(row, action))
    return { effects: [], passedRoles: [...passedBy(row, service, action, row.made)] };
  const part = partOf(row, action);
  if (part === null) return none;
  const aspect = aspectOf(row, part);
  if (row.takes?.by.includes(verb) === true && aspect)
    return {
      passedRoles: [],
      effects: [...effectsBy(row, service, action, { aspect, then: [row.takes.also ?? []] })],
    };
  if (!sets.has(verb)) return none;
  if (part === '' && row.passedAnew)
    return { effects: [], passedRoles: [...passedBy(row, service, action, row.changed)] };
  const set = part === '' ? 'configuration' : aspect;
  if (!set) return none;
  // A command runs at once; what else is set counts from when it next runs.
  const then = set === 'command' || set === 'trust' ? [[]] : row.changed;
  const effects = effectsBy(row, service, action, { aspect: set, ...(then && { then }) });
  return { effects: [...effects], passedRoles: [] };
}

async function serviceOf(name: string): Promise<Service> {
  const actions = new Map((await actionMetadata(name)).map((action) => [action.name, action]));
  const types = new Set([
    ...[...actions.values()].flatMap((action) => action.types),
    ...runsAs.flatMap(({ type }) => (type[0] === name ? [type[1]] : [])),
  ]);
  const forms = await Promise.all(
    [...types].map(async (type) => [type, await resourceForm(name, type)] as const),
  );
  return { actions, forms: new Map(forms) };
}

/** All techniques of a table of kinds. */
export async function reason(table: readonly RunsAs[]): Promise<Reasoned> {
  const names = [...new Set(table.map(({ type }) => type[0]))];
  const services = new Map(
    await Promise.all(names.map(async (name) => [name, await serviceOf(name)] as const)),
  );
  const found = table.flatMap((row) => {
    const service = services.get(row.type[0]);
    return [...(service?.actions.values() ?? [])].map((action) =>
      techniquesOf(row, service as Service, action),
    );
  });
  return {
    effects: found.flatMap(({ effects }) => effects),
    passedRoles: found.flatMap(({ passedRoles }) => passedRoles),
  };
}
