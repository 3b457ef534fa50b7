/**
 * The condition keys that this store fills in, and keys that AWS has but whose requests here never
 * carry them (there are no VPC endpoints, organizations or KMS keys): absent, as they are on AWS
 * without those. Any other key is refused when the policy is put, because it would never have its
 * effect.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
const KNOWN_KEYS = new Set([
  'aws:currenttime',
  'aws:epochtime',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalisawsservice',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalservicename',
  'aws:principaltype',
  'aws:referer',
  'aws:requestedregion',
  'aws:resourceaccount',
  'aws:securetransport',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:useragent',
  'aws:userid',
  'aws:username',
  'aws:viaawsservice',
  'aws:vpcsourceip',
  's3:accesspointnetworkorigin',
  's3:authtype',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
  's3:delimiter',
  's3:if-match',
  's3:if-none-match',
  's3:locationconstraint',
  's3:max-keys',
  's3:prefix',
  's3:requestobjecttagkeys',
  's3:resourceaccount',
  's3:signatureage',
  's3:signatureversion',
  's3:tlsversion',
  's3:versionid',
  's3:x-amz-acl',
  's3:x-amz-content-sha256',
  's3:x-amz-copy-source',
  's3:x-amz-metadata-directive',
  's3:x-amz-server-side-encryption',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
  's3:x-amz-storage-class',
]);

const KNOWN_PREFIXES = ['s3:existingobjecttag/', 's3:requestobjecttag/', 'aws:principaltag/'];

export function isKnownConditionKey(key: string): boolean {
  const folded = key.toLowerCase();
  return KNOWN_KEYS.has(folded) || KNOWN_PREFIXES.some((prefix) => folded.startsWith(prefix));
}
