import { z } from 'zod';
import { endpointUidOfUrl } from '../../endpoint-uid.ts';
import { list, one } from './call.ts';
import { awsService } from './service.ts';
import { documentOf } from './shapes.ts';

const functionShape = z.looseObject({
  FunctionName: z.string(),
  FunctionArn: z.string(),
  Runtime: z.string().optional(),
  Role: z.string().optional(),
  PackageType: z.string().optional(),
  LastModified: z.string().optional(),
  State: z.string().optional(),
  Environment: z.looseObject({ Variables: z.record(z.string(), z.string()).optional() }).nullish(),
  VpcConfig: z
    .looseObject({
      VpcId: z.string().optional(),
      SubnetIds: z.array(z.string()).optional(),
      SecurityGroupIds: z.array(z.string()).optional(),
    })
    .nullish(),
  Layers: z.array(z.looseObject({ Arn: z.string() })).nullish(),
  KMSKeyArn: z.string().nullish(),
});

/** ARN without version or alias. */
const unqualified = (arn: string) => arn.split(':').slice(0, 7).join(':');

const each = {
  operation: 'list-functions',
  query: 'Functions[].FunctionName',
  option: '--function-name',
};

export default awsService('lambda', 'AWS Lambda functions, URLs, policies and layers', {
  'list-functions': list({
    sign: ['Functions'],
    items: 'Functions',
    item: functionShape,
    id: (item) => unqualified(item.FunctionArn),
    map(item, claim, answer) {
      const uid = unqualified(item.FunctionArn);
      const workload = answer.own(claim, 'Workload', uid, {
        name: item.FunctionName,
        type: 'lambda',
        runtime: item.Runtime,
        imdsVersion: 'none',
        state: item.State,
      });
      if (item.Role) claim.edge('ACTS_AS', workload, claim.ref('Identity', item.Role));
      for (const { Arn } of item.Layers ?? [])
        claim.edge(
          'LOADED_BY',
          claim.node('Package', Arn, { ecosystem: 'lambda-layer' }),
          workload,
        );
    },
  }),
  'get-policy': one({
    sign: ['Policy', 'RevisionId'],
    each,
    answer: z.looseObject({ Policy: z.string() }),
    map(record, answer) {
      const name = answer.arg(0, 'function');
      const uid = name.startsWith('arn:')
        ? unqualified(name)
        : answer.arn('lambda', `function:${name}`);
      const claim = answer.claim(uid);
      claim.add('Workload', uid, { policy: documentOf(record.Policy) });
    },
  }),
  'get-function-url-config': one({
    sign: ['FunctionUrl', 'FunctionArn', 'AuthType'],
    each,
    answer: z.looseObject({
      FunctionUrl: z.string(),
      FunctionArn: z.string(),
      AuthType: z.string(),
    }),
    map(record, answer) {
      const uid = unqualified(record.FunctionArn);
      const claim = answer.claim(uid);
      const endpoint = endpointUidOfUrl(record.FunctionUrl);
      if (!endpoint) return answer.unresolved(`function URL ${record.FunctionUrl}`);
      const ref = answer.own(claim, 'Endpoint', endpoint, {
        name: `${uid.split(':').at(-1) ?? uid} URL`,
        url: record.FunctionUrl,
        authn: record.AuthType === 'NONE' ? 'none' : 'iam',
        config: { type: 'lambda-url', function: uid },
      });
      claim.edge('ROUTES_TO', ref, claim.ref('Workload', uid));
    },
  }),
});
