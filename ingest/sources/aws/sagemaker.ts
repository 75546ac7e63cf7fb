import { z } from 'zod';
import type { PropsOf } from '../../../graph/schema/index.ts';
import { actsAs, encryptedWith, inNetwork } from './attachments.ts';
import { arnText, described, listed } from './plain.ts';
import { endpointCalls } from './sagemaker-endpoints.ts';
import { jobCalls } from './sagemaker-jobs.ts';
import { awsService } from './service.ts';

const text = z.string().nullish();
const userSettings = z
  .looseObject({
    ExecutionRole: text,
    SecurityGroups: z.array(z.string()).nullish(),
  })
  .nullish();

const notebook = z.looseObject({
  NotebookInstanceName: z.string(),
  NotebookInstanceArn: arnText('sagemaker', 'notebook-instance/'),
  NotebookInstanceStatus: text,
  Url: text,
  NotebookInstanceLifecycleConfigName: text,
  DefaultCodeRepository: text,
  AdditionalCodeRepositories: z.array(z.string()).nullish(),
});

function notebookProps(of: z.infer<typeof notebook>): PropsOf<'Workload'> {
  const repositories = [of.DefaultCodeRepository, ...(of.AdditionalCodeRepositories ?? [])];
  return {
    name: of.NotebookInstanceName,
    type: 'sagemaker-notebook',
    state: of.NotebookInstanceStatus ?? undefined,
    config: {
      url: of.Url ?? undefined,
      lifecycleConfig: of.NotebookInstanceLifecycleConfigName ?? undefined,
      repositories: repositories.filter((repository) => typeof repository === 'string'),
    },
  };
}

const enabled = (switched: string | null | undefined) =>
  switched === 'Enabled' ? true : switched === 'Disabled' ? false : undefined;

const metadata = (version: string | null | undefined) =>
  version === '1' ? ('v1' as const) : version === '2' ? ('v2' as const) : undefined;

