import type { RequestContext, Service } from '../kernel/service.ts';
import type { Services } from '../services/registry.ts';
import type { Authorizer } from './authorizer.ts';

const CALLER = 'cloudformation.amazonaws.com';

/**
 * The services as CloudFormation calls them for a stack: each operation is held against the
 * policies of the principal of its request. All else of a service is nothing that AWS would ask
 * about.
 */
export function actingServices(services: Services, authorizer: Authorizer): Services {
  return new Proxy(services, {
    get: (all, name: keyof Services & string) => acting(all[name], authorizer),
  });
}

function acting(service: Service, authorizer: Authorizer): Service {
  const operations = new Proxy(service.operations, {
    get: (all, operation: string) => (caller: RequestContext, input: unknown) => {
      const { traits } = service;
      authorizer.check({ traits, operation, input, caller, calledVia: CALLER });
      return all[operation]?.(caller, input as never);
    },
  });
  return new Proxy(service, {
    get(target, name) {
      if (name === 'operations') return operations;
      const member: unknown = Reflect.get(target, name, target);
      // Private members are the service's own, not its stand-in's.
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}
