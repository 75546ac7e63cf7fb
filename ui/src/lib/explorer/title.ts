import type { Explorer } from './explorer.svelte.ts';
import { endNamed } from './virtual-ends.ts';

/** What is looked at, as `Internet to customer-orders`. */
export function titleOf({
  view,
  answer,
  lit,
  naming,
}: Pick<Explorer, 'view' | 'answer' | 'lit' | 'naming'>): string {
  const [first, last] = [lit?.hops[0]?.from, lit?.hops.at(-1)?.to];
  const finding = answer?.finding;
  if (finding) return `${naming(first ?? finding.entry)} to ${naming(last ?? finding.target)}`;
  if (view.finding !== '') return 'Finding';
  const end = (id: string, entity: typeof first) =>
    entity?.uid === id ? naming(entity) : view.redacted ? 'one' : endNamed(id).name;
  const target = end(view.to, last);
  return `${end(view.from, first)} to ${target.replace(/^A(?=ny |dmin )/, 'a')}`;
}
