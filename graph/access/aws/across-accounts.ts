/** Actions of a service that work on what another account owns, where only these do. */
const only: Readonly<Record<string, ReadonlySet<string>>> = {
  // AWS KMS Developer Guide, "AWS KMS permissions", column "Cross-account use".
  kms: new Set([
    'creategrant',
    'decrypt',
    'derivesharedsecret',
    'describekey',
    'encrypt',
    'generatedatakey',
    'generatedatakeypair',
    'generatedatakeypairwithoutplaintext',
    'generatedatakeywithoutplaintext',
    'generatemac',
    'getkeyrotationstatus',
    'getpublickey',
    'listgrants',
    'reencryptfrom',
    'reencryptto',
    'retiregrant',
    'revokegrant',
    'sign',
    'verify',
    'verifymac',
  ]),
  // AWS Lambda Developer Guide, "Granting function access to other accounts" and "Function URLs".
  lambda: new Set([
    'createalias',
    'deletealias',
    'deletefunction',
    'deletefunctionconcurrency',
    'getalias',
    'getfunction',
    'getfunctionconfiguration',
    'getlayerversion',
    'getpolicy',
    'invokeasync',
    'invokefunction',
    'invokefunctionurl',
    'listaliases',
    'listtags',
    'listversionsbyfunction',
    'publishversion',
    'putfunctionconcurrency',
    'tagresource',
    'untagresource',
    'updatealias',
    'updatefunctioncode',
  ]),
};

/** Actions that do not, where all others of the service do. */
const never: ReadonlySet<string> = new Set([
  // Amazon S3 API Reference, "PutBucketPolicy": 405 Method Not Allowed.
  's3:deletebucketpolicy',
  's3:getbucketpolicy',
  's3:putbucketpolicy',
  // Amazon SQS Developer Guide, "Limitations of Amazon SQS custom policies".
  'sqs:addpermission',
  'sqs:cancelmessagemovetask',
  'sqs:createqueue',
  'sqs:deletequeue',
  'sqs:listmessagemovetasks',
  'sqs:listqueues',
  'sqs:listqueuetags',
  'sqs:removepermission',
  'sqs:setqueueattributes',
  'sqs:startmessagemovetask',
  'sqs:tagqueue',
  'sqs:untagqueue',
]);

/** Whether an action, given in lower case, can reach what another account owns at all. */
export function worksAcrossAccounts(action: string): boolean {
  const [service = '', name = ''] = action.split(':');
  return !never.has(action) && only[service]?.has(name) !== false;
}
