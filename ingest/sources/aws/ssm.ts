import { z } from 'zod';
import { list } from './call.ts';
import { encryptedWith } from './attachments.ts';
import { listed } from './plain.ts';
import { awsService } from './service.ts';

export default awsService('ssm', 'Systems Manager: parameters, and which instances it manages', {
  'describe-parameters': listed({
    sign: ['Parameters'],
    items: 'Parameters',
    kind: 'Secret',
    form: z.looseObject({
      Name: z.string(),
      Type: z.enum(['String', 'StringList', 'SecureString']),
      ARN: z.string().nullish(),
      KeyId: z.string().nullish(),
    }),
    uid: ({ ARN, Name }, answer) =>
      ARN ?? answer.arn('ssm', `parameter/${Name.replace(/^\//, '')}`),
    props: ({ Name, Type }) => ({
      name: Name,
      type: 'ssm-parameter',
      secure: Type === 'SecureString',
    }),
    links({ KeyId }, claim, node, answer) {
      claim.add('Secret', node.uid, { kmsKey: encryptedWith(answer, claim, node, KeyId) });
    },
  }),
  'describe-instance-information': list({
    sign: ['InstanceInformationList'],
    items: 'InstanceInformationList',
    item: z.looseObject({
      InstanceId: z.string(),
      PingStatus: z.string(),
      ResourceType: z.string().nullish(),
    }),
    id: ({ InstanceId }, answer) =>
      InstanceId.startsWith('mi-')
        ? answer.arn('ssm', `managed-instance/${InstanceId}`)
        : answer.arn('ec2', `instance/${InstanceId}`),
    map({ InstanceId, PingStatus }, claim, answer) {
      const state = { managed: PingStatus !== 'Inactive' };
      if (InstanceId.startsWith('mi-'))
        answer.own(claim, 'Workload', answer.arn('ssm', `managed-instance/${InstanceId}`), {
          name: InstanceId,
          type: 'ssm-managed-instance',
          ...state,
        });
      else claim.add('Workload', answer.arn('ec2', `instance/${InstanceId}`), state);
    },
  }),
});
