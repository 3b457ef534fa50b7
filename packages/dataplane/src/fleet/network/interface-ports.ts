import type { NetworkConfig, TargetGroup } from '@understudy/contract';

/** The port of an instance whose group has no target group. */
export const WEB_PORT_DEFAULT = 80;

/** What the fleet needs to know of a target group. */
export type TargetPorts = Pick<TargetGroup, 'arn' | 'port'> & {
  healthCheck: Pick<TargetGroup['healthCheck'], 'port'>;
};

/**
 * The ports (AWS's numbers) that an instance's interface listens on, and whether the program is
 * behind each. `web`: a port of one of its target groups. `closed`: a port that a rule admits and
 * where nobody listens.
 */
export function interfacePorts(options: {
  network: NetworkConfig;
  securityGroupIds: readonly string[];
  targetGroups: readonly TargetPorts[];
  rulePortsMax: number;
}): Map<number, 'web' | 'closed'> {
  const ports = new Map<number, 'web' | 'closed'>();
  for (const port of rulePorts(options)) ports.set(port, 'closed');
  const web = options.targetGroups.flatMap(targetPorts);
  for (const port of web.length === 0 ? [WEB_PORT_DEFAULT] : web) ports.set(port, 'web');
  return ports;
}

/** A target group's own port, and that of its health check where it has another. */
function targetPorts(targetGroup: TargetPorts): number[] {
  const checkPort = Number(targetGroup.healthCheck.port);
  return Number.isInteger(checkPort) ? [targetGroup.port, checkPort] : [targetGroup.port];
}

function rulePorts(options: {
  network: NetworkConfig;
  securityGroupIds: readonly string[];
  rulePortsMax: number;
}): number[] {
  return options.network.securityGroups
    .filter((group) => options.securityGroupIds.includes(group.groupId))
    .flatMap((group) => group.ingress)
    .filter((rule) => rule.protocol === 'tcp' && rule.fromPort >= 1)
    .map((rule) => ({ from: rule.fromPort, count: rule.toPort - rule.fromPort + 1 }))
    .filter(({ count }) => count >= 1 && count <= options.rulePortsMax)
    .flatMap(({ from, count }) => Array.from({ length: count }, (_, index) => from + index));
}
