import type { ExplainRequest, Explanation } from '@understudy/contract';
import { explainAccess } from './access/explain-access.ts';
import { explainDns } from './explain-dns.ts';
import { explainReplication } from './explain-replication.ts';
import { explainRequest } from './explain-request.ts';
import { explainScaling } from './explain-scaling.ts';
import type { ExplainSources } from './sources.ts';

/**
 * Asks whoever decides to decide once more, and to say why. Nothing is decided here.
 * @throws UnderstudyError SubjectUnknown, RegionUnavailable, UsageInvalid
 */
export function explain(sources: ExplainSources, request: ExplainRequest): Promise<Explanation> {
  switch (request.about) {
    case 'dns':
      return explainDns(sources, request);
    case 'request':
      return explainRequest(sources, request);
    case 'replication':
      return explainReplication(sources, request);
    case 'scaling':
      return explainScaling(sources, request);
    case 'access':
      return explainAccess(sources, request);
  }
}