export default awsService('sagemaker', 'SageMaker notebooks, endpoints, models, jobs and domains', {
  'list-notebook-instances': listed({
    sign: ['NotebookInstances'],
    items: 'NotebookInstances',
    kind: 'Workload',
    form: notebook,
    uid: ({ NotebookInstanceArn }) => NotebookInstanceArn,
    props: notebookProps,
  }),
  'describe-notebook-instance': described({
    sign: ['NotebookInstanceName', 'NotebookInstanceArn', 'RoleArn'],
    each: {
      operation: 'list-notebook-instances',
      query: 'NotebookInstances[].NotebookInstanceName',
      option: '--notebook-instance-name',
    },
    kind: 'Workload',
    form: notebook.extend({
      RoleArn: text,
      SubnetId: text,
      SecurityGroups: z.array(z.string()).nullish(),
      KmsKeyId: text,
      DirectInternetAccess: text,
      RootAccess: text,
      InstanceMetadataServiceConfiguration: z
        .looseObject({ MinimumInstanceMetadataServiceVersion: text })
        .nullish(),
    }),
    uid: ({ NotebookInstanceArn }) => NotebookInstanceArn,
    props: (of) => ({
      ...notebookProps(of),
      rootAccess: enabled(of.RootAccess),
      internetAccess: enabled(of.DirectInternetAccess),
      imdsVersion: metadata(
        of.InstanceMetadataServiceConfiguration?.MinimumInstanceMetadataServiceVersion,
      ),
    }),
    links(of, claim, node, answer) {
      actsAs(claim, node, of.RoleArn);
      inNetwork(claim, node, of.SubnetId, of.SecurityGroups ?? []);
      encryptedWith(answer, claim, node, of.KmsKeyId);
    },
  }),
  ...endpointCalls,
  ...jobCalls,
  'list-domains': listed({
    sign: ['Domains'],
    items: 'Domains',
    kind: 'Workload',
    form: z.looseObject({
      DomainArn: arnText('sagemaker', 'domain/'),
      DomainId: z.string(),
      DomainName: z.string(),
      Status: text,
    }),
    uid: ({ DomainArn }) => DomainArn,
    props: ({ DomainName, Status }) => ({
      name: DomainName,
      type: 'sagemaker-domain',
      state: Status ?? undefined,
    }),
  }),
  'describe-domain': described({
    sign: ['DomainArn', 'DomainId', 'DefaultUserSettings'],
    each: { operation: 'list-domains', query: 'Domains[].DomainId', option: '--domain-id' },
    kind: 'Workload',
    form: z.looseObject({
      DomainArn: arnText('sagemaker', 'domain/'),
      DomainName: z.string(),
      Status: text,
      AuthMode: text,
      AppNetworkAccessType: text,
      DefaultUserSettings: userSettings,
      DefaultSpaceSettings: userSettings,
      SubnetIds: z.array(z.string()).nullish(),
      VpcId: text,
      KmsKeyId: text,
    }),
    uid: ({ DomainArn }) => DomainArn,
    props: (domain) => ({
      name: domain.DomainName,
      type: 'sagemaker-domain',
      state: domain.Status ?? undefined,
      internetAccess: domain.AppNetworkAccessType === 'PublicInternetOnly' ? true : undefined,
      config: { authMode: domain.AuthMode ?? undefined },
    }),
    links(domain, claim, node, answer) {
      const { DefaultUserSettings: user, DefaultSpaceSettings: space } = domain;
      for (const settings of [user, space]) actsAs(claim, node, settings?.ExecutionRole);
      inNetwork(claim, node, domain.SubnetIds ?? [], user?.SecurityGroups ?? [], domain.VpcId);
      encryptedWith(answer, claim, node, domain.KmsKeyId);
    },
  }),
  'list-user-profiles': listed({
    sign: ['UserProfiles'],
    items: 'UserProfiles',
    kind: 'Workload',
    form: z.looseObject({ DomainId: z.string(), UserProfileName: z.string(), Status: text }),
    uid: ({ DomainId, UserProfileName }, answer) =>
      answer.arn('sagemaker', `user-profile/${DomainId}/${UserProfileName}`.toLowerCase()),
    props: ({ UserProfileName, Status }) => ({
      name: UserProfileName,
      type: 'sagemaker-user-profile',
      state: Status ?? undefined,
    }),
  }),
  'describe-user-profile': described({
    sign: ['UserProfileArn', 'UserProfileName', 'DomainId'],
    spare: true,
    each: {
      operation: 'list-user-profiles',
      query: 'UserProfiles[].UserProfileName',
      option: '--user-profile-name',
    },
    kind: 'Workload',
    form: z.looseObject({
      UserProfileArn: arnText('sagemaker', 'user-profile/'),
      UserProfileName: z.string(),
      Status: text,
      UserSettings: userSettings,
    }),
    uid: ({ UserProfileArn }) => UserProfileArn,
    props: ({ UserProfileName, Status }) => ({
      name: UserProfileName,
      type: 'sagemaker-user-profile',
      state: Status ?? undefined,
    }),
    links({ UserSettings }, claim, node) {
      actsAs(claim, node, UserSettings?.ExecutionRole);
      inNetwork(claim, node, UserSettings?.SecurityGroups ?? []);
    },
  }),
  'list-pipelines': listed({
    sign: ['PipelineSummaries'],
    items: 'PipelineSummaries',
    kind: 'Workload',
    form: z.looseObject({
      PipelineArn: arnText('sagemaker', 'pipeline/'),
      PipelineName: z.string(),
      RoleArn: text,
    }),
    uid: ({ PipelineArn }) => PipelineArn,
    props: ({ PipelineName }) => ({ name: PipelineName, type: 'sagemaker-pipeline' }),
    links({ RoleArn }, claim, node) {
      actsAs(claim, node, RoleArn);
    },
  }),
});
