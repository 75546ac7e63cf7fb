import type { Explorer } from './explorer.svelte.ts';
import { endNamed } from './virtual-ends.ts';

/** What is looked at, as `Internet to customer-orders`. */
export function titleOf({
  view,
  answer,
  ends,
  naming,
}: Pick<Explorer, 'view' | 'answer' | 'ends' | 'naming'>): string {
  if (view.finding !== '' && !answer?.finding) return 'Finding';
  const told = (end: typeof ends.from) => (endNamed(end.uid).kind ? end.name : naming(end));
  return `${told(ends.from)} to ${told(ends.to).replace(/^A(?=ny |dmin )/, 'a')}`;
}
