import type { PropsOf } from '../../../graph/schema/index.ts';
import type { ElementConfig, ElementType } from '../../../graph/network/config.ts';

/** Properties of a network element: its type, and what it is set to in the form of that type. */
export const element = <T extends ElementType>(
  type: T,
  config: ElementConfig<T>,
): PropsOf<'NetworkElement'> => ({ type, config });
