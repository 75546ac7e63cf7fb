import { instanceAttribute, instances } from './ec2-instance.ts';
import { networks } from './ec2-network.ts';
import { routing } from './ec2-routing.ts';
import { awsService } from './service.ts';

export default awsService('ec2', 'EC2 instances, and the networks that decide who reaches them', {
  'describe-instances': instances,
  'describe-instance-attribute': instanceAttribute,
  ...networks,
  ...routing,
});
