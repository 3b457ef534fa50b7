import type { HealthView } from '../../dns/health-view.ts';
import type { BalancerHealthWatch } from './balancer-health-watch.ts';
import type { Checkers } from '../checkers.ts';

/** What the failover algorithm may ask, from the two that know. */
export function healthView(checkers: Checkers, watch: BalancerHealthWatch): HealthView {
  return {
    healthCheck: (id, reasons) => checkers.isHealthy(id, reasons),
    loadBalancer: (dnsName, reasons) => watch.health(dnsName, reasons),
  };
}
