import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { readOutputs } from './stack-outputs.ts';

/** Answers as CloudFormation does. */
const STACKS: Record<string, { status: number; body: string }> = {
  whole: described('<member><OutputKey>Name</OutputKey><OutputValue>value</OutputValue></member>'),
  plain: described(''),
  absent: refused('ValidationError', 'Stack with id absent does not exist'),
  wrong: refused('ValidationError', "1 validation error detected: Value 'wrong' failed"),
  denied: refused('AccessDenied', 'not authorized to perform: cloudformation:DescribeStacks'),
};
const server = http.createServer((request, response) => {
  void text(request).then((sent) => {
    const name = new URLSearchParams(sent).get('StackName') ?? '';
    const { status, body } = STACKS[name] ?? refused('InternalFailure', name);
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
  });
});

function described(outputs: string): { status: number; body: string } {
  const stack = `<StackName>s</StackName><Outputs>${outputs}</Outputs>`;
  const result = `<DescribeStacksResult><Stacks><member>${stack}</member></Stacks></DescribeStacksResult>`;
  return { status: 200, body: `<DescribeStacksResponse>${result}</DescribeStacksResponse>` };
}

function refused(code: string, message: string): { status: number; body: string } {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status: 400, body: `<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>` };
}

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  const { port } = server.address() as AddressInfo;
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${port}`);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const read = (...names: string[]): ReturnType<typeof readOutputs> =>
  readOutputs(names.map((name) => ({ name, region: 'us-east-1' })));

test('outputs are those of their stack; an absent stack has none, as one that declares none', async () => {
  expect(await read('whole', 'plain', 'absent')).toEqual({
    whole: { Name: 'value' },
    plain: {},
    absent: {},
  });
});

test('what else is wrong with a call is told, and is no absent stack', async () => {
  await expect(read('whole', 'wrong')).rejects.toThrow("Value 'wrong' failed");
  await expect(read('denied', 'absent')).rejects.toThrow('not authorized');
});
