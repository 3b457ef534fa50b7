import type { EngineInfo } from '@understudy/engine';
import { expect, test } from 'vitest';
import { untilAnswering } from './until-answering.ts';

test('a site that never answers is told with what came last', async () => {
  // Nobody has a resolver at the discard port.
  const info = { dns: { address: '127.0.0.1', port: 9 }, caFile: '/nowhere' } as EngineInfo;
  await expect(untilAnswering(info, 'shop.example', 1)).rejects.toMatchObject({
    code: 'SiteNotAnswering',
    fault: 'engine',
    message: expect.stringMatching(
      /^https:\/\/shop\.example did not answer within .*: ./,
    ) as string,
  });
});
