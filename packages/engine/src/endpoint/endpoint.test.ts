import { request as httpRequest } from 'node:http';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ListHostedZonesCommand, Route53Client } from '@aws-sdk/client-route-53';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { UnderstudyError } from '@understudy/contract';
import { InstanceRoles } from '@understudy/dataplane';
import { signRequest } from '@understudy/wire';
import { describe, expect, test } from 'vitest';
import { startEndpoint, KEY } from './endpoint.fixture.ts';

describe('AWS calls', () => {
  test('reach their service with region, account and caller, whatever their protocol', async () => {
    await using endpoint = await startEndpoint();
    const { services, config } = endpoint;
    const identity = await new STSClient(config).send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({ Account: '111122223333', Arn: 'arn:a' });
    expect(services.sts.calls[0]?.context).toMatchObject({
      account: '111122223333',
      region: 'ap-northeast-2',
      principalArn: 'arn:aws:iam::111122223333:user/understudy',
    });
    expect(services.sts.calls[0]?.context.requestId).toBe(identity.$metadata.requestId);
    const zones = await new Route53Client(config).send(new ListHostedZonesCommand({ MaxItems: 7 }));
    expect(zones.HostedZones).toEqual([]);
    expect(services.route53.calls[0]?.input).toEqual({ MaxItems: 7 });
    const parameter = await new SSMClient(config).send(new GetParameterCommand({ Name: 'a/é' }));
    expect(parameter.Parameter?.Value).toBe('é');
    expect(services.ssm.calls[0]?.input).toEqual({ Name: 'a/é' });
  });

  test('load the schemas of a service once, at its first call', async () => {
    await using endpoint = await startEndpoint();
    const client = new STSClient(endpoint.config);
    expect(endpoint.services.sts.loads).toBe(0);
    await Promise.all([1, 2, 3].map(() => client.send(new GetCallerIdentityCommand({}))));
    expect(endpoint.services.sts.loads).toBe(1);
    expect(endpoint.services.route53.loads).toBe(0);
  });

  test('give the errors that operations throw', async () => {
    await using endpoint = await startEndpoint();
    const client = new CloudFormationClient(endpoint.config);
    await expect(
      client.send(new DescribeStacksCommand({ StackName: 'nope' })),
    ).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Stack with id nope does not exist',
      $metadata: { httpStatusCode: 400 },
    });
    expect(endpoint.internalErrors).toEqual([]);
  });

  test('are refused before they reach an operation where a required member is missing', async () => {
    await using endpoint = await startEndpoint();
    const client = new SSMClient(endpoint.config);
    await expect(client.send(new GetParameterCommand({ Name: undefined }))).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
      $metadata: { httpStatusCode: 400 },
    });
    expect(endpoint.services.ssm.calls).toEqual([]);
  });

  test('hide what is a bug of ours from the client, and report it here', async () => {
    await using endpoint = await startEndpoint();
    const client = new CloudFormationClient(endpoint.config);
    await expect(client.send(new ListStacksCommand({}))).rejects.toMatchObject({
      name: 'InternalFailure',
      $metadata: { httpStatusCode: 500 },
    });
    expect(endpoint.internalErrors).toEqual([new TypeError('a bug of ours')]);
  });

  test('of operations and services that the engine has not are refused by name', async () => {
    await using endpoint = await startEndpoint();
    const sts = new STSClient(endpoint.config);
    const role = { RoleArn: 'arn:aws:iam::111122223333:role/a', RoleSessionName: 'b' };
    await expect(sts.send(new AssumeRoleCommand(role))).rejects.toMatchObject({
      name: 'NotImplemented',
      message: 'Understudy does not implement AssumeRole of sts yet',
      $metadata: { httpStatusCode: 501 },
    });
    const stranger = await callSigned(endpoint.port, { service: 'dynamodb' });
    expect(stranger.status).toBe(501);
    expect(stranger.text).toContain('Understudy does not implement the service dynamodb');
  });

  test('with a wrong secret, key or clock are refused in their protocol', async () => {
    await using endpoint = await startEndpoint();
    const wrongSecret = { credentials: { ...KEY, secretAccessKey: 'x' } };
    const wrongKey = { credentials: { ...KEY, accessKeyId: 'AKIDOTHER' } };
    const { config } = endpoint;
    const identity = new GetCallerIdentityCommand({});
    await expect(new STSClient({ ...config, ...wrongSecret }).send(identity)).rejects.toMatchObject(
      {
        name: 'SignatureDoesNotMatch',
        $metadata: { httpStatusCode: 403 },
      },
    );
    await expect(new STSClient({ ...config, ...wrongKey }).send(identity)).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    });
    const parameter = new GetParameterCommand({ Name: 'a' });
    await expect(new SSMClient({ ...config, ...wrongKey }).send(parameter)).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    const instances = new DescribeInstancesCommand({});
    await expect(
      new EC2Client({ ...config, ...wrongSecret }).send(instances),
    ).rejects.toMatchObject({
      name: 'AuthFailure',
      $metadata: { httpStatusCode: 401 },
    });
    const late = { ...config, systemClockOffset: -3_600_000 };
    await expect(new STSClient(late).send(identity)).rejects.toThrow(/^Signature expired: /);
    for (const service of Object.values(endpoint.services)) expect(service.calls).toEqual([]);
  });

  test('with another body than the signed one are refused', async () => {
    await using endpoint = await startEndpoint();
    const body = 'Action=GetCallerIdentity&Version=2011-06-15';
    const good = await callSigned(endpoint.port, { service: 'sts', body });
    expect(good.status).toBe(200);
    const tampered = await callSigned(endpoint.port, { service: 'sts', body, send: `${body}&a=b` });
    expect(tampered).toMatchObject({ status: 403 });
    expect(tampered.text).toContain('<Code>SignatureDoesNotMatch</Code>');
  });

  test('without any signature are refused, unless they look like S3', async () => {
    await using endpoint = await startEndpoint();
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const query = await send(endpoint.port, { headers: form, body: 'Action=GetCallerIdentity' });
    expect(query.status).toBe(403);
    expect(query.text).toContain('<Code>MissingAuthenticationToken</Code>');
    const target = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSSM.X' };
    const json = await send(endpoint.port, { headers: target, body: '{}' });
    expect(json.status).toBe(400);
    expect(json.text).toContain('MissingAuthenticationTokenException');
    const rest = await send(endpoint.port, { method: 'GET', path: '/2013-04-01/hostedzone' });
    expect(rest.text).toContain('<Code>MissingAuthenticationToken</Code>');
    const s3 = await send(endpoint.port, { method: 'GET', path: '/bucket/key' });
    expect(s3.text).not.toContain('MissingAuthenticationToken');
  });

  test('of an instance’s role are known by what their session token says', async () => {
    const roleArn = 'arn:aws:iam::111122223333:role/web';
    const role = { arn: roleArn, name: 'web', roleId: 'AROA1', trustsEc2: true };
    const roles = new InstanceRoles('111122223333', {
      ...{ secret: 's', profiles: [] },
      roles: [{ ...role, policies: { identity: [] } }],
    });
    await using endpoint = await startEndpoint({
      lookupKey: (accessKeyId, sessionToken) => roles.find(accessKeyId, sessionToken),
    });
    const expiresMs = Date.now() + 60_000;
    const given = roles.issue({ roleArn, sessionName: 'i-1', expiresMs });
    const { accessKeyId, secretAccessKey, token: sessionToken } = given;
    const call = (credentials: typeof KEY & { sessionToken?: string }): Promise<unknown> =>
      new STSClient({ ...endpoint.config, credentials }).send(new GetCallerIdentityCommand({}));
    await call({ accessKeyId, secretAccessKey, sessionToken });
    expect(endpoint.services.sts.calls[0]?.context.principalArn).toBe(
      'arn:aws:sts::111122223333:assumed-role/web/i-1',
    );
    await expect(call({ accessKeyId, secretAccessKey })).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    });
  });

  test('of any key are admitted where that is asked for', async () => {
    await using endpoint = await startEndpoint({ anyKey: true });
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test', sessionToken: 'token' };
    const client = new STSClient({ ...endpoint.config, credentials });
    expect((await client.send(new GetCallerIdentityCommand({}))).Account).toBe('111122223333');
  });

  test('from pages of other sites are refused, also with any key admitted', async () => {
    await using endpoint = await startEndpoint({ anyKey: true });
    const path =
      '/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256' +
      `&X-Amz-Credential=a/${today()}/us-east-1/sts/aws4_request&X-Amz-Date=${today()}T000000Z` +
      '&X-Amz-SignedHeaders=host&X-Amz-Signature=b&X-Amz-Expires=604800';
    const headers: Record<string, string>[] = [
      { origin: 'http://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
    ];
    expect((await send(endpoint.port, { method: 'GET', path })).status).toBe(200);
    for (const header of headers)
      expect((await send(endpoint.port, { method: 'GET', path, headers: header })).status).toBe(
        403,
      );
  });

  test('with a body beyond the bound are refused with an answer', async () => {
    await using endpoint = await startEndpoint();
    const body = `Action=GetCallerIdentity&a=${'a'.repeat(17 * 1024 * 1024)}`;
    const answer = await callSigned(endpoint.port, { service: 'sts', body });
    expect(answer.status).toBe(413);
    expect(answer.text).toContain('<Code>RequestEntityTooLarge</Code>');
  });
});

