import { z } from 'zod';
import { sorted } from '../../../graph/network/config.ts';
import { gatewayArn, integrationOf } from './api-gateway.ts';
import {
  integrationShape,
  methodPlace,
  methodShape,
  methodUid,
  putMethod,
} from './apigateway-method.ts';
import { inNetwork } from './attachments.ts';
import { list, one } from './call.ts';
import { element } from './network-element.ts';
import { listed } from './plain.ts';
import { awsService } from './service.ts';
import { documentOf } from './shapes.ts';

const text = z.string().nullish();
const texts = z.array(z.string()).nullish();

const read = { permissions: ['apigateway:GET'] };
const eachApi = { operation: 'get-rest-apis', query: 'items[].id', option: '--rest-api-id' };

const stageShape = z.looseObject({
  stageName: z.string(),
  webAclArn: text,
  methodSettings: z
    .record(z.string(), z.looseObject({ throttlingRateLimit: z.number().nullish() }))
    .nullish(),
});

/** The least strict of a stage's rate limits; unset, or -1, is no limit of its own. */
function rateLimit({ methodSettings }: z.infer<typeof stageShape>) {
  const limits = Object.values(methodSettings ?? {}).map((s) => s.throttlingRateLimit ?? -1);
  const known = limits.length > 0 && limits.every((limit) => limit >= 0);
  return known ? { rateLimit: Math.max(...limits) } : {};
}

export default awsService(
  'apigateway',
  'REST APIs of API Gateway: methods, and who may call them',
  {
    'get-rest-apis': listed({
      ...read,
      sign: ['items.0.id', 'items.0.endpointConfiguration'],
      items: 'items',
      kind: 'NetworkElement',
      form: z.looseObject({
        id: z.string(),
        name: text,
        policy: z.unknown().optional(),
        endpointConfiguration: z.looseObject({ types: texts, vpcEndpointIds: texts }),
        disableExecuteApiEndpoint: z.boolean().nullish(),
      }),
      uid: ({ id }, answer) => gatewayArn(answer, `/restapis/${id}`),
      props: ({ name, policy, endpointConfiguration, disableExecuteApiEndpoint }) => ({
        name: name ?? undefined,
        policy: documentOf(policy),
        ...element('api', {
          protocol: 'REST',
          endpointTypes: sorted(endpointConfiguration.types ?? []),
          vpcEndpoints: sorted(endpointConfiguration.vpcEndpointIds ?? []),
          defaultHost: disableExecuteApiEndpoint !== true,
        }),
      }),
      links(api, claim, node) {
        inNetwork(claim, node, api.endpointConfiguration.vpcEndpointIds ?? []);
      },
    }),
    'get-resources': list({
      ...read,
      sign: ['items.0.id', 'items.0.path'],
      items: 'items',
      each: eachApi,
      options: '--embed methods',
      item: z.looseObject({
        id: z.string(),
        path: z.string(),
        resourceMethods: z.record(z.string(), methodShape).nullish(),
      }),
      id: ({ id }, answer) =>
        gatewayArn(answer, `/restapis/${answer.arg(0, 'API')}/resources/${id}`),
      map({ id, path, resourceMethods }, claim, answer) {
        for (const [verb, method] of Object.entries(resourceMethods ?? {})) {
          const place = { api: answer.arg(0, 'API'), resource: id, verb, path };
          if (method.authorizationType) putMethod(claim, answer, place, method);
          else claim.add('Endpoint', methodUid(answer, place), { name: `${verb} ${path}` });
        }
      },
    }),
    'get-method': one({
      ...read,
      sign: [],
      spare: true,
      answer: methodShape.extend({ authorizationType: z.string() }),
      map(method, answer) {
        const place = methodPlace(answer);
        putMethod(answer.claim(methodUid(answer, place)), answer, place, method);
      },
    }),
    'get-integration': one({
      ...read,
      sign: [],
      spare: true,
      answer: integrationShape,
      map(given, answer) {
        const uid = methodUid(answer, methodPlace(answer));
        const { kind, target } = integrationOf(answer, given);
        const claim = answer.claim(uid);
        if (kind === 'function' && target !== undefined)
          claim.edge('ROUTES_TO', claim.ref('Endpoint', uid), claim.ref('Workload', target));
      },
    }),
    'get-stages': listed({
      ...read,
      sign: ['item.0.stageName'],
      items: 'item',
      each: eachApi,
      kind: 'NetworkElement',
      form: stageShape,
      uid: ({ stageName }, answer) =>
        gatewayArn(answer, `/restapis/${answer.arg(0, 'API')}/stages/${stageName}`),
      props: (stage, answer) => ({
        name: stage.stageName,
        ...element('api-stage', {
          api: gatewayArn(answer, `/restapis/${answer.arg(0, 'API')}`),
          firewall: !!stage.webAclArn,
          ...rateLimit(stage),
        }),
      }),
      links(_stage, claim, node, answer) {
        inNetwork(claim, node, gatewayArn(answer, `/restapis/${answer.arg(0, 'API')}`));
      },
    }),
    'get-authorizers': listed({
      ...read,
      sign: ['items.0.id', 'items.0.identitySource'],
      items: 'items',
      each: eachApi,
      kind: 'NetworkElement',
      form: z.looseObject({ id: z.string(), name: text, type: z.string(), authorizerUri: text }),
      uid: ({ id }, answer) =>
        gatewayArn(answer, `/restapis/${answer.arg(0, 'API')}/authorizers/${id}`),
      props: (authorizer, answer) => {
        const asked = integrationOf(answer, { uri: authorizer.authorizerUri });
        return {
          name: authorizer.name ?? undefined,
          ...element('api-authorizer', {
            api: gatewayArn(answer, `/restapis/${answer.arg(0, 'API')}`),
            kind: authorizer.type,
            ...(asked.kind === 'function' && { function: asked.target }),
          }),
        };
      },
      links(_authorizer, claim, node, answer) {
        inNetwork(claim, node, gatewayArn(answer, `/restapis/${answer.arg(0, 'API')}`));
      },
    }),
    'get-vpc-links': listed({
      ...read,
      sign: ['items.0.id', 'items.0.targetArns'],
      items: 'items',
      kind: 'NetworkElement',
      form: z.looseObject({ id: z.string(), name: text, targetArns: z.array(z.string()) }),
      uid: ({ id }, answer) => gatewayArn(answer, `/vpclinks/${id}`),
      props: ({ name, targetArns }) => ({
        name: name ?? undefined,
        ...element('vpc-link', { targets: sorted(targetArns) }),
      }),
      links({ targetArns }, claim, node) {
        inNetwork(claim, node, targetArns);
      },
    }),
  },
);
