import { z } from 'zod';
import { endpointUidOfUrl } from '../../endpoint-uid.ts';
import { actsAs, inNetwork } from './attachments.ts';
import { list, one } from './call.ts';
import { arnText, described, listed } from './plain.ts';
import { awsService } from './service.ts';

const text = z.string().nullish();
const texts = z.array(z.string()).nullish();
const perCluster = { operation: 'list-clusters', query: 'clusters[]', option: '--cluster-name' };

const exposure = (open: boolean | null | undefined): 'public' | 'private' | 'unknown' =>
  open ? 'public' : open === false ? 'private' : 'unknown';

export default awsService('eks', 'EKS clusters, node groups and the roles of pods', {
  'list-clusters': listed({
    sign: [],
    items: 'clusters',
    kind: 'Cluster',
    form: z.string(),
    uid: (name, answer) => answer.arn('eks', `cluster/${name}`),
    props: (name) => ({ name, type: 'eks' }),
  }),
  'describe-cluster': described({
    sign: ['cluster'],
    each: { ...perCluster, option: '--name' },
    at: 'cluster',
    kind: 'Cluster',
    form: z.looseObject({
      name: z.string(),
      arn: arnText('eks', 'cluster/'),
      version: text,
      endpoint: text,
      roleArn: text,
      resourcesVpcConfig: z
        .looseObject({
          subnetIds: texts,
          securityGroupIds: texts,
          clusterSecurityGroupId: text,
          vpcId: text,
          endpointPublicAccess: z.boolean().nullish(),
          publicAccessCidrs: texts,
        })
        .nullish(),
      identity: z.looseObject({ oidc: z.looseObject({ issuer: text }).nullish() }).nullish(),
    }),
    uid: ({ arn }) => arn,
    props: (cluster) => ({
      name: cluster.name,
      type: 'eks',
      version: cluster.version ?? undefined,
      apiExposure: exposure(cluster.resourcesVpcConfig?.endpointPublicAccess),
      oidcIssuer: cluster.identity?.oidc?.issuer ?? undefined,
      config: {
        endpoint: cluster.endpoint ?? undefined,
        role: cluster.roleArn ?? undefined,
        publicAccessCidrs: cluster.resourcesVpcConfig?.publicAccessCidrs ?? [],
      },
    }),
    links(cluster, claim, node, answer) {
      const at = cluster.resourcesVpcConfig;
      const groups = [at?.clusterSecurityGroupId, ...(at?.securityGroupIds ?? [])];
      inNetwork(claim, node, at?.subnetIds ?? [], groups, at?.vpcId);
      const uid = endpointUidOfUrl(cluster.endpoint ?? '');
      if (uid === null) return;
      const endpoint = answer.own(claim, 'Endpoint', uid, {
        name: `API of ${cluster.name}`,
        url: cluster.endpoint ?? undefined,
        authn: 'iam',
        config: {
          type: 'eks-api',
          cluster: cluster.arn,
          publicAccess: at?.endpointPublicAccess ?? undefined,
          publicAccessCidrs: at?.publicAccessCidrs ?? [],
        },
      });
      inNetwork(claim, endpoint, at?.vpcId);
    },
  }),
  'list-nodegroups': list({
    sign: ['nodegroups'],
    each: perCluster,
    items: 'nodegroups',
    item: z.string(),
    id: (name, answer) => answer.arn('eks', `nodegroup/${answer.arg(0, 'cluster')}/${name}`),
    map: () => {},
  }),
  'describe-nodegroup': described({
    sign: ['nodegroup'],
    each: {
      operation: 'list-nodegroups',
      query: 'nodegroups[]',
      option: '--nodegroup-name',
      within: true,
    },
    at: 'nodegroup',
    kind: 'Workload',
    form: z.looseObject({
      nodegroupName: z.string(),
      nodegroupArn: arnText('eks', 'nodegroup/'),
      clusterName: z.string(),
      status: text,
      nodeRole: text,
      subnets: texts,
    }),
    uid: ({ nodegroupArn }) => nodegroupArn,
    props: ({ nodegroupName, clusterName, status }, answer) => ({
      name: nodegroupName,
      type: 'eks-nodegroup',
      state: status ?? undefined,
      config: { cluster: answer.arn('eks', `cluster/${clusterName}`) },
    }),
    links({ nodeRole, subnets }, claim, node) {
      actsAs(claim, node, nodeRole);
      inNetwork(claim, node, subnets ?? []);
    },
  }),
  'list-pod-identity-associations': list({
    sign: ['associations'],
    each: perCluster,
    items: 'associations',
    item: z.looseObject({
      associationId: z.string(),
      associationArn: arnText('eks', 'podidentityassociation/'),
    }),
    id: ({ associationArn }) => associationArn,
    map: () => {},
  }),
  'describe-pod-identity-association': one({
    sign: ['association'],
    each: {
      operation: 'list-pod-identity-associations',
      query: 'associations[].associationId',
      option: '--association-id',
      within: true,
    },
    at: 'association',
    answer: z.looseObject({
      clusterName: z.string(),
      namespace: z.string(),
      serviceAccount: z.string(),
      roleArn: arnText('iam', 'role/'),
      associationArn: arnText('eks', 'podidentityassociation/'),
    }),
    map({ clusterName, namespace, serviceAccount, roleArn, associationArn }, answer) {
      const claim = answer.claim(associationArn);
      const cluster = claim.ref('Cluster', answer.arn('eks', `cluster/${clusterName}`));
      claim.edge('FEDERATES_TO', cluster, claim.ref('Identity', roleArn), {
        subjects: [`system:serviceaccount:${namespace}:${serviceAccount}`],
      });
    },
  }),
});
