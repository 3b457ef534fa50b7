import type { ServiceDeps } from '../../kernel/deps.ts';
import { TEST_ACCOUNT, testRequest } from '../../kernel/kernel.fixture.ts';
import type { Services } from '../../services/registry.ts';
import type { HandlerContext } from '../handler-context.ts';

export interface TestHandlerContext extends HandlerContext {
  /** What the handler reported while it waited. */
  reasons: string[];
}

/**
 * A handler's context over the given services; the ones not given are absent, and using one throws.
 */
export function testHandlerContext(
  deps: Pick<ServiceDeps, 'clock'>,
  services: Partial<Services>,
  options: { region?: string; logicalId?: string; signal?: AbortSignal } = {},
): TestHandlerContext {
  const region = options.region ?? 'us-east-1';
  const reasons: string[] = [];
  return {
    request: testRequest(region),
    services: services as Services,
    stackName: 'test-stack',
    stackId: `arn:aws:cloudformation:${region}:${TEST_ACCOUNT}:stack/test-stack/1`,
    logicalId: options.logicalId ?? 'Resource',
    clock: deps.clock,
    signal: options.signal ?? new AbortController().signal,
    progress: (reason) => void reasons.push(reason),
    identified: () => undefined,
    policies: { creation: undefined, update: undefined },
    signals: { received: () => [], next: () => new Promise(() => undefined) },
    reasons,
  };
}
