import { expect, test } from 'vitest';
import { LoopbackAddressPlan } from '../../runtime/addresses/loopback-address-plan.ts';
import { contains, parseCidr } from '../../services/ec2/network/cidr.ts';
import {
  CHECKER_BLOCKS,
  CHECKER_RANGES,
  CHECKER_RANGES_TOLD,
  ORIGIN_FACING_RANGES,
} from './published-ranges.ts';
import { CheckedState } from '../state/checked-state.fixture.ts';

const plan = new LoopbackAddressPlan({
  base: 10,
  regions: ['us-east-1'],
  state: new CheckedState(),
});

function isIn(ranges: readonly string[], address: string): boolean {
  const host = parseCidr(`${address}/32`);
  return ranges.some((range) => {
    const block = parseCidr(range);
    return block !== undefined && host !== undefined && contains(block, host);
  });
}

test('each checker is in a block of its own region, each edge location in an origin-facing one', () => {
  expect(plan.checkers).toHaveLength(16);
  expect(new Set(plan.checkers.map(({ publishedIp }) => publishedIp)).size).toBe(16);
  for (const { region, publishedIp } of plan.checkers) {
    expect(isIn(CHECKER_BLOCKS[region] ?? [], publishedIp)).toBe(true);
    expect(isIn(CHECKER_RANGES, publishedIp)).toBe(true);
    expect(isIn(CHECKER_RANGES_TOLD, publishedIp)).toBe(true);
  }
  for (const { publishedIp } of plan.edgeLocations)
    expect(isIn(ORIGIN_FACING_RANGES, publishedIp)).toBe(true);
});

test('ranges are blocks, each once', () => {
  for (const ranges of [CHECKER_RANGES, CHECKER_RANGES_TOLD, ORIGIN_FACING_RANGES]) {
    expect(ranges.every((range) => parseCidr(range) !== undefined)).toBe(true);
    expect(new Set(ranges).size).toBe(ranges.length);
  }
});
