import { z } from 'zod';
import { gatewayCalls } from './agentcore-gateway.ts';
import { harnessCalls } from './agentcore-harness.ts';
import { attachNetwork, internetAccess, network } from './agentcore-network.ts';
import { runtimeCalls } from './agentcore-runtime.ts';
import { actsAs, encryptedWith } from './attachments.ts';
import type { AwsCall } from './call.ts';
import { arnText, described, listed, policyOfArn } from './plain.ts';
import { awsService } from './service.ts';

const text = z.string().nullish();
const agentcore = (type: string) => arnText('bedrock-agentcore', type);

const fieldsOf = (item: object) => item as Record<string, unknown>;

/** A form with further fields whose names are computed, and so unknown to its type. */
const withFields = <S extends z.ZodObject>(form: S, fields: z.ZodRawShape) =>
  form.extend(fields) as unknown as S;

/** A tool of AgentCore that runs under a role: code interpreter or browser; `key` begins its fields. */
function sandboxCalls(key: 'codeInterpreter' | 'browser', type: string): Record<string, AwsCall> {
  const plural = `${key}Summaries`;
  const cli = key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
  const uid = (item: object) => String(fieldsOf(item)[`${key}Arn`]);
  const own = { [`${key}Arn`]: agentcore(cli), [`${key}Id`]: z.string() };
  const summary = z.looseObject({ name: z.string(), status: text });
  const whole = summary.extend({ executionRoleArn: text, networkConfiguration: network });
  return {
    [`list-${cli}s`]: listed({
      sign: [plural],
      items: plural,
      kind: 'Workload',
      form: withFields(summary, own),
      uid: (item) => uid(item),
      props: ({ name, status }) => ({ name, type, state: status ?? undefined }),
    }),
    [`get-${cli}`]: described({
      sign: [`${key}Arn`, `${key}Id`, 'networkConfiguration'],
      each: { operation: `list-${cli}s`, query: `${plural}[].${key}Id`, option: `--${cli}-id` },
      kind: 'Workload',
      form: withFields(whole, own),
      uid: (item) => uid(item),
      props: ({ name, status, networkConfiguration }) => ({
        name,
        type,
        state: status ?? undefined,
        internetAccess: internetAccess(networkConfiguration),
        config: { networkMode: networkConfiguration?.networkMode },
      }),
      links({ executionRoleArn, networkConfiguration }, claim, node) {
        actsAs(claim, node, executionRoleArn);
        attachNetwork(claim, node, networkConfiguration);
      },
    }),
  };
}

/**
 * True where every strategy keeps what it remembers apart by actor or session; unknown without one
 * (AgentCore Developer Guide, "Memory organization").
 */
const isolated = (strategies: readonly { namespaces?: string[] | null | undefined }[]) => {
  const namespaces = strategies.flatMap((strategy) => strategy.namespaces ?? []);
  return namespaces.length === 0
    ? undefined
    : namespaces.every((namespace) => /\{(actorId|sessionId)\}/.test(namespace));
};

const memoryArn = agentcore('memory/');

/** Providers of outbound credentials, of either kind; the secret itself lies in Secrets Manager. */
function providerCalls(cli: 'oauth2' | 'api-key', secretKey: string): Record<string, AwsCall> {
  const list = `list-${cli}-credential-providers`;
  const provider = z.looseObject({
    name: z.string(),
    credentialProviderArn: agentcore('token-vault/'),
    credentialProviderVendor: text,
  });
  type Provider = z.infer<typeof provider>;
  const secret = z.looseObject({ secretArn: z.string() }).nullish();
  const arn = ({ credentialProviderArn }: Provider) => credentialProviderArn;
  const uid = (of: Provider) => `cred:${arn(of)}`;
  const props = ({ name, credentialProviderVendor: vendor }: Provider) => ({
    name,
    type: ['agentcore', cli, vendor].filter(Boolean).join(' '),
  });
  return {
    [list]: listed({
      sign: [],
      items: 'credentialProviders',
      kind: 'Credential',
      form: provider,
      uid,
      arn,
      props,
    }),
    [`get-${cli}-credential-provider`]: described({
      sign: ['credentialProviderArn', secretKey],
      each: { operation: list, query: 'credentialProviders[].name', option: '--name' },
      kind: 'Credential',
      form: withFields(provider, { [secretKey]: secret }),
      uid,
      arn,
      props,
      links(of, claim, node) {
        const kept = secret.parse(fieldsOf(of)[secretKey])?.secretArn;
        if (kept) claim.edge('REVEALS', claim.ref('Secret', kept), node);
      },
    }),
  };
}

export default awsService(
  'bedrock-agentcore-control',
  'Bedrock AgentCore: runtimes, harnesses, gateways, sandboxes, memory and identities',
  {
    ...runtimeCalls,
    ...harnessCalls,
    ...gatewayCalls,
    ...sandboxCalls('codeInterpreter', 'agentcore-code-interpreter'),
    ...sandboxCalls('browser', 'agentcore-browser'),
    'list-memories': listed({
      sign: ['memories'],
      items: 'memories',
      kind: 'MemoryStore',
      form: z.looseObject({ arn: memoryArn, id: z.string() }),
      uid: ({ arn }) => arn,
      props: ({ id }) => ({ name: id }),
    }),
    'get-memory': described({
      sign: ['memory.id'],
      each: { operation: 'list-memories', query: 'memories[].id', option: '--memory-id' },
      at: 'memory',
      kind: 'MemoryStore',
      form: z.looseObject({
        arn: memoryArn,
        name: z.string(),
        encryptionKeyArn: text,
        eventExpiryDuration: z.number().nullish(),
        strategies: z
          .array(z.looseObject({ type: text, namespaces: z.array(z.string()).nullish() }))
          .nullish(),
      }),
      uid: ({ arn }) => arn,
      props: (memory) => ({
        name: memory.name,
        retentionDays: memory.eventExpiryDuration ?? undefined,
        namespaceIsolation: isolated(memory.strategies ?? []),
        config: { strategies: (memory.strategies ?? []).map(({ type }) => type) },
      }),
      links(memory, claim, node, answer) {
        encryptedWith(answer, claim, node, memory.encryptionKeyArn);
      },
    }),
    'list-workload-identities': listed({
      sign: ['workloadIdentities'],
      items: 'workloadIdentities',
      kind: 'Identity',
      form: z.looseObject({
        name: z.string(),
        workloadIdentityArn: agentcore('workload-identity-directory/'),
      }),
      uid: ({ workloadIdentityArn }) => workloadIdentityArn,
      props: ({ name }) => ({ name, subtype: 'workload-identity' as const, nonHuman: true }),
    }),
    ...providerCalls('oauth2', 'clientSecretArn'),
    ...providerCalls('api-key', 'apiKeySecretArn'),
    'get-resource-policy': policyOfArn({
      sign: [],
      each: {
        operation: 'get-gateway',
        query: 'gatewayArn',
        option: '--resource-arn',
      },
      field: 'policy',
    }),
  },
  { prefix: 'bedrock-agentcore' },
);
