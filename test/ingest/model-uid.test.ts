import { expect, test } from 'vitest';
import { modelUid } from '../../ingest/model-uid.ts';

const sonnet = 'model:anthropic/claude-3-5-sonnet-20240620';

/**
 * Identifiers as the providers' catalogues print them: Amazon Bedrock User Guide (model ids and
 * inference profiles), Vertex AI model garden, Anthropic and OpenAI API references, Hugging Face.
 */
const named: [string, string][] = [
  ['anthropic.claude-3-5-sonnet-20240620-v1:0', sonnet],
  ['us.anthropic.claude-3-5-sonnet-20240620-v1:0', sonnet],
  ['arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-5-sonnet-20240620-v1:0', sonnet],
  [
    'arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-3-5-sonnet-20240620-v1:0',
    sonnet,
  ],
  ['publishers/anthropic/models/claude-3-5-sonnet@20240620', sonnet],
  ['projects/p/locations/us-east5/publishers/anthropic/models/claude-3-5-sonnet@20240620', sonnet],
  ['claude-3-5-sonnet-20240620', sonnet],
  ['anthropic/claude-3.5-sonnet', 'model:anthropic/claude-3-5-sonnet'],
  ['global.anthropic.claude-opus-4-6-v1', 'model:anthropic/claude-opus-4-6'],
  ['anthropic.claude-v2:1', 'model:anthropic/claude-v2-1'],
  ['anthropic.claude-instant-v1', 'model:anthropic/claude-instant-v1'],
  ['amazon.titan-embed-text-v1', 'model:amazon/titan-embed-text-v1'],
  ['amazon.titan-embed-text-v2:0', 'model:amazon/titan-embed-text-v2'],
  ['amazon.nova-premier-v1:0:8k', 'model:amazon/nova-premier-v1'],
  ['us-gov.amazon.nova-pro-v1:0', 'model:amazon/nova-pro-v1'],
  ['meta.llama3-70b-instruct-v1:0', 'model:meta/llama3-70b-instruct'],
  ['mistral.mistral-7b-instruct-v0:2', 'model:mistral/mistral-7b-instruct-v0-2'],
  ['mistralai/Mistral-7B-Instruct-v0.2', 'model:mistral/mistral-7b-instruct-v0-2'],
  ['openai.gpt-oss-120b-1:0', 'model:openai/gpt-oss-120b'],
  ['openai/gpt-oss-120b', 'model:openai/gpt-oss-120b'],
  ['us.deepseek.r1-v1:0', 'model:deepseek/deepseek-r1'],
  ['deepseek-reasoner', 'model:deepseek/deepseek-r1'],
  ['gpt-4o', 'model:openai/gpt-4o'],
  ['gpt-4o-2024-08-06', 'model:openai/gpt-4o-2024-08-06'],
  ['gpt-3.5-turbo', 'model:openai/gpt-3-5-turbo'],
  ['o3-mini', 'model:openai/o3-mini'],
  ['text-embedding-3-large', 'model:openai/text-embedding-3-large'],
  ['gemini-1.5-pro-002', 'model:google/gemini-1-5-pro-002'],
  ['publishers/google/models/gemini-1.5-pro-002', 'model:google/gemini-1-5-pro-002'],
];

test.each(named)('%s is %s', (id, uid) => {
  expect(modelUid(id)).toBe(uid);
});

test.each([
  '',
  'foo',
  'my-fine-tune',
  'orders',
  'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abcdefghij12',
  'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123',
  '1.2.3',
])('%s names no publisher', (id) => {
  expect(modelUid(id)).toBeNull();
});
