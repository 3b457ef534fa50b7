import { stripVTControlCharacters } from 'node:util';
import type { EventBody } from '@understudy/contract';
import { expect, test } from 'vitest';
import { renderEvent } from './event.ts';

test.each<[EventBody, string]>([
  [
    { type: 'region', state: 'crashed', reason: 'a fault was asked for' },
    'region crashed: a fault was asked for',
  ],
  [
    {
      ...{
        type: 'target-health',
        targetGroup: 'arn:aws:elb:x:1:targetgroup/web/0f',
        target: 'i-1',
      },
      ...{ state: 'healthy', reason: '' },
    },
    'target-health i-1 is healthy in web',
  ],
  [{ type: 'log', level: 'warn', message: 'a disk is full' }, 'log warn: a disk is full'],
])('%j', (body, expected) => {
  const event = { sequence: 1, awsMs: 0, wallMs: 1_234, source: 'us-east-1', body };
  const [time = '', ...rest] = stripVTControlCharacters(renderEvent(event)).split(' ');
  expect(time).toMatch(/^\d\d:\d\d:01\.234$/);
  expect(rest.join(' ')).toBe(`us-east-1 ${expected}`);
});
