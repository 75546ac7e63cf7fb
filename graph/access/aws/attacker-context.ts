import type { Given } from './context.ts';

/** What whoever sends a request chooses: a direct call over TLS (IAM User Guide, global keys). */
export const direct: Given = {
  'aws:SecureTransport': true,
  'aws:ViaAWSService': false,
  'aws:CalledVia': null,
  'aws:CalledViaFirst': null,
  'aws:CalledViaLast': null,
  's3:TlsVersion': '1.3',
};

/** From the internet: through no VPC endpoint of ours. */
export const fromInternet: Given = {
  ...direct,
  'aws:SourceVpc': null,
  'aws:SourceVpce': null,
  'aws:VpcSourceIp': null,
};

/** A service that uses a key for whoever asked it to. */
export const through = (service: string, region: string): Given => ({
  'aws:SecureTransport': true,
  'kms:ViaService': `${service}.${region}.amazonaws.com`,
});
