import * as S3 from '@aws-sdk/client-s3';
import { createServiceCodec, type ServiceCodec } from '@understudy/wire';

export function s3Codec(): ServiceCodec {
  return createServiceCodec(S3, {
    signingName: 's3',
    protocols: ['restXml'],
    xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
    bucketAddressing: true,
  });
}
