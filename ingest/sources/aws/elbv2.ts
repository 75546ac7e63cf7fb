import { z } from 'zod';
import { sorted } from '../../../graph/network/config.ts';
import type { PropsOf } from '../../../graph/schema/index.ts';
import { inNetwork } from './attachments.ts';
import { list, one } from './call.ts';
import { element } from './network-element.ts';
import { arnText, listed } from './plain.ts';
import { awsService } from './service.ts';

const arn = arnText('elasticloadbalancing');
const text = z.string().nullish();
const texts = z.array(z.string()).nullish();

const actions = z.array(
  z.looseObject({
    Type: z.string(),
    Order: z.number().nullish(),
    TargetGroupArn: text,
    ForwardConfig: z
      .looseObject({ TargetGroups: z.array(z.looseObject({ TargetGroupArn: text })).nullish() })
      .nullish(),
  }),
);

/** Actions in the order in which they are taken. */
const actionsOf = (given: z.infer<typeof actions>) =>
  [...given]
    .sort((a, b) => (a.Order ?? 0) - (b.Order ?? 0))
    .map(({ Type, TargetGroupArn, ForwardConfig }) => ({
      type: Type,
      targetGroups: sorted([
        TargetGroupArn,
        ...(ForwardConfig?.TargetGroups ?? []).map((group) => group.TargetGroupArn),
      ]),
    }));

const values = z.looseObject({ Values: texts }).nullish();

const condition = z.looseObject({
  Field: z.string(),
  Values: texts,
  PathPatternConfig: values,
  HostHeaderConfig: values,
  SourceIpConfig: values,
});

/** Values of a rule's conditions on one field, in whichever of its two forms. */
const valuesOf = (conditions: readonly z.infer<typeof condition>[], field: string) =>
  sorted(
    conditions
      .filter(({ Field }) => Field === field)
      .flatMap((c) => [
        ...(c.Values ?? []),
        ...((c.PathPatternConfig ?? c.HostHeaderConfig ?? c.SourceIpConfig)?.Values ?? []),
      ]),
  );

/** `…:listener-rule/app/name/id/listener/rule` belongs to `…:listener/app/name/id/listener`. */
const listenerOf = (rule: string) =>
  rule.replace(':listener-rule/', ':listener/').split('/').slice(0, -1).join('/');

const kinds = ['application', 'network', 'gateway'] as const;

const eachBalancer = {
  operation: 'describe-load-balancers',
  query: 'LoadBalancers[].LoadBalancerArn',
  option: '--load-balancer-arn',
};

