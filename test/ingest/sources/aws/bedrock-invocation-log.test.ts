import { expect, test } from 'vitest';
import { mapRecord } from '../../../../ingest/map-record.ts';
import log from '../../../../ingest/sources/aws/bedrock-invocation-log.ts';

test('of prompts, answers and what a guardrail matched nothing is kept', () => {
  const words = ['my number is 078-05-1120', 'the answer text', 'matched-secret-phrase'];
  const record = {
    schemaType: 'ModelInvocationLog',
    timestamp: '2026-03-01T10:00:00Z',
    accountId: '111122223333',
    region: 'us-east-1',
    requestId: 'r-1',
    operation: 'Converse',
    modelId: 'amazon.titan-text-express-v1',
    identity: { arn: 'arn:aws:sts::111122223333:assumed-role/chat/s' },
    input: { inputBodyJson: { messages: [{ role: 'user', content: [{ text: words[0] }] }] } },
    output: {
      outputBodyJson: {
        output: { message: { content: [{ text: words[1] }] } },
        stopReason: 'guardrail_intervened',
        trace: {
          guardrail: {
            actionReason: words[2],
            inputAssessment: {
              g: {
                wordPolicy: { customWords: [{ match: words[2], action: 'BLOCKED' }] },
                sensitiveInformationPolicy: {
                  piiEntities: [
                    { type: 'US_SOCIAL_SECURITY_NUMBER', match: words[0], action: 'BLOCKED' },
                  ],
                },
              },
            },
          },
        },
      },
    },
  };
  const text = JSON.stringify(mapRecord(log, record, 'x#1', { path: 'x', at: 0 }, 'key'));
  expect(text).toContain('US_SOCIAL_SECURITY_NUMBER');
  for (const word of words) expect(text).not.toContain(word);
});
