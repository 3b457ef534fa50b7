import type { DataPlane } from '../../kernel/data-plane.ts';
import type { Services } from '../../services/registry.ts';

/** Whom explanations are asked of. */
export interface ExplainSources {
  dataPlane: DataPlane;
  services: Services;
  regions: readonly string[];
}
