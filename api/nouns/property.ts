import { builder } from '../builder.ts';
import { textOf } from '../property.ts';

export const Property = builder.objectRef<{ name: string; value: unknown }>('Property').implement({
  description: 'A property by its name, as sources give it.',
  fields: (t) => ({
    name: t.exposeString('name'),
    value: t.string({
      description: 'Text as it is; any other value as JSON.',
      resolve: ({ value }) => textOf(value),
    }),
    document: t.boolean({
      description: 'True where the value is a JSON document or list.',
      resolve: ({ value }) => typeof value === 'object' && value !== null,
    }),
  }),
});

/** The properties of a node or an edge, by name. */
export const propertiesOf = (props: Record<string, unknown>) =>
  Object.entries(props)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({ name, value }));
