/** Bounds that a question may be asked with, and the usual ones. */
export const bounds = {
  hops: [4, 6, 8, 10, 12, 16, 24],
  k: [1, 5, 10, 20, 50],
} as const;

/** What the explorer shows; all of it is in the address. */
export interface ExplorerView {
  /** Id of the finding that is looked at; empty for a question of one's own. */
  finding: string;
  from: string;
  to: string;
  hops: number;
  k: number;
  avoid: readonly string[];
  through: readonly string[];
  /** Place of the lit path among those of the answer, from 0. */
  path: number;
  /** Id of the selected edge, or uid of the selected node or group; at most one is not empty. */
  edge: string;
  node: string;
  /** What the side panel shows: the selection, else the answer as a whole; or it is closed. */
  panel: 'selection' | 'answer' | 'none';
  /** Uids that are left out of the drawing. */
  hidden: readonly string[];
  /** Uids that stand for themselves in the drawing, whatever is grouped or left out. */
  pinned: readonly string[];
  /** Uids whose neighbours are drawn too. */
  expanded: readonly string[];
  /** Planes and bases that the legend leaves out beside the path. */
  off: readonly string[];
  /** Whether paths are drawn that make the drawing too wide to read at once. */
  wide: boolean;
  redacted: boolean;
}

const usual: ExplorerView = {
  finding: '',
  from: 'internet',
  to: 'sensitive',
  hops: 12,
  k: 10,
  avoid: [],
  through: [],
  path: 0,
  edge: '',
  node: '',
  panel: 'selection',
  hidden: [],
  pinned: [],
  expanded: [],
  off: [],
  wide: false,
  redacted: false,
};

const lists = {
  avoid: 'avoid',
  through: 'through',
  hidden: 'hide',
  pinned: 'pin',
  expanded: 'expand',
  off: 'off',
};
const texts = ['finding', 'from', 'to', 'edge', 'node'] as const;

const whole = (text: string | null, least: number, most: number, otherwise: number) => {
  const value = Number(text);
  return text !== null && Number.isInteger(value) && value >= least && value <= most
    ? value
    : otherwise;
};

/** The view that an address asks for; what it does not know, or what is out of bounds, is as usual. */
export function parseView(search: Pick<URLSearchParams, 'get' | 'getAll'>): ExplorerView {
  const all = (name: string) => [...new Set(search.getAll(name).filter(Boolean))];
  const panel = search.get('panel');
  const edge = search.get('edge') ?? '';
  return {
    finding: search.get('finding') ?? usual.finding,
    from: search.get('from') || usual.from,
    to: search.get('to') || usual.to,
    hops: whole(search.get('hops'), 1, 64, usual.hops),
    k: whole(search.get('k'), 1, 200, usual.k),
    avoid: all(lists.avoid),
    through: all(lists.through),
    path: whole(search.get('path'), 0, 199, usual.path),
    edge,
    node: edge === '' ? (search.get('node') ?? '') : '',
    panel: panel === 'answer' || panel === 'none' ? panel : usual.panel,
    hidden: all(lists.hidden),
    pinned: all(lists.pinned),
    expanded: all(lists.expanded),
    off: all(lists.off),
    wide: search.get('wide') === 'yes',
    redacted: search.get('names') === 'off',
  };
}

/** The address of a view; what is as usual is left out. */
export function formatView(view: ExplorerView): string {
  const search = new URLSearchParams();
  for (const name of texts) if (view[name] !== usual[name]) search.set(name, view[name]);
  for (const name of ['hops', 'k', 'path'] as const)
    if (view[name] !== usual[name]) search.set(name, String(view[name]));
  for (const name of Object.keys(lists) as (keyof typeof lists)[])
    for (const value of view[name]) search.append(lists[name], value);
  if (view.panel !== usual.panel) search.set('panel', view.panel);
  if (view.wide) search.set('wide', 'yes');
  if (view.redacted) search.set('names', 'off');
  const text = search.toString();
  return text === '' ? '/explorer' : `/explorer?${text}`;
}

/** The part of a view that the server is asked with. */
export type Question = Pick<
  ExplorerView,
  'finding' | 'from' | 'to' | 'hops' | 'k' | 'avoid' | 'through'
>;

/** A view as it is right after a new question: nothing of the last drawing is kept. */
export const asked = (view: ExplorerView, question: Partial<Question>): ExplorerView => ({
  ...usual,
  redacted: view.redacted,
  from: view.from,
  to: view.to,
  hops: view.hops,
  k: view.k,
  avoid: view.avoid,
  through: view.through,
  ...question,
});

/** The same question for the same address, as text, so that nothing else asks it again. */
export const questionOf = ({ finding, from, to, hops, k, avoid, through }: ExplorerView): string =>
  JSON.stringify({ finding, from, to, hops, k, avoid, through } satisfies Question);