export default awsService(
  'elbv2',
  'Application, network and gateway load balancers, their listeners, rules and targets',
  {
    'describe-load-balancers': listed({
      sign: ['LoadBalancers'],
      items: 'LoadBalancers',
      kind: 'NetworkElement',
      form: z.looseObject({
        LoadBalancerArn: arn,
        LoadBalancerName: z.string(),
        DNSName: z.string(),
        Scheme: text,
        Type: z.enum(kinds),
        VpcId: text,
        SecurityGroups: texts,
        AvailabilityZones: z.array(z.looseObject({ SubnetId: text })).nullish(),
      }),
      uid: ({ LoadBalancerArn }) => LoadBalancerArn,
      props: (lb): PropsOf<'NetworkElement'> => ({
        name: lb.LoadBalancerName,
        ...element('load-balancer', {
          kind: lb.Type,
          internetFacing: lb.Scheme === 'internet-facing',
          dnsName: lb.DNSName.toLowerCase(),
          ...(lb.VpcId && { vpc: lb.VpcId }),
          subnets: sorted((lb.AvailabilityZones ?? []).map(({ SubnetId }) => SubnetId)),
          securityGroups: sorted(lb.SecurityGroups ?? []),
        }),
      }),
      links(lb, claim, node) {
        const subnets = (lb.AvailabilityZones ?? []).map(({ SubnetId }) => SubnetId);
        inNetwork(claim, node, subnets, lb.SecurityGroups ?? [], lb.VpcId);
      },
    }),
    'describe-listeners': listed({
      sign: ['Listeners.0.ListenerArn'],
      items: 'Listeners',
      each: eachBalancer,
      kind: 'NetworkElement',
      form: z.looseObject({
        ListenerArn: arn,
        LoadBalancerArn: z.string(),
        Port: z.number().nullish(),
        Protocol: text,
        DefaultActions: actions.nullish(),
        MutualAuthentication: z.looseObject({ Mode: text }).nullish(),
      }),
      uid: ({ ListenerArn }) => ListenerArn,
      props: (listener) => ({
        name: `${listener.Protocol ?? 'all'}:${listener.Port ?? 'all'}`,
        ...element('listener', {
          loadBalancer: listener.LoadBalancerArn,
          protocol: listener.Protocol ?? 'all',
          port: listener.Port ?? 0,
          verifiesClients: listener.MutualAuthentication?.Mode === 'verify',
          actions: actionsOf(listener.DefaultActions ?? []),
        }),
      }),
      links(listener, claim, node) {
        inNetwork(claim, node, listener.LoadBalancerArn);
      },
    }),
    'describe-rules': list({
      sign: ['Rules.0.RuleArn'],
      items: 'Rules',
      each: {
        operation: 'describe-listeners',
        query: 'Listeners[].ListenerArn',
        option: '--listener-arn',
      },
      item: z.looseObject({
        RuleArn: arn,
        Priority: z.string(),
        IsDefault: z.boolean().nullish(),
        Conditions: z.array(condition).nullish(),
        Actions: actions.nullish(),
      }),
      id: ({ RuleArn }) => RuleArn,
      map(rule, claim, answer) {
        // The listener's own answer says what it does by default.
        if (rule.IsDefault) return;
        const listener = listenerOf(rule.RuleArn);
        const conditions = rule.Conditions ?? [];
        const node = answer.own(claim, 'NetworkElement', rule.RuleArn, {
          name: `rule ${rule.Priority}`,
          ...element('listener-rule', {
            listener,
            priority: rule.Priority,
            paths: valuesOf(conditions, 'path-pattern'),
            hosts: valuesOf(conditions, 'host-header'),
            sources: valuesOf(conditions, 'source-ip'),
            actions: actionsOf(rule.Actions ?? []),
          }),
        });
        inNetwork(claim, node, listener);
      },
    }),
    'describe-target-groups': listed({
      sign: ['TargetGroups.0.TargetGroupArn'],
      items: 'TargetGroups',
      kind: 'NetworkElement',
      form: z.looseObject({
        TargetGroupArn: arn,
        TargetGroupName: z.string(),
        TargetType: text,
        Port: z.number().nullish(),
        VpcId: text,
        LoadBalancerArns: texts,
      }),
      uid: ({ TargetGroupArn }) => TargetGroupArn,
      props: (group) => ({
        name: group.TargetGroupName,
        ...element('target-group', {
          targetType: group.TargetType ?? 'instance',
          ...(group.Port != null && { port: group.Port }),
          ...(group.VpcId && { vpc: group.VpcId }),
          loadBalancers: sorted(group.LoadBalancerArns ?? []),
        }),
      }),
      links(group, claim, node) {
        inNetwork(claim, node, group.LoadBalancerArns ?? [], group.VpcId);
      },
    }),
    'describe-target-health': one({
      sign: [],
      each: {
        operation: 'describe-target-groups',
        query: 'TargetGroups[].TargetGroupArn',
        option: '--target-group-arn',
      },
      answer: z.looseObject({
        TargetHealthDescriptions: z.array(
          z.looseObject({
            Target: z.looseObject({ Id: z.string(), Port: z.number().nullish() }),
          }),
        ),
      }),
      map({ TargetHealthDescriptions }, answer) {
        const uid = answer.arg(0, 'target group');
        const targets = TargetHealthDescriptions.map(({ Target: { Id, Port } }) => ({
          id: Id,
          ...(Port != null && { port: Port }),
        }));
        const key = ({ id, port }: (typeof targets)[number]) => `${id} ${port ?? ''}`;
        const distinct = new Map(targets.map((target) => [key(target), target]));
        const ordered = [...distinct].sort(([a], [b]) => (a < b ? -1 : 1));
        answer
          .claim(uid)
          .add('NetworkElement', uid, { targets: ordered.map(([, target]) => target) });
      },
    }),
  },
  { prefix: 'elasticloadbalancing' },
);
