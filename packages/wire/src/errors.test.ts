import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AwsError } from './aws-error.ts';
import { createServiceCodec } from './service-codec.ts';
import { CodecServer } from './testing/codec-server.ts';
import { commandOf, createClient, loadClientModule } from './testing/sdk-client.ts';
import { SERVICES } from './testing/services.ts';
import type { ServiceCodec } from './types.ts';

interface Seen {
  name: string;
  message: string;
  $metadata: { httpStatusCode: number; requestId: string };
  [member: string]: unknown;
}

/** What an SDK client makes of an error that the service throws. */
async function seenBySdk(
  client: string,
  operation: string,
  input: object,
  thrown: unknown,
): Promise<Seen> {
  const tested = SERVICES.find((one) => one.client === client);
  if (tested === undefined) throw new Error(`no service ${client}`);
  const module = await loadClientModule(tested);
  await using server = new CodecServer(createServiceCodec(module, tested.traits));
  server.answer = () => {
    throw thrown;
  };
  const sdk = createClient(module, tested, await server.listen());
  try {
    await sdk.send(commandOf(module, operation, input));
  } catch (error) {
    return error as Seen;
  } finally {
    sdk.destroy();
  }
  throw new Error('the call was not refused');
}

describe('an SDK client sees name, status, message and request id of an error of', () => {
  test.each([
    ['sts', 'GetCallerIdentity', {}, 'ExpiredTokenException', 400],
    [
      'elastic-load-balancing-v2',
      'DescribeLoadBalancers',
      {},
      'LoadBalancerNotFoundException',
      400,
    ],
    ['ec2', 'DescribeInstances', {}, 'InvalidInstanceID.NotFound', 400],
    ['ssm', 'GetParameter', { Name: 'a' }, 'ParameterNotFound', 400],
    ['cloudwatch', 'PutMetricData', { Namespace: 'a' }, 'InvalidParameterValueException', 400],
    ['route-53', 'GetHostedZone', { Id: 'Z1' }, 'NoSuchHostedZone', 404],
    ['cloudfront', 'GetDistribution', { Id: 'E1' }, 'NoSuchDistribution', 404],
    ['imagebuilder', 'GetImage', { imageBuildVersionArn: 'a' }, 'ResourceNotFoundException', 404],
    ['s3', 'GetObject', { Bucket: 'b', Key: 'k' }, 'NoSuchKey', 404],
  ])('%s', async (client, operation, input, code, status) => {
    const thrown = new AwsError({ code, message: 'Not <that> & not this', status });
    const seen = await seenBySdk(client, operation, input, thrown);
    expect(seen.name).toBe(code);
    expect(seen.message).toBe('Not <that> & not this');
    expect(seen.$metadata).toMatchObject({ httpStatusCode: status, requestId: 'request-1' });
  });

  test('S3 without a body, on HEAD', async () => {
    const thrown = new AwsError({ code: 'NoSuchKey', message: 'gone', status: 404 });
    const seen = await seenBySdk('s3', 'HeadObject', { Bucket: 'b', Key: 'k' }, thrown);
    expect(seen).toMatchObject({ name: 'NotFound', $metadata: { httpStatusCode: 404 } });
  });

  test('S3 with its further members', async () => {
    const thrown = new AwsError({
      code: 'NoSuchBucket',
      message: 'The specified bucket does not exist',
      status: 404,
      detail: { BucketName: 'b' },
      headers: { 'x-amz-bucket-region': 'eu-west-1' },
    });
    const seen = await seenBySdk('s3', 'ListObjectsV2', { Bucket: 'b' }, thrown);
    expect(seen).toMatchObject({ name: 'NoSuchBucket', BucketName: 'b' });
  });

  test.each(['sts', 'ssm', 'route-53', 's3', 'ec2', 'imagebuilder'])(
    '%s for what nobody foresaw, without its text',
    async (client) => {
      const [operation, input] = SOME_CALL[client] ?? ['', {}];
      const seen = await seenBySdk(client, operation, input, new TypeError('secret detail'));
      expect(seen.name).toMatch(/^Internal(Failure|Error)$/);
      expect(seen.$metadata.httpStatusCode).toBe(500);
      expect(JSON.stringify(seen)).not.toContain('secret');
    },
  );
});

