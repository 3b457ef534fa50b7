import type { RequestListener } from 'node:http';
import process from 'node:process';
import { identityOf, type EngineInfo } from '@understudy/engine';
import { describe, expect, test } from 'vitest';
import { listening } from '../stub-aws.fixture.ts';
import { callEngine } from './control.ts';

/** Something that listens where the engine should. */
async function inPlaceOfEngine(answer: RequestListener): Promise<EngineInfo> {
  const endpoint = await listening(answer);
  return { endpoint, token: 't', ...identityOf(process.pid) } as EngineInfo;
}

describe('what answers in the place of the engine', () => {
  test.each<[string, RequestListener]>([
    [
      'a page',
      (_request, response) => void response.writeHead(502).end('<html>Bad Gateway</html>'),
    ],
    ['nothing', (_request, response) => void response.end()],
    ['half of a document', (_request, response) => void response.end('{"processes": [')],
    ['null', (_request, response) => void response.end('null')],
  ])('with %s is told as no engine of this version', async (_name, answer) => {
    const info = await inPlaceOfEngine(answer);
    await expect(callEngine(info, 'GET', 'state')).rejects.toMatchObject({
      code: 'EngineNotAnswering',
      message: expect.stringContaining('GET /_understudy/state') as string,
    });
  });

  test('with a refusal of the token is told as the engine tells it', async () => {
    let authorization: string | undefined;
    const info = await inPlaceOfEngine((request, response) => {
      authorization = request.headers.authorization;
      const error = { code: 'EngineNotAnswering', message: 'not with this token', hint: 'h' };
      response.writeHead(403).end(JSON.stringify({ error }));
    });
    await expect(callEngine(info, 'GET', 'state')).rejects.toMatchObject({
      message: 'not with this token',
    });
    expect(authorization).toBe('Bearer t');
  });

  test('without an answer is given up after the bound', async () => {
    const info = await inPlaceOfEngine(() => undefined);
    await expect(callEngine(info, 'POST', 'heal', {}, 100)).rejects.toMatchObject({
      code: 'EngineNotAnswering',
      message: `the control plane at ${info.endpoint} did not answer POST /_understudy/heal within 0.1 s`,
    });
  });

  test('that stops in the middle of its answer is given up after the bound', async () => {
    const info = await inPlaceOfEngine((_request, response) => void response.write('{'));
    await expect(callEngine(info, 'POST', 'heal', {}, 100)).rejects.toMatchObject({
      code: 'EngineNotAnswering',
      message: `the control plane at ${info.endpoint} did not answer POST /_understudy/heal within 0.1 s`,
    });
  });
});
