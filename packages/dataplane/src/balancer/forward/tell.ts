import { errorText, type Reasons } from '@understudy/contract';
import type { NodeTarget } from '../targets/target.ts';
import type { TargetGroupState } from '../targets/target-group.ts';
import type { Site } from './exchange.ts';

/** How a load balancer puts into words what it decided on a request. */

/** Returns where all that follows goes. */
export function tellSite(reasons: Reasons, { loadBalancer, listener, node }: Site): Reasons {
  const place = `${listener.protocol}:${listener.port}`;
  const says = `load balancer ${loadBalancer.name}, node ${node.address} in ${node.zone}, listener ${place}`;
  return reasons.add('balancer.node', says, {
    facts: {
      loadBalancer: loadBalancer.name,
      dnsName: loadBalancer.dnsName,
      node: node.address,
      zone: node.zone,
      listener: place,
    },
  });
}

export function tellTargets(
  reasons: Reasons,
  found: {
    group: TargetGroupState;
    site: Site;
    chosen: NodeTarget | undefined;
    isBound: boolean;
  },
): void {
  const { group, site, chosen, isBound } = found;
  const open = group.open(site.node.address);
  const failsOpen = open.some(({ isHealthy }) => !isHealthy);
  const { name } = group.config;
  const told = reasons.add(
    'balancer.target-group',
    `target group ${name}: ${whyOf(found, failsOpen)}`,
    {
      facts: { targetGroup: name, failsOpen, targets: group.targets.size, bound: isBound },
    },
  );
  for (const target of group.targets.values()) {
    const { instanceId, port, zone } = target.registered;
    const { state, reason, description } = group.statusOf(target);
    const isChosen = chosen?.target === target;
    const isOpen = open.some((one) => one.target === target);
    const why = reason === '' ? state : `${state}: ${description || reason}`;
    told.add(
      'balancer.target',
      `${instanceId}:${port} in ${zone}, ${why}${isChosen ? ', is asked' : isOpen ? '' : ', is not open to this node'}`,
      {
        mark: isChosen ? 'chosen' : 'passed-over',
        facts: { instanceId, port, zone, state, reason, chosen: isChosen },
      },
    );
  }
}

function whyOf(
  { group, chosen, isBound }: Parameters<typeof tellTargets>[1],
  failsOpen: boolean,
): string {
  if (chosen === undefined) return 'it has no target that could be asked';
  if (isBound) return 'a cookie binds the session to its target';
  const by = group.config.attributes.algorithm.replaceAll('_', ' ');
  return failsOpen
    ? `too few targets are healthy, so all are asked (fail-open), by ${by}`
    : `a target is chosen by ${by}`;
}

export function tellTargetAnswer(
  reasons: Reasons,
  { target }: NodeTarget,
  went: { status: number; tookMs: number } | { error: Error },
): void {
  const { instanceId } = target.registered;
  if ('error' in went) {
    const says = `${instanceId} gives no answer: ${errorText(went.error)}`;
    reasons.add('balancer.target-answer', says, { mark: 'ill', facts: { instanceId } });
    return;
  }
  const { status } = went;
  const tookMs = Math.round(went.tookMs);
  reasons.add('balancer.target-answer', `${instanceId} answers ${status} after ${tookMs} ms`, {
    mark: status < 500 ? 'well' : 'ill',
    facts: { instanceId, status, tookMs },
  });
}
