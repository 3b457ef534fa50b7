import type { Authorizer } from '../../authorization/authorizer.ts';
import type { DataPlane } from '../../kernel/data-plane.ts';
import type { EventLog } from '../event-log.ts';
import type { PlaceSources } from './places.ts';
import type { VisitorOptions } from './visit.ts';

/** Whom explanations are asked of. */
export interface ExplainSources extends PlaceSources {
  dataPlane: DataPlane;
  visitor: VisitorOptions;
  events: Pick<EventLog, 'since'>;
  authorizer: Pick<Authorizer, 'explain'>;
}
