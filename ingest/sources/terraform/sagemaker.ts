import sagemaker from '../aws/sagemaker.ts';
import { answer, type Conversions, type Convert } from './conversion.ts';
import { renamed } from './renamed.ts';
import { text } from './values.ts';

/** A resource of SageMaker; `type` begins the names that AWS gives to its ARN and name. */
const described =
  (operation: string, type: string, names: Readonly<Record<string, string>> = {}): Convert =>
  (values) => {
    const name = text(values, 'name') ?? text(values, `${type}_name`) ?? text(values, 'id');
    if (text(values, 'arn') === undefined || name === undefined) return null;
    const pascal = renamed(values, {
      style: 'pascal',
      lists: ['production_variants', 'shadow_production_variants', 'container'],
      maps: ['environment', 'tags', 'tags_all'],
      names: { kms_key_arn: 'KmsKeyId', ...names },
    });
    return [answer(sagemaker, operation, pascal, name)];
  };

export const sagemakerConversions: Conversions = {
  aws_sagemaker_notebook_instance: described('describe-notebook-instance', 'notebook_instance', {
    arn: 'NotebookInstanceArn',
    name: 'NotebookInstanceName',
    lifecycle_config_name: 'NotebookInstanceLifecycleConfigName',
  }),
  aws_sagemaker_endpoint: described('describe-endpoint', 'endpoint', {
    arn: 'EndpointArn',
    name: 'EndpointName',
  }),
  aws_sagemaker_endpoint_configuration: described('describe-endpoint-config', 'endpoint_config', {
    arn: 'EndpointConfigArn',
    name: 'EndpointConfigName',
    destination_s3_uri: 'DestinationS3Uri',
  }),
  aws_sagemaker_model: described('describe-model', 'model', {
    arn: 'ModelArn',
    name: 'ModelName',
    container: 'Containers',
    security_group_ids: 'SecurityGroupIds',
  }),
  aws_sagemaker_domain: described('describe-domain', 'domain', {
    arn: 'DomainArn',
    id: 'DomainId',
  }),
  aws_sagemaker_user_profile: described('describe-user-profile', 'user_profile', {
    arn: 'UserProfileArn',
  }),
};
