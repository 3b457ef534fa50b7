import process from 'node:process';
import { identityOf, type EngineInfo } from '@understudy/engine';
import { describe, expect, test } from 'vitest';
import { readAnswer, untilAnswered } from './control.ts';

const ENGINE = { endpoint: 'http://127.0.0.1:1', ...identityOf(process.pid) } as EngineInfo;
const DEAD = { ...ENGINE, startedAt: 'before this process' };
const BOUNDS = { callWallMs: 12_000, restartWallMs: 200 };
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
    await expect(untilAnswered(ENGINE, 'GET x', refused, BOUNDS)).rejects.toMatchObject({
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

describe('an answer of the control port', () => {
  const place = { name: 'global', state: 'running', fault: null, problems: [], pid: 7 };
  const state = {
    processes: [{ name: 'supervisor', pid: 1, state: 'running' }],
    global: place,
    regions: [{ ...place, name: 'us-east-1', fault: 'hang' }],
    faults: [],
    instances: [],
    acceptedWithoutEffect: [],
  };

  test('is read, without what is not known here', () => {
    expect(readAnswer({ ...state, later: true }, 'GET state')).toEqual(state);
  });

  test('of an engine that knows no faults tells of none', () => {
    const { faults: _, ...older } = state;
    expect(readAnswer(older, 'GET state')).toEqual(state);
  });

  test('is the error that it tells', () => {
    const error = { code: 'RegionUnknown', message: 'no region mars', hint: 'use another' };
    expect(() => readAnswer({ error }, 'POST faults')).toThrow(
      expect.objectContaining({ code: 'RegionUnknown', message: 'no region mars' }),
    );
  });

  test.each([
    [{ ...state, global: { ...place, state: 'dreaming' } }, 'global.state'],
    [{ error: { code: 'NoSuchCode', message: 'm', hint: 'h' } }, 'processes'],
    ['text', ''],
  ])('of another version is told as such: %j', (answer, place) => {
    expect(() => readAnswer(answer, 'GET state')).toThrow(
      expect.objectContaining({
        code: 'EngineNotAnswering',
        message: expect.stringContaining(`in a form that is not known here (${place}:`) as string,
      }),
    );
  });
});
