import { z } from 'zod';
import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { imageUid } from '../../image-uid.ts';
import type { Answer } from './answer.ts';
import { actsAs, inNetwork } from './attachments.ts';
import { environmentOf, holdEnvironment } from './environment.ts';
import { list } from './call.ts';
import { arnText, described, listed } from './plain.ts';
import { awsService } from './service.ts';

const text = z.string().nullish();
const texts = z.array(z.string()).nullish();
const ecs = (type: string) => arnText('ecs', `${type}/`);
const perCluster = { operation: 'list-clusters', query: 'clusterArns[]', option: '--cluster' };

/** Name of a resource: all that follows its type, without the cluster of newer ARNs. */
const nameIn = (arn: string) => arn.split('/').at(-1) ?? arn;

const network = z
  .looseObject({
    awsvpcConfiguration: z
      .looseObject({ subnets: texts, securityGroups: texts, assignPublicIp: text })
      .nullish(),
  })
  .nullish();

const container = z.looseObject({
  name: z.string(),
  image: text,
  environment: z.array(z.looseObject({ name: z.string(), value: text })).nullish(),
  secrets: z.array(z.looseObject({ name: z.string(), valueFrom: text })).nullish(),
  privileged: z.boolean().nullish(),
});
type Container = z.infer<typeof container>;

const variablesOf = (containers: readonly Container[]) =>
  Object.fromEntries(
    containers.flatMap(({ environment }) =>
      (environment ?? []).map(({ name, value }) => [name, value ?? '']),
    ),
  );

function loads(
  answer: Answer,
  claim: ClaimBuilder,
  into: Ref<'Workload'>,
  image: string | null | undefined,
  digest?: string | null,
) {
  if (!image) return;
  const found = imageUid(image);
  if (!found) return answer.unresolved(`container image ${image}`);
  const running = /^sha256:[0-9a-f]{64}$/.test(digest ?? '') ? digest : undefined;
  const uid = running ?? found.uid;
  const node = claim.node('ContainerImage', uid, { name: found.repo, repo: found.repo });
  claim.edge('LOADED_BY', node, into);
}

/** ARN of a task definition that is named by family and revision. */
const definitionUid = (answer: Answer, named: string) =>
  named.startsWith('arn:') ? named : answer.arn('ecs', `task-definition/${named}`);

