import { readdirSync } from 'node:fs';
import { builder } from './builder.ts';

const folder = new URL('./nouns/', import.meta.url);

/** A noun is added by adding its file. */
for (const name of readdirSync(folder).sort())
  if (name.endsWith('.ts')) await import(new URL(name, folder).href);

/** The whole GraphQL schema. */
export const schema = builder.toSchema();
