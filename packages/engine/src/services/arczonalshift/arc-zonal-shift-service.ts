import type { LoadBalancer } from '@understudy/contract';
import type { ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { bindOperations, mergeOperations } from '../../kernel/operations.ts';
import type { Service } from '../../kernel/service.ts';
import { ArcZonalShiftStore, type Collaborators } from './arc-zonal-shift-store.ts';
import { managedResourceOperations } from './managed-resources.ts';
import { zonalShiftOperations } from './zonal-shifts.ts';

const OPERATIONS = mergeOperations(zonalShiftOperations, managedResourceOperations);

/**
 * Application Recovery Controller's zonal shift: takes a load balancer out of a zone for a while.
 */
export class ArcZonalShiftService implements Service {
  readonly traits: ServiceTraits = {
    signingName: 'arc-zonal-shift',
    protocols: ['restJson'],
    // REST-JSON answers have no namespace.
    xmlNamespace: '',
    bucketAddressing: false,
  };
  readonly operations: ReturnType<typeof bindOperations<ArcZonalShiftStore, typeof OPERATIONS>>;
  readonly #store: ArcZonalShiftStore;

  constructor(deps: ServiceDeps, collaborators: Collaborators) {
    this.#store = new ArcZonalShiftStore(deps, collaborators);
    this.operations = bindOperations(this.#store, OPERATIONS);
  }

  async loadSchemas(): Promise<Record<string, unknown>> {
    return { ...(await import('./schemas.ts')).SCHEMAS };
  }

  /** The data plane ends each in its time, also while there is no control plane. */
  zonalShifts(region: string, arn: string): LoadBalancer['zonalShifts'] {
    return this.#store
      .active(region, arn)
      .map(({ zone, expiresMs }) => ({ zone, untilMs: expiresMs }));
  }
}
