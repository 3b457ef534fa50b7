import type { ResourceHandler } from '../kernel/resource.ts';

/** Every CloudFormation type that the engine provisions. One line a type; the order has no meaning. */
export const RESOURCE_HANDLERS: readonly ResourceHandler[] = [];

const byType = new Map(RESOURCE_HANDLERS.map((handler) => [handler.type, handler]));

export function findResourceHandler(type: string): ResourceHandler | undefined {
  return byType.get(type);
}
