import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { UnderstudyError } from '@understudy/contract';
import { CloudFrontClient, ListDistributionsCommand } from '@aws-sdk/client-cloudfront';
import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { EC2Client, DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { ImagebuilderClient, ListImagesCommand } from '@aws-sdk/client-imagebuilder';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { listenAt, stopListening } from '@understudy/wire';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RefusingEndpoint } from './refusing-endpoint.ts';

const problem = new UnderstudyError('StateUnwritable', {
  message: "cannot use the engine's state in '/state/x.sqlite': the disk is full",
});

let port: number;
let endpoint: RefusingEndpoint;

beforeEach(async () => {
  port = await freePort();
  endpoint = new RefusingEndpoint({ port, problem });
  await endpoint.listen();
});
afterEach(() => endpoint.close());

async function freePort(): Promise<number> {
  const server = createServer();
  const free = await listenAt(server, { host: '127.0.0.1', port: 0 });
  await stopListening(server);
  return free;
}

const settings = () => ({
  region: 'us-east-1',
  endpoint: `http://127.0.0.1:${port}`,
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  maxAttempts: 1,
  forcePathStyle: true,
});

test.each([
  ['query', () => new CloudFormationClient(settings()).send(new ListStacksCommand({}))],
  ['EC2 query', () => new EC2Client(settings()).send(new DescribeVpcsCommand({}))],
  ['REST-XML', () => new CloudFrontClient(settings()).send(new ListDistributionsCommand({}))],
  ['REST-JSON', () => new ImagebuilderClient(settings()).send(new ListImagesCommand({}))],
  [
    'JSON',
    () => new SSMClient(settings()).send(new PutParameterCommand({ Name: '/a', Value: 'b' })),
  ],
  ['S3', () => new S3Client(settings()).send(new ListBucketsCommand({}))],
])('tells why in what the client speaks: %s', async (_protocol, call) => {
  await expect(call()).rejects.toMatchObject({
    name: 'ServiceUnavailable',
    message: expect.stringContaining(
      "the engine's state in '/state/x.sqlite': the disk is full",
    ) as string,
    $metadata: { httpStatusCode: 503 },
  });
});

test('tells the command line with its own code, and a page that was led here nothing', async () => {
  const response = await fetch(`http://127.0.0.1:${port}/_understudy/state`);
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ error: { code: 'StateUnwritable' } });
  const request = get({ port, host: '127.0.0.1', headers: { host: 'evil.example' } });
  const [foreign] = (await once(request, 'response')) as [IncomingMessage];
  expect(foreign.statusCode).toBe(403);
  expect(await text(foreign)).not.toContain('/state/');
});
