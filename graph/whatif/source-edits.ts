import type { Cause } from '../claim.ts';
import { isManaged } from '../cuts/managed.ts';
import type { View } from '../view.ts';
import type { PropsEdit } from './edits.ts';

type Props = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** A statement that matches nothing; its place stays, because others are named by theirs. */
const inert = ({ Action: _, NotAction: __, ...rest }: Record<string, unknown>) => ({
  ...rest,
  Action: 'cutset:Nothing',
});

/** A policy document in which a statement matches nothing; null where there is no such one. */
function withoutStatement(document: unknown, statement: string): unknown {
  const parsed = typeof document === 'string' ? parse(document) : document;
  if (!isRecord(parsed)) return null;
  const ids = new Set<string>();
  let found = false;
  const Statement = [parsed['Statement']].flat().map((source: unknown, index) => {
    const sid = isRecord(source) && typeof source['Sid'] === 'string' ? source['Sid'] : '';
    const id = sid !== '' && !ids.has(sid) ? sid : String(index);
    ids.add(id);
    if (id !== statement || !isRecord(source)) return source;
    found = true;
    return inert(source);
  });
  return found ? { ...parsed, Statement } : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

const one = (name: string, document: unknown, statement: string): Props | null => {
  const edited = withoutStatement(document, statement);
  return edited === null ? null : { [name]: edited };
};

/** Properties of what holds a policy without one of its statements; null where it is not found. */
function propsWithout(props: Props, element: string): Props | null {
  const [place = '', ...rest] = element.split(':');
  const statement = rest.join(':');
  if (place === 'trust' || place === 'policy') return one(place, props[place], statement);
  if (place !== 'inline') return one('document', props['document'], element);
  const cut = element.lastIndexOf(':');
  const [name, id] = [element.slice('inline:'.length, cut), element.slice(cut + 1)];
  const inline = [props['inline']].flat().filter(isRecord);
  const policy = inline.find((entry) => entry['name'] === name);
  const document = policy && withoutStatement(policy['document'], id);
  if (!document) return null;
  return { inline: inline.map((entry) => (entry === policy ? { ...entry, document } : entry)) };
}

/** Edits to what nodes are configured as, each on top of those before. */
export class SourceEdits {
  readonly #view: View;
  readonly #props = new Map<string, Props>();

  constructor(view: View) {
    this.#view = view;
  }

  /** All of them, one for each node. */
  get all(): PropsEdit[] {
    return [...this.#props].map(([uid, props]) => ({ uid, props }));
  }

  /**
   * Takes a cause from the configuration that carries it, so that all that follows is derived anew.
   * Returns the edges that go with it; null where only its effect is known.
   */
  removeCause({ holder, id }: Cause): string[] | null {
    if (isManaged({ holder })) {
      const attachments = this.#view.in(holder, 'HAS_POLICY').map((edge) => edge.id);
      for (const attachment of attachments) this.removeEdge(attachment);
      return attachments;
    }
    const props = propsWithout(this.#of(holder), id.slice(holder.length + 1));
    if (!props) return null;
    this.#set(holder, props);
    return [];
  }

  /** What goes with an edge: a policy is listed where it is attached. */
  removeEdge(id: string): void {
    const edge = this.#view.edge(id);
    if (edge?.kind !== 'HAS_POLICY') return;
    const { attached } = this.#of(edge.from);
    if (Array.isArray(attached))
      this.#set(edge.from, { attached: attached.filter((arn) => arn !== edge.to) });
  }

  #of(uid: string): Props {
    return { ...this.#view.node(uid)?.props, ...this.#props.get(uid) };
  }

  #set(uid: string, props: Props) {
    this.#props.set(uid, { ...this.#props.get(uid), ...props });
  }
}
