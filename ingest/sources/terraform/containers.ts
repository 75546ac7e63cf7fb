import ecr from '../aws/ecr.ts';
import ecs from '../aws/ecs.ts';
import eks from '../aws/eks.ts';
import { answer, type Conversions } from './conversion.ts';
import { block, flag, number, text, texts, type Values } from './values.ts';

/** Container definitions, which Terraform keeps as the JSON text that AWS takes. */
function containersOf(values: Values): unknown[] {
  try {
    const parsed: unknown = JSON.parse(text(values, 'container_definitions') ?? '[]');
    return Array.isArray(parsed) ? (parsed as unknown[]) : [];
  } catch {
    return [];
  }
}

export const containerConversions: Conversions = {
  aws_ecr_repository(values, state) {
    const repositoryName = text(values, 'name') ?? '';
    const repositoryArn = state.arn(values, 'ecr', `repository/${repositoryName}`);
    if (repositoryArn === null) return null;
    const repository = {
      repositoryArn,
      repositoryName,
      repositoryUri: text(values, 'repository_url') ?? repositoryName,
      encryptionConfiguration: {
        kmsKey: text(block(values, 'encryption_configuration'), 'kms_key'),
      },
    };
    return [answer(ecr, 'describe-repositories', { repositories: [repository] })];
  },
  aws_ecr_repository_policy(values) {
    const repositoryName = text(values, 'repository');
    const policyText = text(values, 'policy');
    return repositoryName === undefined || policyText === undefined
      ? null
      : [answer(ecr, 'get-repository-policy', { repositoryName, policyText }, repositoryName)];
  },
  aws_ecs_cluster(values) {
    const clusterArn = text(values, 'arn');
    const cluster = { clusterArn, clusterName: text(values, 'name') };
    if (clusterArn === undefined) return null;
    return [answer(ecs, 'describe-clusters', { clusters: [cluster] }, clusterArn)];
  },
  aws_ecs_task_definition(values, state) {
    const family = text(values, 'family') ?? '';
    const revision = number(values, 'revision');
    const name = revision === undefined ? family : `${family}:${revision}`;
    const taskDefinitionArn = state.arn(values, 'ecs', `task-definition/${name}`);
    if (taskDefinitionArn === null) return null;
    const taskDefinition = {
      taskDefinitionArn,
      family,
      taskRoleArn: text(values, 'task_role_arn'),
      executionRoleArn: text(values, 'execution_role_arn'),
      networkMode: text(values, 'network_mode'),
      pidMode: text(values, 'pid_mode'),
      containerDefinitions: containersOf(values),
    };
    return [answer(ecs, 'describe-task-definition', { taskDefinition }, taskDefinitionArn)];
  },
  aws_ecs_service(values) {
    const serviceArn = text(values, 'arn') ?? text(values, 'id');
    if (!serviceArn?.startsWith('arn:')) return null;
    const network = block(values, 'network_configuration');
    const balancer = block(values, 'load_balancer');
    const service = {
      serviceArn,
      serviceName: text(values, 'name'),
      clusterArn: text(values, 'cluster'),
      status: 'ACTIVE',
      taskDefinition: text(values, 'task_definition'),
      enableExecuteCommand: flag(values, 'enable_execute_command') ?? false,
      loadBalancers: balancer ? [{ targetGroupArn: text(balancer, 'target_group_arn') }] : [],
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: texts(network, 'subnets'),
          securityGroups: texts(network, 'security_groups'),
          assignPublicIp: flag(network, 'assign_public_ip') ? 'ENABLED' : 'DISABLED',
        },
      },
    };
    const cluster = text(values, 'cluster') ?? '';
    return [answer(ecs, 'describe-services', { services: [service] }, cluster, serviceArn)];
  },
  aws_eks_cluster(values) {
    const arn = text(values, 'arn');
    const name = text(values, 'name') ?? '';
    if (arn === undefined) return null;
    const vpc = block(values, 'vpc_config');
    const cluster = {
      arn,
      name,
      version: text(values, 'version'),
      endpoint: text(values, 'endpoint'),
      roleArn: text(values, 'role_arn'),
      identity: { oidc: { issuer: text(block(block(values, 'identity'), 'oidc'), 'issuer') } },
      resourcesVpcConfig: {
        subnetIds: texts(vpc, 'subnet_ids'),
        securityGroupIds: texts(vpc, 'security_group_ids'),
        clusterSecurityGroupId: text(vpc, 'cluster_security_group_id'),
        vpcId: text(vpc, 'vpc_id'),
        endpointPublicAccess: flag(vpc, 'endpoint_public_access'),
        publicAccessCidrs: texts(vpc, 'public_access_cidrs'),
      },
    };
    return [answer(eks, 'describe-cluster', { cluster }, name)];
  },
  aws_eks_node_group(values) {
    const nodegroupArn = text(values, 'arn');
    const clusterName = text(values, 'cluster_name') ?? '';
    const nodegroupName = text(values, 'node_group_name') ?? '';
    if (nodegroupArn === undefined) return null;
    const nodegroup = {
      nodegroupArn,
      nodegroupName,
      clusterName,
      status: text(values, 'status'),
      nodeRole: text(values, 'node_role_arn'),
      subnets: texts(values, 'subnet_ids'),
    };
    return [answer(eks, 'describe-nodegroup', { nodegroup }, clusterName, nodegroupName)];
  },
  aws_eks_pod_identity_association(values) {
    const associationArn = text(values, 'association_arn');
    const clusterName = text(values, 'cluster_name') ?? '';
    if (associationArn === undefined) return null;
    const association = {
      associationArn,
      clusterName,
      namespace: text(values, 'namespace'),
      serviceAccount: text(values, 'service_account'),
      roleArn: text(values, 'role_arn'),
    };
    const id = text(values, 'association_id') ?? '';
    return [answer(eks, 'describe-pod-identity-association', { association }, clusterName, id)];
  },
};
