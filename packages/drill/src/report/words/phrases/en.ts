/**
 * Sentences that a drill says of what it saw, in English. `{name}` stands for a value: as it is, or
 * `:s` as seconds, `:%` as a share, `:word` as one of our words.
 */
export const phrasesEn = {
  'expect.rto': '{profile} is without the site for {bound:s} at most',
  'expect.rpo': 'what the standby lacks is {bound:s} old at most',
  'expect.names-move': 'the name is led to the standby',
  'expect.names-stay': 'the name stays where it is',
  'expect.never': '{profile} does not recover',
  'expect.recovers': '{profile} recovers',
  'expect.recovers-within': '{profile} recovers within {bound:s}',
  'expect.share': 'at most {share:%} of the requests fail while the fault lasts',
  'expect.sent': 'this machine sends requests at most {bound:s} late',
  'expect.pages': 'this machine serves pages within {bound:s} while nothing is broken',
  'expect.in-time': 'this machine answers health checks in time once nothing is broken any more',
  'expect.lost': 'at most {count} acknowledged objects are lost for good',
  'expect.diverged': 'at most {count} objects differ between the buckets at the end',
  'expect.scales-out': 'the standby launches instances',
  'expect.scales-not': 'the standby launches no instance',
  'expect.failback': 'at most {share:%} of the pages of new visitors fail from the healing on',
  'expect.writes-fail': "at least {share:%} of what the site's own client asks fails meanwhile",
  'seen.names-move': 'it is led to the standby',
  'seen.names-stay': 'it stays where it is',
  'seen.unaffected': 'saw no outage',
  'seen.not-recovered': 'did not recover while the fault lasted',
  'seen.recovered': 'recovered after {took:s}',
  'seen.rpo': '{count} objects, the oldest {age:s} old',
  'seen.share': '{share:%} failed',
  'seen.took': 'it takes {took:s}',
  'seen.timed-out': 'the primary was unhealthy for want of an answer {count} times',
  'seen.lost': '{count} are',
  'seen.diverged': '{count} do',
  'seen.scales-out': 'it launched some',
  'seen.scales-not': 'it launched none',
  'finding.unnoticed':
    '{share:%} of the requests failed while it lasted, and the name stayed where it was: the health check did not see it',
  'finding.unnoticed.setting': 'web.healthPath: a path that fails when pages do',
  'finding.stuck': '{profile} did not recover while the fault lasted',
  'finding.stuck-session':
    '{profile} did not recover while the fault lasted: its session with the edge stays open, and behind the edge is the region that is lost',
  'finding.stuck-session.setting':
    'a design that fails over behind one distribution, instead of at the public name',
  'finding.stuck-address':
    '{profile} did not recover while the fault lasted: it holds the address that it looked up once',
  'finding.outside': '{profile} recovered after {took:s}; the templates say {bound:s} at most',
  'finding.against-never':
    '{profile} recovered after {took:s}; the templates say that it does not while the fault lasts',
  'finding.slow-checks': '{threshold} checks of {interval:s} must fail before anybody is led away',
  'finding.sold-twice':
    '{count} objects were acknowledged to two writers, one in each region: replication both ways keeps the later one, and nobody tells the other',
  // Of reports from before distributions were convolved.
  'finding.sooner':
    '{profile} recovered after {took:s}; in all but one of twenty cases the templates say {bound:s} at least: checks may have failed before, on a machine too busy for this speed',
  'finding.much-sooner':
    '{profile} recovered after {took:s}; in all but one of a thousand cases the templates say {bound:s} at least: checks may have failed before, on a machine too busy for this speed',
  'finding.short':
    '{requests} requests a minute came; the standby takes {takes} with its {instances} instances, and the first that scaling adds may serve only after {added:s}',
  'finding.scaled-late':
    'the first instance that scaling added served {took:s} after the load came; the templates say {bound:s} at most',
  'finding.group-too-late':
    'the origin group asks its second origin only once the first has taken {wait:s}; clients that wait {patience:s} have left by then',
  'finding.behind':
    'the standby lacked {count} acknowledged objects, the oldest of them {age:s} old; {lost} are lost for good',
  'predicted.held':
    '{threshold} checks of {interval:s}, then up to {held:s} of answers that are still held',
  'predicted.held-after-timeouts':
    '{threshold} checks of {interval:s}, each of which fails after {timeout:s} at most, then up to {held:s} of answers that are still held',
  'predicted.session-given-up':
    '{threshold} checks of {interval:s}, each of which fails after {timeout:s} at most, up to {held:s} of answers that are still held, then up to {patience:s} until a request at the edge is given up and its session ends',
  'predicted.origin-group':
    'each request is asked of the second origin once the first is given up, after {wait:s} at most',
  'predicted.unnoticed': 'a check that only connects, or takes the answer, passes',
  'predicted.address-held': 'it never looks the name up again',
  'predicted.session-held':
    'its session with the edge stays open, and behind the edge is only the region that is lost',
  'until.made': 'the faults are made',
  'until.detected': "Route 53's checkers call {region} unhealthy",
  'until.recovered': '{profiles} have good answers again',
  'until.back': 'the name is answered with {region}, and visitors have good answers',
  'until.scaled': 'an instance is launched in {region}',
  'until.aligned': 'the answer that the resolver holds is as old as the seed says',
  'until.good': '{time:s} of good answers',
  'until.passed': '{time:s} have passed',
  'until.ended': 'the faults have ended',
  'until.same': 'both buckets have the same objects',
  'until.same-for-good': 'both buckets have the same objects, for good',
  'event.health-check':
    '{healthCheckId} is {status:word}, {healthyCheckers} of {checkers} checkers',
  'event.dns-answer-changed': '{name} {recordType} is answered with {setIdentifier}',
  'event.target-health': '{target} is {state:word}',
  'event.load-balancer-up': 'the balancer’s node in {zone} has healthy targets',
  'event.load-balancer-down': 'the balancer’s node in {zone} has no healthy target',
  'event.instance': '{instanceId} of {group} is {state:word}',
  'event.scaling-activity': '{group}: {description}',
  'event.alarm': '{alarm} is {state}',
  'event.region': 'the region is {state:word}',
  'event.fault-began': '{id} begins: {subject} {mode}',
  'event.fault-ended': '{id} ends: {subject} {mode}',
  'event.origin-up': '{originId} of {distributionId} is reached again',
  'event.origin-down': '{originId} of {distributionId} cannot be reached',
} as const satisfies Readonly<Record<string, string>>;

/** A dictionary: one that lacks a sentence is none. */
export type Phrases = Readonly<Record<keyof typeof phrasesEn, string>>;
