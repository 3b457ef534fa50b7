import type { PortPlan } from './documents/common.ts';

/** The port that a listener for AWS's port `port` has on this machine. */
export function localPort(port: number, plan: PortPlan): number {
  return port < 1024 ? port + plan.privilegedPortOffset : port;
}
