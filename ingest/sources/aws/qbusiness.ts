import { z } from 'zod';
import { toolSemantic } from '../../tool-semantic.ts';
import type { Answer } from './answer.ts';
import { actsAs, bucketRef, encryptedWith } from './attachments.ts';
import { addRetrieval } from './bedrock-knowledge-base.ts';
import { list, one } from './call.ts';
import { described, listed } from './plain.ts';
import { awsService } from './service.ts';

const text = z.string().nullish();
const appUid = (answer: Answer, id: string) => answer.arn('qbusiness', `application/${id}`);
const indexUid = (answer: Answer, application: string, index: string) =>
  `${appUid(answer, application)}/index/${index}`;

const perApplication = {
  operation: 'list-applications',
  query: 'applications[].applicationId',
  option: '--application-id',
};
const perIndex = {
  operation: 'list-indices',
  query: 'indices[].indexId',
  option: '--index-id',
  within: true,
} as const;

/** Who writes what a connector brings: anyone, customers, or colleagues. */
const trust = (type: string): 'public' | 'customer' | 'partner' =>
  /^WEBCRAWLER/.test(type) ? 'public' : /^(SALESFORCE|ZENDESK)/.test(type) ? 'customer' : 'partner';

/** Bucket of an S3 data source, in the form of its template's configuration. */
const s3 = z.looseObject({
  connectionConfiguration: z.looseObject({
    repositoryEndpointMetadata: z.looseObject({ BucketName: z.string() }),
  }),
});

export default awsService('qbusiness', 'Amazon Q Business applications, indexes and plugins', {
  'list-applications': listed({
    sign: ['applications.0.applicationId'],
    items: 'applications',
    kind: 'Agent',
    form: z.looseObject({ applicationId: z.string(), displayName: text, status: text }),
    uid: ({ applicationId }, answer) => appUid(answer, applicationId),
    props: ({ applicationId, displayName, status }) => ({
      name: displayName ?? applicationId,
      type: 'qbusiness-application',
      state: status ?? undefined,
    }),
  }),
  'get-application': described({
    sign: ['applicationId', 'applicationArn', 'status'],
    each: perApplication,
    kind: 'Agent',
    form: z.looseObject({
      applicationArn: z.string(),
      displayName: text,
      identityType: text,
      roleArn: text,
      status: text,
      encryptionConfiguration: z.looseObject({ kmsKeyId: text }).nullish(),
    }),
    uid: ({ applicationArn }) => applicationArn,
    props: (application) => ({
      name: application.displayName ?? undefined,
      type: 'qbusiness-application',
      framework: 'qbusiness',
      state: application.status ?? undefined,
      config: { identityType: application.identityType ?? undefined },
    }),
    links(application, claim, node, answer) {
      actsAs(claim, node, application.roleArn);
      encryptedWith(answer, claim, node, application.encryptionConfiguration?.kmsKeyId);
    },
  }),
  'list-indices': list({
    sign: [],
    each: perApplication,
    items: 'indices',
    item: z.looseObject({ indexId: z.string(), displayName: text, status: text }),
    id: ({ indexId }, answer) => indexUid(answer, answer.arg(0, 'application'), indexId),
    map({ indexId, displayName, status }, claim, answer) {
      const application = answer.arg(0, 'application');
      const base = answer.own(claim, 'KnowledgeBase', indexUid(answer, application, indexId), {
        name: displayName ?? indexId,
        storeType: 'QBUSINESS',
        aclMode: 'per-user',
        state: status ?? undefined,
      });
      addRetrieval(claim, claim.ref('Agent', appUid(answer, application)), base);
    },
  }),
  'list-data-sources': list({
    sign: [],
    each: perIndex,
    items: 'dataSources',
    item: z.looseObject({ dataSourceId: z.string(), displayName: text, type: z.string() }),
    id: ({ dataSourceId }, answer) =>
      `${indexUid(answer, answer.arg(0, 'application'), answer.arg(1, 'index'))}/${dataSourceId}`,
    map({ dataSourceId, displayName, type }, claim, answer) {
      if (type === 'S3' || type === 'CUSTOM') return;
      const index = indexUid(answer, answer.arg(0, 'application'), answer.arg(1, 'index'));
      const content = claim.node(
        'ExternalContent',
        `content:${type.toLowerCase()}:${dataSourceId}`,
        {
          name: displayName ?? dataSourceId,
          channel: type.toLowerCase(),
          trust: trust(type),
        },
      );
      claim.edge('INGESTED_BY', content, claim.ref('KnowledgeBase', index));
    },
  }),
  'get-data-source': one({
    sign: ['applicationId', 'indexId', 'dataSourceId', 'configuration'],
    each: {
      operation: 'list-data-sources',
      query: "dataSources[?type=='S3'].dataSourceId",
      option: '--data-source-id',
      within: true,
    },
    answer: z.looseObject({
      applicationId: z.string(),
      indexId: z.string(),
      dataSourceId: z.string(),
      type: text,
      configuration: z.unknown(),
    }),
    map({ applicationId, indexId, dataSourceId, type, configuration }, answer) {
      const index = indexUid(answer, applicationId, indexId);
      const claim = answer.claim(`${index}/${dataSourceId}`);
      const { data } = s3.safeParse(configuration);
      if (!data) return answer.unresolved(`data source ${dataSourceId} of type ${type ?? '?'}`);
      const { BucketName } = data.connectionConfiguration.repositoryEndpointMetadata;
      const base = claim.ref('KnowledgeBase', index);
      claim.edge('INGESTED_BY', bucketRef(answer, claim, BucketName), base);
    },
  }),
  'list-plugins': list({
    sign: [],
    each: perApplication,
    items: 'plugins',
    item: z.looseObject({
      pluginId: z.string(),
      displayName: z.string(),
      type: text,
      serverUrl: text,
      state: text,
    }),
    id: ({ pluginId }, answer) => `${appUid(answer, answer.arg(0, 'application'))}/${pluginId}`,
    map({ pluginId, displayName, type, serverUrl, state }, claim, answer) {
      const agent = claim.ref('Agent', appUid(answer, answer.arg(0, 'application')));
      const tool = answer.own(claim, 'Tool', `tool:${agent.uid}#${displayName}`, {
        name: displayName,
        semantic: toolSemantic({ name: displayName }),
        config: { plugin: pluginId, type: type ?? undefined, server: serverUrl ?? undefined },
      });
      if (state !== 'DISABLED') claim.edge('CAN_CALL', agent, tool, { approval: false });
    },
  }),
});
