import {
  QUERIES,
  readQuery,
  type GlobalQueries,
  type RegionQueries,
  type UnderstudyEvent,
} from '@understudy/contract';
import { SeededRandom, VirtualClock } from '@understudy/contract/testing';
import type { AddressPlan } from './network/addresses.ts';
import type { DataPlane } from './data-plane.ts';
import type { ServiceDeps } from './deps.ts';
import type { RequestContext } from './service.ts';
import { CheckedState } from './state/checked-state.fixture.ts';

export const TEST_ACCOUNT = '111122223333';

/**
 * A data plane that records what it was told and answers queries with what a test put into
 * `answers`.
 */
export class FakeDataPlane implements DataPlane {
  changes = 0;
  settles = 0;
  /** By query name; called with the query's input (and the region, for regional ones). */
  readonly answers: Record<string, (input: never, region: string) => unknown> = {};
  readonly queries: { query: string; region: string; input: unknown }[] = [];
  readonly #listeners = new Set<(event: UnderstudyEvent) => void>();

  changed(): void {
    this.changes += 1;
  }

  settled(): Promise<void> {
    this.settles += 1;
    return Promise.resolve();
  }

  queryRegion<Q extends keyof RegionQueries>(
    region: string,
    query: Q,
    input: RegionQueries[Q]['input'],
  ): Promise<RegionQueries[Q]['output']> {
    const answer = this.#answer(query, region, input);
    return answer.then((output) => readQuery([QUERIES.region, query, 'answer'], output));
  }

  queryGlobal<Q extends keyof GlobalQueries>(
    query: Q,
    input: GlobalQueries[Q]['input'],
  ): Promise<GlobalQueries[Q]['output']> {
    const answer = this.#answer(query, 'global', input);
    return answer.then((output) => readQuery([QUERIES.global, query, 'answer'], output));
  }

  onEvent(listener: (event: UnderstudyEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Has every listener hear `event`. */
  emit(event: UnderstudyEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Read by its schema, so that no test goes by what no process would answer. */
  #answer(query: string, region: string, input: unknown): Promise<unknown> {
    this.queries.push({ query, region, input });
    const answer = this.answers[query];
    if (answer === undefined)
      return Promise.reject(new Error(`the test gave no answer to ${query}`));
    return Promise.resolve(answer(input as never, region));
  }
}

/** Addresses below 127.99.0.0/16 unless told otherwise. */
export function fakeAddresses(overrides: Partial<AddressPlan> = {}): AddressPlan {
  return {
    balancerNode: (_region, _loadBalancerArn, subnetId) => `127.99.1.${hash(subnetId)}`,
    subnetPool: (_region, subnetId) => `127.99.${hash(subnetId)}.0/24`,
    s3Endpoint: (region) => `127.99.2.${hash(region)}`,
    metadata: (region) => `127.99.3.${hash(region)}`,
    dependencies: (region) => `127.99.6.${hash(region)}`,
    status: (region) => ({ address: `127.99.4.${hash(region)}`, port: 8080 }),
    globalStatus: { address: '127.99.5.5', port: 8080 },
    resolver: '127.99.5.1',
    validationResolver: '127.99.5.2',
    registry: '127.99.5.3',
    awsNames: '127.99.5.4',
    nameServers: ['127.99.6.1', '127.99.6.2', '127.99.6.3', '127.99.6.4'],
    edgeLocations: [{ code: 'ICN57-P1', address: '127.99.7.1', publishedIp: '13.124.199.21' }],
    checkers: [{ region: 'us-east-1', address: '127.99.8.1', publishedIp: '107.23.255.21' }],
    ...overrides,
  };
}

export interface TestDeps extends ServiceDeps {
  clock: VirtualClock;
  dataPlane: FakeDataPlane;
}

/** What a service is constructed with, in memory and in virtual time. */
export function testDeps(overrides: Partial<TestDeps> = {}): TestDeps {
  return {
    state: new CheckedState(),
    clock: new VirtualClock(),
    random: new SeededRandom(1),
    dataPlane: new FakeDataPlane(),
    addresses: fakeAddresses(),
    account: TEST_ACCOUNT,
    realism: 'instant',
    stateDirectory: '/nonexistent/understudy-test-state',
    ...overrides,
  };
}

export function testRequest(region = 'us-east-1'): RequestContext {
  return {
    account: TEST_ACCOUNT,
    region,
    requestId: '00000000-0000-4000-8000-000000000000',
    principalArn: `arn:aws:iam::${TEST_ACCOUNT}:user/understudy`,
  };
}

/** 1 to 250, the same for the same text. */
function hash(text: string): number {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + character.charCodeAt(0)) % 250;
  return sum + 1;
}
