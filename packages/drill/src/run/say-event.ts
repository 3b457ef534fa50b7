import type { EventBody } from '@understudy/contract';
import type { Report } from '../report/schema.ts';
import type { Phrases } from '../report/words/phrases/en.ts';
import { phrase } from '../report/words/phrases/phrase.ts';

type Said = Pick<Report['events'][number], 'say'>;

/**
 * An event for other languages, of those that decide a drill's course. Reasons are left out: they
 * are an AWS's, and in its English.
 */
export function sayEvent(body: EventBody): Said {
  switch (body.type) {
    case 'health-check': {
      const { healthCheckId, status, healthyCheckers, checkers } = body;
      return said('event.health-check', { healthCheckId, status, healthyCheckers, checkers });
    }
    case 'dns-answer-changed': {
      const { name, recordType, setIdentifier } = body;
      return said('event.dns-answer-changed', { name, recordType, setIdentifier });
    }
    case 'target-health':
      return said('event.target-health', { target: body.target, state: body.state });
    case 'load-balancer-health':
      return said(body.healthy ? 'event.load-balancer-up' : 'event.load-balancer-down', {
        zone: body.zone,
      });
    case 'instance': {
      const { instanceId, group, state } = body;
      return said('event.instance', { instanceId, group, state });
    }
    case 'scaling-activity':
      return said('event.scaling-activity', { group: body.group, description: body.description });
    case 'alarm':
      return said('event.alarm', { alarm: body.alarm, state: body.state });
    case 'region':
      return said('event.region', { state: body.state });
    case 'fault': {
      const { id, subject, mode, state } = body;
      return said(state === 'began' ? 'event.fault-began' : 'event.fault-ended', {
        ...{ id, subject, mode },
      });
    }
    case 'origin': {
      const { originId, distributionId } = body;
      return said(body.ok ? 'event.origin-up' : 'event.origin-down', { originId, distributionId });
    }
    case 'replication':
    case 'stack':
    case 'log':
      return {};
  }
}

function said(key: keyof Phrases, values: Record<string, string | number>): Said {
  return { say: phrase(key, values).say };
}
