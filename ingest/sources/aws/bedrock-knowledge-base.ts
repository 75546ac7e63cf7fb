import { z } from 'zod';
import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import type { Answer } from './answer.ts';
import { actsAs } from './attachments.ts';
import { addDataSource, dataSource } from './bedrock-data-source.ts';
import { list, one } from './call.ts';
import { arnText, described, listed } from './plain.ts';
import { resourceRef } from './resource-ref.ts';

/** Uid of a knowledge base by its id. */
export const knowledgeBaseUid = (answer: Answer, id: string) =>
  answer.arn('bedrock', `knowledge-base/${id}`);

const text = z.string().nullish();
const embedding = z.looseObject({ embeddingModelArn: text }).nullish();

const knowledgeBase = z.looseObject({
  knowledgeBaseId: z.string(),
  name: z.string(),
  knowledgeBaseArn: arnText('bedrock', 'knowledge-base/'),
  roleArn: text,
  status: text,
  knowledgeBaseConfiguration: z.looseObject({
    type: z.string(),
    vectorKnowledgeBaseConfiguration: embedding,
    managedKnowledgeBaseConfiguration: embedding,
    sqlKnowledgeBaseConfiguration: z
      .looseObject({
        redshiftConfiguration: z
          .looseObject({
            queryEngineConfiguration: z
              .looseObject({
                provisionedConfiguration: z.looseObject({ clusterIdentifier: text }).nullish(),
                serverlessConfiguration: z.looseObject({ workgroupArn: text }).nullish(),
              })
              .nullish(),
          })
          .nullish(),
      })
      .nullish(),
  }),
  storageConfiguration: z
    .looseObject({
      type: z.string(),
      opensearchServerlessConfiguration: z.looseObject({ collectionArn: text }).nullish(),
      opensearchManagedClusterConfiguration: z.looseObject({ domainArn: text }).nullish(),
      rdsConfiguration: z.looseObject({ resourceArn: text }).nullish(),
      neptuneAnalyticsConfiguration: z.looseObject({ graphArn: text }).nullish(),
      s3VectorsConfiguration: z.looseObject({ vectorBucketArn: text, indexArn: text }).nullish(),
    })
    .nullish(),
  dataSourceDetails: z.array(dataSource).nullish(),
});
type KnowledgeBase = z.infer<typeof knowledgeBase>;

/** ARNs of the stores that hold what it copied, or that it queries. */
function stores(base: KnowledgeBase, answer: Answer): string[] {
  const at = base.storageConfiguration;
  const engine =
    base.knowledgeBaseConfiguration.sqlKnowledgeBaseConfiguration?.redshiftConfiguration
      ?.queryEngineConfiguration;
  const cluster = engine?.provisionedConfiguration?.clusterIdentifier;
  return [
    at?.opensearchServerlessConfiguration?.collectionArn,
    at?.opensearchManagedClusterConfiguration?.domainArn,
    at?.rdsConfiguration?.resourceArn,
    at?.neptuneAnalyticsConfiguration?.graphArn,
    at?.s3VectorsConfiguration?.indexArn ?? at?.s3VectorsConfiguration?.vectorBucketArn,
    engine?.serverlessConfiguration?.workgroupArn,
    cluster && answer.arn('redshift', `cluster:${cluster}`),
  ].filter((arn) => typeof arn === 'string' && arn !== '') as string[];
}

/**
 * Vector and SQL knowledge bases know nothing of the documents' own access lists: who may retrieve,
 * retrieves all, unless each request brings a filter.
 */
const aclMode = (type: string) =>
  type === 'VECTOR' || type === 'SQL' ? ('none' as const) : ('unknown' as const);

const perBase = {
  operation: 'list-knowledge-bases',
  query: 'knowledgeBaseSummaries[].knowledgeBaseId',
  option: '--knowledge-base-id',
};

/** Knowledge bases and where they copy from. */
export const knowledgeBaseCalls = {
  'list-knowledge-bases': listed({
    sign: ['knowledgeBaseSummaries'],
    items: 'knowledgeBaseSummaries',
    kind: 'KnowledgeBase',
    form: z.looseObject({ knowledgeBaseId: z.string(), name: z.string(), status: text }),
    uid: ({ knowledgeBaseId }, answer) => knowledgeBaseUid(answer, knowledgeBaseId),
    props: ({ name, status }) => ({ name, state: status ?? undefined }),
  }),
  'get-knowledge-base': described({
    sign: ['knowledgeBase'],
    each: perBase,
    at: 'knowledgeBase',
    kind: 'KnowledgeBase',
    form: knowledgeBase,
    uid: ({ knowledgeBaseArn }) => knowledgeBaseArn,
    props: (base) => ({
      name: base.name,
      storeType: base.storageConfiguration?.type ?? base.knowledgeBaseConfiguration.type,
      aclMode: aclMode(base.knowledgeBaseConfiguration.type),
      state: base.status ?? undefined,
    }),
    links(base, claim, node, answer) {
      actsAs(claim, node, base.roleArn);
      for (const arn of stores(base, answer)) {
        const store = resourceRef(arn);
        claim.edge('STORES_IN', node, claim.ref('DataStore', store?.uid ?? arn));
      }
      for (const source of base.dataSourceDetails ?? []) addDataSource(answer, claim, node, source);
    },
  }),
  'list-data-sources': list({
    sign: ['dataSourceSummaries'],
    each: perBase,
    items: 'dataSourceSummaries',
    item: z.looseObject({ knowledgeBaseId: z.string(), dataSourceId: z.string() }),
    id: ({ knowledgeBaseId, dataSourceId }, answer) =>
      `${knowledgeBaseUid(answer, knowledgeBaseId)}/${dataSourceId}`,
    map: () => {},
  }),
  'get-data-source': one({
    sign: ['dataSource'],
    each: {
      operation: 'list-data-sources',
      query: 'dataSourceSummaries[].dataSourceId',
      option: '--data-source-id',
      within: true,
    },
    at: 'dataSource',
    answer: dataSource,
    map(source, answer) {
      const uid = knowledgeBaseUid(answer, source.knowledgeBaseId);
      const claim = answer.claim(`${uid}/${source.dataSourceId}`);
      addDataSource(answer, claim, claim.ref('KnowledgeBase', uid), source);
    },
  }),
};

/** The edges of an agent that retrieves from a knowledge base: it reads, and is fed by, what is there. */
export function addRetrieval(
  claim: ClaimBuilder,
  agent: Ref<'Agent'>,
  base: Ref<'KnowledgeBase'>,
): void {
  claim.edge('QUERIES', agent, base, { via: 'retrieval' });
  claim.edge('FEEDS', base, agent);
}
