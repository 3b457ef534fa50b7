import { actingServices } from '../authorization/acting-services.ts';
import type { Authorizer } from '../authorization/authorizer.ts';
import type { ResourceContext, ResourceHandler } from '../kernel/resource.ts';
import type { Services } from '../services/registry.ts';

/**
 * What a handler may use: what CloudFormation tells it, and the services, which CloudFormation does
 * not know.
 */
export type HandlerContext = ResourceContext & { services: Services };

/** A handler as it is written; `overServices` makes of it what CloudFormation calls. */
export type Handler = ResourceHandler<HandlerContext>;

/** The handler over the services, which are there when a stack is made. */
export function overServices(
  handler: Handler,
  services: () => Services,
  authorizer: () => Authorizer | undefined,
): ResourceHandler {
  const servicesFor = ({ request }: ResourceContext): Services => {
    const held = authorizer();
    if (held?.isRestricted(request.principalArn) !== true) return services();
    return actingServices(services(), held);
  };
  const within = (context: ResourceContext): HandlerContext => ({
    ...context,
    services: servicesFor(context),
  });
  return {
    type: handler.type,
    properties: handler.properties,
    refuses: (properties) => handler.refuses?.(properties) ?? [],
    create: (properties, context) => handler.create(properties, within(context)),
    update: (properties, previous, physicalId, context) =>
      handler.update(properties, previous, physicalId, within(context)),
    remove: (physicalId, properties, context) =>
      handler.remove(physicalId, properties, within(context)),
  };
}
