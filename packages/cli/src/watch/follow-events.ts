import type { Readable } from 'node:stream';
import { readEvent, UnderstudyError, type UnderstudyEvent } from '@understudy/contract';
import { isAlive, type EngineInfo } from '@understudy/engine';
import { askOnce } from '@understudy/wire/http-client';
import { sleep } from '../clock/wall.ts';
import { controlQuestion, placeOf, untilAnswered } from '../engine/control.ts';
import { ServerSentReader } from './server-sent.ts';

const KEPT_WALL_MS_MAX = 12_000;
const AGAIN_WALL_MS = 200;
const NEVER = new AbortController().signal;

/**
 * What has happened in an engine, as far back as it remembers, and what happens from then on where
 * that is followed: over control planes that come and go, until `signal` ends it.
 * @throws UnderstudyError EngineNotRunning once the engine has ended
 */
export async function* engineEvents(
  info: EngineInfo,
  { follow, signal = NEVER }: { follow: boolean; signal?: AbortSignal },
): AsyncGenerator<UnderstudyEvent> {
  let last = 0;
  while (!signal.aborted) {
    for await (const event of eventsAfter(info, last, follow ? signal : undefined)) {
      last = event.sequence;
      yield event;
    }
    if (!follow || signal.aborted) return;
    if (!isAlive(info))
      throw new UnderstudyError('EngineNotRunning', {
        message: `the engine at ${info.endpoint} has ended`,
      });
    await sleep(AGAIN_WALL_MS);
  }
}

/**
 * Ends without a word where the connection does: whoever follows, until `following` ends it, begins
 * another one.
 */
async function* eventsAfter(
  info: EngineInfo,
  sequence: number,
  following: AbortSignal | undefined,
): AsyncGenerator<UnderstudyEvent> {
  const route = following === undefined ? 'events?follow=no' : 'events';
  const question = controlQuestion(info, route);
  const headers = { ...question.headers, 'last-event-id': String(sequence) };
  const signal = following ?? AbortSignal.timeout(KEPT_WALL_MS_MAX);
  const { body } = await untilAnswered(info, `GET /_understudy/${route}`, () =>
    askOnce(placeOf(info), { ...question, headers }, signal),
  );
  const reader = new ServerSentReader();
  for await (const piece of endingQuietly(body)) {
    for (const data of reader.read(piece)) {
      const event = readEvent(parsed(data));
      if (event !== undefined) yield event;
    }
  }
}

async function* endingQuietly(body: Readable): AsyncGenerator<string> {
  try {
    for await (const piece of body.setEncoding('utf8')) yield String(piece);
  } catch {
    return; // it broke off: the control plane went away
  }
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
