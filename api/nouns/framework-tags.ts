import { controlTitles } from '../../graph/rules/control-titles.ts';
import { frameworkIds, frameworkOf } from '../../graph/rules/frameworks.ts';
import { builder } from '../builder.ts';

interface FrameworkTags {
  id: string;
  name: string;
  tags: { id: string; title: string | null }[];
}

const TagType = builder.objectRef<FrameworkTags['tags'][number]>('FrameworkTag').implement({
  description: 'A requirement or technique by its id.',
  fields: (t) => ({
    id: t.exposeString('id'),
    title: t.exposeString('title', { nullable: true }),
  }),
});

export const FrameworkTagsType = builder.objectRef<FrameworkTags>('FrameworkTags').implement({
  description: 'Requirements or techniques of one framework. Evidence for them, never proof.',
  fields: (t) => ({
    id: t.exposeString('id'),
    name: t.exposeString('name'),
    tags: t.expose('tags', { type: [TagType] }),
  }),
});

/** Tags by framework, in the order of frameworks; those without any are left out. */
export const tagsOf = (frameworks: Partial<Record<string, string[]>>): FrameworkTags[] =>
  frameworkIds.flatMap((id) => {
    const ids = frameworks[id] ?? [];
    const tags = ids.map((tag) => ({ id: tag, title: controlTitles[tag] ?? null }));
    return tags.length > 0 ? [{ id, name: frameworkOf(id).name, tags }] : [];
  });
