/** A kind of key that its own text tells. */
export interface SecretFormat {
  type: string;
  /** The first group, where there is one, is the secret; else the whole match. */
  pattern: RegExp;
}

/**
 * Keys that carry a public prefix of their issuer, from the issuers' documentation of their token
 * formats. Repetitions are bounded, so that hostile text costs linear time.
 */
export const secretFormats: readonly SecretFormat[] = [
  { type: 'aws-bedrock-api-key', pattern: /\bABSK[A-Za-z0-9+/]{60,300}={0,2}/g },
  { type: 'aws-bedrock-api-key', pattern: /\bbedrock-api-key-[A-Za-z0-9+/=_-]{20,4000}/g },
  { type: 'anthropic-api-key', pattern: /\bsk-ant-[a-z]{3,8}\d{2}-[\w-]{20,200}/g },
  {
    type: 'openai-api-key',
    pattern: /\bsk-(?:(?:proj|svcacct|admin|None)-[\w-]{20,250}|[A-Za-z0-9]{32,64}\b)/g,
  },
  { type: 'huggingface-token', pattern: /\bhf_[A-Za-z0-9]{30,60}\b/g },
  { type: 'groq-api-key', pattern: /\bgsk_[A-Za-z0-9]{40,80}\b/g },
  { type: 'replicate-token', pattern: /\br8_[A-Za-z0-9]{30,60}\b/g },
  { type: 'perplexity-api-key', pattern: /\bpplx-[A-Za-z0-9]{32,80}\b/g },
  { type: 'xai-api-key', pattern: /\bxai-[A-Za-z0-9]{40,120}\b/g },
  { type: 'pinecone-api-key', pattern: /\bpcsk_[\w-]{30,120}/g },
  { type: 'langsmith-api-key', pattern: /\blsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{8,16}\b/g },
  { type: 'google-api-key', pattern: /\bAIza[\w-]{35}/g },
  { type: 'databricks-token', pattern: /\bdapi[a-f0-9]{32}\b/g },
  { type: 'github-token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255})/g },
  { type: 'gitlab-token', pattern: /\bglpat-[\w-]{20,64}/g },
  { type: 'slack-token', pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,250}/g },
  { type: 'stripe-key', pattern: /\b[rs]k_live_[A-Za-z0-9]{16,250}/g },
  { type: 'sendgrid-api-key', pattern: /\bSG\.[\w-]{20,24}\.[\w-]{39,50}/g },
  { type: 'npm-token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { type: 'azure-storage-key', pattern: /\bAccountKey=([A-Za-z0-9+/]{86}==)/g },
  { type: 'jwt', pattern: /\beyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{10,2000}/g },
  {
    type: 'private-key',
    pattern: /-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----[^-]{16,8000}/g,
  },
  {
    type: 'url-password',
    pattern: /\b[a-z][a-z0-9+.-]{1,19}:\/\/[^\s:/?#@]{1,64}:([^\s@/]{3,200})@/g,
  },
];
