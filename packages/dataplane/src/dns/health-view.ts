import type { BalancerHealth } from '@understudy/contract';

/** What the failover algorithm may ask about health. Pure look-ups; others keep them current. */
export interface HealthView {
  /**
   * Undefined for a check that does not exist: Route 53 treats a record with such a check as
   * healthy.
   */
  healthCheck(id: string): boolean | undefined;
  /**
   * By load balancer DNS name (lower case, no final dot). Undefined while nothing has been heard of
   * it yet.
   */
  loadBalancer(dnsName: string): BalancerHealth | undefined;
}
