import type { Effect } from '../../../graph/access/aws/effect.ts';

/** Every permission that a row needs. */
export const needed = ({ actions, also = [] }: Effect) => [
  ...actions,
  ...also.map((need) => (typeof need === 'string' ? need : need.action)),
];
