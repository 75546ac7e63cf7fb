import { capabilities } from '../../../../graph/schema/capability.ts';
import type { Layout } from '../graph/layered.ts';
import type { Path } from './ask.ts';

export interface Head {
  x: number;
  /** `Origin`, `Hop 2`, `Hops 3, 4`; empty above a column beside the path. */
  title: string;
  /** What is gained there. */
  gains: string;
}

/** Heads of the columns: hops of the lit path that end there, and what they gain. */
export function headsOf({ columns, nodes }: Layout, path: Path | undefined): Head[] {
  const hops = path?.hops ?? [];
  const [first] = hops;
  const origins = [...nodes.values()].some(({ layer }) => layer === 0);
  const start = first && nodes.get(first.from.uid)?.layer;
  return columns.map((x, layer) => {
    const arriving = hops.filter(({ to }) => nodes.get(to.uid)?.layer === layer);
    const steps = arriving.map(({ index }) => index + 1);
    const gained = [...new Set(arriving.map(({ gains }) => gains))];
    const begins = layer === 0 ? (origins ? 'Origin' : '') : layer === start ? 'Start' : '';
    return {
      x,
      title: steps.length > 0 ? `Hop${steps.length > 1 ? 's' : ''} ${steps.join(', ')}` : begins,
      gains: gained.map((capability) => capabilities[capability].name).join(', '),
    };
  });
}
