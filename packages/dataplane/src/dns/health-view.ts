import type { BalancerHealth, Reasons } from '@understudy/contract';

/**
 * What the failover algorithm may ask about health. Pure look-ups; others keep them current. Those
 * who are given `reasons` say there why it is so.
 */
export interface HealthView {
  /**
   * Undefined for a check that does not exist: Route 53 treats a record with such a check as
   * healthy.
   */
  healthCheck(id: string, reasons?: Reasons): boolean | undefined;
  /**
   * By load balancer DNS name (lower case, no final dot). Undefined while nothing has been heard of
   * it yet.
   */
  loadBalancer(dnsName: string, reasons?: Reasons): BalancerHealth | undefined;
}
