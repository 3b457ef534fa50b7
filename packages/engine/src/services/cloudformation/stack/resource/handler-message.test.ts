import { AwsError } from '@understudy/wire';
import { expect, test } from 'vitest';
import { handlerMessage } from './handler-message.ts';

const ids = { requestId: 'request', requestToken: 'token' };

test.each<[string, string, number, string]>([
  [
    'AWS::EC2::SecurityGroup',
    'VPCIdNotSpecified',
    400,
    'Resource handler returned message: "it is so (Service: Ec2, Status Code: 400, Request ID: request)" (RequestToken: token, HandlerErrorCode: InvalidRequest)',
  ],
  [
    'AWS::IAM::Role',
    'EntityAlreadyExists',
    409,
    'Resource handler returned message: "it is so (Service: Iam, Status Code: 409, Request ID: request)" (RequestToken: token, HandlerErrorCode: AlreadyExists)',
  ],
  [
    'AWS::EC2::Subnet',
    'InvalidVpcID.NotFound',
    400,
    'Resource handler returned message: "it is so (Service: Ec2, Status Code: 400, Request ID: request)" (RequestToken: token, HandlerErrorCode: NotFound)',
  ],
  [
    'AWS::ECR::Repository',
    'AlreadyExists',
    400,
    // https://github.com/stratospheric-dev/stratospheric/issues/204
    'Resource handler returned message: "it is so" (RequestToken: token, HandlerErrorCode: AlreadyExists)',
  ],
  [
    'AWS::CloudFront::Distribution',
    'InvalidArgument',
    400,
    'Resource handler returned message: "Invalid request provided: it is so" (RequestToken: token, HandlerErrorCode: InvalidRequest)',
  ],
])('%s, %s', (type, code, status, expected) => {
  const error = new AwsError({ code, message: 'it is so', status });
  expect(handlerMessage(type, error, ids)).toEqual(new Error(expected));
});

test.each<[string, unknown]>([
  ['AWS::Route53::RecordSet', new AwsError({ code: 'InvalidChangeBatch', message: '[x]' })],
  ['AWS::S3::Bucket', new AwsError({ code: 'NotImplemented', message: 'not here', status: 501 })],
  ['AWS::EC2::VPC', new Error('a fault of the engine')],
])('%s: %s has no frame', (type, error) => {
  expect(handlerMessage(type, error, ids)).toBe(error);
});