test('a port that is taken is named', async () => {
  await using endpoint = await startEndpoint();
  const failure = startEndpoint({ port: endpoint.port });
  await expect(failure).rejects.toBeInstanceOf(UnderstudyError);
  await expect(failure).rejects.toMatchObject({
    code: 'PortInUse',
    message: `port ${endpoint.port} of 127.0.0.1 is in use by another program`,
  });
});

interface Answer {
  status: number;
  text: string;
}

function send(
  port: number,
  options: { method?: string; path?: string; headers?: Record<string, string>; body?: string },
): Promise<Answer> {
  const { method = 'POST', path = '/', headers = {}, body = '' } = options;
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

function callSigned(
  port: number,
  options: { service: string; body?: string; send?: string },
): Promise<Answer> {
  const body = options.body ?? 'Action=X';
  const headers = signRequest({
    method: 'POST',
    host: `127.0.0.1:${port}`,
    path: '/',
    query: '',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: Buffer.from(body),
    region: 'us-east-1',
    service: options.service,
    key: KEY,
    wallMs: wallMs(),
  });
  return send(port, { headers, body: options.send ?? body });
}

function today(): string {
  return new Date(wallMs()).toISOString().slice(0, 10).replaceAll('-', '');
}

function wallMs(): number {
  return Math.round(performance.timeOrigin + performance.now());
}
