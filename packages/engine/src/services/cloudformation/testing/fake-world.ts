import type {
  Properties,
  ResourceContext,
  ResourceHandler,
  ResourceResult,
} from '../../../kernel/resource.ts';
import { schemaOf, schemaPropertiesOf } from '../schema/schema.ts';

export interface Call {
  verb: 'create' | 'update' | 'remove';
  logicalId: string;
  physicalId: string;
  properties: Properties;
}

/**
 * Handlers that make resources out of nothing, remember every call, and wait, fail and hang as a
 * test says.
 */
export class FakeWorld {
  readonly calls: Call[] = [];
  /** What exists, by physical id. */
  readonly live = new Map<string, { type: string; properties: Properties }>();
  /** `create Vpc`, `update Vpc`, `remove Vpc` → the message of the failure. */
  readonly failures = new Map<string, string>();
  /** The same → what a service answers. */
  readonly refusals = new Map<string, Error>();
  /** `create Vpc` → AWS milliseconds that it takes. */
  readonly durations = new Map<string, number>();
  /** Logical ids whose handler tells the physical id before it waits. */
  readonly early = new Set<string>();
  readonly support: Record<string, ResourceHandler['properties']> = {};
  parallel = 0;
  parallelMax = 0;
  #count = 0;

  readonly handler = (type: string): ResourceHandler | undefined => {
    if (schemaOf(type) === undefined) return undefined;
    return {
      type,
      properties: {
        ...Object.fromEntries(schemaPropertiesOf(type).map((name) => [name, 'works' as const])),
        ...this.support[type],
      },
      create: (properties, context) => this.#create(type, properties, context),
      update: async (properties, _previous, physicalId, context) => {
        await this.#work('update', physicalId, properties, context);
        this.live.set(physicalId, { type, properties });
        return this.#result(type, physicalId);
      },
      remove: async (physicalId, properties, context) => {
        await this.#work('remove', physicalId, properties, context);
        this.live.delete(physicalId);
      },
    };
  };

  /** `create Vpc`, `update Subnet` …, in the order in which they began. */
  get log(): string[] {
    return this.calls.map(({ verb, logicalId }) => `${verb} ${logicalId}`);
  }

  async #create(
    type: string,
    properties: Properties,
    context: ResourceContext,
  ): Promise<ResourceResult> {
    this.#count += 1;
    const physicalId = `${context.logicalId}-${this.#count}`;
    if (this.early.has(context.logicalId)) {
      this.live.set(physicalId, { type, properties });
      context.identified(physicalId);
    }
    await this.#work('create', physicalId, properties, context);
    this.live.set(physicalId, { type, properties });
    return this.#result(type, physicalId);
  }

  #result(type: string, physicalId: string): ResourceResult {
    const names = schemaOf(type)?.attributes ?? [];
    return {
      physicalId,
      attributes: Object.fromEntries(names.map((name) => [name, `${physicalId}.${name}`])),
    };
  }

  async #work(
    verb: Call['verb'],
    physicalId: string,
    properties: Properties,
    { logicalId, clock, signal }: ResourceContext,
  ): Promise<void> {
    this.calls.push({ verb, logicalId, physicalId, properties });
    this.parallel += 1;
    this.parallelMax = Math.max(this.parallelMax, this.parallel);
    try {
      const key = `${verb} ${logicalId}`;
      await clock.sleep(this.durations.get(key) ?? 10, signal);
      const failure = this.failures.get(key);
      if (failure !== undefined) throw new Error(failure);
      const refusal = this.refusals.get(key);
      if (refusal !== undefined) throw refusal;
    } finally {
      this.parallel -= 1;
    }
  }
}
