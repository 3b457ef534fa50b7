import type { GlobalQueries, Reasons } from '@understudy/contract';
import { rcodeName } from '../wire/codes.ts';
import type { DnsQuestion } from '../wire/request.ts';
import type { Resolver } from './resolver.ts';
import { recordText } from './tell.ts';

/** What clients of the resolver are told, whatever the name servers say now. */
export function tellRemembered(
  reasons: Reasons,
  { resolver, speed }: { resolver: Resolver; speed: number },
  question: DnsQuestion,
): GlobalQueries['explainDns']['output']['remembered'] {
  const answer = resolver.remembered(question);
  if (answer === undefined) {
    const says = 'the resolver remembers nothing of it and asks when a client does';
    reasons.add('dns.resolver', says, { facts: { remembers: false } });
    return null;
  }
  const ttls = [...answer.answers, ...answer.authorities].map((record) => record.ttlSeconds);
  const forSeconds = Math.min(...(ttls.length === 0 ? [0] : ttls)) * speed;
  const responseCode = rcodeName(answer.rcode);
  const records = answer.answers.map(recordText);
  const what = records.length === 0 ? responseCode : records.join(', ');
  const says = `the resolver remembers ${what} for another ${Math.round(forSeconds)} s of AWS time: its clients are told that`;
  reasons.add('dns.resolver', says, { facts: { remembers: true, responseCode, forSeconds } });
  return { responseCode, records, forSeconds };
}
