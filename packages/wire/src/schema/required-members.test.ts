import * as acm from '@aws-sdk/client-acm';
import * as cloudFront from '@aws-sdk/client-cloudfront';
import * as ec2 from '@aws-sdk/client-ec2';
import * as s3 from '@aws-sdk/client-s3';
import * as sns from '@aws-sdk/client-sns';
import { expect, test } from 'vitest';
import { operationsOf } from './operations.ts';
import { requireMembers } from './required-members.ts';

const MUST = 'failed to satisfy constraint: Member must not be null';

test.each([
  [
    'acm',
    acm,
    'DescribeCertificate',
    {},
    'ValidationException',
    `1 validation error detected: Value null at 'certificateArn' ${MUST}`,
  ],
  [
    'acm',
    acm,
    'AddTagsToCertificate',
    {},
    'ValidationException',
    `2 validation errors detected: Value null at 'certificateArn' ${MUST}; Value null at 'tags' ${MUST}`,
  ],
  [
    'ec2',
    ec2,
    'CreateRoute',
    { GatewayId: 'igw-1' },
    'MissingParameter',
    'The request must contain the parameter routeTableId',
  ],
  [
    'cloudfront',
    cloudFront,
    'CreateInvalidation',
    { DistributionId: 'E1' },
    'MalformedXML',
    `1 validation error detected: Value null at 'invalidationBatch' ${MUST}`,
  ],
  [
    'sns',
    sns,
    'GetTopicAttributes',
    {},
    'InvalidParameter',
    'Invalid parameter: TopicArn Reason: no value for required parameter',
  ],
] as const)(
  '%s words what is missing as AWS does',
  (signingName, module, name, input, code, message) => {
    const operation = operationsOf({ ...module }).get(name);
    if (operation === undefined) throw new Error(`there is no ${name}`);
    expect(() => requireMembers(operation, input, { signingName })).toThrow(
      expect.objectContaining({ code, message, status: 400 }),
    );
  },
);

test('what is there in an empty form is not missing, and what may be absent is not asked for', () => {
  const operations = operationsOf({ ...acm });
  const tag = operations.get('AddTagsToCertificate');
  const list = operations.get('ListCertificates');
  if (tag === undefined || list === undefined) throw new Error('there is no such operation');
  const traits = { signingName: 'acm' };
  expect(() => requireMembers(tag, { CertificateArn: '', Tags: [] }, traits)).not.toThrow();
  expect(() => requireMembers(list, {}, traits)).not.toThrow();
});

test("S3's store has words of its own", () => {
  const operation = operationsOf({ ...s3 }).get('CreateBucket');
  if (operation === undefined) throw new Error('there is no such operation');
  expect(() => requireMembers(operation, {}, { signingName: 's3' })).not.toThrow();
});
