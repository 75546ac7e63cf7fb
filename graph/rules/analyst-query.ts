import { readdir, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { frontMatter } from './front-matter.ts';
import { lintQuery } from './lint.ts';

const header = z.strictObject({
  title: z.string().trim().min(1),
  /** The question that it answers. */
  answers: z.string().trim().min(1),
});

/** A question about the estate that an analyst may run as it is, or as a start for another. */
export interface AnalystQuery extends z.infer<typeof header> {
  /** Kebab-case; also the file's name. */
  name: string;
  /** Plain Cypher that reads. */
  query: string;
}

const folder = new URL('../../cypher/queries/', import.meta.url);

/** The queries that come with Cutset. Throws RULE_INVALID for one that breaks the schema. */
export async function loadQueries(): Promise<AnalystQuery[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.cypher')).sort();
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(new URL(file, folder), 'utf8');
      const read = frontMatter(file, text, header, Object.keys(header.shape));
      lintQuery(`query ${file}`, read.query);
      return { ...read.header, name: file.replace(/\.cypher$/, ''), query: read.query };
    }),
  );
}
