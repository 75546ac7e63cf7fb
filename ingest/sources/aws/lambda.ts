import { z } from 'zod';
import { endpointUidOfUrl } from '../../endpoint-uid.ts';
import { imageUid } from '../../image-uid.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import type { Answer } from './answer.ts';
import { list, one } from './call.ts';
import { functionArn, functionShape, putFunction, unqualified } from './lambda-function.ts';
import { eventStore, storesLetIn } from './lambda-triggers.ts';
import { arnText } from './plain.ts';
import { awsService } from './service.ts';
import { documentOf, tagsOf } from './shapes.ts';

const each = {
  operation: 'list-functions',
  query: 'Functions[].FunctionName',
  option: '--function-name',
};

const urlShape = z.looseObject({
  FunctionUrl: z.string(),
  FunctionArn: arnText('lambda'),
  AuthType: z.string(),
  CreationTime: z.string().nullish(),
});

const authn = new Map<string, 'none' | 'iam'>([
  ['NONE', 'none'],
  ['AWS_IAM', 'iam'],
]);

function putUrl(url: z.infer<typeof urlShape>, claim: ClaimBuilder, answer: Answer) {
  const uid = unqualified(url.FunctionArn);
  const endpoint = endpointUidOfUrl(url.FunctionUrl);
  if (!endpoint) return answer.unresolved('URL of a function that is no URL');
  const qualifier = url.FunctionArn.slice(uid.length + 1);
  const ref = answer.own(claim, 'Endpoint', endpoint, {
    name: `${uid.split(':').at(-1) ?? uid} URL`,
    url: url.FunctionUrl,
    createdAt: url.CreationTime ?? undefined,
    authn: authn.get(url.AuthType) ?? 'unknown',
    config: { type: 'lambda-url', function: uid, ...(qualifier !== '' && { qualifier }) },
  });
  claim.edge('ROUTES_TO', ref, claim.ref('Workload', uid));
}

export default awsService('lambda', 'Lambda functions, URLs, policies, layers and event sources', {
  'list-functions': list({
    sign: ['Functions'],
    items: 'Functions',
    item: functionShape,
    id: ({ FunctionArn }) => unqualified(FunctionArn),
    map(item, claim, answer) {
      putFunction(item, claim, answer);
    },
  }),
  'get-function': one({
    sign: ['Configuration.FunctionArn', 'Code'],
    spare: true,
    each,
    answer: z.looseObject({
      Configuration: functionShape,
      Code: z.looseObject({
        ImageUri: z.string().nullish(),
        ResolvedImageUri: z.string().nullish(),
      }),
      Tags: z.unknown().optional(),
    }),
    map({ Configuration, Code, Tags }, answer) {
      const claim = answer.claim(unqualified(Configuration.FunctionArn));
      const workload = putFunction(Configuration, claim, answer, Tags);
      const uri = Code.ResolvedImageUri ?? Code.ImageUri;
      const image = uri ? imageUid(uri) : null;
      if (image) {
        const { uid, repo } = image;
        const node = claim.node('ContainerImage', uid, { name: repo, repo });
        claim.edge('LOADED_BY', node, workload);
      } else if (uri) answer.unresolved('container image of a function');
    },
  }),
  'list-tags': one({
    sign: [],
    each: { ...each, query: 'Functions[].FunctionArn', option: '--resource' },
    answer: z.looseObject({ Tags: z.record(z.string(), z.string()) }),
    map({ Tags }, answer) {
      const uid = functionArn(answer, answer.arg(0, 'function'));
      answer.claim(uid).add('Workload', uid, { tags: tagsOf(Tags) });
    },
  }),
  'get-policy': one({
    sign: ['Policy', 'RevisionId'],
    each,
    answer: z.looseObject({ Policy: z.string() }),
    map({ Policy }, answer) {
      const uid = functionArn(answer, answer.arg(0, 'function'));
      const claim = answer.claim(uid);
      const policy = documentOf(Policy);
      const workload = claim.add('Workload', uid, { policy });
      for (const arn of new Set(storesLetIn(policy))) {
        const store = eventStore(claim, arn);
        if (store)
          claim.edge('TRIGGERS', store, workload, {
            inferred: true,
            note: 'The function lets it call; whether it does stands in its own settings.',
          });
      }
    },
  }),
  'get-function-url-config': one({
    sign: ['FunctionUrl', 'FunctionArn', 'AuthType'],
    spare: true,
    each,
    answer: urlShape,
    map(url, answer) {
      putUrl(url, answer.claim(url.FunctionArn), answer);
    },
  }),
  'list-function-url-configs': list({
    sign: ['FunctionUrlConfigs'],
    items: 'FunctionUrlConfigs',
    each,
    item: urlShape,
    id: ({ FunctionArn }) => FunctionArn,
    map: putUrl,
  }),
  'list-event-source-mappings': list({
    sign: ['EventSourceMappings'],
    items: 'EventSourceMappings',
    item: z.looseObject({
      UUID: z.string(),
      FunctionArn: arnText('lambda'),
      EventSourceArn: z.string().nullish(),
      State: z.string().nullish(),
    }),
    id: ({ UUID, FunctionArn }) => `${unqualified(FunctionArn)}#${UUID}`,
    map({ FunctionArn, EventSourceArn, State }, claim, answer) {
      if (State === 'Disabled' || State === 'Disabling') return;
      const store = EventSourceArn ? eventStore(claim, EventSourceArn) : null;
      if (!store) return answer.unresolved('event source of a function');
      claim.edge('TRIGGERS', store, claim.ref('Workload', unqualified(FunctionArn)));
    },
  }),
});
