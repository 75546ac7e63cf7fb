import { SvelteMap } from 'svelte/reactivity';
import { untrack } from 'svelte';
import { failureOf } from '../client/failure.ts';
import { request } from '../client/request.ts';
import { edgesDocument } from '../documents/entity.ts';
import type { Layout } from '../graph/layered.ts';
import { frame } from '../state/frame.svelte.ts';
import { live } from '../state/live.svelte.ts';
import { query, type Query } from '../state/query.svelte.ts';
import { asked, formatView, parseView, questionOf } from './address.ts';
import type { ExplorerView, Question } from './address.ts';
import { arranger, expandedNow } from './arrange.ts';
import { askFor, type Answer, type Hop, type Path } from './ask.ts';
import { pathsThatFit } from './paths-that-fit.ts';
import type { Neighbours, NodePart } from './parts-of.ts';
import { entitiesOf, plainNaming, redactedNaming, type Naming } from './redact.ts';
import { mostNodes, sceneOf, type Scene, type SceneNode } from './scene.ts';
import { endFound, endNamed } from './virtual-ends.ts';
import { changed, fresh, redone, undone, type Undo } from './undo.ts';

/** What can be undone: what is drawn of an answer, not which answer it is. */
type Drawn = Pick<ExplorerView, 'hidden' | 'pinned' | 'expanded' | 'off' | 'wide'>;

/** Neighbours that are drawn at once. */
const neighboursAtOnce = 25;

export type Selection =
  { edge: string; hop: Hop | undefined } | { node: string; of: SceneNode } | undefined;

type End = Pick<NodePart, 'uid' | 'name' | 'kind'>;
type Search = Pick<URLSearchParams, 'get' | 'getAll'>;
/** Goes to an address, in the place of the present one or after it. */
type Goto = (address: string, replace: boolean) => void;

/** The explorer on one address: what was asked, what is drawn of the answer, what is selected. */
export class Explorer {
  readonly #search: () => Search;
  readonly #goto: Goto;
  readonly query: Query<Answer>;
  readonly neighbours = new SvelteMap<string, Neighbours>();
  readonly #arrange = arranger();
  #undo = $state.raw<Undo<Drawn>>(fresh);

  constructor(search: () => Search, goto: Goto) {
    this.#search = search;
    this.#goto = goto;
    this.query = query((signal) => {
      const question = JSON.parse(this.question) as Question;
      return askFor(question, { signal });
    });
    $effect(() => {
      void live.version;
      untrack(() => this.neighbours.clear());
      void this.question;
    });
    $effect(() => {
      for (const uid of this.view.expanded) if (!this.neighbours.has(uid)) void this.#fetch(uid);
    });
  }

