import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { InstanceRoles } from '../../roles/instance-roles.ts';
import { ACCOUNT, SEOUL, TestRegion } from '../store.fixture.ts';

/** Keys that no document lists: those of an instance's role. */

const Bucket = 'role-session-test';
const role = {
  arn: `arn:aws:iam::${ACCOUNT}:role/web`,
  name: 'web',
  roleId: 'AROA1',
  trustsEc2: true,
  policies: { identity: [policyOf(['s3:GetObject', 's3:PutObject'])] },
};
const config = { secret: 'secret', roles: [role], profiles: [] };
const roles = new InstanceRoles(ACCOUNT, config);
let seoul: TestRegion;

function policyOf(Action: string[]): string {
  const Statement = { Effect: 'Allow', Action, Resource: `arn:aws:s3:::${Bucket}/open/*` };
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

function clientFor(lifeMs: number, from = roles): S3Client {
  const expiresMs = seoul.clock.wallMs() + lifeMs;
  const given = from.issue({ roleArn: role.arn, sessionName: 'i-1', expiresMs });
  const { accessKeyId, secretAccessKey, token: sessionToken } = given;
  return seoul.client({ credentials: { accessKeyId, secretAccessKey, sessionToken } });
}

beforeAll(async () => {
  seoul = await new TestRegion({ region: SEOUL, address: '127.102.9.9', roles }).start();
  const CreateBucketConfiguration = { LocationConstraint: SEOUL } as const;
  await seoul.client().send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
});
afterAll(() => seoul.destroy());

it('do what the role’s policies allow, as the instance’s session of the role', async () => {
  const client = clientFor(60_000);
  const Key = 'open/a';
  await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  expect(await client.send(new GetObjectCommand({ Bucket, Key }))).toMatchObject({
    ContentLength: 1,
  });
  await expect(client.send(new GetObjectCommand({ Bucket, Key: 'closed' }))).rejects.toMatchObject({
    name: 'AccessDenied',
    message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/web/i-1 is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::${Bucket}/closed" because no identity-based policy allows the s3:GetObject action`,
  });
  await expect(client.send(new ListBucketsCommand({}))).rejects.toMatchObject({
    name: 'AccessDenied',
  });
});

it('obey the role’s policies as they are now', async () => {
  const client = clientFor(60_000);
  const put = new PutObjectCommand({ Bucket, Key: 'open/b', Body: 'x' });
  await client.send(put);
  const policies = { identity: [policyOf(['s3:GetObject'])] };
  roles.apply({ ...config, roles: [{ ...role, policies }] });
  await expect(client.send(put)).rejects.toMatchObject({ name: 'AccessDenied' });
  roles.apply(config);
  await client.send(put);
});

it('end by the wall’s time, and are nobody’s where they come from another state folder', async () => {
  const put = new PutObjectCommand({ Bucket, Key: 'open/c', Body: 'x' });
  await expect(clientFor(-1).send(put)).rejects.toMatchObject({ name: 'ExpiredToken' });
  const foreign = new InstanceRoles(ACCOUNT, { ...config, secret: 'another' });
  await expect(clientFor(60_000, foreign).send(put)).rejects.toMatchObject({
    name: 'InvalidToken',
  });
});
