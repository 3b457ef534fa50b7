import { describe, expect, test } from 'vitest';
import { judgeReplicas, type Head, type Replicated } from './judge-replicas.ts';

const BETWEEN = { from: 'eu-west-1', to: 'us-east-1' };

function object(
  key: string,
  replicationStatus: string | undefined,
  replica: Partial<Head> | 'absent' = {},
): Replicated {
  const head: Head = { versionId: `v-${key}`, etag: `"${key}"`, replicationStatus };
  return {
    key,
    source: head,
    replica:
      replica === 'absent' ? undefined : { ...head, replicationStatus: 'REPLICA', ...replica },
  };
}

describe('what the newest objects say of replication', () => {
  test.each<[string, Replicated[], string, string]>([
    [
      'all are there',
      [object('a', 'COMPLETED'), object('b', 'COMPLETED')],
      'working',
      'the newest 2',
    ],
    ['one that came from the other side', [object('a', 'REPLICA')], 'working', 'the newest 1'],
    [
      'one waits',
      [object('a', 'COMPLETED'), object('b', 'PENDING', 'absent')],
      'degraded',
      '1 pending (b)',
    ],
    [
      'one failed, and another did not',
      [object('a', 'COMPLETED'), object('b', 'FAILED', 'absent')],
      'degraded',
      '1 failed (b)',
    ],
    ['every one failed', [object('a', 'FAILED', 'absent')], 'failing', '1 failed (a)'],
    ['no rule took it', [object('a', undefined)], 'degraded', '1 put before there was a rule (a)'],
    [
      'called complete, and not there',
      [object('a', 'COMPLETED', 'absent')],
      'degraded',
      '1 not the same in the other bucket (a)',
    ],
    [
      'of another version',
      [object('a', 'COMPLETED', { versionId: 'other' })],
      'degraded',
      '1 not the same in the other bucket (a)',
    ],
    [
      'of another content',
      [object('a', 'COMPLETED', { etag: '"other"' })],
      'degraded',
      '1 not the same in the other bucket (a)',
    ],
  ])('%s', (_what, objects, state, evidence) => {
    const judged = judgeReplicas(objects, BETWEEN);
    expect(judged.state).toBe(state);
    expect(judged.evidence).toContain(evidence);
  });
});
