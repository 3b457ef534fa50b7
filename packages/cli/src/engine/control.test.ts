import process from 'node:process';
import { identityOf, type EngineInfo } from '@understudy/engine';
import { describe, expect, test } from 'vitest';
import { untilAnswered } from './control.ts';

const ENGINE = { endpoint: 'http://127.0.0.1:1', ...identityOf(process.pid) } as EngineInfo;
const DEAD = { ...ENGINE, startedAt: 'before this process' };
const refused = (): Promise<Response> => Promise.reject(new TypeError('fetch failed'));

describe('a call of the control plane', () => {
  test('is made again while that is being started again', async () => {
    let calls = 0;
    const call = (): Promise<Response> =>
      ++calls < 3 ? refused() : Promise.resolve(new Response('back'));
    expect(await (await untilAnswered(ENGINE, 'GET x', call)).text()).toBe('back');
    expect(calls).toBe(3);
  });

  test('that takes no connection at all is told, with the call and the bound', async () => {
    await expect(untilAnswered(ENGINE, 'GET x', refused, 200)).rejects.toMatchObject({
      code: 'EngineNotAnswering',
      message: 'the control plane at http://127.0.0.1:1 took no connection for GET x within 0.2 s',
    });
  });

  test('that is not answered is not made again', async () => {
    let calls = 0;
    const call = (): Promise<Response> => {
      calls += 1;
      return Promise.reject(new DOMException('late', 'TimeoutError'));
    };
    await expect(untilAnswered(ENGINE, 'GET x', call)).rejects.toMatchObject({
      code: 'EngineNotAnswering',
      message: 'the control plane at http://127.0.0.1:1 did not answer GET x within 12 s',
    });
    expect(calls).toBe(1);
  });

  test('of an engine that has ended is given up at once', async () => {
    await expect(untilAnswered(DEAD, 'GET x', refused)).rejects.toMatchObject({
      code: 'EngineNotRunning',
    });
  });
});
