import { z } from 'zod';
import { encryptedWith, inNetwork } from './attachments.ts';
import { listed } from './plain.ts';
import { awsService } from './service.ts';

export default awsService('redshift', 'Redshift clusters', {
  'describe-clusters': listed({
    sign: ['Clusters'],
    items: 'Clusters',
    kind: 'DataStore',
    form: z.looseObject({
      ClusterIdentifier: z.string(),
      PubliclyAccessible: z.boolean().nullish(),
      Encrypted: z.boolean().nullish(),
      KmsKeyId: z.string().nullish(),
      VpcId: z.string().nullish(),
      VpcSecurityGroups: z.array(z.looseObject({ VpcSecurityGroupId: z.string() })).nullish(),
      Endpoint: z
        .looseObject({ Address: z.string().nullish(), Port: z.number().nullish() })
        .nullish(),
    }),
    uid: ({ ClusterIdentifier }, answer) => answer.arn('redshift', `cluster:${ClusterIdentifier}`),
    props: (cluster) => ({
      name: cluster.ClusterIdentifier,
      type: 'redshift-cluster',
      encryption: cluster.Encrypted ? 'aws:kms' : 'none',
      config: {
        publiclyAccessible: cluster.PubliclyAccessible ?? undefined,
        address: cluster.Endpoint?.Address ?? undefined,
        port: cluster.Endpoint?.Port ?? undefined,
      },
    }),
    links(cluster, claim, node, answer) {
      const groups = (cluster.VpcSecurityGroups ?? []).map((group) => group.VpcSecurityGroupId);
      inNetwork(claim, node, groups, cluster.VpcId);
      claim.add('DataStore', node.uid, {
        kmsKey: encryptedWith(answer, claim, node, cluster.KmsKeyId),
      });
    },
  }),
});
