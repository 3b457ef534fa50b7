import type { EventBody, UnderstudyEvent } from '@understudy/contract';
import { colors } from './colors.ts';

/** An event as a line: when on the wall, where, and what. */
export function renderEvent({ wallMs, source, body }: UnderstudyEvent): string {
  return `${colors.dim(clock(wallMs))} ${source} ${colors.bold(body.type)} ${sentence(body)}`;
}

function clock(wallMs: number): string {
  const date = new Date(wallMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  const ms = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${ms}`;
}

/** What happened, in words. */
export function sentence(body: EventBody): string {
  const because = 'reason' in body && body.reason !== '' ? `: ${body.reason}` : '';
  switch (body.type) {
    case 'health-check':
      return `${body.healthCheckId} is ${body.status}, ${body.healthyCheckers} of ${body.checkers} checkers${because}`;
    case 'dns-answer-changed':
      return `${body.name} ${body.recordType} is answered with ${body.setIdentifier || 'another'}${because}`;
    case 'target-health':
      return `${body.target} is ${body.state} in ${nameIn(body.targetGroup)}${because}`;
    case 'load-balancer-health':
      return `${nameIn(body.loadBalancer)} in ${body.zone} has ${body.healthy ? 'healthy targets' : 'no healthy target'}`;
    case 'instance':
      return `${body.instanceId} of ${body.group} is ${body.state}${because}`;
    case 'scaling-activity':
      return `${body.group}: ${body.description} ${body.cause}`;
    case 'alarm':
      return `${body.alarm} is ${body.state}${because}`;
    case 'replication':
      return `${body.key} from ${body.sourceBucket} to ${body.destinationBucket} is ${body.status} after ${body.lagMs} ms${because}`;
    case 'origin':
      return `${body.originId} of ${body.distributionId} ${body.ok ? 'is reached again' : 'cannot be reached'}${because}`;
    case 'region':
      return `${body.state}${because}`;
    case 'fault':
      return `${body.id} ${body.state}: ${body.description}`;
    case 'stack':
      return `${body.stackName} ${body.status}${because}`;
    case 'log':
      return `${body.level}: ${body.message}`;
  }
}

/** Of an ARN what a person knows it by. */
function nameIn(arn: string): string {
  return arn.split('/')[1] ?? arn;
}
