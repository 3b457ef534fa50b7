import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { REPOSITORY } from '../support/cli.ts';
import { ExampleSite } from '../support/site.ts';
import { request } from '../support/visitor.ts';

/** SDKs with their own defaults, in programs that instances run. */

/** The program itself, past version managers that look for it by HOME. */
const python = pythonWithBoto3();

/** It says what its SDKs came to: `/node`, `/python`. */
const SERVER = `
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import http from 'node:http';
const require = createRequire(${JSON.stringify(path.join(REPOSITORY, 'package.json'))});
const { S3Client, GetObjectCommand, PutObjectCommand, ListBucketsCommand } = require('@aws-sdk/client-s3');
const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts');

const Bucket = process.env.DATA_BUCKET;
async function node() {
  const s3 = new S3Client({});
  await s3.send(new PutObjectCommand({ Bucket, Key: 'node', Body: 'by node' }));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'node' }));
  const refused = await s3.send(new ListBucketsCommand({})).catch(({ name }) => name);
  const { Arn } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
  return { read: await Body.transformToString(), refused, arn: Arn };
}
const PYTHON = \`
import boto3, json, os
s3 = boto3.client('s3')
bucket = os.environ['DATA_BUCKET']
s3.put_object(Bucket=bucket, Key='python', Body=b'by python')
read = s3.get_object(Bucket=bucket, Key='python')['Body'].read().decode()
try:
    s3.list_buckets()
    refused = None
except Exception as error:
    refused = error.response['Error']['Code']
print(json.dumps({'read': read, 'refused': refused, 'arn': boto3.client('sts').get_caller_identity()['Arn']}))
\`;
const python = () =>
  new Promise((resolve, reject) =>
    execFile(${JSON.stringify(python ?? '')}, ['-c', PYTHON], (error, out) =>
      error ? reject(error) : resolve(JSON.parse(out)),
    ),
  );
http.createServer(async (request, response) => {
  const program = { '/node': node, '/python': python }[request.url];
  if (program === undefined) return response.end('{}');
  const answer = await program().catch((error) => ({ error: String(error.stack) }));
  response.end(JSON.stringify(answer));
}).listen(process.env.PORT, process.env.HOST);
`;

function pythonWithBoto3(): string | undefined {
  try {
    const words = ['-c', 'import boto3, sys; print(sys.executable)'];
    return execFileSync('python3', words, { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return undefined;
  }
}

let site: ExampleSite;

beforeAll(async () => {
  site = new ExampleSite();
  writeFileSync(path.join(site.folder, 'web/server.js'), SERVER);
  await site.up('--speed', '20');
}, 120_000);
afterAll(() => site[Symbol.asyncDispose]());

const wanted = (by: string): object => ({
  read: `by ${by}`,
  refused: 'AccessDenied',
  arn: expect.stringMatching(
    /^arn:aws:sts::\d{12}:assumed-role\/ticketing-.*FleetRole.*\/i-[0-9a-f]{17}$/,
  ) as string,
});

test('the AWS SDK for JavaScript finds region, role, S3 and the endpoint by itself', async () => {
  const { body } = await request(site, { path: '/node' });
  expect(body).toEqual(wanted('node'));
});

test.skipIf(python === undefined)('so does boto3', { timeout: 30_000 }, async () => {
  const { body } = await request(site, { path: '/python', withinMs: 20_000 });
  expect(body).toEqual(wanted('python'));
});
