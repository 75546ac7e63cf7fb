import { z } from 'zod';
import { encryptedWith, inNetwork } from './attachments.ts';
import { parseArn } from './arn.ts';
import { listed } from './plain.ts';
import { awsService } from './service.ts';

const encryption = {
  StorageEncrypted: z.boolean().nullish(),
  KmsKeyId: z.string().nullish(),
  VpcSecurityGroups: z.array(z.looseObject({ VpcSecurityGroupId: z.string() })).nullish(),
};

const cipher = (encrypted: boolean | null | undefined) => (encrypted ? 'aws:kms' : 'none');

const groups = (of: { VpcSecurityGroups?: { VpcSecurityGroupId: string }[] | null | undefined }) =>
  (of.VpcSecurityGroups ?? []).map(({ VpcSecurityGroupId }) => VpcSecurityGroupId);

export default awsService('rds', 'Relational databases: RDS instances and Aurora clusters', {
  'describe-db-instances': listed({
    sign: ['DBInstances'],
    items: 'DBInstances',
    kind: 'DataStore',
    form: z.looseObject({
      DBInstanceIdentifier: z.string(),
      DBInstanceArn: z.string().nullish(),
      Engine: z.string(),
      PubliclyAccessible: z.boolean().nullish(),
      IAMDatabaseAuthenticationEnabled: z.boolean().nullish(),
      DBClusterIdentifier: z.string().nullish(),
      Endpoint: z
        .looseObject({ Address: z.string().nullish(), Port: z.number().nullish() })
        .nullish(),
      DBSubnetGroup: z
        .looseObject({
          VpcId: z.string().nullish(),
          Subnets: z.array(z.looseObject({ SubnetIdentifier: z.string() })).nullish(),
        })
        .nullish(),
      ...encryption,
    }),
    uid: ({ DBInstanceArn, DBInstanceIdentifier }, answer) =>
      parseArn(DBInstanceArn)?.service === 'rds' && DBInstanceArn
        ? DBInstanceArn
        : answer.arn('rds', `db:${DBInstanceIdentifier}`),
    props: (db) => ({
      name: db.DBInstanceIdentifier,
      type: 'rds-instance',
      encryption: cipher(db.StorageEncrypted),
      config: {
        engine: db.Engine,
        publiclyAccessible: db.PubliclyAccessible ?? undefined,
        iamAuthentication: db.IAMDatabaseAuthenticationEnabled ?? undefined,
        address: db.Endpoint?.Address ?? undefined,
        port: db.Endpoint?.Port ?? undefined,
        cluster: db.DBClusterIdentifier ?? undefined,
      },
    }),
    links(db, claim, node, answer) {
      const subnets = db.DBSubnetGroup?.Subnets?.map(({ SubnetIdentifier }) => SubnetIdentifier);
      inNetwork(claim, node, groups(db), subnets ?? [], db.DBSubnetGroup?.VpcId);
      claim.add('DataStore', node.uid, {
        kmsKey: encryptedWith(answer, claim, node, db.KmsKeyId),
      });
    },
  }),
  'describe-db-clusters': listed({
    sign: ['DBClusters'],
    items: 'DBClusters',
    kind: 'DataStore',
    form: z.looseObject({
      DBClusterIdentifier: z.string(),
      DBClusterArn: z.string(),
      Engine: z.string(),
      PubliclyAccessible: z.boolean().nullish(),
      IAMDatabaseAuthenticationEnabled: z.boolean().nullish(),
      HttpEndpointEnabled: z.boolean().nullish(),
      Endpoint: z.string().nullish(),
      Port: z.number().nullish(),
      ...encryption,
    }),
    uid: ({ DBClusterArn, DBClusterIdentifier }, answer) =>
      parseArn(DBClusterArn) ? DBClusterArn : answer.arn('rds', `cluster:${DBClusterIdentifier}`),
    props: (db) => ({
      name: db.DBClusterIdentifier,
      type: 'rds-cluster',
      encryption: cipher(db.StorageEncrypted),
      config: {
        engine: db.Engine,
        publiclyAccessible: db.PubliclyAccessible ?? undefined,
        iamAuthentication: db.IAMDatabaseAuthenticationEnabled ?? undefined,
        dataApi: db.HttpEndpointEnabled ?? undefined,
        address: db.Endpoint ?? undefined,
        port: db.Port ?? undefined,
      },
    }),
    links(db, claim, node, answer) {
      inNetwork(claim, node, groups(db));
      claim.add('DataStore', node.uid, {
        kmsKey: encryptedWith(answer, claim, node, db.KmsKeyId),
      });
    },
  }),
});