export default awsService('ecs', 'ECS clusters, services, tasks and task definitions', {
  'list-clusters': listed({
    sign: ['clusterArns'],
    items: 'clusterArns',
    kind: 'Cluster',
    form: ecs('cluster'),
    uid: (arn) => arn,
    props: (arn) => ({ name: nameIn(arn), type: 'ecs' }),
  }),
  'describe-clusters': listed({
    sign: ['clusters', 'failures'],
    each: { ...perCluster, option: '--clusters' },
    options: '--include TAGS CONFIGURATIONS',
    items: 'clusters',
    kind: 'Cluster',
    form: z.looseObject({ clusterArn: ecs('cluster'), clusterName: z.string() }),
    uid: ({ clusterArn }) => clusterArn,
    props: ({ clusterName }) => ({ name: clusterName, type: 'ecs' }),
  }),
  'list-services': listed({
    sign: ['serviceArns'],
    each: perCluster,
    items: 'serviceArns',
    kind: 'Workload',
    form: ecs('service'),
    uid: (arn) => arn,
    props: (arn) => ({ name: nameIn(arn), type: 'ecs-service' }),
  }),
  'describe-services': listed({
    sign: ['services', 'failures'],
    each: {
      operation: 'list-services',
      query: 'serviceArns[]',
      option: '--services',
      within: true,
    },
    options: '--include TAGS',
    items: 'services',
    kind: 'Workload',
    form: z.looseObject({
      serviceArn: ecs('service'),
      serviceName: z.string(),
      clusterArn: text,
      status: text,
      taskDefinition: text,
      enableExecuteCommand: z.boolean().nullish(),
      networkConfiguration: network,
      loadBalancers: z.array(z.looseObject({ targetGroupArn: text })).nullish(),
    }),
    uid: ({ serviceArn }) => serviceArn,
    props: (service) => ({
      name: service.serviceName,
      type: 'ecs-service',
      state: service.status ?? undefined,
      config: {
        cluster: service.clusterArn ?? undefined,
        executeCommand: service.enableExecuteCommand ?? false,
        assignPublicIp:
          service.networkConfiguration?.awsvpcConfiguration?.assignPublicIp === 'ENABLED',
      },
    }),
    links(service, claim, node, answer) {
      if (service.taskDefinition) {
        const definition = definitionUid(answer, service.taskDefinition);
        claim.edge('RUNS_ON', node, claim.ref('Workload', definition));
      }
      const at = service.networkConfiguration?.awsvpcConfiguration;
      const groups = (service.loadBalancers ?? []).map(({ targetGroupArn }) => targetGroupArn);
      inNetwork(claim, node, at?.subnets ?? [], at?.securityGroups ?? [], groups);
    },
  }),
  'list-tasks': listed({
    sign: ['taskArns'],
    each: perCluster,
    items: 'taskArns',
    kind: 'Workload',
    form: ecs('task'),
    uid: (arn) => arn,
    props: (arn) => ({ name: nameIn(arn), type: 'ecs-task' }),
  }),
  'describe-tasks': listed({
    sign: ['tasks', 'failures'],
    each: { operation: 'list-tasks', query: 'taskArns[]', option: '--tasks', within: true },
    options: '--include TAGS',
    items: 'tasks',
    kind: 'Workload',
    form: z.looseObject({
      taskArn: ecs('task'),
      clusterArn: text,
      taskDefinitionArn: text,
      lastStatus: text,
      group: text,
      enableExecuteCommand: z.boolean().nullish(),
      containers: z
        .array(z.looseObject({ name: z.string(), image: text, imageDigest: text }))
        .nullish(),
      overrides: z.looseObject({ taskRoleArn: text }).nullish(),
      attachments: z
        .array(
          z.looseObject({
            details: z.array(z.looseObject({ name: text, value: text })).nullish(),
          }),
        )
        .nullish(),
    }),
    uid: ({ taskArn }) => taskArn,
    props: (task) => ({
      name: task.group ?? nameIn(task.taskArn),
      type: 'ecs-task',
      state: task.lastStatus ?? undefined,
      config: {
        cluster: task.clusterArn ?? undefined,
        executeCommand: task.enableExecuteCommand ?? false,
        ...(task.overrides?.taskRoleArn && { overridesRole: true }),
      },
    }),
    links(task, claim, node, answer) {
      if (task.taskDefinitionArn)
        claim.edge('RUNS_ON', node, claim.ref('Workload', task.taskDefinitionArn));
      actsAs(claim, node, task.overrides?.taskRoleArn);
      for (const { image, imageDigest } of task.containers ?? [])
        loads(answer, claim, node, image, imageDigest);
      for (const { details } of task.attachments ?? [])
        for (const { name, value } of details ?? [])
          if (name === 'subnetId' || name === 'networkInterfaceId') inNetwork(claim, node, value);
    },
  }),
  'list-task-definitions': list({
    sign: ['taskDefinitionArns'],
    options: '--status ACTIVE',
    items: 'taskDefinitionArns',
    item: ecs('task-definition'),
    id: (arn) => arn,
    map(arn, claim, answer) {
      answer.own(claim, 'Workload', arn, { name: nameIn(arn), type: 'ecs-task-definition' });
    },
  }),
  'describe-task-definition': described({
    sign: ['taskDefinition'],
    each: {
      operation: 'list-task-definitions',
      query: 'taskDefinitionArns[]',
      option: '--task-definition',
    },
    at: 'taskDefinition',
    kind: 'Workload',
    form: z.looseObject({
      taskDefinitionArn: ecs('task-definition'),
      family: z.string(),
      taskRoleArn: text,
      executionRoleArn: text,
      networkMode: text,
      pidMode: text,
      containerDefinitions: z.array(container),
    }),
    uid: ({ taskDefinitionArn }) => taskDefinitionArn,
    props: (definition) => {
      const { kept, secrets } = environmentOf(variablesOf(definition.containerDefinitions));
      return {
        name: nameIn(definition.taskDefinitionArn),
        type: 'ecs-task-definition',
        privileged: definition.containerDefinitions.some(({ privileged }) => privileged === true),
        hostNetwork: definition.networkMode === 'host',
        envSecretCount: secrets.length,
        config: {
          ...kept,
          executionRole: definition.executionRoleArn ?? undefined,
          networkMode: definition.networkMode ?? undefined,
          secrets: definition.containerDefinitions.flatMap(({ secrets }) =>
            (secrets ?? []).map(({ name, valueFrom }) => ({ name, from: valueFrom ?? undefined })),
          ),
        },
      };
    },
    links(definition, claim, node, answer) {
      actsAs(claim, node, definition.taskRoleArn);
      const { secrets } = environmentOf(variablesOf(definition.containerDefinitions));
      holdEnvironment(answer, claim, node, secrets);
      for (const { image } of definition.containerDefinitions) loads(answer, claim, node, image);
    },
  }),
});
