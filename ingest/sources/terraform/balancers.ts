import elbv2 from '../aws/elbv2.ts';
import { answer, together, type Conversions, type Convert } from './conversion.ts';
import { block, blocks, flag, number, text, texts, type Values } from './values.ts';

/** An action of a listener or rule, with its target groups in either of Terraform's two forms. */
const action = (values: Values) => ({
  Type: text(values, 'type') ?? 'forward',
  Order: number(values, 'order'),
  TargetGroupArn: text(values, 'target_group_arn'),
  ForwardConfig: {
    TargetGroups: blocks(block(values, 'forward'), 'target_group').map((group) => ({
      TargetGroupArn: text(group, 'arn'),
    })),
  },
});

const fields = { path_pattern: 'path-pattern', host_header: 'host-header', source_ip: 'source-ip' };

const conditionsOf = (values: Values) =>
  blocks(values, 'condition').flatMap((condition) =>
    Object.entries(fields).flatMap(([key, Field]) => {
      const Values = texts(block(condition, key), 'values');
      return Values.length > 0 ? [{ Field, Values }] : [];
    }),
  );

const balancer: Convert = (values) => {
  const LoadBalancerArn = text(values, 'arn');
  if (LoadBalancerArn === undefined) return null;
  const subnets = [
    ...texts(values, 'subnets'),
    ...blocks(values, 'subnet_mapping').flatMap((mapping) => text(mapping, 'subnet_id') ?? []),
  ];
  const lb = {
    LoadBalancerArn,
    LoadBalancerName: text(values, 'name'),
    DNSName: text(values, 'dns_name'),
    Scheme: flag(values, 'internal') ? 'internal' : 'internet-facing',
    Type: text(values, 'load_balancer_type') ?? 'application',
    VpcId: text(values, 'vpc_id'),
    SecurityGroups: texts(values, 'security_groups'),
    AvailabilityZones: [...new Set(subnets)].map((SubnetId) => ({ SubnetId })),
  };
  return [answer(elbv2, 'describe-load-balancers', { LoadBalancers: [lb] })];
};

const listener: Convert = (values) => {
  const ListenerArn = text(values, 'arn');
  const LoadBalancerArn = text(values, 'load_balancer_arn') ?? '';
  if (ListenerArn === undefined) return null;
  const item = {
    ListenerArn,
    LoadBalancerArn,
    Port: number(values, 'port'),
    Protocol: text(values, 'protocol'),
    DefaultActions: blocks(values, 'default_action').map(action),
    MutualAuthentication: { Mode: text(block(values, 'mutual_authentication'), 'mode') },
  };
  return [answer(elbv2, 'describe-listeners', { Listeners: [item] }, LoadBalancerArn)];
};

const rule: Convert = (values) => {
  const RuleArn = text(values, 'arn');
  if (RuleArn === undefined) return null;
  const item = {
    RuleArn,
    Priority: text(values, 'priority') ?? '',
    Conditions: conditionsOf(values),
    Actions: blocks(values, 'action').map(action),
  };
  return [answer(elbv2, 'describe-rules', { Rules: [item] }, text(values, 'listener_arn') ?? '')];
};

const targetGroup: Convert = (values) => {
  const TargetGroupArn = text(values, 'arn');
  if (TargetGroupArn === undefined) return null;
  const group = {
    TargetGroupArn,
    TargetGroupName: text(values, 'name'),
    TargetType: text(values, 'target_type'),
    Port: number(values, 'port'),
    VpcId: text(values, 'vpc_id'),
    LoadBalancerArns: texts(values, 'load_balancer_arns'),
  };
  return [answer(elbv2, 'describe-target-groups', { TargetGroups: [group] })];
};

const targets = (type: string): Convert =>
  together(
    type,
    (values) => text(values, 'target_group_arn'),
    (members, values) => {
      const arn = text(values, 'target_group_arn');
      const TargetHealthDescriptions = members.flatMap((member) => {
        const Id = text(member, 'target_id');
        return Id === undefined ? [] : [{ Target: { Id, Port: number(member, 'port') } }];
      });
      if (arn === undefined) return null;
      return [answer(elbv2, 'describe-target-health', { TargetHealthDescriptions }, arn)];
    },
  );

/** Load balancers, under today's names of their resources and the older ones. */
export const balancerConversions: Conversions = {
  aws_lb: balancer,
  aws_alb: balancer,
  aws_lb_listener: listener,
  aws_alb_listener: listener,
  aws_lb_listener_rule: rule,
  aws_alb_listener_rule: rule,
  aws_lb_target_group: targetGroup,
  aws_alb_target_group: targetGroup,
  aws_lb_target_group_attachment: targets('aws_lb_target_group_attachment'),
  aws_alb_target_group_attachment: targets('aws_alb_target_group_attachment'),
};
