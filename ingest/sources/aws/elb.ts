import { z } from 'zod';
import { sorted } from '../../../graph/network/config.ts';
import type { Answer } from './answer.ts';
import { inNetwork } from './attachments.ts';
import { list } from './call.ts';
import { regionOfZone } from './ec2-place.ts';
import { element } from './network-element.ts';
import { awsService } from './service.ts';

const text = z.string().nullish();
const texts = z.array(z.string()).nullish();

/** Classic balancers have an ARN by name, which their answer leaves out. */
function balancerArn(answer: Answer, name: string, zones: readonly string[] | null | undefined) {
  const region = regionOfZone(zones?.[0]);
  const place = region === undefined ? {} : { region };
  return answer.arn('elasticloadbalancing', `loadbalancer/${name}`, place);
}

export default awsService(
  'elb',
  'Classic load balancers with their listeners and instances',
  {
    'describe-load-balancers': list({
      sign: ['LoadBalancerDescriptions'],
      items: 'LoadBalancerDescriptions',
      item: z.looseObject({
        LoadBalancerName: z.string(),
        DNSName: z.string(),
        Scheme: text,
        VPCId: text,
        CreatedTime: text,
        Subnets: texts,
        SecurityGroups: texts,
        AvailabilityZones: texts,
        Instances: z.array(z.looseObject({ InstanceId: z.string() })).nullish(),
        ListenerDescriptions: z
          .array(
            z.looseObject({
              Listener: z.looseObject({
                Protocol: z.string(),
                LoadBalancerPort: z.number(),
                InstancePort: z.number(),
              }),
            }),
          )
          .nullish(),
      }),
      id: (lb, answer) => balancerArn(answer, lb.LoadBalancerName, lb.AvailabilityZones),
      map(lb, claim, answer) {
        const uid = balancerArn(answer, lb.LoadBalancerName, lb.AvailabilityZones);
        const node = answer.own(claim, 'NetworkElement', uid, {
          name: lb.LoadBalancerName,
          createdAt: lb.CreatedTime ?? undefined,
          ...element('load-balancer', {
            kind: 'classic',
            internetFacing: lb.Scheme === 'internet-facing',
            dnsName: lb.DNSName.toLowerCase(),
            ...(lb.VPCId && { vpc: lb.VPCId }),
            subnets: sorted(lb.Subnets ?? []),
            securityGroups: sorted(lb.SecurityGroups ?? []),
            listeners: (lb.ListenerDescriptions ?? [])
              .map(({ Listener }) => ({
                protocol: Listener.Protocol,
                port: Listener.LoadBalancerPort,
                targetPort: Listener.InstancePort,
              }))
              .sort((a, b) => a.port - b.port),
            instances: sorted((lb.Instances ?? []).map(({ InstanceId }) => InstanceId)),
          }),
        });
        inNetwork(claim, node, lb.Subnets ?? [], lb.SecurityGroups ?? [], lb.VPCId);
      },
    }),
  },
  { prefix: 'elasticloadbalancing', owner: 'elb' },
);