const SOME_CALL: Record<string, [string, object]> = {
  sts: ['GetCallerIdentity', {}],
  ssm: ['GetParameter', { Name: 'a' }],
  'route-53': ['GetHostedZone', { Id: 'Z1' }],
  s3: ['ListBuckets', {}],
  ec2: ['DescribeInstances', {}],
  imagebuilder: ['GetImage', { imageBuildVersionArn: 'a' }],
};

describe('without a client', () => {
  let servers: Map<string, { server: CodecServer; origin: string; codec: ServiceCodec }>;

  beforeAll(async () => {
    servers = new Map();
    for (const tested of SERVICES.filter(
      ({ client }) => client in SOME_CALL || client === 'cloudwatch',
    )) {
      const codec = createServiceCodec(await loadClientModule(tested), tested.traits);
      const server = new CodecServer(codec);
      const origin = `http://127.0.0.1:${await server.listen()}`;
      servers.set(tested.client, { server, origin, codec });
    }
  });

  afterAll(async () => {
    for (const { server } of servers.values()) await server[Symbol.asyncDispose]();
  });

  async function call(
    client: string,
    init: { path?: string; method?: string; headers?: Record<string, string>; body?: string },
  ): Promise<{ status: number; text: string; headers: Headers }> {
    const { path = '/', method = 'POST', ...rest } = init;
    const response = await fetch(`${servers.get(client)?.origin}${path}`, { method, ...rest });
    return { status: response.status, text: await response.text(), headers: response.headers };
  }

  const form = (body: string): { headers: Record<string, string>; body: string } => ({
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body,
  });

  const json = (target: string, body: string): Parameters<typeof call>[1] => ({
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
    body,
  });

  test('unknown operations are refused in each protocol', async () => {
    const query = await call('sts', form('Action=Nope&Version=2011-06-15'));
    expect(query.status).toBe(400);
    expect(query.text).toContain('<Type>Sender</Type><Code>InvalidAction</Code>');
    expect(query.text).toContain('Could not find operation Nope for version 2011-06-15');
    const ec2 = await call('ec2', form('Action=Nope&Version=2016-11-15'));
    expect(ec2.text).toContain(
      '<Response><Errors><Error><Code>InvalidAction</Code>' +
        '<Message>The action Nope is not valid for this web service.</Message></Error></Errors>',
    );
    const rpc = await call('ssm', json('AmazonSSM.Nope', '{}'));
    expect(rpc.status).toBe(400);
    expect(JSON.parse(rpc.text)).toEqual({ __type: 'UnknownOperationException' });
    const rest = await call('route-53', { method: 'GET', path: '/2013-04-01/nope' });
    expect(rest.status).toBe(404);
    expect(rest.text).toContain('<Code>UnknownOperationException</Code>');
    const s3 = await call('s3', { method: 'POST', path: '/bucket/key' });
    expect(s3.status).toBe(405);
    expect(s3.text).toContain('<Code>MethodNotAllowed</Code>');
    expect(s3.text).toContain('<Resource>/bucket/key</Resource><RequestId>');
  });

  test('a protocol that is not spoken is named', async () => {
    const headers = { 'smithy-protocol': 'rpc-v2-cbor' };
    const { status, text } = await call('cloudwatch', { headers });
    expect(status).toBe(501);
    expect(text).toContain('Understudy does not speak rpc-v2-cbor');
  });

  test("another API version's operation is not ours", async () => {
    const { text } = await call('sts', form('Action=GetCallerIdentity&Version=2012-06-01'));
    expect(text).toContain('Could not find operation GetCallerIdentity for version 2012-06-01');
  });

  test('EC2 refuses parameters that it does not know; Query services ignore them', async () => {
    const ec2 = await call('ec2', form('Action=DescribeInstances&Version=2016-11-15&Nope.1=a'));
    expect(ec2.text).toContain('<Code>UnknownParameter</Code>');
    const sts = await call('sts', form('Action=GetCallerIdentity&Version=2011-06-15&Nope=a'));
    expect(sts.status).toBe(200);
  });

  test('a query call may come in the target', async () => {
    const path = '/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Expires=60';
    expect((await call('sts', { method: 'GET', path })).text).toContain(
      '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">' +
        '<GetCallerIdentityResult/>',
    );
  });

  test('CloudWatch takes JSON 1.0 and Query alike, and names errors for both', async () => {
    const { server } = servers.get('cloudwatch') ?? {};
    const query = await call('cloudwatch', form('Action=ListMetrics&Version=2010-08-01'));
    expect(query.text).toContain('<ListMetricsResult/>');
    const asJson = {
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'GraniteServiceVersion20100801.ListMetrics',
      },
      body: '{}',
    };
    if (server === undefined) throw new Error('no CloudWatch');
    server.answer = () => {
      throw new AwsError({ code: 'InvalidParameterValue', message: 'x' });
    };
    const refused = await call('cloudwatch', asJson);
    expect(JSON.parse(refused.text)).toMatchObject({ __type: 'InvalidParameterValueException' });
    expect(refused.headers.get('x-amzn-query-error')).toBe('InvalidParameterValue;Sender');
    expect(refused.headers.get('content-type')).toBe('application/x-amz-json-1.0');
    server.answer = () => ({});
  });

  test('malformed requests are refused in words of their protocol', async () => {
    const notJson = await call('ssm', json('AmazonSSM.GetParameter', '{"Name":'));
    expect(JSON.parse(notJson.text)).toMatchObject({ __type: 'SerializationException' });
    const mistyped = await call('ssm', json('AmazonSSM.GetParameter', '{"Name":1}'));
    expect(JSON.parse(mistyped.text)).toMatchObject({
      __type: 'SerializationException',
      message: 'NUMBER_VALUE can not be converted to a String',
    });
    const xml = await call('s3', { method: 'PUT', path: '/bucket?versioning', body: '<a><b></a>' });
    expect(xml.text).toContain('<Code>MalformedXML</Code>');
    const root = await call('s3', { method: 'PUT', path: '/bucket?versioning', body: '<Nope/>' });
    expect(root.text).toContain('<Code>MalformedXML</Code>');
    const number = await call('s3', { method: 'GET', path: '/bucket?max-keys=many' });
    expect(number.text).toContain('<ArgumentName>max-keys</ArgumentName>');
    const ec2 = await call('ec2', form('Action=DescribeInstances&Version=2016-11-15&MaxResults=x'));
    expect(ec2.text).toContain('<Code>InvalidParameterValue</Code>');
  });

  test('a refused signature has the name that its protocol gives it', () => {
    const mismatch = new AwsError({ code: 'SignatureDoesNotMatch', message: 'no', status: 403 });
    const rendered = (client: string): string => {
      const { codec } = servers.get(client) ?? {};
      const context = { protocol: undefined, requestId: 'r', resource: '/', method: 'POST' };
      const response = codec?.encodeError(mismatch, context);
      return `${response?.status} ${String(response?.body)}`;
    };
    expect(rendered('ssm')).toBe('400 {"__type":"InvalidSignatureException","message":"no"}');
    expect(rendered('ec2')).toMatch(/^401 .*<Code>AuthFailure<\/Code>/s);
    expect(rendered('sts')).toMatch(/^403 .*<Code>SignatureDoesNotMatch<\/Code>/s);
  });
});
