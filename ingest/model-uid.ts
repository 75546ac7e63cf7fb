/** Which publisher a model name without one belongs to, by how the name begins. */
const publishers: readonly (readonly [RegExp, string])[] = [
  [/^claude/, 'anthropic'],
  [/^(gpt|chatgpt|o[1345](-|$)|text-embedding-|text-davinci|davinci|dall-e|whisper)/, 'openai'],
  [/^(gemini|gemma|palm|text-bison|chat-bison|textembedding-gecko|imagen|veo)/, 'google'],
  [/^(llama|codellama)/, 'meta'],
  [/^(mistral|mixtral|ministral|codestral|pixtral|magistral|devstral)/, 'mistral'],
  [/^(command|embed-(english|multilingual)|rerank-)/, 'cohere'],
  [/^(nova|titan)/, 'amazon'],
  [/^deepseek/, 'deepseek'],
  [/^(qwen|qwq)/, 'qwen'],
  [/^grok/, 'xai'],
  [/^phi-/, 'microsoft'],
  [/^(jamba|j2-)/, 'ai21'],
];

/** Names by which catalogues call a publisher otherwise. */
const publisherAliases: Record<string, string> = {
  mistralai: 'mistral',
  'mistral-ai': 'mistral',
  'meta-llama': 'meta',
  facebook: 'meta',
  alibaba: 'qwen',
  'x-ai': 'xai',
  'azure-openai': 'openai',
  'deepseek-ai': 'deepseek',
};

/** Names that mean the same model as another name. */
const nameAliases: Record<string, string> = {
  'deepseek/r1': 'deepseek-r1',
  'deepseek/v3': 'deepseek-v3',
  'deepseek/deepseek-reasoner': 'deepseek-r1',
};

const bedrockId = /^(?:[a-z-]{2,8}\.)?(?<publisher>[a-z0-9]+)\.(?<name>[a-z0-9][\w.:-]*)$/;
const slashed = /(?:^|\/)(?:publishers\/)?(?<publisher>[\w-]+)\/(?:models\/)?(?<name>[\w.:@-]+)$/;

/**
 * Bedrock ends ids in a revision of its own, `-v1:0`, and a context size, `:8k`. It is the model's
 * version only where the name has no other number, or where it starts below one (`-v0:2`).
 */
function withoutRevision(name: string): string {
  const sized = name.replace(/:\d+k$/, '');
  const bare = sized.replace(/-v?[1-9]\d*:\d+$|-v[1-9]\d*$/, '');
  return bare !== sized && /\d/.test(bare) ? bare : sized.replace(/:0$/, '');
}

const tidy = (name: string) =>
  withoutRevision(name.replace(/@/g, '-'))
    .replace(/(?<=\d)[.:](?=\d)/g, '-')
    .replace(/-latest$/, '');

function parts(id: string): { publisher: string; name: string } | null {
  const resource = /^arn:[^:]*:bedrock:[^:]*:[^:]*:[a-z-]+\/(?<id>.+)$/.exec(id)?.groups?.['id'];
  const text = (resource ?? id).trim().toLowerCase();
  const named = (text.includes('/') ? slashed : bedrockId).exec(text)?.groups;
  const publisher = named?.['publisher'];
  if (named && publisher !== undefined && named['name'] !== undefined && !/^\d/.test(named['name']))
    return { publisher: publisherAliases[publisher] ?? publisher, name: named['name'] };
  if (text.includes('/') || text === '') return null;
  const inferred = publishers.find(([pattern]) => pattern.test(text))?.[1];
  return inferred === undefined ? null : { publisher: inferred, name: text };
}

/**
 * Unique id of the Model that an identifier names, `model:{publisher}/{family}-{version}`: Bedrock
 * model id, inference profile id or ARN, Vertex publisher model, name at its publisher's own API,
 * or Hugging Face repository. Dated snapshots are models of their own. Dots between digits become
 * dashes, because catalogues differ in them. Null where the publisher cannot be told.
 */
export function modelUid(id: string): string | null {
  const found = parts(id);
  if (!found) return null;
  const name = tidy(found.name);
  return `model:${found.publisher}/${nameAliases[`${found.publisher}/${name}`] ?? name}`;
}
