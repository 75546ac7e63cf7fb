import { nameOf } from '../../graph/view.ts';
import { builder } from '../builder.ts';
import { EntityRefType, EntityType } from '../refs.ts';
import { NodeKind } from './enums.ts';

builder.objectType(EntityRefType, {
  description: 'An entity by its id. A finding keeps it when the entity itself is gone.',
  fields: (t) => ({
    uid: t.id({ resolve: (uid) => uid }),
    name: t.string({
      description: 'Its name; the last part of its id where it is gone.',
      resolve: (uid, _, { estate }) => nameOf(estate.view.node(uid) ?? { uid, props: {} }),
    }),
    kind: t.field({
      type: NodeKind,
      nullable: true,
      description: 'Null where it is gone.',
      resolve: (uid, _, { estate }) => estate.view.node(uid)?.kind ?? null,
    }),
    entity: t.field({
      type: EntityType,
      nullable: true,
      description: 'Null where it is gone.',
      resolve: (uid, _, { estate }) => estate.view.node(uid) ?? null,
    }),
  }),
});