  readonly view: ExplorerView = $derived.by(() => parseView(this.#search()));
  readonly question: string = $derived(questionOf(this.view));
  readonly answer: Answer | undefined = $derived.by(() => this.query.data);
  readonly at: number = $derived(
    Math.max(0, Math.min(this.view.path, (this.answer?.paths.length ?? 1) - 1)),
  );
  readonly lit: Path | undefined = $derived(this.answer?.paths[this.at]);
  readonly others: readonly Path[] = $derived([
    ...(this.answer?.paths ?? []).filter((path) => path !== this.lit),
    ...(this.answer?.around ?? []),
  ]);

  readonly drawn: readonly Path[] = $derived(
    this.view.wide ? this.others : pathsThatFit(this.lit, this.others),
  );

  /** Paths of the answer that are not drawn, or not to their end. */
  readonly shortened: number = $derived(
    this.others.filter((path) => !this.drawn.includes(path)).length,
  );

  readonly scene: Scene = $derived.by(() =>
    sceneOf(this.lit, this.drawn, {
      hidden: this.view.hidden,
      off: this.view.off,
      expanded: expandedNow(this.view.expanded, this.neighbours),
      kept: this.view.node === '' ? [] : [this.view.node],
      pinned: this.view.pinned,
    }),
  );
  readonly tooMany: boolean = $derived(this.scene.nodes.size > mostNodes);

  readonly layout: Layout = $derived.by(() => this.#arrange(this.scene, this.tooMany));

  readonly naming: Naming = $derived.by(() =>
    this.view.redacted
      ? redactedNaming([...entitiesOf(this.lit ? [this.lit, ...this.others] : this.others)])
      : plainNaming,
  );

  /** Both ends of what is looked at: of the finding, else as they were found, else as asked. */
  readonly ends: { from: End; to: End } = $derived.by(() => {
    const { view, answer, lit } = this;
    const finding = answer?.finding;
    if (finding)
      return {
        from: lit?.hops[0]?.from ?? finding.entry,
        to: lit?.hops.at(-1)?.to ?? finding.target,
      };
    const found = answer?.found;
    const end = (id: string, as: NonNullable<typeof found>['from'] | undefined) =>
      as?.text === id ? endFound(as) : endNamed(id);
    return { from: end(view.from, found?.from), to: end(view.to, found?.to) };
  });

  /** The first hop is selected until the reader selects something else. */
  readonly selection: Selection = $derived.by(() => {
    const { edge, node, panel } = this.view;
    const hops = this.lit?.hops ?? [];
    const of = this.scene.nodes.get(node);
    if (of) return { node, of };
    if (edge !== '') return { edge, hop: hops.find(({ edgeId }) => edgeId === edge) };
    const [first] = hops;
    return first && panel === 'selection' ? { edge: first.edgeId, hop: first } : undefined;
  });

  get canUndo(): boolean {
    return this.#undo.past.length > 0;
  }
  get canRedo(): boolean {
    return this.#undo.future.length > 0;
  }

  /** Shows another view; a new question gets its own place in the history of the browser. */
  go(view: ExplorerView, { replace = false } = {}): void {
    this.#goto(formatView(view), replace);
  }

  ask = (question: Partial<Question>): void => {
    this.#undo = fresh;
    this.go(asked(this.view, question));
  };

  #change(drawn: Partial<Drawn>) {
    this.#undo = changed(this.#undo, this.view);
    this.go({ ...this.view, ...drawn }, { replace: true });
  }

  #restore(to: [Drawn, Undo<Drawn>] | undefined, said: string) {
    if (!to) return;
    const [{ hidden, pinned, expanded, off, wide }, undo] = to;
    this.#undo = undo;
    frame.said = said;
    this.go({ ...this.view, hidden, pinned, expanded, off, wide }, { replace: true });
  }

  undo = (): void => this.#restore(undone(this.#undo, this.view), 'Undone');
  redo = (): void => this.#restore(redone(this.#undo, this.view), 'Done again');

  selectEdge = (edge: string): void =>
    this.go({ ...this.view, edge, node: '', panel: 'selection' }, { replace: true });
  selectNode = (node: string): void =>
    this.go({ ...this.view, node, edge: '', panel: 'selection' }, { replace: true });
  showAnswer = (): void =>
    this.go({ ...this.view, node: '', edge: '', panel: 'answer' }, { replace: true });

  /** One layer back: from the selection to the answer, from that to the drawing alone. */
  back = (): void => {
    if (this.selection) this.showAnswer();
    else this.close();
  };
  close = (): void =>
    this.go({ ...this.view, node: '', edge: '', panel: 'none' }, { replace: true });

  /** Selects the hop before or after, or the one next to the selected node. */
  stepHop(by: 1 | -1): void {
    const hops = this.lit?.hops ?? [];
    const selection = this.selection;
    const from =
      selection && 'edge' in selection
        ? hops.findIndex(({ edgeId }) => edgeId === selection.edge)
        : selection && by === 1
          ? hops.findIndex(({ from: { uid } }) => uid === selection.node) - 1
          : -1;
    const next = hops[Math.max(0, Math.min(hops.length - 1, from + by))];
    if (!next) return;
    frame.said = `Hop ${next.index + 1} of ${hops.length}: ${next.say}`;
    this.selectEdge(next.edgeId);
  }

  /** Lights another path of the answer. */
  light = (place: number): void => {
    const many = this.answer?.paths.length ?? 0;
    if (place < 0 || place >= many) return;
    frame.said = `Path ${place + 1} of ${many}`;
    this.go({ ...this.view, path: place, edge: '', node: '', panel: 'selection' });
  };

  hide = (uid: string): void => {
    const node = this.scene.nodes.get(uid);
    if (!node) return;
    if (node.level === 'path') {
      frame.said = 'What the path passes cannot be hidden';
      return;
    }
    const hidden = [...this.view.hidden, ...(node.group?.members ?? [uid])];
    const pinned = this.view.pinned.filter((id) => id !== uid);
    this.#undo = changed(this.#undo, this.view);
    frame.said = 'Hidden';
    this.go(
      { ...this.view, hidden, pinned, node: '', edge: '', panel: 'answer' },
      { replace: true },
    );
  };

  /** Keeps a node in the drawing, whatever is grouped or left out beside it; or lets it go again. */
  pin = (uid: string): void => {
    const { pinned } = this.view;
    if (uid === '' || this.scene.nodes.get(uid)?.group) return;
    frame.said = pinned.includes(uid) ? 'No longer pinned' : 'Pinned';
    this.#change({
      pinned: pinned.includes(uid) ? pinned.filter((id) => id !== uid) : [...pinned, uid],
    });
  };

  /** Draws the neighbours of a node, or takes them away again. */
  expand = (uid: string): void => {
    const { expanded } = this.view;
    this.#change({
      expanded: expanded.includes(uid) ? expanded.filter((id) => id !== uid) : [...expanded, uid],
    });
  };

  toggle = (part: string): void => {
    const { off } = this.view;
    this.#change({ off: off.includes(part) ? off.filter((id) => id !== part) : [...off, part] });
  };

  showAll = (): void => this.#change({ hidden: [], off: [] });
  widen = (): void => this.#change({ wide: !this.view.wide });

  redact = (): void => this.go({ ...this.view, redacted: !this.view.redacted }, { replace: true });

  async #fetch(uid: string) {
    const variables = { uid, direction: null, kinds: null, first: neighboursAtOnce, after: null };
    try {
      const { entity } = await request(edgesDocument, variables);
      if (entity) this.neighbours.set(uid, entity.edges);
      frame.said = entity ? `${entity.edges.nodes.length} edges drawn` : 'It is no longer there';
    } catch (thrown) {
      frame.said = failureOf(thrown).message;
    }
  }
}
