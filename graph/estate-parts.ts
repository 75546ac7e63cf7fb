import { probability } from './findings/priors.ts';
import { Projection } from './projection/projection.ts';
import type { Rule } from './rules/rule.ts';
import type { Demo, Evaluated } from './settled-state.ts';
import type { Turn } from './share/turn.ts';
import type { Store } from './store/store.ts';
import type { View } from './view.ts';

/** What an estate begins with. */
export interface EstateParts {
  store: Store;
  view: View;
  rules: readonly Rule[];
  turn: Turn;
  fromScratch: boolean;
  folder: string | null;
  key: string;
  /** Milliseconds for which what is bound to a time is kept. */
  retention: number;
  demo: Demo;
  evaluated: Evaluated;
  /** Made from the view where it is not at hand. */
  projection?: Projection;
}

/** The walkable part of a view, as an estate searches it. */
export const projectionOf = (view: View): Projection =>
  new Projection(view.nodes(), view.edges(), probability);
