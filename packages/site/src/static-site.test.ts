import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { defineSite } from './config.ts';
import { synthesize } from './synthesize.ts';

interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
}

const base = mkdtempSync(path.join(os.tmpdir(), 'static-site-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
let stacks: Map<string, Resource[]>;

beforeAll(async () => {
  vi.stubEnv('CDK_VALIDATION', 'false'); // see synthesize.test.ts
  mkdirSync(path.join(base, 'public'));
  for (const file of ['index.html', '404.html'])
    writeFileSync(path.join(base, 'public', file), '<!doctype html>');
  const config = defineSite(
    { domain: 'shop.example', primary: 'eu-west-1', standby: 'us-west-2', assets: './public' },
    base,
  );
  const outdir = path.join(base, 'cdk.out');
  const assembly = await synthesize(config, { account: '111122223333', outdir });
  stacks = new Map(
    assembly.stacks.map(({ stackName, template }) => [
      stackName,
      Object.values((template as { Resources: Record<string, Resource> }).Resources),
    ]),
  );
}, 60_000);

const typesOf = (stack: string): string[] =>
  (stacks.get(stack) ?? []).map(({ Type }) => Type.replace(/^AWS::/, '')).sort();
const find = (stack: string, type: string): Record<string, unknown> =>
  (stacks.get(stack) ?? []).find(({ Type }) => Type === type)?.Properties ?? {};

test('is a bucket a region, a distribution, and names', () => {
  expect([...stacks.keys()].sort()).toEqual([
    'shop-edge',
    'shop-eu-west-1',
    'shop-routing',
    'shop-us-west-2',
    'shop-zone',
  ]);
  for (const region of ['us-west-2', 'eu-west-1'])
    expect(typesOf(`shop-${region}`)).toEqual([
      ...['IAM::Policy', 'IAM::Role', 'S3::Bucket', 'S3::BucketPolicy'],
    ]);
  expect(typesOf('shop-routing')).toEqual(['Route53::RecordSet', 'Route53::RecordSet']);
  expect([...stacks.values()].flat().some(({ Type }) => /EC2|AutoScaling/.test(Type))).toBe(false);
});

test("asks the standby's bucket when the primary's fails, and not when a file is missing", () => {
  const config = JSON.stringify(find('shop-edge', 'AWS::CloudFront::Distribution'));
  expect(config).toContain('"FailoverCriteria":{"StatusCodes":{"Items":[500,502,503,504]');
  expect(config).toContain('"DefaultRootObject":"index.html"');
  for (const region of ['eu-west-1', 'us-west-2'])
    expect(config).toContain(`shop-assets-111122223333-${region}.s3.${region}.`);
  expect(config.match(/"ConnectionAttempts":2,"ConnectionTimeout":3/g)).toHaveLength(2);
  expect(config).toContain('"ErrorCode":404,"ResponseCode":404,"ResponsePagePath":"/404.html"');
});

test("lets the account's distributions alone read and list", () => {
  const policy = JSON.stringify(find('shop-us-west-2', 'AWS::S3::BucketPolicy'));
  expect(policy.match(/"ArnLike":\{"AWS:SourceArn"/g)).toHaveLength(2);
  expect(policy).toContain(':cloudfront::111122223333:distribution/*');
  const bucket = find('shop-us-west-2', 'AWS::S3::Bucket');
  expect(bucket['PublicAccessBlockConfiguration']).toMatchObject({ RestrictPublicBuckets: true });
});
